"""Coordinates as Chinese map programs have them.

Plans are in WGS-84, as satellites are. Maps in China show GCJ-02, which shifts every point by some
hundred metres, and Baidu shifts that once more, to BD-09. The shift of GCJ-02 is a sum of sines of
the place; nobody publishes it, but what everybody uses agrees to centimetres. It has no inverse in
closed form, so that is found by repeating.
"""

import math
from collections.abc import Callable, Mapping
from enum import StrEnum

Point = tuple[float, float]
"""(lon, lat), not rounded."""


_AXIS_M, _ECCENTRICITY2 = 6_378_245.0, 0.00669342162296594323
"""Of the Krasovsky ellipsoid, by which the shift is stretched to degrees."""

_BD_TURN = math.pi * 3000 / 180
_BD_LON, _BD_LAT = 0.0065, 0.006

_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
"""Outside of this box around China nothing is shifted."""

_EXACT_DEG = 1e-11
_MOST_ROUNDS = 30


class Datum(StrEnum):
    """What coordinates are measured by."""

    @property
    def label(self) -> str:
        """Its name as it is written: GCJ-02."""
        return f"{self[:-2].upper()}-{self[-2:]}"

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def write_point(point: Point, datum: Datum) -> Point:
    """Returns a point (lon, lat) of WGS-84 as a file has it in a datum.

    Shifted ones have two digits more, with which one finds the way back to a millimetre.
    """
    if datum is Datum.WGS84:
        return point
    lon, lat = from_wgs84(point, datum)
    return round(lon, 8), round(lat, 8)


def from_wgs84(point: Point, datum: Datum) -> Point:
    """Returns a point (lon, lat) of WGS-84 in a datum, not rounded."""
    return _FROM[datum](point)


def to_wgs84(point: Point, datum: Datum) -> Point:
    """Returns a point (lon, lat) of a datum in WGS-84, to a micrometre."""
    shift = _FROM[datum]
    guess = point
    for _ in range(_MOST_ROUNDS):
        found = shift(guess)
        off = point[0] - found[0], point[1] - found[1]
        guess = guess[0] + off[0], guess[1] + off[1]
        if max(map(abs, off)) < _EXACT_DEG:
            break
    return guess


def _is_shifted(point: Point) -> bool:
    return _WEST <= point[0] <= _EAST and _SOUTH <= point[1] <= _NORTH


def _to_gcj02(point: Point) -> Point:
    if not _is_shifted(point):
        return point
    lon, lat = point
    east_m, north_m = _shift(lon - 105.0, lat - 35.0)
    phi = math.radians(lat)
    bend = 1 - _ECCENTRICITY2 * math.sin(phi) ** 2
    meridian_m = _AXIS_M * (1 - _ECCENTRICITY2) / bend**1.5
    parallel_m = _AXIS_M / math.sqrt(bend) * math.cos(phi)
    return (
        lon + math.degrees(east_m / parallel_m),
        lat + math.degrees(north_m / meridian_m),
    )


def _shift(x: float, y: float) -> tuple[float, float]:
    """Returns the shift east and north, for degrees from a place in the middle of China."""
    root, across, up = math.sqrt(abs(x)), x * math.pi, y * math.pi
    both = (20 * math.sin(6 * across) + 20 * math.sin(2 * across)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + both
    east += (20 * math.sin(across) + 40 * math.sin(across / 3)) * 2 / 3
    east += (150 * math.sin(across / 12) + 300 * math.sin(across / 30)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + both
    north += (20 * math.sin(up) + 40 * math.sin(up / 3)) * 2 / 3
    north += (160 * math.sin(up / 12) + 320 * math.sin(up / 30)) * 2 / 3
    return east, north


def _to_bd09(point: Point) -> Point:
    if not _is_shifted(point):
        return point
    x, y = _to_gcj02(point)
    away = math.hypot(x, y) + 0.00002 * math.sin(y * _BD_TURN)
    turn = math.atan2(y, x) + 0.000003 * math.cos(x * _BD_TURN)
    return away * math.cos(turn) + _BD_LON, away * math.sin(turn) + _BD_LAT


def _stay(point: Point) -> Point:
    return point


_FROM: Mapping[Datum, Callable[[Point], Point]] = {
    Datum.WGS84: _stay,
    Datum.GCJ02: _to_gcj02,
    Datum.BD09: _to_bd09,
}
