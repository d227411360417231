"""The roster of a week: who drives what when, and what nobody can."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from fleet import Message
from optimizer.week.sat import StageProof


class Obstacle(StrEnum):
    """Why no driver can take a duty, and what would have to change."""

    NO_LICENCE = "no_licence"
    """Nobody may drive that kind of vehicle: train or hire someone."""
    UNAVAILABLE = "unavailable"
    """Who may drive it is away: move leave, or leave the vehicle in."""
    HOURS_USED_UP = "hours_used_up"
    """Who could has worked the week's hours: hire, or shorten shifts."""
    AT_WORK = "at_work"
    """Who could drives something else then, or too near to it in time."""
    REST_DAYS = "rest_days"
    """Who could would lose the rest day, or work too many days in a row."""
    NO_NIGHTS = "no_nights"
    """Who could does not work by night."""
    STOPPED = "stopped"
    """The search ended before it found who: give it more time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncovered:
    """A duty that nobody does; `obstacle` is what stands in most drivers' way."""

    duty_id: str
    obstacle: Obstacle
    detail: Message


@dataclass(frozen=True, kw_only=True)
class Roster:
    """Who does which duty of a week, by duty id.

    Parameters
    ----------
    refused
        Days off that were wanted and not granted, by driver id.
    """

    monday: dt.date
    driver_of: Mapping[str, str]
    uncovered: tuple[Uncovered, ...] = ()
    refused: Mapping[str, tuple[dt.date, ...]] = field(default_factory=dict)
    proofs: tuple[StageProof, ...] = ()
    interrupted: bool = False

    def __str__(self) -> str:
        return (
            f"Roster of {self.monday}: {len(self.driver_of)} duties by "
            f"{len(set(self.driver_of.values()))} drivers, {len(self.uncovered)} uncovered, "
            f"{sum(map(len, self.refused.values()))} days off refused"
        )
