"""What leaving a task out costs in the objective, and the cheapest plan that covers enough.

Required work comes before everything else. Optional work counts `optional_weight` times its prize:
at `RATE_FIRST` a vehicle that has time left always works, so the mechanised rate is as high as the
fleet allows and cost comes second; at 1 a kerb is worked only where that costs less than doing it
by hand.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import FEN
from optimizer.task import Task

REQUIRED_FEN = 20_000
"""What leaving out any required task costs at least."""

REQUIRED_WEIGHT = 20
"""How much more the worth of a required task counts than that of an optional one."""

RATE_FIRST = 10.0
"""Weight of optional work that makes it worth any detour (assumed: sweeping a square metre costs
two to three fen, and its prize is what it costs by hand)."""


def worth_fen(task: Task, *, optional_weight: float = 1.0) -> int:
    """Returns what leaving a task out costs in the objective.

    Among required tasks the one worth more comes first.
    """
    if task.required:
        return REQUIRED_FEN + REQUIRED_WEIGHT * task.prize_fen
    return round(optional_weight * task.prize_fen)


def prizes(tasks: Sequence[Task], *, optional_weight: float) -> NDArray[np.int64]:
    """Returns the worth of every task in cost units, shape (T,)."""
    return np.array(
        [FEN * worth_fen(task, optional_weight=optional_weight) for task in tasks],
        dtype=np.int64,
    )
