"""Forward and backward programmes over the modes of a route.

A forward label is the least cost of everything up to and including an element done in one mode;
a backward label the least cost of everything from it on. With both, the price of a task at a
position is the cheapest pair of look-ups, with the modes of the whole route chosen anew
(Vidal 2017, section 3, doi 10.1287/opre.2017.1595).

Modes are chosen for cost alone, and times follow along the cheapest chain. So prices are exact;
whether the chain keeps its windows is exact too. Two chains of equal cost and unequal time are
told apart only when the route is evaluated, which is why every insertion is evaluated after it is
made.
"""

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import NEVER, UNBOUNDED, Instance
from optimizer.kernel import ZERO, entry_kernel, inline_kernel, kernel
from optimizer.search.state import State


@inline_kernel
def travel_at(problem: Instance, profile: int, origin: int, destination: int) -> int:
    """Returns where the seconds between two places stand in `problem.travel`."""
    return problem.travel_offset[profile] + 2 * (
        origin * problem.travel_size[profile] + destination
    )


@kernel
def begin_at(problem: Instance, mode: int, arrival_s: int) -> int:
    """Returns the first moment from `arrival_s` on inside a window of the mode, or NEVER."""
    for w in range(problem.window_start[mode], problem.window_start[mode + 1]):
        if arrival_s <= problem.window_latest_s[w]:
            return max(arrival_s, problem.window_earliest_s[w])
    return NEVER


@kernel
def begin_by(problem: Instance, mode: int, limit_s: int) -> int:
    """Returns the last moment up to `limit_s` inside a window of the mode, or -NEVER."""
    for w in range(problem.window_start[mode + 1] - 1, problem.window_start[mode] - 1, -1):
        if problem.window_earliest_s[w] <= limit_s:
            return min(limit_s, problem.window_latest_s[w])
    return -NEVER


@kernel
def after_rest(problem: Instance, duty: int, done_s: int, rested: int) -> tuple[int, int]:
    """Returns when a vehicle that is done at `done_s` drives on, and whether it has rested.

    The break is taken at the first moment of its band at which the vehicle is between two
    activities.
    """
    if rested or done_s < problem.rest_earliest_s[duty]:
        return done_s, rested
    if done_s > problem.rest_latest_s[duty]:
        return NEVER, 1
    return done_s + problem.rest_s[duty], 1


@kernel
def leave(
    problem: Instance,
    duty: int,
    mode: int,
    travel_s: int,
    departure_s: int,
    rested: int,
    first: bool,
) -> tuple[int, int]:
    """Returns when the vehicle drives on after doing `mode`, and whether it has rested.

    `first` marks the first element of a route: the vehicle then leaves the depot so late that it
    need not wait there, and if its break's band has begun by then it needs no break.
    """
    if departure_s >= NEVER:
        return NEVER, rested
    begin_s = begin_at(problem, mode, departure_s + travel_s)
    if begin_s >= NEVER:
        return NEVER, rested
    if first and begin_s - travel_s >= problem.rest_earliest_s[duty]:
        rested = 1
    service_s = problem.mode_service_s[problem.duty_type[duty], mode]
    return after_rest(problem, duty, begin_s + service_s, rested)


@kernel
def cost_in(problem: Instance, state: State, duty: int, position: int, mode: int) -> int:
    """Returns the least cost of doing `mode` as the element at `position`: `step_in` in short."""
    kind = problem.duty_type[duty]
    profile = problem.type_profile[kind]
    per_m, per_s = problem.type_per_m[kind], problem.type_per_s[kind]
    place = problem.mode_place[profile, mode]
    best = UNBOUNDED
    if position == 0:
        at = travel_at(problem, profile, problem.duty_start_place[duty], place)
        best = per_s * problem.travel[at] + per_m * problem.travel[at + 1]
    else:
        before = state.sequence[duty, position - 1]
        start = problem.mode_start[before]
        for b in range(problem.mode_start[before + 1] - start):
            at = travel_at(problem, profile, problem.mode_place[profile, start + b], place)
            best = min(
                best,
                state.ahead_cost[duty, position - 1, b]
                + per_s * problem.travel[at]
                + per_m * problem.travel[at + 1],
            )
    return best + per_s * problem.mode_service_s[kind, mode] + per_m * problem.mode_service_m[mode]


