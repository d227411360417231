"""Streets that close later on: what is still driven there before, and who leaves them then.

On the network a street is closed for all of a shift. So that nobody loses a way which is still
open when he drives it, a route stays as it is up to what it does there before the street closes,
and on until it has left it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from optimizer.events import StreetClosed
from optimizer.network.place import ArcKey, Place
from optimizer.network.road_network import RoadNetwork
from optimizer.operations.lived import LivedDay, LivedRoute
from optimizer.plan import Activity, ActivityKind, DutyId
from optimizer.task import Task

_AT_A_TASK = (ActivityKind.SERVICE, ActivityKind.SKIPPED)

MayStay = Callable[[DutyId, Activity], bool]
"""Says whether an activity of a duty may be kept as it was planned."""


def stay_while_open(
    lived: LivedDay,
    closures: Sequence[StreetClosed],
    tasks: Mapping[str, Task],
    network: RoadNetwork,
    may_stay: MayStay,
) -> LivedDay:
    """Returns the day in which routes stay as they are until they have left what closes later.

    Parameters
    ----------
    tasks
        Those of the plan in force, by id.
    may_stay
        Says no where what has happened, or what was decided by hand, forbids it.
    """
    shut = [one for one in closures if one.driving]
    if not shut:
        return lived
    routes = []
    for route in lived.routes:
        number = 0 if route.is_over else _num_to_stay(route, shut, tasks, network, may_stay)
        routes.append(
            replace(
                route,
                frozen=(*route.frozen, *route.open[:number]),
                open=route.open[number:],
            )
        )
    return replace(lived, routes=tuple(routes))


def caught_in(
    lived: LivedDay,
    closures: Sequence[StreetClosed],
    tasks: Mapping[str, Task],
    network: RoadNetwork,
) -> Iterator[LivedRoute]:
    """Yields the routes of vehicles that are free to go on where nobody drives any more."""
    shut = [
        one
        for one in closures
        if one.driving and (one.until_s is None or one.until_s > lived.now_s)
    ]
    for route in lived.routes:
        if not route.goes_on:
            continue
        last = _last_moved(route.frozen)
        place = _place_of(last, tasks) if last is not None else None
        if place is not None and any(_lies_in(place, one, network) for one in shut):
            yield route


def _num_to_stay(
    route: LivedRoute,
    shut: Sequence[StreetClosed],
    tasks: Mapping[str, Task],
    network: RoadNetwork,
    may_stay: MayStay,
) -> int:
    """Returns how many of the activities that are open stay as they are."""
    number = 0
    for at, activity in enumerate(route.open):
        if not may_stay(route.duty_id, activity):
            break
        touched = [one for one in shut if _is_there(activity, one, tasks, network)]
        if any(_overlaps(activity, one) for one in touched):
            break
        if any(activity.end_s <= one.from_s for one in touched):
            number = at + 1
    # What stands in a street when it closes goes on to where it was going.
    place = _place_after(route, number, tasks)
    while place is not None and number < len(route.open):
        inside = [one for one in shut if _lies_in(place, one, network)]
        following = route.open[number]
        if not inside or not may_stay(route.duty_id, following):
            break
        target = _place_of(following, tasks)
        if target is not None and any(_lies_in(target, one, network) for one in shut):
            break
        number += 1
        if following.drive is not None:
            break
    return number


def _place_after(route: LivedRoute, number: int, tasks: Mapping[str, Task]) -> Place | None:
    last = _last_moved((*route.frozen, *route.open[:number]))
    return _place_of(last, tasks) if last is not None else None


def _last_moved(activities: Sequence[Activity]) -> Activity | None:
    on_the_spot = (ActivityKind.BREAK, ActivityKind.DELAY)
    return next((one for one in reversed(activities) if one.kind not in on_the_spot), None)


def _place_of(activity: Activity, tasks: Mapping[str, Task]) -> Place | None:
    """Returns where work is done; None for facilities, which have ways in and out of their own."""
    task = tasks.get(activity.task_id or "") if activity.kind in _AT_A_TASK else None
    return task.modes[activity.mode].place if task is not None else None


def _lies_in(place: Place, closure: StreetClosed, network: RoadNetwork) -> bool:
    """Says whether every way out of a place begins in a closed street."""
    return all(network.arc_key(one.arc) in closure.arcs for one in place.exits)


def _is_there(
    activity: Activity, closure: StreetClosed, tasks: Mapping[str, Task], network: RoadNetwork
) -> bool:
    """Says whether an activity drives through a street, or is work in it."""
    place = _place_of(activity, tasks)
    spots = (*place.entries, *place.exits) if place is not None else ()
    keys: set[ArcKey] = {network.arc_key(one.arc) for one in spots}
    keys |= set(activity.drive.arcs) if activity.drive else set()
    return not keys.isdisjoint(closure.arcs)


def _overlaps(activity: Activity, closure: StreetClosed) -> bool:
    driven_s = activity.drive.duration_s if activity.drive else 0
    begin_s = activity.arrival_s - driven_s
    return activity.end_s > closure.from_s and (
        closure.until_s is None or begin_s < closure.until_s
    )
