"""The rest of a day as an instance: vehicles go on from where they are, with what they carry.

A vehicle that is out gets a task of its own, to go on: it stands where the vehicle becomes free,
at that very second, brings what is aboard, takes what has left the tank, and only its own duty may
do it. So the search needs no word for a day that has begun.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fleet import WORKS, Break, Fleet, Shift, Stream, TimeWindow
from optimizer.day import TANK, Day, Duty, lane_changes_of, pin_tasks
from optimizer.errors import InfeasibleScenario
from optimizer.instance import NEVER
from optimizer.network.place import Place
from optimizer.network.road_network import RoadNetwork
from optimizer.operations.facilities_left import Bands, facilities_left
from optimizer.operations.lived import LivedDay, LivedRoute
from optimizer.operations.standing import (
    find_aboard_kg,
    find_driven_m,
    find_last_place,
    leave_from,
)
from optimizer.plan import Activity, ActivityKind, DutyId, Plan, Route
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


def resume(day: Day, rest: RestOfDay, network: RoadNetwork) -> Day:
    """Returns the instance of what is left, with every vehicle where and when it becomes free.

    Parameters
    ----------
    day
        Built of the tasks that are open and those to go on, for the fleet of `rest`.
    """
    go_ons, lived = rest.by_duty, rest.lived
    instance = day.instance
    duties = list(day.duties)
    start_place, start_s = instance.duty_start_place.copy(), instance.duty_start_s.copy()
    cost = instance.duty_cost.copy()
    demand = instance.demand.copy()
    tasks = list(day.tasks)
    for number, duty in enumerate(day.duties):
        duty_id = duty.vehicle.id, duty.shift.id
        one = go_ons.get(duty_id)
        if one is None:
            free_s = max(lived.free_s, lived.not_before_s.get(duty_id, 0), duty.shift.start_s)
            duties[number] = _cut(duty, free_s, _break_after(duty.shift, free_s))
        else:
            task = _number_of(one, day)
            mode = int(instance.mode_start[task])
            start_place[number] = instance.mode_place[day.profile_of(number), mode]
            # It is out already: using it costs nothing more.
            cost[number] = 0
            demand[task] = _demand(day, one)
            duties[number] = _cut(duty, one.free_s, _break_on_the_way(duty.shift, one))
            tasks[task] = replace(
                one.task,
                kerb=one.last.kerb if one.last else None,
                demand_kg=sum(one.aboard_kg.values()),
                demand_l=one.used_l,
            )
        start_s[number] = duties[number].shift.start_s
    rests = [duty.shift.rest for duty in duties]
    instance = instance.replace(
        duty_start_place=start_place,
        duty_start_s=start_s,
        duty_cost=cost,
        demand=demand,
        # No two begin alike any more.
        duty_group=np.arange(len(duties), dtype=np.int64),
        rest_earliest_s=np.array([r.earliest_s if r else NEVER for r in rests], dtype=np.int64),
        rest_latest_s=np.array([r.latest_s if r else NEVER for r in rests], dtype=np.int64),
        rest_s=np.array([r.duration_s if r else 0 for r in rests], dtype=np.int64),
    )
    day = replace(day, instance=instance, duties=tuple(duties), tasks=tuple(tasks))
    day = _with_last_lanes(day, rest, network)
    return pin_tasks(day, {one.task.id: one.lived.duty_id for one in rest.go_ons})


def _number_of(one: GoOn, day: Day) -> int:
    """Returns the number of a vehicle's going on among the tasks of a day.

    Raises
    ------
    InfeasibleScenario
        When there is no way from where it stands.
    """
    number = day.task_numbers.get(one.task.id)
    if number is None:
        raise InfeasibleScenario(
            "replan.no_way_out",
            "{vehicle}: every way from where it is free at {free_s:clock} is closed; close the "
            "street for work only, until it has left.",
            vehicle=one.lived.vehicle_id,
            free_s=one.free_s,
        )
    return number


def _cut(duty: Duty, start_s: int, rest: Break | None) -> Duty:
    """Returns what is left of a duty from a time on.

    Who is free only when the shift is over has a moment left, for which there is no work.
    """
    end_s = max(duty.shift.end_s, start_s + 1)
    return replace(
        duty,
        shift=replace(duty.shift, start_s=start_s, end_s=end_s, rest=rest),
        planned_shift=duty.planned_shift or duty.shift,
    )


def _break_after(shift: Shift, start_s: int) -> Break | None:
    """Returns the break of a shift that begins at a time."""
    rest = shift.rest
    if rest is None or start_s >= rest.earliest_s + rest.duration_s:
        return None
    return replace(rest, earliest_s=max(rest.earliest_s, min(start_s, rest.latest_s)))


def _break_on_the_way(shift: Shift, one: GoOn) -> Break | None:
    """Returns the break that a vehicle that is out still has to take."""
    frozen, rest = one.lived.frozen, shift.rest
    if rest is None or any(activity.kind is ActivityKind.BREAK for activity in frozen):
        return None
    if frozen[0].end_s >= rest.earliest_s + rest.duration_s:
        return None
    # Too late for it by what happened: then at once.
    earliest_s = max(rest.earliest_s, one.free_s)
    return replace(rest, earliest_s=earliest_s, latest_s=max(rest.latest_s, earliest_s))


def _demand(day: Day, one: GoOn) -> list[int]:
    """Returns what is aboard and what is gone, by column of the instance's demand."""
    resources = day.resources
    row = [0] * resources.count
    for stream, kg in one.aboard_kg.items():
        row[resources.column(stream)] += kg
    row[TANK] = one.used_l
    if resources.has_range:
        row[resources.metres] = one.driven_m
    return row


