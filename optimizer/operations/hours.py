"""When tasks are to begin by what was decided by hand: in these hours, or after another one.

Both become windows. For an order a moment parts the two tasks: the first is over by then, the
second begins no sooner. It is when the first is over in the plan in force as it comes to be, so
each new plan of the day has a moment of its own, and no delay makes the order impossible.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from fleet import TimeWindow
from optimizer.operations.holding import Holds
from optimizer.operations.lived import LivedDay
from optimizer.operations.open_tasks import DayTasks
from optimizer.plan import ActivityKind
from optimizer.task import Task

_Times = Mapping[str, tuple[int, int]]
"""When tasks begin and end, by id."""


def keep_hours(tasks: DayTasks, holds: Holds, lived: LivedDay) -> DayTasks:
    """Returns the day's tasks with the hours that were decided by hand.

    What has no hour left is taken out of what may be done, and kept under `held_out`.
    """
    if not holds.hours and not holds.orders:
        return tasks
    left: dict[str, Task | None] = dict(tasks.open)
    for id_, pin in holds.hours.items():
        if task := left.get(id_):
            left[id_] = between(task, pin.earliest_s, pin.latest_s)
    times = _times_of(lived)
    for id_, order in holds.orders.items():
        later, first = left.get(id_), left.get(order.other_id)
        if order.other_id in lived.begun:
            if later is not None:
                left[id_] = between(later, times[order.other_id][1], None)
        elif first is not None:
            parted_s = _parting_s(first, id_, times, lived.free_s)
            if id_ in tasks.open:
                left[order.other_id] = _over_by(first, parted_s)
            if later is not None:
                left[id_] = between(later, parted_s, None)
    return replace(
        tasks,
        open={id_: task for id_, task in left.items() if task is not None},
        held_out=frozenset(id_ for id_, task in left.items() if task is None),
    )


def _times_of(lived: LivedDay) -> dict[str, tuple[int, int]]:
    """Returns when tasks are done, as the plan in force comes to be."""
    return {
        one.task_id: (one.begin_s, one.end_s)
        for route in lived.routes
        for one in route.whole.activities
        if one.kind is ActivityKind.SERVICE and one.task_id is not None
    }


def _parting_s(first: Task, later_id: str, times: _Times, free_s: int) -> int:
    """Returns the moment that parts two tasks: where they are parted already, if they are."""
    if first.id in times:
        return times[first.id][1]
    if later_id in times:
        return times[later_id][0]
    longest_s = max(mode.service_s + 2 * mode.service_m for mode in first.modes)
    return max(free_s, first.windows[0].earliest_s) + longest_s


def between(task: Task, earliest_s: int, latest_s: int | None) -> Task | None:
    """Returns a task that begins in some hours; None where none of its own are left.

    Parameters
    ----------
    latest_s
        None for as late as before.
    """
    windows = tuple(_cut(task.windows, earliest_s, latest_s))
    return replace(task, windows=windows) if windows else None


def _over_by(task: Task, time_s: int) -> Task | None:
    """Returns a task that is over by a time; None where it cannot begin before that."""
    windows = tuple(_cut(task.windows, 0, time_s))
    if not windows:
        return None
    finish_by_s = min(task.finish_by_s or time_s, time_s)
    return replace(task, windows=windows, finish_by_s=finish_by_s)


def _cut(
    windows: Sequence[TimeWindow], earliest_s: int, latest_s: int | None
) -> Iterator[TimeWindow]:
    for window in windows:
        first_s = max(window.earliest_s, earliest_s)
        last_s = window.latest_s if latest_s is None else min(window.latest_s, latest_s)
        if first_s <= last_s:
            yield replace(window, earliest_s=first_s, latest_s=last_s)
