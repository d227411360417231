"""Forward and backward programmes over the modes of a route.

A forward label is the least cost of everything up to and including an element done in one mode;
a backward label the least cost of everything from it on. With both, the price of a task at a
position is the cheapest pair of look-ups, with the modes of the whole route chosen anew
(Vidal 2017, section 3, doi 10.1287/opre.2017.1595).

Modes are chosen for cost, and times follow along the cheapest chain; a mode that cannot be reached
in any of its windows is left aside, such as a facility that has shut, and so is one that a visit
is to shun. Costs and times of a route are exact. The price of an insertion is exact where no time
is limited or no element has several modes; else it is an estimate, since labelling the route anew
may leave another mode aside. So every insertion is evaluated after it is made.
"""

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import NEVER, UNBOUNDED
from optimizer.kernel import NOWHERE, ZERO, entry_kernel, inline_kernel, kernel, merged_kernel
from optimizer.search.facility_limits import book_visits, must_shun
from optimizer.search.links import come_in, enter, way_in, way_out, whole
from optimizer.search.packed import Problem
from optimizer.search.preferences import surplus
from optimizer.search.state import State
from optimizer.search.times import LATE, LONG_AGO, leave, limit_arrival
from optimizer.search.waiting import count_waiting


@kernel
def step_in(
    problem: Problem, state: State, duty: int, position: int, mode: int
) -> tuple[int, int, int, int]:
    """Returns the forward label of doing `mode` as the element at `position`.

    That is: the least cost, when the vehicle can drive on with its break due and with it done,
    and the predecessor's label.
    """
    kind = problem.duty[duty].kind
    entry = problem.way[problem.kind[kind].profile, mode].entry
    cost, came_from, seconds = way_in(problem, state, kind, duty, position, mode, entry)
    cost += problem.work[kind, mode].cost
    if not problem.trait[0].timed:
        return cost, ZERO, ZERO, came_from
    before = state.clock[duty, came_from, position]
    due_s, done_s = leave(problem, duty, mode, seconds, before.due_s, before.done_s)
    return cost, due_s, done_s, came_from


@merged_kernel
def _label_untimed(problem: Problem, state: State, duty: int, first: int, tail: int) -> None:
    """Labels a route forward from position `first` and backward from before its last `tail`."""
    kind = problem.duty[duty].kind
    profile = problem.kind[kind].profile
    n = state.route[duty].length
    limited = problem.trait[0].limited
    for position in range(first, n):
        element = problem.element[state.sequence[duty, position]]
        first_mode = element.first_mode
        width = element.end_mode - first_mode
        state.stop[duty, position + 1].width = width
        for k in range(width):
            way = problem.way[profile, first_mode + k]
            label = state.label[duty, k, position + 1]
            enter(label, first_mode + k, way.entry)
            cost, came_from, _ = come_in(problem, state, kind, duty, position, k)
            label.exit = way.exit
            label.ahead = cost + problem.work[kind, first_mode + k].cost
            label.ahead_from = came_from
            if limited and must_shun(problem, state, duty, position, first_mode + k):
                label.ahead += LATE
    for position in range(n - 1 - tail, -1, -1):
        first_mode = problem.element[state.sequence[duty, position]].first_mode
        least = UNBOUNDED
        for k in range(state.stop[duty, position + 1].width):
            label = state.label[duty, k, position + 1]
            cost, goes_to, _ = way_out(
                problem, state, kind, duty, position + 1, first_mode + k, label.exit
            )
            label.back = cost + problem.work[kind, first_mode + k].cost
            label.back_to = goes_to
            if limited and must_shun(problem, state, duty, position, first_mode + k):
                label.back += LATE
            least = min(least, label.back)
        state.stop[duty, position + 1].least_back = least


