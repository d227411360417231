"""Kitchen-waste contracts."""

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum

from fleet.lon_lat import LonLat
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
        if self.collections_per_week > len(set(self.weekdays)):
            raise ValueError(
                f"{self.id}: {self.collections_per_week} collections a week do not fit on "
                f"{len(set(self.weekdays))} weekdays; allow more days."
            )
        if self.first_date and self.last_date and self.first_date > self.last_date:
            raise ValueError(
                f"{self.id}: ends on {self.last_date}, before it begins on {self.first_date}."
            )

    @property
    def times_a_week(self) -> int:
        """How many collections a week the contract promises."""
        return self.collections_per_week or len(set(self.weekdays))

    def allows(self, date: dt.date) -> bool:
        """Whether a collection on that day keeps the contract."""
        return (
            date.weekday() in self.weekdays
            and date not in self.excluded_dates
            and (self.first_date is None or self.first_date <= date)
            and (self.last_date is None or date <= self.last_date)
        )
