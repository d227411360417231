"""The streets under the maps of a duty, found and drawn all at once: a day has many maps."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from api.exports.svg.drawing import rank_of
from api.exports.svg.frame import Frame
from optimizer.network.road_network import RoadNetwork

Indices = NDArray[np.intp]
Lines = NDArray[np.object_]
"""Lines of shapely, in drawing units."""

_SEEN = 0.25
"""Drawing units by which a street may be straightened: nobody would see them."""


class GroundLines:
    """Where the streets of a network lie.

    Parameters
    ----------
    network
        None of its streets beyond the district is drawn, and two-way streets are drawn once.
    """

    def __init__(self, network: RoadNetwork) -> None:
        self._geometry, self._start = network.geometry, network.geometry_start
        begins = network.geometry_start[:-1]
        self._low = np.minimum.reduceat(network.geometry, begins, axis=0)
        self._high = np.maximum.reduceat(network.geometry, begins, axis=0)
        inverse = network.arc_inverse
        once = (inverse < 0) | (inverse > np.arange(network.num_arcs))
        self._drawn = once & ~network.is_beyond
        self.rank = np.array([rank_of(one) for one in network.highways])[network.arc_highway]

    def shown(self, frame: Frame) -> Indices:
        """Returns the arcs that a map shows, two-way streets once."""
        outside = (self._low[:, 0] > frame.east) | (self._high[:, 0] < frame.west)
        outside |= (self._low[:, 1] > frame.north) | (self._high[:, 1] < frame.south)
        return np.flatnonzero(self._drawn & ~outside)

    def trace(self, arcs: Indices, frame: Frame) -> Lines:
        """Returns the lines of arcs on a map."""
        starts = self._start[arcs]
        counts = self._start[arcs + 1] - starts
        number = np.repeat(np.arange(len(arcs)), counts)
        before = np.repeat(np.cumsum(counts) - counts, counts)
        points = np.repeat(starts, counts) + np.arange(len(number)) - before
        projected = frame.project_line(self._geometry[points])
        return np.asarray(shapely.linestrings(projected, indices=number), dtype=object)


def ground_lines(network: RoadNetwork) -> GroundLines:
    """Returns the streets of a network, kept with it for the next map."""
    kept = network.worked_out.setdefault(GroundLines, {})
    if "all" not in kept:
        kept["all"] = GroundLines(network)
    found: GroundLines = kept["all"]
    return found


def join_lines(lines: Sequence[shapely.LineString] | Lines) -> Lines:
    """Returns lines joined where the end of one is the end of just one other."""
    whole = shapely.multilinestrings(np.asarray(lines, dtype=object))
    return np.asarray(shapely.get_parts(shapely.line_merge(whole)), dtype=object)


def tenths_data(lines: Iterable[object] | Lines) -> str:
    """Returns the `d` of a path of lines, without what nobody would see, in whole tenths."""
    simple = shapely.simplify(np.asarray(lines, dtype=object), _SEEN)
    points, number = shapely.get_coordinates(simple, return_index=True)
    tenths = np.rint(points * 10).astype(int).tolist()
    cuts = np.flatnonzero(np.diff(number)) + 1
    parts = []
    for begin, end in pairwise((0, *cuts.tolist(), len(tenths))):
        (x, y), *rest = tenths[begin:end]
        steps = []
        for to_x, to_y in rest:
            steps.append(f"{to_x - x} {to_y - y}")
            x, y = to_x, to_y
        if steps:
            parts.append(f"M{tenths[begin][0]} {tenths[begin][1]}l{' '.join(steps)}")
    return "".join(parts)
