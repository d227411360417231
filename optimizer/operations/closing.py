"""Streets that are closed for some hours of the day, as signs on the network.

So whoever finds paths needs no word for them: a street is closed to a vehicle as by any other
sign, for all of a shift in which it is closed at any time.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fleet import DAY_S, clock
from optimizer.events import StreetClosed
from optimizer.network.road_network import RoadNetwork, Sign

_MEANS = ("access", "vehicle", "motor_vehicle", "goods", "hgv")
"""Whom a closure means, from all to the most particular: nobody is exempt from it."""


def close_streets(
    network: RoadNetwork, closures: Sequence[StreetClosed], *, now_s: int
) -> RoadNetwork:
    """Returns the network on which nobody drives where streets are closed from now on."""
    for closure in closures:
        if closure.driving and (closure.until_s is None or closure.until_s > now_s):
            network = _closed(network, closure, now_s)
    return network


def _closed(network: RoadNetwork, closure: StreetClosed, now_s: int) -> RoadNetwork:
    arcs = [network.arc_of_key[key] for key in closure.arcs if key in network.arc_of_key]
    sign = Sign(tags=_tags(max(now_s, closure.from_s), closure.until_s))
    signs = list(network.signs)
    arc_signs = network.arc_signs.copy()
    number_of: dict[int, int] = {}
    for arc in arcs:
        before = int(arc_signs[arc])
        if before not in number_of:
            number_of[before] = len(signs)
            signs.append((*network.signs[before], sign))
        arc_signs[arc] = number_of[before]
    return replace(network, signs=tuple(signs), arc_signs=arc_signs.astype(np.int32))


def _tags(from_s: int, until_s: int | None) -> tuple[tuple[str, str], ...]:
    """Returns the tags of a closure; one that goes into the night holds without hours."""
    if until_s is None or until_s > DAY_S:
        return tuple((key, "no") for key in sorted(_MEANS))
    # Signs say whole minutes.
    hours = f"{clock(from_s)}-{clock(-(-until_s // 60) * 60)}"
    return tuple((f"{key}:conditional", f"no @ ({hours})") for key in sorted(_MEANS))
