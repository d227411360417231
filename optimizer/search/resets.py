"""Facility visits: where a route unloads and refills.

The order of the tasks given, the best places for a resource's resets are a shortest path over the
links between tasks: the split of Prins (2004, doi 10.1016/S0305-0548(03)00158-8), with the detour
by the best facility as the price of a link.
"""

from optimizer.instance import UNBOUNDED
from optimizer.kernel import WHOLE, ZERO, kernel
from optimizer.search.labels import evaluate, modes_of
from optimizer.search.links import join
from optimizer.search.packed import Problem
from optimizer.search.state import State, Workspace


@kernel
def _strip(problem: Problem, state: State, duty: int) -> int:
    """Drops all resets but the final one from a sequence; returns how many were dropped."""
    num_tasks = problem.demand.shape[0]
    final = problem.kind[problem.duty[duty].kind].final_reset
    n = state.route[duty].length
    count = 0
    for i in range(n):
        element = state.sequence[duty, i]
        if element < num_tasks or (element == final and i == n - 1):
            state.sequence[duty, count] = element
            state.stop[duty, count + 1].shun = state.stop[duty, i + 1].shun
            count += 1
    state.route[duty].length = count
    return n - count


@kernel
def _price_links(problem: Problem, state: State, work: Workspace, duty: int, reset: int) -> None:
    """Writes the detour by the best facility into `work.detour`, for each link of a route."""
    kind = problem.duty[duty].kind
    modes_of(problem, state, duty, work.modes)
    for i in range(1, state.route[duty].length):
        before, after = work.modes[i - 1], work.modes[i]
        direct, _ = join(problem, kind, before, after)
        best = UNBOUNDED
        for m in range(problem.element[reset].first_mode, problem.element[reset].end_mode):
            there, _ = join(problem, kind, before, m)
            back, _ = join(problem, kind, m, after)
            best = min(best, there + problem.work[kind, m].cost + back - direct)
        work.detour[i] = best


@kernel
def _split(problem: Problem, state: State, work: Workspace, duty: int, resource: int) -> bool:
    """Places the resets of one resource at their cheapest links; says whether that is possible.

    It is not when a task alone is too much, or the route would outgrow its arrays.

    `split_cost[j]` is the least detour for everything before element j with a reset right before
    it, `split_from[j]` the start of the trip that ends there.
    """
    kind = problem.duty[duty].kind
    reset = problem.reset[kind, resource]
    capacity = problem.capacity[kind, resource]
    num_tasks = problem.demand.shape[0]
    n = state.route[duty].length
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
            # Of equal splits the one with the longest last trip: fewest visits.
            if work.split_cost[i] <= best:
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
    # The cheapest places may be more than there is room for, with resets for several resources.
    if n + cuts > state.sequence.shape[1]:
        return False
    state.route[duty].length = n + cuts
    cut = work.split_from[n]
    for i in range(n - 1, -1, -1):
        state.sequence[duty, i + cuts] = state.sequence[duty, i]
        state.stop[duty, i + cuts + 1].shun = state.stop[duty, i + 1].shun
        if i == cut and cuts > 0:
            cuts -= 1
            state.sequence[duty, i + cuts] = reset
            state.stop[duty, i + cuts + 1].shun = 0
            cut = work.split_from[cut]
    return True


@kernel
def _shun_as_before(
    problem: Problem, state: State, work: Workspace, duty: int, before: int
) -> None:
    """Tells visits what to shun as before: the last one as the last, and so on back."""
    num_tasks = problem.demand.shape[0]
    for i in range(state.route[duty].length):
        element = state.sequence[duty, i]
        if element < num_tasks:
            continue
        later = 0
        for j in range(i + 1, state.route[duty].length):
            later += state.sequence[duty, j] == element
        state.stop[duty, i + 1].shun = 0
        for j in range(before - 1, -1, -1):
            if work.before[j] == element:
                if later == 0:
                    state.stop[duty, i + 1].shun = work.before_shun[j]
                    break
                later -= 1


@kernel
def _drop_spare(problem: Problem, state: State, work: Workspace, duty: int) -> None:
    """Drops visits one by one that a route can do without, the last first.

    For types whose driving uses something up: where their visits are best is no shortest path.
    """
    num_tasks = problem.demand.shape[0]
    kind = problem.duty[duty].kind
    for spare in range(state.route[duty].length - 1, -1, -1):
        n = state.route[duty].length
        element = state.sequence[duty, spare]
        is_last = spare == n - 1 and element == problem.kind[kind].final_reset
        if element < num_tasks or is_last:
            continue
        cost, shun = state.route[duty].cost, state.stop[duty, spare + 1].shun
        for i in range(spare, n - 1):
            state.sequence[duty, i] = state.sequence[duty, i + 1]
            state.stop[duty, i + 1].shun = state.stop[duty, i + 2].shun
        state.route[duty].length = n - 1
        holds = evaluate(problem, state, duty, ZERO, WHOLE)
        for i in range(n - 1):
            for r in range(problem.demand.shape[1]):
                if problem.reset[kind, r] >= 0:
                    holds &= state.load_ahead[duty, i, r] <= problem.capacity[kind, r]
        if not holds or state.route[duty].cost > cost:
            for i in range(n - 1, spare, -1):
                state.sequence[duty, i] = state.sequence[duty, i - 1]
                state.stop[duty, i + 1].shun = state.stop[duty, i].shun
            state.sequence[duty, spare] = element
            state.stop[duty, spare + 1].shun = shun
            state.route[duty].length = n
            evaluate(problem, state, duty, ZERO, WHOLE)


@kernel
def improve_resets(problem: Problem, state: State, work: Workspace, duty: int) -> None:
    """Places a route's resets anew where that is cheaper."""
    kind = problem.duty[duty].kind
    if problem.trait[0].ranged and problem.kind[kind].driving_resource >= 0:
        _drop_spare(problem, state, work, duty)
        return
    n = state.route[duty].length
    cost = state.route[duty].cost
    for i in range(n):
        work.before[i] = state.sequence[duty, i]
        work.before_shun[i] = state.stop[duty, i + 1].shun
    if _strip(problem, state, duty) == 0:
        return
    in_time = evaluate(problem, state, duty, ZERO, WHOLE)
    possible = True
    for r in range(problem.demand.shape[1]):
        if problem.reset[kind, r] < 0 or not possible:
            continue
        load = 0
        for i in range(state.route[duty].length):
            load = max(load, state.load_ahead[duty, i, r])
        if load > problem.capacity[kind, r]:
            possible = _split(problem, state, work, duty, r)
            in_time = evaluate(problem, state, duty, ZERO, WHOLE)
    if problem.trait[0].limited:
        _shun_as_before(problem, state, work, duty, n)
        in_time = evaluate(problem, state, duty, ZERO, WHOLE)
    better = state.route[duty].cost < cost or (
        state.route[duty].cost == cost and state.route[duty].length < n
    )
    if not (possible and in_time and better):
        state.route[duty].length = n
        for i in range(n):
            state.sequence[duty, i] = work.before[i]
            state.stop[duty, i + 1].shun = work.before_shun[i]
        evaluate(problem, state, duty, ZERO, WHOLE)
