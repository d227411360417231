"""Greedy insertion with blinks.

References
----------
Christiaens and Vanden Berghe (2020), section 5.3, doi 10.1287/trsc.2019.0914.
"""

from typing import cast

import numpy as np

from optimizer.instance import UNBOUNDED
from optimizer.kernel import ZERO, entry_kernel, kernel, merged_kernel
from optimizer.search.candidates import (
    gather_beside_neighbours,
    gather_beside_partner,
    gather_ends,
    gather_everywhere,
    gather_route,
    last_position,
)
from optimizer.search.insertion import put, take
from optimizer.search.packed import Problem
from optimizer.search.pricing import cheapest_link, price
from optimizer.search.room import ALONE
from optimizer.search.state import Settings, State, Workspace
from optimizer.search.times import LATE
from optimizer.search.undo import keep

BLINK_SHARE = 0.01
"""How often a position is overlooked."""

ANY_PRICE = cast("int", np.int64(UNBOUNDED))
"""With a type: a bare literal would be compiled apart."""

RANDOM, WORTH, FAR, CLOSE = 0, 1, 2, 3
"""Orders of insertion, drawn 4 : 4 : 2 : 1 as in the paper (where worth is demand)."""


@kernel
def order(problem: Problem, work: Workspace, rng: np.random.Generator) -> None:
    """Sorts the pending tasks by one of four rules, equal ones in the order they came."""
    draw = rng.random() * 11.0
    rule = RANDOM if draw < 4 else WORTH if draw < 8 else FAR if draw < 10 else CLOSE
    for k in range(work.control[0].num_pending):
        task = work.pending[k]
        if rule == RANDOM:
            key = rng.random()
        elif rule == WORTH:
            key = -problem.task[task].worth
        elif rule == FAR:
            key = -float(problem.task[task].from_depot)
        else:
            key = float(problem.task[task].from_depot)
        # Insertion sort: a step has a few dozen tasks, and it needs no memory of its own.
        at = k
        while at > 0 and work.pending_key[at - 1] > key:
            work.pending[at] = work.pending[at - 1]
            work.pending_key[at] = work.pending_key[at - 1]
            at -= 1
        work.pending[at] = task
        work.pending_key[at] = key


@kernel
def list_open(problem: Problem, state: State, work: Workspace, step: int) -> None:
    """Lists the duties worth trying: all in use, and of idle ones that are alike the first."""
    control = work.control[0]
    control.num_open = 0
    for duty in range(len(problem.duty)):
        if state.route[duty].num_tasks == 0:
            group = problem.duty[duty].group
            if work.group_in[group] == step:
                continue
            work.group_in[group] = step
        work.open[control.num_open] = duty
        control.num_open += 1


@kernel
def _cheapest_end(
    problem: Problem, state: State, work: Workspace, task: int, slack: float, limit: int
) -> tuple[int, int, int, int]:
    """Returns what `cheapest_link` does, of the ends of all open routes."""
    gather_ends(problem, state, work, task, slack)
    return cheapest_link(problem, state, work, task, limit)


@merged_kernel
def _insert(
    problem: Problem,
    state: State,
    work: Workspace,
    rng: np.random.Generator,
    settings: Settings,
    task: int,
    step: int,
    blink_share: float,
    everywhere: bool,
) -> None:
    """Inserts a task at its cheapest link if that costs less than leaving it out."""
    prize = problem.task[task].prize
    pinned, reference = problem.task[task].pinned, problem.task[task].reference
    if pinned >= 0:
        work.control[0].num_links = 0
        work.control[0].num_full = 0
        gather_route(problem, state, work, task, pinned, settings.slack)
    elif everywhere:
        gather_everywhere(problem, state, work, rng, task, settings.slack, blink_share)
    else:
        gather_beside_neighbours(problem, state, work, rng, task, settings.slack, blink_share)
        if problem.trait[0].partnered:
            gather_beside_partner(problem, state, work, task, settings.slack)
        # Its neighbours may all be elsewhere.
        if reference >= 0 and work.opened_in[reference] != work.control[0].gathering:
            gather_route(problem, state, work, task, reference, settings.slack)
    _, duty, position, form = cheapest_link(problem, state, work, task, prize)
    if duty < 0 and pinned < 0 and not everywhere:
        _, duty, position, form = _cheapest_end(problem, state, work, task, settings.slack, prize)
    if duty < 0:
        return
    keep(problem, state, work, duty, step)
    opened = state.route[duty].num_tasks == 0
    if not put(problem, state, task, duty, position, form):
        # A tie between chains was broken another way and the times no longer hold.
        take(problem, state, duty, position)
        if form != ALONE:
            take(problem, state, duty, position)
    elif opened:
        _list_next_idle(problem, state, work, duty)


@kernel
def _list_next_idle(problem: Problem, state: State, work: Workspace, opened: int) -> None:
    """Lists the next idle duty of the group of one that has just been opened."""
    group = problem.duty[opened].group
    for duty in range(len(problem.duty)):
        if problem.duty[duty].group == group and state.route[duty].num_tasks == 0:
            work.open[work.control[0].num_open] = duty
            work.control[0].num_open += 1
            return


@merged_kernel
def recreate(
    problem: Problem,
    state: State,
    work: Workspace,
    rng: np.random.Generator,
    settings: Settings,
    step: int,
    blink_share: float,
    everywhere: bool,
) -> None:
    """Inserts the pending tasks one after the other.

    `everywhere` prices all positions; otherwise only those beside a neighbour of the task.
    """
    list_open(problem, state, work, step)
    for k in range(work.control[0].num_pending):
        task = work.pending[k]
        if state.task[task].route < 0:
            _insert(problem, state, work, rng, settings, task, step, blink_share, everywhere)


@entry_kernel
def cheapest_insertion(problem: Problem, state: State, work: Workspace, task: int) -> int:
    """Returns the least cost of inserting a task anywhere, or UNBOUNDED; changes nothing."""
    best = UNBOUNDED
    for duty in range(len(problem.duty)):
        last = last_position(problem, state, duty)
        cost, _, _ = price(problem, state, work, task, duty, ZERO, last)
        best = min(best, cost)
    return best


@entry_kernel
def cheapest_insertion_near(
    problem: Problem,
    state: State,
    work: Workspace,
    rng: np.random.Generator,
    task: int,
    step: int,
) -> int:
    """Returns the least cost of inserting a task beside a neighbour or at the end of a route.

    UNBOUNDED where none of these links takes it; changes nothing. `step` is below 0 and not one
    that was given before.
    """
    list_open(problem, state, work, step)
    gather_beside_neighbours(problem, state, work, rng, task, 0.0, 0.0)
    best, _, _, _ = cheapest_link(problem, state, work, task, ANY_PRICE)
    at_end, _, _, _ = _cheapest_end(problem, state, work, task, 0.0, ANY_PRICE)
    best = min(best, at_end)
    # What cannot be is priced a little below UNBOUNDED: less than what the chain costs now.
    return best if best < LATE else UNBOUNDED
