"""One line of the list that a driver follows."""

from dataclasses import dataclass
from enum import StrEnum

from api.exports.tracks import Point


class LineKind(StrEnum):
    """What a line is about; but for DRIVE and WORK, the kind of the activity."""

    START = "start"
    DRIVE = "drive"
    """Driving without working, from one turn to the next."""
    WORK = "work"
    """Work along a street."""
    STOP = "stop"
    UNLOAD = "unload"
    REFILL = "refill"
    BREAK = "break"
    SKIPPED = "skipped"
    DELAY = "delay"
    END = "end"
    BROKEN_DOWN = "broken_down"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnLine:
    """One line for a driver.

    Parameters
    ----------
    number
        Of work, stops and visits, from 1, as on the map; 0 for drives.
    point, end_point
        Where it begins and ends.
    time_s, end_s
        When it begins and ends; None for drives.
    arrival_s
        When the vehicle is there; None for drives.
    move
        What is done where it begins: "left", "back", "leave_roundabout"; "" where nothing is.
    length_m
        Metres driven in it, so that those of all lines are the route's.
    worked_m
        Metres of work in it, 0 for drives, stops and facilities.
    side
        "right", "left" or "whole" of work along a street; "right" or "left" of a stop, seen by
        the driver, where that is known.
    arcs
        Keys of the street pieces that it runs along, in order.
    task_ids
        The tasks that are done, or could not be.
    facility_id
        Where it is a visit.
    load_kg, tank_l
        Aboard afterwards; None for drives.
    """

    kind: LineKind
    text: str
    point: Point
    end_point: Point
    number: int = 0
    time_s: int | None = None
    end_s: int | None = None
    arrival_s: int | None = None
    move: str = ""
    length_m: int = 0
    worked_m: int = 0
    side: str = ""
    arcs: tuple[str, ...] = ()
    task_ids: tuple[str, ...] = ()
    facility_id: str = ""
    load_kg: int | None = None
    tank_l: int | None = None

    @property
    def is_turn(self) -> bool:
        """Whether it says where to drive."""
        return self.kind is LineKind.DRIVE
