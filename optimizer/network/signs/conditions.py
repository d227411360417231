"""Conditional tags: values that hold at some hours, or for some sizes of vehicle only.

A tag such as `hgv:conditional = no @ (Mo-Fr 07:00-09:00 AND weight>7.5)` has clauses, of which the
last whose condition holds gives the value of `hgv`. Hours, weekdays, dates and seasons are read by
the library `opening_hours` in the grammar of Key:opening_hours; public holidays are those of the
country, and where none is known what names them is passed over. School holidays and the sun's
hours are not understood, since no calendar of them goes with the streets, nor are conditions such
as `wet` or `delivery`.

References
----------
OSM wiki: Conditional restrictions; Key:opening_hours/specification.
"""

import datetime as dt
import operator
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from opening_hours import OpeningHours, validate

from optimizer.network.profile import Hours, Profile
from optimizer.network.signs.public_holidays import (
    list_public_holidays,
    names_public_holidays,
    write_out_public_holidays,
)
from optimizer.network.signs.values import length_limit, weight_limit

_OPERATORS: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "==": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}
_FACTS: dict[str, Callable[[Profile], int]] = {
    "weight": lambda profile: profile.weight_kg,
    "weightrating": lambda profile: profile.weight_kg,
    "axleload": lambda profile: profile.axle_load_kg,
    "height": lambda profile: profile.height_cm,
    "width": lambda profile: profile.width_cm,
    "length": lambda profile: profile.length_cm,
}
"""What conditions compare; the laden weight stands for the permitted one."""

_WEIGHTS = ("weight", "weightrating", "axleload")
_COMPARISON = re.compile(r"^(?:max)?([a-z]+)\s*(<=|>=|==|<|>|=)\s*(.+)$")
_UNKNOWN_DAYS = re.compile(
    r"\b(?:SH|easter|sunrise|sunset|dawn|dusk|unknown)\b|\"|\|\|", re.IGNORECASE
)


class _NotUnderstood(ValueError):
    """A clause that cannot be read."""


class _SizeTest(NamedTuple):
    fact: str
    sign: str
    threshold: int

    def holds(self, profile: Profile) -> bool:
        size = _FACTS[self.fact](profile)
        # A length that nobody has stated compares with nothing.
        return size > 0 and _OPERATORS[self.sign](size, self.threshold)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One value with its condition, all parts of which must hold.

    Parameters
    ----------
    hours
        Parts in the grammar of Key:opening_hours.
    """

    value: str
    comparisons: tuple[_SizeTest, ...] = ()
    hours: tuple[str, ...] = ()

    def holds(self, profile: Profile, moment: dt.datetime | None) -> bool:
        """Says whether it is in force for a vehicle; without a moment no hours are."""
        return all(one.holds(profile) for one in self.comparisons) and all(
            moment is not None and _is_open(text, moment, profile.hours) for text in self.hours
        )

    @property
    def names_holidays(self) -> bool:
        """Whether public holidays decide on it."""
        return any(names_public_holidays(text) for text in self.hours)


class Clauses(NamedTuple):
    """The clauses of a conditional tag, and whether all of its text was understood."""

    understood: tuple[Clause, ...]
    is_whole: bool


@lru_cache(maxsize=4096)
def clauses_of(text: str) -> Clauses:
    """Returns the clauses of a conditional tag's value; those not understood are left out."""
    found = []
    is_whole = True
    for part in _split(unicodedata.normalize("NFKC", text)):
        try:
            found.append(_clause(part))
        except _NotUnderstood:
            is_whole = False
    return Clauses(tuple(found), is_whole)


def list_conditional_values(text: str) -> tuple[str, ...]:
    """Returns the values that a conditional tag gives at one time or another."""
    return tuple(clause.value for clause in clauses_of(text).understood)


def moments(hours: Hours | None, clauses: Iterable[Clause]) -> Sequence[dt.datetime | None]:
    """Returns one moment of each stretch of some hours in which no condition changes.

    Without hours there is one, which is none.
    """
    if hours is None:
        return [None]
    cuts = {hours.begin}
    for text in {text for clause in clauses for text in clause.hours}:
        schedule = _schedule(text, hours)
        if schedule is not None:
            for start, *_ in schedule.intervals(hours.begin, hours.end):
                cuts.add(start)
    return sorted(cut for cut in cuts if hours.begin <= cut < hours.end)


def _split(text: str) -> list[str]:
    """Returns the clauses of a text: semicolons in brackets belong to a condition."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == ";" and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]


def _clause(text: str) -> Clause:
    value, mark, condition = (part.strip() for part in text.partition("@"))
    if not (value and mark and condition):
        raise _NotUnderstood
    if condition.startswith("(") and condition.endswith(")"):
        condition = condition[1:-1]
    comparisons: list[_SizeTest] = []
    hours: list[str] = []
    for part in re.split(r"\s+and\s+", condition.strip(), flags=re.IGNORECASE):
        if match := _COMPARISON.match(part.lower()):
            comparisons.append(_comparison(*match.groups()))
        else:
            hours.append(_hours(part))
    return Clause(value=value, comparisons=tuple(comparisons), hours=tuple(hours))


def _comparison(fact: str, sign: str, text: str) -> _SizeTest:
    limit = weight_limit(text) if fact in _WEIGHTS else length_limit(text)
    if fact not in _FACTS or not limit.is_whole or not limit.least:
        raise _NotUnderstood
    return _SizeTest(fact, sign, limit.least)


def _hours(text: str) -> str:
    """Returns a condition of time as the library reads it."""
    text = re.sub(r"\s*[-–—~～]\s*", "-", text.strip())
    plain = text
    if names_public_holidays(text):
        # With any day for a holiday, to see whether it can be read.
        plain = write_out_public_holidays(text, [_SOME_DAY]) or ""
    if _UNKNOWN_DAYS.search(text) or not validate(plain):
        raise _NotUnderstood
    return text


_SOME_DAY = dt.date(2024, 5, 1)


def _is_open(text: str, moment: dt.datetime, hours: Hours | None) -> bool:
    schedule = _schedule(text, hours) if hours is not None else None
    return schedule is not None and schedule.is_open(moment)


def _schedule(text: str, hours: Hours) -> OpeningHours | None:
    """Returns a condition of time as it stands in some hours, None where it cannot be known."""
    if not names_public_holidays(text):
        return _parse(text)
    if not hours.country:
        return None
    # What begins on the day before may last into the hours.
    eve = hours.begin.date() - dt.timedelta(days=1)
    dates = list_public_holidays(hours.country, eve, hours.end.date())
    written = write_out_public_holidays(text, dates)
    return _parse(written) if written is not None else None


@lru_cache(maxsize=1024)
def _parse(text: str) -> OpeningHours:
    return OpeningHours(text)
