"""The door: what a file of events, or a body of the service, may say.

Shape is checked here; what it means on the streets and in the plan in force, in `resolving`.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import Discriminator, Field, Tag

from fleet import Condition, Work
from scenarios.day_shapes import Corner
from scenarios.shapes import ClockS, Count, Door, Name, WindowIn

MOST_EVENTS = 5_000
"""Events of one day; a city's hotline passes on some hundreds."""

MOST_STREETS = 100
"""Names, ways or corners of one closure."""

Text = Annotated[str, Field(max_length=400)]
Label = Annotated[str, Field(max_length=80)]
Key = Annotated[str, Field(max_length=200)]
"""The id of a task, which names an arc by the numbers of its ends."""

Amount = Annotated[Count, Field(ge=0)]
Minutes = Annotated[Count, Field(ge=0, le=2_880)]


class HappenedIn(Door):
    """What every event may say.

    Parameters
    ----------
    at
        When it happened, or was decided.
    told
        When the planners were told; without it, at once.
    id
        What it is called; without it, a digest of what is written, so that the same event counts
        once however often it is told.
    """

    at: ClockS
    told: ClockS | None = None
    id: Label = ""


class VehicleOutIn(HappenedIn):
    """A vehicle stands still. What it carries stays aboard, unless another takes it over there.

    Parameters
    ----------
    vehicle
        Its id.
    from
        From when on, where that is known before; without it, from `at`.
    until
        When it goes on; without it, not on this day.
    taken_by
        The vehicle that comes to where it stands, takes over what it carries and unloads it. Only
        where it is not back on this day.
    kg
        What it carries; without it, what it has taken aboard by the plan.
    minutes
        How long taking over lasts; without it, what the scenario says for its kind.
    """

    kind: Literal["vehicle_out"]
    vehicle: Name
    from_: Annotated[ClockS | None, Field(alias="from")] = None
    until: ClockS | None = None
    taken_by: Label = ""
    kg: Annotated[Count, Field(ge=1)] | None = None
    minutes: Minutes | None = None


class VehicleBackIn(HappenedIn):
    """A vehicle that was out goes on, whatever was said before of when it would.

    Parameters
    ----------
    vehicle
        Its id.
    """

    kind: Literal["vehicle_back"]
    vehicle: Name


class DelayedIn(HappenedIn):
    """A vehicle is behind its plan: by so many minutes, or because it is at a place now.

    Parameters
    ----------
    vehicle
        Its id.
    minutes
        How far it is behind.
    lon, lat
        Where it is: how far it is behind follows from when the plan has it nearest to there. A
        vehicle that is ahead counts as on time.
    """

    kind: Literal["delayed"]
    vehicle: Name
    minutes: Minutes | None = None
    lon: float | None = None
    lat: float | None = None


class DriverLateIn(HappenedIn):
    """A shift cannot begin before an hour.

    Parameters
    ----------
    vehicle
        Its id.
    shift
        The id of the shift; without it, the one in which `until` lies.
    until
        When it can begin.
    """

    kind: Literal["driver_late"]
    vehicle: Name
    shift: Label = ""
    until: ClockS


class OfTaskIn(HappenedIn):
    """What happens to one task, which is named in one of four ways.

    Parameters
    ----------
    task
        Its id in the plan.
    contract
        Id or name of the contract whose collection it is.
    point
        Id or name of the collection point that it empties.
    case
        Number of the case that it settles.
    """

    task: Key = ""
    contract: Label = ""
    point: Label = ""
    case: Label = ""


class DoneIn(OfTaskIn):
    """A task is done: as planned, or by someone else before its hour."""

    kind: Literal["done"]


class SkippedIn(OfTaskIn):
    """A vehicle came to a task and could not do it.

    Parameters
    ----------
    reason
        What the driver says: parked cars, the gate is shut.
    again
        Whether it may be tried again on this day.
    """

    kind: Literal["skipped"]
    reason: Annotated[Text, Field(min_length=1)]
    again: bool = False


class TaskCancelledIn(OfTaskIn):
    """A task is not to be done any more: a kitchen shuts."""

    kind: Literal["task_cancelled"]


class AmountChangedIn(OfTaskIn):
    """A stop has more or less to collect than was planned.

    Parameters
    ----------
    kg
        How much there is.
    """

    kind: Literal["amount_changed"]
    kg: Amount


class PeriodIn(HappenedIn):
    """What holds for some hours.

    Parameters
    ----------
    from
        From when; without it, from `at`.
    until
        Until when; without it, for the rest of the day.
    """

    from_: Annotated[ClockS | None, Field(alias="from")] = None
    until: ClockS | None = None


