"""Vehicles that are home before their shift is over: they may be sent out again."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from fleet import Fleet, Shift, Vehicle, Work
from optimizer.network.place import Place
from optimizer.network.road_network import RoadNetwork
from optimizer.operations import Bands, Holds, LivedDay, LivedRoute, rest_of_day
from optimizer.plan import ActivityKind, DutyId
from optimizer.task import Task
from scenarios.planning.going_home import find_late
from scenarios.planning.way_home import WayHome

WORTH_LEAVING_S = 1_800
"""With less of a shift left nobody is sent out again (assumed)."""


def send_out_again(
    lived: LivedDay,
    as_lived: LivedDay,
    fleet: Fleet,
    tasks: Mapping[str, Task],
    sites: Mapping[str, Place],
    streets: RoadNetwork,
    holds: Holds,
    *,
    shut: Bands,
    seed: int,
) -> LivedDay:
    """Returns the day in which vehicles that are home with time left may be sent out again.

    Parameters
    ----------
    as_lived
        The day before anybody was sent home by what has happened: who was goes nowhere any more.
    streets
        Those of the day, closed where they are closed by now.
    """
    were_home = {route.duty_id for route in as_lived.routes if route.is_home}

    def may_go(route: LivedRoute) -> bool:
        vehicle = fleet.vehicle(route.vehicle_id)
        shift = next(one for one in vehicle.shifts if one.id == route.shift_id)
        return (
            route.is_home
            and not route.is_lost
            and route.duty_id in were_home
            and route.vehicle_id not in lived.out
            and route.duty_id not in holds.locks
            and Work.HAUL not in vehicle.works
            and _has_time(route, shift, lived)
            and _can_leave(vehicle, shift, sites, streets)
        )

    able = {route.duty_id for route in lived.routes if may_go(route)}
    if not able:
        return lived
    rest = rest_of_day(_out_again(lived, able), fleet, tasks, sites, shut=shut)
    # A compactor has to unload before it is home once more, and a break may be due on the way.
    out_again = replace(rest, go_ons=tuple(one for one in rest.go_ons if one.lived.again))
    out_again = out_again.only({vehicle_id for vehicle_id, _ in able})
    return _out_again(lived, able - find_late(out_again, sites, streets, seed=seed))


def _out_again(lived: LivedDay, duty_ids: Collection[DutyId]) -> LivedDay:
    routes = tuple(
        replace(one, again=True) if one.duty_id in duty_ids else one for one in lived.routes
    )
    return replace(lived, routes=routes)


def _has_time(route: LivedRoute, shift: Shift, lived: LivedDay) -> bool:
    """Says whether enough of a shift is left, and a break that is due then can be had."""
    not_before_s = lived.not_before_s.get(route.duty_id, 0)
    free_s = max(route.frozen[-1].end_s, lived.free_s, not_before_s)
    rest = shift.rest
    rested = (
        rest is None
        or any(one.kind is ActivityKind.BREAK for one in route.frozen)
        or route.frozen[0].end_s >= rest.earliest_s + rest.duration_s
        or free_s <= rest.latest_s
    )
    return rested and shift.end_s - free_s >= WORTH_LEAVING_S


def _can_leave(
    vehicle: Vehicle, shift: Shift, sites: Mapping[str, Place], streets: RoadNetwork
) -> bool:
    depot = sites[vehicle.depot_id or ""]
    return WayHome(vehicle=vehicle, shift=shift, depot=depot, one=None).is_open(streets)
