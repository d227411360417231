"""Patterns of local streets: what is built inside of a block.

A pattern's later streets may start at its earlier ones, so that every first part of the list is a
sensible set of streets.
"""

from collections.abc import Callable
from random import Random

from scenarios.district.block import Block
from scenarios.district.street import ALONG_U, ALONG_V, DistrictStreet


def _cross(block: Block, rng: Random) -> list[DistrictStreet]:
    """Two streets through the block, alleys behind."""
    axis = int(rng.random() * 2)
    at, across = _near(0.5, rng), _near(0.5, rng)
    return [
        block.street(axis, at, 0, 1),
        block.street(1 - axis, across, 0, 1),
        block.street(1 - axis, across / 2, 0, at, "service"),
        block.street(axis, at + (1 - at) / 2, across, 1, "residential"),
        block.street(1 - axis, (1 + across) / 2, at, (1 + at) / 2, "living_street"),
    ]


def _grid(block: Block, rng: Random) -> list[DistrictStreet]:
    """An old quarter: lanes in both directions."""
    axis = int(rng.random() * 2)
    low, high = _near(0.34, rng, 0.06), _near(0.68, rng, 0.06)
    first, last = _near(0.3, rng, 0.06), _near(0.7, rng, 0.06)
    return [
        block.street(axis, low, 0, 1),
        block.street(1 - axis, first, 0, 1, "living_street"),
        block.street(1 - axis, last, 0, 1, "living_street"),
        block.street(axis, high, 0 if rng.random() < 0.5 else first, 1, "living_street"),
        block.street(axis, (low + high) / 2, first, last, "service"),
    ]


def _spine(block: Block, rng: Random) -> list[DistrictStreet]:
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
    return [block.street(axis, at, 0, 1), *ribs, behind]


def _ladder(block: Block, rng: Random) -> list[DistrictStreet]:
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


def _hook(block: Block, rng: Random) -> list[DistrictStreet]:
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


def _loop(block: Block, rng: Random) -> list[DistrictStreet]:
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


def _compound(block: Block, rng: Random) -> list[DistrictStreet]:
    """A housing estate: a ring inside of its wall with two gates, and a yard."""
    axis = int(rng.random() * 2)
    low, high = _near(0.24, rng, 0.06), _near(0.76, rng, 0.06)
    near, far = _near(0.24, rng, 0.06), _near(0.76, rng, 0.06)
    gate, other = _near(0.42, rng, 0.08), _near(0.5, rng, 0.08)
    highway = "living_street" if rng.random() < 0.6 else "service"
    second = (
        block.street(1 - axis, other, far, 1, highway)
        if rng.random() < 0.5
        else block.street(axis, other, high, 1, highway)
    )
    return [
        block.street(1 - axis, gate, 0, near),
        block.street(axis, near, low, high, highway),
        block.street(1 - axis, low, near, far, highway),
        block.street(1 - axis, high, near, far, highway),
        block.street(axis, far, low, high, highway),
        second,
        block.street(1 - axis, gate, near, _near(0.5, rng, 0.08), "service"),
    ]


def _crescent(block: Block, rng: Random) -> list[DistrictStreet]:
    """Streets that leave two opposite sides and come back to them, with an alley between."""
    axis = int(rng.random() * 2)
    first, last = _near(0.26, rng, 0.05), _near(0.72, rng, 0.05)
    deep, shallow = _near(0.36, rng, 0.05), _near(0.68, rng, 0.05)
    return [
        block.street(1 - axis, first, 0, deep),
        block.street(axis, deep, first, last),
        block.street(1 - axis, last, 0, deep),
        block.street(1 - axis, first, shallow, 1, "living_street"),
        block.street(axis, shallow, first, last, "living_street"),
        block.street(1 - axis, last, shallow, 1, "living_street"),
        block.street(1 - axis, (first + last) / 2, deep, shallow, "service"),
    ]


def _corners(block: Block, rng: Random) -> list[DistrictStreet]:
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


def _zigzag(block: Block, rng: Random) -> list[DistrictStreet]:
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


def _near(share: float, rng: Random, reach: float = 0.1) -> float:
    """Returns a share nearby.

    There are three to choose from, so that streets of neighbouring blocks meet in a crossing or
    are well apart.
    """
    return share + (0, 0, 0, -1, 1)[int(rng.random() * 5)] * reach


# Each is taken as often as the number says; closed estates and crescents are what bends a town.
_NUM_EACH = (
    (_grid, 2),
    (_cross, 3),
    (_spine, 1),
    (_hook, 1),
    (_loop, 3),
    (_corners, 1),
    (_zigzag, 1),
    (_compound, 5),
    (_crescent, 6),
)
PATTERNS: tuple[Callable[[Block, Random], list[DistrictStreet]], ...] = tuple(
    pattern for pattern, number in _NUM_EACH for _ in range(number)
)
