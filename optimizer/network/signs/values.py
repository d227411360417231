"""Numbers in OSM tags, in their many spellings.

What is not understood is 0, as if the tag were absent: public data is full of slips, and one of
them must not cost a street. Full-width digits and letters are read as plain ones.
"""

import re
import unicodedata

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

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_SPEED = re.compile(rf"^{_NUMBER}\s*(mph|knots|km/h|kmh|kph|公里)?$")
_ZONE_NUMBER = re.compile(r"^(?:zone:?)?(\d+)$")
_LENGTH = re.compile(
    rf"^[~≈]?\s*{_NUMBER}\s*(m|mtr|metres?|meters?|米|cm|厘米|mm|km|ft|feet|foot|'|′|in|\"|″)?$"
)
_FEET_AND_INCHES = re.compile(rf"^{_NUMBER}\s*(?:'|′|ft|feet)\s*{_NUMBER}\s*(?:\"|″|in|'')?$")
_WEIGHT = re.compile(rf"^{_NUMBER}\s*(t|tons?|tonnes?|吨|kg|公斤|lbs?|st|short tons?)?$")
_CM = {
    "m": 100.0,
    "cm": 1.0,
    "厘米": 1.0,
    "mm": 0.1,
    "km": 100_000.0,
    "ft": 30.48,
    "feet": 30.48,
    "foot": 30.48,
    "'": 30.48,
    "′": 30.48,
    "in": 2.54,
    '"': 2.54,
    "″": 2.54,
}
_KG = {
    "kg": 1.0,
    "公斤": 1.0,
    "lb": 0.45359237,
    "lbs": 0.45359237,
    "st": 907.18474,
    "short ton": 907.18474,
    "short tons": 907.18474,
}


def _plain(text: str | None) -> str:
    return unicodedata.normalize("NFKC", text or "").strip().lower()


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def _parts(text: str | None) -> list[str]:
    """Returns the values of a list such as "30;50", "3 | 3.5" or "6-8"."""
    return [part.strip() for part in re.split(r"[;|]|(?<=\d)\s*[-–]\s*(?=\d)", _plain(text))]


def speed_kph(text: str | None) -> int:
    """Returns a speed limit in km/h, 0 where it is absent or not understood (Key:maxspeed).

    Of several values the lowest counts. "none" is 120, zone values are those of `ZONE_KPH`, and
    the number of "DE:zone30" is taken as it stands.
    """
    speeds = [speed for speed in map(_one_speed_kph, _parts(text)) if speed]
    return min(speeds, default=0)


def _one_speed_kph(text: str) -> int:
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


def length_cm(text: str | None) -> int:
    """Returns a width or height in cm, 0 where it is absent or not understood (Key:width).

    Metres unless a unit says otherwise; of several values the lowest counts.
    """
    plain = _plain(text)
    if match := _FEET_AND_INCHES.match(plain):
        return round(_float(match[1]) * 30.48 + _float(match[2]) * 2.54)
    lengths = [
        round(_float(match[1]) * _CM.get(match[2] or "m", 100.0))
        for match in map(_LENGTH.match, _parts(text))
        if match
    ]
    return min((length for length in lengths if length), default=0)


def weight_kg(text: str | None) -> int:
    """Returns a weight limit in kg, 0 where it is absent or not understood (Key:maxweight).

    Tonnes unless a unit says otherwise; of several values the lowest counts.
    """
    weights = [
        round(_float(match[1]) * _KG.get(match[2] or "t", 1000.0))
        for match in map(_WEIGHT.match, _parts(text))
        if match
    ]
    return min((weight for weight in weights if weight), default=0)


def count(text: str | None, *, most: int) -> int:
    """Returns a whole number from 1 to `most`, 0 where it is absent or not understood.

    A half ("1.5" lanes, a narrow two-way street) is rounded down, of several the lowest counts.
    """
    numbers = [int(_float(part)) for part in _parts(text) if re.match(rf"^{_NUMBER}$", part)]
    return min((number for number in numbers if 1 <= number <= most), default=0)
