"""Tasks: work done once by one vehicle, and the modes of doing it.

A `Task` names arcs by number, a `Task[ArcKey]` by key, as it is kept in files.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from fleet import InvalidValue, Size, TimeWindow, Work
from optimizer.network.kerb import KerbKey
from optimizer.network.place import Arc, OtherArc, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode(Generic[Arc]):
    """One way to do a task: come in here, go out there.

    Parameters
    ----------
    place
        One entry and one exit. A swept arc: entry at its start, exit at its end.
    service_m
        Metres driven while working; 0 at a stop.
    service_s
        Seconds at a stop; 0 where the time follows from `service_m` and the vehicle's working
        speed (`ceil(service_m * 3600 / (working_kph * 1000))`). Service takes the sum of both.
    """

    place: Place[Arc]
    service_m: int
    service_s: int

    def with_arcs(self, name: Callable[[Arc], OtherArc]) -> "Mode[OtherArc]":
        """Returns the mode with its arcs named otherwise."""
        place = self.place.with_arcs(name)
        # Not by `replace`, which takes several times as long: a day has tens of thousands.
        return Mode(place=place, service_m=self.service_m, service_s=self.service_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Generic[Arc]):
    """Work done once by one vehicle.

    Parameters
    ----------
    id
        Unique and stable, e.g. "sweep/4711>4712/right/1" or "kitchen/K017"; for people, and to
        tell tasks apart. What a task is of stands in its fields.
    name
        What people call it: the street or the contract.
    modes
        One on a one-way or divided road, two where either direction will do.
    demand_kg, demand_l
        What it adds to the hopper and takes from the tank.
    windows
        Service may begin in any of them; sorted, not overlapping.
    finish_by_s
        When work must be over, 0 where it is enough to begin in a window. The windows are such
        that the slowest vehicle keeps it: the search looks at them alone.
    required
        Required work comes before everything; other work is worth `prize_fen`.
    prize_fen
        Worth of doing an optional task.
    kerb
        What is worked along a street, the same for every pass; None for stops.
    area_m2
        The square metres of that kerb or lane, credited once a day.
    service_class
        The street standard's id, or "" for stops.
    lane_change_s, lane_crossed_s
        Seconds of going over to this kerb or lane, or from it, to work on in another one of the
        road, and again for each lane across; of two tasks the larger ones count.
    apart_s
        Least seconds from the beginning of a task to the beginning of another of its kerb.
    max_length_cm, max_width_cm, max_weight_kg
        The largest vehicle, laden, that can come there; 0 for no limit.
    contract_id, point_id, facility_id
        The contract or the collection point that is served, or the transfer station that a bulk
        load is taken from; "" for all other work.
    taken_from
        The vehicle that stands broken down, whose load is taken over; "" for all other work.
    """

    id: str
    work: Work
    name: str
    modes: tuple[Mode[Arc], ...]
    demand_kg: int = 0
    demand_l: int = 0
    windows: tuple[TimeWindow, ...]
    finish_by_s: int = 0
    required: bool = True
    prize_fen: int = 0
    kerb: KerbKey | None = None
    area_m2: int = 0
    service_class: str = ""
    lane_change_s: int = 0
    lane_crossed_s: int = 0
    apart_s: int = 0
    max_length_cm: int = 0
    max_width_cm: int = 0
    max_weight_kg: int = 0
    contract_id: str = ""
    point_id: str = ""
    facility_id: str = ""
    taken_from: str = ""

    def __post_init__(self) -> None:
        if not self.modes:
            raise InvalidValue(
                "task.no_mode",
                "{id}: a task needs at least one mode.",
                id=self.id,
            )
        if not all(mode.place.entries and mode.place.exits for mode in self.modes):
            raise InvalidValue(
                "task.no_place",
                "{id}: each mode needs a place where it is entered and one where it is left.",
                id=self.id,
            )
        if not self.windows:
            raise InvalidValue(
                "task.no_window",
                "{id}: a task needs at least one time window.",
                id=self.id,
            )
        if min(self.demand_kg, self.demand_l, self.prize_fen, self.area_m2, self.apart_s) < 0:
            raise InvalidValue(
                "task.negative",
                "{id}: demands, prize, area and apart_s must not be negative.",
                id=self.id,
            )
        if min(self.lane_change_s, self.lane_crossed_s) < 0:
            raise InvalidValue(
                "task.negative_change",
                "{id}: seconds of a change of lane must not be negative.",
                id=self.id,
            )
        if self.finish_by_s < 0 or 0 < self.finish_by_s < self.windows[-1].latest_s:
            raise InvalidValue(
                "task.finish",
                "{id}: must be over at {finish_by_s} s and may begin until {latest_s} s.",
                id=self.id,
                finish_by_s=self.finish_by_s,
                latest_s=self.windows[-1].latest_s,
            )
        if min(self.max_length_cm, self.max_width_cm, self.max_weight_kg) < 0:
            raise InvalidValue(
                "task.negative_limit",
                "{id}: limits of size must not be negative; 0 is for none.",
                id=self.id,
            )

    @property
    def size_limit(self) -> Size:
        """The largest vehicle that can come there."""
        return Size(
            length_cm=self.max_length_cm,
            width_cm=self.max_width_cm,
            weight_kg=self.max_weight_kg,
        )

    def with_arcs(self, name: Callable[[Arc], OtherArc]) -> "Task[OtherArc]":
        """Returns the task with its arcs named otherwise."""
        modes = tuple(mode.with_arcs(name) for mode in self.modes)
        # All else is what it was, and need not be judged again.
        task: Task[OtherArc] = object.__new__(Task)
        for slot in Task.__slots__:
            object.__setattr__(task, slot, modes if slot == "modes" else getattr(self, slot))
        return task
