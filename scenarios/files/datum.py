"""Coordinates of Chinese maps: WGS-84, CGCS2000, GCJ-02 and BD-09.

Chinese law has maps shifted by some hundred metres (GCJ-02: Amap, Tencent); Baidu shifts them once
more (BD-09). CGCS2000, the national system, is WGS-84 to within centimetres. What comes in is
turned into WGS-84 here, once.

References
----------
The shift was published by reverse engineering, as the project eviltransform
(https://github.com/googollee/eviltransform, BSD licence) documents it. It lies on the Krasovsky
1940 ellipsoid. Neither shift has a closed inverse; both are inverted by iteration.
"""

import math
from collections.abc import Callable
from enum import StrEnum

Point = tuple[float, float]
"""Longitude and latitude in degrees."""


class Datum(StrEnum):
    """In which system coordinates are given."""

    WGS84 = "WGS-84"
    CGCS2000 = "CGCS2000"
    GCJ02 = "GCJ-02"
    BD09 = "BD-09"


UNSHIFTED = (Datum.WGS84, Datum.CGCS2000)
"""The systems whose coordinates are those of the earth, as far as streets are concerned."""

_AXIS_M = 6_378_245.0
_ECCENTRICITY2 = 0.00669342162296594323
_BAIDU_RAD = math.pi * 3000 / 180
_CLOSE_DEG = 1e-9
_ROUNDS = 30


def to_wgs84(lon: float, lat: float, datum: Datum) -> Point:
    """Returns a point of any of the systems as WGS-84."""
    if datum is Datum.BD09:
        lon, lat = _undo(_gcj02_to_bd09, lon, lat)
    if datum not in UNSHIFTED:
        lon, lat = _undo(_wgs84_to_gcj02, lon, lat)
    return lon, lat


def from_wgs84(lon: float, lat: float, datum: Datum) -> Point:
    """Returns a WGS-84 point in any of the systems."""
    if datum not in UNSHIFTED:
        lon, lat = _wgs84_to_gcj02(lon, lat)
    if datum is Datum.BD09:
        lon, lat = _gcj02_to_bd09(lon, lat)
    return lon, lat


def _undo(shift: Callable[[float, float], Point], lon: float, lat: float) -> Point:
    """Returns the point that a shift takes to this one.

    A shift changes slowly from place to place, so each round leaves a small share of the error.
    """
    x, y = lon, lat
    for _ in range(_ROUNDS):
        shifted_x, shifted_y = shift(x, y)
        if max(abs(lon - shifted_x), abs(lat - shifted_y)) < _CLOSE_DEG:
            break
        x, y = x + lon - shifted_x, y + lat - shifted_y
    return x, y


def _is_abroad(lon: float, lat: float) -> bool:
    """Says whether a point lies outside the box in which maps are shifted."""
    return not (72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271)


def _waves(value: float, *terms: tuple[float, float]) -> float:
    """Returns two thirds of a sum of sine waves: amplitude, and half-waves a degree."""
    return 2 / 3 * sum(size * math.sin(value * pace * math.pi) for size, pace in terms)


def _wgs84_to_gcj02(lon: float, lat: float) -> Point:
    if _is_abroad(lon, lat):
        return lon, lat
    x, y = lon - 105.0, lat - 35.0
    ripple = _waves(x, (20, 6), (20, 2))
    east_m = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + ripple
    east_m += _waves(x, (20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))
    north_m = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + ripple
    north_m += _waves(y, (20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30))
    phi = math.radians(lat)
    squeeze = 1 - _ECCENTRICITY2 * math.sin(phi) ** 2
    prime_m = _AXIS_M / math.sqrt(squeeze)
    meridian_m = _AXIS_M * (1 - _ECCENTRICITY2) / squeeze**1.5
    return (
        lon + math.degrees(east_m / (prime_m * math.cos(phi))),
        lat + math.degrees(north_m / meridian_m),
    )


def _gcj02_to_bd09(lon: float, lat: float) -> Point:
    if _is_abroad(lon, lat):
        return lon, lat
    radius = math.hypot(lon, lat) + 0.00002 * math.sin(lat * _BAIDU_RAD)
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(lon * _BAIDU_RAD)
    return radius * math.cos(angle) + 0.0065, radius * math.sin(angle) + 0.006
