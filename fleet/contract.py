"""Kitchen-waste contracts."""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from enum import IntEnum

from fleet.time_window import TimeWindow


class Priority(IntEnum):
    """What comes first when not every kitchen can be served on a day."""

    MUST = 1
    """Required work: before everything that is optional."""
    NORMAL = 2
    """Required too, but given up before a `MUST`."""
    MAY_WAIT = 3
    """Optional: served where its penalty is more than its cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A kitchen whose waste is collected.

    Parameters
    ----------
    lon, lat
        WGS-84 degrees.
    demand_kg
        Kilograms at one collection.
    weekdays
        Days on which collections are allowed, Monday = 0.
    month_days
        Days of the month on which collections are allowed, 1 to 31; empty for all.
    month_weeks
        Which of its weekdays in the month a day may be: 1 for the first, -1 for the last; empty
        for any. With Tuesday and (1, 3): the first and the third Tuesday.
    every_days
        One day in so many is allowed, counted from `first_date`; 1 for every day.
    collections_per_week
        How many of those days; 0 for all of them. With fewer, a calendar has to choose the days.
    windows
        Collection may begin in any of them; one collection a day.
    service_s
        Time at the stop.
    excluded_dates
        Days without a collection: holidays of the kitchen.
    first_date, last_date
        When the contract begins and ends, both days included; None for no end.
    max_length_cm, max_width_cm, max_weight_kg
        The largest truck, laden, that can come to the bins (an alley, a yard); 0 for no limit.
    may_cross
        Whether a truck may stop on the other side of a street that can be crossed; if not, only
        on the kitchen's own side.
    priority, penalty_fen
        What a missed collection weighs; a penalty of 0 is the scenario's price per kilogram.
    """

    id: str
    name: str
    lon: float
    lat: float
    demand_kg: int
    windows: tuple[TimeWindow, ...]
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    month_days: tuple[int, ...] = ()
    month_weeks: tuple[int, ...] = ()
    every_days: int = 1
    collections_per_week: int = 0
    service_s: int = 240
    address: str = ""
    excluded_dates: tuple[dt.date, ...] = ()
    first_date: dt.date | None = None
    last_date: dt.date | None = None
    max_length_cm: int = 0
    max_width_cm: int = 0
    max_weight_kg: int = 0
    may_cross: bool = True
    priority: Priority = Priority.NORMAL
    penalty_fen: int = 0

    def __post_init__(self) -> None:
        if self.demand_kg <= 0:
            raise ValueError(f"{self.id}: demand_kg must be positive, got {self.demand_kg}.")
        for name in (
            "service_s",
            "collections_per_week",
            "max_length_cm",
            "max_width_cm",
            "max_weight_kg",
            "penalty_fen",
        ):
            if getattr(self, name) < 0:
                raise ValueError(
                    f"{self.id}: {name} must not be negative, got {getattr(self, name)}."
                )
        if not self.windows:
            raise ValueError(f"{self.id}: windows is empty; give at least one.")
        if not self.weekdays or not set(self.weekdays) <= set(range(7)):
            raise ValueError(f"{self.id}: weekdays must be among 0-6, got {self.weekdays}.")
        self._require_rule()
        if self.collections_per_week > len(set(self.weekdays)):
            raise ValueError(
                f"{self.id}: {self.collections_per_week} collections a week do not fit on "
                f"{len(set(self.weekdays))} weekdays; allow more days."
            )
        if not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):
            raise ValueError(f"{self.id}: lon/lat {self.lon}, {self.lat} is not on the globe.")
        if self.first_date and self.last_date and self.first_date > self.last_date:
            raise ValueError(
                f"{self.id}: ends on {self.last_date}, before it begins on {self.first_date}."
            )

    def _require_rule(self) -> None:
        if not set(self.month_days) <= set(range(1, 32)):
            raise ValueError(f"{self.id}: month_days must be among 1-31, got {self.month_days}.")
        if not set(self.month_weeks) <= {-1, 1, 2, 3, 4, 5}:
            raise ValueError(
                f"{self.id}: month_weeks must be among 1-5 and -1, got {self.month_weeks}."
            )
        if self.every_days < 1:
            raise ValueError(f"{self.id}: every_days must be positive, got {self.every_days}.")
        if self.every_days > 1 and self.first_date is None:
            raise ValueError(f"{self.id}: every_days needs a first_date to count from.")
        if self.fixes_dates and self.collections_per_week:
            raise ValueError(
                f"{self.id}: collections_per_week does not go with days by dates; leave it 0."
            )

    @property
    def fixes_dates(self) -> bool:
        """Whether its days go by dates, not by weekdays alone."""
        return bool(self.month_days or self.month_weeks or self.every_days > 1)

    @property
    def times_a_week(self) -> int:
        """How many collections a week the contract promises; with `fixes_dates`, at most."""
        return self.collections_per_week or len(set(self.weekdays))

    @property
    def mean_times_a_week(self) -> float:
        """How many collections a week there are on average, over four years."""
        if not self.fixes_dates:
            return self.times_a_week
        begin = self.first_date or dt.date(2012, 1, 1)
        days = (begin + dt.timedelta(days=n) for n in range(4 * 365 + 1))
        return 7 * sum(map(self._is_day, days)) / (4 * 365 + 1)

    def runs_on(self, date: dt.date) -> bool:
        """Whether the contract promises a collection on that day or, with fewer, may have it.

        Dates that are excluded count: what falls on them is to be made up where it can be.
        """
        return (
            self._is_day(date)
            and (self.first_date is None or self.first_date <= date)
            and (self.last_date is None or date <= self.last_date)
        )

    def allows(self, date: dt.date) -> bool:
        """Whether a collection on that day keeps the contract."""
        return self.runs_on(date) and date not in self.excluded_dates

    def _is_day(self, date: dt.date) -> bool:
        if date.weekday() not in self.weekdays:
            return False
        if self.month_days and date.day not in self.month_days:
            return False
        if self.month_weeks:
            days_after = monthrange(date.year, date.month)[1] - date.day
            nth = {(date.day - 1) // 7 + 1, -(days_after // 7) - 1}
            if not nth & set(self.month_weeks):
                return False
        return self.every_days == 1 or (
            self.first_date is not None and (date - self.first_date).days % self.every_days == 0
        )
