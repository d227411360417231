"""The loop: ruin, recreate, accept or undo."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import Instance
from optimizer.kernel import ZERO, entry_kernel
from optimizer.search.labels import evaluate
from optimizer.search.recreate import BLINK_SHARE, order, recreate
from optimizer.search.ruin import await_insertion, ruin
from optimizer.search.state import Settings, State, Workspace
from optimizer.search.undo import in_time, restore


class Best(NamedTuple):
    """The best solution so far, as sequences.

    Parameters
    ----------
    sequence, length
        As in `State`.
    cost, step
        Its total with what is absent, and the step that found it; shape (1,).
    """

    sequence: NDArray[np.int64]
    length: NDArray[np.int64]
    cost: NDArray[np.int64]
    step: NDArray[np.int64]


def new_best(state: State) -> Best:
    """Returns a best that any solution beats."""
    return Best(
        sequence=state.sequence.copy(),
        length=state.length.copy(),
        cost=np.array([2**62], dtype=np.int64),
        step=np.zeros(1, dtype=np.int64),
    )


@entry_kernel
def total(state: State) -> int:
    """Returns the cost of all routes and of what is absent."""
    cost = state.absent_prize[0]
    for route_cost in state.cost:
        cost += route_cost
    return cost


@entry_kernel
def note_best(state: State, best: Best, step: int) -> None:
    """Takes the present solution as the best if it is."""
    cost = total(state)
    if cost < best.cost[0]:
        best.cost[0] = cost
        best.step[0] = step
        for duty in range(len(state.length)):
            best.length[duty] = state.length[duty]
            for i in range(state.length[duty]):
                best.sequence[duty, i] = state.sequence[duty, i]


@entry_kernel
def construct(
    problem: Instance,
    state: State,
    work: Workspace,
    rng: np.random.Generator,
    tasks: NDArray[np.int64],
    everywhere: bool,
) -> None:
    """Inserts tasks in the given order, as the first solution or to complete one."""
    work.num_touched[0] = 0
    work.num_pending[0] = 0
    for task in tasks:
        await_insertion(work, task, ZERO)
    recreate(problem, state, work, rng, ZERO, 0.0, everywhere)


@entry_kernel
def prepare(problem: Instance, state: State) -> None:
    """Labels the empty routes of a new state."""
    for duty in range(len(state.length)):
        evaluate(problem, state, duty, ZERO)


@entry_kernel
def anneal(
    problem: Instance,
    state: State,
    work: Workspace,
    best: Best,
    rng: np.random.Generator,
    settings: Settings,
    first: int,
    last: int,
    share: float,
    share_per_step: float,
    everywhere: bool,
) -> None:
    """Runs the steps first <= step < last of simulated annealing.

    The temperature falls geometrically from `hot` to `cold` as the share of the stopping criterion
    goes from 0 to 1. It is `share` at step 0 and grows by `share_per_step`, so that under an
    iteration limit it does not depend on how the steps are parted among calls.
    """
    current = total(state)
    cooling = math.log(settings.cold / settings.hot)
    for step in range(first, last):
        used = min(1.0, share + share_per_step * step)
        temperature = settings.hot * math.exp(cooling * used)
        work.num_touched[0] = 0
        work.num_pending[0] = 0
        ruin(problem, state, work, rng, settings, step)
        for _ in range(min(settings.retried, state.num_absent[0])):
            task = state.absent[int(rng.random() * state.num_absent[0])]
            await_insertion(work, task, step)
        order(problem, work, rng)
        recreate(problem, state, work, rng, step, BLINK_SHARE, everywhere)
        new = total(state)
        if new < current - temperature * math.log(1.0 - rng.random()) and in_time(
            problem, state, work
        ):
            current = new
            if new < best.cost[0]:
                note_best(state, best, step)
        else:
            restore(problem, state, work)
