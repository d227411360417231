"""Kitchen-waste contracts."""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from enum import IntEnum

from fleet.checks import (
    require_not_negative,
    require_positive,
    require_short,
    require_weekdays,
    require_windows,
)
from fleet.lon_lat import LonLat
from fleet.message import InvalidValue
from fleet.size import Size
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
    remarks
        What a driver has to know there: a gate's code, where the bins stand; "" for nothing.
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
    at: LonLat
    demand_kg: int
    windows: tuple[TimeWindow, ...]
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    month_days: tuple[int, ...] = ()
    month_weeks: tuple[int, ...] = ()
    every_days: int = 1
    collections_per_week: int = 0
    service_s: int = 240
    address: str = ""
    remarks: str = ""
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
        require_positive(self.id, demand_kg=self.demand_kg)
        require_not_negative(
            self.id,
            service_s=self.service_s,
            collections_per_week=self.collections_per_week,
            max_length_cm=self.max_length_cm,
            max_width_cm=self.max_width_cm,
            max_weight_kg=self.max_weight_kg,
            penalty_fen=self.penalty_fen,
        )
        require_short(self.id, 200, remarks=self.remarks)
        require_windows(self.id, windows=self.windows)
        require_weekdays(self.id, self.weekdays)
        self._require_rule()
        if self.collections_per_week > len(set(self.weekdays)):
            raise InvalidValue(
                "contract.too_many_collections",
                "{id}: {times} collections a week do not fit on {days} weekdays; allow more days.",
                id=self.id,
                times=self.collections_per_week,
                days=len(set(self.weekdays)),
            )
        if self.first_date and self.last_date and self.first_date > self.last_date:
            raise InvalidValue(
                "contract.ends_before_it_begins",
                "{id}: ends on {last_date}, before it begins on {first_date}.",
                id=self.id,
                last_date=self.last_date,
                first_date=self.first_date,
            )

    def _require_rule(self) -> None:
        if not set(self.month_days) <= set(range(1, 32)):
            raise InvalidValue(
                "contract.month_days",
                "{id}: month_days must be among 1-31, got {month_days}.",
                id=self.id,
                month_days=self.month_days,
            )
        if not set(self.month_weeks) <= {-1, 1, 2, 3, 4, 5}:
            raise InvalidValue(
                "contract.month_weeks",
                "{id}: month_weeks must be among 1-5 and -1, got {month_weeks}.",
                id=self.id,
                month_weeks=self.month_weeks,
            )
        if self.every_days < 1:
            raise InvalidValue(
                "contract.every_days",
                "{id}: every_days must be positive, got {every_days}.",
                id=self.id,
                every_days=self.every_days,
            )
        if self.every_days > 1 and self.first_date is None:
            raise InvalidValue(
                "contract.no_first_date",
                "{id}: every_days needs a first_date to count from.",
                id=self.id,
            )
        if self.fixes_dates and self.collections_per_week:
            raise InvalidValue(
                "contract.times_and_dates",
                "{id}: collections_per_week does not go with days by dates; leave it 0.",
                id=self.id,
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
    def size_limit(self) -> Size:
        """The largest vehicle that can come there."""
        return Size(
            length_cm=self.max_length_cm,
            width_cm=self.max_width_cm,
            weight_kg=self.max_weight_kg,
        )

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
