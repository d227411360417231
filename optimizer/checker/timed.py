"""The checker's own reading of conditional tags: `no @ (Mo-Fr 07:00-09:00 AND weight>7.5)`.

Read by a small, strict grammar: one rule of months, weekdays and times of day, in that order, with
`PH` among the weekdays or ruled out behind it, and comparisons of size. Of what it does not know
(school holidays, `wet`, several rules in one condition, holidays of no known country) it says so,
and the checker blames nobody for it.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from optimizer.checker.quantities import metres_or_tonnes

if TYPE_CHECKING:
    from holidays import HolidayBase

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY_MINUTES = 24 * 60

_DAY = "|".join(DAYS)
_ITEM = rf"(?:ph|(?:{_DAY})(?:-(?:{_DAY}))?)"
_NO_HOLIDAY = re.compile(r"ph (?:off|closed)")
_MONTH = "|".join(MONTHS)
_DATE = rf"(?:{_MONTH})(?: \d{{1,2}}(?![\d:]))?"
_SPAN = r"\d{1,2}:[0-5]\d-\d{1,2}:[0-5]\d"
_RULE = re.compile(
    rf"(?P<dates>{_DATE}(?:-{_DATE})?)?"
    rf"(?: ?(?P<days>{_ITEM}(?: ?, ?{_ITEM})*))?"
    rf"(?: ?(?P<times>{_SPAN}(?:,{_SPAN})*))?"
)
_SIZE = re.compile(
    r"(?:max)?(weight|weightrating|axleload|height|width|length)(<=|>=|==?|<|>)(.+)"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes of a day, and of the next where it goes past midnight."""

    first: int
    end: int


@dataclass(frozen=True, slots=True)
class PostedCalendar:
    """Days and minutes that one rule names; None for all.

    Parameters
    ----------
    holidays
        True where public holidays are among the days whatever their weekday, False where they are
        never; None where they are days as all others.
    """

    dates: tuple[tuple[int, int], tuple[int, int]] | None
    days: frozenset[int] | None
    spans: tuple[Span, ...]
    holidays: bool | None = None

    def has(self, moment: dt.datetime, country: str) -> bool:
        """Says whether a moment is among them."""
        minute = moment.hour * 60 + moment.minute
        today, yesterday = moment.date(), moment.date() - dt.timedelta(days=1)
        return any(
            (span.first <= minute < span.end and self._names(today, country))
            or (span.first <= minute + DAY_MINUTES < span.end and self._names(yesterday, country))
            for span in self.spans
        )

    def _names(self, day: dt.date, country: str) -> bool:
        if self.holidays is not None and is_holiday(day, country):
            return self.holidays
        if self.days is not None and day.weekday() not in self.days:
            return False
        if self.dates is None:
            return True
        first, last = self.dates
        here = (day.month, day.day)
        return first <= here <= last if first <= last else here >= first or here <= last


@dataclass(frozen=True, slots=True)
class SizeCondition:
    """A comparison of the vehicle with a number, in kg or cm."""

    what: str
    sign: str
    number: int

    def holds(self, sizes: Mapping[str, int]) -> bool:
        """Says whether a vehicle of these sizes is meant; 0 is unknown and never meant."""
        size = sizes[self.what]
        if not size:
            return False
        smaller, equal = size < self.number, size == self.number
        return {
            "<": smaller,
            "<=": smaller or equal,
            "=": equal,
            "==": equal,
            ">=": not smaller,
            ">": not smaller and not equal,
        }[self.sign]


@dataclass(frozen=True, slots=True)
class Case:
    """One value with its condition; `parts` is None where the condition is not known."""

    value: str
    parts: tuple[PostedCalendar | SizeCondition, ...] | None

    def holds(
        self, sizes: Mapping[str, int], moment: dt.datetime | None, country: str
    ) -> bool | None:
        """Says whether it is in force, None when that is not known."""
        if self.parts is None or (self.asks_for_holidays and not country):
            return None
        return all(
            part.holds(sizes)
            if isinstance(part, SizeCondition)
            else moment is not None and part.has(moment, country)
            for part in self.parts
        )

    @property
    def asks_for_holidays(self) -> bool:
        """Whether public holidays decide on it."""
        return any(
            isinstance(part, PostedCalendar) and part.holidays is not None
            for part in self.parts or ()
        )


def is_holiday(day: dt.date, country: str) -> bool:
    """Says whether a day is a public holiday of a country."""
    return day in _calendar_of(country)


