"""When a vehicle can begin and leave, and how late it may come: windows and the break."""

from optimizer.instance import NEVER
from optimizer.kernel import inline_kernel
from optimizer.search.problem import Problem
from optimizer.search.state import State

LATE = 2**52
"""Added to the cost of a chain that no moment allows, so that one which some does is preferred;
above all costs."""

LONG_AGO = NEVER // 2
"""A latest arrival before minus this means never."""


@inline_kernel
def begin_at(problem: Problem, mode: int, arrival_s: int) -> int:
    """Returns the first moment from `arrival_s` on inside a window of the mode, or NEVER."""
    for w in range(problem.mode[mode].first_window, problem.mode[mode].end_window):
        if arrival_s <= problem.window[w].latest_s:
            return max(arrival_s, problem.window[w].earliest_s)
    return NEVER


@inline_kernel
def begin_by(problem: Problem, mode: int, limit_s: int) -> int:
    """Returns the last moment up to `limit_s` inside a window of the mode, or -NEVER."""
    for w in range(problem.mode[mode].end_window - 1, problem.mode[mode].first_window - 1, -1):
        if problem.window[w].earliest_s <= limit_s:
            return min(limit_s, problem.window[w].latest_s)
    return -NEVER


@inline_kernel
def after_rest(problem: Problem, duty: int, done_s: int, rested: int) -> tuple[int, int]:
    """Returns when a vehicle that is done at `done_s` drives on, and whether it has rested.

    The break is taken at the first moment of its band at which the vehicle is between two
    activities.
    """
    if rested or done_s < problem.duty[duty].rest_earliest_s:
        return done_s, rested
    if done_s > problem.duty[duty].rest_latest_s:
        return NEVER, 1
    return done_s + problem.duty[duty].rest_s, 1


@inline_kernel
def leave(
    problem: Problem,
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
    if first and begin_s - travel_s >= problem.duty[duty].rest_earliest_s:
        rested = 1
    service_s = problem.work[problem.duty[duty].kind, mode].duration_s
    return after_rest(problem, duty, begin_s + service_s, rested)


@inline_kernel
def limit_arrival(
    problem: Problem,
    state: State,
    duty: int,
    position: int,
    k: int,
    mode: int,
    due_s: int,
    done_s: int,
) -> None:
    """Notes the latest arrivals at one label, from the latest departures `due_s` and `done_s`."""
    rest = problem.duty[duty]
    service_s = problem.work[rest.kind, mode].duration_s
    rested_s = begin_by(problem, mode, done_s - service_s)
    latest_s = rested_s
    if rest.rest_s > 0:
        # The break is still due on arrival: either it is taken right after this element ...
        limit_s = min(rest.rest_latest_s, done_s - rest.rest_s)
        latest_s = begin_by(problem, mode, limit_s - service_s)
        if latest_s + service_s < rest.rest_earliest_s:
            # ... or its band has not begun when the element is done.
            limit_s = min(rest.rest_earliest_s - 1, due_s)
            latest_s = begin_by(problem, mode, limit_s - service_s)
    state.clock[duty, position + 1, k].done_s = rested_s
    state.clock[duty, position + 1, k].due_s = latest_s
