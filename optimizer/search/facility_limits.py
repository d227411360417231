"""What facilities take in a day: how much of it the routes use, and what is over.

A route's chain chooses facilities for cost and knows nothing of other routes. So the books count
what each route's visits take at each limited facility, the excess of all together has a price as
excess load has, and a visit can be told to *shun* limited facilities: a bit each, for the labels
(`optimizer.search.facility_relief` sets them).
"""

from optimizer.kernel import entry_kernel, inline_kernel, kernel
from optimizer.search.packed import Problem
from optimizer.search.state import State


@entry_kernel
def price_overuse(state: State) -> int:
    """Returns the price of all that facilities would have to take above their limits."""
    price = 0
    for limit in range(len(state.limit)):
        excess = state.limit[limit].used - state.limit[limit].capacity
        if excess > 0:
            price += excess * state.limit[limit].price
    return price


@inline_kernel
def must_shun(problem: Problem, state: State, duty: int, position: int, mode: int) -> bool:
    """Says whether the visit at a position is to shun the facility of a mode."""
    return state.stop[duty, position + 1].shun & problem.mode[mode].limits != 0


@kernel
def has_room(problem: Problem, state: State, kind: int, resource: int, amount: int) -> bool:
    """Says whether the facilities of a type's reset can take so much more of a resource."""
    reset = problem.reset[kind, resource]
    room = 0
    for mode in range(problem.element[reset].first_mode, problem.element[reset].end_mode):
        limit = problem.mode_limit[mode, resource]
        if limit < 0:
            return True
        room += max(0, state.limit[limit].capacity - state.limit[limit].used)
    return room >= amount


@kernel
def can_unload(problem: Problem, state: State, task: int, kind: int) -> bool:
    """Says whether facilities can take what a task adds, as far as all of it must end there."""
    final = problem.kind[kind].final_reset
    for r in range(problem.demand.shape[1]):
        demand = problem.demand[task, r]
        ends_there = final >= 0 and problem.reset[kind, r] == final
        if demand > 0 and ends_there and not has_room(problem, state, kind, r, demand):
            return False
    return True


@kernel
def book_visits(problem: Problem, state: State, duty: int, label: int) -> None:
    """Counts what a route's visits take; `label` is the last of its chain, -1 without one."""
    kind = problem.duty[duty].kind
    num_tasks = problem.demand.shape[0]
    for limit in range(len(state.limit)):
        state.limit[limit].used -= state.taken[duty, limit]
        state.taken[duty, limit] = 0
    if label >= 0:
        for i in range(state.route[duty].length - 1, 0, -1):
            element = state.sequence[duty, i]
            if element >= num_tasks:
                mode = problem.element[element].first_mode + label
                for r in range(problem.demand.shape[1]):
                    limit = problem.mode_limit[mode, r]
                    if limit >= 0 and problem.reset[kind, r] == element:
                        state.taken[duty, limit] += state.load_ahead[duty, i - 1, r]
            label = state.label[duty, label, i + 1].ahead_from
    for limit in range(len(state.limit)):
        state.limit[limit].used += state.taken[duty, limit]


@kernel
def book_kept(state: State, duty: int, kept: int) -> None:
    """Counts a route's visits as they were when the route was kept in another row."""
    for limit in range(len(state.limit)):
        state.limit[limit].used += state.taken[kept, limit] - state.taken[duty, limit]
