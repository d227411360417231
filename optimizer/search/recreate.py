"""Greedy insertion with blinks.

References
----------
Christiaens and Vanden Berghe (2020), section 5.3, doi 10.1287/trsc.2019.0914.
"""

import numpy as np

from optimizer.instance import UNBOUNDED, Instance
from optimizer.kernel import NOWHERE, ZERO, entry_kernel, kernel
from optimizer.search.insertion import ALONE, cannot_hold, price, put, take
from optimizer.search.labels import travel_at
from optimizer.search.state import State, Workspace
from optimizer.search.undo import keep

BLINK_SHARE = 0.01
"""How often a position is overlooked."""

RANDOM, WORTH, FAR, CLOSE = 0, 1, 2, 3
"""Orders of insertion, drawn 4 : 4 : 2 : 1 as in the paper (where worth is demand)."""


@kernel
def _from_depot(problem: Instance, task: int) -> int:
    """Returns the seconds from the depot of the first duty that may do a task, or 0."""
    for duty in range(len(problem.duty_type)):
        kind = problem.duty_type[duty]
        if problem.allowed[kind, task]:
            profile = problem.type_profile[kind]
            place = problem.mode_place[profile, problem.mode_start[task]]
            at = travel_at(problem, profile, problem.duty_start_place[duty], place)
            # Metres too: a benchmark file may have no times.
            return problem.travel[at] + problem.travel[at + 1]
    return 0


@kernel
def order(problem: Instance, work: Workspace, rng: np.random.Generator) -> None:
    """Sorts the pending tasks by one of four rules, equal ones in the order they came."""
    n = work.num_pending[0]
    draw = rng.random() * 11.0
    rule = RANDOM if draw < 4 else WORTH if draw < 8 else FAR if draw < 10 else CLOSE
    for k in range(n):
        task = work.pending[k]
        if rule == RANDOM:
            key = rng.random()
        elif rule == WORTH:
            key = -problem.worth[task]
        elif rule == FAR:
            key = -float(_from_depot(problem, task))
        else:
            key = float(_from_depot(problem, task))
        # Insertion sort: a step has a few dozen tasks, and it needs no memory of its own.
        at = k
        while at > 0 and work.pending_key[at - 1] > key:
            work.pending[at] = work.pending[at - 1]
            work.pending_key[at] = work.pending_key[at - 1]
            at -= 1
        work.pending[at] = task
        work.pending_key[at] = key


@kernel
def _last_position(problem: Instance, state: State, duty: int) -> int:
    """Returns the last position at which a task may be inserted."""
    n = state.length[duty]
    if problem.type_final_reset[problem.duty_type[duty]] >= 0:
        return n - 1
    return n


@kernel
def _insert(
    problem: Instance,
    state: State,
    work: Workspace,
    rng: np.random.Generator,
    task: int,
    step: int,
    blink_share: float,
    everywhere: bool,
) -> None:
    """Inserts a task at its cheapest position if that costs less than leaving it out."""
    best, best_duty, best_position, best_form = problem.prize[task], NOWHERE, ZERO, ZERO
    marker = step * len(state.route_of) + task
    found = 0
    if not everywhere:
        for k in range(problem.neighbours.shape[1]):
            near = problem.neighbours[task, k]
            if near < 0:
                break
            duty = state.route_of[near]
            if duty < 0 or not problem.allowed[problem.duty_type[duty], task]:
                continue
            for position in range(state.position_of[near], state.position_of[near] + 2):
                if blink_share > 0 and rng.random() < blink_share:
                    continue
                # Whether any place is possible decides how far to look for others.
                limit = best if found else UNBOUNDED
                cost, form = price(problem, state, task, duty, position, limit)
                found += cost < UNBOUNDED
                if cost < best:
                    best, best_duty, best_position, best_form = cost, duty, position, form
    for duty in range(len(state.length)):
        kind = problem.duty_type[duty]
        if not problem.allowed[kind, task] or cannot_hold(problem, state, task, duty):
            continue
        last = _last_position(problem, state, duty)
        if state.num_tasks[duty] == 0:
            group = problem.duty_group[duty]
            if work.group_in[group] == marker:
                continue
            work.group_in[group] = marker
            first = last
        elif everywhere:
            first = 0
        elif found == 0:
            first = last
        else:
            continue
        for position in range(first, last + 1):
            if blink_share > 0 and rng.random() < blink_share:
                continue
            cost, form = price(problem, state, task, duty, position, best)
            if cost < best:
                best, best_duty, best_position, best_form = cost, duty, position, form
    if best_duty < 0:
        return
    keep(state, work, best_duty, step)
    if not put(problem, state, task, best_duty, best_position, best_form):
        # A tie between chains was broken another way and the times no longer hold.
        take(problem, state, best_duty, best_position)
        if best_form != ALONE:
            take(problem, state, best_duty, best_position)


@kernel
def recreate(
    problem: Instance,
    state: State,
    work: Workspace,
    rng: np.random.Generator,
    step: int,
    blink_share: float,
    everywhere: bool,
) -> None:
    """Inserts the pending tasks one after the other.

    `everywhere` prices all positions; otherwise only those beside a neighbour of the task.
    """
    for k in range(work.num_pending[0]):
        task = work.pending[k]
        if state.route_of[task] < 0:
            _insert(problem, state, work, rng, task, step, blink_share, everywhere)


@entry_kernel
def cheapest_insertion(problem: Instance, state: State, task: int) -> int:
    """Returns the least cost of inserting a task anywhere, or UNBOUNDED; changes nothing."""
    best = UNBOUNDED
    for duty in range(len(state.length)):
        if not problem.allowed[problem.duty_type[duty], task]:
            continue
        for position in range(_last_position(problem, state, duty) + 1):
            cost, _ = price(problem, state, task, duty, position, best)
            best = min(best, cost)
    return best
