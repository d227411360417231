"""The plan of a day: what is handed out, checked, exported and kept.

Arcs are named by `RoadNetwork.arc_key`, so a plan can be read, edited and checked without knowing
how the network was indexed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from fleet import Message
from optimizer.network.place import ArcKey, Drive


class ActivityKind(StrEnum):
    """One line of a route."""

    START = "start"
    SERVICE = "service"
    SKIPPED = "skipped"
    """Come to a task, in its mode and its time, and could not do it."""
    DELAY = "delay"
    """Time lost where the vehicle is, as an event of the day tells."""
    UNLOAD = "unload"
    REFILL = "refill"
    BREAK = "break"
    END = "end"


class Reason(StrEnum):
    """Why a task is in no route."""

    NO_VEHICLE = "no_vehicle"
    UNREACHABLE = "unreachable"
    WINDOW = "window"
    CAPACITY = "capacity"
    SHIFT_TIME = "shift_time"
    TOGETHER = "together"
    """No single rule is in the way: shift, window or room would have to give way together."""
    NOT_WORTH = "not_worth"
    SEARCH_ENDED = "search_ended"
    """It would fit, for less than it is worth; the search ended before it found out."""
    NOT_EXPLAINED = "not_explained"
    SKIPPED = "skipped"
    """A vehicle came to it and could not do it."""
    BY_HAND = "by_hand"
    """Pins and bans that a dispatcher decided leave it to no vehicle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One line of a route, with the drive that led to it.

    Parameters
    ----------
    task_id, mode
        For SERVICE and SKIPPED: the task and the index of the chosen mode.
    facility_id
        For UNLOAD and REFILL: where. For START and END: the depot; None for the END of a vehicle
        that broke down and comes home on no wheels of its own.
    drive
        None for START, BREAK, DELAY and where a vehicle broke down. Where nothing has to be
        driven between two activities that share a position it is a drive of 0 m.
    arrival_s, begin_s, end_s
        Arrival, begin of service (waiting lies between) and end, seconds after midnight.
    lane_change
        Whether the vehicle goes over to another lane or kerb for it, without driving far; None
        where the plan does not say.
    lane_change_s
        Seconds that going over takes, between the end of the drive and the arrival.
    load_kg, tank_l
        Aboard after the activity: waste in the hopper, water in the tank.
    """

    kind: ActivityKind
    task_id: str | None = None
    mode: int = 0
    facility_id: str | None = None
    drive: Drive[ArcKey] | None = None
    arrival_s: int
    begin_s: int
    end_s: int
    service_m: int = 0
    lane_change: bool | None = None
    lane_change_s: int = 0
    load_kg: int = 0
    tank_l: int = 0


@dataclass(frozen=True, kw_only=True)
class Route:
    """All trips of one vehicle in one shift: START, then work, then END."""

    vehicle_id: str
    shift_id: str
    activities: tuple[Activity, ...]

    @property
    def service_m(self) -> int:
        """Metres driven while working."""
        return sum(activity.service_m for activity in self.activities)

    @property
    def deadhead_m(self) -> int:
        """Metres driven without working."""
        return sum(a.drive.distance_m for a in self.activities if a.drive)

    @property
    def distance_m(self) -> int:
        """Metres driven."""
        return self.service_m + self.deadhead_m

    @property
    def drive_s(self) -> int:
        """Seconds driven without working."""
        return sum(a.drive.duration_s for a in self.activities if a.drive)

    @property
    def lane_change_s(self) -> int:
        """Seconds of going over to other lanes and kerbs."""
        return sum(activity.lane_change_s for activity in self.activities)

    @property
    def service_s(self) -> int:
        """Seconds at work, facilities not counted."""
        return sum(a.end_s - a.begin_s for a in self.activities if a.kind is ActivityKind.SERVICE)

    @property
    def facility_s(self) -> int:
        """Seconds unloading and refilling."""
        return sum(
            a.end_s - a.begin_s
            for a in self.activities
            if a.kind in (ActivityKind.UNLOAD, ActivityKind.REFILL)
        )

    @property
    def paid_s(self) -> int:
        """Seconds that cost by the hour: driving, changing lanes, working and at facilities.

        Waiting is not among them; it has a price of its own.
        """
        return self.drive_s + self.lane_change_s + self.service_s + self.facility_s

    @property
    def start_s(self) -> int:
        """When the vehicle leaves the depot."""
        return self.activities[0].end_s

    @property
    def end_s(self) -> int:
        """When it is back."""
        return self.activities[-1].end_s

    @property
    def task_ids(self) -> tuple[str, ...]:
        """The tasks served, in order."""
        return tuple(
            a.task_id
            for a in self.activities
            if a.task_id is not None and a.kind is ActivityKind.SERVICE
        )

    def count(self, kind: ActivityKind) -> int:
        """Returns how many activities are of a kind."""
        return sum(activity.kind is kind for activity in self.activities)


class ChangeKind(StrEnum):
    """What could be changed so that a task is served."""

    EARLIER_WINDOW = "earlier_window"
    LATER_WINDOW = "later_window"
    LONGER_SHIFT = "longer_shift"
    MORE_SHIFT = "more_shift"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The cheapest change of today's rules with which a task would be served, all else as it is.

    Parameters
    ----------
    minutes
        By how much a window or a shift is to be longer; 0 for one more shift.
    cost_fen
        What serving the task then costs more: driving, work, overtime, a shift of its own.
    vehicle_id, shift_id
        Whose route takes the task; for one more shift, the vehicle and the hours it is to be like.
    extra_visit
        Whether the route then unloads or refills once more.
    """

    kind: ChangeKind
    minutes: int
    cost_fen: int
    vehicle_id: str
    shift_id: str
    extra_visit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned:
    """A task in no route, with the reason and the next step.

    Parameters
    ----------
    change
        The cheapest change that would serve it; None where none of those tried does, and for
        kerbs, of which there may be thousands.
    """

    task_id: str
    reason: Reason
    detail: Message
    change: Change | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The routes of all vehicles for one day, with what stayed unassigned.

    A vehicle without a route in a shift stays in the depot.
    """

    routes: tuple[Route, ...]
    unassigned: tuple[Unassigned, ...] = field(default=())

    @cached_property
    def served(self) -> frozenset[str]:
        """Ids of the tasks in routes."""
        return frozenset(id_ for route in self.routes for id_ in route.task_ids)

    @cached_property
    def unassigned_by_task(self) -> Mapping[str, Unassigned]:
        """What stayed unassigned, by task id."""
        return {one.task_id: one for one in self.unassigned}

    def __str__(self) -> str:
        # A route that works at stops only has no metres of work: its driving is not deadhead.
        along = [route for route in self.routes if route.service_m]
        along_m = sum(route.distance_m for route in along)
        total_m = sum(route.distance_m for route in self.routes)
        share = sum(route.deadhead_m for route in along) / along_m if along else 0.0
        driven = [f"{along_m / 1000:.1f} km ({share:.0%} deadhead)"] if along else []
        if total_m > along_m or not along:
            driven.append(f"{(total_m - along_m) / 1000:.1f} km between stops")
        return (
            f"Plan: {len(self.routes)} routes, {', '.join(driven)}, "
            f"{len(self.unassigned)} unassigned"
        )


DutyId = tuple[str, str]
"""Ids of a vehicle and of one of its shifts."""


def duties_of(plan: Plan) -> dict[str, DutyId]:
    """Returns the vehicle and shift of every task that a plan serves, by task id."""
    return {
        task_id: (route.vehicle_id, route.shift_id)
        for route in plan.routes
        for task_id in route.task_ids
    }
