"""Water between a point and a street."""

import numpy as np
from numpy.typing import NDArray
from shapely import STRtree, linestrings

BANK_TOLERANCE_M = 2.5
"""Water met within this of either end of the walk to the street is not crossed.

Surveyed points and drawn banks miss each other by a metre or two, so a door may lie in the canal
and a quay may be drawn on the bank. The smallest canals are some five metres wide; a tolerance of
half of that cannot carry a point from one side of them to the other.
"""

_ASIDE_M = 0.01
"""Water is crossed if it is met by the walk both this far to its left and this far to its right.

So it is when the walk passes through the common end of two lines of water, and not when the walk
only touches a bend of the bank or runs along it.
"""


class Water:
    """Lines of water, searched segment by segment: one river may wind through the whole map.

    Parameters
    ----------
    points
        Of all lines, in metres, shape (points, 2).
    starts
        Line w is points[starts[w]:starts[w + 1]].
    """

    def __init__(self, points: NDArray[np.float64], starts: NDArray[np.int64]) -> None:
        heads = np.arange(1, len(points))
        heads = heads[~np.isin(heads, starts)]
        segments = np.stack((points[heads - 1], points[heads]), axis=1)
        lines = np.asarray(linestrings(segments), dtype=np.object_)
        self._segments = STRtree(lines) if len(lines) else None

    def parts(self, points: NDArray[np.float64], feet: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Says of each pair of a point and a place on a street whether water lies between.

        Parameters
        ----------
        points, feet
            In metres, shape (pairs, 2).
        """
        crossed = np.zeros(len(points), dtype=np.bool_)
        if self._segments is None:
            return crossed
        walk = feet - points
        length_m = np.hypot(walk[:, 0], walk[:, 1])
        long = np.flatnonzero(length_m > 2 * BANK_TOLERANCE_M)
        ahead = walk[long] / length_m[long, None]
        inner = np.stack(
            (points[long] + BANK_TOLERANCE_M * ahead, feet[long] - BANK_TOLERANCE_M * ahead),
            axis=1,
        )
        aside = _ASIDE_M * np.stack((-ahead[:, 1], ahead[:, 0]), axis=1)[:, None, :]
        met = self._find_met(inner + aside)
        met = met[np.isin(met, self._find_met(inner - aside))]
        crossed[long[met]] = True
        return crossed

    def _find_met(self, walks: NDArray[np.float64]) -> NDArray[np.intp]:
        """Returns the numbers of the walks that meet water."""
        assert self._segments is not None
        return np.unique(self._segments.query(linestrings(walks), predicate="intersects")[0])
