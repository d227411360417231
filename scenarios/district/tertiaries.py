"""Tertiary streets: they halve the fields between arterials, with jogs, one-way stretches."""

from dataclasses import dataclass, replace
from random import Random

from scenarios.district.arterials import Skeleton
from scenarios.district.ground import HEIGHT_M, WIDTH_M, Point
from scenarios.district.street import (
    ALONG_U,
    ALONG_V,
    DistrictPlan,
    DistrictStreet,
    Link,
    Name,
    draw_bow,
)

_JOG_SHARE = 0.4
_BOW = (0.02, 0.08)
_ABSENT_SHARE = {True: 0.26, False: 0.55}
_ONE_WAY_SHARE = 0.55
_NAMED_SHARE = 0.8
_NUM_ROUNDABOUTS = 5
_ROUNDABOUT_RADIUS_M = 24.0

_REAL_NAMES = {
    ALONG_U: (
        Name(zh="日丽路", en="Rili Road"),
        Name(zh="学士路", en="Xueshi Road"),
        Name(zh="惠风路", en="Huifeng Road"),
        Name(zh="堇山路", en="Jinshan Road"),
    ),
    ALONG_V: (Name(zh="富强路", en="Fuqiang Road"),),
}
_DIGITS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True, kw_only=True)
class _TertiarySpan:
    """A tertiary street from one crossing arterial to the next."""

    at: float
    one_way: int
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArterialFields:
    """The fields between arterials and the tertiary street in each.

    `lines[axis]` are the coordinates of the arterials along an axis with both borders added;
    `middles[axis][line gap][crossing gap]` is where the tertiary street along `axis` lies there,
    or None.
    """

    lines: tuple[tuple[float, ...], tuple[float, ...]]
    middles: tuple[tuple[tuple[float | None, ...], ...], tuple[tuple[float | None, ...], ...]]


def draw_tertiaries(plan: DistrictPlan, skeleton: Skeleton, rng: Random) -> ArterialFields:
    """Adds the tertiary streets to the plan and returns where they divide it."""
    lines = (
        (0.0, *(arterial.at for arterial in skeleton.east_west), HEIGHT_M),
        (0.0, *(arterial.at for arterial in skeleton.north_south), WIDTH_M),
    )
    first = len(plan.streets)
    middles = (
        _draw_axis(plan, skeleton, lines, ALONG_U, rng),
        _draw_axis(plan, skeleton, lines, ALONG_V, rng),
    )
    _draw_continuations(plan, skeleton)
    fields = ArterialFields(lines=lines, middles=middles)
    _draw_roundabouts(plan, fields, first, rng)
    return fields


def _draw_continuations(plan: DistrictPlan, skeleton: Skeleton) -> None:
    """Adds a plain street wherever an arterial road ends at a junction, to the border."""
    for arterial in (*skeleton.east_west, *skeleton.north_south):
        crossing = skeleton.crossing(arterial.axis)
        ends = []
        if arterial.first is not None:
            ends.append((0.0, crossing[arterial.first].at - crossing[arterial.first].half_gap_m))
        if arterial.last is not None:
            near = crossing[arterial.last].at + crossing[arterial.last].half_gap_m
            ends.append((near, arterial.size_m))
        plan.streets.extend(
            DistrictStreet(
                axis=arterial.axis,
                at=arterial.at,
                start=start,
                end=end,
                highway="unclassified",
                name=arterial.name,
                tags=(("lanes", "2"),),
            )
            for start, end in ends
        )


def _draw_axis(
    plan: DistrictPlan,
    skeleton: Skeleton,
    lines: tuple[tuple[float, ...], tuple[float, ...]],
    axis: int,
    rng: Random,
) -> tuple[tuple[float | None, ...], ...]:
    own = lines[axis]
    rows = []
    for gap in range(len(own) - 1):
        spans = _draw_spans(skeleton, axis, gap, (own[gap], own[gap + 1]), rng)
        name = _name(axis, gap) if rng.random() < _NAMED_SHARE else None
        for start, end, span in _runs(skeleton, lines[1 - axis], axis, gap, spans):
            plan.streets.append(
                DistrictStreet(
                    axis=axis,
                    at=span.at,
                    start=start,
                    end=end,
                    highway="tertiary",
                    name=name,
                    one_way=span.one_way,
                    bow=draw_bow(_BOW, rng),
                    tags=(("lanes", "2"), ("maxspeed", "40")),
                )
            )
        rows.append(tuple(span.at if span.is_here else None for span in spans))
    return tuple(rows)


def _name(axis: int, gap: int) -> Name:
    """Returns a real name where there is one, else one of a system: weft and warp, numbered."""
    real = _REAL_NAMES[axis]
    if 2 <= gap < 2 + len(real):
        return real[gap - 2]
    zh, en = ("纬", "Weft") if axis == ALONG_U else ("经", "Warp")
    return Name(zh=f"{zh}{_DIGITS[gap + 1]}路", en=f"{en} Road {gap + 1}")


