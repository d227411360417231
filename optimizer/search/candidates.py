"""Which links of which routes are worth pricing for a task.

A *link* joins two elements of a route, or the depot and one of them. A route is looked at once:
whether skill, pin and load let the task in, and what a price there is beyond the chain's cost.
"""

import numpy as np

from optimizer.instance import UNBOUNDED
from optimizer.kernel import NOWHERE, inline_kernel, kernel, merged_kernel
from optimizer.search.facility_limits import can_unload
from optimizer.search.labels import excess_cost
from optimizer.search.packed import Problem
from optimizer.search.preferences import apart_cost, change_cost, may_do
from optimizer.search.room import lacks_room
from optimizer.search.state import State, Workspace


@inline_kernel
def last_position(problem: Problem, state: State, duty: int) -> int:
    """Returns the last position at which a task may be inserted."""
    final = problem.kind[problem.duty[duty].kind].final_reset >= 0
    return state.route[duty].length - 1 if final else state.route[duty].length


@inline_kernel
def price_added_excess(problem: Problem, state: State, task: int, duty: int, slack: float) -> int:
    """Returns what a task adds to the price of a route's excess load, wherever it is put.

    UNBOUNDED when a load would exceed its capacity by more than the share `slack`. Only resources
    without facilities count.
    """
    kind = problem.duty[duty].kind
    added = 0
    for r in range(problem.demand.shape[1]):
        demand = problem.demand[task, r]
        if demand > 0 and problem.reset[kind, r] < 0:
            capacity = problem.capacity[kind, r]
            load = state.load[duty, r]
            if load + demand > capacity:
                if load + demand - capacity > slack * capacity:
                    added = UNBOUNDED
                    break
                added += excess_cost(problem, state, duty, r, load + demand)
                added -= excess_cost(problem, state, duty, r, load)
    return added


@inline_kernel
def open_route(
    problem: Problem, state: State, work: Workspace, task: int, duty: int, slack: float
) -> bool:
    """Notes what a chain through a route costs beyond the task; says whether it may be tried."""
    excess = UNBOUNDED
    # A route that is as long as its arrays takes no more, whatever it costs.
    has_place = state.route[duty].length + 2 <= state.sequence.shape[1]
    if has_place and may_do(problem, task, duty):
        excess = price_added_excess(problem, state, task, duty, slack)
        if problem.trait[0].limited and not can_unload(
            problem, state, task, problem.duty[duty].kind
        ):
            excess = UNBOUNDED
    base = -problem.duty[duty].cost
    if state.route[duty].num_tasks > 0:
        base += state.route[duty].cost - state.route[duty].changes - state.route[duty].waiting
    work.offset[duty] = excess - base + change_cost(problem, task, duty)
    if problem.trait[0].partnered:
        work.offset[duty] += apart_cost(problem, state, task, duty)
    return excess < UNBOUNDED


@inline_kernel
def gather_link(
    problem: Problem, state: State, work: Workspace, task: int, duty: int, position: int
) -> None:
    """Puts a link on the list; those where the task needs a reset stand at the list's end."""
    control = work.control[0]
    if control.num_links + control.num_full < len(work.link_duty):
        at = control.num_links
        if (
            problem.kind[problem.duty[duty].kind].resets
            and lacks_room(problem, state, task, duty, position) != -1
        ):
            control.num_full += 1
            at = len(work.link_duty) - control.num_full
        else:
            control.num_links += 1
        work.link_duty[at] = duty
        work.link_position[at] = position


@inline_kernel
def blinks(work: Workspace, rng: np.random.Generator, blink_share: float) -> bool:
    """Says whether the next link is overlooked."""
    control = work.control[0]
    blink = False
    if blink_share > 0.0:
        control.until_blink -= 1
        if control.until_blink < 0:
            # The number of looks between two blinks is geometrically distributed.
            draw = np.log(1.0 - rng.random()) / np.log(1.0 - blink_share)
            control.until_blink = int(min(draw, 1e6))
            blink = True
    return blink


