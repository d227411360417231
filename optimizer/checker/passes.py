"""Rules between tasks of one kerb: its passes keep apart in time, whoever drives them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from fleet import Message, Work, message
from optimizer.checker.violation import Violation, ViolationCode, activity_label
from optimizer.network.kerb import KerbKey
from optimizer.plan import ActivityKind, Plan
from optimizer.task import Task


def check_passes(tasks: Mapping[str, Task], plan: Plan) -> Iterator[Violation]:
    """Yields every two passes of a kerb of which one begins too soon after the other.

    The passes may be in any two routes; a kerb is worked by sweeping and by washing, each with
    passes of its own. Of two tasks that ask for different times the longer holds.
    """
    begins: dict[tuple[Work, KerbKey], list[tuple[int, Message, Task]]] = defaultdict(list)
    for route in plan.routes:
        for number, activity in enumerate(route.activities):
            task = tasks.get(activity.task_id or "")
            if activity.kind is ActivityKind.SERVICE and task is not None and task.kerb:
                begin = (activity.begin_s, activity_label(route, number), task)
                begins[task.work, task.kerb].append(begin)
    for passes in begins.values():
        for before, after in combinations(
            sorted(passes, key=lambda one: (one[0], one[1].text)), 2
        ):
            (first_s, first_label, first), (second_s, second_label, second) = before, after
            apart_s = max(first.apart_s, second.apart_s)
            # The same task twice is a fault of its own.
            if first.id != second.id and second_s - first_s < apart_s:
                yield Violation(
                    code=ViolationCode.PASSES_TOO_CLOSE,
                    where=second_label,
                    detail=message(
                        "violation.passes_too_close",
                        "begins at {at_s:clock_s}, {after_s} s after {first} of the same kerb "
                        "({label}); passes keep {apart_s} s apart",
                        at_s=second_s,
                        after_s=second_s - first_s,
                        first=first.id,
                        label=first_label,
                        apart_s=apart_s,
                    ),
                )
