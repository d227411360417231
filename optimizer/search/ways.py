"""What it costs to come in over a link and to go on from it: the look-ups of all prices."""

import numpy as np

from optimizer.instance import UNBOUNDED
from optimizer.kernel import ZERO, inline_kernel
from optimizer.search.problem import Problem
from optimizer.search.state import State
from optimizer.search.travel import recall


@inline_kernel
def nth(index: int) -> int:
    """Returns an index as an unsigned number: Python's negative indices cost numba three
    instructions at every look-up, and none is meant here.
    """
    return np.uint64(index)  # type: ignore[return-value]


@inline_kernel
def travel_s(problem: Problem, profile: int, origin: int, destination: int) -> int:
    """Returns the seconds from a row of a profile's matrix to a column."""
    matrix = problem.matrix[profile]
    if matrix.columns == 0:
        seconds, _ = recall(problem.hub, problem.memory, problem.rows, origin, destination)
        return seconds
    return problem.travel[nth(matrix.start + 2 * (origin * matrix.columns + destination))]


@inline_kernel
def travel_cost(problem: Problem, kind: int, origin: int, destination: int) -> int:
    """Returns what a vehicle type pays from a row of its profile's matrix to a column."""
    tariff = problem.kind[kind]
    matrix = problem.matrix[tariff.profile]
    if matrix.columns == 0:
        seconds, metres = recall(problem.hub, problem.memory, problem.rows, origin, destination)
        return tariff.per_s * seconds + tariff.per_m * metres
    at = matrix.start + 2 * (origin * matrix.columns + destination)
    return tariff.per_s * problem.travel[nth(at)] + tariff.per_m * problem.travel[nth(at + 1)]


@inline_kernel
def way_in(
    problem: Problem, state: State, kind: int, duty: int, position: int, entry: int
) -> tuple[int, int]:
    """Returns the least cost of coming in at a place over a link, and the label it comes from."""
    tariff = problem.kind[kind]
    matrix = problem.matrix[tariff.profile]
    row = matrix.back_start + 2 * entry * matrix.back_row
    column = 2 * matrix.back_column
    best, best_from = UNBOUNDED, ZERO
    for b in range(state.stop[nth(duty), nth(position)].width):
        before = state.label[nth(duty), nth(b), nth(position)]
        if matrix.columns == 0:
            seconds, metres = recall(problem.hub, problem.memory, problem.rows, before.exit, entry)
        else:
            at = row + column * before.exit
            seconds = problem.back_travel[nth(at)]
            metres = problem.back_travel[nth(at + 1)]
        cost = before.ahead + tariff.per_s * seconds + tariff.per_m * metres
        if cost < best:
            best, best_from = cost, b
    return best, best_from


@inline_kernel
def way_out(
    problem: Problem, state: State, kind: int, duty: int, position: int, leaving: int
) -> tuple[int, int]:
    """Returns the least cost of going on from a place over a link, and the label it goes to."""
    tariff = problem.kind[kind]
    matrix = problem.matrix[tariff.profile]
    row = matrix.start + 2 * leaving * matrix.columns
    best, best_to = UNBOUNDED, ZERO
    for a in range(state.stop[nth(duty), nth(position + 1)].width):
        after = state.label[nth(duty), nth(a), nth(position + 1)]
        if matrix.columns == 0:
            seconds, metres = recall(
                problem.hub, problem.memory, problem.rows, leaving, after.entry
            )
        else:
            at = row + 2 * after.entry
            seconds = problem.travel[nth(at)]
            metres = problem.travel[nth(at + 1)]
        cost = after.back + tariff.per_s * seconds + tariff.per_m * metres
        if cost < best:
            best, best_to = cost, a
    return best, best_to
