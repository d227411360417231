"""The plan of the district and where it lies on the ground.

Streets are drawn straight in a plan with the coordinates u (about east) and v (about north), in
metres, and bent by one smooth map on their way to longitude and latitude: what meets in the plan
meets on the ground, and nothing there is straight.
"""

import math
from dataclasses import dataclass
from itertools import pairwise
from random import Random

WEST, SOUTH, EAST, NORTH = 121.494, 29.771, 121.598, 29.861
_METRES_PER_DEGREE = 6_371_009 * math.pi / 180
_NARROWING = math.cos(math.radians((SOUTH + NORTH) / 2))
WIDTH_M = (EAST - WEST) * _METRES_PER_DEGREE * _NARROWING
HEIGHT_M = (NORTH - SOUTH) * _METRES_PER_DEGREE

Point = tuple[float, float]
"""A place in the plan: (u, v) in metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One sine over the plan."""

    height_m: float
    per_u: float
    per_v: float
    phase: float

    def at(self, point: Point) -> float:
        """Returns the wave's height at a place in the plan."""
        u, v = point
        return self.height_m * math.sin(self.per_u * u + self.per_v * v + self.phase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The map from the plan to the ground."""

    east: tuple[Wave, ...]
    north: tuple[Wave, ...]

    @classmethod
    def draw(cls, rng: Random) -> "Ground":
        """Returns a map with long bends and short ones, never steep enough to fold."""
        lengths = ((160.0, 6200.0), (85.0, 3100.0), (26.0, 1150.0), (12.0, 520.0))
        return cls(
            east=tuple(_wave(rng, height, length) for height, length in lengths),
            north=tuple(_wave(rng, height, length) for height, length in lengths),
        )

    def metres(self, point: Point) -> Point:
        """Returns metres east and north of the box's south-western corner."""
        # The bends fade out towards the border, so that the district fills its box exactly.
        u, v = point
        fade = min(1.0, _inwards(u, WIDTH_M), _inwards(v, HEIGHT_M))
        return (
            u + fade * sum(wave.at(point) for wave in self.east),
            v + fade * sum(wave.at(point) for wave in self.north),
        )

    def lon_lat(self, point: Point) -> Point:
        """Returns longitude and latitude, rounded as OSM stores them."""
        x_m, y_m = self.metres(point)
        lon = WEST + x_m / (_METRES_PER_DEGREE * _NARROWING)
        lat = SOUTH + y_m / _METRES_PER_DEGREE
        return round(min(max(lon, WEST), EAST), 7), round(min(max(lat, SOUTH), NORTH), 7)

    def length_m(self, points: list[Point]) -> float:
        """Returns the length on the ground of a line through places in the plan."""
        placed = [self.metres(point) for point in points]
        return sum(math.dist(a, b) for a, b in pairwise(placed))


def _wave(rng: Random, height_m: float, length_m: float) -> Wave:
    turn = rng.random() * math.tau
    per_m = math.tau / (length_m * (0.85 + 0.3 * rng.random()))
    return Wave(
        height_m=height_m,
        per_u=per_m * math.cos(turn),
        per_v=per_m * math.sin(turn),
        phase=rng.random() * math.tau,
    )


def _inwards(along_m: float, whole_m: float) -> float:
    return max(0.0, min(along_m, whole_m - along_m)) / 900.0
