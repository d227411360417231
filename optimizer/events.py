"""What happens on a day after its plan was made: an append-only list of events.

Each event says what is so from then on; none says what the plan is to do about it. Times are
seconds after midnight of the service day. Streets are named by the keys of their arcs and tasks by
their ids, so that a list of events outlasts a network's numbering, as a plan does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fleet import Condition, InvalidValue
from optimizer.network.place import ArcKey
from optimizer.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """What all events have.

    Parameters
    ----------
    id
        Unique in the day's list: an event that is told twice counts once.
    at_s
        When it happened, or was decided.
    told_s
        When the planners were told, never before `at_s`: a plan made earlier cannot know of it.
    """

    id: str
    at_s: int
    told_s: int

    def __post_init__(self) -> None:
        if self.at_s < 0 or self.told_s < self.at_s:
            raise InvalidValue(
                "event.told_before",
                "event {id}: must be told when it happened or later, and not before midnight; it "
                "happened at {at_s:clock} and was told at {told_s:clock}.",
                id=self.id,
                at_s=self.at_s,
                told_s=self.told_s,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleOut(_Event):
    """A vehicle stands still from `at_s` on; what it was just doing is not done.

    Parameters
    ----------
    from_s
        From when on it stands still, where that is known before; None for from `at_s` on.
    until_s
        When it goes on from where it stands; None for not on this day. What it carries stays
        aboard.
    carries_kg
        What is aboard as it is told; None for what it has taken aboard by the plan.
    taken_by, load
        The vehicle that is to take over what it carries, and that load as a task where it stands;
        "" and None where nobody is.
    """

    kind: Literal["vehicle_out"] = "vehicle_out"
    vehicle_id: str
    from_s: int | None = None
    until_s: int | None = None
    carries_kg: int | None = None
    taken_by: str = ""
    load: Task[ArcKey] | None = None

    def __post_init__(self) -> None:
        _Event.__post_init__(self)
        if bool(self.taken_by) != (self.load is not None) or (self.load and self.until_s):
            raise InvalidValue(
                "event.load_left",
                "event {id}: a load needs a vehicle that takes it over, and is left by one that "
                "is not back on this day.",
                id=self.id,
            )

    @property
    def stands_s(self) -> int:
        """From when on it stands still."""
        return self.at_s if self.from_s is None else self.from_s


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleBack(_Event):
    """A vehicle that was out goes on at `at_s`, whatever was said before."""

    kind: Literal["vehicle_back"] = "vehicle_back"
    vehicle_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delayed(_Event):
    """A vehicle is found to be so many seconds behind its plan at `at_s`."""

    kind: Literal["delayed"] = "delayed"
    vehicle_id: str
    late_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverLate(_Event):
    """A shift cannot begin before `until_s`."""

    kind: Literal["driver_late"] = "driver_late"
    vehicle_id: str
    shift_id: str
    until_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDone(_Event):
    """A task is done: as planned, or by someone else before its hour."""

    kind: Literal["done"] = "done"
    task_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSkipped(_Event):
    """A vehicle came to a task and could not do it.

    Parameters
    ----------
    reason
        What the driver says: parked cars, the gate is shut.
    again
        Whether it may be tried again on this day.
    """

    kind: Literal["skipped"] = "skipped"
    task_id: str
    reason: str
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAdded(_Event):
    """More work: of a known kind, at a place."""

    kind: Literal["task_added"] = "task_added"
    task: Task[ArcKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentCase(_Event):
    """A case of the city's management or its hotline, with a deadline.

    Parameters
    ----------
    number, category, source
        As the case has them.
    task
        The work that it comes to; it is to be over by its deadline (`finish_by_s`).
    """

    kind: Literal["urgent_case"] = "urgent_case"
    number: str
    category: str
    source: str
    task: Task[ArcKey]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCancelled(_Event):
    """A task is not to be done any more; one that is begun is finished."""

    kind: Literal["task_cancelled"] = "task_cancelled"
    task_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountChanged(_Event):
    """A stop has more or less to collect than was planned; one that is begun stays as it was."""

    kind: Literal["amount_changed"] = "amount_changed"
    task_id: str
    demand_kg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetClosed(_Event):
    """Streets are closed from `from_s` until `until_s`, None for the rest of the day.

    Parameters
    ----------
    names
        What people call them.
    arcs
        The pieces of street, each direction by itself.
    driving, working
        Whether nobody drives there, and whether nobody works there.
    """

    kind: Literal["street_closed"] = "street_closed"
    names: tuple[str, ...]
    arcs: tuple[ArcKey, ...]
    from_s: int
    until_s: int | None = None
    driving: bool = True
    working: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityShut(_Event):
    """A facility receives nobody from `from_s` until `until_s`, None for the rest of the day."""

    kind: Literal["facility_shut"] = "facility_shut"
    facility_id: str
    from_s: int
    until_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherTurned(_Event):
    """The weather is such from `at_s` on; what it cancels is not begun any more."""

    kind: Literal["weather"] = "weather"
    conditions: tuple[Condition, ...]


Event: TypeAlias = (
    VehicleOut
    | VehicleBack
    | Delayed
    | DriverLate
    | TaskDone
    | TaskSkipped
    | TaskAdded
    | UrgentCase
    | TaskCancelled
    | AmountChanged
    | StreetClosed
    | FacilityShut
    | WeatherTurned
)

EVENTS: tuple[type[Event], ...] = (
    VehicleOut,
    VehicleBack,
    Delayed,
    DriverLate,
    TaskDone,
    TaskSkipped,
    TaskAdded,
    UrgentCase,
    TaskCancelled,
    AmountChanged,
    StreetClosed,
    FacilityShut,
    WeatherTurned,
)


def added_task(event: Event) -> Task[ArcKey] | None:
    """Returns the task that an event brings, None where it brings none."""
    if isinstance(event, TaskAdded | UrgentCase):
        return event.task
    return event.load if isinstance(event, VehicleOut) else None


def list_told(events: Sequence[Event], now_s: int) -> tuple[Event, ...]:
    """Returns the events that are known at a time, each once, by when they were told."""
    once = {event.id: event for event in reversed(events) if event.told_s <= now_s}
    return tuple(sorted(once.values(), key=lambda event: (event.told_s, event.at_s, event.id)))
