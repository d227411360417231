"""Canals and the river: they lie between the streets and break up what is behind them."""

from random import Random

from scenarios.district.ground import HEIGHT_M, WIDTH_M
from scenarios.district.street import ALONG_U, ALONG_V, Canal, DistrictPlan, Name
from scenarios.district.tertiaries import ArterialFields

_DIGITS = "零一二三四五六七八九十"
_SHORT_SHARE = 0.4
_NUM_CANALS = 4


def draw_canals(plan: DistrictPlan, fields: ArterialFields, rng: Random) -> None:
    """Adds one canal per field in both directions, and a river in the west."""
    for axis, size_m in ((ALONG_U, WIDTH_M), (ALONG_V, HEIGHT_M)):
        lines = fields.lines[axis]
        gaps = list(range(1, len(lines) - 1))
        rng.shuffle(gaps)
        for gap in (0, *sorted(gaps[:_NUM_CANALS])):
            is_river = axis == ALONG_V and gap == 0
            # Aside of the field's middle, where the tertiary street is.
            share = 0.2 if rng.random() < 0.5 or is_river else 0.8
            start, end = 0.0, size_m
            if rng.random() < _SHORT_SHARE and not is_river:
                cut = size_m * (0.25 + 0.3 * rng.random())
                start, end = (cut, size_m) if rng.random() < 0.5 else (0.0, size_m - cut)
            plan.canals.append(
                Canal.draw(
                    rng,
                    axis=axis,
                    at=lines[gap] + share * (lines[gap + 1] - lines[gap]),
                    start=start,
                    end=end,
                    width_m=95.0 if is_river else 16.0 + 18.0 * rng.random(),
                    name=_name(axis, gap, is_river=is_river),
                    height_m=55.0 if is_river else 42.0,
                )
            )


def _name(axis: int, gap: int, *, is_river: bool) -> Name:
    if is_river:
        return Name(zh="西塘江", en="West Pond River")
    zh, en = ("横", "Cross") if axis == ALONG_U else ("直", "Long")
    return Name(zh=f"{zh}{_DIGITS[gap + 1]}河", en=f"{en} Canal {gap + 1}")
