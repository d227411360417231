"""Stops at the kerb: from which sides a truck may come."""

from optimizer.network.place import Place
from optimizer.network.road_network import RoadNetwork
from optimizer.network.snap import Snap
from optimizer.network.surface import is_crossable
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