class StreetClosedIn(PeriodIn):
    """Streets are closed: those that are named, and those of the ways, and those in the area.

    Parameters
    ----------
    streets
        Their names, as on the map.
    ways
        Ids of OSM ways.
    area
        Corners of a drawn area; every street that runs through it is closed.
    driving, working
        Whether nobody drives there, and whether nobody works there.
    """

    kind: Literal["street_closed"]
    streets: Annotated[list[Name], Field(max_length=MOST_STREETS)] = []
    ways: Annotated[list[Count], Field(max_length=MOST_STREETS)] = []
    area: Annotated[list[Corner], Field(max_length=MOST_STREETS)] = []
    driving: bool = True
    working: bool = True


class FacilityShutIn(PeriodIn):
    """A facility receives nobody.

    Parameters
    ----------
    facility
        Its id or its name.
    """

    kind: Literal["facility_shut"]
    facility: Name


class WeatherTurnedIn(HappenedIn):
    """The weather is such from now on; what it cancels is not begun any more.

    Parameters
    ----------
    conditions
        All that holds; an empty list for fair weather.
    """

    kind: Literal["weather"]
    conditions: Annotated[list[Condition], Field(max_length=len(Condition))]


class SomewhereIn(HappenedIn):
    """Work at a place: at a point, in a street, or both.

    Parameters
    ----------
    lon, lat
        Where it is; the nearest street counts, or the nearest piece of `street`.
    street
        Name of the street. Without a point: at `crossing`, or halfway along its longest piece.
    crossing
        Name of a street that meets it.
    """

    lon: float | None = None
    lat: float | None = None
    street: Label = ""
    crossing: Label = ""


class TaskAddedIn(SomewhereIn):
    """More work, of a kind that some vehicle of the plan has the skill for.

    Parameters
    ----------
    work
        What is to be done.
    name
        What people call it.
    minutes
        Time at the place.
    kg, litres
        What it adds to the hopper, and takes from the tank.
    windows
        When it may begin; without any, from when it is told on.
    deadline
        When it must be over; without it, it is enough to begin in a window.
    """

    kind: Literal["task_added"]
    work: Work
    name: Name
    minutes: Minutes
    kg: Amount = 0
    litres: Amount = 0
    windows: Annotated[list[WindowIn], Field(max_length=20)] = []
    deadline: ClockS | None = None


class UrgentCaseIn(SomewhereIn):
    """A case of the city's management or its hotline.

    Parameters
    ----------
    number
        The number that it has there. Its task is called `case/` and this.
    category
        Name or code of a [category of cases](#categories-of-cases), which says what work it is.
    source
        Who passes it on.
    name
        What people call it; without it, the street.
    minutes, kg, litres
        As of added work; without them, what the category says.
    deadline
        When it must be over; without it, as long after `at` as the category says.
    """

    kind: Literal["urgent_case"]
    number: Name
    category: Name
    source: Label = ""
    name: Label = ""
    minutes: Minutes | None = None
    kg: Amount | None = None
    litres: Amount | None = None
    deadline: ClockS | None = None


def _tag(values: Any) -> str | None:
    """Returns the kind of an event that is read, or of one that is there."""
    kind = values.get("kind") if isinstance(values, Mapping) else getattr(values, "kind", None)
    return kind if isinstance(kind, str) else None


EventIn: TypeAlias = Annotated[
    Annotated[VehicleOutIn, Tag("vehicle_out")]
    | Annotated[VehicleBackIn, Tag("vehicle_back")]
    | Annotated[DelayedIn, Tag("delayed")]
    | Annotated[DriverLateIn, Tag("driver_late")]
    | Annotated[DoneIn, Tag("done")]
    | Annotated[SkippedIn, Tag("skipped")]
    | Annotated[TaskCancelledIn, Tag("task_cancelled")]
    | Annotated[AmountChangedIn, Tag("amount_changed")]
    | Annotated[StreetClosedIn, Tag("street_closed")]
    | Annotated[FacilityShutIn, Tag("facility_shut")]
    | Annotated[WeatherTurnedIn, Tag("weather")]
    | Annotated[TaskAddedIn, Tag("task_added")]
    | Annotated[UrgentCaseIn, Tag("urgent_case")],
    Discriminator(_tag),
]


def _doors() -> dict[str, type[HappenedIn]]:
    """Returns the door of each kind of event."""
    union, _ = get_args(EventIn)
    tagged = (get_args(one) for one in get_args(union))
    return {tag.tag: door for door, tag in tagged}


DOORS = _doors()
"""What is read of each kind of event."""


class EventsIn(Door):
    """A file of events, or the body of a request.

    Parameters
    ----------
    date
        The day that they are of, YYYY-MM-DD; without it, the plan's.
    events
        In any order.
    """

    date: Annotated[str, Field(max_length=10)] = ""
    events: Annotated[list[EventIn], Field(max_length=MOST_EVENTS)]