@lru_cache(maxsize=8)
def _calendar_of(country: str) -> "HolidayBase":
    # It takes a second to load, and few signs name holidays.
    from holidays import country_holidays

    return country_holidays(country)


@lru_cache(maxsize=4096)
def cases_of(text: str) -> tuple[Case, ...]:
    """Returns the values of a conditional tag with their conditions, in order."""
    plain = unicodedata.normalize("NFKC", text)
    # A semicolon within brackets is part of a condition.
    parts = re.split(r";(?![^(]*\))", plain)
    return tuple(_case(part) for part in parts if part.strip())


def changes_of(text: str) -> Iterator[int]:
    """Yields the minutes of a day at which anything in a text may change."""
    for hours, minutes in re.findall(r"(\d{1,2}):(\d\d)", text):
        yield (int(hours) * 60 + int(minutes)) % DAY_MINUTES


def _case(text: str) -> Case:
    value, at, condition = text.partition("@")
    condition = condition.strip()
    if condition.startswith("(") and condition.endswith(")"):
        condition = condition[1:-1].strip()
    if not at or not value.strip() or not condition:
        return Case("", None)
    parts = []
    for one in re.split(r"\s+and\s+", condition.lower()):
        part = _part(one.strip())
        if part is None:
            return Case(value.strip(), None)
        parts.append(part)
    return Case(value.strip(), tuple(parts))


def _part(text: str) -> PostedCalendar | SizeCondition | None:
    if size := _SIZE.fullmatch(text.replace(" ", "")):
        is_weight = size[1] in ("weight", "weightrating", "axleload")
        number = metres_or_tonnes(size[3], is_weight=is_weight)
        return SizeCondition(size[1], size[2], number) if number else None
    if text == "24/7":
        return PostedCalendar(None, None, (Span(0, DAY_MINUTES),))
    first, *others = (one.strip() for one in text.split(";"))
    rule = _RULE.fullmatch(re.sub(r"\s*[-–]\s*", "-", first))
    if rule is None or not rule[0]:
        return None
    spans = _spans(rule["times"])
    dates = _dates(rule["dates"])
    if spans is None or (rule["dates"] and dates is None):
        return None
    days = rule["days"] or ""
    holidays = True if "ph" in days else None
    if holidays and dates is not None:
        # Whether the months bind the holidays too nobody says.
        return None
    if others:
        past_midnight = any(span.end > DAY_MINUTES for span in spans)
        if len(others) > 1 or not _NO_HOLIDAY.fullmatch(others[0]) or past_midnight:
            return None
        holidays = False
    return PostedCalendar(dates, _days(rule["days"]), spans, holidays)


def _spans(text: str | None) -> tuple[Span, ...] | None:
    """Returns the spans of a day that a rule names, None where one is none."""
    if text is None:
        return (Span(0, DAY_MINUTES),)
    spans = []
    for one in text.split(","):
        first, end = (int(h) * 60 + int(m) for h, m in re.findall(r"(\d+):(\d+)", one))
        if end <= first:
            end += DAY_MINUTES
        if first >= DAY_MINUTES or end - first > DAY_MINUTES:
            return None
        spans.append(Span(first, end))
    return tuple(spans)


def _days(text: str | None) -> frozenset[int] | None:
    """Returns the weekdays that a rule names, Monday 0."""
    if text is None:
        return None
    found: set[int] = set()
    for one in text.replace(" ", "").split(","):
        if one == "ph":
            continue
        first, _, last = one.partition("-")
        begin = DAYS.index(first)
        length = (DAYS.index(last or first) - begin) % 7
        found.update((begin + step) % 7 for step in range(length + 1))
    return frozenset(found)


def _dates(text: str | None) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Returns the first and the last (month, day) that a rule names; None where they are none."""
    if text is None:
        return None
    begin, _, end = text.partition("-")
    first, last = begin.split(), (end or begin).split()
    if len(first) != len(last):
        return None
    days = [int(one[1]) if len(one) > 1 else 0 for one in (first, last)]
    months = [MONTHS.index(one[0]) + 1 for one in (first, last)]
    for month, day, words in zip(months, days, (first, last), strict=True):
        if len(words) > 1 and not 1 <= day <= _LONGEST[month - 1]:
            return None
    return (months[0], days[0] or 1), (months[1], days[1] or 31)


_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
