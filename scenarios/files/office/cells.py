"""Cells of office files: numbers, units, choices, yes and no, whatever the keyboard wrote."""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from enum import Enum
from functools import lru_cache
from typing import TypeVar

from fleet import message
from scenarios.files.office.fault import FaultKind, Unreadable
from scenarios.files.office.units import Dimension, base, units_of
from scenarios.workbook import Cell, Failed

_Choice = TypeVar("_Choice")

BLANKS = {"", "-", "--", "—", "——", "/", "无", "n/a"}
"""What offices write where there is nothing."""

_LONGEST_BLANK = max(map(len, BLANKS))

MOST_DIGITS = 20
"""A number of more digits is a slip; what office programs compute has up to 17."""

MOST = 10**10
"""No kilograms, seconds, centimetres or fen of one thing are more."""

_ROOMY = Context(prec=2 * MOST_DIGITS)
_MILLIONTH = Decimal("0.000001")
_NUMBER = re.compile(r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)\s*([^\d\s].*)?")
# What is on no screen: zero-width characters, soft hyphens, marks of direction and of byte order.
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_BETWEEN = re.compile(r"[;,、/\n]|\s+(?=\S)")
_YES = {"yes", "y", "true", "1", "是", "可", "可以", "能", "有", "√"}
_NO = {"no", "n", "false", "0", "否", "不可", "不可以", "不能", "不", "没有", "×"}


def normalise(cell: Cell) -> str:
    """Returns a cell's text as it is compared: narrow, without blanks around and unseen marks."""
    return _normalise_text(cell) if isinstance(cell, str) else _normalise_text(show(cell))


def _normalise_text(text: str) -> str:
    # ASCII is narrow as it is.
    return text.strip() if text.isascii() else _narrow(text)


@lru_cache(maxsize=1 << 14)
def _narrow(text: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).strip()


def show(cell: Cell) -> str:
    """Returns a cell as the office program shows it, or nearly so."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        # Never as 1e-05.
        return str(int(cell)) if cell.is_integer() else f"{Decimal(repr(cell)):f}"
    if isinstance(cell, dt.time):
        return cell.strftime("%H:%M")
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return cell.shown if isinstance(cell, Failed) else str(cell)


def is_blank(cell: Cell) -> bool:
    """Says whether a cell is empty, or holds a dash or the like."""
    if not isinstance(cell, str):
        return False
    # Most cells are told by their first letter and their length.
    if len(cell) > _LONGEST_BLANK and cell[0].isalnum():
        return False
    return not cell or _normalise_text(cell).casefold() in BLANKS


def key(text: str) -> str:
    """Returns a name as it is compared: narrow, small, without blanks and marks."""
    return re.sub(r"[\s_\-.:/*]+", "", _normalise_text(text).casefold())


def number_and_unit(cell: Cell) -> tuple[Decimal, str]:
    """Returns a number and the unit behind it, which may be ""."""
    if isinstance(cell, bool):
        raise _no_number()
    return _number_and_unit(normalise(cell))


# The same weights and times stand in many rows.
@lru_cache(maxsize=1 << 14)
def _number_and_unit(text: str) -> tuple[Decimal, str]:
    match = _NUMBER.fullmatch(text)
    if not match:
        raise _no_number()
    number = match[1].replace(",", "")
    if not 0 < len(number.lstrip("+-").replace(".", "")) <= MOST_DIGITS:
        raise _no_number()
    return Decimal(number), (match[2] or "").strip()


def _no_number() -> Unreadable:
    return Unreadable(
        FaultKind.NO_NUMBER,
        message("table.is_no_number", "is no number"),
        message("table.write_digits_with_a_point_for", "write digits, with a point for decimals"),
    )


class Rounding(Enum):
    """What becomes of a part of a unit: more to do, less room, or a slip."""

    UP = ROUND_CEILING
    DOWN = ROUND_FLOOR
    NONE = ""


def quantity(
    cell: Cell, dimension: Dimension, unit: str | None, rounding: Rounding = Rounding.UP
) -> int:
    """Returns an amount in whole units of the program.

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
        raise Unreadable(
            FaultKind.UNIT,
            message(
                "table.has_the_unit",
                "has the unit {own!r}",
                own=own,
            )
            if own
            else message("table.has_no_unit", "has no unit"),
            message(
                "table.write_one_of_into_the_header",
                "write one of {units:list} into the header or cell",
                **units_of(dimension),
            ),
        )
    # Office programs compute in binary: 0.30000000000000004 t are 300 kg, not 301.
    exact = _ROOMY.quantize(_ROOMY.multiply(value, each), _MILLIONTH)
    if rounding is Rounding.NONE and exact != exact.to_integral_value():
        raise _no_whole_number()
    return _proportionate(int(exact.to_integral_value(rounding.value or None)))


def count(cell: Cell, *words: str) -> int:
    """Returns a whole number; one of these words may stand behind it."""
    value, unit = number_and_unit(cell)
    if value != value.to_integral_value() or unit.casefold() not in ("", *words):
        raise _no_whole_number()
    return _proportionate(int(value))


def _proportionate(number: int) -> int:
    if abs(number) > MOST:
        raise Unreadable(
            FaultKind.IMPLAUSIBLE,
            message("table.too_large_a_number", "is too large for anything of the kind"),
            message("table.check_digits_and_unit", "check the digits and the unit"),
        )
    return number


def _no_whole_number() -> Unreadable:
    return Unreadable(
        FaultKind.NO_NUMBER,
        message("table.is_no_whole_number", "is no whole number"),
        message("table.write_a_whole_number", "write a whole number"),
    )


def share(cell: Cell) -> float:
    """Returns a share: 0.3, or 30 %."""
    value, unit = number_and_unit(cell)
    if unit not in ("", "%"):
        raise Unreadable(
            FaultKind.NO_NUMBER,
            message("table.is_no_share", "is no share"),
            message("table.write_e_g_0_3_or", "write e.g. 0.3 or 30%"),
        )
    return float(value / 100 if unit else value)


def yes_or_no(cell: Cell) -> bool:
    """Returns what yes or no, 是 or 否, and the like mean."""
    word = normalise(cell).casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise Unreadable(
        FaultKind.CHOICE,
        message("table.is_neither_yes_nor_no", "is neither yes nor no"),
        message("table.write_yes_or_no", "write yes or no"),
    )


def choose(text: str, choices: Mapping[str, _Choice]) -> _Choice:
    """Returns what a word stands for.

    Parameters
    ----------
    choices
        By words as `key` gives them, those of both languages.
    """
    found = choices.get(key(text))
    if found is None:
        english = list(dict.fromkeys(str(one) for one in choices.values()))
        chinese = [word for word in choices if not word.isascii()]
        raise Unreadable(
            FaultKind.CHOICE,
            message(
                "table.is_none_of_the_choices",
                "{text!r} is not one of the choices",
                text=text,
            ),
            message(
                "table.write_one_of",
                "write {choices:list}",
                choices=english,
                choices_zh=chinese or english,
            ),
        )
    return found


def parts_of(cell: Cell) -> list[str]:
    """Returns what a cell lists, parted by ; , 、 / blanks or lines."""
    return [part for part in _BETWEEN.split(normalise(cell)) if part]
