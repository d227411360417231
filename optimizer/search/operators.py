"""The operators of the search in one table: which change a step tries, and how often.

A step draws for each operator of the table in turn whether it tries it; the first that finds
something to change is the step's change. Where none does, tasks are taken out and put back. A new
operator is a kernel of the form of `exchange_tails`, and a row here.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from optimizer.kernel import merged_kernel, uncached_kernel
from optimizer.search.packed import Problem
from optimizer.search.recreate import BLINK_SHARE, order, recreate
from optimizer.search.ruin import await_insertion, ruin
from optimizer.search.state import Settings, State, Workspace
from optimizer.search.tail_exchange import exchange_tails


class Operator(NamedTuple):
    """A kind of change.

    Parameters
    ----------
    kernel
        Tries the change on the present solution and says whether it made it. It keeps the routes
        that it touches (`optimizer.search.undo.keep`); whether the change stays is decided after.
    share
        In how many of the steps it is tried, in [0, 1].
    """

    kernel: Callable[..., bool]
    share: float


OPERATORS = (Operator(exchange_tails, 1.0),)


@merged_kernel
def ruin_and_recreate(
    problem: Problem,
    state: State,
    work: Workspace,
    rng: np.random.Generator,
    settings: Settings,
    step: int,
    most: float,
) -> None:
    """Takes tasks out near a random one, and puts these and some absent ones back."""
    ruin(problem, state, work, rng, settings, step)
    for _ in range(min(settings.retried, state.sums[0].num_absent)):
        task = state.absent[int(rng.random() * state.sums[0].num_absent)]
        await_insertion(work, task, step)
    order(problem, work, rng)
    recreate(problem, state, work, rng, settings, step, BLINK_SHARE, settings.everywhere)


def _first_of(operators: tuple[Operator, ...], number: int = 0) -> Callable[..., Any]:
    """Returns a kernel that makes the first change that an operator from `number` on finds."""
    if number == len(operators):
        return ruin_and_recreate
    operate, otherwise = operators[number].kernel, _first_of(operators, number + 1)

    @uncached_kernel
    def change(
        problem: Problem,
        state: State,
        work: Workspace,
        rng: np.random.Generator,
        settings: Settings,
        step: int,
        most: float,
    ) -> None:
        share = settings.shares[number]
        tried = share > 0.0 and rng.random() < share
        if not tried or not operate(problem, state, work, rng, settings, step, most):
            otherwise(problem, state, work, rng, settings, step, most)

    return change


change_solution = _first_of(OPERATORS)
"""Makes a step's change; what it costs more may be up to about `most` to be worth trying."""
