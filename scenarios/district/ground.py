"""The plan of the district and where it lies on the ground.

Streets are drawn straight in a plan with the coordinates u (about east) and v (about north), in
metres, and bent by one smooth map on their way to longitude and latitude: what meets in the plan
meets on the ground, and nothing there is straight. The map turns parts of the plan about centres,
as a town turns with its rivers, draws it together where the town is dense, and turns what is
inside of each block a little further, so that local streets curve more than the roads around them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from random import Random

from optimizer.network.plane import Plane

WEST, SOUTH, EAST, NORTH = 121.494, 29.771, 121.598, 29.861
_PLANE = Plane(lon=WEST, lat=SOUTH, parallel=(SOUTH + NORTH) / 2)
WIDTH_M, HEIGHT_M = _PLANE.metres(EAST, NORTH)

CENTRES = (
    (0.52, 0.6, 2500.0, 1.0),
    (0.27, 0.3, 1400.0, 0.7),
    (0.82, 0.42, 1200.0, 0.6),
    (0.13, 0.7, 700.0, 0.7),
    (0.63, 0.17, 700.0, 0.8),
    (0.81, 0.83, 700.0, 0.8),
)
"""Where the town is dense: (u share, v share, radius_m, weight)."""

_DRAWN_TOGETHER = 0.24
_BLOCK_TURN = (0.15, 0.52)
_CELL_M = 200.0
_FADE_M = 900.0
# (number per side, share of the plan that is left out around them, radii in metres, turn)
_WHIRLS = ((6, 0.05, 600.0, 900.0, 0.2), (3, 0.08, 1700.0, 2900.0, 0.44))

Point = tuple[float, float]
"""A place in the plan: (u, v) in metres."""

Box = tuple[float, float, float, float]
"""A rectangle of the plan: west, south, east, north."""


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
class Whirl:
    """Turns the plan about a centre and draws it together there, less and less outwards.

    A turn whose angle depends on the distance alone cannot fold the plan, and what is farther than
    the radius stays where it is.
    """

    centre: Point
    radius_m: float
    turn: float
    together: float

    @classmethod
    def inside(
        cls, centre: Point, radius_m: float, *, turn: float = 0.0, together: float = 0.0
    ) -> "Whirl":
        """Returns a whirl that ends at the district's border at the latest."""
        u, v = centre
        room_m = min(u, v, WIDTH_M - u, HEIGHT_M - v)
        return cls(centre=centre, radius_m=min(radius_m, room_m), turn=turn, together=together)

    def move(self, point: Point) -> Point:
        """Returns where a place goes."""
        du, dv = point[0] - self.centre[0], point[1] - self.centre[1]
        outwards = (du * du + dv * dv) / self.radius_m**2
        if outwards >= 1:
            return point
        share = (1 - outwards) ** 2
        turn, size = self.turn * share, 1.0 - self.together * share
        cos, sin = size * math.cos(turn), size * math.sin(turn)
        return self.centre[0] + du * cos - dv * sin, self.centre[1] + du * sin + dv * cos


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockTurns:
    """Turns the inside of each block; the streets around the block stay where they are."""

    boxes: tuple[Box, ...] = ()
    turns: tuple[float, ...] = ()
    cells: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    @classmethod
    def draw(cls, boxes: Sequence[Box], rng: Random) -> "BlockTurns":
        """Returns a random turn for each block."""
        cells: dict[tuple[int, int], list[int]] = {}
        for index, (west, south, east, north) in enumerate(boxes):
            for column in range(int(west // _CELL_M), int(east // _CELL_M) + 1):
                for row in range(int(south // _CELL_M), int(north // _CELL_M) + 1):
                    cells.setdefault((column, row), []).append(index)
        least, most = _BLOCK_TURN
        turns = tuple(
            (least + (most - least) * rng.random()) * (1 if rng.random() < 0.5 else -1)
            for _ in boxes
        )
        return cls(boxes=tuple(boxes), turns=turns, cells=cells)

    def move(self, point: Point) -> Point:
        """Returns where a place goes."""
        u, v = point
        for index in self.cells.get((int(u // _CELL_M), int(v // _CELL_M)), ()):
            west, south, east, north = self.boxes[index]
            if west < u < east and south < v < north:
                half_u, half_v = (east - west) / 2, (north - south) / 2
                x, y = (u - west) / half_u - 1, (v - south) / half_v - 1
                turn = self.turns[index] * (1 - x * x) * (1 - y * y)
                cos, sin = math.cos(turn), math.sin(turn)
                return (
                    west + half_u * (1 + x * cos - y * sin),
                    south + half_v * (1 + x * sin + y * cos),
                )
        return point


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The map from the plan to the ground.

    Parameters
    ----------
    west, south
        Longitude and latitude of the plan's origin.
    """

    east: tuple[Wave, ...]
    north: tuple[Wave, ...]
    whirls: tuple[Whirl, ...]
    blocks: BlockTurns = BlockTurns()
    west: float = WEST
    south: float = SOUTH

    @classmethod
    def draw(cls, rng: Random, *, west: float = WEST, south: float = SOUTH) -> "Ground":
        """Returns a map with long bends, never steep enough to fold."""
        lengths = ((170.0, 5600.0), (35.0, 2300.0))
        dense = [
            Whirl.inside(
                (u * WIDTH_M, v * HEIGHT_M), 1.7 * radius, together=_DRAWN_TOGETHER * weight
            )
            for u, v, radius, weight in CENTRES
        ]
        return cls(
            east=tuple(_wave(rng, height, length) for height, length in lengths),
            north=tuple(_wave(rng, height, length) for height, length in lengths),
            whirls=(*dense, *_whirls(rng)),
            west=west,
            south=south,
        )

    def with_blocks(self, boxes: Sequence[Box], rng: Random) -> "Ground":
        """Returns this map with the inside of some blocks turned."""
        return replace(self, blocks=BlockTurns.draw(boxes, rng))

    def metres(self, point: Point) -> Point:
        """Returns metres east and north of the box's south-western corner."""
        u, v = point
        # The waves fade out towards the border, so that the district fills its box exactly.
        fade = min(1.0, _inwards(u, WIDTH_M), _inwards(v, HEIGHT_M))
        fade *= fade * (3 - 2 * fade)
        u, v = inside = self.blocks.move(point)
        moved = (
            u + fade * sum(wave.at(inside) for wave in self.east),
            v + fade * sum(wave.at(inside) for wave in self.north),
        )
        for whirl in self.whirls:
            moved = whirl.move(moved)
        return moved

    def lon_lat(self, point: Point) -> Point:
        """Returns longitude and latitude, rounded as OSM stores them."""
        x_m, y_m = self.metres(point)
        x_m, y_m = min(max(x_m, 0.0), WIDTH_M), min(max(y_m, 0.0), HEIGHT_M)
        lon, lat = replace(_PLANE, lon=self.west, lat=self.south).degrees(x_m, y_m)
        return round(lon, 7), round(lat, 7)

    def length_m(self, points: Sequence[Point]) -> float:
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


def _whirls(rng: Random) -> list[Whirl]:
    """Returns turns about places in each part of the plan: a few wide ones, more small ones."""
    whirls = []
    for num_per_side, margin, least_m, most_m, turn in _WHIRLS:
        size = (1 - 2 * margin) / num_per_side
        for column in range(num_per_side):
            for row in range(num_per_side):
                u = margin + size * (column + 0.5 + 0.5 * (rng.random() - 0.5))
                v = margin + size * (row + 0.5 + 0.5 * (rng.random() - 0.5))
                # Neighbours turn against each other, else the town would turn as one.
                sign = 1 if (column + row) % 2 else -1
                whirls.append(
                    Whirl.inside(
                        (u * WIDTH_M, v * HEIGHT_M),
                        least_m + (most_m - least_m) * rng.random(),
                        turn=sign * turn * (0.6 + 0.8 * rng.random()),
                    )
                )
    return whirls


def _inwards(along_m: float, whole_m: float) -> float:
    return max(0.0, min(along_m, whole_m - along_m)) / _FADE_M
