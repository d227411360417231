"""Collection points of domestic waste: how full they are, and when that is too full."""

import datetime as dt
from dataclasses import dataclass

from fleet.checks import (
    require_not_negative,
    require_positive,
    require_range,
    require_weekdays,
    require_windows,
)
from fleet.clock import DAY_S
from fleet.lon_lat import LonLat
from fleet.message import InvalidValue
from fleet.time_window import TimeWindow

STOP_S, PER_BIN_S = 120, 60
"""Two minutes at a point and one more for each bin (read: a city's published routing code)."""

HORIZON_DAYS = 60
"""A point that is not due within so many days has no next date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverflowPolicy:
    """When a point must be emptied, may be, or is left.

    Parameters
    ----------
    price_fen
        What one overflow costs: clearing up, and the complaint.
    must_share
        From this risk of an overflow before the next collection on, a point must be emptied.
    skip_share
        Up to this risk it is left.
    """

    price_fen: int = 30_000
    must_share: float = 0.25
    skip_share: float = 0.01

    def __post_init__(self) -> None:
        require_not_negative("overflow", price_fen=self.price_fen)
        if not 0 <= self.skip_share <= self.must_share <= 1:
            raise InvalidValue(
                "overflow.shares",
                "overflow: needs 0 <= skip_share <= must_share <= 1, got {skip_share} and "
                "{must_share}.",
                skip_share=self.skip_share,
                must_share=self.must_share,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionPoint:
    """A place where households bring their waste to containers.

    The waste of a day is taken as gamma-distributed, days as independent: sums over days are
    gamma-distributed too, and never negative. Fill levels known from sensors, or estimated from
    the days since the last emptying, decide what is collected in Mes, Schutten and Perez Rivera;
    the price of an overflow as the prize of a stop is the idea of Wouda et al.

    Parameters
    ----------
    num_bins, bin_kg
        Bins of the same size, and what one holds.
    fill_kg_per_day
        Mean of what is brought in a day.
    fill_spread_share
        Standard deviation of a day's waste as a share of its mean.
    level_kg
        What is in the containers when the service day begins, where it is measured.
    last_emptied
        The day of the last emptying, where it is not: since then the mean of each day came in.
        With neither, the point begins the day empty.
    full_share
        Share of the capacity at which it counts as full.
    weekdays
        Days on which collections are possible, Monday = 0.
    windows
        Collection may begin in any of them; one collection a day.
    service_s
        Time at the stop; 0 for `STOP_S` and `PER_BIN_S` for each bin.
    may_cross
        Whether a truck may stop on the other side of a street that can be crossed.
    max_length_cm, max_width_cm, max_weight_kg
        The largest truck, laden, that can come there; 0 for no limit.
    town
        Id of the town whose waste this is, "" for none.

    References
    ----------
    Mes, Schutten and Perez Rivera (2013), Inventory routing for dynamic waste collection, Beta
    working paper 431. Wouda, Aerts-Veenstra and Van Foreest (2024),
    An integrated selection and routing policy for urban waste collection, arXiv:2409.13386.
    """

    id: str
    name: str
    at: LonLat
    num_bins: int
    bin_kg: int
    fill_kg_per_day: int
    windows: tuple[TimeWindow, ...]
    fill_spread_share: float = 0.3
    level_kg: int | None = None
    last_emptied: dt.date | None = None
    full_share: float = 1.0
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    service_s: int = 0
    may_cross: bool = True
    max_length_cm: int = 0
    max_width_cm: int = 0
    max_weight_kg: int = 0
    town: str = ""

    def __post_init__(self) -> None:
        require_positive(
            self.id,
            num_bins=self.num_bins,
            bin_kg=self.bin_kg,
            fill_kg_per_day=self.fill_kg_per_day,
        )
        require_not_negative(
            self.id,
            service_s=self.service_s,
            max_length_cm=self.max_length_cm,
            max_width_cm=self.max_width_cm,
            max_weight_kg=self.max_weight_kg,
        )
        require_range(
            self.id,
            "fill_spread_share",
            self.fill_spread_share,
            is_in=0 <= self.fill_spread_share <= 3,
            range_="[0, 3]",
        )
        require_range(
            self.id, "full_share", self.full_share, is_in=0 < self.full_share <= 1, range_="(0, 1]"
        )
        require_not_negative(self.id, level_kg=self.level_kg or 0)
        if self.level_kg is not None and self.last_emptied is not None:
            raise InvalidValue(
                "container.two_levels",
                "{id}: gives level_kg and last_emptied; leave out the one that is not known.",
                id=self.id,
            )
        require_windows(self.id, windows=self.windows)
        require_weekdays(self.id, self.weekdays)

    @property
    def capacity_kg(self) -> int:
        """What all its bins hold."""
        return self.num_bins * self.bin_kg

    @property
    def stop_s(self) -> int:
        """Seconds at the stop."""
        return self.service_s or STOP_S + PER_BIN_S * self.num_bins

    def allows(self, date: dt.date) -> bool:
        """Whether it can be emptied on a day."""
        return date.weekday() in self.weekdays

    def next_day(self, date: dt.date) -> dt.date:
        """Returns the first day after a date on which it can be emptied."""
        return next(
            day
            for day in (date + dt.timedelta(days=ahead) for ahead in range(1, 8))
            if self.allows(day)
        )

    def level_on(self, date: dt.date) -> int:
        """Returns the expected kilograms in the containers when a day begins."""
        return (self.level_kg or 0) + self.fill_kg_per_day * self._days_unseen(date)

    def demand_on(self, date: dt.date) -> int:
        """Returns the kilograms to expect at a collection in its last window of the day.

        Where a truck comes earlier it finds less: planning with the most keeps hoppers within
        what they hold.
        """
        latest_s = min(DAY_S, max(window.latest_s for window in self.windows))
        return self.level_on(date) + self.fill_kg_per_day * latest_s // DAY_S

    def overflow_risk(self, date: dt.date) -> float:
        """Returns the probability that it overflows before the next collection if a day skips it.

        That collection is taken to come in the last window of the next possible day.
        """
        days = self._days_unseen(date) + (self.next_day(date) - date).days + self._collected_at
        return self._exceeds(self.level_kg or 0, days)

    def emptied_risk(self, date: dt.date) -> float:
        """Returns the same probability if it is emptied in its last window on that day."""
        return self._exceeds(0, (self.next_day(date) - date).days)

    def next_due(self, date: dt.date, must_share: float) -> dt.date | None:
        """Returns the first day after a date on which it must be emptied if nobody does before.

        None when that is not within `HORIZON_DAYS`.
        """
        seen = date - dt.timedelta(days=self._days_unseen(date))
        day = self.next_day(date)
        while (day - date).days <= HORIZON_DAYS:
            days = (self.next_day(day) - seen).days + self._collected_at
            if self._exceeds(self.level_kg or 0, days) >= must_share:
                return day
            day = self.next_day(day)
        return None

    @property
    def _collected_at(self) -> float:
        """When in a day it is collected at the latest, as a share of the day."""
        return max(window.latest_s for window in self.windows) / DAY_S

    def _days_unseen(self, date: dt.date) -> int:
        """Returns how many days' waste came in since the level was last known."""
        return max(0, (date - self.last_emptied).days) if self.last_emptied else 0

    def _exceeds(self, level_kg: int, days: float) -> float:
        """Returns the probability that a level and the waste of some days are more than full.

        Over `days` the waste has the mean m = days * rate and the variance days * (spread *
        rate)^2, so the gamma distribution has the shape days / spread^2 and the scale
        rate * spread^2.
        """
        room_kg = self.full_share * self.capacity_kg - level_kg
        if room_kg < 0:
            return 1.0
        if self.fill_spread_share == 0:
            return float(days * self.fill_kg_per_day > room_kg)
        variance = self.fill_spread_share**2
        # Half a second, for which who asks for help need not wait.
        from scipy.special import gammaincc

        return float(gammaincc(days / variance, room_kg / (self.fill_kg_per_day * variance)))
