"""Stops at the kerb: from which sides a truck may come."""

from typing import NamedTuple

from fleet import WORKS, Where, Work
from optimizer.network.place import Place
from optimizer.network.road_network import RoadNetwork
from optimizer.network.snap import Snap
from optimizer.network.surface import TWO_PASSES_TWO_WAY_CM, is_crossable
from optimizer.task import Mode


def stop_modes(
    network: RoadNetwork, snap: Snap, *, may_cross: bool, service_s: int
) -> tuple[Mode, ...]:
    """Returns the ways to stop at a place: on its own side, and across the street where allowed.

    Parameters
    ----------
    may_cross
        Whether a truck may stop across the street, where the street can be crossed on foot.
    """
    either = may_cross and is_crossable(network, snap.arc)
    # The first position lies on the place's own side.
    positions = snap.positions if either else snap.positions[:1]
    return tuple(
        Mode(
            place=Place(entries=(position,), exits=(position,)),
            service_m=0,
            service_s=service_s,
        )
        for position in positions
    )


class Stop(NamedTuple):
    """Ways to work at a place, and the arc that it lies on."""

    modes: tuple[Mode, ...]
    arc: int


def stop_at(network: RoadNetwork, snap: Snap, work: Work, service_s: int) -> Stop:
    """Returns the ways to do a work at a place.

    What is worked along streets is worked from its own side, but where the street is so narrow
    that it is swept once, in either direction; bins are carried across as everywhere.
    """
    if WORKS[work].where is Where.STOP:
        modes = stop_modes(network, snap, may_cross=True, service_s=service_s)
        return Stop(modes=modes, arc=snap.arc)
    narrow = network.arc_width_cm[snap.arc] < TWO_PASSES_TWO_WAY_CM
    positions = snap.positions if narrow else snap.positions[:1]
    modes = tuple(
        Mode(place=Place(entries=(one,), exits=(one,)), service_m=0, service_s=service_s)
        for one in positions
    )
    return Stop(modes=modes, arc=snap.arc)