def _with_last_lanes(day: Day, rest: RestOfDay, network: RoadNetwork) -> Day:
    """Returns the day in which going on from a lane to another one takes its time."""
    last_of = {one.task.id: one.last for one in rest.go_ons if one.last is not None}
    standing_in = [last_of.get(task.id, task) for task in day.tasks]
    if not any(task.lane_change_s or task.lane_crossed_s for task in standing_in):
        return day
    instance = day.instance
    lanes = lane_changes_of(
        network,
        standing_in,
        np.diff(instance.mode_start)[: len(day.tasks)].tolist(),
        total=len(instance.mode_service_m),
        types=len(instance.type_profile),
    )
    if instance.lane_changes is not None:
        lanes = replace(lanes, mode_change_cost=instance.lane_changes.mode_change_cost)
    return replace(day, instance=instance.replace(lane_changes=lanes))


def join_lived(rest: RestOfDay, routes: Sequence[Route]) -> tuple[Route, ...]:
    """Returns the day's routes: what has been lived, and what is planned from there on.

    Parameters
    ----------
    routes
        Those of the rest of the day; each begins where its vehicle becomes free.
    """
    planned = {(route.vehicle_id, route.shift_id): route for route in routes}
    go_ons = rest.by_duty
    whole = []
    for lived in rest.lived.routes:
        route = planned.pop(lived.duty_id, None)
        if lived.is_over:
            # What it was to do after that is for others, if it was home and was to go again.
            whole.append(replace(lived.whole, activities=lived.frozen))
        elif lived.again:
            whole.append(_sent_out_again(lived, route))
        elif lived.duty_id in go_ons and route is not None:
            # Its START is that of the morning, and to go on is no work.
            activities = (*lived.frozen, *_after_going_on(route))
            whole.append(replace(route, activities=activities))
        elif route is not None:
            whole.append(route)
    return (*whole, *planned.values())


def _sent_out_again(lived: LivedRoute, route: Route | None) -> Route:
    """Returns the route of a vehicle that was home; without work it stays there."""
    home = lived.frozen[-1]
    after = _after_going_on(route) if route is not None else ()
    if all(one.kind is not ActivityKind.SERVICE for one in after):
        return replace(lived.whole, activities=lived.frozen)
    driven_s = after[0].drive.duration_s if after[0].drive else 0
    leaves_s = after[0].arrival_s - after[0].lane_change_s - driven_s
    start = replace(
        home,
        kind=ActivityKind.START,
        drive=None,
        arrival_s=leaves_s,
        begin_s=leaves_s,
        end_s=leaves_s,
    )
    return replace(lived.whole, activities=(*lived.frozen, start, *after))


def _after_going_on(route: Route) -> tuple[Activity, ...]:
    return route.activities[2:]


def _without_empty_trips(
    left: Sequence[Activity], tasks: Mapping[str, Task], *, is_loaded: bool
) -> list[Activity]:
    """Returns what a route has left without visits that unload nothing any more, but the last.

    What was to be collected before them has been taken off the day. Whether a route ends with one
    is for the search to say.
    """
    visits = [number for number, one in enumerate(left) if one.kind is ActivityKind.UNLOAD]
    kept = []
    for number, one in enumerate(left):
        if one.kind is ActivityKind.UNLOAD:
            if not is_loaded and number != visits[-1]:
                continue
            is_loaded = False
        elif one.task_id is not None:
            is_loaded = is_loaded or WORKS[tasks[one.task_id].work].stream is not None
        kept.append(one)
    return kept


def open_plan(rest: RestOfDay, open_tasks: Mapping[str, Task]) -> Plan:
    """Returns what the plan in force has left, to go on from; each vehicle goes on first."""
    routes = []
    go_ons = rest.by_duty
    for lived in rest.lived.routes:
        one = go_ons.get(lived.duty_id)
        if lived.is_over:
            continue
        start = lived.frozen[:1] or lived.open[:1]
        going_on = []
        if one is not None:
            end = lived.frozen[-1]
            going_on = [replace(end, kind=ActivityKind.SERVICE, task_id=one.task.id, mode=0)]
        left = [
            activity
            for activity in lived.open
            if activity.kind is not ActivityKind.START
            and (activity.task_id is None or activity.task_id in open_tasks)
        ]
        left = _without_empty_trips(left, open_tasks, is_loaded=bool(one and one.aboard_kg))
        routes.append(replace(lived.whole, activities=(*start, *going_on, *left)))
    return Plan(routes=tuple(routes))
