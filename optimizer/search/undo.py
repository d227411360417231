"""Keeping the routes that a step touches, and putting them back."""

from optimizer.instance import Instance
from optimizer.kernel import ZERO, entry_kernel, kernel
from optimizer.search.insertion import join_absent, leave_absent
from optimizer.search.labels import end_of, evaluate
from optimizer.search.state import State, Workspace


@kernel
def keep(state: State, work: Workspace, duty: int, step: int) -> None:
    """Notes a route as it is before the step's first change to it."""
    if work.touched_in[duty] == step:
        return
    work.touched_in[duty] = step
    work.touched[work.num_touched[0]] = duty
    work.num_touched[0] += 1
    n = state.length[duty]
    work.kept_length[duty] = n
    for i in range(n):
        work.kept_sequence[duty, i] = state.sequence[duty, i]


@entry_kernel
def restore(problem: Instance, state: State, work: Workspace) -> None:
    """Puts all touched routes back as they were."""
    num_tasks = problem.demand.shape[0]
    for k in range(work.num_touched[0]):
        duty = work.touched[k]
        for i in range(state.length[duty]):
            element = state.sequence[duty, i]
            if element < num_tasks:
                join_absent(problem, state, element)
    for k in range(work.num_touched[0]):
        duty = work.touched[k]
        n = work.kept_length[duty]
        state.length[duty] = n
        state.num_tasks[duty] = 0
        for i in range(n):
            element = work.kept_sequence[duty, i]
            state.sequence[duty, i] = element
            if element < num_tasks:
                state.num_tasks[duty] += 1
                state.route_of[element] = duty
                leave_absent(problem, state, element)
        evaluate(problem, state, duty, ZERO)


@kernel
def in_time(problem: Instance, state: State, work: Workspace) -> bool:
    """Says whether every touched route keeps its times."""
    for k in range(work.num_touched[0]):
        duty = work.touched[k]
        if state.num_tasks[duty] > 0:
            _, _, arrival_s = end_of(problem, state, duty)
            if arrival_s > problem.duty_end_s[duty]:
                return False
    return True
