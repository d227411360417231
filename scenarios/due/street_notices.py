"""What a reader of a plan should know of its streets: signs, doubles, slips, surfaces."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from fleet import Message, Vehicle, message
from optimizer.network.findings import LeftOut, Omission
from optimizer.network.road_network import RoadNetwork
from optimizer.network.signs import arcs_with_hours, arcs_with_length_limits
from scenarios.due.first_named import name_first

NAMED = 4
"""Streets, signs and vehicles that a notice names; `./run network` lists all of them."""


def street_notices(network: RoadNetwork, vehicles: Sequence[Vehicle]) -> list[Message]:
    """Returns what is odd about the streets and what was done about it."""
    return [
        *_copy(network),
        *_edge(network),
        *_hours(network),
        *_tell_unread(network),
        *_lengths(network, vehicles),
        *_doubles(network),
        *_tell_far(network),
    ]


def _copy(network: RoadNetwork) -> Iterator[Message]:
    if network.copied_of is not None:
        yield message(
            "notice.copy",
            "The streets are a copy as of {date}; --fresh asks for a newer one.",
            date=network.copied_of,
        )


def _edge(network: RoadNetwork) -> Iterator[Message]:
    edge = network.edge
    if edge.street_m:
        yield message(
            "notice.edge",
            "{street_m:,} m of streets are cut in two by the edge of {network}: they are driven "
            "to and back over {drives} drives beyond it, each taken as half as long again as the "
            "crow flies and 400 m at least.",
            street_m=edge.street_m,
            network=network.label,
            drives=edge.number,
        )


def _hours(network: RoadNetwork) -> Iterator[Message]:
    arcs = arcs_with_hours(network)
    if arcs.any():
        yield message(
            "notice.signed_hours",
            "Signs hold at some hours on {street_m:,} m of streets ({streets:list}): a shift "
            "keeps off what is closed at any time of it.",
            street_m=_street_m(network, arcs),
            streets=_names(network, arcs),
        )


def _tell_unread(network: RoadNetwork) -> Iterator[Message]:
    unread = [one for one in network.unread if not (one.needs_country and network.country)]
    if unread:
        yield message(
            "notice.unread_signs",
            "Signs not understood and not applied: {count:,} ({signs:list}).",
            count=len(unread),
            signs=name_first([one.message for one in unread], NAMED),
        )


def _lengths(network: RoadNetwork, vehicles: Sequence[Vehicle]) -> Iterator[Message]:
    arcs = arcs_with_length_limits(network)
    unknown = [vehicle.id for vehicle in vehicles if not vehicle.length_cm]
    if arcs.any() and unknown:
        yield message(
            "notice.length_limits",
            "{street_m:,} m of streets limit the length of vehicles; those without a length_cm "
            "are taken to fit: {vehicles:list}.",
            street_m=_street_m(network, arcs),
            vehicles=name_first(unknown, NAMED),
        )


def _doubles(network: RoadNetwork) -> Iterator[Message]:
    doubles = _select_left_out(network, Omission.DOUBLE)
    if doubles:
        yield message(
            "notice.streets_twice",
            "Streets are drawn twice and count once ({street_m:,} m): {streets:list}.",
            street_m=sum(one.length_m for one in doubles),
            streets=name_first([one.name for one in doubles], NAMED),
        )


def _tell_far(network: RoadNetwork) -> Iterator[Message]:
    far = _select_left_out(network, Omission.FAR)
    if far:
        yield message(
            "notice.streets_far",
            "Streets lie far from all others and are left out: {streets:list}.",
            streets=name_first([one.name for one in far], NAMED),
        )


def _select_left_out(network: RoadNetwork, reason: Omission) -> list[LeftOut]:
    return [one for one in network.left_out if one.reason == reason]


def _street_m(network: RoadNetwork, arcs: NDArray[np.bool_]) -> int:
    """Returns the length of streets of which some direction is among the arcs."""
    inverse = network.arc_inverse
    second = (inverse >= 0) & (inverse < np.arange(network.num_arcs)) & arcs[inverse]
    return int(network.arc_length_m[arcs & ~second].sum())


def _names(network: RoadNetwork, arcs: NDArray[np.bool_]) -> list[str | Message]:
    numbers = np.unique(network.arc_name[arcs]).tolist()
    unnamed = message("notice.no_name", "no name")
    return name_first([network.names[number] or unnamed for number in numbers], NAMED)