@kernel
def cost_out(problem: Instance, state: State, duty: int, position: int, mode: int) -> int:
    """Returns the least cost from leaving `mode` on: `step_out` in short."""
    kind = problem.duty_type[duty]
    profile = problem.type_profile[kind]
    per_m, per_s = problem.type_per_m[kind], problem.type_per_s[kind]
    place = problem.mode_place[profile, mode]
    if position == state.length[duty]:
        at = travel_at(problem, profile, place, problem.duty_end_place[duty])
        return per_s * problem.travel[at] + per_m * problem.travel[at + 1]
    best = UNBOUNDED
    after = state.sequence[duty, position]
    start = problem.mode_start[after]
    for a in range(problem.mode_start[after + 1] - start):
        at = travel_at(problem, profile, place, problem.mode_place[profile, start + a])
        best = min(
            best,
            state.back_cost[duty, position, a]
            + per_s * problem.travel[at]
            + per_m * problem.travel[at + 1],
        )
    return best


@kernel
def step_in(
    problem: Instance, state: State, duty: int, position: int, mode: int
) -> tuple[int, int, int, int]:
    """Returns the forward label of doing `mode` as the element at `position`.

    That is: the least cost, when the vehicle can drive on, whether it has rested, and the
    predecessor's mode.
    """
    kind = problem.duty_type[duty]
    profile = problem.type_profile[kind]
    per_m, per_s = problem.type_per_m[kind], problem.type_per_s[kind]
    place = problem.mode_place[profile, mode]
    best, best_travel_s, best_from = UNBOUNDED, ZERO, ZERO
    if position == 0:
        at = travel_at(problem, profile, problem.duty_start_place[duty], place)
        best_travel_s = problem.travel[at]
        best = per_s * problem.travel[at] + per_m * problem.travel[at + 1]
        departure_s = problem.duty_start_s[duty]
        rested = 0 if problem.rest_s[duty] > 0 else 1
    else:
        before = state.sequence[duty, position - 1]
        start = problem.mode_start[before]
        for b in range(problem.mode_start[before + 1] - start):
            at = travel_at(problem, profile, problem.mode_place[profile, start + b], place)
            cost = (
                state.ahead_cost[duty, position - 1, b]
                + per_s * problem.travel[at]
                + per_m * problem.travel[at + 1]
            )
            if cost < best:
                best, best_travel_s, best_from = cost, problem.travel[at], b
        departure_s = state.ahead_s[duty, position - 1, best_from]
        rested = state.ahead_rested[duty, position - 1, best_from]
    left_s, rested = leave(problem, duty, mode, best_travel_s, departure_s, rested, position == 0)
    service = per_s * problem.mode_service_s[kind, mode] + per_m * problem.mode_service_m[mode]
    return best + service, left_s, rested, best_from


@kernel
def step_out(
    problem: Instance, state: State, duty: int, position: int, mode: int
) -> tuple[int, int, int, int]:
    """Returns what follows from leaving `mode` for the element now at `position`, or the depot.

    That is: the least cost from there on, the latest departure for a vehicle whose break is due
    and for one that has rested, and the successor's mode.
    """
    kind = problem.duty_type[duty]
    profile = problem.type_profile[kind]
    per_m, per_s = problem.type_per_m[kind], problem.type_per_s[kind]
    place = problem.mode_place[profile, mode]
    best, best_travel_s, best_to = UNBOUNDED, ZERO, ZERO
    if position == state.length[duty]:
        at = travel_at(problem, profile, place, problem.duty_end_place[duty])
        best = per_s * problem.travel[at] + per_m * problem.travel[at + 1]
        latest_s = problem.duty_end_s[duty] - problem.travel[at]
        return best, latest_s, latest_s, best_to
    after = state.sequence[duty, position]
    start = problem.mode_start[after]
    for a in range(problem.mode_start[after + 1] - start):
        at = travel_at(problem, profile, place, problem.mode_place[profile, start + a])
        cost = (
            state.back_cost[duty, position, a]
            + per_s * problem.travel[at]
            + per_m * problem.travel[at + 1]
        )
        if cost < best:
            best, best_travel_s, best_to = cost, problem.travel[at], a
    return (
        best,
        state.back_latest_s[duty, position, best_to, 0] - best_travel_s,
        state.back_latest_s[duty, position, best_to, 1] - best_travel_s,
        best_to,
    )


@kernel
def label_ahead(problem: Instance, state: State, duty: int, position: int) -> None:
    """Computes the forward labels of one element from those of its predecessor."""
    element = state.sequence[duty, position]
    first_mode = problem.mode_start[element]
    for m in range(first_mode, problem.mode_start[element + 1]):
        cost, left_s, rested, came_from = step_in(problem, state, duty, position, m)
        label = m - first_mode
        state.ahead_cost[duty, position, label] = cost
        state.ahead_s[duty, position, label] = left_s
        state.ahead_rested[duty, position, label] = rested
        state.ahead_mode[duty, position, label] = came_from


