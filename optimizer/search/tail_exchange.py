"""Two routes exchange what lies behind a point of each.

Strings of a few tasks hardly change which route serves which part of a district when routes are
long; an exchange of tails does so at once. Its price is two links, because the labels of a route
know what everything before and behind them costs.

References
----------
Potvin and Rousseau (1995), doi 10.1057/jors.1995.204: the exchange (2-opt*) and why it suits time
windows. Vidal et al. (2013), doi 10.1016/j.cor.2012.07.018: its price from what is known of both
parts.
"""

import math

import numpy as np

from optimizer.instance import NEVER, UNBOUNDED
from optimizer.kernel import NOWHERE, ZERO, kernel, merged_entry_kernel, merged_kernel
from optimizer.search.insertion import join_absent, leave_absent
from optimizer.search.labels import evaluate, price_excess
from optimizer.search.links import go_over, nth
from optimizer.search.packed import Problem
from optimizer.search.preferences import change_cost, surplus
from optimizer.search.resets import improve_resets
from optimizer.search.room import fits_joined
from optimizer.search.state import Settings, State, Workspace
from optimizer.search.times import LATE
from optimizer.search.undo import keep


@merged_kernel
def _may_exchange(problem: Problem, a: int, b: int) -> bool:
    """Says whether labels of one duty mean the same in the other: vehicle type, depot, hours."""
    one, other = problem.duty[a], problem.duty[b]
    return (
        one.kind == other.kind
        and one.start_place == other.start_place
        and one.end_place == other.end_place
        and one.start_s == other.start_s
        and one.end_s == other.end_s
        and one.rest_s == other.rest_s
        and one.rest_earliest_s == other.rest_earliest_s
        and one.rest_latest_s == other.rest_latest_s
    )


@merged_kernel
def _price_chain(
    problem: Problem, state: State, a: int, at_a: int, b: int, at_b: int, limit: int
) -> int:
    """Returns the least cost of route a up to stop `at_a` and route b from stop `at_b` on.

    Stops count from the depot as 0. UNBOUNDED when none is in time and below `limit`.
    """
    kind = problem.duty[a].kind
    timed = problem.trait[0].timed
    best, found = limit, False
    for k in range(state.stop[nth(a), nth(at_a)].width):
        before = state.label[nth(a), nth(k), nth(at_a)]
        left = state.clock[nth(a), nth(k), nth(at_a)]
        for m in range(state.stop[nth(b), nth(at_b)].width):
            after = state.label[nth(b), nth(m), nth(at_b)]
            if before.ahead + after.back >= best:
                continue
            cost, seconds = go_over(problem, kind, before, after)
            by = state.clock[nth(b), nth(m), nth(at_b)]
            if cost < best and (
                not timed
                or left.due_s + seconds <= by.due_by_s
                or left.done_s + seconds <= by.done_by_s
            ):
                best, found = cost, True
    return best if found else UNBOUNDED


@merged_kernel
def _least_ahead(state: State, duty: int, stop: int) -> int:
    """Returns the least cost of a route up to a stop."""
    least = UNBOUNDED
    for k in range(state.stop[nth(duty), nth(stop)].width):
        least = min(least, state.label[nth(duty), nth(k), nth(stop)].ahead)
    return least


@merged_entry_kernel
def price_exchange(
    problem: Problem, state: State, a: int, at_a: int, b: int, at_b: int, limit: int
) -> int:
    """Returns what the exchange costs of what lies behind stop `at_a` and from stop `at_b` on.

    UNBOUNDED when it cannot be, and when its ways and works alone come to `limit` or more.
    """
    longest = state.sequence.shape[1]
    n, m = state.route[a].length, state.route[b].length
    if at_a + m + 1 - at_b > longest or at_b - 1 + n - at_a > longest:
        return UNBOUNDED
    if problem.kind[problem.duty[a].kind].resets and not (
        fits_joined(problem, state, a, at_a, b, at_b)
        and fits_joined(problem, state, b, at_b - 1, a, at_a + 1)
    ):
        return UNBOUNDED
    price = -state.route[a].cost - state.route[b].cost
    price += state.route[a].changes + state.route[b].changes
    price += state.route[a].waiting + state.route[b].waiting
    price += problem.duty[a].cost + problem.duty[b].cost
    # With the way between its parts the other chain costs at least as much: mostly one chain alone
    # shows that the exchange is too dear.
    least = _least_ahead(state, b, at_b - 1) + state.stop[a, at_a + 1].least_back
    one = _price_chain(problem, state, a, at_a, b, at_b, limit - price - least)
    if one >= LATE:
        return UNBOUNDED
    other = _price_chain(problem, state, b, at_b - 1, a, at_a + 1, limit - price - one)
    if other >= LATE:
        return UNBOUNDED
    if problem.trait[0].balanced:
        one += surplus(problem, a, one)
        other += surplus(problem, b, other)
    return price + one + other


@kernel
def _serves(problem: Problem, state: State, duty: int, first: int, end: int) -> bool:
    """Says whether there is a task at positions first <= position < end of a route."""
    found = False
    for i in range(first, end):
        found = found or state.sequence[duty, i] < problem.demand.shape[0]
    return found


