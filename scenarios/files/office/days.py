"""Weekdays, rules for dates, and dates in office files."""

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

from fleet import message
from scenarios.files.office.cells import normalise
from scenarios.files.office.fault import FaultKind, Unreadable
from scenarios.workbook import Cell

_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HANZI = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5}
_WORDS = {
    "daily": range(7), "every day": range(7), "每天": range(7), "每日": range(7),
    "天天": range(7), "全周": range(7), "周末": (5, 6), "weekend": (5, 6), "weekends": (5, 6),
    "工作日": range(5), "workdays": range(5), "working days": range(5),
}  # fmt: skip
_SUNDAY = 6
EVERY_DAY = tuple(range(7))

_BETWEEN = re.compile(r"[;,、/\n]|\s+|和|及")
_RANGE = re.compile(r"(.+?)\s*(?:[-~–—−]|至|到|\bto\b)\s*(.+)")
_WEEK = re.compile(r"每?(?:周|週|星期|礼拜)")

_ODD = {"单号", "单日", "逢单", "奇数日", "单数日", "odd", "odd days"}
_EVEN = {"双号", "双日", "逢双", "偶数日", "双数日", "even", "even days"}
_EVERY_OTHER = re.compile(r"每?隔一?[天日]|every (?:other|second|2nd) day")
_EVERY_N = re.compile(
    r"(?P<gap>每?隔)(?P<a>[\d二两三四五六七八九十]+)[天日](?:一次)?"
    r"|每(?P<b>[\d二两三四五六七八九十]+)[天日](?:一次)?|every (?P<c>\d+) days"
)
_OF_MONTH = re.compile(r"每个?月(?:的)?([\d日号、,;和及\s~至到-]+)")
_NTH = re.compile(
    r"(?:每个?月的?)?(?P<nths>(?:第|最后)[^周週星礼]*)个?(?P<days>(?:周|週|星期|礼拜).+)"
)
_NTH_ENGLISH = re.compile(
    r"(?:the )?(?P<nths>(?:\w+(?:\s*,\s*|\s+and\s+|\s*&\s*))*\w+)\s+(?P<days>[a-z, ]+?)"
    r"(?:\s+(?:of|in) (?:the|each|every|a) month)?"
)
_WEEKS_APART = re.compile(
    r".*(?:隔周|单周|双周|每两周|每二周|every other week|biweekly|fortnight).*"
)
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
            "九": 9, "十": 10}  # fmt: skip
_ORDINALS = {"1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4,
             "fourth": 4, "5th": 5, "fifth": 5, "last": -1}  # fmt: skip

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_NO_YEAR = re.compile(r"\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?")
_SERIAL = re.compile(r"\d{5,6}")
_DATES = re.compile(r"[;,、\n]|(?<=[\d日])\s+(?=\d)")
_DATE_RANGE = re.compile(r"\s*(?:[~–—−]|至|到|\bto\b)\s*")
_EPOCH = dt.date(1899, 12, 30)
_SERIALS = range(25_569, 109_572)
"""What office programs keep for the days from 1970 to 2199."""

MOST_DAYS = 366
"""A longer range of excluded days is taken for a slip."""


class Days(NamedTuple):
    """Weekdays, and what else a date must be; see `fleet.Contract`."""

    weekdays: tuple[int, ...] = EVERY_DAY
    month_days: tuple[int, ...] = ()
    month_weeks: tuple[int, ...] = ()
    every_days: int = 1

    @property
    def fixes_dates(self) -> bool:
        """Whether it says more than weekdays."""
        return self != Days(weekdays=self.weekdays)


def days(cell: Cell, *, digits: bool) -> Days:
    """Returns weekdays, or days by a rule: 单号, 隔天, 每月1日、15日, 第一、三个周二.

    Parameters
    ----------
    digits
        As in `weekdays`.
    """
    return _rule(normalise(cell).casefold(), digits)


@lru_cache(maxsize=1 << 10)
def _rule(text: str, digits: bool) -> Days:
    if text in _ODD:
        return Days(month_days=tuple(range(1, 32, 2)))
    if text in _EVEN:
        return Days(month_days=tuple(range(2, 32, 2)))
    if _EVERY_OTHER.fullmatch(text):
        return Days(every_days=2)
    if match := _EVERY_N.fullmatch(text):
        number = _number(match["a"] or match["b"] or match["c"])
        return Days(every_days=max(1, number + (match["gap"] is not None)))
    if match := _OF_MONTH.fullmatch(text):
        return Days(month_days=_month_days(match[1]))
    if _WEEKS_APART.fullmatch(text):
        raise _no_rule(text)
    if match := _NTH.fullmatch(text):
        weeks = tuple(sorted({_week(one, text) for one in _nths(match["nths"])}))
        return Days(weekdays=weekdays(match["days"], digits=digits), month_weeks=weeks)
    match = _NTH_ENGLISH.fullmatch(text)
    if (
        match
        and (words := re.split(r"\s*(?:,|\band\b|&)\s*", match["nths"]))
        and (set(words) <= set(_ORDINALS))
    ):
        weeks = tuple(sorted({_ORDINALS[word] for word in words}))
        return Days(weekdays=weekdays(match["days"], digits=digits), month_weeks=weeks)
    return Days(weekdays=weekdays(text, digits=digits))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _NUMBERS.get(text, 0) or 10


