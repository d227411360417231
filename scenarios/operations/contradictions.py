"""What events cannot be true together, as far as the list itself says."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fleet import Message, message
from optimizer.events import (
    Delayed,
    Event,
    TaskDone,
    TaskSkipped,
    VehicleBack,
    VehicleOut,
    added_task,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two events that cannot both be true, or one that nothing went before.

    Parameters
    ----------
    event
        Where the one that is to blame stands among all events: that which was told last.
    field
        The field of it that is wrong.
    """

    event: int
    field: str
    why: Message


def contradictions(events: Sequence[Event]) -> Iterator[Contradiction]:
    """Yields what is contradictory in a list, in which every event stands once."""
    taken = list(_ids(events))
    yield from taken
    # What has the id of another event is not looked at any further.
    wrong = {one.event for one in taken}
    rest = {number: event for number, event in enumerate(events) if number not in wrong}
    yield from _tasks(rest)
    yield from _find_done_and_skipped(rest)
    yield from _vehicles(rest)


_Numbered = Mapping[int, Event]
"""Events by their places in the list."""


def _ids(events: Sequence[Event]) -> Iterator[Contradiction]:
    first: dict[str, Event] = {}
    for number, event in enumerate(events):
        other = first.setdefault(event.id, event)
        if other != event:
            yield Contradiction(
                event=number,
                field="id",
                why=message(
                    "events.id_taken",
                    "id {id!r} is that of another event, {kind} at {at_s:clock}; leave the id "
                    "out, or give another.",
                    id=event.id,
                    kind=other.kind,
                    at_s=other.at_s,
                ),
            )


def _tasks(events: _Numbered) -> Iterator[Contradiction]:
    """Yields tasks, and so cases, that two events add."""
    first: dict[str, Event] = {}
    for number, event in events.items():
        task = added_task(event)
        if task is None:
            continue
        other = first.setdefault(task.id, event)
        if other.id != event.id:
            yield Contradiction(
                event=number,
                field="taken_by" if isinstance(event, VehicleOut) else "number",
                why=message(
                    "events.case_again",
                    "{task} was told at {told_s:clock} with other words; cancel that one, or "
                    "give another number.",
                    task=task.id,
                    told_s=other.told_s,
                ),
            )


def _find_done_and_skipped(events: _Numbered) -> Iterator[Contradiction]:
    """Yields tasks that are done and were skipped for good, or skipped after they were done."""
    done: dict[str, int] = {}
    for number, event in events.items():
        if isinstance(event, TaskDone):
            done.setdefault(event.task_id, number)
    for number, event in events.items():
        if not isinstance(event, TaskSkipped) or event.task_id not in done:
            continue
        other = events[done[event.task_id]]
        if not event.again or event.at_s >= other.at_s:
            yield Contradiction(
                event=max(number, done[event.task_id]),
                field="task",
                why=message(
                    "events.done_and_skipped",
                    "{task} is done at {done_s:clock} and skipped at {skipped_s:clock}; tell one "
                    "of the two, or that it was skipped and may be tried again before.",
                    task=event.task_id,
                    done_s=other.at_s,
                    skipped_s=event.at_s,
                ),
            )


@dataclass(slots=True)
class _Outage:
    """A time in which a vehicle stands; `number` is that of the event.

    Parameters
    ----------
    is_emptied
        Whether another takes over what it carries.
    """

    number: int
    begin_s: int
    told_s: int
    end_s: float
    is_back: bool = False
    is_emptied: bool = False


@dataclass(slots=True)
class _Told:
    """What is told of one vehicle, with the numbers of the events."""

    outages: list[_Outage] = field(default_factory=list)
    backs: list[tuple[int, VehicleBack]] = field(default_factory=list)
    delays: list[tuple[int, Delayed]] = field(default_factory=list)


def _vehicles(events: _Numbered) -> Iterator[Contradiction]:
    """Yields vehicles that are back and were not out, out twice, or driving while they stand."""
    of_vehicle: defaultdict[str, _Told] = defaultdict(_Told)
    for number, event in events.items():
        if isinstance(event, VehicleOut):
            end_s = math.inf if event.until_s is None else event.until_s
            outage = _Outage(
                number,
                event.stands_s,
                event.told_s,
                end_s,
                is_emptied=event.load is not None,
            )
            of_vehicle[event.vehicle_id].outages.append(outage)
        elif isinstance(event, VehicleBack):
            of_vehicle[event.vehicle_id].backs.append((number, event))
        elif isinstance(event, Delayed):
            of_vehicle[event.vehicle_id].delays.append((number, event))
    for vehicle_id, told in of_vehicle.items():
        told.outages.sort(key=lambda one: (one.begin_s, one.told_s, one.number))
        yield from _backs(told, vehicle_id)
        yield from _outs(told, vehicle_id)
        yield from _delays(told, vehicle_id)


def _backs(told: _Told, vehicle_id: str) -> Iterator[Contradiction]:
    """Ends each outage that a vehicle came back from; yields where there was none."""
    for number, back in sorted(told.backs, key=lambda one: (one[1].at_s, one[1].told_s, one[0])):
        ended = [
            outage
            for outage in told.outages
            if outage.begin_s <= back.at_s and outage.told_s <= back.told_s and not outage.is_back
        ]
        if ended and ended[-1].is_emptied:
            yield Contradiction(
                event=number,
                field="vehicle",
                why=message(
                    "events.emptied",
                    "another vehicle takes over what {vehicle} carries, so it is not back on this "
                    "day; leave it out, or tell vehicle_out without taken_by.",
                    vehicle=vehicle_id,
                ),
            )
        elif ended:
            ended[-1].end_s, ended[-1].is_back = back.at_s, True
        else:
            yield Contradiction(
                event=number,
                field="vehicle",
                why=message(
                    "events.not_out",
                    "{vehicle} is back at {at_s:clock}, and nobody told that it was out before; "
                    "tell vehicle_out too.",
                    vehicle=vehicle_id,
                    at_s=back.at_s,
                ),
            )


def _outs(told: _Told, vehicle_id: str) -> Iterator[Contradiction]:
    for n, outage in enumerate(told.outages):
        for before in told.outages[:n]:
            if outage.begin_s < before.end_s:
                yield Contradiction(
                    event=max(before.number, outage.number),
                    field="vehicle",
                    why=message(
                        "events.out_already",
                        "{vehicle} is out from {first_s:clock} and again from {then_s:clock}, "
                        "before it is back; tell first when it is back.",
                        vehicle=vehicle_id,
                        first_s=before.begin_s,
                        then_s=outage.begin_s,
                    ),
                )
                break


def _delays(told: _Told, vehicle_id: str) -> Iterator[Contradiction]:
    for number, delay in told.delays:
        for outage in told.outages:
            if outage.begin_s < delay.at_s < outage.end_s:
                yield Contradiction(
                    event=max(number, outage.number),
                    field="vehicle",
                    why=message(
                        "events.delayed_while_out",
                        "{vehicle} is out from {out_s:clock} and behind its plan at "
                        "{at_s:clock}, when it does not drive; tell first when it is back.",
                        vehicle=vehicle_id,
                        out_s=outage.begin_s,
                        at_s=delay.at_s,
                    ),
                )
                break