def _draw_spans(
    skeleton: Skeleton, axis: int, gap: int, between: tuple[float, float], rng: Random
) -> list[_TertiarySpan]:
    crossing = skeleton.crossing(axis)
    low, high = between
    spans: list[_TertiarySpan] = []
    at = low + (high - low) * (0.42 + 0.16 * rng.random())
    for number in range(len(crossing) + 1):
        # Where no arterial crosses there is nothing at which the street could jog.
        may_change = number > 0 and crossing[number - 1].reaches(gap)
        if may_change and rng.random() < _JOG_SHARE:
            at = low + (high - low) * (0.36 + 0.28 * rng.random())
        is_inner = 0 < number < len(crossing)
        closed_in = is_inner and may_change and crossing[number].reaches(gap)
        one_way = 0
        if closed_in and rng.random() < _ONE_WAY_SHARE:
            one_way = 1 if rng.random() < 0.5 else -1
        is_here = (
            rng.random() >= _ABSENT_SHARE[is_inner and 0 < gap < len(skeleton.list_parallel(axis))]
        )
        spans.append(_TertiarySpan(at=at, one_way=one_way, is_here=is_here))
    return spans


def _runs(
    skeleton: Skeleton,
    stations: tuple[float, ...],
    axis: int,
    gap: int,
    spans: list[_TertiarySpan],
) -> list[tuple[float, float, _TertiarySpan]]:
    """Returns (start, end, span) for stretches that continue as one street."""
    crossing = skeleton.crossing(axis)
    runs: list[tuple[float, float, _TertiarySpan]] = []
    number = 0
    while number < len(spans):
        last = number
        while last + 1 < len(spans) and spans[last + 1] == spans[number]:
            last += 1
        span = spans[number]
        if span.is_here:
            start, end = stations[number], stations[last + 1]
            if number > 0 and crossing[number - 1].reaches(gap):
                start += _overlap(crossing[number - 1].half_gap_m, span, spans[number - 1])
            if last + 1 < len(spans) and crossing[last].reaches(gap):
                end -= _overlap(crossing[last].half_gap_m, span, spans[last + 1])
            runs.append((start, end, span))
        number = last + 1
    return runs


def _overlap(half_gap_m: float, span: _TertiarySpan, neighbour: _TertiarySpan) -> float:
    """Returns how far inside of the median a street ends.

    Negative: it crosses the median to the far carriageway. Of two streets that meet head on, only
    the one with two directions does.
    """
    meets = neighbour.is_here and neighbour.at == span.at
    gives_way = meets and (
        (span.one_way != 0 and neighbour.one_way == 0)
        or (span.one_way != 0 and neighbour.one_way != 0 and span.one_way < neighbour.one_way)
    )
    return half_gap_m if gives_way else -half_gap_m


def _draw_roundabouts(plan: DistrictPlan, fields: ArterialFields, first: int, rng: Random) -> None:
    """Replaces some crossings of two tertiary streets by roundabouts."""
    places = [
        (along_v, along_u)
        for row in range(1, len(fields.lines[ALONG_U]) - 2)
        for column in range(1, len(fields.lines[ALONG_V]) - 2)
        if (along_u := fields.middles[ALONG_U][row][column]) is not None
        and (along_v := fields.middles[ALONG_V][column][row]) is not None
    ]
    places.sort(key=lambda _: rng.random())
    done = 0
    for place in places:
        done += _draw_roundabout(plan, place, first)
        if done == _NUM_ROUNDABOUTS:
            return


def _draw_roundabout(plan: DistrictPlan, place: Point, first: int) -> bool:
    u, v = place
    here = [
        (index, street)
        for index, street in enumerate(plan.streets)
        if index >= first
        and street.at == (v if street.axis == ALONG_U else u)
        and street.start + 80 < (u if street.axis == ALONG_U else v) < street.end - 80
    ]
    if len(here) != 2 or any(street.one_way for _, street in here):
        return False
    for index, street in here:
        middle = u if street.axis == ALONG_U else v
        plan.streets[index] = replace(street, end=middle - _ROUNDABOUT_RADIUS_M)
        plan.streets.append(replace(street, start=middle + _ROUNDABOUT_RADIUS_M))
    radius, slant = _ROUNDABOUT_RADIUS_M, _ROUNDABOUT_RADIUS_M * 0.7071
    # Against the clock, as traffic on the right goes round.
    corners = ((radius, 0.0), (0.0, radius), (-radius, 0.0), (0.0, -radius), (radius, 0.0))
    between = ((slant, slant), (-slant, slant), (-slant, -slant), (slant, -slant))
    for number, (du, dv) in enumerate(between):
        (du_0, dv_0), (du_1, dv_1) = corners[number], corners[number + 1]
        points = ((u + du_0, v + dv_0), (u + du, v + dv), (u + du_1, v + dv_1))
        tags = (("junction", "roundabout"), ("lanes", "1"))
        plan.links.append(Link(points=points, highway="tertiary", tags=tags))
    return True
