"""What was lived before what is planned: the routes of the whole day, and what is still open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fleet import WORKS
from optimizer.operations.lived import LivedRoute
from optimizer.operations.remaining import RestOfDay
from optimizer.plan import Activity, ActivityKind, Plan, Route
from optimizer.task import Task


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
