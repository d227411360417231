"""Keeping within what facilities take in a day: visits that must go elsewhere.

While a limited facility is overfull, a random visit there is told to shun it and its route is
labelled anew. Which visits give way is chance, and annealing keeps what is cheap; now and then a
route may go everywhere again.
"""

from typing import cast

import numpy as np

from optimizer.kernel import NOWHERE, WHOLE, ZERO, entry_kernel, kernel
from optimizer.search.labels import evaluate, modes_of
from optimizer.search.packed import Problem
from optimizer.search.state import State, Workspace

FORGET_SHARE = 0.2
"""How often a route that a step touches forgets what its visits are to shun."""

TRIES = cast("int", np.int64(12))
"""Visits that a step tries to send elsewhere at most."""


@kernel
def _random_overfull(state: State, rng: np.random.Generator) -> int:
    """Returns a random limit that is exceeded, or -1."""
    count, chosen = 0, NOWHERE
    for limit in range(len(state.limit)):
        if state.limit[limit].used > state.limit[limit].capacity:
            count += 1
            if rng.random() * count < 1.0:
                chosen = limit
    return chosen


@kernel
def _random_visit(
    problem: Problem, state: State, work: Workspace, rng: np.random.Generator, limit: int
) -> tuple[int, int]:
    """Returns duty and position of a random visit of the touched routes to a facility, or -1."""
    num_tasks = problem.demand.shape[0]
    count, chosen, at = 0, NOWHERE, NOWHERE
    for k in range(work.control[0].num_touched):
        duty = work.touched[k]
        if state.taken[duty, limit] == 0:
            continue
        modes_of(problem, state, duty, work.modes)
        for i in range(state.route[duty].length):
            if state.sequence[duty, i] < num_tasks:
                continue
            if problem.mode[work.modes[i]].limits >> limit & 1:
                count += 1
                if rng.random() * count < 1.0:
                    chosen, at = duty, i
    return chosen, at


@kernel
def _shun_also(problem: Problem, state: State, duty: int, position: int, limit: int) -> int:
    """Returns what a visit shuns with one facility more; 0 when there is no other to go to."""
    element = problem.element[state.sequence[duty, position]]
    shun = state.stop[duty, position + 1].shun | (np.int64(1) << limit)
    # Of two that were shunned in turn one is allowed again, or there would be none left.
    for bits in (shun, np.int64(1) << limit):
        for mode in range(element.first_mode, element.end_mode):
            if problem.mode[mode].limits & bits == 0:
                return int(bits)
    return 0


@kernel
def redirect_visits(
    problem: Problem,
    state: State,
    work: Workspace,
    rng: np.random.Generator,
    tries: int,
    forget_share: float,
) -> None:
    """Sends visits of the touched routes elsewhere while their facility is overfull."""
    for k in range(work.control[0].num_touched):
        duty = work.touched[k]
        if rng.random() < forget_share:
            forgotten = False
            for i in range(state.route[duty].length):
                forgotten = forgotten or state.stop[duty, i + 1].shun != 0
                state.stop[duty, i + 1].shun = 0
            if forgotten:
                evaluate(problem, state, duty, ZERO, WHOLE)
    for _ in range(tries):
        limit = _random_overfull(state, rng)
        if limit < 0:
            break
        duty, position = _random_visit(problem, state, work, rng, limit)
        if duty < 0:
            continue
        before = state.stop[duty, position + 1].shun
        shun = _shun_also(problem, state, duty, position, limit)
        if shun != 0:
            state.stop[duty, position + 1].shun = shun
            if not evaluate(problem, state, duty, ZERO, WHOLE):
                state.stop[duty, position + 1].shun = before
                evaluate(problem, state, duty, ZERO, WHOLE)


@entry_kernel
def redirect_all_visits(
    problem: Problem, state: State, work: Workspace, rng: np.random.Generator, tries: int
) -> None:
    """Sends visits of any route elsewhere while their facility is overfull."""
    work.control[0].num_touched = len(problem.duty)
    for duty in range(len(problem.duty)):
        work.touched[duty] = duty
    redirect_visits(problem, state, work, rng, tries, 0.0)
    work.control[0].num_touched = 0
