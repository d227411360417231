"""What is still to be done of a day's tasks, after all that has happened."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from fleet import TimeWindow, Work
from optimizer.events import (
    AmountChanged,
    Event,
    FacilityShut,
    StreetClosed,
    TaskCancelled,
    TaskDone,
    TaskSkipped,
    added_task,
)
from optimizer.network.kerb import KerbKey
from optimizer.network.place import ArcKey
from optimizer.network.road_network import RoadNetwork
from optimizer.operations.lived import LivedDay
from optimizer.plan import ActivityKind
from optimizer.task import Task

SLOWEST_S_PER_M = 2
"""Nobody works along a street at less than 1.8 km/h (assumed): half a walk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTasks:
    """The day's tasks as events leave them.

    Parameters
    ----------
    all
        What the day owes by now, done or not, by id.
    open
        What of it may still be done, with the windows that are left, by id.
    given_up
        What could not be done and is not tried again: the events that say so, by task id.
    shut_out
        What lies on streets that are closed for as long as it might be done; by task id.
    too_soon
        What has no hour left for being too soon after work on the same kerb; ids.
    held_out
        What has no hour left by what was decided by hand; ids.
    """

    all: Mapping[str, Task]
    open: Mapping[str, Task]
    given_up: Mapping[str, TaskSkipped]
    shut_out: Mapping[str, StreetClosed]
    too_soon: frozenset[str] = frozenset()
    held_out: frozenset[str] = frozenset()


def tasks_after(
    tasks: Mapping[str, Task],
    events: Sequence[Event],
    lived: LivedDay,
    network: RoadNetwork,
    *,
    known: Sequence[Event] = (),
    weather: Mapping[str, Task] | None = None,
) -> DayTasks:
    """Returns the day's tasks as events leave them.

    Parameters
    ----------
    tasks
        Those of the plan in force, by id.
    events, known
        What is new since that plan was made, and what it knew.
    weather
        What is owed in the weather that has been told anew, by id; None where none has.
    """
    begun, skipped = lived.begun, lived.skipped
    told = (*known, *events)
    owed = dict(tasks)
    if weather is not None:
        owed = _find_owed(weather, owed, told, begun | skipped)
    news = {event.id for event in events}
    for event in told:
        new = added_task(event)
        if new is not None:
            if event.id in news:
                owed[new.id] = new.with_arcs(_number_on(network))
            continue
        # Known or new: what was under way then may since have been held up before it began.
        id_ = getattr(event, "task_id", "")
        if id_ in begun or id_ in skipped or id_ not in owed:
            continue
        if _ends(event):
            del owed[id_]
        elif isinstance(event, AmountChanged):
            owed[id_] = replace(owed[id_], demand_kg=event.demand_kg)
    over = {event.task_id for event in told if _ends(event)}
    given_up = {
        event.task_id: event
        for event in told
        if isinstance(event, TaskSkipped) and event.task_id in (skipped & over) - begun
    }
    closures = [one for one in told if isinstance(one, StreetClosed) and one.working]
    left: dict[str, Task] = {}
    shut_out: dict[str, StreetClosed] = {}
    too_soon: set[str] = set()
    next_s = _next_passes(tasks, lived)
    for id_, task in owed.items():
        if id_ in begun or id_ in given_up:
            continue
        windows = task.windows
        if task.apart_s and task.kerb is not None:
            windows = tuple(_from(windows, next_s.get((task.work, task.kerb), 0)))
            if not windows:
                too_soon.add(id_)
                continue
        on_it = _closures_of(task, closures, network)
        for closure in on_it:
            windows = tuple(_cut(windows, task, closure))
        if windows:
            left[id_] = task if windows == task.windows else replace(task, windows=windows)
        elif task.work is not Work.HAUL:
            # Bulk loads are cut anew, and listed by who does that.
            shut_out[id_] = on_it[-1]
    return DayTasks(
        all=owed,
        open=left,
        given_up=given_up,
        shut_out=shut_out,
        too_soon=frozenset(too_soon),
    )


def _next_passes(tasks: Mapping[str, Task], lived: LivedDay) -> dict[tuple[Work, KerbKey], int]:
    """Returns when kerbs may be worked again at the earliest, by work and kerb.

    Hours keep passes apart as long as each is done in its own; who was held up may not have.
    """
    next_s: dict[tuple[Work, KerbKey], int] = {}
    for route in lived.routes:
        for activity in route.frozen:
            if activity.kind is not ActivityKind.SERVICE or activity.task_id is None:
                continue
            task = tasks[activity.task_id]
            if task.apart_s and task.kerb is not None:
                key = task.work, task.kerb
                next_s[key] = max(next_s.get(key, 0), activity.begin_s + task.apart_s)
    return next_s


def _from(windows: Sequence[TimeWindow], from_s: int) -> Iterator[TimeWindow]:
    """Yields what is left of windows from a time on."""
    for window in windows:
        if window.latest_s >= from_s:
            is_cut = window.earliest_s < from_s
            yield replace(window, earliest_s=from_s) if is_cut else window


def _ends(event: Event) -> TypeGuard[TaskCancelled | TaskDone | TaskSkipped]:
    """Says whether an event takes a task off the day, unless it is begun."""
    if isinstance(event, TaskSkipped):
        return not event.again
    return isinstance(event, TaskCancelled | TaskDone)


def _find_owed(
    weather: Mapping[str, Task],
    owed: Mapping[str, Task],
    told: Sequence[Event],
    begun: Collection[str],
) -> dict[str, Task]:
    """Returns what is owed when the weather has turned: by it, begun, or told beside it."""
    added = {task.id for task in map(added_task, told) if task is not None}
    ended = {event.task_id for event in told if _ends(event)}
    kept = {
        id_: task
        for id_, task in owed.items()
        if id_ in weather or id_ in begun or id_ in added or task.work is Work.HAUL
    }
    new = {id_: task for id_, task in weather.items() if id_ not in ended}
    return {**new, **kept}


def _number_on(network: RoadNetwork) -> Callable[[ArcKey], int]:
    return lambda key: network.arc_of_key[key]


def _closures_of(
    task: Task, closures: Sequence[StreetClosed], network: RoadNetwork
) -> list[StreetClosed]:
    """Returns the closures of streets on which a task is done."""
    if not closures:
        return []
    keys = {
        network.arc_key(position.arc) for mode in task.modes for position in mode.place.entries
    }
    return [closure for closure in closures if keys & set(closure.arcs)]


def _cut(windows: Sequence[TimeWindow], task: Task, closure: StreetClosed) -> Iterator[TimeWindow]:
    """Yields what a closure leaves of windows: work is over when it begins."""
    longest_s = max(mode.service_s + SLOWEST_S_PER_M * mode.service_m for mode in task.modes)
    from_s = closure.from_s - longest_s
    for window in windows:
        if window.earliest_s <= from_s:
            yield replace(window, latest_s=min(window.latest_s, from_s))
        if closure.until_s is not None and window.latest_s >= closure.until_s:
            yield replace(window, earliest_s=max(window.earliest_s, closure.until_s))


def shut_facilities(events: Sequence[Event]) -> dict[str, list[tuple[int, int | None]]]:
    """Returns the bands in which facilities are shut, by id."""
    shut: dict[str, list[tuple[int, int | None]]] = {}
    for event in events:
        if isinstance(event, FacilityShut):
            shut.setdefault(event.facility_id, []).append((event.from_s, event.until_s))
    return shut
