"""What is left of a day: its vehicles, each where and when it becomes free."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from fleet import Fleet, Shift, Stream, TimeWindow
from optimizer.network.place import Place
from optimizer.operations.facilities_left import Bands, facilities_left
from optimizer.operations.lived import LivedDay, LivedRoute
from optimizer.operations.standing import (
    find_aboard_kg,
    find_driven_m,
    find_last_place,
    leave_from,
)
from optimizer.plan import DutyId
from optimizer.task import Mode, Task

NEVER_LEFT_FEN = 10_000_000
"""Worth of going on: above any way home, so that no vehicle that is out is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOn:
    """A vehicle that is out, at the moment when it becomes free.

    Parameters
    ----------
    task
        To go on, as a task.
    last
        The task that it has just worked at, None when it comes from elsewhere.
    aboard_kg
        What is in each compartment, by stream.
    used_l, driven_m
        What has left the tank, and metres since it was charged.
    free_s
        When it becomes free: when it is done with what it is doing, and not before the plan opens.
    """

    lived: LivedRoute
    task: Task
    last: Task | None
    aboard_kg: Mapping[Stream, int]
    used_l: int
    driven_m: int
    free_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RestOfDay:
    """What is left of a day: its vehicles, and where they go on."""

    lived: LivedDay
    fleet: Fleet
    go_ons: tuple[GoOn, ...]

    @property
    def by_duty(self) -> dict[DutyId, GoOn]:
        """The vehicles that are out, by their duty."""
        return {one.lived.duty_id: one for one in self.go_ons}

    def only(self, vehicle_ids: Collection[str]) -> "RestOfDay":
        """Returns what is left for some of the vehicles."""
        lived = tuple(one for one in self.lived.routes if one.vehicle_id in vehicle_ids)
        return replace(
            self,
            lived=replace(self.lived, routes=lived),
            fleet=replace(
                self.fleet,
                vehicles=tuple(one for one in self.fleet.vehicles if one.id in vehicle_ids),
            ),
            go_ons=tuple(one for one in self.go_ons if one.lived.vehicle_id in vehicle_ids),
        )


def rest_of_day(
    lived: LivedDay,
    fleet: Fleet,
    tasks: Mapping[str, Task],
    sites: Mapping[str, Place],
    *,
    shut: Bands,
) -> RestOfDay:
    """Returns the vehicles that are left, each where and when it becomes free.

    Parameters
    ----------
    fleet, tasks, sites
        Of the plan in force; tasks and sites by id.
    """
    over = {route.duty_id for route in lived.routes if route.is_over}
    over |= {
        (vehicle.id, shift.id)
        for vehicle in fleet.vehicles
        for shift in vehicle.shifts
        if vehicle.id in lived.out or _is_past(shift, lived, (vehicle.id, shift.id))
    }
    go_ons = [
        _go_on(route, _free_s(route, lived), fleet, tasks, sites)
        for route in lived.routes
        if route.goes_on
    ]
    left = _without(fleet, frozenset(over - {one.lived.duty_id for one in go_ons}))
    facilities = facilities_left(lived, fleet, shut)
    return RestOfDay(lived=lived, fleet=replace(left, facilities=facilities), go_ons=tuple(go_ons))


def _free_s(route: LivedRoute, lived: LivedDay) -> int:
    """Returns from when on a route may be changed; who is home may have to wait there."""
    return max(lived.free_s, lived.not_before_s.get(route.duty_id, 0) if route.again else 0)


def _is_past(shift: Shift, lived: LivedDay, duty_id: DutyId) -> bool:
    """Says whether a shift can no longer begin."""
    return max(lived.free_s, lived.not_before_s.get(duty_id, 0)) >= shift.end_s


def _without(fleet: Fleet, duty_ids: frozenset[DutyId]) -> Fleet:
    vehicles = tuple(
        replace(
            vehicle,
            shifts=tuple(one for one in vehicle.shifts if (vehicle.id, one.id) not in duty_ids),
        )
        for vehicle in fleet.vehicles
    )
    return replace(fleet, vehicles=vehicles)


def _go_on(
    route: LivedRoute,
    open_s: int,
    fleet: Fleet,
    tasks: Mapping[str, Task],
    sites: Mapping[str, Place],
) -> GoOn:
    vehicle = fleet.vehicle(route.vehicle_id)
    depot = sites[vehicle.depot_id or ""]
    place, last = find_last_place(route.frozen, depot, tasks, sites)
    free_s = max(route.frozen[-1].end_s, open_s)
    aboard_kg = find_aboard_kg(route.frozen, tasks)
    used_l = vehicle.tank_l - route.frozen[-1].tank_l
    task = Task(
        id=f"go-on/{vehicle.id}/{route.shift_id}",
        work=vehicle.works[0],
        name=vehicle.id,
        modes=(Mode(place=leave_from(place), service_m=0, service_s=0),),
        windows=(TimeWindow(earliest_s=free_s, latest_s=free_s),),
        required=True,
        prize_fen=NEVER_LEFT_FEN,
    )
    return GoOn(
        lived=route,
        task=task,
        last=last,
        aboard_kg=aboard_kg,
        used_l=used_l,
        driven_m=find_driven_m(route.frozen, fleet),
        free_s=free_s,
    )
