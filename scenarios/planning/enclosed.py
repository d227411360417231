"""Vehicles that closed streets shut in: no way leads on from where they are.

Who stands in such a place waits there until a way opens, and goes home by it; where none opens on
this day the vehicle stays where it is. So that everybody who follows the day knows of it, this
becomes an event of the day, that the vehicle is out. A duty that has not begun stays in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeGuard

from fleet import Fleet, Message, Vehicle, message
from optimizer.events import Event, StreetClosed, VehicleOut
from optimizer.network.place import Place
from optimizer.network.road_network import RoadNetwork
from optimizer.operations import Bands, GoOn, LivedDay, close_streets, rest_of_day
from optimizer.plan import DutyId
from optimizer.task import Task
from scenarios.planning.going_home import send_home
from scenarios.planning.way_home import WayHome

ENCLOSED = "enclosed/"
"""So begins the id of an event that tells of a vehicle that is shut in."""


SHUT_IN = frozenset({"notice.shut_in", "notice.shut_in_for_a_while", "notice.kept_in"})
"""Codes of what is said of vehicles that are shut in."""


def send_home_enclosed(
    lived: LivedDay,
    fleet: Fleet,
    tasks: Mapping[str, Task],
    sites: Mapping[str, Place],
    network: RoadNetwork,
    closures: Sequence[StreetClosed],
    new: Sequence[Event],
    *,
    shut: Bands,
    seed: int,
) -> tuple[LivedDay, tuple[Message, ...], tuple[VehicleOut, ...]]:
    """Returns the day in which whoever is shut in goes home when a way opens, or stays in.

    With it come the notices, and what is to be told as events of the day first: who stands still
    from when on, and until when. With these among `new` there is no more to tell.

    Parameters
    ----------
    network
        The streets as they are when none is closed.
    """
    rest = rest_of_day(lived, fleet, tasks, sites, shut=shut)
    closed = close_streets(network, closures, now_s=lived.now_s)
    names = tuple(dict.fromkeys(name for one in closures if one.driving for name in one.names))
    waiting: dict[DutyId, RoadNetwork] = {}
    out: list[VehicleOut] = []
    kept_in: dict[DutyId, int] = {}
    notices = [_tell_stays(one, names) for one in new if _stays(one)]
    for vehicle in rest.fleet.vehicles:
        for shift in vehicle.shifts:
            one = rest.by_duty.get((vehicle.id, shift.id))
            way = WayHome(
                vehicle=vehicle, shift=shift, depot=sites[vehicle.depot_id or ""], one=one
            )
            # Who is cut off by lasting signs is no matter of closures.
            if way.is_open(closed) or not way.is_open(network):
                continue
            if one is None:
                kept_in[vehicle.id, shift.id] = shift.end_s
                notices.append(_tell_kept_in(vehicle, names))
                continue
            opens_s = _opens_s(way, one.free_s, network, closures)
            if opens_s == one.free_s:
                waiting[vehicle.id, shift.id] = close_streets(network, closures, now_s=opens_s)
            else:
                out.append(_tell_out(one, opens_s, lived.now_s))

    def tell(vehicle_id: str, end_s: int) -> Message:
        return message(
            "notice.shut_in_for_a_while",
            "{vehicle} is shut in, as {names:list} is closed for driving: it waits until a way "
            "opens, does no more work and is back at {end_s:clock}; close it for work only if the "
            "vehicle may drive out.",
            vehicle=vehicle_id,
            names=names,
            end_s=end_s,
        )

    lived = replace(lived, not_before_s={**lived.not_before_s, **kept_in})
    for duty_id, streets in waiting.items():
        lived, told = send_home(lived, rest, (duty_id,), sites, streets, seed=seed, tell=tell)
        notices += told
    return lived, tuple(notices), tuple(out)


def _opens_s(
    way: WayHome, free_s: int, network: RoadNetwork, closures: Sequence[StreetClosed]
) -> int | None:
    """Returns when a way home is open, from when a vehicle is free on; None for not today."""
    ends_s = {event.until_s for event in closures if event.driving and event.until_s is not None}
    for at_s in sorted({free_s, *(end_s for end_s in ends_s if end_s > free_s)}):
        if way.is_open(close_streets(network, closures, now_s=at_s)):
            return at_s
    return None


def _stays(event: Event) -> TypeGuard[VehicleOut]:
    """Says whether an event tells of a vehicle that is shut in for good."""
    return (
        isinstance(event, VehicleOut) and event.id.startswith(ENCLOSED) and event.until_s is None
    )


def _tell_out(one: GoOn, until_s: int | None, now_s: int) -> VehicleOut:
    return VehicleOut(
        id=f"{ENCLOSED}{one.lived.vehicle_id}/{one.lived.shift_id}/{now_s}",
        at_s=now_s,
        told_s=now_s,
        vehicle_id=one.lived.vehicle_id,
        # What it is doing it still does.
        from_s=one.lived.frozen[-1].end_s,
        until_s=until_s,
    )


def _tell_kept_in(vehicle: Vehicle, names: Sequence[str]) -> Message:
    return message(
        "notice.kept_in",
        "{vehicle} cannot leave its depot: {names:list} is closed for driving, so it stays in; "
        "close it for work only, or say until when it is closed.",
        vehicle=vehicle.id,
        names=names,
    )


def _tell_stays(event: VehicleOut, names: Sequence[str]) -> Message:
    return message(
        "notice.shut_in",
        "{vehicle} is shut in from {at_s:clock} on: {names:list} is closed for driving for the "
        "rest of the day, so it stays where it is; close it for work only, or tell when the "
        "vehicle is back.",
        vehicle=event.vehicle_id,
        at_s=event.stands_s,
        names=names,
    )
