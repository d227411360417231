"""The nearest of many lines that no water parts from a point, for many points at once."""

import math

import numpy as np
from numpy.typing import NDArray
from shapely import (
    STRtree,
    distance,
    get_coordinates,
    line_interpolate_point,
    line_locate_point,
)
from shapely import points as as_points

from optimizer.network.water import Water

TIE_M = 1e-6
"""Lines whose distances differ by no more are equally near, and the lowest number is taken.

Well above the rounding of a computed distance, well below what a map can mean.
"""

_POINTS_AT_ONCE = 500
_PAIRS_AT_ONCE = 50_000
"""Points, and pairs of a point and a line, that are looked at together: bounds the memory."""


class Nearby:
    """Lines to search among.

    Parameters
    ----------
    lines
        In metres.
    numbers
        What each line is called, ascending.
    """

    def __init__(self, lines: NDArray[np.object_], numbers: NDArray[np.intp]) -> None:
        self._lines = lines
        self._numbers = numbers
        self._tree = STRtree(lines)

    def find_nearest(
        self,
        xy: NDArray[np.float64],
        *,
        limit_m: NDArray[np.float64],
        water: Water | None,
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Returns for each point the nearest line without water between, and its distance.

        Parameters
        ----------
        xy
            The points in metres, shape (points, 2).
        limit_m
            By point; without water it may be infinite.
        water
            None to walk over water.

        Returns
        -------
        numbers, distances_m
            -1 and infinity where there is no such line within the limit.
        """
        numbers = np.full(len(xy), -1, dtype=np.intp)
        distances_m = np.full(len(xy), math.inf)
        if len(self._lines) == 0 or len(xy) == 0:
            return numbers, distances_m
        (_, _), least_m = self._tree.query_nearest(
            as_points(xy), all_matches=False, return_distance=True
        )
        radius_m = least_m + TIE_M
        tried_m = np.full(len(xy), -1.0)
        pending = np.flatnonzero(least_m <= limit_m)
        while len(pending):
            for start in range(0, len(pending), _POINTS_AT_ONCE):
                block = pending[start : start + _POINTS_AT_ONCE]
                numbers[block], distances_m[block] = self._find_within(
                    xy[block], radius_m[block], tried_m[block], limit_m[block], water
                )
            # Something equally near may lie just outside the radius.
            unsure = (distances_m[pending] + TIE_M > radius_m[pending]) & (
                radius_m[pending] < limit_m[pending] + TIE_M
            )
            pending = pending[unsure]
            tried_m[pending] = radius_m[pending] - TIE_M
            radius_m[pending] = np.minimum(2 * radius_m[pending] + 1.0, limit_m[pending] + TIE_M)
        return numbers, distances_m

    def _find_within(
        self,
        xy: NDArray[np.float64],
        radius_m: NDArray[np.float64],
        tried_m: NDArray[np.float64],
        limit_m: NDArray[np.float64],
        water: Water | None,
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Returns the nearest dry lines inside the radius and farther than has been tried."""
        best_m: NDArray[np.float64] = np.full(len(xy), math.inf)
        dots = np.asarray(as_points(xy), dtype=np.object_)
        who, line = self._tree.query(dots, predicate="dwithin", distance=radius_m)
        kept: list[tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]] = []
        for start in range(0, len(who), _PAIRS_AT_ONCE):
            one = who[start : start + _PAIRS_AT_ONCE]
            other = line[start : start + _PAIRS_AT_ONCE]
            away_m = np.asarray(distance(dots[one], self._lines[other]), dtype=np.float64)
            fresh = (away_m > tried_m[one]) & (away_m <= limit_m[one])
            one, other, away_m = one[fresh], other[fresh], away_m[fresh]
            if water is not None:
                dry = ~water.parts(xy[one], feet(self._lines[other], xy[one])[1])
                one, other, away_m = one[dry], other[dry], away_m[dry]
            np.minimum.at(best_m, one, away_m)
            kept.append((one, other, away_m))
        lowest = np.full(len(xy), len(self._lines), dtype=np.intp)
        for one, other, away_m in kept:
            tied = away_m <= best_m[one] + TIE_M
            np.minimum.at(lowest, one[tied], other[tied])
        found = np.isfinite(best_m)
        numbers = np.full(len(xy), -1, dtype=np.intp)
        numbers[found] = self._numbers[lowest[found]]
        return numbers, best_m


def feet(
    lines: NDArray[np.object_], xy: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns how far along each line its nearest place to a point lies, and that place."""
    along_m = np.asarray(line_locate_point(lines, as_points(xy)))
    return along_m, get_coordinates(line_interpolate_point(lines, along_m))
