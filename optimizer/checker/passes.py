"""Rules between tasks of one kerb: its passes keep apart in time, whoever drives them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from fleet import Work, message
from optimizer.checker.leeway import NONE
from optimizer.checker.past import History
from optimizer.checker.violation import Violation, ViolationCode, activity_label
from optimizer.network.kerb import KerbKey
from optimizer.plan import ActivityKind, Plan, Route
from optimizer.task import Task


class _Pass(NamedTuple):
    """A pass of a kerb; whether it is history, and of a route that the day has upset."""

    begin_s: int
    route: Route
    number: int
    task: Task
    is_past: bool
    is_upset: bool


def check_passes(
    tasks: Mapping[str, Task], plan: Plan, history: History | None = None
) -> Iterator[Violation]:
    """Yields every two passes of a kerb of which one begins too soon after the other.

    The passes may be in any two routes; a kerb is worked by sweeping and by washing, each with
    passes of its own. Of two tasks that ask for different times the longer holds. Two that are
    both history are as near as the day made them.
    """
    begins: dict[tuple[Work, KerbKey], list[_Pass]] = defaultdict(list)
    for route in plan.routes:
        leeway = history.leeway(route) if history else NONE
        for number, activity in enumerate(route.activities):
            task = tasks.get(activity.task_id or "")
            if activity.kind is ActivityKind.SERVICE and task is not None and task.kerb:
                one = _Pass(
                    begin_s=activity.begin_s,
                    route=route,
                    number=number,
                    task=task,
                    is_past=number < leeway.num_past,
                    is_upset=leeway.is_upset,
                )
                begins[task.work, task.kerb].append(one)
    for passes in begins.values():
        for before, after in combinations(
            sorted(passes, key=lambda one: (one.begin_s, one.route.vehicle_id, one.number)), 2
        ):
            if before.is_past and after.is_past and (before.is_upset or after.is_upset):
                continue
            first, second = before.task, after.task
            after_s = after.begin_s - before.begin_s
            apart_s = max(first.apart_s, second.apart_s)
            # The same task twice is a fault of its own.
            if first.id != second.id and after_s < apart_s:
                yield Violation(
                    code=ViolationCode.PASSES_TOO_CLOSE,
                    where=activity_label(after.route, after.number),
                    detail=message(
                        "violation.passes_too_close",
                        "begins at {at_s:clock_s}, {after_s} s after {first} of the same kerb "
                        "({label}); passes keep {apart_s} s apart",
                        at_s=after.begin_s,
                        after_s=after_s,
                        first=first.id,
                        label=activity_label(before.route, before.number),
                        apart_s=apart_s,
                    ),
                )
