"""Points beside the streets to places on them."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, Point, STRtree, linestrings

from optimizer.errors import NetworkError
from optimizer.network.place import Place, Position
from optimizer.network.road_network import RoadNetwork, Structure

METRES_PER_DEGREE = 6_371_008.8 * math.pi / 180
"""Of latitude, on a sphere of the mean radius."""

DETOUR_OFF_STRUCTURE_M = 50.0
"""A bridge or tunnel is chosen only if it is nearer than any other street by more than this."""

_STEP_M = 0.1
"""Half of the chord that gives a street's direction at a point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snap:
    """Where a point meets the streets.

    Parameters
    ----------
    place
        One entry and one exit there (`nearest`), or all positions as both (`yard`).
    positions
        The position on the near side first, then that of the other direction where there is one.
    arc
        The arc of the near side: the one whose right side the point is on, or a one-way arc.
    distance_m
        From the point to the street's line.
    """

    place: Place
    positions: tuple[Position, ...]
    arc: int
    distance_m: float


class Snapper:
    """Finds the nearest routable street in a local projection to metres.

    Raises
    ------
    NetworkError
        When no arc is routable.
    """

    def __init__(self, network: RoadNetwork, routable: NDArray[np.bool_]) -> None:
        if not routable.any():
            raise NetworkError(
                f"{network.name}: no street is routable, so nothing can be placed on it. "
                "Use a network with streets that the vehicles may drive."
            )
        self.network = network
        west, south, east, north = network.bounds
        self._center = (west + east) / 2, (south + north) / 2
        narrowing = math.cos(math.radians(self._center[1]))
        self._scale = METRES_PER_DEGREE * narrowing, METRES_PER_DEGREE

        inverse = network.arc_inverse
        two_way = (inverse >= 0) & routable & routable[inverse]
        self._inverse = np.where(two_way, inverse, -1)
        # One line for each street; of two directions the lower arc's.
        arcs = np.flatnonzero(routable & ~(two_way & (inverse < np.arange(network.num_arcs))))
        on_ground = network.arc_structure[arcs] == Structure.GROUND
        self._ground = _Streets(self._lines(arcs[on_ground]), arcs[on_ground])
        self._structures = _Streets(self._lines(arcs[~on_ground]), arcs[~on_ground])

    def nearest(self, lon: float, lat: float) -> Snap:
        """Returns the position on the nearest street, on the point's side of it.

        We drive on the right, so on a two-way street it is on the arc whose right side the point
        is on.
        """
        positions, distance_m = self._positions(lon, lat)
        place = Place(entries=positions[:1], exits=positions[:1])
        return Snap(place=place, positions=positions, arc=positions[0].arc, distance_m=distance_m)

    def yard(self, lon: float, lat: float) -> Snap:
        """Returns the nearest street's positions, in and out by either direction."""
        positions, distance_m = self._positions(lon, lat)
        place = Place(entries=positions, exits=positions)
        return Snap(place=place, positions=positions, arc=positions[0].arc, distance_m=distance_m)

    def _lines(self, arcs: NDArray[np.intp]) -> NDArray[np.object_]:
        """Returns the arcs' geometries in metres around the network's centre."""
        starts = self.network.geometry_start
        counts = starts[arcs + 1] - starts[arcs]
        group_start = np.cumsum(counts) - counts
        points = np.arange(counts.sum()) + np.repeat(starts[arcs] - group_start, counts)
        metres = (self.network.geometry[points] - self._center) * self._scale
        lines = linestrings(metres, indices=np.repeat(np.arange(len(arcs)), counts))
        return np.asarray(lines, dtype=np.object_)

    def _positions(self, lon: float, lat: float) -> tuple[tuple[Position, ...], float]:
        x_m = (lon - self._center[0]) * self._scale[0]
        y_m = (lat - self._center[1]) * self._scale[1]
        point = Point(x_m, y_m)
        ground, structure = self._ground.nearest(point), self._structures.nearest(point)
        use_structure = structure.distance_m + DETOUR_OFF_STRUCTURE_M < ground.distance_m
        street = structure if use_structure else ground

        along_m = street.line.project(point)
        share = along_m / street.line.length if street.line.length > 0 else 0.0
        length_m = int(self.network.arc_length_m[street.arc])
        offset_m = min(length_m, max(0, round(share * length_m)))
        positions: tuple[Position, ...] = (Position(arc=street.arc, offset_m=offset_m),)
        other = int(self._inverse[street.arc])
        if other >= 0:
            other_m = int(self.network.arc_length_m[other])
            mirrored = Position(arc=other, offset_m=min(other_m, max(0, length_m - offset_m)))
            on_left = _is_left(street.line, along_m, point)
            positions = (mirrored, *positions) if on_left else (*positions, mirrored)
        return positions, street.distance_m


@dataclass(frozen=True, slots=True)
class _Found:
    arc: int
    line: LineString
    distance_m: float


class _Streets:
    """Lines to search among, with the arc of each."""

    def __init__(self, lines: NDArray[np.object_], arcs: NDArray[np.intp]) -> None:
        self._tree = STRtree(lines)
        self._lines = lines
        self._arcs = arcs

    def nearest(self, point: Point) -> _Found:
        """Returns the nearest line, of equally near ones that of the lowest arc."""
        if len(self._arcs) == 0:
            return _Found(-1, LineString(), math.inf)
        number = int(self._tree.query_nearest(point, all_matches=True).min())
        line = self._lines[number]
        return _Found(int(self._arcs[number]), line, float(line.distance(point)))


def _is_left(line: LineString, along_m: float, point: Point) -> bool:
    """Returns whether a point lies left of a line, seen along it at `along_m`.

    The direction is that of a short chord around the nearest point: at a bend it halves the angle,
    where either segment alone could name the wrong side.
    """
    behind = line.interpolate(max(0.0, along_m - _STEP_M))
    ahead = line.interpolate(along_m + _STEP_M)
    here = line.interpolate(along_m)
    turn = (ahead.x - behind.x) * (point.y - here.y) - (ahead.y - behind.y) * (point.x - here.x)
    return bool(turn > 0)