@kernel
def _may_leave(problem: Problem, state: State, duty: int, first: int) -> bool:
    """Says whether no task from a position on is pinned to its duty."""
    if problem.trait[0].owned:
        for i in range(first, state.route[duty].length):
            element = state.sequence[duty, i]
            if element < problem.demand.shape[0] and problem.task[element].pinned >= 0:
                return False
    return True


@kernel
def _append(problem: Problem, state: State, duty: int, at: int, source: int, first: int) -> None:
    """Ends a route behind position `at` with a kept route's elements from position `first` on."""
    tail = state.route[source].length - first
    for i in range(tail):
        state.sequence[duty, at + i] = state.sequence[source, first + i]
    for i in range(tail + 1):
        state.stop[duty, at + 1 + i] = state.stop[source, first + 1 + i]
        for k in range(state.stop[duty, at + 1 + i].width):
            state.label[duty, k, at + 1 + i] = state.label[source, k, first + 1 + i]
            state.clock[duty, k, at + 1 + i] = state.clock[source, k, first + 1 + i]
    state.route[duty].length = at + tail
    state.route[duty].num_tasks = 0
    state.route[duty].changes = 0
    for r in range(problem.demand.shape[1]):
        state.load[duty, r] = 0
    for i in range(at + tail):
        element = state.sequence[duty, i]
        if element < problem.demand.shape[0]:
            state.route[duty].num_tasks += 1
            state.route[duty].changes += change_cost(problem, element, duty)
            for r in range(problem.demand.shape[1]):
                state.load[duty, r] += problem.demand[element, r]
    price_excess(problem, state, duty)


@kernel
def _leave(problem: Problem, state: State, duty: int, first: int) -> None:
    """Strikes the tasks from a position on off the books of which tasks are where."""
    for i in range(first, state.route[duty].length):
        if state.sequence[duty, i] < problem.demand.shape[0]:
            join_absent(problem, state, state.sequence[duty, i])


@kernel
def _enter(problem: Problem, state: State, duty: int, first: int) -> None:
    """Books the tasks from a position on."""
    for i in range(first, state.route[duty].length):
        if state.sequence[duty, i] < problem.demand.shape[0]:
            state.task[state.sequence[duty, i]].route = duty
            leave_absent(problem, state, state.sequence[duty, i])


@merged_entry_kernel
def exchange_tails(
    problem: Problem,
    state: State,
    work: Workspace,
    rng: np.random.Generator,
    settings: Settings,
    step: int,
    most: float,
) -> bool:
    """Lets a random task follow, or be followed by, one of its neighbours of another route.

    Of all neighbours the cheapest; only if its price is below `most`, which knows nothing of
    partners, facilities' limits, excess loads and waiting. Says whether anything was changed; the
    routes are kept.
    """
    task = int(rng.random() * problem.demand.shape[0])
    a = state.task[task].route
    if a < 0:
        return False
    position = state.task[task].position
    # Prices are whole numbers.
    best = math.ceil(min(most, NEVER * 1.0))
    best_b, best_at_a, best_at_b = NOWHERE, ZERO, ZERO
    for k in range(problem.neighbours.shape[1]):
        near = problem.neighbours[task, k]
        if near < 0:
            break
        b = state.task[near].route
        if b < 0 or b == a or not _may_exchange(problem, a, b):
            continue
        there = state.task[near].position
        # The neighbour behind the task, and the task behind the neighbour.
        for at_a, at_b in ((position + 1, there + 1), (position, there + 2)):
            price = price_exchange(problem, state, a, at_a, b, at_b, best)
            if price < best:
                best, best_b, best_at_a, best_at_b = price, b, at_a, at_b
    if best_b < 0:
        return False
    b, at_a, at_b = best_b, best_at_a, best_at_b
    n, m = state.route[a].length, state.route[b].length
    one = _serves(problem, state, a, ZERO, at_a) or _serves(problem, state, b, at_b - 1, m)
    other = _serves(problem, state, b, ZERO, at_b - 1) or _serves(problem, state, a, at_a, n)
    free = _may_leave(problem, state, a, at_a) and _may_leave(problem, state, b, at_b - 1)
    if not (one and other and free):
        return False
    keep(problem, state, work, a, step)
    keep(problem, state, work, b, step)
    duties = len(problem.duty)
    _leave(problem, state, a, at_a)
    _leave(problem, state, b, at_b - 1)
    _append(problem, state, a, at_a, duties + b, at_b - 1)
    _append(problem, state, b, at_b - 1, duties + a, at_a)
    _enter(problem, state, a, at_a)
    _enter(problem, state, b, at_b - 1)
    evaluate(problem, state, a, at_a, m + 1 - at_b)
    evaluate(problem, state, b, at_b - 1, n - at_a)
    if problem.kind[problem.duty[a].kind].resets:
        improve_resets(problem, state, work, a)
        improve_resets(problem, state, work, b)
    return True
