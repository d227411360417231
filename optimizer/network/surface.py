"""Kerbs and surface: what of each carriageway is swept from where, and how many square metres.

Every square metre of the network belongs to exactly one kerb, so that kerbs add up to the area of
the network, in total and by class.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.network.kerb import KerbKey, Side
from optimizer.network.road_network import RoadNetwork

PASS_WIDTH_CM = 300
"""What a sweeper clears in one pass (assumed: the 3.0 m of a 16 t sweeper)."""

TWO_PASSES_TWO_WAY_CM = 2 * PASS_WIDTH_CM
"""A two-way street narrower than two passes is swept once, in either direction (assumed)."""

TWO_KERBS_ONE_WAY_CM = 700
"""A one-way carriageway at least so wide is swept along both kerbs (assumed: two passes with a
metre between them)."""

CROSSABLE_CM = 1000
"""On a two-way street narrower than this a crew crosses on foot: either direction will do
(assumed: three lanes)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kerb:
    """One kerb of a carriageway, with the surface that counts as swept when it is swept.

    Parameters
    ----------
    arc
        The arc that it lies along; of a street swept once the one with the smaller number.
    width_cm
        Width of the strip that belongs to it: the carriageway's, or its share of it.
    area_m2
        Square metres that belong to it.
    passes
        Runs of a machine that clear the whole strip; one run clears the kerb itself.
    alternatives
        The arcs on which it may be worked; one of them will do.
    """

    arc: int
    side: Side
    width_cm: int
    area_m2: int
    passes: int
    alternatives: tuple[int, ...]

    def key(self, network: RoadNetwork) -> KerbKey:
        """Returns what it is called in plans."""
        return KerbKey(arc=network.arc_key(self.arc), side=self.side)


def kerbs_of(
    network: RoadNetwork,
    *,
    workable: NDArray[np.bool_] | None = None,
    pass_width_cm: int = PASS_WIDTH_CM,
) -> tuple[Kerb, ...]:
    """Returns every kerb of a network, by arc, the kerb with the traffic first.

    Parameters
    ----------
    workable
        Mask of the arcs on which a machine may work; all by default. A narrow street counts as
        swept once only where both of its directions are workable. Kerbs of other arcs are listed
        too: what to do about them is the caller's question.
    pass_width_cm
        What the machine clears in one run.

    Raises
    ------
    ValueError
        When nothing is cleared in a run.
    """
    if pass_width_cm <= 0:
        raise ValueError(f"pass_width_cm must be positive, got {pass_width_cm}.")
    return tuple(_kerbs(network, workable, pass_width_cm))


def _kerbs(
    network: RoadNetwork,
    workable: NDArray[np.bool_] | None,
    pass_width_cm: int,
) -> Iterator[Kerb]:
    once = _find_swept_once(network, workable)
    half = np.asarray((network.arc_inverse >= 0) | find_lost_inverses(network))
    both_kerbs = np.asarray(~half & (network.arc_width_cm >= TWO_KERBS_ONE_WAY_CM))
    driving_side = Side(network.driving_side.value)
    other_side = Side.LEFT if driving_side is Side.RIGHT else Side.RIGHT
    # Plain lists: taking single numbers out of arrays is slow, and a city has 150,000 arcs.
    columns = zip(
        network.arc_inverse.tolist(),
        network.arc_width_cm.tolist(),
        network.arc_area_m2.tolist(),
        once.tolist(),
        half.tolist(),
        both_kerbs.tolist(),
        strict=True,
    )
    area_of = network.arc_area_m2.tolist()
    beyond = set(np.flatnonzero(network.is_beyond).tolist())

    def kerb(arc: int, side: Side, width_cm: int, area_m2: int, *others: int) -> Kerb:
        return Kerb(
            arc=arc,
            side=side,
            width_cm=width_cm,
            area_m2=area_m2,
            passes=-(-width_cm // pass_width_cm),
            alternatives=(arc, *others),
        )

    for arc, (inverse, width_cm, area_m2, is_once, is_half, has_both) in enumerate(columns):
        if arc in beyond:
            continue
        if is_once:
            if arc < inverse:
                yield kerb(arc, Side.WHOLE, width_cm, area_m2 + area_of[inverse], inverse)
        elif has_both:
            yield kerb(arc, driving_side, width_cm - width_cm // 2, area_m2 - area_m2 // 2)
            yield kerb(arc, other_side, width_cm // 2, area_m2 // 2)
        elif is_half:
            # The odd centimetre goes where the odd square metre went.
            own_cm = width_cm // 2 if 0 <= inverse < arc else width_cm - width_cm // 2
            yield kerb(arc, driving_side, own_cm, area_m2)
        else:
            yield kerb(arc, driving_side, width_cm, area_m2)


def find_lost_inverses(network: RoadNetwork) -> NDArray[np.bool_]:
    """Returns a mask of arcs that are all that is left of a two-way street.

    Their other direction lies outside the strongly connected part. Such an arc still has the width
    of the street and half of its area; a vehicle on it has one kerb, not two.
    """
    whole_m2 = np.rint(network.arc_length_m.astype(np.int64) * network.arc_width_cm / 100)
    return np.asarray((network.arc_inverse < 0) & (network.arc_area_m2 < whole_m2))


def is_crossable(network: RoadNetwork, arc: int) -> bool:
    """Says whether a crew crosses the street on foot, so that either direction will do."""
    return bool(network.arc_width_cm[arc] < CROSSABLE_CM)


def _find_swept_once(
    network: RoadNetwork, workable: NDArray[np.bool_] | None
) -> NDArray[np.bool_]:
    """Returns a mask of both arcs of every two-way street that is swept once."""
    inverse = network.arc_inverse
    width_cm, highway = network.arc_width_cm, network.arc_highway
    once = (inverse >= 0) & (width_cm < TWO_PASSES_TWO_WAY_CM)
    # Two one-way carriageways drawn on one line make a pair too, and each keeps its own class.
    once &= (width_cm == width_cm[inverse]) & (highway == highway[inverse])
    if workable is not None:
        once &= workable & workable[inverse]
    return np.asarray(once)
