"""Numbers in OSM tags, in their many spellings.

What is not understood is passed over, as if the tag were absent: public data is full of slips, and
one of them must not cost a street. `Limit.is_whole` says where that was done, so that limits are
listed. Full-width digits and letters are read as plain ones.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

ZONE_KPH = {
    "walk": 10,
    "living_street": 20,
    "bicycle_road": 30,
    "urban": 50,
    "rural": 70,
    "trunk": 80,
    "motorway": 120,
}
"""Speed of "CN:urban" and the like, by what stands behind the colon (Key:maxspeed)."""

PLAUSIBLE_KPH = (5, 140)

NO_LIMIT = frozenset(
    {
        "",
        "none",
        "no",
        "default",
        "below_default",
        "unsigned",
        "no_sign",
        "no_indications",
        "unknown",
        "不限",
        "无",
        "无限制",
    }
)
"""What says of a limit that there is none, or none that binds (Key:maxheight)."""

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_SPEED = re.compile(rf"^{_NUMBER}\s*(mph|knots|km/h|kmh|kph|公里)?$")
_ZONE_NUMBER = re.compile(r"^(?:zone:?)?(\d+)$")
_LENGTH = re.compile(
    rf"^[~≈]?\s*{_NUMBER}\s*"
    r"(m|mtr|metres?|meters?|米|公尺|cm|厘米|公分|mm|毫米|km|ft|feet|foot|'|in|inch|inches|\")?$"
)
_FEET_AND_INCHES = re.compile(
    rf"^{_NUMBER}\s*(?:'|ft|feet|foot)\s*-?\s*{_NUMBER}\s*(?:\"|in|inch|inches|'')?$"
)
_WEIGHT = re.compile(
    rf"^{_NUMBER}\s*(t|tons?|tonnes?|吨|公吨|kg|kgs|公斤|千克|lbs?|pounds?|st|short tons?|cwt)?$"
)
_CM = {
    "cm": 1.0,
    "厘米": 1.0,
    "公分": 1.0,
    "mm": 0.1,
    "毫米": 0.1,
    "km": 100_000.0,
    "ft": 30.48,
    "feet": 30.48,
    "foot": 30.48,
    "'": 30.48,
    "in": 2.54,
    "inch": 2.54,
    "inches": 2.54,
    '"': 2.54,
}
_KG = {
    "kg": 1.0,
    "kgs": 1.0,
    "公斤": 1.0,
    "千克": 1.0,
    "lb": 0.45359237,
    "lbs": 0.45359237,
    "pound": 0.45359237,
    "pounds": 0.45359237,
    "st": 907.18474,
    "short ton": 907.18474,
    "short tons": 907.18474,
    "cwt": 50.80234544,
}
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WHAT = re.compile(
    r"^(?:限(?:制)?)?(?:通行)?(?:净|总|轴)?(?:质量|[高宽长重载])?度?(?:为|:)?\s*(?=\d)"
)
_AND_BELOW = re.compile(r"\s*(?:及|或)?以(?:下|内)$")
_QUOTES = str.maketrans({"′": "'", "’": "'", "″": '"', "”": '"'})


class Limit(NamedTuple):
    """A limit as a tag gives it.

    Parameters
    ----------
    least
        The lowest of its values, in kg or cm; 0 where there is none.
    is_whole
        Whether all of the text was understood.
    """

    least: int = 0
    is_whole: bool = True


def _normalise(text: str | None) -> str:
    return unicodedata.normalize("NFKC", text or "").strip().lower().translate(_QUOTES)


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def _parts(text: str) -> list[str]:
    """Returns the values of a list such as "30;50", "3 | 3.5" or "6-8"."""
    return [part.strip() for part in re.split(r"[;|]|(?<=\d)\s*[-–]\s*(?=\d)", text)]


def speed_kph(text: str | None) -> int:
    """Returns a speed limit in km/h, 0 where it is absent or not understood (Key:maxspeed).

    Of several values the lowest counts. "none" is 120, zone values are those of `ZONE_KPH`, and
    the number of "DE:zone30" is taken as it stands.
    """
    speeds = [speed for speed in map(_read_speed_kph, _parts(_normalise(text))) if speed]
    return min(speeds, default=0)


def _read_speed_kph(text: str) -> int:
    if text == "none":
        return ZONE_KPH["motorway"]
    if match := _SPEED.match(text):
        factor = {"mph": 1.609344, "knots": 1.852}.get(match[2] or "", 1.0)
        value = round(_float(match[1]) * factor)
        return value if PLAUSIBLE_KPH[0] <= value <= PLAUSIBLE_KPH[1] else 0
    if text in ZONE_KPH:
        return ZONE_KPH[text]
    _, colon, zone = text.partition(":")
    if not colon:
        return 0
    if zone in ZONE_KPH:
        return ZONE_KPH[zone]
    match = _ZONE_NUMBER.match(zone)
    return int(match[1]) if match and PLAUSIBLE_KPH[0] <= int(match[1]) <= PLAUSIBLE_KPH[1] else 0


def length_limit(text: str | None) -> Limit:
    r"""Returns a limit of height, width or length in cm (Key:maxheight).

    Metres unless a unit says otherwise. What stands in brackets is a remark, and what says in
    Chinese what is limited is passed over: "限高2.5米" and "2.2 m (7'3\")" are 2.5 m and 2.2 m.
    """
    return _limit(text, _LENGTH, _CM, 100.0)


def weight_limit(text: str | None) -> Limit:
    """Returns a limit of weight in kg, tonnes unless a unit says otherwise (Key:maxweight)."""
    return _limit(text, _WEIGHT, _KG, 1000.0)


def _limit(
    text: str | None, pattern: re.Pattern[str], factors: Mapping[str, float], usual: float
) -> Limit:
    found = []
    is_whole = True
    plain = _normalise(text)
    bare = _REMARK.sub(" ", plain).strip()
    if not re.search(r"\d", bare):
        # Nothing but the remark says how much.
        bare = re.sub(r"[()\[\]]", " ", plain).strip()
    for part in _parts(bare):
        value = _AND_BELOW.sub("", _WHAT.sub("", part))
        if value in NO_LIMIT:
            continue
        if pattern is _LENGTH and (feet := _FEET_AND_INCHES.match(value)):
            found.append(round(_float(feet[1]) * 30.48 + _float(feet[2]) * 2.54))
        elif match := pattern.match(value):
            found.append(round(_float(match[1]) * factors.get(match[2] or "", usual)))
        else:
            is_whole = False
    # Nothing at all may pass below 0 m: a slip of the mapper's.
    is_whole = is_whole and 0 not in found
    return Limit(least=min((one for one in found if one), default=0), is_whole=is_whole)


def length_cm(text: str | None) -> int:
    """Returns a width in cm, 0 where it is absent or not understood (Key:width)."""
    return length_limit(text).least


def count(text: str | None, *, most: int) -> int:
    """Returns a whole number from 1 to `most`, 0 where it is absent or not understood.

    A half ("1.5" lanes, a narrow two-way street) is rounded down, of several the lowest counts.
    """
    plain = _normalise(text)
    numbers = [int(_float(part)) for part in _parts(plain) if re.match(rf"^{_NUMBER}$", part)]
    return min((number for number in numbers if 1 <= number <= most), default=0)