@kernel
def label_back(problem: Instance, state: State, duty: int, position: int) -> None:
    """Computes the backward labels of one element from those of its successor."""
    kind = problem.duty_type[duty]
    rest_s = problem.rest_s[duty]
    element = state.sequence[duty, position]
    first_mode = problem.mode_start[element]
    for m in range(first_mode, problem.mode_start[element + 1]):
        cost, due_s, done_s, goes_to = step_out(problem, state, duty, position + 1, m)
        service_s = problem.mode_service_s[kind, m]
        label = m - first_mode
        state.back_cost[duty, position, label] = (
            cost
            + problem.type_per_s[kind] * service_s
            + problem.type_per_m[kind] * problem.mode_service_m[m]
        )
        state.back_mode[duty, position, label] = goes_to
        rested_s = begin_by(problem, m, done_s - service_s)
        state.back_latest_s[duty, position, label, 1] = rested_s
        if rest_s == 0:
            state.back_latest_s[duty, position, label, 0] = rested_s
            continue
        # The break is still due on arrival: either it is taken right after this element ...
        limit_s = min(problem.rest_latest_s[duty], done_s - rest_s)
        latest_s = begin_by(problem, m, limit_s - service_s)
        if latest_s + service_s < problem.rest_earliest_s[duty]:
            # ... or its band has not begun when the element is done.
            limit_s = min(problem.rest_earliest_s[duty] - 1, due_s)
            latest_s = begin_by(problem, m, limit_s - service_s)
        state.back_latest_s[duty, position, label, 0] = latest_s


@kernel
def add_loads(problem: Instance, state: State, duty: int) -> None:
    """Computes the loads along a route, from its resets."""
    kind = problem.duty_type[duty]
    num_tasks = problem.demand.shape[0]
    n = state.length[duty]
    for r in range(problem.demand.shape[1]):
        load = 0
        for i in range(n):
            element = state.sequence[duty, i]
            if element < num_tasks:
                load += problem.demand[element, r]
            elif element == problem.type_reset[kind, r]:
                load = 0
            state.load_ahead[duty, i, r] = load
        load = 0
        for i in range(n - 1, -1, -1):
            element = state.sequence[duty, i]
            if element < num_tasks:
                load += problem.demand[element, r]
            elif element == problem.type_reset[kind, r]:
                load = 0
            state.load_back[duty, i, r] = load


@entry_kernel
def end_of(problem: Instance, state: State, duty: int) -> tuple[int, int, int]:
    """Returns cost, last mode and time of arrival of a route that is labelled ahead."""
    kind = problem.duty_type[duty]
    profile = problem.type_profile[kind]
    position = state.length[duty] - 1
    element = state.sequence[duty, position]
    start = problem.mode_start[element]
    best, best_mode, arrival_s = UNBOUNDED, 0, NEVER
    for b in range(problem.mode_start[element + 1] - start):
        at = travel_at(
            problem, profile, problem.mode_place[profile, start + b], problem.duty_end_place[duty]
        )
        cost = (
            state.ahead_cost[duty, position, b]
            + problem.type_per_s[kind] * problem.travel[at]
            + problem.type_per_m[kind] * problem.travel[at + 1]
        )
        if cost < best:
            best, best_mode = cost, b
            arrival_s = min(NEVER, state.ahead_s[duty, position, b] + problem.travel[at])
    return best, best_mode, arrival_s


@entry_kernel
def evaluate(problem: Instance, state: State, duty: int, position: int) -> bool:
    """Labels a route anew after a change at `position`; says whether its times hold.

    Forward labels before the position are still right.
    """
    n = state.length[duty]
    num_tasks = problem.demand.shape[0]
    for i in range(position, n):
        element = state.sequence[duty, i]
        if element < num_tasks:
            state.position_of[element] = i
        label_ahead(problem, state, duty, i)
    for i in range(n - 1, -1, -1):
        label_back(problem, state, duty, i)
    add_loads(problem, state, duty)
    if state.num_tasks[duty] == 0:
        state.cost[duty] = 0
        return True
    cost, _, arrival_s = end_of(problem, state, duty)
    state.cost[duty] = cost + problem.duty_cost[duty]
    return arrival_s <= problem.duty_end_s[duty]


@entry_kernel
def modes_of(problem: Instance, state: State, duty: int, modes: NDArray[np.int64]) -> None:
    """Writes the modes of the cheapest chain of a route into `modes`, by position."""
    n = state.length[duty]
    if n == 0:
        return
    _, label, _ = end_of(problem, state, duty)
    for i in range(n - 1, -1, -1):
        modes[i] = problem.mode_start[state.sequence[duty, i]] + label
        label = state.ahead_mode[duty, i, label]
