"""Whether what is aboard leaves room: for a task, with a facility visit, for another route's tail.

Only resources with facilities are looked at here; too much of another has a price.
"""

from optimizer.instance import UNBOUNDED
from optimizer.kernel import ZERO, inline_kernel, kernel
from optimizer.search.links import drive, whole
from optimizer.search.packed import Problem
from optimizer.search.state import State

ALONE, RESET_AFTER, RESET_BEFORE = 0, 1, 2
"""How a task is inserted: alone, or with a facility visit behind or before it."""


@kernel
def driving_use(
    problem: Problem, state: State, duty: int, position: int, task: int, resource: int
) -> tuple[int, int]:
    """Returns what driving to a task at a position uses of a resource, and driving on from it.

    By the first labels and the first mode, which are mostly the only ones: an estimate. Whether a
    route really holds is seen when it is labelled.
    """
    tariff = problem.kind[problem.duty[duty].kind]
    if tariff.driving_resource != resource:
        return ZERO, ZERO
    way = problem.way[tariff.profile, problem.element[task].first_mode]
    before, after = state.label[duty, 0, position], state.label[duty, 0, position + 1]
    _, there_m = drive(problem, tariff.profile, before.exit, way.entry)
    _, on_m = drive(problem, tariff.profile, way.exit, after.entry)
    return tariff.driving_per_m * there_m, tariff.driving_per_m * on_m


@inline_kernel
def _driving_use_home(problem: Problem, state: State, duty: int, resource: int) -> int:
    """Returns what the way home uses of a resource."""
    tariff = problem.kind[problem.duty[duty].kind]
    if tariff.driving_resource != resource:
        return ZERO
    return tariff.driving_per_m * whole(state.label[duty, 0, state.route[duty].length + 1].in_m)


@inline_kernel
def _driving_use_of_link(
    problem: Problem, state: State, duty: int, position: int, resource: int
) -> int:
    """Returns what the drive over a link uses of a resource."""
    tariff = problem.kind[problem.duty[duty].kind]
    if tariff.driving_resource != resource:
        return ZERO
    return tariff.driving_per_m * whole(state.label[duty, 0, position + 1].in_m)


@kernel
def lacks_room(problem: Problem, state: State, task: int, duty: int, position: int) -> int:
    """Returns the resource with facilities that lacks room for a task at a position, or -1.

    -2 when more than one does.
    """
    kind = problem.duty[duty].kind
    ranged = problem.trait[0].ranged
    found = -1
    for r in range(problem.demand.shape[1]):
        load = problem.demand[task, r]
        if ranged:
            there, on = driving_use(problem, state, duty, position, task, r)
            load += there + on
        if load == 0 or problem.reset[kind, r] < 0:
            continue
        if ranged:
            load -= _driving_use_of_link(problem, state, duty, position, r)
        if position > 0:
            load += state.load_ahead[duty, position - 1, r]
        if position < state.route[duty].length:
            load += state.load_back[duty, position, r]
        elif ranged:
            load += _driving_use_home(problem, state, duty, r)
        if load > problem.capacity[kind, r]:
            found = r if found == -1 else -2
    return found


@inline_kernel
def _driving_use_to_reset(problem: Problem, kind: int, task: int, resource: int, form: int) -> int:
    """Returns what the drive between a task and the nearest reset uses at least."""
    tariff = problem.kind[kind]
    if tariff.driving_resource != resource:
        return ZERO
    way = problem.way[tariff.profile, problem.element[task].first_mode]
    site = problem.element[problem.reset[kind, resource]]
    nearest_m = UNBOUNDED
    for mode in range(site.first_mode, site.end_mode):
        there = problem.way[tariff.profile, mode]
        if form == RESET_AFTER:
            _, metres = drive(problem, tariff.profile, way.exit, there.entry)
        else:
            _, metres = drive(problem, tariff.profile, there.exit, way.entry)
        nearest_m = min(nearest_m, metres)
    return tariff.driving_per_m * nearest_m


@kernel
def fits_with_reset(
    problem: Problem, state: State, task: int, duty: int, position: int, resource: int, form: int
) -> bool:
    """Says whether the loads hold after inserting with a reset of `resource` at the link."""
    kind = problem.duty[duty].kind
    ranged = problem.trait[0].ranged
    load = problem.demand[task, resource]
    there, on = ZERO, ZERO
    if ranged:
        load += _driving_use_to_reset(problem, kind, task, resource, form)
        there, on = driving_use(problem, state, duty, position, task, resource)
        on -= _driving_use_of_link(problem, state, duty, position, resource)
    if form == RESET_AFTER:
        load += there
        if position > 0:
            load += state.load_ahead[duty, position - 1, resource]
    else:
        load += on
        if position < state.route[duty].length:
            load += state.load_back[duty, position, resource]
        elif ranged:
            load += _driving_use_home(problem, state, duty, resource)
    return load <= problem.capacity[kind, resource]


@kernel
def fits_joined(problem: Problem, state: State, a: int, at_a: int, b: int, at_b: int) -> bool:
    """Says whether what route a has aboard at one stop leaves room for b from another on."""
    kind = problem.duty[a].kind
    for r in range(problem.demand.shape[1]):
        if problem.reset[kind, r] < 0:
            continue
        load = ZERO
        if at_a > 0:
            load += state.load_ahead[a, at_a - 1, r]
        if at_b <= state.route[b].length:
            load += state.load_back[b, at_b - 1, r]
        if load > problem.capacity[kind, r]:
            return False
    return True
