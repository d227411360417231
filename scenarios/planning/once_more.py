"""Vehicles that are home before their shift is over: they may be sent out again."""

from collections.abc import Mapping
from dataclasses import replace

from fleet import Fleet, Shift, Vehicle, Work
from optimizer.network.place import Place
from optimizer.network.road_network import RoadNetwork
from optimizer.operations import Holds, LivedDay, LivedRoute
from optimizer.plan import ActivityKind
from scenarios.planning.way_home import WayHome

WORTH_LEAVING_S = 1_800
"""With less of a shift left nobody is sent out again (assumed)."""


def send_out_again(
    lived: LivedDay,
    as_lived: LivedDay,
    fleet: Fleet,
    sites: Mapping[str, Place],
    streets: RoadNetwork,
    holds: Holds,
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

    routes = tuple(replace(one, again=True) if may_go(one) else one for one in lived.routes)
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
