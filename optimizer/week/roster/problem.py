"""What a roster is made for: duties, drivers and the rules of rest."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from fleet import DAY_S, Driver, InvalidValue, Message, VehicleKind, shift_label

NIGHT_FROM_S, NIGHT_TO_S = 0, 5 * 3600
"""A duty that works between midnight and five in the morning is one by night."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class RosterDuty:
    """One vehicle in one shift on one date, for one driver.

    Parameters
    ----------
    start_s, end_s
        Seconds after midnight of the date; a night shift ends after 86,400.
    shift_name, shift_name_zh
        As in `Shift`.
    """

    date: dt.date
    start_s: int
    end_s: int
    kind: VehicleKind
    vehicle_id: str
    shift_id: str
    shift_name: str = field(default="", compare=False)
    shift_name_zh: str = field(default="", compare=False)

    @property
    def shift_label(self) -> Message:
        """What people call the shift."""
        return shift_label(self.shift_id, self.shift_name, self.shift_name_zh)

    @property
    def id(self) -> str:
        """Unique in a week."""
        return f"{self.date} {self.vehicle_id} {self.shift_id}"

    @property
    def duration_s(self) -> int:
        """Seconds on duty, break included."""
        return self.end_s - self.start_s

    @property
    def is_night(self) -> bool:
        """Whether any of it lies between midnight and five."""
        return any(
            self.start_s < day + NIGHT_TO_S and self.end_s > day + NIGHT_FROM_S
            for day in (0, DAY_S)
        )

    def begins_s(self, origin: dt.date) -> int:
        """Returns the seconds from midnight of another date to its begin."""
        return (self.date - origin).days * DAY_S + self.start_s

    def ends_s(self, origin: dt.date) -> int:
        """Returns the seconds from midnight of another date to its end."""
        return (self.date - origin).days * DAY_S + self.end_s


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRules:
    """Rules of rest (assumed where no national rule says so).

    Parameters
    ----------
    rest_s
        Least rest between the work of two dates.
    rest_after_night_s
        Least rest between a duty by night and the next by day.
    most_days_in_a_row
        Counted with the week before.
    rest_days
        Dates of the week without a duty.
    most_s_a_day, longest_day_s
        Seconds on duty of one date, and from its first duty's begin to its last one's end.
    """

    rest_s: int = 11 * 3600
    rest_after_night_s: int = 24 * 3600
    most_days_in_a_row: int = 6
    rest_days: int = 1
    most_s_a_day: int = 8 * 3600
    longest_day_s: int = 13 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterWeights:
    """What the terms of a roster weigh; a duty that nobody does outweighs the rest together.

    Parameters
    ----------
    uncovered
        Each duty that nobody does.
    wish
        Each day off that is not granted.
    unfair_hour, unfair_night
        Each hour, and night, of a driver above their even part.
    """

    uncovered: int = 100_000
    wish: int = 200
    unfair_hour: int = 10
    unfair_night: int = 30


@dataclass(frozen=True, kw_only=True)
class RosterProblem:
    """One week of duties to be covered.

    Parameters
    ----------
    earlier
        What drivers did in the seven days before, by driver id: rest and days in a row go on.
    """

    monday: dt.date
    duties: tuple[RosterDuty, ...]
    drivers: tuple[Driver, ...]
    rules: RosterRules = field(default_factory=RosterRules)
    weights: RosterWeights = field(default_factory=RosterWeights)
    earlier: Mapping[str, tuple[RosterDuty, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len({duty.id for duty in self.duties}) != len(self.duties):
            raise InvalidValue(
                "roster.duty_twice",
                "two duties are the same vehicle in the same shift on the same date.",
            )
        if len({driver.id for driver in self.drivers}) != len(self.drivers):
            raise InvalidValue("roster.driver_twice", "driver ids must be unique.")
        outside = [duty.id for duty in self.duties if duty.date not in self.dates]
        if outside:
            raise InvalidValue(
                "roster.outside_week",
                "{date} is not in the week of {monday}.",
                date=outside[0],
                monday=self.monday,
            )

    @property
    def dates(self) -> tuple[dt.date, ...]:
        """The seven days."""
        return tuple(self.monday + dt.timedelta(days=n) for n in range(7))

    @cached_property
    def duty_of(self) -> Mapping[str, RosterDuty]:
        """The duties by id."""
        return {duty.id: duty for duty in self.duties}

    def are_compatible(self, first: RosterDuty, second: RosterDuty) -> bool:
        """Says whether one driver may do both, as far as the two alone decide."""
        rules = self.rules
        if (second.date, second.start_s) < (first.date, first.start_s):
            first, second = second, first
        gap_s = second.begins_s(first.date) - first.end_s
        if first.date == second.date:
            return (
                gap_s >= 0
                and first.duration_s + second.duration_s <= rules.most_s_a_day
                and second.end_s - first.start_s <= rules.longest_day_s
            )
        if first.is_night and not second.is_night:
            return gap_s >= rules.rest_after_night_s
        return gap_s >= rules.rest_s
