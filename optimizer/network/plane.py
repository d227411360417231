"""Degrees on the globe as metres on a plane: one projection for all that measures a district."""

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

METRES_PER_DEGREE = 6_371_009 * math.pi / 180
"""Of latitude, on a sphere of the earth's mean radius (IUGG, to the metre)."""

_Number = TypeVar("_Number", float, NDArray[np.float64])


def narrowing_at(lat: _Number) -> _Number:
    """Returns how much shorter a degree of longitude is there than one of latitude."""
    narrowing: _Number = np.cos(np.radians(lat))
    return narrowing


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """Metres east and north of a point: equirectangular, true along one parallel.

    Across a district of 50 km the lengths are off by less than 0.3 %.

    Parameters
    ----------
    lon, lat
        Where (0, 0) lies.
    parallel
        The latitude along which lengths are true; None for that of the point.
    """

    lon: float
    lat: float
    parallel: float | None = None

    @property
    def per_lon_m(self) -> float:
        """Metres to a degree of longitude."""
        parallel = self.lat if self.parallel is None else self.parallel
        return METRES_PER_DEGREE * float(narrowing_at(parallel))

    def metres(self, lon: _Number, lat: _Number) -> tuple[_Number, _Number]:
        """Returns where a place, or each of many, lies on the plane."""
        return (lon - self.lon) * self.per_lon_m, (lat - self.lat) * METRES_PER_DEGREE

    def degrees(self, x_m: _Number, y_m: _Number) -> tuple[_Number, _Number]:
        """Returns which place a point, or each of many, of the plane is."""
        return self.lon + x_m / self.per_lon_m, self.lat + y_m / METRES_PER_DEGREE
