"""Kitchen-waste contracts."""

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum

from fleet.checks import (
    require_not_negative,
    require_positive,
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
    at: LonLat
    demand_kg: int
    windows: tuple[TimeWindow, ...]
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
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
        require_windows(self.id, windows=self.windows)
        require_weekdays(self.id, self.weekdays)
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

    @property
    def times_a_week(self) -> int:
        """How many collections a week the contract promises."""
        return self.collections_per_week or len(set(self.weekdays))

    @property
    def size_limit(self) -> Size:
        """The largest vehicle that can come there."""
        return Size(
            length_cm=self.max_length_cm,
            width_cm=self.max_width_cm,
            weight_kg=self.max_weight_kg,
        )

    def allows(self, date: dt.date) -> bool:
        """Whether a collection on that day keeps the contract."""
        return (
            date.weekday() in self.weekdays
            and date not in self.excluded_dates
            and (self.first_date is None or self.first_date <= date)
            and (self.last_date is None or date <= self.last_date)
        )
