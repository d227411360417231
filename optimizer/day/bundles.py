"""Carriageways that are worked lane by lane, and whole."""

from collections.abc import Hashable, Sequence

import numpy as np

from fleet import WORKS, Where
from optimizer.instance import Bundles
from optimizer.task import Task


def carriageway_of(task: Task) -> Hashable | None:
    """Returns what the lanes of a carriageway have in common in one pass; None for other work."""
    if task.kerb is None or WORKS[task.work].where is not Where.LANE:
        return None
    return task.work, task.kerb.arc, task.kerb.side, task.kerb.piece, task.windows


def bundles_of(tasks: Sequence[Task]) -> Bundles | None:
    """Returns which tasks are lanes of one carriageway; None where none has several."""
    numbers: dict[Hashable, int] = {}
    task_bundle = np.full(len(tasks), -1, dtype=np.int64)
    for number, task in enumerate(tasks):
        carriageway = carriageway_of(task)
        if carriageway is not None:
            task_bundle[number] = numbers.setdefault(carriageway, len(numbers))
    bundles = Bundles(task_bundle=task_bundle)
    return bundles if bundles.counts else None
