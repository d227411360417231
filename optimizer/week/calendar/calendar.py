"""The calendar of a week: who is collected when and by which truck, and who is not."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from fleet import LonLat, Message, message
from optimizer.week.sat import StageProof


class CalendarLack(StrEnum):
    """Why a promised collection is not on the calendar, and what would have to change."""

    HOLIDAY = "holiday"
    """Holidays leave fewer days than collections: allow another weekday, or collect that day."""
    OWN_DAYS = "own_days"
    """The contract's own excluded dates leave too few days: allow another weekday."""
    NO_WINDOW = "no_window"
    """No shift of a truck meets its windows: widen them, or add a shift."""
    NO_TRUCK = "no_truck"
    """No truck can come to the bins: buy a smaller one, or move the bins."""
    FULL = "full"
    """Every truck that could come is full: add a truck or a shift, or allow other days."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class CalendarVisit:
    """One collection: on a date, by a truck in a shift, to begin in [from_s, to_s]."""

    date: dt.date
    vehicle_id: str
    shift_id: str
    from_s: int
    to_s: int
    contract_id: str

    @property
    def message(self) -> Message:
        """What it is called where it is wrong."""
        return message(
            "calendar.visit",
            "{contract} on {date} by {vehicle} {shift} {from_s:clock}-{to_s:clock}",
            contract=self.contract_id,
            date=self.date,
            vehicle=self.vehicle_id,
            shift=self.shift_id,
            from_s=self.from_s,
            to_s=self.to_s,
        )

    def __str__(self) -> str:
        return self.message.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Collections of one contract that are promised and not on the calendar.

    Parameters
    ----------
    times
        How many.
    dates
        The dates on which they would have been, where that is known.
    """

    contract_id: str
    times: int
    lack: CalendarLack
    detail: Message
    dates: tuple[dt.date, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """A week's collections.

    Parameters
    ----------
    visits
        In order of date, truck and hour.
    areas
        The centre of each truck's area, from which its contracts' distances are counted, by
        vehicle id.
    proofs
        What each stage cost, and how far from the best it may be.
    """

    monday: dt.date
    visits: tuple[CalendarVisit, ...]
    missing: tuple[Missing, ...] = ()
    areas: Mapping[str, LonLat] = field(default_factory=dict)
    proofs: tuple[StageProof, ...] = ()
    holidays: tuple[dt.date, ...] = ()
    interrupted: bool = False

    @property
    def last_date(self) -> dt.date:
        """The Sunday."""
        return self.monday + dt.timedelta(days=6)

    def on(self, date: dt.date) -> tuple[CalendarVisit, ...]:
        """Returns the collections of one day."""
        return tuple(visit for visit in self.visits if visit.date == date)

    def __str__(self) -> str:
        contracts = len({visit.contract_id for visit in self.visits})
        lacking = sum(one.times for one in self.missing)
        return (
            f"Calendar {self.monday} to {self.last_date}: {len(self.visits)} collections of "
            f"{contracts} contracts, {lacking} promised ones missing"
        )
