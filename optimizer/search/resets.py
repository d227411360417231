"""Facility visits: where a route unloads and refills.

The order of the tasks given, the best places for a resource's resets are a shortest path over the
links between tasks: the split of Prins (2004, doi 10.1016/S0305-0548(03)00158-8), with the detour
by the best facility as the price of a link.
"""

from optimizer.instance import UNBOUNDED, Instance
from optimizer.kernel import ZERO, kernel
from optimizer.search.labels import evaluate, modes_of, travel_at
from optimizer.search.state import State, Workspace


@kernel
def _strip(problem: Instance, state: State, duty: int) -> int:
    """Drops all resets but the final one from a sequence; returns how many were dropped."""
    num_tasks = problem.demand.shape[0]
    final = problem.type_final_reset[problem.duty_type[duty]]
    n = state.length[duty]
    count = 0
    for i in range(n):
        element = state.sequence[duty, i]
        if element < num_tasks or (element == final and i == n - 1):
            state.sequence[duty, count] = element
            count += 1
    state.length[duty] = count
    return n - count


@kernel
def _price_links(problem: Instance, state: State, work: Workspace, duty: int, reset: int) -> None:
    """Writes the detour by the best facility into `work.detour`, for each link of a route."""
    kind = problem.duty_type[duty]
    profile = problem.type_profile[kind]
    per_m, per_s = problem.type_per_m[kind], problem.type_per_s[kind]
    modes_of(problem, state, duty, work.modes)
    for i in range(1, state.length[duty]):
        origin = problem.mode_place[profile, work.modes[i - 1]]
        target = problem.mode_place[profile, work.modes[i]]
        at = travel_at(problem, profile, origin, target)
        direct = per_s * problem.travel[at] + per_m * problem.travel[at + 1]
        best = UNBOUNDED
        for m in range(problem.mode_start[reset], problem.mode_start[reset + 1]):
            place = problem.mode_place[profile, m]
            there = travel_at(problem, profile, origin, place)
            back = travel_at(problem, profile, place, target)
            cost = (
                per_s
                * (problem.travel[there] + problem.travel[back] + problem.mode_service_s[kind, m])
                + per_m * (problem.travel[there + 1] + problem.travel[back + 1])
                - direct
            )
            best = min(best, cost)
        work.detour[i] = best


@kernel
def _split(problem: Instance, state: State, work: Workspace, duty: int, resource: int) -> bool:
    """Places the resets of one resource at their cheapest links; says whether that is possible.

    `split_cost[j]` is the least detour for everything before element j with a reset right before
    it, `split_from[j]` the start of the trip that ends there.
    """
    kind = problem.duty_type[duty]
    reset = problem.type_reset[kind, resource]
    capacity = problem.type_capacity[kind, resource]
    num_tasks = problem.demand.shape[0]
    n = state.length[duty]
    _price_links(problem, state, work, duty, reset)
    work.split_cost[0] = 0
    for j in range(1, n + 1):
        best, best_from = UNBOUNDED, -1
        load = 0
        for i in range(j - 1, -1, -1):
            element = state.sequence[duty, i]
            if element < num_tasks:
                load += problem.demand[element, resource]
            if load > capacity:
                break
            if work.split_cost[i] < best:
                best, best_from = work.split_cost[i], i
        if best_from < 0:
            return False
        work.split_cost[j] = best + (work.detour[j] if j < n else 0)
        work.split_from[j] = best_from
    # The sequence grows from the back, so that no element is overwritten before it has moved.
    cuts = 0
    j = work.split_from[n]
    while j > 0:
        cuts += 1
        j = work.split_from[j]
    state.length[duty] = n + cuts
    cut = work.split_from[n]
    for i in range(n - 1, -1, -1):
        state.sequence[duty, i + cuts] = state.sequence[duty, i]
        if i == cut and cuts > 0:
            cuts -= 1
            state.sequence[duty, i + cuts] = reset
            cut = work.split_from[cut]
    return True


@kernel
def tidy(problem: Instance, state: State, work: Workspace, duty: int) -> None:
    """Places a route's resets anew where that is cheaper."""
    kind = problem.duty_type[duty]
    n = state.length[duty]
    cost = state.cost[duty]
    for i in range(n):
        work.before[i] = state.sequence[duty, i]
    if _strip(problem, state, duty) == 0:
        return
    in_time = evaluate(problem, state, duty, ZERO)
    possible = True
    for r in range(problem.demand.shape[1]):
        if problem.type_reset[kind, r] < 0 or not possible:
            continue
        load = 0
        for i in range(state.length[duty]):
            load = max(load, state.load_ahead[duty, i, r])
        if load > problem.type_capacity[kind, r]:
            possible = _split(problem, state, work, duty, r)
            in_time = evaluate(problem, state, duty, ZERO)
    if not (possible and in_time and state.cost[duty] < cost):
        state.length[duty] = n
        for i in range(n):
            state.sequence[duty, i] = work.before[i]
        evaluate(problem, state, duty, ZERO)
