"""Rules of a day that runs: what is history stays, and the rest keeps to what was told.

A plan that is made while the day runs is a plan of the whole day. Its routes begin with what has
been lived (`lived`, `past`); nothing new departs before the plan opens, and nothing in it is lost,
late or skipped unless an event tells of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields

from fleet import Fleet, Message, message
from optimizer.checker.bulk_taken import lived_with_bulk_loads
from optimizer.checker.closures import closure_faults
from optimizer.checker.kinds import is_lost
from optimizer.checker.lived import departure_s
from optimizer.checker.orders import order_faults, route_order_faults, words_on_tasks
from optimizer.checker.past import History, tells_of
from optimizer.checker.violation import (
    Violation,
    ViolationCode,
    activity_label,
    route_label,
)
from optimizer.events import DriverLate
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Activity, ActivityKind, DutyId, Plan, Route
from optimizer.task import Task

UNTOLD = {
    ActivityKind.DELAY: ViolationCode.DELAY_UNTOLD,
    ActivityKind.SKIPPED: ViolationCode.SKIPPED_UNTOLD,
    ActivityKind.END: ViolationCode.LOST_UNTOLD,
}
"""What only an event can tell of."""


def check_history(
    network: RoadNetwork,
    fleet: Fleet,
    tasks: Mapping[str, Task],
    plan: Plan,
    history: History | None,
) -> Iterator[Violation]:
    """Yields where a plan changes what is history, or forgets what was told.

    Parameters
    ----------
    history
        None for a plan that was made before its day began.
    """
    for route in plan.routes:
        yield from _untold(route, history)
    if history is None:
        return
    if history.is_known:
        yield from _check_past(plan, lived_with_bulk_loads(history, fleet, tasks, plan))
    for route in plan.routes:
        yield from _too_early(route, history)
        yield from _not_there(route, history)
        yield from closure_faults(route, network, tasks, history)
    yield from order_faults(plan, network, tasks, history)


def going_on_faults(
    route: Route, network: RoadNetwork, tasks: Mapping[str, Task], history: History
) -> Iterator[Violation]:
    """Yields what of a route, by itself, cannot be driven any more by what was told."""
    yield from _not_there(route, history)
    yield from closure_faults(route, network, tasks, history)
    yield from route_order_faults(route, words_on_tasks(history), history)


def _untold(route: Route, history: History | None) -> Iterator[Violation]:
    """Yields delays, skipped work and breakdowns that no event tells of."""
    num_past = history.num_past(route) if history else 0
    for number, activity in enumerate(route.activities):
        if activity.kind not in UNTOLD:
            continue
        if activity.kind is ActivityKind.END and not is_lost(activity):
            continue
        # What was lived by the plan before was told then.
        is_told = history is not None and number < num_past
        if is_told and history and not history.is_known:
            is_told = tells_of(history.told, route, activity)
        if not is_told:
            yield Violation(
                code=UNTOLD[activity.kind],
                where=activity_label(route, number),
                detail=message(
                    "violation.untold", "no event of the day tells of it, or not of this by then"
                ),
            )


def _check_past(
    plan: Plan, lived_of: Mapping[DutyId, tuple[Activity, ...] | None]
) -> Iterator[Violation]:
    """Yields where routes do not begin with what was lived."""
    route_of = {(route.vehicle_id, route.shift_id): route for route in plan.routes}
    for duty, lived in lived_of.items():
        if not lived:
            continue
        route = route_of.get(duty)
        if route is None:
            yield Violation(
                code=ViolationCode.PAST_CHANGED,
                where="/".join(duty),
                detail=message(
                    "violation.past_missing",
                    "has left at {start_s:clock_s}, and the plan has no such route",
                    start_s=lived[0].end_s,
                ),
            )
            continue
        yield from _other_line(route, lived)


def _other_line(route: Route, lived: Sequence[Activity]) -> Iterator[Violation]:
    """Yields the first activity that is not as it was lived, or what comes after the last."""
    for number, due in enumerate(lived):
        if number >= len(route.activities):
            yield Violation(
                code=ViolationCode.PAST_CHANGED,
                where=route_label(route),
                detail=message(
                    "violation.past_cut",
                    "{count} activities are over or under way, the plan has {stated} of them",
                    count=len(lived),
                    stated=number,
                ),
            )
            return
        stated = route.activities[number]
        other = [one.name for one in fields(due) if _differ(stated, due, one.name)]
        if other:
            name = other[0]
            yield Violation(
                code=ViolationCode.PAST_CHANGED,
                where=activity_label(route, number),
                detail=message(
                    "violation.past_changed",
                    "says {stated} of {name}; by the plan before and the events it was {due}",
                    name=name,
                    stated=_shown(stated, name),
                    due=_shown(due, name),
                ),
            )
            return
    following = route.activities[len(lived) :]
    # Who is home may be sent out again; who broke down may not.
    is_over = is_lost(lived[-1]) or bool(following and following[0].kind is not ActivityKind.START)
    if lived[-1].kind is ActivityKind.END and following and is_over:
        yield Violation(
            code=ViolationCode.PAST_CHANGED,
            where=activity_label(route, len(lived)),
            detail=message("violation.past_over", "comes after the route is over"),
        )


def _differ(one: Activity, other: Activity, name: str) -> bool:
    return bool(getattr(one, name) != getattr(other, name))


def _shown(activity: Activity, name: str) -> Message | str:
    """Returns a value of an activity as people read it."""
    value = getattr(activity, name)
    if name == "kind":
        return message("violation.this_activity", "{kind:word.activity}", kind=value)
    if name in ("arrival_s", "begin_s", "end_s"):
        return message("violation.this_time", "{at_s:clock_s}", at_s=value)
    if name == "drive" and value is not None:
        return message(
            "violation.this_drive",
            "{count} arcs, {metres} m, {seconds} s",
            count=len(value.arcs),
            metres=value.distance_m,
            seconds=value.duration_s,
        )
    return str(value)


def _too_early(route: Route, history: History) -> Iterator[Violation]:
    """Yields what is departed for before the plan opens and is no history."""
    for number in range(history.num_past(route), len(route.activities)):
        leaves_s = departure_s(route.activities[number])
        if leaves_s < history.past.open_s:
            yield Violation(
                code=ViolationCode.REPLANNED_TOO_EARLY,
                where=activity_label(route, number),
                detail=message(
                    "violation.replanned_too_early",
                    "is departed for at {leaves_s:clock_s}; before {open_s:clock_s} nothing is "
                    "another than it was",
                    leaves_s=leaves_s,
                    open_s=history.past.open_s,
                ),
            )
            return


def _not_there(route: Route, history: History) -> Iterator[Violation]:
    """Yields what is planned of a vehicle that is out, or of a driver who has not come."""
    num_past = history.num_past(route)
    if num_past >= len(route.activities):
        return
    leaves_s = departure_s(route.activities[num_past])
    where = activity_label(route, num_past)
    out_s, back_s = history.out_until().get(route.vehicle_id, (0, 0))
    if back_s is None:
        yield Violation(
            code=ViolationCode.VEHICLE_OUT,
            where=where,
            detail=message(
                "violation.vehicle_out",
                "{vehicle} is out since {out_s:clock_s}, and not back on this day",
                vehicle=route.vehicle_id,
                out_s=out_s,
            ),
        )
    elif leaves_s < back_s:
        yield Violation(
            code=ViolationCode.VEHICLE_OUT,
            where=where,
            detail=message(
                "violation.vehicle_not_back",
                "is departed for at {leaves_s:clock_s}; {vehicle} is back at {back_s:clock_s}",
                leaves_s=leaves_s,
                vehicle=route.vehicle_id,
                back_s=back_s,
            ),
        )
    for event in history.told:
        if (
            isinstance(event, DriverLate)
            and (event.vehicle_id, event.shift_id) == (route.vehicle_id, route.shift_id)
            and leaves_s < event.until_s
        ):
            yield Violation(
                code=ViolationCode.DRIVER_LATE,
                where=where,
                detail=message(
                    "violation.driver_late",
                    "is departed for at {leaves_s:clock_s}; the driver comes at {until_s:clock_s}",
                    leaves_s=leaves_s,
                    until_s=event.until_s,
                ),
            )
