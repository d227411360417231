"""The lines of a phone's map, as whole numbers: each point is the step from the one before."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from api.exports.svg import rank_of
from api.exports.tracks import Leg, Point
from optimizer.network.road_network import RoadNetwork

STEPS_PER_DEG = 100_000
"""A step is a metre."""


def pack_line(points: Iterable[Point]) -> list[int]:
    """Returns a line as steps: x, y, then each point's difference from the last."""
    packed: list[int] = []
    last = (0, 0)
    for lon, lat in points:
        x, y = round(lon * STEPS_PER_DEG), round(lat * STEPS_PER_DEG)
        if packed and (x, y) == last:
            continue
        packed += [x - last[0], y - last[1]]
        last = x, y
    return packed


def leg_lines(legs: Sequence[Leg]) -> list[dict[str, Any]]:
    """Returns the stretches of a route; `w` tells work, with its side."""
    return [
        {"w": leg.side or "stop", "p": pack_line(leg.points)}
        if leg.is_service or leg.is_mishap
        else {"p": pack_line(leg.points)}
        for leg in legs
    ]


def street_lines(network: RoadNetwork, legs: Sequence[Leg]) -> list[dict[str, Any]]:
    """Returns the streets that one passes on a route, and what branches off, with their names."""
    driven = {network.arc_of_key[key] for leg in legs for key in leg.arcs}
    nodes = {int(end) for arc in driven for end in (network.arc_from[arc], network.arc_to[arc])}
    near = np.isin(network.arc_from, list(nodes)) | np.isin(network.arc_to, list(nodes))
    lines = []
    for arc in np.flatnonzero(near & ~network.is_beyond).tolist():
        if 0 <= int(network.arc_inverse[arc]) < arc:
            continue
        points = [(float(lon), float(lat)) for lon, lat in network.arc_geometry(arc)]
        line: dict[str, Any] = {"r": rank_of(network.highway(arc)), "p": pack_line(points)}
        if name := network.street_name(arc):
            line["n"] = name
        lines.append(line)
    return lines
