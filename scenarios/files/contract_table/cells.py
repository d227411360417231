"""Cells of office files: numbers, units, yes and no, whatever the keyboard wrote."""

import datetime as dt
import re
import unicodedata
from decimal import ROUND_CEILING, Decimal
from enum import Enum

from scenarios.files.contract_table.fault import FaultKind, Said, Unreadable

Cell = str | float | bool | dt.time | dt.date | dt.datetime | dt.timedelta

BLANKS = {"", "-", "--", "—", "——", "/", "无", "n/a"}
"""What offices write where there is nothing."""

MOST_DIGITS = 20
"""A number of more digits is a slip; what office programs compute has up to 17."""

_NUMBER = re.compile(r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)\s*([^\d\s].*)?")
_YES = {"yes", "y", "true", "1", "是", "可", "可以", "能", "√"}
_NO = {"no", "n", "false", "0", "否", "不可", "不可以", "不能", "不", "×"}


class Dimension(Enum):
    """What a number measures; the program counts in kg, s, cm and fen."""

    MASS = "mass"
    TIME = "time"
    LENGTH = "length"
    MONEY = "money"


UNITS: dict[Dimension, dict[str, str]] = {
    Dimension.MASS: {
        "kg": "1", "kgs": "1", "公斤": "1", "千克": "1", "斤": "0.5", "t": "1000", "ton": "1000",
        "tons": "1000", "tonne": "1000", "tonnes": "1000", "吨": "1000",
    },
    Dimension.TIME: {
        "min": "60", "mins": "60", "minute": "60", "minutes": "60", "分钟": "60", "分": "60",
        "s": "1", "sec": "1", "seconds": "1", "秒": "1", "h": "3600", "hour": "3600",
        "hours": "3600", "小时": "3600",
    },
    Dimension.LENGTH: {
        "cm": "1", "厘米": "1", "公分": "1", "m": "100", "metre": "100", "metres": "100",
        "米": "100",
    },
    Dimension.MONEY: {
        "fen": "1", "分": "1", "yuan": "100", "cny": "100", "元": "100", "¥": "100",
    },
}  # fmt: skip
"""Units, each as so many of the one that the program counts in."""


def base(dimension: Dimension, unit: str) -> Decimal | None:
    """Returns how many of the program's unit one is, None if it is no unit of the kind."""
    found = UNITS[dimension].get(unit.casefold())
    return None if found is None else Decimal(found)


def units_of(dimension: Dimension) -> Said:
    """Returns the units to choose from, for people."""
    names = UNITS[dimension]
    return Said(
        ", ".join(name for name in names if name.isascii()),
        "、".join(name for name in names if not name.isascii()),
    )


def plain(cell: Cell) -> str:
    """Returns a cell's text with full-width characters made narrow and blanks taken off."""
    return unicodedata.normalize("NFKC", shown(cell)).strip()


def shown(cell: Cell) -> str:
    """Returns a cell as the office program shows it, or nearly so."""
    if isinstance(cell, float):
        # Never as 1e-05.
        return str(int(cell)) if cell.is_integer() else f"{Decimal(repr(cell)):f}"
    if isinstance(cell, dt.time):
        return cell.strftime("%H:%M")
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


def is_blank(cell: Cell) -> bool:
    """Says whether a cell is empty, or holds a dash or the like."""
    return plain(cell).casefold() in BLANKS


def number_and_unit(cell: Cell) -> tuple[Decimal, str]:
    """Returns a number and the unit behind it, which may be ""."""
    text = plain(cell)
    match = _NUMBER.fullmatch(text)
    digits = sum(c.isdecimal() for c in match[1]) if match else 0
    if isinstance(cell, bool) or not match or not 0 < digits <= MOST_DIGITS:
        raise Unreadable(
            FaultKind.NO_NUMBER,
            Said("is no number", "不是数字"),
            Said("write digits, with a point for decimals", "请填写数字，小数用小数点"),
        )
    return Decimal(match[1].replace(",", "")), (match[2] or "").strip()


def quantity(cell: Cell, dimension: Dimension, unit: str | None) -> int:
    """Returns an amount in kg, s, cm or fen, rounded up.

    Parameters
    ----------
    unit
        What the header says or, where it says none, what goes without saying; None where nothing
        does. A unit in the cell itself is the nearer one and holds.
    """
    value, own = number_and_unit(cell)
    own = own or unit or ""
    each = base(dimension, own)
    if each is None:
        known = units_of(dimension)
        raise Unreadable(
            FaultKind.UNIT,
            Said(f"has the unit {own!r}", f"单位“{own}”不适用")
            if own
            else Said("has no unit", "没有单位"),
            Said(
                f"write one of {known.en} into the header or cell",
                f"请在表头或单元格注明：{known.zh}",
            ),
        )
    # Office programs compute in binary: 0.30000000000000004 t are 300 kg, not 301.
    exact = round(value * each, 6)
    return int(exact.to_integral_value(ROUND_CEILING))


def count(cell: Cell) -> int:
    """Returns a whole number; a word for times behind it is let pass."""
    value, unit = number_and_unit(cell)
    if value != value.to_integral_value() or unit.casefold() not in ("", "次", "times", "x"):
        raise Unreadable(
            FaultKind.NO_NUMBER,
            Said("is no whole number", "不是整数"),
            Said("write a whole number", "请填写整数"),
        )
    return int(value)


def yes_or_no(cell: Cell) -> bool:
    """Returns what yes or no, 是 or 否, and the like mean."""
    word = plain(cell).casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise Unreadable(
        FaultKind.CHOICE,
        Said("is neither yes nor no", "既不是“是”也不是“否”"),
        Said("write yes or no", "请填写“是”或“否”"),
    )