@merged_kernel
def gather_everywhere(
    problem: Problem,
    state: State,
    work: Workspace,
    rng: np.random.Generator,
    task: int,
    slack: float,
    blink_share: float,
) -> None:
    """Lists all links of the open routes."""
    work.control[0].num_links = 0
    work.control[0].num_full = 0
    for k in range(work.control[0].num_open):
        duty = work.open[k]
        if open_route(problem, state, work, task, duty, slack):
            last = last_position(problem, state, duty)
            first = last if state.route[duty].num_tasks == 0 else 0
            for position in range(first, last + 1):
                if not blinks(work, rng, blink_share):
                    gather_link(problem, state, work, task, duty, position)


@merged_kernel
def gather_beside_neighbours(
    problem: Problem,
    state: State,
    work: Workspace,
    rng: np.random.Generator,
    task: int,
    slack: float,
    blink_share: float,
) -> None:
    """Lists the links beside the task's neighbours, and one of each kind of idle duty."""
    work.control[0].num_links = 0
    work.control[0].num_full = 0
    work.control[0].gathering += 1
    gathering = work.control[0].gathering
    for k in range(problem.neighbours.shape[1]):
        near = problem.neighbours[task, k]
        if near < 0:
            break
        duty = state.task[near].route
        if duty < 0:
            continue
        if work.opened_in[duty] != gathering:
            work.opened_in[duty] = gathering
            work.may_open[duty] = open_route(problem, state, work, task, duty, slack)
        if not work.may_open[duty]:
            continue
        work.near_in[near] = gathering
        position = state.task[near].position
        before = state.sequence[duty, position - 1] if position > 0 else NOWHERE
        # The link before a neighbour may be the one behind another neighbour.
        told = 0 <= before < len(work.near_in) and work.near_in[before] == gathering
        if not told and not blinks(work, rng, blink_share):
            gather_link(problem, state, work, task, duty, position)
        last = last_position(problem, state, duty)
        after = state.sequence[duty, position + 1] if position + 1 <= last else NOWHERE
        told = 0 <= after < len(work.near_in) and work.near_in[after] == gathering
        if position + 1 <= last and not told and not blinks(work, rng, blink_share):
            gather_link(problem, state, work, task, duty, position + 1)
    for k in range(work.control[0].num_open):
        duty = work.open[k]
        if state.route[duty].num_tasks == 0 and open_route(
            problem, state, work, task, duty, slack
        ):
            gather_link(problem, state, work, task, duty, last_position(problem, state, duty))


@kernel
def gather_beside_partner(
    problem: Problem, state: State, work: Workspace, task: int, slack: float
) -> None:
    """Adds the links beside the task's partner, unless its route has been looked at already."""
    partner = problem.task[task].partner
    duty = state.task[partner].route if partner >= 0 else NOWHERE
    if duty >= 0 and work.opened_in[duty] != work.control[0].gathering:
        work.opened_in[duty] = work.control[0].gathering
        work.may_open[duty] = open_route(problem, state, work, task, duty, slack)
        if work.may_open[duty]:
            position = state.task[partner].position
            gather_link(problem, state, work, task, duty, position)
            if position < last_position(problem, state, duty):
                gather_link(problem, state, work, task, duty, position + 1)


@kernel
def gather_ends(problem: Problem, state: State, work: Workspace, task: int, slack: float) -> None:
    """Lists the last link of each open route."""
    work.control[0].num_links = 0
    work.control[0].num_full = 0
    for k in range(work.control[0].num_open):
        duty = work.open[k]
        if open_route(problem, state, work, task, duty, slack):
            gather_link(problem, state, work, task, duty, last_position(problem, state, duty))


@kernel
def gather_route(
    problem: Problem, state: State, work: Workspace, task: int, duty: int, slack: float
) -> None:
    """Adds all links of one route to the list."""
    if open_route(problem, state, work, task, duty, slack):
        last = last_position(problem, state, duty)
        first = last if state.route[duty].num_tasks == 0 else 0
        for position in range(first, last + 1):
            gather_link(problem, state, work, task, duty, position)


@kernel
def gather_between(
    problem: Problem, state: State, work: Workspace, task: int, duty: int, first: int, last: int
) -> None:
    """Lists the links at positions first..last of one route."""
    work.control[0].num_links = 0
    work.control[0].num_full = 0
    if open_route(problem, state, work, task, duty, 0.0):
        for position in range(first, last + 1):
            gather_link(problem, state, work, task, duty, position)
