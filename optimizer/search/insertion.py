"""The price of a task at a position, and putting it there.

A move is an insertion of one task, alone or together with the one reset that makes room for it:
`ALONE`, `RESET_AFTER` (task, then reset) or `RESET_BEFORE`.
"""

from optimizer.instance import NEVER, UNBOUNDED, Instance
from optimizer.kernel import NOWHERE, ZERO, entry_kernel, kernel
from optimizer.search.labels import (
    cost_in,
    cost_out,
    evaluate,
    leave,
    step_in,
    step_out,
    travel_at,
)
from optimizer.search.state import State

ALONE, RESET_AFTER, RESET_BEFORE = 0, 1, 2


@kernel
def overfull(problem: Instance, state: State, task: int, duty: int, position: int) -> int:
    """Returns the resource that lacks room for a task at a position, or -1.

    -2 when more than one does.
    """
    kind = problem.duty_type[duty]
    found = -1
    for r in range(problem.demand.shape[1]):
        load = problem.demand[task, r]
        if load == 0:
            continue
        if position > 0:
            load += state.load_ahead[duty, position - 1, r]
        if position < state.length[duty]:
            load += state.load_back[duty, position, r]
        if load > problem.type_capacity[kind, r]:
            found = r if found == -1 else -2
    return found


@kernel
def fits(
    problem: Instance, state: State, task: int, duty: int, position: int, resource: int, form: int
) -> bool:
    """Says whether the loads hold after inserting with a reset of `resource` at the link."""
    capacity = problem.type_capacity[problem.duty_type[duty], resource]
    demand = problem.demand[task, resource]
    if form == RESET_AFTER:
        ahead = state.load_ahead[duty, position - 1, resource] if position > 0 else 0
        return ahead + demand <= capacity
    back = state.load_back[duty, position, resource] if position < state.length[duty] else 0
    return back + demand <= capacity


@kernel
def cannot_hold(problem: Instance, state: State, task: int, duty: int) -> bool:
    """Says whether a route without resets is too full for a task, wherever it is put."""
    kind = problem.duty_type[duty]
    last = state.length[duty] - 1
    if last < 0:
        return False
    for r in range(problem.demand.shape[1]):
        if problem.type_reset[kind, r] < 0 and (
            state.load_ahead[duty, last, r] + problem.demand[task, r]
            > problem.type_capacity[kind, r]
        ):
            return True
    return False


@kernel
def _price_alone(
    problem: Instance, state: State, task: int, duty: int, position: int, limit: int
) -> int:
    """Returns the new cost of the route's chain with a task at a position.

    UNBOUNDED when that is not less than `limit`, or the times do not hold.
    """
    best, best_mode = limit, NOWHERE
    for mode in range(problem.mode_start[task], problem.mode_start[task + 1]):
        cost = cost_in(problem, state, duty, position, mode)
        if cost < best:
            cost += cost_out(problem, state, duty, position, mode)
            if cost < best:
                best, best_mode = cost, mode
    if best_mode < 0:
        return UNBOUNDED
    # Few positions are cheap enough to ask for their times.
    _, left_s, rested, _ = step_in(problem, state, duty, position, best_mode)
    _, due_s, done_s, _ = step_out(problem, state, duty, position, best_mode)
    return best if left_s <= (done_s if rested else due_s) else UNBOUNDED


@kernel
def _price_pair(
    problem: Instance, state: State, first: int, second: int, duty: int, position: int
) -> int:
    """Returns the new cost of the route's chain with two elements at a position, or UNBOUNDED."""
    kind = problem.duty_type[duty]
    profile = problem.type_profile[kind]
    per_m, per_s = problem.type_per_m[kind], problem.type_per_s[kind]
    best, in_time = UNBOUNDED, False
    for b in range(problem.mode_start[second], problem.mode_start[second + 1]):
        chain, chain_left_s, chain_rested, chain_travel_s = UNBOUNDED, NEVER, ZERO, ZERO
        for a in range(problem.mode_start[first], problem.mode_start[first + 1]):
            cost, left_s, rested, _ = step_in(problem, state, duty, position, a)
            at = travel_at(
                problem, profile, problem.mode_place[profile, a], problem.mode_place[profile, b]
            )
            cost += per_s * problem.travel[at] + per_m * problem.travel[at + 1]
            if cost < chain:
                chain, chain_left_s, chain_rested = cost, left_s, rested
                chain_travel_s = problem.travel[at]
        chain += per_s * problem.mode_service_s[kind, b] + per_m * problem.mode_service_m[b]
        rest, due_s, done_s, _ = step_out(problem, state, duty, position, b)
        if chain + rest < best:
            best = chain + rest
            left_s, rested = leave(
                problem, duty, b, chain_travel_s, chain_left_s, chain_rested, False
            )
            in_time = left_s <= (done_s if rested else due_s)
    return best if in_time else UNBOUNDED