@merged_kernel
def _label_timed(problem: Problem, state: State, duty: int, first: int, tail: int) -> None:
    """Labels a route as `_label_untimed` does, and times the cheapest chains."""
    kind = problem.duty[duty].kind
    profile = problem.kind[kind].profile
    n = state.route[duty].length
    limited = problem.trait[0].limited
    for position in range(first, n):
        element = problem.element[state.sequence[duty, position]]
        first_mode = element.first_mode
        width = element.end_mode - first_mode
        state.stop[duty, position + 1].width = width
        for k in range(width):
            mode = first_mode + k
            way = problem.way[profile, mode]
            label = state.label[duty, k, position + 1]
            enter(label, mode, way.entry)
            cost, came_from, seconds = come_in(problem, state, kind, duty, position, k)
            label.exit = way.exit
            label.ahead = cost + problem.work[kind, mode].cost
            label.ahead_from = came_from
            before = state.clock[duty, came_from, position]
            due_s, done_s = leave(
                problem,
                duty,
                mode,
                seconds,
                before.due_s,
                before.done_s,
            )
            state.clock[duty, k, position + 1].due_s = due_s
            state.clock[duty, k, position + 1].done_s = done_s
            if min(due_s, done_s) >= NEVER and min(before.due_s, before.done_s) < NEVER:
                label.ahead += LATE
            if limited and must_shun(problem, state, duty, position, mode):
                label.ahead += LATE
    for position in range(n - 1 - tail, -1, -1):
        first_mode = problem.element[state.sequence[duty, position]].first_mode
        least = UNBOUNDED
        for k in range(state.stop[duty, position + 1].width):
            mode = first_mode + k
            label = state.label[duty, k, position + 1]
            cost, goes_to, seconds = way_out(
                problem, state, kind, duty, position + 1, mode, label.exit
            )
            label.back = cost + problem.work[kind, mode].cost
            label.back_to = goes_to
            after = state.clock[duty, goes_to, position + 2]
            limit_arrival(
                problem,
                state,
                duty,
                position,
                k,
                mode,
                after.due_by_s - seconds,
                after.done_by_s - seconds,
            )
            here = state.clock[duty, k, position + 1]
            if here.done_by_s <= -LONG_AGO and after.done_by_s > -LONG_AGO:
                label.back += LATE
            if limited and must_shun(problem, state, duty, position, mode):
                label.back += LATE
            least = min(least, label.back)
        state.stop[duty, position + 1].least_back = least


@inline_kernel
def _label_depot(problem: Problem, state: State, duty: int) -> None:
    """Writes the labels at both ends of a route."""
    shift = problem.duty[duty]
    end = state.route[duty].length + 1
    state.stop[duty, 0].width = 1
    state.stop[duty, end].width = 1
    state.stop[duty, end].least_back = 0
    state.label[duty, 0, 0].ahead = 0
    state.label[duty, 0, 0].exit = shift.start_place
    state.label[duty, 0, 0].mode = len(problem.mode) - 1
    state.label[duty, 0, end].back = 0
    enter(state.label[duty, 0, end], len(problem.mode) - 1, shift.end_place)
    state.clock[duty, 0, 0].due_s = shift.start_s
    state.clock[duty, 0, 0].done_s = shift.start_s
    state.clock[duty, 0, end].due_by_s = shift.end_s
    state.clock[duty, 0, end].done_by_s = shift.end_s
    if shift.rest_s > 0:
        # To leave so late spares the break, and so does to be home by the end of its band.
        state.clock[duty, 0, 0].done_s = max(shift.start_s, shift.rest_earliest_s + shift.rest_s)
        state.clock[duty, 0, end].due_by_s = min(shift.end_s, shift.rest_latest_s)


@kernel
def _add_loads(problem: Problem, state: State, duty: int) -> None:
    """Computes the loads along a route whose type has facilities."""
    kind = problem.duty[duty].kind
    num_tasks = problem.demand.shape[0]
    n = state.route[duty].length
    for r in range(problem.demand.shape[1]):
        load = 0
        for i in range(n):
            element = state.sequence[duty, i]
            if element < num_tasks:
                load += problem.demand[element, r]
            elif element == problem.reset[kind, r]:
                load = 0
            state.load_ahead[duty, i, r] = load
        load = 0
        for i in range(n - 1, -1, -1):
            element = state.sequence[duty, i]
            if element < num_tasks:
                load += problem.demand[element, r]
            elif element == problem.reset[kind, r]:
                load = 0
            state.load_back[duty, i, r] = load


