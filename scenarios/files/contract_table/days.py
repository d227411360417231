"""Weekdays and dates in office files."""

import datetime as dt
import re

from scenarios.files.contract_table.cells import Cell, plain
from scenarios.files.contract_table.fault import FaultKind, Said, Unreadable

_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HANZI = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5}
_WORDS = {
    "daily": range(7), "every day": range(7), "每天": range(7), "每日": range(7),
    "天天": range(7), "全周": range(7), "周末": (5, 6), "weekend": (5, 6), "weekends": (5, 6),
    "工作日": range(5), "workdays": range(5), "working days": range(5),
}  # fmt: skip

_BETWEEN = re.compile(r"[;,、/\n]|\s+|和|及")
_RANGE = re.compile(r"(.+?)\s*(?:[-~–—−]|至|到|\bto\b)\s*(.+)")
_WEEK = re.compile(r"每?(?:周|週|星期|礼拜)")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_SERIAL = re.compile(r"\d{5,6}")
_DATES = re.compile(r"[;,、\n]|(?<=[\d日])\s+(?=\d)")
_DATE_RANGE = re.compile(r"\s*(?:[~–—−]|至|到|\bto\b)\s*")
_EPOCH = dt.date(1899, 12, 30)
_SERIALS = range(25_569, 109_572)
"""What office programs keep for the days from 1970 to 2199."""

MOST_DAYS = 366
"""A longer range of excluded days is taken for a slip."""


def weekdays(cell: Cell, *, digits: bool) -> tuple[int, ...]:
    """Returns weekdays, Monday = 0, in order.

    Parameters
    ----------
    digits
        Whether 0 for Monday may be written. Elsewhere 1 is Monday to some and Tuesday to others.
    """
    text = plain(cell).casefold()
    if text in _WORDS:
        return tuple(_WORDS[text])
    found: set[int] = set()
    for part in _parts(text):
        match = _RANGE.fullmatch(part)
        if match:
            first, last = (_days(end, digits) for end in match.groups())
            if len(first) != 1 or len(last) != 1 or first[0] > last[0]:
                raise _no_weekday(part, digits)
            found |= set(range(first[0], last[0] + 1))
        else:
            found |= set(_days(part, digits))
    return tuple(sorted(found))


def _parts(text: str) -> list[str]:
    # Blanks part days, but not the ends of a range.
    tight = re.sub(r"\s*([-~–—−至到])\s*", r"\1", text)
    return [part for part in _BETWEEN.split(tight) if part]


def _days(part: str, digits: bool) -> tuple[int, ...]:
    """Returns the days that a word names: Mon, Monday, 周一, 一三五, and 0 where digits count."""
    if part in _WORDS:
        return tuple(_WORDS[part])
    short = _WEEK.sub("", part)
    if short and set(short) <= set(_HANZI):
        return tuple(_HANZI[one] for one in short)
    if part.rstrip(".") in (*_NAMES, *_FULL, "tues", "thur", "thurs"):
        return (_NAMES.index(part[:3]),)
    if digits and re.fullmatch(r"[0-6]", part):
        return (int(part),)
    raise _no_weekday(part, digits)


def _no_weekday(part: str, digits: bool) -> Unreadable:
    too = " or 0 to 6 from Monday" if digits else ", not digits"
    return Unreadable(
        FaultKind.WEEKDAY,
        Said(f"{part!r} names no weekday", f"“{part}”不是星期几"),
        Said(
            f"write Mon,Wed or 周一、周三 or daily{too}",
            "请写成 周一、周三 或 每天"
            + ("，或 0 至 6（0 为周一）" if digits else "，不要用数字"),
        ),
    )


def date(cell: Cell) -> dt.date:
    """Returns a date: an office program's own, its number, or text, also as 2012年12月12日."""
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    found = cell if isinstance(cell, dt.date) else _text_date(plain(cell))
    if found is None or not 1970 <= found.year < 2200:
        raise Unreadable(
            FaultKind.DATE,
            Said("is no date of 1970 to 2199", "不是 1970 至 2199 年的日期"),
            Said("write YYYY-MM-DD, e.g. 2012-12-12", "请写成 YYYY-MM-DD，如 2012-12-12"),
        )
    return found


def _text_date(text: str) -> dt.date | None:
    match = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        try:
            return dt.date(*map(int, match.groups()))
        except ValueError:
            return None
    if _SERIAL.fullmatch(text) and int(text) in _SERIALS:
        return _EPOCH + dt.timedelta(days=int(text))
    return None


def dates(cell: Cell) -> tuple[dt.date, ...]:
    """Returns dates in order: several parted by ; , 、 and ranges as 2013-02-09~2013-02-15."""
    if not isinstance(cell, str):
        return (date(cell),)
    found: set[dt.date] = set()
    for part in filter(None, (one.strip() for one in _DATES.split(plain(cell)))):
        ends = [date(end) for end in _DATE_RANGE.split(part)]
        days = (ends[-1] - ends[0]).days
        if len(ends) > 2 or not 0 <= days < MOST_DAYS:
            raise Unreadable(
                FaultKind.DATE_ORDER,
                Said(f"{part!r} is no range of days", f"“{part}”不是日期区间"),
                Said(
                    f"write first~last, at most {MOST_DAYS} days",
                    f"请写成 起~止，最多 {MOST_DAYS} 天",
                ),
            )
        found |= {ends[0] + dt.timedelta(days=n) for n in range(days + 1)}
    return tuple(sorted(found))
