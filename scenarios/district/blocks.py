"""Local streets: what fills the blocks between arterial and tertiary streets."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from scenarios.district.arterials import Skeleton
from scenarios.district.block import BORDER_M, Block
from scenarios.district.ground import CENTRES, HEIGHT_M, WIDTH_M
from scenarios.district.patterns import PATTERNS
from scenarios.district.street import (
    ALONG_U,
    ALONG_V,
    Canal,
    DistrictPlan,
    DistrictStreet,
    Name,
    draw_bow,
)
from scenarios.district.tertiaries import ArterialFields

_SMALLEST_M = 120.0
_LARGE_M = 580.0
_DENSER_M = 220.0
_CROSSING_SHARE = 0.8
_UNCLASSIFIED_SHARE = 0.12
_BANK_M = 13.0
_SHORTEST_M = 40.0
_BRIDGE_SHARE = 0.35
_ONE_WAY_SHARE = 0.09
_OPENING_SHARE = 0.85
_BENT_SHARE = 0.7
_BOW = (0.06, 0.23)
_MEASURED_SHARE = 0.15
_MEASURED_M = {
    "residential": ("6", "7.5", "9"),
    "living_street": ("4.5", "5", "6"),
    "service": ("3.5", "4", "5"),
}
# Named first, second, third.
_NAMED = ("unclassified", "residential", "living_street")

_FIRST_SYLLABLES = (
    ("新", "Xin"),
    ("安", "An"),
    ("福", "Fu"),
    ("和", "He"),
    ("康", "Kang"),
    ("永", "Yong"),
    ("德", "De"),
    ("文", "Wen"),
    ("锦", "Jin"),
    ("云", "Yun"),
    ("泰", "Tai"),
    ("兴", "Xing"),
)
_LAST_SYLLABLES = (
    ("丰", "feng"),
    ("乐", "le"),
    ("宁", "ning"),
    ("平", "ping"),
    ("塘", "tang"),
    ("桥", "qiao"),
    ("苑", "yuan"),
    ("江", "jiang"),
    ("林", "lin"),
    ("湖", "hu"),
    ("阳", "yang"),
    ("庆", "qing"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A local street that may be built; lower ranks are built first."""

    rank: float
    street: DistrictStreet


def propose_local_streets(
    plan: DistrictPlan, skeleton: Skeleton, blocks: Sequence[Block], rng: Random
) -> list[Candidate]:
    """Returns all local streets that fit into the blocks, by rank.

    Large blocks are first divided by streets through them; what is left is filled with patterns.
    """
    candidates: list[Candidate] = []
    for block in blocks:
        rank = 0.7 * rng.random() - 0.9 * _density(block) + (0.8 if block.is_at_border else 0.0)
        for part, number, street in _streets_of(block, rng):
            pieces = _cut_at_canals(street, plan.canals, rng)
            candidates.extend(
                Candidate(
                    rank=rank + number,
                    street=_extend_over_medians(
                        _with_details(piece, part, rng, is_whole=len(pieces) == 1),
                        skeleton,
                        rng,
                    ),
                )
                for piece in pieces
            )
    return sorted(candidates, key=lambda candidate: candidate.rank)


def _streets_of(block: Block, rng: Random) -> Iterator[tuple[Block, float, DistrictStreet]]:
    """Yields (part of the block, how late it is built, street)."""
    for part in _divide(block, _LARGE_M - _DENSER_M * min(1.0, _density(block)), rng):
        if isinstance(part, DistrictStreet):
            yield block, 0.0, part
        elif min(part.size_u, part.size_v) > _SMALLEST_M:
            pattern = PATTERNS[int(rng.random() * len(PATTERNS))]
            late = 0.02 + 0.36 * rng.random()
            for number, street in enumerate(pattern(part, rng)):
                yield part, late + 0.03 * (number + 1), street


def _divide(
    block: Block, large_m: float, rng: Random, near: float | None = None
) -> Iterator[Block | DistrictStreet]:
    """Yields the streets that divide a large block, and its parts."""
    axis = ALONG_V if block.size_u > block.size_v else ALONG_U
    if max(block.size_u, block.size_v) < large_m:
        yield block
        return
    at = near if near is not None else _near_middle(rng)
    street = block.street(axis, at, 0, 1, _through_class(rng))
    yield street
    # Both parts may be divided at the same place: a crossing instead of two T-junctions.
    same = _near_middle(rng) if rng.random() < _CROSSING_SHARE else None
    for part in block.halves(street):
        yield from _divide(part, large_m, rng, same)


