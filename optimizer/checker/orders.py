"""Rules of what is told of single tasks while the day runs: cancelled, skipped, added, changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

from fleet import Message, message
from optimizer.checker.past import History
from optimizer.checker.violation import Violation, ViolationCode, activity_label
from optimizer.events import (
    AmountChanged,
    Event,
    TaskCancelled,
    TaskDone,
    TaskSkipped,
    added_task,
)
from optimizer.network.place import ArcKey
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import ActivityKind, Plan, Route
from optimizer.task import Task


@dataclass(slots=True)
class _Word:
    """What is told of a task in the end.

    Parameters
    ----------
    over
        The event after which it is not to be done any more; None while it is.
    for_good
        Whether a vehicle came to it, could not do it, and is not to come again.
    added
        The task as it was told; None for one that was due anyway.
    demand_kg
        The amount told last; None where none was.
    """

    over: Event | None = None
    for_good: bool = False
    added: Task[ArcKey] | None = None
    demand_kg: int | None = None


def words_on_tasks(history: History) -> dict[str, _Word]:
    """Returns what is told of tasks, by id, each event over the one before."""
    words: dict[str, _Word] = {}
    for event in history.told:
        if (added := added_task(event)) is not None:
            words[added.id] = _Word(added=added)
            continue
        if not isinstance(event, TaskCancelled | TaskDone | TaskSkipped | AmountChanged):
            continue
        word = words.setdefault(event.task_id, _Word())
        if isinstance(event, AmountChanged):
            word.demand_kg = event.demand_kg
        elif not isinstance(event, TaskSkipped):
            word.over = event
        elif not event.again:
            was_there = history.is_begun(event.task_id, ActivityKind.SKIPPED)
            word.for_good = word.for_good or was_there
            word.over = word.over if was_there else event
    return words


def order_faults(
    plan: Plan, network: RoadNetwork, tasks: Mapping[str, Task], history: History
) -> Iterator[Violation]:
    """Yields tasks of a plan that are not as they were told."""
    words = words_on_tasks(history)
    for id_, word in words.items():
        # One that is begun stays as it was.
        if history.is_begun(id_, ActivityKind.SERVICE):
            continue
        if word.over is not None:
            if id_ in tasks and not history.is_begun(id_, ActivityKind.SKIPPED):
                yield _still_there(id_, word.over)
        elif word.added is not None and (fault := _not_as_added(id_, word, tasks, network)):
            yield Violation(code=ViolationCode.TASK_NOT_ADDED, where=id_, detail=fault)
        if word.over is None and not history.is_begun(id_):
            yield from _amount_faults(id_, word, tasks)
    for route in plan.routes:
        yield from route_order_faults(route, words, history)


def route_order_faults(
    route: Route, words: Mapping[str, _Word], history: History
) -> Iterator[Violation]:
    """Yields work of a route that is not to be done any more.

    Parameters
    ----------
    words
        As `words_on_tasks` gives them.
    """
    for number in range(history.num_past(route), len(route.activities)):
        activity = route.activities[number]
        told = words.get(activity.task_id or "")
        if activity.kind is not ActivityKind.SERVICE or told is None:
            continue
        where = activity_label(route, number)
        if told.over is not None:
            yield Violation(
                code=ViolationCode.TASK_CANCELLED,
                where=where,
                detail=message(
                    "violation.task_cancelled_served",
                    "is served; at {told_s:clock_s} it was told that it is not to be",
                    told_s=told.over.told_s,
                ),
            )
        elif told.for_good:
            yield Violation(
                code=ViolationCode.TASK_SKIPPED,
                where=where,
                detail=message(
                    "violation.task_skipped", "was skipped, and is not to be tried again"
                ),
            )


def _still_there(id_: str, over: Event) -> Violation:
    return Violation(
        code=ViolationCode.TASK_CANCELLED,
        where=id_,
        detail=message(
            "violation.task_cancelled",
            "is among the tasks; at {told_s:clock_s} it was told that it is not to be done any "
            "more",
            told_s=over.told_s,
        ),
    )


def _not_as_added(
    id_: str, word: _Word, tasks: Mapping[str, Task], network: RoadNetwork
) -> Message | None:
    """Returns what is wrong with a task that was added, or None."""
    task, added = tasks.get(id_), word.added
    if task is None or added is None:
        return message("violation.task_not_added", "was added, and is not among the tasks")
    stated = task.with_arcs(network.arc_key)
    if word.demand_kg is not None:
        # Its amount is judged by the last that was told of it.
        added = replace(added, demand_kg=stated.demand_kg)
    names = [one.name for one in fields(added)]
    other = [name for name in names if getattr(stated, name) != getattr(added, name)]
    if other:
        return message(
            "violation.task_added_otherwise",
            "is not as it was told: {parts:list}",
            parts=other,
        )
    return None


def _amount_faults(id_: str, word: _Word, tasks: Mapping[str, Task]) -> Iterator[Violation]:
    task = tasks.get(id_)
    if task is not None and word.demand_kg is not None and task.demand_kg != word.demand_kg:
        yield Violation(
            code=ViolationCode.AMOUNT_NOT_CHANGED,
            where=id_,
            detail=message(
                "violation.amount_not_changed",
                "says {stated_kg} kg, told were {told_kg} kg",
                stated_kg=task.demand_kg,
                told_kg=word.demand_kg,
            ),
        )
