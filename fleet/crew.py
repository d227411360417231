"""Drivers: what they may drive, and the hours that they may and want to work."""

import datetime as dt
from dataclasses import dataclass

from fleet.message import InvalidValue
from fleet.work import VehicleKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """One member of the crews.

    Parameters
    ----------
    licences
        Kinds of vehicles that they may drive.
    most_s_a_week
        Most seconds on duty in a week (44 h by default, the national rule).
    days_off_wanted
        Dates that they would like to have off; granted where it can be.
    unavailable
        Dates on which they cannot work: leave, training, illness.
    by_night
        Whether they work at night at all.
    """

    id: str
    name: str
    licences: tuple[VehicleKind, ...]
    most_s_a_week: int = 44 * 3600
    days_off_wanted: tuple[dt.date, ...] = ()
    unavailable: tuple[dt.date, ...] = ()
    by_night: bool = True

    def __post_init__(self) -> None:
        if not self.licences:
            raise InvalidValue(
                "driver.no_licence",
                "{id}: licences is empty; name at least one kind of vehicle.",
                id=self.id,
            )
        if not 0 < self.most_s_a_week <= 7 * 86_400:
            raise InvalidValue(
                "driver.week",
                "{id}: most_s_a_week must lie within a week, got {most_s_a_week}.",
                id=self.id,
                most_s_a_week=self.most_s_a_week,
            )
