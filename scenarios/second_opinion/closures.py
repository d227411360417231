"""Streets that a plan's scenario closes, found again: by name, by way, by the middle of the line.

Read from the file's own values, and a place in a drawn area is found by another rule than where
the plan was made.
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from optimizer.network.road_network import RoadNetwork, Sign

NO_ENTRY = Sign(tags=(("access", "no"),))


def with_closures(network: RoadNetwork, values: Mapping[str, Any]) -> RoadNetwork:
    """Returns the streets with a sign that lets nobody in wherever the scenario closes them.

    Parameters
    ----------
    values
        The scenario as the plan file holds it; those of earlier versions close nothing.
    """
    closed = {
        arc
        for closure in values.get("closures") or ()
        for arc in range(network.num_arcs)
        if _means(closure, network, arc)
    }
    closed |= {int(network.arc_inverse[arc]) for arc in closed} - {-1}
    if not closed:
        return network
    signs, of_arc = list(network.signs), network.arc_signs.copy()
    known: dict[int, int] = {}
    for arc in sorted(closed):
        before = int(network.arc_signs[arc])
        if before not in known:
            known[before] = len(signs)
            signs.append((*network.signs[before], NO_ENTRY))
        of_arc[arc] = known[before]
    return replace(network, signs=tuple(signs), arc_signs=of_arc)


def _means(closure: Mapping[str, Any], network: RoadNetwork, arc: int) -> bool:
    if int(network.arc_way_id[arc]) in closure["way_ids"]:
        return True
    called = {network.street_name(arc), network.street_name(arc, english=True)} - {""}
    if called & set(closure["names"]):
        return True
    corners = [(corner["lon"], corner["lat"]) for corner in closure["area"]]
    # The middle of the direction that the pair counts by, which may be drawn a little apart.
    pair = int(network.arc_inverse[arc])
    first = arc if pair < 0 else min(arc, pair)
    return bool(corners) and _is_inside(_middle(network.arc_geometry(first).tolist()), corners)


def _middle(line: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Returns the point half-way along a line, in degrees as it is drawn."""
    parts = [math.dist(a, b) for a, b in itertools.pairwise(line)]
    left = sum(parts) / 2
    for (a, b), part in zip(itertools.pairwise(line), parts, strict=True):
        if left <= part and part > 0:
            share = left / part
            return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
        left -= part
    return line[0][0], line[0][1]


def _is_inside(point: tuple[float, float], corners: Sequence[tuple[float, float]]) -> bool:
    """Says whether a ray to the east crosses the outline an odd number of times."""
    lon, lat = point
    crossings = 0
    for (lon_a, lat_a), (lon_b, lat_b) in zip(corners, (*corners[1:], corners[0]), strict=True):
        if (lat_a > lat) != (lat_b > lat):
            crossings += lon < lon_a + (lat - lat_a) * (lon_b - lon_a) / (lat_b - lat_a)
    return crossings % 2 == 1
