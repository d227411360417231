"""The loop: ruin, recreate, accept or undo."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.kernel import WHOLE, ZERO, entry_kernel, inline_kernel, kernel
from optimizer.search.facility_limits import price_overuse
from optimizer.search.facility_relief import FORGET_SHARE, TRIES, redirect_visits
from optimizer.search.labels import evaluate, price_excess
from optimizer.search.operators import change_solution
from optimizer.search.packed import Problem
from optimizer.search.pool import Pool, remember
from optimizer.search.recreate import recreate
from optimizer.search.ruin import await_insertion
from optimizer.search.state import Settings, State, Workspace
from optimizer.search.undo import in_time, restore

POOL_WITHIN = 1.01
"""Routes of solutions that cost up to so many times the best are kept for recombination."""

PRICE_EVERY = 500
"""Steps between two looks at the price of excess load."""

FEASIBLE_SHARE = 0.5
"""Share of steps that are to end within all capacities; the price follows it."""


class Best(NamedTuple):
    """The best solution so far, as sequences.

    Parameters
    ----------
    sequence, shun, length
        Elements of each route, what each is to shun, and how many; shapes (D, L), (D, L), (D,).
    cost, step
        Its total with what is absent, and the step that found it; shape (1,).
    """

    sequence: NDArray[np.int64]
    shun: NDArray[np.int64]
    length: NDArray[np.int64]
    cost: NDArray[np.int64]
    step: NDArray[np.int64]


def new_best(state: State) -> Best:
    """Returns a best that any solution beats."""
    duties = state.num_duties
    return Best(
        sequence=state.sequence[:duties].copy(),
        shun=np.zeros_like(state.sequence[:duties]),
        length=state.route["length"][:duties].copy(),
        cost=np.array([2**62], dtype=np.int64),
        step=np.zeros(1, dtype=np.int64),
    )


@entry_kernel
def total(state: State) -> int:
    """Returns the cost of all routes and of what is absent, all excess at its price."""
    cost = state.sums[0].absent_prize + state.sums[0].apart + price_overuse(state)
    for duty in range(len(state.route) // 2):
        cost += state.route[duty].cost + state.route[duty].penalty
    return cost


@entry_kernel
def excess(state: State) -> int:
    """Returns the price of all that is too much: aboard, or for a facility."""
    price = price_overuse(state)
    for duty in range(len(state.route) // 2):
        price += state.route[duty].penalty
    return price


@entry_kernel
def note_best(state: State, best: Best, step: int) -> None:
    """Takes the present solution as the best if it is, and nothing is overfull."""
    cost = total(state)
    if cost < best.cost[0] and excess(state) == 0:
        best.cost[0] = cost
        best.step[0] = step
        for duty in range(len(best.length)):
            best.length[duty] = state.route[duty].length
            for i in range(best.length[duty]):
                best.sequence[duty, i] = state.sequence[duty, i]
                best.shun[duty, i] = state.stop[duty, i + 1].shun


@entry_kernel
def construct(
    problem: Problem,
    state: State,
    work: Workspace,
    rng: np.random.Generator,
    settings: Settings,
    tasks: NDArray[np.int64],
    everywhere: bool,
) -> None:
    """Inserts tasks in the given order, as the first solution or to complete one."""
    work.control[0].num_touched = 0
    work.control[0].num_pending = 0
    for task in tasks:
        await_insertion(work, task, ZERO)
    recreate(problem, state, work, rng, settings, ZERO, 0.0, everywhere)


@entry_kernel
def prepare(problem: Problem, state: State) -> None:
    """Labels all routes of a new state."""
    for duty in range(len(problem.duty)):
        price_excess(problem, state, duty)
        evaluate(problem, state, duty, ZERO, WHOLE)


@inline_kernel
def _adjust(price: int, dearer: bool) -> int:
    """Returns a price a tenth higher or lower."""
    return price + price // 10 + 1 if dearer else max(1, price - price // 10)


@kernel
def _adjust_price(problem: Problem, state: State, feasible: int) -> None:
    """Lets excess cost more when too few of the last steps were feasible, else less."""
    dearer = feasible < FEASIBLE_SHARE * PRICE_EVERY
    for r in range(len(state.excess_price)):
        state.excess_price[r] = _adjust(state.excess_price[r], dearer)
    for limit in range(len(state.limit)):
        state.limit[limit].price = _adjust(state.limit[limit].price, dearer)
    for duty in range(len(problem.duty)):
        price_excess(problem, state, duty)


@entry_kernel
def anneal(
    problem: Problem,
    state: State,
    work: Workspace,
    best: Best,
    rng: np.random.Generator,
    settings: Settings,
    first: int,
    last: int,
    share: float,
    share_per_step: float,
    pool: Pool,
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
        work.control[0].num_touched = 0
        work.control[0].num_pending = 0
        most = -temperature * math.log(1.0 - rng.random())
        change_solution(problem, state, work, rng, settings, step, most)
        if problem.trait[0].limited:
            redirect_visits(problem, state, work, rng, TRIES, FORGET_SHARE)
        new = total(state)
        if new < current + most and in_time(state, work):
            current = new
            if new < best.cost[0]:
                note_best(state, best, step)
            if new < POOL_WITHIN * best.cost[0]:
                for k in range(work.control[0].num_touched):
                    remember(problem, state, pool, work.touched[k])
        else:
            restore(problem, state, work)
        if settings.slack > 0.0 or problem.trait[0].limited:
            work.control[0].num_feasible += excess(state) == 0
            if step % PRICE_EVERY == 0:
                _adjust_price(problem, state, work.control[0].num_feasible)
                work.control[0].num_feasible = 0
                current = total(state)