@entry_kernel
def price(
    problem: Instance, state: State, task: int, duty: int, position: int, limit: int
) -> tuple[int, int]:
    """Returns what inserting a task adds to the cost of a route, and in which form.

    UNBOUNDED when capacity or time forbids it in every form, or it adds no less than `limit`.
    """
    base = state.cost[duty]
    if state.num_tasks[duty] == 0:
        base = -problem.duty_cost[duty]
    else:
        base -= problem.duty_cost[duty]
    resource = overfull(problem, state, task, duty, position)
    if resource == -1:
        cost = _price_alone(problem, state, task, duty, position, limit + base)
        return (cost - base if cost < UNBOUNDED else UNBOUNDED), ALONE
    best, best_form = limit, ALONE
    if resource >= 0:
        kind = problem.duty_type[duty]
        reset = problem.type_reset[kind, resource]
        if reset >= 0:
            for form in (RESET_AFTER, RESET_BEFORE):
                if fits(problem, state, task, duty, position, resource, form):
                    first, second = (task, reset) if form == RESET_AFTER else (reset, task)
                    cost = _price_pair(problem, state, first, second, duty, position)
                    if cost < UNBOUNDED and cost - base < best:
                        best, best_form = cost - base, form
    return (best if best < limit else UNBOUNDED), best_form


@entry_kernel
def put(problem: Instance, state: State, task: int, duty: int, position: int, form: int) -> bool:
    """Inserts a task into a route, evaluates it and says whether the route's times hold.

    The task leaves the list of absent ones.
    """
    kind = problem.duty_type[duty]
    count = 1 if form == ALONE else 2
    n = state.length[duty]
    for i in range(n - 1, position - 1, -1):
        state.sequence[duty, i + count] = state.sequence[duty, i]
    at = position
    if form == RESET_BEFORE:
        state.sequence[duty, at] = problem.type_reset[
            kind, overfull(problem, state, task, duty, position)
        ]
        at += 1
    elif form == RESET_AFTER:
        state.sequence[duty, at + 1] = problem.type_reset[
            kind, overfull(problem, state, task, duty, position)
        ]
    state.sequence[duty, at] = task
    state.length[duty] = n + count
    state.num_tasks[duty] += 1
    state.route_of[task] = duty
    leave_absent(problem, state, task)
    return evaluate(problem, state, duty, position)


@entry_kernel
def leave_absent(problem: Instance, state: State, task: int) -> None:
    """Strikes a task off the list of absent ones."""
    last = state.absent[state.num_absent[0] - 1]
    at = state.absent_at[task]
    state.absent[at] = last
    state.absent_at[last] = at
    state.absent_at[task] = -1
    state.num_absent[0] -= 1
    state.absent_prize[0] -= problem.prize[task]


@kernel
def join_absent(problem: Instance, state: State, task: int) -> None:
    """Marks a task as absent; its route must drop it from its sequence."""
    state.absent[state.num_absent[0]] = task
    state.absent_at[task] = state.num_absent[0]
    state.num_absent[0] += 1
    state.absent_prize[0] += problem.prize[task]
    state.route_of[task] = -1
    state.position_of[task] = -1


@entry_kernel
def take(problem: Instance, state: State, duty: int, position: int) -> bool:
    """Removes the element at a position, evaluates the route; a task becomes absent."""
    element = state.sequence[duty, position]
    n = state.length[duty]
    for i in range(position, n - 1):
        state.sequence[duty, i] = state.sequence[duty, i + 1]
    state.length[duty] = n - 1
    if element < problem.demand.shape[0]:
        state.num_tasks[duty] -= 1
        join_absent(problem, state, element)
    return evaluate(problem, state, duty, position)
