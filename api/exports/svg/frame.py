"""A piece of ground fitted into a drawing, north up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from api.exports.tracks import Point
from optimizer.network.plane import METRES_PER_DEGREE, narrowing_at

_LEAST_DEG = 0.003
"""What hardly moves still gets a map of some hundred metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Turns degrees into drawing units, of which the y ones run south.

    Parameters
    ----------
    west, north
        Degrees of the drawing's upper left corner.
    narrowing
        How much shorter a degree of longitude is than one of latitude here.
    scale
        Drawing units to a degree of latitude.
    """

    west: float
    north: float
    narrowing: float
    scale: float
    width: float
    height: float

    @classmethod
    def fit(
        cls,
        points: Sequence[Point],
        *,
        width: float,
        height: float,
        margin: float = 0.04,
        least_deg: float = _LEAST_DEG,
    ) -> Self:
        """Returns a frame of a width and height with the points in its middle.

        Parameters
        ----------
        margin
            What is left free at each edge at least, as a share of the points' extent.
        least_deg
            What is shown across at least, however near to each other the points are.
        """
        across, up = (length * (1 + 2 * margin) for length in _extent(points, least_deg))
        (west, east), (south, north) = _ranges(points)
        narrowing = narrowing_at((south + north) / 2)
        scale = min(width / across, height / up)
        return cls(
            west=(west + east) / 2 - width / scale / narrowing / 2,
            north=(south + north) / 2 + height / scale / 2,
            narrowing=narrowing,
            scale=scale,
            width=width,
            height=height,
        )

    @property
    def east(self) -> float:
        """Degrees of the right edge."""
        return self.west + self.width / self.scale / self.narrowing

    @property
    def south(self) -> float:
        """Degrees of the lower edge."""
        return self.north - self.height / self.scale

    @property
    def units_per_m(self) -> float:
        """Drawing units to a metre on the ground."""
        return self.scale / METRES_PER_DEGREE

    def project(self, point: Point) -> tuple[float, float]:
        """Returns where a point lies in the drawing."""
        x = (point[0] - self.west) * self.narrowing * self.scale
        return x, (self.north - point[1]) * self.scale

    def project_line(self, line: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns a line of (lon, lat) in drawing units, to a hundredth so that ends meet."""
        points = np.empty((len(line), 2))
        points[:, 0] = (line[:, 0] - self.west) * (self.narrowing * self.scale)
        points[:, 1] = (self.north - line[:, 1]) * self.scale
        return points.round(2)

    def line(self, points: Iterable[Point]) -> str:
        """Returns the points of an SVG polyline."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self.project, points))

    def shows(self, line: NDArray[np.float64]) -> bool:
        """Says whether some of a line of (lon, lat) may lie in the drawing."""
        west, south = line.min(axis=0)
        east, north = line.max(axis=0)
        outside = west > self.east or east < self.west or south > self.north or north < self.south
        return not outside


def _ranges(points: Sequence[Point]) -> tuple[tuple[float, float], tuple[float, float]]:
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return (min(lons), max(lons)), (min(lats), max(lats))


def _extent(points: Sequence[Point], least_deg: float = _LEAST_DEG) -> tuple[float, float]:
    """Returns how far points lie apart across and up, both in degrees of latitude."""
    (west, east), (south, north) = _ranges(points)
    across = (east - west) * narrowing_at((south + north) / 2)
    return max(across, least_deg), max(north - south, least_deg * 0.6)
