"""The checker's own reading of numbers on signs.

It knows fewer spellings than the reader of streets does; what it does not know it leaves alone.
"""

import re
import unicodedata

_UNITS = {
    "": None,
    "m": 100.0,
    "米": 100.0,
    "cm": 1.0,
    "厘米": 1.0,
    "ft": 30.48,
    "'": 30.48,
    "in": 2.54,
    '"': 2.54,
    "t": 1000.0,
    "吨": 1000.0,
    "kg": 1.0,
    "公斤": 1.0,
    "lbs": 0.45359237,
    "lb": 0.45359237,
}
_WEIGHTS = frozenset({"t", "吨", "kg", "公斤", "lbs", "lb"})
_VALUE = re.compile(r"(?:限[高宽长重])?(\d+(?:[.,]\d+)?) ?([a-z米厘吨公斤'\"]*)")
_FEET = re.compile(r"(\d+)(?:'| ?ft) ?(\d+)(?:\"| ?in)")
FREE = frozenset({"none", "no", "default", "below_default", "unsigned"})


def metres_or_tonnes(text: str, *, is_weight: bool) -> int | None:
    """Returns the least number of a sign in cm or kg, 0 where it says there is none.

    None where any of it is not known.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower().replace("′", "'").replace("″", '"')
    found = [
        _read_one(part.strip(), is_weight=is_weight)
        for part in re.split(r"[;|]", _strip_remarks(plain))
    ]
    known = [number for number in found if number is not None]
    if len(known) < len(found):
        return None
    return min((number for number in known if number), default=0)


def _strip_remarks(text: str) -> str:
    """Returns a text without its remarks in brackets."""
    return re.sub(r"\([^()]*\)", "", text)


def _read_one(text: str, *, is_weight: bool) -> int | None:
    if text in FREE:
        return 0
    if not is_weight and (feet := _FEET.fullmatch(text)):
        return round(int(feet[1]) * 30.48 + int(feet[2]) * 2.54)
    match = _VALUE.fullmatch(text)
    if (
        match is None
        or match[2] not in _UNITS
        or (match[2] and (match[2] in _WEIGHTS) != is_weight)
    ):
        return None
    usual = 1000.0 if is_weight else 100.0
    return round(float(match[1].replace(",", ".")) * (_UNITS[match[2]] or usual)) or None
