"""Local streets: what fills the blocks between arterial and tertiary streets."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from scenarios.district.arterials import Skeleton
from scenarios.district.ground import HEIGHT_M, WIDTH_M
from scenarios.district.street import ALONG_U, ALONG_V, Canal, Name, Plan, Street
from scenarios.district.tertiaries import Fields

_SMALLEST_M = 170.0
_BORDER_M = 45.0
_BANK_M = 13.0
_SHORTEST_M = 40.0
_BRIDGE_SHARE = 0.6
_ONE_WAY_SHARE = 0.09
_NAMED_SHARE = 0.08
# Where the town is dense: (u share, v share, radius_m, weight).
_CENTRES = ((0.52, 0.6, 2600.0, 1.0), (0.27, 0.3, 1500.0, 0.7), (0.82, 0.42, 1300.0, 0.6))


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A rectangle of the plan between streets."""

    name: str
    west: float
    south: float
    east: float
    north: float

    def street(
        self, axis: int, at: float, start: float, end: float, highway: str = "residential"
    ) -> Street:
        """Returns a street in shares of the block's sides."""
        low_u, low_v, size_u, size_v = self.west, self.south, self._size_u, self._size_v
        along = (low_u, size_u) if axis == ALONG_U else (low_v, size_v)
        across = (low_v, size_v) if axis == ALONG_U else (low_u, size_u)
        # The ends that touch the block's sides are exact, so that they meet the street there.
        first = along[0] + along[1] * start
        last = along[0] + along[1] * end
        return Street(
            axis=axis,
            at=round(across[0] + across[1] * at, 2),
            start=first if start == 0 else round(first, 2),
            end=self._far(axis) if end == 1 else round(last, 2),
            highway=highway,
        )

    def _far(self, axis: int) -> float:
        return self.east if axis == ALONG_U else self.north

    @property
    def is_at_border(self) -> bool:
        """True where one of the sides is no street."""
        return min(self.west, self.south) <= _BORDER_M or (
            self.east >= WIDTH_M - _BORDER_M or self.north >= HEIGHT_M - _BORDER_M
        )

    @property
    def _size_u(self) -> float:
        return self.east - self.west

    @property
    def _size_v(self) -> float:
        return self.north - self.south


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A local street that may be built; lower ranks are built first."""

    rank: float
    street: Street


def propose_local_streets(
    plan: Plan, skeleton: Skeleton, fields: Fields, rng: Random
) -> list[Candidate]:
    """Returns all local streets that fit between the rest, by rank.

    A block's later streets may start at its earlier ones, so that every first part of the list
    is a sensible set of streets.
    """
    candidates: list[Candidate] = []
    for block in _blocks(skeleton, fields):
        pattern = _PATTERNS[int(rng.random() * len(_PATTERNS))]
        rank = 2.0 * rng.random() - 2.0 * _density(block) + (0.8 if block.is_at_border else 0.0)
        for number, street in enumerate(pattern(block, rng)):
            pieces = _between_canals(street, plan.canals, rng)
            candidates.extend(
                Candidate(
                    rank=rank + 0.12 * number,
                    street=_with_details(piece, block, number, rng, is_whole=len(pieces) == 1),
                )
                for piece in pieces
            )
    return sorted(candidates, key=lambda candidate: candidate.rank)


def _blocks(skeleton: Skeleton, fields: Fields) -> list[Block]:
    blocks: list[Block] = []
    rows, columns = fields.lines[ALONG_U], fields.lines[ALONG_V]
    for row in range(len(rows) - 1):
        for column in range(len(columns) - 1):
            sides_v = _sides(skeleton, fields, ALONG_U, row, column)
            sides_u = _sides(skeleton, fields, ALONG_V, column, row)
            for number_v, (south, north) in enumerate(sides_v):
                blocks.extend(
                    Block(
                        name=f"{column + 1}-{row + 1}-{2 * number_v + number_u + 1}",
                        west=west,
                        south=south,
                        east=east,
                        north=north,
                    )
                    for number_u, (west, east) in enumerate(sides_u)
                    if min(east - west, north - south) > _SMALLEST_M
                )
    return blocks


def _sides(
    skeleton: Skeleton, fields: Fields, axis: int, gap: int, across_gap: int
) -> list[tuple[float, float]]:
    """Returns the ranges between the streets along an axis in one field."""
    arterials = skeleton.parallel(axis)
    size_m = HEIGHT_M if axis == ALONG_U else WIDTH_M
    low, high = _BORDER_M, size_m - _BORDER_M
    if gap > 0:
        low = arterials[gap - 1].at
        # Where the arterial has ended a plain street goes on in its middle.
        if arterials[gap - 1].reaches(across_gap):
            low += arterials[gap - 1].half_gap_m
    if gap < len(arterials):
        high = arterials[gap].at
        if arterials[gap].reaches(across_gap):
            high -= arterials[gap].half_gap_m
    middle = fields.middles[axis][gap][across_gap]
    return [(low, high)] if middle is None else [(low, middle), (middle, high)]


def _density(block: Block) -> float:
    u, v = (block.west + block.east) / 2, (block.south + block.north) / 2
    return sum(
        weight * math.exp(-((math.dist((u, v), (at_u * WIDTH_M, at_v * HEIGHT_M)) / radius) ** 2))
        for at_u, at_v, radius, weight in _CENTRES
    )


def _cross(block: Block, rng: Random) -> list[Street]:
    """Two streets through the block, alleys behind."""
    axis = int(rng.random() * 2)
    at, across = _near(0.5, rng), _near(0.5, rng)
    return [
        block.street(axis, at, 0, 1, _spine_class(rng)),
        block.street(1 - axis, across, 0, 1),
        block.street(1 - axis, across / 2, 0, at, "service"),
        block.street(axis, at + (1 - at) / 2, across, 1, "residential"),
        block.street(1 - axis, (1 + across) / 2, at, (1 + at) / 2, "living_street"),
    ]


def _spine(block: Block, rng: Random) -> list[Street]:
    """One street through the block with side streets, some of them dead ends."""
    axis = int(rng.random() * 2)
    at = _near(0.5, rng)
    ribs = []
    for number, share in enumerate((0.27, 0.52, 0.77)):
        along = _near(share, rng, 0.05)
        up = rng.random() < 0.5
        reach = 1.0 if rng.random() < 0.7 else _near(0.8, rng, 0.08)
        low, high = (at, reach) if up else (1.0 - reach, at)
        highway = "service" if number == 2 else "residential"
        ribs.append(block.street(1 - axis, along, low, high, highway))
    behind = block.street(axis, at / 2, 0, 1, "living_street")
    return [block.street(axis, at, 0, 1, _spine_class(rng)), *ribs, behind]


def _ladder(block: Block, rng: Random) -> list[Street]:
    """Two parallel streets through the block with rungs between them."""
    axis = int(rng.random() * 2)
    low, high = _near(0.3, rng), _near(0.7, rng)
    first, second = _near(0.35, rng), _near(0.7, rng)
    return [
        block.street(axis, low, 0, 1),
        block.street(axis, high, 0, 1),
        block.street(1 - axis, first, low, 1 if rng.random() < 0.5 else high),
        block.street(1 - axis, second, 0 if rng.random() < 0.5 else low, high),
        block.street(1 - axis, second, high, _near(0.88, rng, 0.03), "service"),
    ]


def _hook(block: Block, rng: Random) -> list[Street]:
    """A street that turns a corner, another that leaves it, and a yard."""
    axis = int(rng.random() * 2)
    at, corner = _near(0.45, rng), _near(0.62, rng)
    return [
        block.street(axis, at, 0, corner),
        block.street(1 - axis, corner, 0, at),
        block.street(1 - axis, corner / 2, at, 1),
        block.street(axis, at, corner, 1),
        block.street(axis, (1 + at) / 2, corner / 2, _near(0.75, rng), "service"),
    ]


def _loop(block: Block, rng: Random) -> list[Street]:
    """A street that leaves one side of the block and comes back to it."""
    axis = int(rng.random() * 2)
    first, second, deep = _near(0.25, rng, 0.05), _near(0.68, rng, 0.05), _near(0.6, rng)
    return [
        block.street(1 - axis, first, 0, deep, "living_street"),
        block.street(axis, deep, first, second, "living_street"),
        block.street(1 - axis, second, 0, deep, "living_street"),
        block.street(axis, deep, second, 1),
        block.street(axis, deep / 2, first, second, "service"),
        block.street(1 - axis, (first + second) / 2, deep, 1),
    ]


def _corners(block: Block, rng: Random) -> list[Street]:
    """Streets that cut off corners of the block by a bend, and one between two of them."""
    west, east = _near(0.3, rng), _near(0.7, rng)
    south, north = _near(0.3, rng), _near(0.7, rng)
    between = (west + east) / 2
    streets = [
        block.street(ALONG_U, south, 0, west),
        block.street(ALONG_V, west, 0, south),
        block.street(ALONG_U, north, east, 1),
        block.street(ALONG_V, east, north, 1),
        block.street(ALONG_U, (south + north) / 2, 0, 1, "residential"),
        block.street(ALONG_V, between, 0, 1, "living_street"),
    ]
    return streets if rng.random() < 0.6 else streets[:4]


def _zigzag(block: Block, rng: Random) -> list[Street]:
    """A street with two bends from side to side, and two that meet it."""
    axis = int(rng.random() * 2)
    low, high, corner = _near(0.27, rng, 0.07), _near(0.73, rng, 0.07), _near(0.5, rng)
    return [
        block.street(axis, low, 0, corner),
        block.street(1 - axis, corner, low, high),
        block.street(axis, high, corner, 1),
        block.street(1 - axis, corner / 2, low, 1, "living_street"),
        block.street(1 - axis, (1 + corner) / 2, 0, high),
        block.street(axis, (low + high) / 2, corner / 2, corner, "service"),
    ]


_PATTERNS: tuple[Callable[[Block, Random], list[Street]], ...] = (
    _cross,
    _cross,
    _spine,
    _ladder,
    _ladder,
    _hook,
    _loop,
    _corners,
    _corners,
    _zigzag,
    _zigzag,
)


def _near(share: float, rng: Random, reach: float = 0.1) -> float:
    return share + (2.0 * rng.random() - 1.0) * reach


def _spine_class(rng: Random) -> str:
    return "unclassified" if rng.random() < 0.3 else "residential"


def _between_canals(street: Street, canals: list[Canal], rng: Random) -> list[Street]:
    """Returns what is left of a street where water is in its way; few local streets cross it."""
    if any(canal.is_beside(street, _BANK_M) for canal in canals):
        return []
    waters = sorted(
        (along, canal.width_m / 2 + _BANK_M)
        for canal in canals
        if (along := canal.crosses(street)) is not None
    )
    pieces, start = [], street.start
    for along, half_m in waters:
        ends_here = along - half_m < start + _SHORTEST_M or along + half_m > street.end
        if rng.random() < _BRIDGE_SHARE and not ends_here:
            continue
        if along - half_m - start > _SHORTEST_M:
            pieces.append(replace(street, start=start, end=round(along - half_m, 2)))
        start = round(along + half_m, 2)
    if street.end - start > _SHORTEST_M:
        pieces.append(replace(street, start=start))
    return pieces


def _with_details(
    street: Street, block: Block, number: int, rng: Random, *, is_whole: bool
) -> Street:
    chance = rng.random()
    is_through = is_whole and (street.start, street.end) in (
        (block.west, block.east),
        (block.south, block.north),
    )
    if is_through and not block.is_at_border and chance < _ONE_WAY_SHARE:
        street = replace(street, one_way=1 if chance < _ONE_WAY_SHARE / 2 else -1)
    if street.highway == "service":
        return replace(street, tags=(("service", "alley"),))
    if rng.random() < _NAMED_SHARE:
        zh, en = f"{block.name}坊{number + 1}弄", f"Lane {number + 1}, Block {block.name}"
        street = replace(street, name=Name(zh=zh, en=en))
    return street
