"""Vehicles that cannot be home in time any more, after what has happened: they go at once."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from fleet import DAY_S, Fleet, Message, message
from optimizer.answer import routes_of
from optimizer.day import build_day
from optimizer.engines import Run
from optimizer.errors import InfeasibleScenario
from optimizer.events import Event, FacilityShut, StreetClosed
from optimizer.network.place import Place
from optimizer.network.road_network import RoadNetwork
from optimizer.operations import (
    Bands,
    DayTasks,
    Holds,
    LivedDay,
    LivedRoute,
    MayStay,
    RestOfDay,
    caught_in,
    close_streets,
    join_lived,
    rest_of_day,
    resume,
)
from optimizer.plan import Activity, ActivityKind, DutyId, Plan, Route
from optimizer.solver import solve
from optimizer.stop import limits
from optimizer.task import Task
from scenarios.planning.way_home import WayHome


def keep_way_home(lived: LivedDay, before: Plan, closures: Sequence[StreetClosed]) -> LivedDay:
    """Returns the day in which who has only to come home does so as planned, where it can.

    An instance of the rest of the day would send them to unload once more, as if they had worked
    since they did. Once they are home they may be sent out again.
    """
    planned = {(one.vehicle_id, one.shift_id): one.activities for one in before.routes}
    stay = {
        route.duty_id
        for route in lived.routes
        if route.goes_on
        and _has_no_work_left(route)
        # Who is late may have a break to take on the way.
        and route.whole.activities == planned.get(route.duty_id)
        and _is_open(route.open, closures)
    }
    return lived.with_whole(stay)


def _has_no_work_left(route: LivedRoute) -> bool:
    return all(one.kind in (ActivityKind.BREAK, ActivityKind.END) for one in route.open)


def _is_open(activities: Sequence[Activity], closures: Sequence[StreetClosed]) -> bool:
    """Says whether no way to one of some activities leads through a street that is closed then."""
    return not any(
        closure.driving
        and closure.from_s < activity.arrival_s
        and (
            closure.until_s is None
            or closure.until_s > activity.arrival_s - activity.drive.duration_s
        )
        and not set(closure.arcs).isdisjoint(activity.drive.arcs)
        for activity in activities
        if activity.drive is not None
        for closure in closures
    )


def _may_be_late(
    lived: LivedDay, before: Plan, fleet: Fleet, new: Sequence[Event]
) -> Iterator[LivedRoute]:
    """Yields the routes that might not be home in time any more.

    Who goes on as planned, in streets and to facilities that are as they were, is: leaving out
    work makes nobody later.
    """
    is_changed = any(isinstance(event, StreetClosed | FacilityShut) for event in new)
    planned = {(one.vehicle_id, one.shift_id): one.activities for one in before.routes}
    for route in lived.routes:
        if route.goes_on and (
            is_changed
            or _has_no_work_left(route)
            or route.whole.activities != planned[route.duty_id]
            or route.whole.end_s > _shift_end_s(fleet, route.duty_id)
        ):
            yield route


def _shift_end_s(fleet: Fleet, duty_id: DutyId) -> int:
    shifts = fleet.vehicle(duty_id[0]).shifts
    return next(shift.end_s for shift in shifts if shift.id == duty_id[1])


def send_home_late(
    lived: LivedDay,
    before: Plan,
    fleet: Fleet,
    tasks: Mapping[str, Task],
    sites: Mapping[str, Place],
    streets: RoadNetwork,
    new: Sequence[Event],
    *,
    shut: Bands,
    seed: int,
) -> tuple[LivedDay, tuple[Message, ...]]:
    """Returns the day in which vehicles that cannot be home in time any more go there at once.

    They unload, do no more work, and come home late; the notices say who does, and when. Who has
    nothing left to do, and cannot come home as planned, goes there by another way.
    """
    doubtful = list(_may_be_late(lived, before, fleet, new))
    if not doubtful:
        return lived, ()
    rest = rest_of_day(lived, fleet, tasks, sites, shut=shut)
    late = find_late(
        rest.only({route.vehicle_id for route in doubtful}), sites, streets, seed=seed
    )
    homeward = late | {route.duty_id for route in doubtful if _has_no_work_left(route)}
    shift_of = {route.vehicle_id: route.duty_id for route in doubtful}

    def tell(vehicle_id: str, end_s: int) -> Message | None:
        if end_s <= _shift_end_s(fleet, shift_of[vehicle_id]):
            return None
        return message(
            "notice.home_late",
            "After what has happened {vehicle} cannot be back in time any more: it does no "
            "more work and is back at {end_s:clock}.",
            vehicle=vehicle_id,
            end_s=end_s,
        )

    return send_home(lived, rest, homeward, sites, streets, seed=seed, tell=tell)


def find_late(
    rest: RestOfDay, sites: Mapping[str, Place], streets: RoadNetwork, *, seed: int
) -> set[DutyId]:
    """Returns who, of the vehicles that go on, cannot be home in time even without any work."""
    if not rest.go_ons:
        return set()
    day = resume(
        build_day(streets, rest.fleet, [one.task for one in rest.go_ons], sites), rest, streets
    )
    run = Run(stop=limits(iterations=1), seed=seed)
    outcome = solve(day.instance, run, engine="completion")
    late = {day.tasks[number].id for number in outcome.solution.absent}
    return {id_ for id_, one in rest.by_duty.items() if one.task.id in late}


def may_stay_as_planned(tasks: DayTasks, holds: Holds, shut: Bands) -> MayStay:
    """Returns what says whether an activity may be kept as it was planned.

    Not what is done no more, what another is to do by what was decided by hand, work whose hour
    was decided, and no visit of a facility that is shut then.
    """

    def may_stay(duty_id: DutyId, activity: Activity) -> bool:
        id_ = activity.task_id
        if id_ is not None:
            pin = holds.pins.get(id_)
            return (
                id_ in tasks.open
                and (pin is None or pin.duty_id == duty_id)
                and duty_id[0] not in holds.bans.get(id_, ())
                and id_ not in holds.hours
                and id_ not in holds.orders
            )
        return not any(
            from_s <= activity.begin_s and (until_s is None or activity.begin_s < until_s)
            for from_s, until_s in shut.get(activity.facility_id or "", ())
        )

    return may_stay


def send_home_caught(
    lived: LivedDay,
    fleet: Fleet,
    tasks: Mapping[str, Task],
    sites: Mapping[str, Place],
    network: RoadNetwork,
    closures: Sequence[StreetClosed],
    *,
    shut: Bands,
    seed: int,
) -> tuple[LivedDay, tuple[Message, ...]]:
    """Returns the day in which vehicles that stand in closed streets leave them and go home.

    They were to go on within the street, or to what is done no more. The notices say who does.

    Parameters
    ----------
    network
        The streets as they are when none is closed.
    """
    rest = rest_of_day(lived, fleet, tasks, sites, shut=shut)
    closed = close_streets(network, closures, now_s=lived.now_s)
    cut_off = set(_find_cut_off(rest, sites, closed, closures))
    ways = dict.fromkeys(cut_off, network)
    for route in caught_in(lived, closures, tasks, network):
        # Out of its own street it may drive, and into no other one that is closed.
        place = rest.by_duty[route.duty_id].task.modes[0].place
        others = [one for one in closures if not _lies_in(place, one, network)]
        streets = close_streets(network, others, now_s=lived.now_s)
        if route.duty_id in cut_off or _way_home(rest, route.duty_id, sites).is_open(streets):
            ways.setdefault(route.duty_id, streets)

    def tell(vehicle_id: str, end_s: int) -> Message:
        return message(
            "notice.home_from_closed",
            "{vehicle} stands in a street that is closed: it leaves it, does no more work and "
            "is back at {end_s:clock}.",
            vehicle=vehicle_id,
            end_s=end_s,
        )

    notices: tuple[Message, ...] = ()
    for route in lived.routes:
        if route.duty_id in ways:
            own = ways[route.duty_id]
            lived, told = send_home(
                lived, rest, (route.duty_id,), sites, own, seed=seed, tell=tell
            )
            notices += told
    return lived, notices


def _lies_in(place: Place, closure: StreetClosed, network: RoadNetwork) -> bool:
    return all(network.arc_key(one.arc) in closure.arcs for one in place.exits)


def send_home(
    lived: LivedDay,
    rest: RestOfDay,
    homeward: Collection[DutyId],
    sites: Mapping[str, Place],
    streets: RoadNetwork,
    *,
    seed: int,
    tell: Callable[[str, int], Message | None],
) -> tuple[LivedDay, tuple[Message, ...]]:
    """Returns the day in which some vehicles go home when they are free, with a notice of each.

    Parameters
    ----------
    streets
        By which they go.
    tell
        Returns the notice of a vehicle, by its id and the second of the day when it is back; None
        where there is nothing to say.
    """
    routes, notices = [], []
    for route in lived.routes:
        one = rest.by_duty.get(route.duty_id)
        if one is None or route.duty_id not in homeward:
            routes.append(route)
            continue
        alone = rest.only({route.vehicle_id})
        alone = replace(alone, go_ons=(one,), lived=replace(alone.lived, routes=(route,)))
        whole = _home_late(alone, sites, streets, seed=seed)
        routes.append(replace(route, frozen=whole.activities, open=()))
        if (said := tell(route.vehicle_id, whole.end_s)) is not None:
            notices.append(said)
    return replace(lived, routes=tuple(routes)), tuple(notices)


def _find_cut_off(
    rest: RestOfDay,
    sites: Mapping[str, Place],
    streets: RoadNetwork,
    closures: Sequence[StreetClosed],
) -> Iterator[DutyId]:
    """Yields who can go nowhere once streets have closed, and still can before they do."""
    for one in rest.go_ons:
        is_open = all(event.from_s > one.free_s for event in closures if event.driving)
        if is_open and not _way_home(rest, one.lived.duty_id, sites).is_open(streets):
            yield one.lived.duty_id


def _way_home(rest: RestOfDay, duty_id: DutyId, sites: Mapping[str, Place]) -> WayHome:
    """Returns the way of a vehicle that is out."""
    vehicle = rest.fleet.vehicle(duty_id[0])
    shift = next(shift for shift in vehicle.shifts if shift.id == duty_id[1])
    depot = sites[vehicle.depot_id or ""]
    return WayHome(vehicle=vehicle, shift=shift, depot=depot, one=rest.by_duty[duty_id])


def _home_late(
    rest: RestOfDay, sites: Mapping[str, Place], streets: RoadNetwork, *, seed: int
) -> Route:
    """Returns the route of one vehicle that goes home, however late it comes to be.

    Raises
    ------
    InfeasibleScenario
        When it carries something that no facility takes any more.
    """
    (one,) = rest.go_ons
    day = resume(
        build_day(streets, rest.fleet, [one.task for one in rest.go_ons], sites), rest, streets
    )
    instance = day.instance
    no_end_s = np.full_like(instance.duty_end_s, 2 * DAY_S)
    instance = instance.replace(duty_end_s=no_end_s)
    if _has_no_work_left(one.lived) and not any(one.aboard_kg.values()):
        # It has unloaded for the last time.
        instance = instance.replace(type_final_reset=np.full_like(instance.type_final_reset, -1))
    day = replace(day, instance=instance)
    run = Run(stop=limits(iterations=1), seed=seed)
    outcome = solve(day.instance, run, engine="completion")
    found = join_lived(rest, routes_of(day, outcome.solution))
    if not found:
        raise InfeasibleScenario(
            "replan.nowhere_to_unload",
            "{vehicle}: no facility that takes what it carries is open any more after "
            "{free_s:clock}; tell of one that opens, or let it in once more.",
            vehicle=one.lived.vehicle_id,
            free_s=one.free_s,
        )
    return found[0]
