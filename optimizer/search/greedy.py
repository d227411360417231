"""The first solution: one route after the other, always going on to what is worth most.

Path scanning (Golden, DeArmon and Baker 1983, doi 10.1016/0305-0548(83)90026-6) with one rule that
fits optional work too: the next task is the one with the most prize for the cost and time of going
on to it.
"""

from typing import cast

import numpy as np

from optimizer.instance import NEVER, UNBOUNDED
from optimizer.kernel import NOWHERE, ZERO, entry_kernel, kernel
from optimizer.search.candidates import last_position
from optimizer.search.insertion import put, take
from optimizer.search.labels import step_in
from optimizer.search.packed import Problem
from optimizer.search.preferences import apart_cost, change_cost
from optimizer.search.pricing import price
from optimizer.search.room import ALONE
from optimizer.search.state import State, Workspace

YES, NO = cast("bool", np.bool_(True)), cast("bool", np.bool_(False))
"""With a type: of a bare literal each value is compiled apart."""


@kernel
def appeal(
    problem: Problem,
    state: State,
    work: Workspace,
    task: int,
    duty: int,
    position: int,
    loyal: bool,
) -> float:
    """Returns prize per cost of going on to a task at the end of a route, or -1.

    Waiting counts like driving: a task whose window opens in hours can be taken later. A `loyal`
    route takes only what is pinned to it, or its own in the reference plan.
    """
    kind = problem.duty[duty].kind
    if state.task[task].route >= 0:
        return -1.0
    wanted = problem.task[task]
    owner = wanted.pinned if wanted.pinned >= 0 else wanted.reference
    changing = change_cost(problem, task, duty) + apart_cost(problem, state, task, duty)
    if (loyal and owner != duty) or (changing > 0 and changing >= wanted.prize):
        return -1.0
    cost, _, _ = price(problem, state, work, task, duty, position, position)
    if cost >= UNBOUNDED:
        return -1.0
    per_s = max(1, problem.kind[kind].per_s)
    before_cost, before_s = UNBOUNDED, ZERO
    for k in range(state.stop[duty, position].width):
        if state.label[duty, k, position].ahead < before_cost:
            before_cost = state.label[duty, k, position].ahead
            clock = state.clock[duty, k, position]
            before_s = min(clock.due_s, clock.done_s)
    least = 1e300
    for mode in range(problem.element[task].first_mode, problem.element[task].end_mode):
        reached, due_s, done_s, _ = step_in(problem, state, duty, position, mode)
        left_s = min(due_s, done_s)
        if left_s < NEVER:
            waited_s = left_s - before_s if problem.trait[0].timed else 0
            effort = float(reached - before_cost + changing) + float(per_s) * float(waited_s)
            least = min(least, effort)
    return float(problem.task[task].prize) / max(1.0, least)


@entry_kernel
def build_routes(problem: Problem, state: State, work: Workspace) -> None:
    """Fills one route after the other until nothing more fits.

    With pins or a reference plan each duty first gets what is its own: if others came first there
    might be no time left for it.
    """
    if problem.trait[0].owned:
        for duty in range(len(problem.duty)):
            _fill(problem, state, work, duty, YES)
    for duty in range(len(problem.duty)):
        _fill(problem, state, work, duty, NO)


@kernel
def _fill(problem: Problem, state: State, work: Workspace, duty: int, loyal: bool) -> None:
    """Goes on to one task after the other at the end of a route."""
    num_tasks = len(state.task)
    last = NOWHERE
    while True:
        position = last_position(problem, state, duty)
        best, chosen = 0.0, NOWHERE
        if last >= 0:
            for k in range(problem.neighbours.shape[1]):
                task = problem.neighbours[last, k]
                if task < 0:
                    break
                value = appeal(problem, state, work, task, duty, position, loyal)
                if value > best:
                    best, chosen = value, task
        if chosen < 0:
            for k in range(num_tasks):
                value = appeal(problem, state, work, k, duty, position, loyal)
                if value > best:
                    best, chosen = value, k
        if chosen < 0:
            break
        _, _, form = price(problem, state, work, chosen, duty, position, position)
        if not put(problem, state, chosen, duty, position, form):
            take(problem, state, duty, position)
            if form != ALONE:
                take(problem, state, duty, position)
            break
        last = chosen
