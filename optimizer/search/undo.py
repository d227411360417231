"""Keeping the routes that a step touches, and putting them back."""

from optimizer.kernel import entry_kernel, kernel
from optimizer.search.facility_limits import book_kept
from optimizer.search.insertion import join_absent, leave_absent
from optimizer.search.labels import copy_route
from optimizer.search.packed import Problem
from optimizer.search.state import State, Workspace


@kernel
def keep(problem: Problem, state: State, work: Workspace, duty: int, step: int) -> None:
    """Notes a route as it is before the step's first change to it."""
    if work.touched_in[duty] == step:
        return
    work.touched_in[duty] = step
    work.touched[work.control[0].num_touched] = duty
    work.control[0].num_touched += 1
    copy_route(problem, state, duty, len(problem.duty) + duty)


@entry_kernel
def restore(problem: Problem, state: State, work: Workspace) -> None:
    """Puts all touched routes back as they were."""
    num_tasks = problem.demand.shape[0]
    for k in range(work.control[0].num_touched):
        duty = work.touched[k]
        for i in range(state.route[duty].length):
            element = state.sequence[duty, i]
            if element < num_tasks:
                join_absent(problem, state, element)
    for k in range(work.control[0].num_touched):
        duty = work.touched[k]
        book_kept(state, duty, len(problem.duty) + duty)
        copy_route(problem, state, len(problem.duty) + duty, duty)
        for i in range(state.route[duty].length):
            element = state.sequence[duty, i]
            if element < num_tasks:
                state.task[element].route = duty
                state.task[element].position = i
                leave_absent(problem, state, element)


@kernel
def in_time(state: State, work: Workspace) -> bool:
    """Says whether every touched route keeps its times."""
    held = True
    for k in range(work.control[0].num_touched):
        held = held and state.route[work.touched[k]].holds == 1
    return held
