"""What it costs to come in over a link and to go on from it: the look-ups of all prices."""

from typing import Any

import numpy as np

from optimizer.instance import UNBOUNDED
from optimizer.kernel import ZERO, inline_kernel
from optimizer.search.packed import Problem
from optimizer.search.state import State
from optimizer.search.travel import recall


@inline_kernel
def nth(index: int) -> int:
    """Returns an index as an unsigned number: Python's negative indices cost numba three
    instructions at every look-up, and none is meant here.
    """
    return np.uint64(index)  # type: ignore[return-value]


@inline_kernel
def whole(number: Any) -> int:
    """Returns a narrow integer as wide as all that is added up."""
    return np.int64(number)  # type: ignore[return-value]


@inline_kernel
def drive(problem: Problem, profile: int, origin: int, destination: int) -> tuple[int, int]:
    """Returns seconds and metres from a row of a profile's matrix to a column."""
    matrix = problem.matrix[profile]
    if matrix.columns == 0:
        seconds, metres = recall(problem.hub, problem.memory, problem.rows, origin, destination)
    else:
        at = matrix.start + 2 * (origin * matrix.columns + destination)
        seconds = whole(problem.travel[nth(at)])
        metres = whole(problem.travel[nth(at + 1)])
    return seconds, metres


@inline_kernel
def pay(
    problem: Problem, kind: int, seconds: int, metres: int, before: int, after: int
) -> tuple[int, int]:
    """Returns what a type pays for a drive from one mode to another, and the seconds it takes.

    To those of the drive come the seconds of going over to another lane; a drive has the price of
    beginning a run after it.
    """
    tariff = problem.kind[kind]
    cost = ZERO
    # This is asked at every link: most instances have no such prices, and look up no modes.
    if problem.trait[0].surcharged:
        if metres > 0:
            cost += problem.mode[nth(after)].begin_cost
        if metres <= tariff.change_within_m:
            one, other = problem.mode[nth(before)], problem.mode[nth(after)]
            if one.lane != other.lane and one.lane != 0 and other.lane != 0:
                cost += max(one.change_cost, other.change_cost)
                across = abs(whole(one.across) - whole(other.across))
                seconds += max(one.change_s, other.change_s)
                seconds += across * max(one.crossed_s, other.crossed_s)
    return cost + tariff.per_s * seconds + tariff.per_m * metres, seconds


@inline_kernel
def join(problem: Problem, kind: int, before: int, after: int) -> tuple[int, int]:
    """Returns what a vehicle type pays from the end of one mode to the begin of another.

    With it come the seconds that it takes.
    """
    tariff = problem.kind[kind]
    leaving = problem.way[tariff.profile, before].exit
    entry = problem.way[tariff.profile, after].entry
    seconds, metres = drive(problem, tariff.profile, leaving, entry)
    return pay(problem, kind, seconds, metres, before, after)


@inline_kernel
def way_in(
    problem: Problem, state: State, kind: int, duty: int, position: int, mode: int, entry: int
) -> tuple[int, int, int]:
    """Returns the least cost of coming in to a mode, which begins at `entry`, over a link.

    With it come the label it comes from and the seconds that it takes.
    """
    tariff = problem.kind[kind]
    matrix = problem.matrix[tariff.profile]
    row = matrix.back_start + 2 * entry * matrix.back_row
    column = 2 * matrix.back_column
    best, best_from, best_s = UNBOUNDED, ZERO, ZERO
    for b in range(state.stop[nth(duty), nth(position)].width):
        before = state.label[nth(duty), nth(b), nth(position)]
        if matrix.columns == 0:
            seconds, metres = recall(problem.hub, problem.memory, problem.rows, before.exit, entry)
        else:
            at = row + column * before.exit
            seconds = whole(problem.back_travel[nth(at)])
            metres = whole(problem.back_travel[nth(at + 1)])
        cost, seconds = pay(problem, kind, seconds, metres, before.mode, mode)
        cost += before.ahead
        if cost < best:
            best, best_from, best_s = cost, b, seconds
    return best, best_from, best_s


@inline_kernel
def enter(label: Any, mode: int, entry: int) -> None:
    """Notes a label's mode and where it begins; another place forgets the drive to it."""
    label.mode = mode
    if label.entry != entry:
        label.entry = entry
        label.in_from = 0


@inline_kernel
def come_in(
    problem: Problem, state: State, kind: int, duty: int, position: int, k: int
) -> tuple[int, int, int]:
    """Returns the least cost of coming in at label k over the link at a position, and from where.

    Like `way_in`, but the label remembers the drive to it: along a route few links are new.
    """
    tariff = problem.kind[kind]
    label = state.label[nth(duty), nth(k), nth(position + 1)]
    best, best_from, best_s = UNBOUNDED, ZERO, ZERO
    in_from, in_s, in_m = ZERO, ZERO, ZERO
    for b in range(state.stop[nth(duty), nth(position)].width):
        before = state.label[nth(duty), nth(b), nth(position)]
        if before.exit + 1 == label.in_from:
            seconds, metres = whole(label.in_s), whole(label.in_m)
        else:
            seconds, metres = drive(problem, tariff.profile, before.exit, label.entry)
        cost, paid_s = pay(problem, kind, seconds, metres, before.mode, label.mode)
        cost += before.ahead
        if cost < best:
            best, best_from, best_s = cost, b, paid_s
            in_from, in_s, in_m = whole(before.exit) + 1, seconds, metres
    label.in_from = in_from
    label.in_s = in_s
    label.in_m = in_m
    return best, best_from, best_s


@inline_kernel
def way_out(
    problem: Problem, state: State, kind: int, duty: int, position: int, mode: int, leaving: int
) -> tuple[int, int, int]:
    """Returns the least cost of going on from a mode, which ends at `leaving`, over a link.

    With it come the label it goes to and the seconds that it takes.
    """
    best, best_to, best_s = UNBOUNDED, ZERO, ZERO
    for a in range(state.stop[nth(duty), nth(position + 1)].width):
        after = state.label[nth(duty), nth(a), nth(position + 1)]
        cost, seconds = go_on(problem, kind, mode, leaving, after)
        if cost < best:
            best, best_to, best_s = cost, a, seconds
    return best, best_to, best_s


@inline_kernel
def go_on(problem: Problem, kind: int, mode: int, leaving: int, after: Any) -> tuple[int, int]:
    """Returns the cost of going on from a mode by way of one label, and the seconds to it."""
    tariff = problem.kind[kind]
    if after.in_from == leaving + 1:
        seconds, metres = whole(after.in_s), whole(after.in_m)
    else:
        seconds, metres = drive(problem, tariff.profile, leaving, after.entry)
    cost, seconds = pay(problem, kind, seconds, metres, mode, after.mode)
    return after.back + cost, seconds


@inline_kernel
def go_over(problem: Problem, kind: int, before: Any, after: Any) -> tuple[int, int]:
    """Returns the cost of a chain that goes from one label to another, and the seconds between."""
    tariff = problem.kind[kind]
    seconds, metres = drive(problem, tariff.profile, before.exit, after.entry)
    cost, seconds = pay(problem, kind, seconds, metres, before.mode, after.mode)
    return before.ahead + after.back + cost, seconds