def _nths(text: str) -> list[str]:
    return [part for part in re.split(r"[、,;和及\s第个]+", text) if part]


def _week(text: str, whole: str) -> int:
    if text in ("最后", "最后一"):
        return -1
    number = int(text) if text.isdecimal() else _NUMBERS.get(text, 0)
    if not 1 <= number <= 5:
        raise _no_rule(whole)
    return number


def _month_days(text: str) -> tuple[int, ...]:
    found: set[int] = set()
    for part in re.split(r"[、,;和及\s]+", text.strip()):
        ends = [end.rstrip("日号") for end in re.split(r"[~至到-]", part)]
        if len(ends) > 2 or not all(end.isdecimal() and 1 <= int(end) <= 31 for end in ends):
            raise _no_rule(f"每月{text}")
        found |= set(range(int(ends[0]), int(ends[-1]) + 1))
    if not found:
        raise _no_rule(f"每月{text}")
    return tuple(sorted(found))


def _no_rule(text: str) -> Unreadable:
    return Unreadable(
        FaultKind.WEEKDAY,
        message(
            "table.is_no_rule_for_days_that",
            "{text!r} is no rule for days that can be read",
            text=text,
        ),
        message(
            "table.write_weekdays_odd_or_even_days",
            "write weekdays, odd or even days, 'every other day' with a first date, days of the "
            "month as 每月1日、15日, or 'first and third Tue'",
        ),
    )


def weekdays(cell: Cell, *, digits: bool) -> tuple[int, ...]:
    """Returns weekdays, Monday = 0, in order.

    Parameters
    ----------
    digits
        Whether 0 for Monday may be written. Elsewhere 1 is Monday to some and Tuesday to others.
    """
    text = normalise(cell).casefold()
    if text in _WORDS:
        return tuple(_WORDS[text])
    found: set[int] = set()
    for part in _parts(text):
        match = _RANGE.fullmatch(part)
        if match:
            first, last = (_days(end, digits) for end in match.groups())
            if len(first) != 1 or len(last) != 1:
                raise _no_weekday(part, digits)
            # A week that begins on Sunday is common; any other range that runs backwards may as
            # well be a slip.
            begin = -1 if first[0] == _SUNDAY else first[0]
            if begin > last[0]:
                raise _no_weekday(part, digits)
            found |= {day % 7 for day in range(begin, last[0] + 1)}
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
    return Unreadable(
        FaultKind.WEEKDAY,
        message(
            "table.names_no_weekday",
            "{part!r} names no weekday",
            part=part,
        ),
        message(
            "table.write_weekdays_or_digits",
            "write Mon,Wed or 周一、周三 or daily or 0 to 6 from Monday",
        )
        if digits
        else message("table.write_weekdays", "write Mon,Wed or 周一、周三 or daily, not digits"),
    )


def date(cell: Cell) -> dt.date:
    """Returns a date: an office program's own, its number, or text, also as 2012年12月12日."""
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    if isinstance(cell, str) and _NO_YEAR.fullmatch(normalise(cell)):
        raise Unreadable(
            FaultKind.DATE,
            message("table.has_no_year", "has no year"),
            message("table.write_the_year_too_e_g", "write the year too, e.g. 2012-12-12"),
        )
    found = cell if isinstance(cell, dt.date) else _text_date(normalise(cell))
    if found is None or not 1970 <= found.year < 2200:
        raise Unreadable(
            FaultKind.DATE,
            message("table.is_no_date_of_1970_to", "is no date of 1970 to 2199"),
            message("table.write_yyyy_mm_dd_e_g", "write YYYY-MM-DD, e.g. 2012-12-12"),
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
    for part in filter(None, (one.strip() for one in _DATES.split(normalise(cell)))):
        ends = [date(end) for end in _DATE_RANGE.split(part)]
        length = (ends[-1] - ends[0]).days
        if len(ends) > 2 or not 0 <= length < MOST_DAYS:
            raise Unreadable(
                FaultKind.DATE_ORDER,
                message(
                    "table.is_no_range_of_days",
                    "{part!r} is no range of days",
                    part=part,
                ),
                message(
                    "table.write_first_last_at_most_days",
                    "write first~last, at most {MOST_DAYS} days",
                    MOST_DAYS=MOST_DAYS,
                ),
            )
        found |= {ends[0] + dt.timedelta(days=n) for n in range(length + 1)}
    return tuple(sorted(found))
