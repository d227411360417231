"""Whether what is aboard leaves room: for a task, with a facility visit, for another route's tail.

Only resources with facilities are looked at here; too much of another has a price.
"""

from optimizer.kernel import ZERO, kernel
from optimizer.search.packed import Problem
from optimizer.search.state import State

ALONE, RESET_AFTER, RESET_BEFORE = 0, 1, 2
"""How a task is inserted: alone, or with a facility visit behind or before it."""


@kernel
def lacks_room(problem: Problem, state: State, task: int, duty: int, position: int) -> int:
    """Returns the resource with facilities that lacks room for a task at a position, or -1.

    -2 when more than one does.
    """
    kind = problem.duty[duty].kind
    found = -1
    for r in range(problem.demand.shape[1]):
        load = problem.demand[task, r]
        if load == 0 or problem.reset[kind, r] < 0:
            continue
        if position > 0:
            load += state.load_ahead[duty, position - 1, r]
        if position < state.route[duty].length:
            load += state.load_back[duty, position, r]
        if load > problem.capacity[kind, r]:
            found = r if found == -1 else -2
    return found


@kernel
def fits_with_reset(
    problem: Problem, state: State, task: int, duty: int, position: int, resource: int, form: int
) -> bool:
    """Says whether the loads hold after inserting with a reset of `resource` at the link."""
    capacity = problem.capacity[problem.duty[duty].kind, resource]
    demand = problem.demand[task, resource]
    if form == RESET_AFTER:
        ahead = state.load_ahead[duty, position - 1, resource] if position > 0 else 0
        return ahead + demand <= capacity
    back = state.load_back[duty, position, resource] if position < state.route[duty].length else 0
    return back + demand <= capacity


@kernel
def fits_joined(problem: Problem, state: State, a: int, at_a: int, b: int, at_b: int) -> bool:
    """Says whether what route a has aboard at one stop leaves room for b from another on."""
    kind = problem.duty[a].kind
    for r in range(problem.demand.shape[1]):
        if problem.reset[kind, r] < 0:
            continue
        load = ZERO
        if at_a > 0:
            load += state.load_ahead[a, at_a - 1, r]
        if at_b <= state.route[b].length:
            load += state.load_back[b, at_b - 1, r]
        if load > problem.capacity[kind, r]:
            return False
    return True