@kernel
def _add_driving(problem: Problem, state: State, duty: int, label: int) -> int:
    """Adds to a route's loads what driving uses up; returns by how much a trip lacks it at most.

    `label` is the last one of the route's chain. What is used on the way to an element is part of
    its load ahead and of its load back; at a reset it belongs to the trip that ends there.
    """
    kind = problem.duty[duty].kind
    resource, per_m = problem.kind[kind].driving_resource, problem.kind[kind].driving_per_m
    num_tasks = problem.demand.shape[0]
    n = state.route[duty].length
    home = per_m * whole(state.label[duty, 0, n + 1].in_m)
    used = home
    for i in range(n - 1, -1, -1):
        element = state.sequence[duty, i]
        if element < num_tasks:
            used += problem.demand[element, resource]
        elif element == problem.reset[kind, resource]:
            used = ZERO
        used += per_m * whole(state.label[duty, label, i + 1].in_m)
        state.load_back[duty, i, resource] = used
        label = state.label[duty, label, i + 1].ahead_from
    load, most = ZERO, ZERO
    for i in range(n):
        after = state.load_back[duty, i + 1, resource] if i + 1 < n else home
        if state.sequence[duty, i] == problem.reset[kind, resource]:
            most = max(most, load + state.load_back[duty, i, resource])
            load = ZERO
        else:
            load += state.load_back[duty, i, resource] - after
        state.load_ahead[duty, i, resource] = load
    return max(most, load + home) - problem.capacity[kind, resource]


@entry_kernel
def end_of(problem: Problem, state: State, duty: int) -> tuple[int, int, int]:
    """Returns cost, last label and time of arrival of a route that is labelled ahead.

    The arrival is NEVER when a window or the break has been missed.
    """
    shift = problem.duty[duty]
    position = state.route[duty].length
    cost, label, seconds = come_in(problem, state, shift.kind, duty, position, ZERO)
    arrival_s = 0
    if problem.trait[0].timed:
        last = state.clock[duty, label, position]
        arrival_s = min(NEVER, last.done_s + seconds)
        if shift.rest_s > 0 and last.due_s + seconds <= shift.rest_latest_s:
            arrival_s = min(arrival_s, last.due_s + seconds)
    return cost, label, arrival_s


@inline_kernel
def excess_cost(problem: Problem, state: State, duty: int, resource: int, load: int) -> int:
    """Returns the price of a route's load of a resource without facilities."""
    kind = problem.duty[duty].kind
    excess = load - problem.capacity[kind, resource]
    return state.excess_price[resource] * excess if excess > 0 else 0


@entry_kernel
def price_excess(problem: Problem, state: State, duty: int) -> None:
    """Computes the price of a route's excess load from its loads."""
    kind = problem.duty[duty].kind
    penalty = 0
    for r in range(problem.demand.shape[1]):
        if problem.reset[kind, r] < 0:
            penalty += excess_cost(problem, state, duty, r, state.load[duty, r])
    state.route[duty].penalty = penalty


