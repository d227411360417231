"""The door for streets: standards, overrides, towns, weather and seasons."""

import datetime as dt
import re
from typing import Annotated

from pydantic import BeforeValidator, Field

from fleet import (
    Condition,
    InvalidValue,
    Method,
    Season,
    SnowStandard,
    StreetOverride,
    StreetStandard,
    Town,
    WashStandard,
    Weather,
)
from fleet.checks import EVERY_DAY
from scenarios.day_shapes import Corner, ring_of
from scenarios.shapes import Count, Name, Obedient, PlacedIn, WindowIn


class WashIn(Obedient):
    """The washing that a standard owes; see `fleet.WashStandard`.

    Parameters
    ----------
    prize_fen_per_m2
        Worth of washing one square metre, where it is not required.
    """

    washes_per_week: Count
    windows: list[WindowIn]
    weekdays: list[Count] = list(EVERY_DAY)
    required: bool = False
    prize_fen_per_m2: Count = 0
    water_ml_per_m2: Count = 1_500
    min_width_cm: Count = 0
    unpaved: bool = False

    def to_domain(self) -> WashStandard:
        """Returns the standard."""
        return WashStandard(
            **self.model_dump(exclude={"windows", "weekdays"}),
            windows=tuple(window.to_domain() for window in self.windows),
            weekdays=tuple(self.weekdays),
        )


class SnowIn(Obedient):
    """The clearing of snow that a standard owes; see `fleet.SnowStandard`."""

    passes: list[WindowIn]
    required: bool = True
    prize_fen_per_m2: Count = 0
    salt_g_per_m2: Count = 20
    salt_g_per_l: Count = 270
    min_width_cm: Count = 0

    def to_domain(self) -> SnowStandard:
        """Returns the standard."""
        passes = tuple(window.to_domain() for window in self.passes)
        return SnowStandard(**self.model_dump(exclude={"passes"}), passes=passes)


class StandardIn(Obedient):
    """One street standard; see `fleet.StreetStandard`.

    Parameters
    ----------
    method
        Whether a machine sweeps it, or people with brooms.
    weekdays, sweeps_per_week
        Days on which sweeping may be due, and on how many of them it is (0 for all); which
        ones is spread over the streets.
    least_apart_minutes
        Least time from the beginning of one pass of a kerb to the beginning of its next;
        windows that do not keep them apart are divided.
    sweepings_kg_per_km
        What one kilometre of kerb adds to the hopper.
    water_l_per_km
        What one kilometre of kerb takes from the tank.
    wash
        What washing is owed.
    """

    id: Name
    highways: list[str] = []
    method: Method = Method.MECHANISED
    passes: list[list[WindowIn]]
    keep_off: list[WindowIn] = []
    weekdays: list[Count] = list(EVERY_DAY)
    sweeps_per_week: Count = 0
    least_apart_minutes: Count = 120
    required: bool
    repeats_required: bool = True
    prize_fen_per_m2: Count = 0
    repeat_share: float = Field(default=0.25, ge=0, le=1)
    min_width_cm: Count = 0
    sweepings_kg_per_km: Count = 20
    water_l_per_km: Count = 60
    lane_change_s: Count = 0
    lane_crossed_s: Count = 0
    cancelled_by: list[Condition] = list(Condition)
    wash: WashIn | None = None
    snow: SnowIn | None = None

    def to_domain(self) -> StreetStandard:
        """Returns the standard."""
        lists = {"highways", "passes", "keep_off", "weekdays", "cancelled_by", "wash", "snow"}
        return StreetStandard(
            **self.model_dump(exclude={*lists, "least_apart_minutes"}),
            least_apart_s=60 * self.least_apart_minutes,
            highways=tuple(self.highways),
            passes=tuple(tuple(w.to_domain() for w in windows) for windows in self.passes),
            keep_off=tuple(hours.to_domain() for hours in self.keep_off),
            weekdays=tuple(self.weekdays),
            cancelled_by=tuple(self.cancelled_by),
            wash=self.wash.to_domain() if self.wash else None,
            snow=self.snow.to_domain() if self.snow else None,
        )


class OverrideIn(Obedient):
    """Streets with another standard; see `fleet.StreetOverride`.

    Parameters
    ----------
    id
        Unique among the overrides.
    """

    id: Name
    standard: str
    names: list[Name] = []
    way_ids: list[Count] = []
    area: list[Corner] = []

    def to_domain(self) -> StreetOverride:
        """Returns the override."""
        return StreetOverride(
            id=self.id,
            standard=self.standard,
            names=tuple(self.names),
            way_ids=tuple(self.way_ids),
            area=ring_of(self.area),
        )


class TownIn(Obedient, PlacedIn):
    """A town; see `fleet.Town`.

    Parameters
    ----------
    id
        Unique among the towns.
    name
        What people call it.
    """

    id: Name
    name: Name
    area: list[Corner] = []

    def to_domain(self) -> Town:
        """Returns the town."""
        return Town(id=self.id, name=self.name, at=self.at, area=ring_of(self.area))


class WeatherIn(Obedient):
    """The weather of a day; see `fleet.Weather`.

    Parameters
    ----------
    date
        The day.
    rain, snow
        Whether it rains, or snows.
    """

    date: dt.date
    rain: bool = False
    snow: bool = False
    lowest_c: Count | None = None
    wind_force: Count = 0

    def to_domain(self) -> Weather:
        """Returns the weather."""
        return Weather(**self.model_dump())


def month_and_day(value: object) -> object:
    """Returns "MM-DD" as (month, day)."""
    if isinstance(value, str):
        match = re.fullmatch(r"(\d{1,2})-(\d{1,2})", value.strip())
        if not match:
            raise InvalidValue(
                "schema.no_day_of_year",
                "{value!r} is no day of a year; write MM-DD, e.g. 11-15",
                value=value,
            )
        return int(match[1]), int(match[2])
    return value


YearDay = Annotated[
    tuple[int, int],
    BeforeValidator(month_and_day, json_schema_input_type=str | tuple[int, int]),
]


class SeasonIn(Obedient):
    """A season; see `fleet.Season`.

    Parameters
    ----------
    id
        Unique among the seasons.
    """

    id: Name
    first: YearDay
    last: YearDay
    sweepings_share: float

    def to_domain(self) -> Season:
        """Returns the season."""
        return Season(**self.model_dump())
