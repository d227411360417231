"""Events from files and bodies of requests, and the list that they are added to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fleet import Message, message
from optimizer.errors import InputError
from optimizer.events import Event
from optimizer.network.road_network import RoadNetwork
from scenarios.files import fault_of, parse_json, read_text, read_toml
from scenarios.operations.contradictions import contradictions
from scenarios.operations.faults import MOST_FAULTS, EventFault, EventFaults
from scenarios.operations.in_force import InForce
from scenarios.operations.nearest import nearest_names
from scenarios.operations.places import EventStreets
from scenarios.operations.positions import Tracker
from scenarios.operations.resolving import Reader, id_of
from scenarios.operations.schema import (
    DOORS,
    MOST_EVENTS,
    DelayedIn,
    EventsIn,
    HappenedIn,
    TaskAddedIn,
    UrgentCaseIn,
)
from scenarios.plan_file import PlanFile


def read_events(
    path: Path,
    plan_file: PlanFile,
    network: RoadNetwork,
    *,
    known: Sequence[Event] = (),
    now_s: int | None = None,
) -> tuple[Event, ...]:
    """Returns the events of a file: JSON, JSON Lines (.jsonl) or TOML (.toml).

    Parameters
    ----------
    plan_file
        The plan in force.
    network
        The streets that it was made for.
    known
        What was told before, beside what the plan knows.
    now_s
        Nothing can have been told later; None where nobody says what time it is.

    Raises
    ------
    InputError
        Names every fault with its event, field and remedy.
    """
    values = _values_of(path)
    return events_of(values, plan_file, network, known=known, now_s=now_s, where=str(path))


def is_drawn_day(path: Path) -> bool:
    """Says whether a file is a day that `simulate` has drawn, and no list that somebody wrote."""
    try:
        values = _values_of(path)
    except InputError:
        # Whoever reads it says what is wrong with it.
        return False
    return isinstance(values, Mapping) and {"format", "seed", "blocked"} <= set(values)


def events_of(
    values: object,
    plan_file: PlanFile,
    network: RoadNetwork,
    *,
    known: Sequence[Event] = (),
    now_s: int | None = None,
    where: str = "events",
) -> tuple[Event, ...]:
    """Returns the events that values tell: a list, or a table with the list under `events`.

    One that is told twice, or is known, counts once; what is returned holds those that are known
    too, so that `append_events` adds the rest. For the parameters see `read_events`.

    Raises
    ------
    EventFaults
        Names every fault with its event, field and remedy.
    """
    told = plan_file.running.events if plan_file.running else ()
    before = _once((*told, *known))
    faults = _Faults()
    listed = _list_events(values, plan_file, faults)
    doors = list(_doors(listed, faults))
    day = InForce(plan_file=plan_file, streets=network, known=before)
    reader = Reader(day=day, streets=EventStreets(day), tracker=Tracker(day), now_s=now_s)
    read = _read(doors, reader, faults)
    if not faults.found:
        _refuse_contradictions(before, read, faults)
    faults.raise_if_any(where)
    return _once(event for _, event in sorted(read.items()))


def append_events(known: Sequence[Event], new: Iterable[Event]) -> tuple[Event, ...]:
    """Returns the known events and, after them, those of the new ones that are none of them.

    Raises
    ------
    EventFaults
        When a new event contradicts another.
    """
    before = _once(known)
    fresh = dict(enumerate(new, start=1))
    faults = _Faults()
    _refuse_contradictions(before, fresh, faults)
    faults.raise_if_any("events")
    return _once((*before, *fresh.values()))


def _once(events: Iterable[Event]) -> tuple[Event, ...]:
    """Returns each event once, in the order in which they come first."""
    once: dict[str, Event] = {}
    for event in events:
        once.setdefault(event.id, event)
    return tuple(once.values())


@dataclass(slots=True)
class _Faults:
    """All that is wrong with a list of events, in the order of the list."""

    found: list[EventFault] = field(default_factory=list)

    def note(self, number: int, name: str, why: Message) -> None:
        """Takes down one fault."""
        self.found.append(EventFault(number=number, field=name, why=why))

    @property
    def are_many(self) -> bool:
        """Whether there are as many as are said: then the rest is not looked at."""
        return len(self.found) >= MOST_FAULTS

    def raise_if_any(self, where: str) -> None:
        """Refuses all events where there is a fault in one."""
        if self.found:
            raise EventFaults(where, sorted(self.found, key=lambda fault: fault.number))


def _values_of(path: Path) -> object:
    """Returns the values of a file, whatever form it has."""
    if path.suffix.lower() == ".toml":
        return read_toml(path)
    text = read_text(path, wanted="list of events")
    if path.suffix.lower() == ".jsonl":
        return [
            parse_json(line, where=f"{path}:{number}")
            for number, line in enumerate(text.splitlines(), start=1)
            if line.strip()
        ]
    return parse_json(text, where=str(path))


def _list_events(values: object, plan_file: PlanFile, faults: _Faults) -> list[Any]:
    """Returns the list of events, of whatever form they are."""
    table = values if isinstance(values, Mapping) else {"events": values}
    events, date = table.get("events"), table.get("date")
    unknown = [str(key) for key in table if key not in EventsIn.model_fields]
    if unknown or not isinstance(events, list):
        faults.note(
            0,
            "events",
            message(
                "events.no_list",
                "there is no list of events; write a list, or a table with the list under "
                "events, and the day under date if you like.",
            ),
        )
        return []
    if date is not None and str(date) != plan_file.date:
        faults.note(
            0,
            "date",
            message(
                "events.other_day",
                "the events are of {date}, the plan is for {planned}; give the plan of that day.",
                date=repr(date),
                planned=plan_file.date,
            ),
        )
    if len(events) > MOST_EVENTS:
        faults.note(
            0,
            "events",
            message(
                "events.too_many",
                "there are {num:,} events, more than {most:,}; tell them in several parts.",
                num=len(events),
                most=MOST_EVENTS,
            ),
        )
        return []
    return events


def _doors(listed: Sequence[Any], faults: _Faults) -> Iterator[tuple[int, HappenedIn]]:
    """Yields events whose form is right, with their places in the list, from 1."""
    for number, values in enumerate(listed, start=1):
        if faults.are_many:
            return
        kind = values.get("kind") if isinstance(values, Mapping) else None
        door = DOORS.get(kind) if isinstance(kind, str) else None
        if door is None:
            faults.note(number, "kind", _unknown_kind(kind))
            continue
        try:
            yield number, door.model_validate(values)
        except ValidationError as error:
            for one in error.errors():
                name = ".".join(str(part) for part in one["loc"])
                why = _unknown_field(name, door) if one["type"] == "extra_forbidden" else None
                faults.note(number, name, why or fault_of({**one, "loc": ()}))


def _unknown_kind(kind: object) -> Message:
    near = nearest_names(kind, DOORS) if isinstance(kind, str) else []
    return message(
        "events.unknown_kind",
        "{kind} is no kind of event; nearest are {near:list}.",
        kind=repr(kind)[:80],
        near=near or list(DOORS),
    )


def _unknown_field(name: str, door: type[HappenedIn]) -> Message:
    known = [one.alias or own for own, one in door.model_fields.items()]
    return message(
        "events.unknown_field",
        "is no field of it; there are {known:list}.",
        known=nearest_names(name, known) or sorted(known),
    )


def _read(
    doors: Sequence[tuple[int, HappenedIn]], reader: Reader, faults: _Faults
) -> dict[int, Event]:
    """Returns the events by their places in the list.

    Work that comes up is read first, since others may name it, and reports of position last, since
    what else is told of the vehicle counts.
    """
    read: dict[int, Event] = {}
    of_known = {event.id: event for event in reader.day.known}
    for number, given in sorted(doors, key=lambda one: (_round(one[1]), one[1].at, one[0])):
        if faults.are_many:
            break
        if not given.id and id_of(given) in of_known:
            # Its id says that it is the same, and it was read when the plan may have been another.
            read[number] = of_known[id_of(given)]
            continue
        event = reader.read(given, partial(faults.note, number))
        if event is not None:
            read[number] = event
            if event.id not in of_known:
                day = replace(reader.day, known=(*reader.day.known, event))
                reader = replace(reader, day=day)
                of_known[event.id] = event
    return read


def _round(given: HappenedIn) -> int:
    if isinstance(given, TaskAddedIn | UrgentCaseIn):
        return 0
    return 2 if isinstance(given, DelayedIn) and given.lon is not None else 1


def _refuse_contradictions(
    before: Sequence[Event], read: Mapping[int, Event], faults: _Faults
) -> None:
    """Notes what cannot be true together; of two events the later of the list is to blame."""
    # One that is told again in the same words is the same.
    seen = set(before)
    fresh = []
    for number in sorted(read):
        if read[number] not in seen:
            fresh.append(number)
            seen.add(read[number])
    events = [*before, *(read[n] for n in fresh)]
    for one in contradictions(events):
        if one.event >= len(before):
            faults.note(fresh[one.event - len(before)], one.field, one.why)
