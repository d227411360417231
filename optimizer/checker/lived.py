"""How a route was lived: a plan's route, altered by what has happened since the plan was made.

The checker's own reading of the rules; the planner has another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from optimizer.checker.kinds import WHERE_IT_IS, is_lost
from optimizer.events import (
    Delayed,
    DriverLate,
    Event,
    TaskSkipped,
    VehicleBack,
    VehicleOut,
)
from optimizer.plan import Activity, ActivityKind, Route
from optimizer.task import Task


def departure_s(activity: Activity) -> int:
    """Returns when a vehicle sets out for an activity, or begins one where it is."""
    if activity.kind in (ActivityKind.START, *WHERE_IT_IS) or is_lost(activity):
        return activity.begin_s
    driven_s = activity.drive.duration_s if activity.drive else 0
    return activity.arrival_s - activity.lane_change_s - driven_s


def num_departed(activities: Sequence[Activity], by_s: int) -> int:
    """Returns how many activities from the first on are departed for before a time."""
    for number, activity in enumerate(activities):
        if departure_s(activity) >= by_s:
            return number
    return len(activities)


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteAsLived:
    """A route as it was lived, and as it would go on.

    Parameters
    ----------
    num_told
        So many of the activities, from the first on, are certain because an event tells of the
        last of them, whenever it ends.
    """

    activities: tuple[Activity, ...]
    num_told: int = 0

    def history(self, by_s: int) -> tuple[Activity, ...]:
        """Returns what can no longer be changed at a time."""
        return self.activities[: max(self.num_told, num_departed(self.activities, by_s))]


def live(route: Route, events: Sequence[Event], tasks: Mapping[str, Task]) -> RouteAsLived | None:
    """Returns a route as it was lived; None where its vehicle stays in the depot for good.

    Parameters
    ----------
    events
        What the plan did not know, by when it was told.
    """
    lived: RouteAsLived | None = RouteAsLived(activities=route.activities)
    for number, event in enumerate(events):
        if lived is None:
            return None
        if isinstance(event, Delayed) and event.vehicle_id == route.vehicle_id:
            lived = _delay(lived, event)
        elif isinstance(event, DriverLate):
            if (event.vehicle_id, event.shift_id) == (route.vehicle_id, route.shift_id):
                lived = _leaving_at(lived, event.until_s)
        elif isinstance(event, VehicleOut) and event.vehicle_id == route.vehicle_id:
            until_s = back_at_s(event, events[number + 1 :])
            lived = _stop(lived, event.stands_s, until_s)
        elif isinstance(event, VehicleBack) and event.vehicle_id == route.vehicle_id:
            lived = _resume(lived, event)
        elif isinstance(event, TaskSkipped):
            lived = replace(lived, activities=_skip(lived.activities, event, tasks))
    return lived


def back_at_s(event: VehicleOut, later: Sequence[Event]) -> int | None:
    """Returns when a vehicle goes on, by what is told of it in the end; None for not at all."""
    for one in later:
        is_its = isinstance(one, VehicleBack) and one.vehicle_id == event.vehicle_id
        if is_its and one.at_s >= event.at_s:
            return one.at_s
    return event.until_s


def _current(activities: Sequence[Activity], at_s: int) -> int | None:
    """Returns the number of the first activity that is not over at a time."""
    return next((n for n, one in enumerate(activities) if one.end_s > at_s), None)


def _retime(activities: Sequence[Activity], first: int) -> tuple[Activity, ...]:
    """Returns activities of which those from one on begin as planned, or when they can."""
    found = [*activities[:first]]
    for one in activities[first:]:
        driven_s = one.drive.duration_s if one.drive else 0
        arrival_s = found[-1].end_s + driven_s + one.lane_change_s
        begin_s = max(arrival_s, one.begin_s)
        if one.kind is ActivityKind.START:
            # Who is home leaves again when it was to, if it is back by then.
            arrival_s = begin_s
        end_s = begin_s + one.end_s - one.begin_s
        found.append(replace(one, arrival_s=arrival_s, begin_s=begin_s, end_s=end_s))
    return tuple(found)


def _leaving_at(lived: RouteAsLived, start_s: int) -> RouteAsLived:
    """Returns a route that leaves its depot at a time, or later where it did so before."""
    return _starting_at(lived, 0, start_s)


def _starting_at(lived: RouteAsLived, number: int, start_s: int) -> RouteAsLived:
    """Returns a route of which a START is made at a time, or later where it was so before."""
    start = lived.activities[number]
    if start.end_s >= start_s:
        return lived
    start = replace(start, arrival_s=start_s, begin_s=start_s, end_s=start_s)
    activities = (*lived.activities[:number], start, *lived.activities[number + 1 :])
    return replace(lived, activities=_retime(activities, number + 1))


def _hold_up(lived: RouteAsLived, number: int, until_s: int) -> RouteAsLived:
    """Returns a route whose vehicle stands still before an activity."""
    before = lived.activities[number - 1]
    delay = Activity(
        kind=ActivityKind.DELAY,
        arrival_s=before.end_s,
        begin_s=before.end_s,
        end_s=max(before.end_s, until_s),
        load_kg=before.load_kg,
        tank_l=before.tank_l,
    )
    activities = (*lived.activities[:number], delay, *lived.activities[number:])
    return RouteAsLived(
        activities=_retime(activities, number + 1),
        num_told=max(lived.num_told + (number < lived.num_told), number + 1),
    )


def _delay(lived: RouteAsLived, event: Delayed) -> RouteAsLived:
    number = _current(lived.activities, event.at_s)
    if number is None or is_lost(lived.activities[-1]):
        return lived
    if lived.activities[number].kind is ActivityKind.START:
        return _starting_at(lived, number, lived.activities[number].end_s + event.late_s)
    return _hold_up(lived, number, lived.activities[number - 1].end_s + event.late_s)


def _stop(lived: RouteAsLived, at_s: int, until_s: int | None) -> RouteAsLived | None:
    """Returns a route whose vehicle breaks down; what it was just doing is not done."""
    number = _current(lived.activities, at_s)
    if is_lost(lived.activities[-1]):
        return lived
    if number is None:
        # Home; or, brought back and not yet sent on, it stands where it was.
        if lived.activities[-1].kind is ActivityKind.END:
            return lived
        number = len(lived.activities)
    if number == 0:
        return None if until_s is None else _leaving_at(lived, until_s)
    if number < len(lived.activities) and lived.activities[number].kind is ActivityKind.START:
        if until_s is not None:
            return _starting_at(lived, number, until_s)
        # Home between two outings, it does not leave for the second.
        return replace(lived, activities=lived.activities[:number])
    if until_s is not None:
        return _hold_up(lived, number, until_s)
    before = lived.activities[number - 1]
    lost_s = max(at_s, before.end_s)
    end = Activity(
        kind=ActivityKind.END,
        arrival_s=lost_s,
        begin_s=lost_s,
        end_s=lost_s,
        load_kg=before.load_kg,
        tank_l=before.tank_l,
    )
    return RouteAsLived(activities=(*lived.activities[:number], end), num_told=number + 1)


def _resume(lived: RouteAsLived, event: VehicleBack) -> RouteAsLived:
    """Returns a route whose vehicle goes on after all; where to is for the new plan to say."""
    *rest, end = lived.activities
    if not is_lost(end):
        return lived
    delay = replace(
        end,
        kind=ActivityKind.DELAY,
        arrival_s=end.begin_s,
        end_s=max(end.begin_s, event.at_s),
    )
    return RouteAsLived(activities=(*rest, delay), num_told=len(lived.activities))


def _skip(
    activities: Sequence[Activity], event: TaskSkipped, tasks: Mapping[str, Task]
) -> tuple[Activity, ...]:
    """Returns activities of which one came to nothing, if it had begun when that was told."""
    found: list[Activity] = []
    kg = litres = 0
    for number, one in enumerate(activities):
        is_it = one.kind is ActivityKind.SERVICE and one.task_id == event.task_id
        if is_it and one.begin_s < event.told_s:
            task = tasks.get(event.task_id)
            kg, litres = (task.demand_kg, task.demand_l) if task else (0, 0)
            one = replace(one, kind=ActivityKind.SKIPPED)
        elif one.kind is ActivityKind.UNLOAD:
            kg = 0
        elif one.kind is ActivityKind.REFILL and one.tank_l != activities[number - 1].tank_l:
            # Whoever only charges there fills no tank.
            litres = 0
        found.append(replace(one, load_kg=one.load_kg - kg, tank_l=one.tank_l + litres))
    return tuple(found)
