"""What a reader of a plan should know of its streets: signs, doubles, slips, surfaces."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fleet import Vehicle
from optimizer.network.findings import Omission
from optimizer.network.road_network import RoadNetwork
from optimizer.network.signs import arcs_with_hours, arcs_with_length_limits

NAMED = 4
"""Streets, signs and vehicles that a notice names; `./run network` lists all of them."""


def street_notices(network: RoadNetwork, vehicles: Sequence[Vehicle]) -> list[str]:
    """Returns sentences on what is odd about the streets and what was done about it."""
    sentences = (
        _copy(network),
        _edge(network),
        _hours(network),
        _unread(network),
        _lengths(network, vehicles),
        _omitted(network, Omission.DOUBLE, "are drawn twice and count once"),
        _omitted(network, Omission.FAR, "lie far from all others and are left out"),
    )
    return [sentence for sentence in sentences if sentence]


def _copy(network: RoadNetwork) -> str:
    if network.copied_of is None:
        return ""
    return f"The streets are a copy as of {network.copied_of}; --fresh asks for a newer one."


def _edge(network: RoadNetwork) -> str:
    edge = network.edge
    if not edge.street_m:
        return ""
    return (
        f"{edge.street_m:,} m of streets are cut in two by the edge of {network.name}: they are "
        f"driven to and back over {edge.number} drives beyond it, each taken as half as long "
        "again as the crow flies and 400 m at least."
    )


def _hours(network: RoadNetwork) -> str:
    arcs = arcs_with_hours(network)
    if not arcs.any():
        return ""
    return (
        f"Signs hold at some hours on {_street_m(network, arcs):,} m of streets "
        f"({_names(network, arcs)}): a shift keeps off what is closed at any time of it."
    )


def _unread(network: RoadNetwork) -> str:
    if not network.unread:
        return ""
    count = len(network.unread)
    signs = "1 sign is" if count == 1 else f"{count} signs are"
    return (
        f"{signs} not understood and not applied: {_some([str(one) for one in network.unread])}."
    )


def _lengths(network: RoadNetwork, vehicles: Sequence[Vehicle]) -> str:
    arcs = arcs_with_length_limits(network)
    unknown = [vehicle.id for vehicle in vehicles if not vehicle.length_cm]
    if not arcs.any() or not unknown:
        return ""
    return (
        f"{_street_m(network, arcs):,} m of streets limit the length of vehicles; those without a "
        f"length_cm are taken to fit: {_some(unknown)}."
    )


def _omitted(network: RoadNetwork, reason: Omission, done: str) -> str:
    mine = [one for one in network.left_out if one.reason == reason]
    if not mine:
        return ""
    length_m = sum(one.length_m for one in mine)
    length = f" ({length_m:,} m)" if length_m else ""
    return f"Streets {done}{length}: {_some([one.name for one in mine])}."


def _street_m(network: RoadNetwork, arcs: NDArray[np.bool_]) -> int:
    """Returns the length of streets of which some direction is among the arcs."""
    inverse = network.arc_inverse
    second = (inverse >= 0) & (inverse < np.arange(network.num_arcs)) & arcs[inverse]
    return int(network.arc_length_m[arcs & ~second].sum())


def _names(network: RoadNetwork, arcs: NDArray[np.bool_]) -> str:
    numbers = np.unique(network.arc_name[arcs]).tolist()
    return _some([network.names[number] or "no name" for number in numbers])


def _some(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - NAMED} more" if len(texts) > NAMED else ""
    return ", ".join(texts[:NAMED]) + more
