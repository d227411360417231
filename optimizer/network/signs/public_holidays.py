"""Public holidays: the dates that `PH` means in a sign, by country.

Those of a calendar: the statutory days, and the working days that are given off for them. A
Saturday or Sunday that is worked in exchange is none, and stays the weekday that it is.
"""

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_HOLIDAY = "PH"
_DAY = "Mo|Tu|We|Th|Fr|Sa|Su"
_ITEM = rf"(?:{_HOLIDAY}|(?:{_DAY})(?:-(?:{_DAY}))?)"
_RULE = re.compile(
    rf"(?P<days>{_ITEM}(?:\s*,\s*{_ITEM})*)(?P<rest>(?:\s.*)?)", re.IGNORECASE | re.DOTALL
)
_NAMED = re.compile(rf"\b{_HOLIDAY}\b", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)")


def list_public_holidays(country: str, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """Returns the public holidays of a country from one day to another.

    Parameters
    ----------
    country
        ISO 3166 code of two letters.
    """
    days = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(day for day in days if day in _holidays_of(country, day.year))


def has_public_holidays(country: str) -> bool:
    """Says whether the public holidays of a country are known."""
    if country == "CN":
        # What our own scenarios state need not wait for the library to load.
        return True
    from holidays import list_supported_countries

    return country in list_supported_countries(include_aliases=False)


@lru_cache(maxsize=64)
def _holidays_of(country: str, year: int) -> frozenset[dt.date]:
    # The library takes a second to load, and few signs name holidays.
    from holidays import country_holidays

    return frozenset(country_holidays(country, years=year))


def names_public_holidays(hours: str) -> bool:
    """Says whether a condition of time speaks of public holidays."""
    return _NAMED.search(hours) is not None


def write_out_public_holidays(hours: str, dates: Sequence[dt.date]) -> str | None:
    """Returns a condition of time with its public holidays as dates, None where it is not clear.

    "Sa,PH 10:00-12:00" becomes "Sa 10:00-12:00; 2024 May 01 10:00-12:00". Clear is a list of
    weekdays and holidays at the head of a rule; of several rules none may go past midnight, since
    pages and programs differ on whether the day after ends it.
    """
    rules = [rule.strip() for rule in hours.split(";") if rule.strip()]
    past_midnight = any(_goes_past_midnight(*span) for span in _SPAN.findall(hours))
    if past_midnight and len(rules) > 1:
        return None
    written: list[str] = []
    for rule in rules:
        if not names_public_holidays(rule):
            written.append(rule)
            continue
        match = _RULE.fullmatch(rule)
        if match is None or names_public_holidays(match["rest"]):
            return None
        written += _write_out(match["days"], match["rest"], dates)
    # What is added to a day leaves in force what the evening before runs into it.
    return (", " if past_midnight else "; ").join(written) or "off"


def _write_out(days: str, rest: str, dates: Sequence[dt.date]) -> list[str]:
    items = [item.strip() for item in days.split(",")]
    weekdays = [item for item in items if item.upper() != _HOLIDAY]
    heads = [",".join(weekdays)] if weekdays else []
    heads += [f"{date.year} {MONTHS[date.month - 1]} {date.day:02}" for date in dates]
    return [head + rest for head in heads]


def _goes_past_midnight(hour: str, minute: str, end_hour: str, end_minute: str) -> bool:
    end = int(end_hour) * 60 + int(end_minute)
    return end <= int(hour) * 60 + int(minute) or end > 24 * 60
