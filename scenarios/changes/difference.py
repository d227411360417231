"""One difference between two plans, the duties that have some, and what all come to."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from fleet import Message
from optimizer.plan import DutyId


class DifferenceKind(StrEnum):
    """What is different; who has to know hears the first ones first."""

    BROKEN_DOWN = "broken_down"
    NO_ROUTE = "no_route"
    NEW_ROUTE = "new_route"
    START = "start"
    CAME = "came"
    WENT = "went"
    REORDERED = "reordered"
    VISIT = "visit"
    WAY = "way"
    RETIMED = "retimed"
    BACK = "back"


_RANK = {kind: rank for rank, kind in enumerate(DifferenceKind)} | {
    # What is new and what is no more are told as they come in the day.
    DifferenceKind.WENT: list(DifferenceKind).index(DifferenceKind.CAME)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is different for a duty.

    Parameters
    ----------
    before_s, after_s
        When it begins by the old plan and by the new one; None where it is in one of them only.
    task_ids
        The tasks that it is about: of work along a street all that are one run.
    work, what, side, lane
        What is done, what the street, stop or facility is called, and on which side and lane.
    visit
        For VISIT: the kind of activity.
    length_m
        Metres of the work.
    other, other_name
        Whose duty it was or will be, and what people call it; None and "" for nobody's.
    why
        Why nobody does it now.
    known
        Whether the driver knows, having told it.
    """

    kind: DifferenceKind
    before_s: int | None = None
    after_s: int | None = None
    task_ids: tuple[str, ...] = ()
    work: str = ""
    what: str = ""
    side: str = ""
    lane: str = ""
    visit: str = ""
    length_m: int = 0
    other: DutyId | None = None
    other_name: Message | str = ""
    why: Message | None = None
    known: bool = False

    @property
    def at_s(self) -> int:
        """When it concerns the driver."""
        return next((s for s in (self.after_s, self.before_s) if s is not None), 0)

    @property
    def later_s(self) -> int:
        """By how much it is later; 0 for what is in one of the plans only."""
        if self.before_s is None or self.after_s is None:
            return 0
        return self.after_s - self.before_s

    @property
    def rank(self) -> tuple[int, int]:
        """Sorts what matters more before what matters less, and then by the hour."""
        return _RANK[self.kind], self.at_s


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyChanges:
    """What is different for the driver of a duty.

    Parameters
    ----------
    shift
        What people call the shift.
    from_s
        From when on the routes are not the same; until then there is nothing to tell. None where
        they differ in the past only.
    before, after
        When the vehicle leaves and is back, by the old and the new plan; None without a route. A
        vehicle that broke down is "back" where it stands.
    num_common, num_in_order
        Tasks that are in both routes, and how many of those keep their order.
    differences
        What matters most first.
    """

    vehicle_id: str
    shift_id: str
    shift: Message | str
    from_s: int | None
    before: tuple[int, int] | None
    after: tuple[int, int] | None
    num_common: int
    num_in_order: int
    differences: tuple[Difference, ...]

    def of(self, kind: DifferenceKind) -> tuple[Difference, ...]:
        """Returns the differences of a kind."""
        return tuple(one for one in self.differences if one.kind is kind)

    def task_ids(self, kind: DifferenceKind) -> tuple[str, ...]:
        """Returns the tasks of the differences of a kind."""
        return tuple(id_ for one in self.of(kind) for id_ in one.task_ids)

    @property
    def news(self) -> tuple[Difference, ...]:
        """What the driver does not know."""
        return tuple(one for one in self.differences if not one.known)

    @property
    def is_to_call(self) -> bool:
        """Whether the driver has to be told something."""
        return self.from_s is not None and bool(self.news)

    @property
    def order_share(self) -> float:
        """Share of the tasks in both routes that keep their order."""
        return self.num_in_order / self.num_common if self.num_common else 1.0

    @property
    def back_later_s(self) -> int | None:
        """How much later the vehicle is back; None where one plan has no route of it."""
        if self.before is None or self.after is None:
            return None
        return self.after[1] - self.before[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What all differences come to, in tasks and in drivers.

    Every task that the old plan serves is either kept, reordered, moved or lost.

    Parameters
    ----------
    before, after
        Tasks that each plan serves.
    kept
        In the same duty, in the same order.
    reordered, retimed
        In the same duty at another place in its order; in the same order at another hour.
    moved_vehicle, moved_shift
        In a duty of another vehicle; in another duty of the same one.
    lost, won
        Served by the old plan only; by the new one only.
    to_call
        Drivers who have to be told something.
    """

    before: int
    after: int
    kept: int
    reordered: int
    retimed: int
    moved_vehicle: int
    moved_shift: int
    lost: int
    won: int
    to_call: int

    @property
    def kept_share(self) -> float:
        """Share of the tasks that keep vehicle, shift and order."""
        return self.kept / self.before if self.before else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is different between two plans of a day.

    Parameters
    ----------
    now_s
        When the new plan was made: what is before that is told as no change; 0 for a plan that
        was made before the day began.
    tolerance_s
        A task that begins by no more than that earlier or later is where it was.
    duties
        Those that are not the same in both plans, by vehicle and shift.
    """

    date: str
    now_s: int
    tolerance_s: int
    totals: Totals
    duties: tuple[DutyChanges, ...]

    @property
    def to_call(self) -> tuple[DutyChanges, ...]:
        """The duties whose drivers have to be told something."""
        return tuple(duty for duty in self.duties if duty.is_to_call)

    def of_vehicle(self, vehicle_id: str) -> Iterator[DutyChanges]:
        """Yields what is different for the duties of a vehicle."""
        return (duty for duty in self.duties if duty.vehicle_id == vehicle_id)
