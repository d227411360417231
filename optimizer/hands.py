"""What a dispatcher decides by hand while the day runs: an append-only list of hands.

A hand binds every plan that is made after it, until it is released or a later one contradicts it.
Tasks, vehicles and shifts go by their ids, as in `optimizer.events`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fleet import InvalidValue
from optimizer.plan import DutyId


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hand:
    """What all hands have.

    Parameters
    ----------
    id
        Unique in the day's list: a hand that is told twice counts once.
    told_s
        When it was decided.
    """

    id: str
    told_s: int

    def __post_init__(self) -> None:
        if not self.id or self.told_s < 0:
            raise InvalidValue(
                "hand.wrong",
                "a hand needs an id and a time that is not before midnight, got {id!r} and "
                "{told_s} s.",
                id=self.id,
                told_s=self.told_s,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin(_Hand):
    """Only this vehicle in this shift may do a task, and it is to do it."""

    kind: Literal["pin"] = "pin"
    task_id: str
    vehicle_id: str
    shift_id: str

    @property
    def duty_id(self) -> DutyId:
        """Vehicle and shift."""
        return self.vehicle_id, self.shift_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Forbid(_Hand):
    """A vehicle is not to do a task; if no other can, nobody does it."""

    kind: Literal["forbid"] = "forbid"
    task_id: str
    vehicle_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(_Hand):
    """A task goes to a vehicle and shift; once it has gone there it is pinned.

    Parameters
    ----------
    before
        The task that is done next after it, in the plan that the move makes; None for where it
        costs least.
    """

    kind: Literal["move"] = "move"
    task_id: str
    vehicle_id: str
    shift_id: str
    before: str | None = None

    @property
    def duty_id(self) -> DutyId:
        """Vehicle and shift."""
        return self.vehicle_id, self.shift_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock(_Hand):
    """A route stays as it is: nothing comes, nothing goes, order and times stay.

    What has happened moves its times as it moves those of any route. Where it cannot be driven so
    any more, the lock gives way for that plan, and holds again from that plan on.
    """

    kind: Literal["lock"] = "lock"
    vehicle_id: str
    shift_id: str

    @property
    def duty_id(self) -> DutyId:
        """Vehicle and shift."""
        return self.vehicle_id, self.shift_id


@dataclass(frozen=True, slots=True, kw_only=True)
class PinHours(_Hand):
    """A task begins in these hours or is not done at all; who does it is free.

    Parameters
    ----------
    earliest_s, latest_s
        Between which seconds of the day it is to begin; its own hours bind too.
    """

    kind: Literal["hours"] = "hours"
    task_id: str
    earliest_s: int
    latest_s: int

    def __post_init__(self) -> None:
        _Hand.__post_init__(self)
        if not 0 <= self.earliest_s <= self.latest_s:
            raise InvalidValue(
                "hand.no_hours",
                "hand {id!r}: hours go from an earlier time to a later one, got {earliest_s} s "
                "and {latest_s} s.",
                id=self.id,
                earliest_s=self.earliest_s,
                latest_s=self.latest_s,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class PinAfter(_Hand):
    """A task begins only when another is over; who does which is free.

    Where nobody does the other, the order says nothing.
    """

    kind: Literal["after"] = "after"
    task_id: str
    other_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(_Hand):
    """An earlier hand binds no more."""

    kind: Literal["release"] = "release"
    hand_id: str


Hand: TypeAlias = Pin | Forbid | Move | Lock | PinHours | PinAfter | Release

EarlyHand: TypeAlias = Pin | Forbid | PinHours
"""What can be decided of a day of which there is no plan yet."""

HANDS: tuple[type[Hand], ...] = (Pin, Forbid, Move, Lock, PinHours, PinAfter, Release)


def hands_in_force(hands: Sequence[Hand]) -> tuple[Hand, ...]:
    """Returns what binds in the end, in the order in which it was told.

    Of what contradicts each other the later holds: two pins of one task, or a pin and a ban of one
    task and vehicle, or two times of one kind for one task. A lock ends only when it is released;
    no pin or ban takes anything from it.
    """
    standing: dict[str, Hand] = {}
    seen: set[str] = set()
    for hand in hands:
        if hand.id in seen:
            continue
        seen.add(hand.id)
        if isinstance(hand, Release):
            standing.pop(hand.hand_id, None)
        else:
            standing = {id_: one for id_, one in standing.items() if not _ends(hand, one)}
            standing[hand.id] = hand
    return tuple(standing.values())


def _ends(later: Hand, earlier: Hand) -> bool:
    """Says whether a hand contradicts an earlier one."""
    if isinstance(later, Lock | Release) or isinstance(earlier, Lock | Release):
        return False
    if later.task_id != earlier.task_id:
        return False
    if isinstance(later, PinHours | PinAfter) or isinstance(earlier, PinHours | PinAfter):
        return type(later) is type(earlier)
    if isinstance(later, Forbid) and isinstance(earlier, Forbid):
        return False
    if isinstance(later, Forbid) or isinstance(earlier, Forbid):
        return later.vehicle_id == earlier.vehicle_id
    return True
