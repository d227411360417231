"""Weather that stops street work, and seasons that change what lies on the streets."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from fleet.checks import require_not_negative, require_range
from fleet.message import InvalidValue

STRONG_WIND = 5
"""Beaufort force from which neither sweeping nor washing is done (city rules)."""


class Condition(StrEnum):
    """Weather in which a standard may cancel its work."""

    RAIN = "rain"
    SNOW = "snow"
    FROST = "frost"
    WIND = "wind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """The weather of one service day.

    Parameters
    ----------
    lowest_c
        Lowest temperature in degrees Celsius; below 0 is frost. None where nobody says.
    wind_force
        Beaufort.
    """

    date: dt.date
    rain: bool = False
    snow: bool = False
    lowest_c: int | None = None
    wind_force: int = 0

    def __post_init__(self) -> None:
        require_range(
            f"weather {self.date}",
            "wind_force",
            self.wind_force,
            is_in=0 <= self.wind_force <= 17,
            range_="[0, 17]",
        )
        require_range(
            f"weather {self.date}",
            "lowest_c",
            self.lowest_c or 0,
            is_in=-60 <= (self.lowest_c or 0) <= 60,
            range_="[-60, 60]",
        )

    @classmethod
    def of(cls, date: dt.date, conditions: tuple[Condition, ...]) -> "Weather":
        """Returns the mildest weather that has just these conditions."""
        return cls(
            date=date,
            rain=Condition.RAIN in conditions,
            snow=Condition.SNOW in conditions,
            lowest_c=-1 if Condition.FROST in conditions else None,
            wind_force=STRONG_WIND if Condition.WIND in conditions else 0,
        )

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What of it may cancel work."""
        holds = {
            Condition.RAIN: self.rain,
            Condition.SNOW: self.snow,
            Condition.FROST: self.lowest_c is not None and self.lowest_c < 0,
            Condition.WIND: self.wind_force >= STRONG_WIND,
        }
        return tuple(condition for condition, does in holds.items() if does)


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """Days of every year on which more, or less, lies on the streets.

    Parameters
    ----------
    first, last
        Month and day, both included; a season may run over the turn of the year.
    sweepings_share
        What a kilometre of kerb yields, as a share of what the standards say.
    """

    id: str
    first: tuple[int, int]
    last: tuple[int, int]
    sweepings_share: float

    def __post_init__(self) -> None:
        for month, day in (self.first, self.last):
            # A leap year, so that the 29th of February is a day.
            try:
                dt.date(2000, month, day)
            except ValueError:
                raise InvalidValue(
                    "season.no_day",
                    "season {id}: {month:02d}-{day:02d} is no day of a year; write MM-DD.",
                    id=self.id,
                    month=month,
                    day=day,
                ) from None
        require_not_negative(f"seasons {self.id}", sweepings_share=self.sweepings_share)

    def holds_on(self, date: dt.date) -> bool:
        """Says whether a date lies in the season."""
        day = (date.month, date.day)
        if self.first <= self.last:
            return self.first <= day <= self.last
        return day >= self.first or day <= self.last
