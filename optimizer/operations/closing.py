"""Streets that are closed for some hours of the day, as signs on the network.

So whoever finds paths needs no word for them: a street is closed to a vehicle as by any other
sign, for all of a shift in which it is closed at any time.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from fleet import DAY_S, clock
from optimizer.events import StreetClosed
from optimizer.network.place import ArcKey
from optimizer.network.profile import PROFILES
from optimizer.network.road_network import RoadNetwork, Sign

_MEANS = ("access", "vehicle", "motor_vehicle", "goods", "hgv")
"""Whom a closure means, from all to the most particular: nobody is exempt from it."""


_WIDE_CM = max(profile.turning_circle_cm for profile in PROFILES.values())
"""Where streets are so wide every vehicle turns round anyway."""


def close_streets(
    network: RoadNetwork, closures: Sequence[StreetClosed], *, now_s: int
) -> RoadNetwork:
    """Returns the network on which nobody drives where streets are closed from now on."""
    shut = [
        one for one in closures if one.driving and (one.until_s is None or one.until_s > now_s)
    ]
    for closure in shut:
        network = _close(network, closure, now_s)
    keys = {key for closure in shut for key in closure.arcs}
    return _without_new_dead_ends(network, keys) if shut else network


def _without_new_dead_ends(network: RoadNetwork, keys: Collection[ArcKey]) -> RoadNetwork:
    """Returns the network on which nobody turns round before a street that is closed.

    The mouth of a closed street has no more room than it had before: who can turn round there is
    whom the street is wide enough for.
    """
    arcs = np.array(
        [network.arc_of_key[key] for key in keys if key in network.arc_of_key], dtype=np.int64
    )
    at = network.arc_to
    before = np.isin(at, np.concatenate((network.arc_from[arcs], network.arc_to[arcs])))
    is_junction = np.bincount(network.arc_from, minlength=network.num_nodes)[at] > 1
    narrow = network.arc_width_cm < _WIDE_CM
    kept = before & is_junction & ~network.node_turning[at] & narrow & (network.arc_inverse >= 0)
    first = np.flatnonzero(kept).astype(np.int32)
    turns = np.stack((first, network.arc_inverse[first]), axis=1)
    bans = np.concatenate((network.banned_turns.reshape(-1, 2), turns)).astype(np.int32)
    for_all = np.full(len(first), len(network.signs), dtype=np.int32)
    signs = np.concatenate((network.banned_turn_signs, for_all)).astype(np.int32)
    order = np.lexsort((bans[:, 1], bans[:, 0]))
    return replace(
        network,
        banned_turns=bans[order],
        banned_turn_signs=signs[order],
        signs=(*network.signs, (Sign(tags=(("restriction", "no_u_turn"),)),)),
    )


def _close(network: RoadNetwork, closure: StreetClosed, now_s: int) -> RoadNetwork:
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
