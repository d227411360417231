"""When a vehicle can begin and drive on, and how late it may come: windows and the break.

A break is taken where an element was done, at once or after waiting for its band to begin; the
search chooses after which. So every label has two clocks: when the vehicle can drive on with the
break still due, and when with the break behind it. To leave the depot when a break that began with
its band would be over, or to be home by the end of the band, spares it: either way the vehicle is
out no longer than a band of `fleet.Shift` lets it be without a break.
"""

from optimizer.instance import NEVER
from optimizer.kernel import inline_kernel
from optimizer.search.packed import Problem
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
def end_at(problem: Problem, mode: int, arrival_s: int, service_s: int) -> int:
    """Returns when a mode is done at the earliest by a vehicle that arrives then, or NEVER."""
    begin_s = begin_at(problem, mode, arrival_s) if arrival_s < NEVER else NEVER
    return begin_s + service_s if begin_s < NEVER else NEVER


@inline_kernel
def rest_after(problem: Problem, duty: int, due_s: int) -> int:
    """Returns when a break that is taken from `due_s` on is over, or NEVER."""
    rest = problem.duty[duty]
    if due_s > rest.rest_latest_s:
        return NEVER
    return max(due_s, rest.rest_earliest_s) + rest.rest_s


@inline_kernel
def leave(
    problem: Problem, duty: int, mode: int, travel_s: int, due_s: int, done_s: int
) -> tuple[int, int]:
    """Returns when the vehicle drives on after doing `mode`, its break still due and done.

    It left the element before, `travel_s` away, at `due_s` and `done_s`. Of a duty without a
    break both are the same.
    """
    rest = problem.duty[duty]
    service_s = problem.work[rest.kind, mode].duration_s
    done_s = end_at(problem, mode, done_s + travel_s, service_s)
    if rest.rest_s == 0:
        return done_s, done_s
    due_s = end_at(problem, mode, due_s + travel_s, service_s)
    rested_s = rest_after(problem, duty, due_s)
    if rested_s >= NEVER:
        return NEVER, done_s
    return due_s, min(done_s, rested_s)


@inline_kernel
def slack_s(state: State, duty: int, position: int) -> int:
    """Returns the seconds at a link between the first departure and the last arrival in time.

    What takes longer need not be priced there: it would be late even if there were no way to go.
    """
    left_s, by_s = NEVER, -NEVER
    for k in range(state.stop[duty, position].width):
        left_s = min(left_s, state.clock[duty, k, position].due_s)
        left_s = min(left_s, state.clock[duty, k, position].done_s)
    for k in range(state.stop[duty, position + 1].width):
        by_s = max(by_s, state.clock[duty, k, position + 1].done_by_s)
    return by_s - left_s


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
    done_by_s = begin_by(problem, mode, done_s - service_s)
    due_by_s = done_by_s
    if rest.rest_s > 0:
        # A break still due on arrival is taken right after this element or later.
        limit_s = min(rest.rest_latest_s, done_s - rest.rest_s)
        if limit_s < rest.rest_earliest_s:
            limit_s = due_s
        due_by_s = begin_by(problem, mode, max(limit_s, due_s) - service_s)
    state.clock[duty, k, position + 1].done_by_s = done_by_s
    state.clock[duty, k, position + 1].due_by_s = due_by_s