def _near_middle(rng: Random) -> float:
    # A few places only, so that streets on both sides of a road often meet in a crossing.
    return (0.5, 0.5, 0.5, 0.39, 0.62)[int(rng.random() * 5)]


def _through_class(rng: Random) -> str:
    return "unclassified" if rng.random() < _UNCLASSIFIED_SHARE else "residential"


def main_blocks(skeleton: Skeleton, fields: ArterialFields) -> list[Block]:
    """Returns the blocks between arterial and tertiary streets."""
    blocks: list[Block] = []
    rows, columns = fields.lines[ALONG_U], fields.lines[ALONG_V]
    for row in range(len(rows) - 1):
        for column in range(len(columns) - 1):
            sides_v = _sides(skeleton, fields, ALONG_U, row, column)
            sides_u = _sides(skeleton, fields, ALONG_V, column, row)
            blocks.extend(
                Block(west=west, south=south, east=east, north=north)
                for south, north in sides_v
                for west, east in sides_u
                if min(east - west, north - south) > _SMALLEST_M
            )
    return blocks


def _sides(
    skeleton: Skeleton, fields: ArterialFields, axis: int, gap: int, across_gap: int
) -> list[tuple[float, float]]:
    """Returns the ranges between the streets along an axis in one field."""
    arterials = skeleton.list_parallel(axis)
    size_m = HEIGHT_M if axis == ALONG_U else WIDTH_M
    low, high = BORDER_M, size_m - BORDER_M
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
        for at_u, at_v, radius, weight in CENTRES
    )


def _cut_at_canals(
    street: DistrictStreet, canals: list[Canal], rng: Random
) -> list[DistrictStreet]:
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
    street: DistrictStreet, block: Block, rng: Random, *, is_whole: bool
) -> DistrictStreet:
    chance = rng.random()
    if rng.random() < _BENT_SHARE:
        street = replace(street, bow=draw_bow(_BOW, rng))
    is_through = is_whole and (street.start, street.end) in (
        (block.west, block.east),
        (block.south, block.north),
    )
    if is_through and not block.is_at_border and chance < _ONE_WAY_SHARE:
        street = replace(street, one_way=1 if chance < _ONE_WAY_SHARE / 2 else -1)
    if street.highway in _MEASURED_M and rng.random() < _MEASURED_SHARE:
        width = _MEASURED_M[street.highway][int(rng.random() * 3)]
        street = replace(street, tags=(("width", width),))
    if street.highway == "service":
        return replace(street, tags=(*street.tags, ("service", "alley")))
    return street


def _extend_over_medians(
    street: DistrictStreet, skeleton: Skeleton, rng: Random
) -> DistrictStreet:
    """Returns a street of two directions that sometimes goes on to the far carriageway."""
    if street.one_way or street.highway not in ("residential", "unclassified"):
        return street
    for arterial in skeleton.crossing(street.axis):
        if arterial.highway == "trunk":
            continue
        near, far = arterial.at - arterial.half_gap_m, arterial.at + arterial.half_gap_m
        if street.start == far and rng.random() < _OPENING_SHARE:
            street = replace(street, start=near)
        if street.end == near and rng.random() < _OPENING_SHARE:
            street = replace(street, end=far)
    return street


def with_names(
    local: list[DistrictStreet], named_m: float, lengths_m: Sequence[float], rng: Random
) -> list[DistrictStreet]:
    """Returns local streets with names for so many metres of them; alleys have none."""
    names = _names(rng)
    order = [n for n, street in enumerate(local) if street.highway in _NAMED]
    rng.shuffle(order)
    order.sort(key=lambda n: _NAMED.index(local[n].highway))
    streets = list(local)
    for n in order:
        if names and lengths_m[n] <= named_m:
            named_m -= lengths_m[n]
            streets[n] = replace(local[n], name=names.pop())
    return streets


def _names(rng: Random) -> list[Name]:
    """Returns names for local streets, each once, in random order."""
    names = [
        Name(zh=f"{zh}{end_zh}{kind_zh}", en=f"{en}{end_en} {kind_en}")
        for zh, en in _FIRST_SYLLABLES
        for end_zh, end_en in _LAST_SYLLABLES
        for kind_zh, kind_en in (("路", "Road"), ("街", "DistrictStreet"), ("巷", "Lane"))
    ]
    rng.shuffle(names)
    return names