@entry_kernel
def evaluate(problem: Problem, state: State, duty: int, first: int, tail: int) -> bool:
    """Labels a route anew after a change; says whether its times hold.

    The elements before position `first` and the last `tail` ones are as they were, and the labels
    of the latter have moved along with them: so the former keep their forward labels, the latter
    their backward ones. `evaluate(..., 0, -1)` labels everything, the depot included.
    """
    n = state.route[duty].length
    num_tasks = problem.demand.shape[0]
    if tail < 0:
        _label_depot(problem, state, duty)
        tail = 0
    for i in range(first, n):
        element = state.sequence[duty, i]
        if element < num_tasks:
            state.task[element].position = i
    if problem.trait[0].timed:
        _label_timed(problem, state, duty, first, tail)
    else:
        _label_untimed(problem, state, duty, first, tail)
    if problem.kind[problem.duty[duty].kind].resets:
        _add_loads(problem, state, duty)
    if state.route[duty].num_tasks == 0:
        state.route[duty].cost = 0
        state.route[duty].waiting = 0
        state.route[duty].holds = 1
        if problem.trait[0].ranged and problem.kind[problem.duty[duty].kind].driving_resource >= 0:
            _, label, _ = end_of(problem, state, duty)
            _add_driving(problem, state, duty, label)
        if problem.trait[0].limited:
            book_visits(problem, state, duty, NOWHERE)
        return True
    cost, label, arrival_s = end_of(problem, state, duty)
    if problem.trait[0].limited:
        book_visits(problem, state, duty, label)
    chain = cost % LATE
    if problem.trait[0].balanced:
        chain += surplus(problem, duty, chain)
    waiting = ZERO
    per_s = problem.kind[problem.duty[duty].kind].wait_per_s
    if problem.trait[0].waits and problem.trait[0].timed and per_s > 0 and arrival_s < NEVER:
        waiting = per_s * count_waiting(problem, state, duty, label, arrival_s)
    state.route[duty].waiting = waiting
    state.route[duty].cost = chain + problem.duty[duty].cost + state.route[duty].changes + waiting
    state.route[duty].holds = arrival_s <= problem.duty[duty].end_s
    if problem.trait[0].ranged and problem.kind[problem.duty[duty].kind].driving_resource >= 0:
        state.route[duty].holds &= _add_driving(problem, state, duty, label) <= 0
    return state.route[duty].holds == 1


@inline_kernel
def _copy_labels(state: State, duty: int, at: int, to_duty: int, to: int) -> None:
    """Copies the labels at one place of a route to another place."""
    state.stop[to_duty, to] = state.stop[duty, at]
    for k in range(state.stop[duty, at].width):
        state.label[to_duty, k, to] = state.label[duty, k, at]
        state.clock[to_duty, k, to] = state.clock[duty, k, at]


@kernel
def move_tail(state: State, duty: int, position: int, shift: int) -> None:
    """Moves the elements from `position` on, the way home and all their labels by `shift`."""
    n = state.route[duty].length
    # Moving up, the last goes first, so that none is overwritten before it has moved.
    start, step = (n + 1, -1) if shift > 0 else (position + 1, 1)
    for k in range(n + 1 - position):
        i = start + step * k
        _copy_labels(state, duty, i, duty, i + shift)
        if i <= n:
            state.sequence[duty, i - 1 + shift] = state.sequence[duty, i - 1]
    state.route[duty].length = n + shift


@kernel
def copy_route(problem: Problem, state: State, duty: int, to: int) -> None:
    """Copies a route with all that is known of it to another row."""
    n = state.route[duty].length
    state.route[to] = state.route[duty]
    for i in range(n):
        state.sequence[to, i] = state.sequence[duty, i]
    for i in range(n + 2):
        _copy_labels(state, duty, i, to, i)
    for limit in range(state.taken.shape[1]):
        state.taken[to, limit] = state.taken[duty, limit]
    for r in range(state.load.shape[1]):
        state.load[to, r] = state.load[duty, r]
        # Rows that only keep a route have no type of their own to ask.
        if problem.trait[0].resets:
            for i in range(n):
                state.load_ahead[to, i, r] = state.load_ahead[duty, i, r]
                state.load_back[to, i, r] = state.load_back[duty, i, r]


@entry_kernel
def modes_of(problem: Problem, state: State, duty: int, modes: NDArray[np.int64]) -> None:
    """Writes the modes of the cheapest chain of a route into `modes`, by position."""
    n = state.route[duty].length
    if n == 0:
        return
    _, label, _ = end_of(problem, state, duty)
    for i in range(n - 1, -1, -1):
        modes[i] = problem.element[state.sequence[duty, i]].first_mode + label
        label = state.label[duty, label, i + 1].ahead_from
