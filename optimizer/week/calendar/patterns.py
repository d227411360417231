"""The days that a contract may have in a week, and how evenly they are spaced."""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Days of a contract, with the price of their spacing in steps."""

    dates: tuple[dt.date, ...]
    spacing: int


def week_patterns(open_dates: Sequence[dt.date], times: int) -> tuple[Pattern, ...]:
    """Returns every way to choose so many of the days, the best spaced first.

    With fewer days than times all of the days are the only way.
    """
    times = min(times, len(open_dates))
    found = [
        Pattern(dates=dates, spacing=spacing(tuple(date.weekday() for date in dates)))
        for dates in itertools.combinations(open_dates, times)
    ]
    return tuple(sorted(found, key=lambda one: (one.spacing, one.dates)))


@cache
def spacing(weekdays: tuple[int, ...]) -> int:
    """Returns how far gaps between collections are from even, 0 for as even as can be.

    Gaps go round the week, so that the next week follows well: Monday and Thursday are three and
    four days apart. The sum of the squared differences of ``times * gap`` from seven, less what
    seven days leave at best: Monday and Tuesday (1 + 6) cost 48, Monday and Wednesday 16.
    """
    times = len(weekdays)
    if times == 0:
        return 0
    days = sorted(weekdays)
    gaps = [(b - a) % DAYS or DAYS for a, b in zip(days, [*days[1:], days[0]], strict=True)]
    short, longer = divmod(DAYS, times)
    least = longer * (times * (short + 1) - DAYS) ** 2
    least += (times - longer) * (times * short - DAYS) ** 2
    return sum((times * gap - DAYS) ** 2 for gap in gaps) - least
