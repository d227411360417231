"""Slack induction by string removals.

Strings of neighbouring tasks are taken out of several routes near one seed, so that the routes
gain slack in space and time at the same spot.

References
----------
Christiaens and Vanden Berghe (2020), section 5.2, doi 10.1287/trsc.2019.0914.
"""

import numpy as np

from optimizer.kernel import kernel, merged_entry_kernel, merged_kernel
from optimizer.search.insertion import withdraw
from optimizer.search.labels import evaluate, move_tail, price_excess
from optimizer.search.packed import Problem
from optimizer.search.resets import improve_resets
from optimizer.search.state import Settings, State, Workspace
from optimizer.search.undo import keep

SPLIT_SHARE = 0.5
"""How often a string spares a few tasks in its middle (alpha in the paper)."""

SPARE_MORE_SHARE = 0.01
"""How often one more task is spared (beta in the paper)."""


@kernel
def await_insertion(work: Workspace, task: int, step: int) -> None:
    """Puts a task on the step's list of tasks to insert, once."""
    if work.pending_in[task] != step:
        work.pending_in[task] = step
        work.pending[work.control[0].num_pending] = task
        work.control[0].num_pending += 1


@merged_kernel
def _cut(
    problem: Problem,
    state: State,
    work: Workspace,
    duty: int,
    first: int,
    last: int,
    spare_first: int,
    spare_last: int,
    step: int,
) -> None:
    """Takes positions first..last out of a route, but not spare_first..spare_last."""
    keep(problem, state, work, duty, step)
    num_tasks = problem.demand.shape[0]
    n = state.route[duty].length
    count = first
    for i in range(first, last + 1):
        element = state.sequence[duty, i]
        if element >= num_tasks or spare_first <= i <= spare_last:
            state.sequence[duty, count] = element
            state.stop[duty, count + 1].shun = state.stop[duty, i + 1].shun
            count += 1
        else:
            withdraw(problem, state, element, duty)
            await_insertion(work, element, step)
    move_tail(state, duty, last + 1, count - last - 1)
    price_excess(problem, state, duty)
    evaluate(problem, state, duty, first, n - last - 1)
    if problem.kind[problem.duty[duty].kind].resets:
        improve_resets(problem, state, work, duty)


@merged_entry_kernel
def ruin(
    problem: Problem,
    state: State,
    work: Workspace,
    rng: np.random.Generator,
    settings: Settings,
    step: int,
) -> None:
    """Removes strings of tasks near a random seed from their routes."""
    num_tasks = problem.demand.shape[0]
    used, elements = 0, 0
    for duty in range(len(problem.duty)):
        if state.route[duty].num_tasks > 0:
            used += 1
            elements += state.route[duty].length
    seed = int(rng.random() * num_tasks)
    if state.task[seed].route < 0:
        await_insertion(work, seed, step)
    if used == 0:
        return
    longest = min(settings.longest_string, elements / used)
    most_strings = 4.0 * settings.mean_removed / (1.0 + longest) - 1.0
    strings = int(rng.random() * most_strings + 1.0)
    for k in range(-1, problem.neighbours.shape[1]):
        if work.control[0].num_touched >= strings:
            break
        task = seed if k < 0 else problem.neighbours[seed, k]
        if task < 0:
            break
        duty = state.task[task].route
        if duty < 0:
            await_insertion(work, task, step)
            continue
        if work.touched_in[duty] == step:
            continue
        size = state.route[duty].length
        if state.sequence[duty, size - 1] >= num_tasks:
            size -= 1
        string = int(rng.random() * min(longest, size) + 1.0)
        spared = 0
        if string > 1 and string < size and rng.random() < SPLIT_SHARE:
            spared = 1
            while string + spared < size and rng.random() < SPARE_MORE_SHARE:
                spared += 1
        span = min(string + spared, size)
        position = state.task[task].position
        lowest = max(0, position - span + 1)
        highest = min(position, size - span)
        first = lowest + int(rng.random() * (highest - lowest + 1))
        spare_first, spare_last = -1, -2
        if spared > 0:
            spare_first = first + 1 + int(rng.random() * (string - 1))
            spare_last = spare_first + spared - 1
        _cut(problem, state, work, duty, first, first + span - 1, spare_first, spare_last, step)
