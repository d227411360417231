"""The price of a task at a link of a route.

A *link* joins two elements of a route, or the depot and one of them. First the links worth looking
at are gathered, then all are priced in one go: the innermost loop of the search. A task comes
alone or together with the one reset that makes room for it: `ALONE`, `RESET_AFTER` (task, then
reset) or `RESET_BEFORE`.
"""

import numpy as np

from optimizer.instance import NEVER, UNBOUNDED
from optimizer.kernel import NOWHERE, ZERO, entry_kernel, inline_kernel, kernel
from optimizer.search.labels import (
    excess_cost,
    leave,
    nth,
    step_in,
    travel_cost,
    travel_s,
    way_in,
    way_out,
)
from optimizer.search.problem import Problem
from optimizer.search.state import State, Workspace

ALONE, RESET_AFTER, RESET_BEFORE = 0, 1, 2


@inline_kernel
def last_position(problem: Problem, state: State, duty: int) -> int:
    """Returns the last position at which a task may be inserted."""
    final = problem.kind[problem.duty[duty].kind].final_reset >= 0
    return state.route[duty].length - 1 if final else state.route[duty].length


@inline_kernel
def excess_added(problem: Problem, state: State, task: int, duty: int, slack: float) -> int:
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


@kernel
def lacks_room(problem: Problem, state: State, task: int, duty: int, position: int) -> int:
    """Returns the resource with facilities that lacks room for a task at a position, or -1.

    -2 when more than one does.
    """
    kind = problem.duty[duty].kind
    found = -1
    for r in range(problem.demand.shape[1]):
        load = problem.demand[task, r]
        if load == 0 or problem.reset[kind, r] < 0:
            continue
        if position > 0:
            load += state.load_ahead[duty, position - 1, r]
        if position < state.route[duty].length:
            load += state.load_back[duty, position, r]
        if load > problem.capacity[kind, r]:
            found = r if found == -1 else -2
    return found


@kernel
def _fits(
    problem: Problem, state: State, task: int, duty: int, position: int, resource: int, form: int
) -> bool:
    """Says whether the loads hold after inserting with a reset of `resource` at the link."""
    capacity = problem.capacity[problem.duty[duty].kind, resource]
    demand = problem.demand[task, resource]
    if form == RESET_AFTER:
        ahead = state.load_ahead[duty, position - 1, resource] if position > 0 else 0
        return ahead + demand <= capacity
    back = state.load_back[duty, position, resource] if position < state.route[duty].length else 0
    return back + demand <= capacity


@kernel
def _least_in_time(
    problem: Problem, state: State, duty: int, position: int, mode: int, left_s: int, rested: int
) -> int:
    """Returns the least cost of going on from `mode` at `left_s` that is in time, or UNBOUNDED."""
    kind = problem.duty[duty].kind
    profile = problem.kind[kind].profile
    leaving = problem.way[profile, mode].exit
    best = UNBOUNDED
    for k in range(state.stop[duty, position + 1].width):
        after = state.label[duty, position + 1, k]
        clock = state.clock[duty, position + 1, k]
        latest_s = clock.done_s if rested else clock.due_s
        if left_s + travel_s(problem, profile, leaving, after.entry) <= latest_s:
            best = min(best, after.back + travel_cost(problem, kind, leaving, after.entry))
    return best


@kernel
def _price_pair(
    problem: Problem, state: State, first: int, second: int, duty: int, position: int
) -> int:
    """Returns the new cost of the route's chain with two elements at a position, or UNBOUNDED."""
    kind = problem.duty[duty].kind
    profile = problem.kind[kind].profile
    best = UNBOUNDED
    for b in range(problem.element[second].first_mode, problem.element[second].end_mode):
        chain, chain_left_s, chain_rested, chain_travel_s = UNBOUNDED, NEVER, ZERO, ZERO
        entry = problem.way[profile, b].entry
        for a in range(problem.element[first].first_mode, problem.element[first].end_mode):
            cost, left_s, rested, _ = step_in(problem, state, duty, position, a)
            leaving = problem.way[profile, a].exit
            cost += travel_cost(problem, kind, leaving, entry)
            if cost < chain:
                chain, chain_left_s, chain_rested = cost, left_s, rested
                chain_travel_s = travel_s(problem, profile, leaving, entry)
        chain += problem.work[kind, b].cost
        rest, _ = way_out(problem, state, kind, duty, position, problem.way[profile, b].exit)
        if chain + rest < best and problem.trait[0].timed:
            left_s, rested = leave(
                problem, duty, b, chain_travel_s, chain_left_s, chain_rested, False
            )
            rest = _least_in_time(problem, state, duty, position, b, left_s, rested)
        best = min(best, chain + rest)
    return best


@kernel
def _price_with_reset(
    problem: Problem, state: State, task: int, duty: int, position: int, resource: int, limit: int
) -> tuple[int, int]:
    """Returns the least new cost of a route's chain with a task and a reset at a position."""
    best, best_form = limit, ALONE
    reset = problem.reset[problem.duty[duty].kind, resource]
    for form in (RESET_AFTER, RESET_BEFORE):
        if _fits(problem, state, task, duty, position, resource, form):
            first, second = (task, reset) if form == RESET_AFTER else (reset, task)
            cost = _price_pair(problem, state, first, second, duty, position)
            if cost < best:
                best, best_form = cost, form
    return best, best_form


@inline_kernel
def open_route(
    problem: Problem, state: State, work: Workspace, task: int, duty: int, slack: float
) -> bool:
    """Notes what a chain through a route costs beyond the task; says whether it may be tried."""
    excess = UNBOUNDED
    # A route that is as long as its arrays takes no more, whatever it costs.
    has_place = state.route[duty].length + 2 <= state.sequence.shape[1]
    if has_place and problem.allowed[problem.duty[duty].kind, task]:
        excess = excess_added(problem, state, task, duty, slack)
    base = -problem.duty[duty].cost
    if state.route[duty].num_tasks > 0:
        base += state.route[duty].cost
    work.offset[duty] = excess - base
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


@kernel
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


@kernel
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
def gather_ends(problem: Problem, state: State, work: Workspace, task: int, slack: float) -> None:
    """Lists the last link of each open route."""
    work.control[0].num_links = 0
    work.control[0].num_full = 0
    for k in range(work.control[0].num_open):
        duty = work.open[k]
        if open_route(problem, state, work, task, duty, slack):
            gather_link(problem, state, work, task, duty, last_position(problem, state, duty))


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


@kernel
def _scan(
    problem: Problem, state: State, work: Workspace, kind: int, mode: int, limit: int
) -> tuple[int, int]:
    """Returns the least price of a mode at the listed links of one vehicle type, and the link.

    `limit` and -1 when none is cheaper than that.
    """
    timed = problem.trait[0].timed
    best, best_link = limit, NOWHERE
    work_cost = problem.work[kind, mode].cost
    way = problem.way[problem.kind[kind].profile, mode]
    for link in range(work.control[0].num_links):
        duty, position = work.link_duty[nth(link)], work.link_position[nth(link)]
        if problem.duty[nth(duty)].kind != kind:
            continue
        offset = work.offset[nth(duty)] + work_cost
        cost, _ = way_in(problem, state, kind, duty, position, way.entry)
        cost += offset
        # What follows costs at least this much.
        if cost + state.stop[nth(duty), nth(position + 1)].least_back >= best:
            continue
        rest, _ = way_out(problem, state, kind, duty, position, way.exit)
        if timed and cost + rest < best:
            # Few links are cheap enough to ask for their times.
            _, left_s, rested, _ = step_in(problem, state, duty, position, mode)
            rest = _least_in_time(problem, state, duty, position, mode, left_s, rested)
        if cost + rest < best:
            best, best_link = cost + rest, link
    return best, best_link


@kernel
def _scan_full(
    problem: Problem, state: State, work: Workspace, task: int, limit: int
) -> tuple[int, int, int]:
    """Returns the least price of a task and a reset at the links that need one, link and form."""
    best, best_link, best_form = limit, NOWHERE, ALONE
    for k in range(work.control[0].num_full):
        link = len(work.link_duty) - 1 - k
        duty, position = work.link_duty[link], work.link_position[link]
        kind = problem.duty[duty].kind
        profile = problem.kind[kind].profile
        offset = work.offset[duty]
        # A reset only adds to what the task alone would cost.
        alone = UNBOUNDED
        for mode in range(problem.element[task].first_mode, problem.element[task].end_mode):
            way = problem.way[profile, mode]
            cost, _ = way_in(problem, state, kind, duty, position, way.entry)
            rest, _ = way_out(problem, state, kind, duty, position, way.exit)
            alone = min(alone, cost + rest + problem.work[kind, mode].cost)
        if alone + offset >= best:
            continue
        resource = lacks_room(problem, state, task, duty, position)
        if resource >= 0:
            cost, form = _price_with_reset(
                problem, state, task, duty, position, resource, best - offset
            )
            if cost + offset < best:
                best, best_link, best_form = cost + offset, link, form
    return best, best_link, best_form


@kernel
def cheapest_link(
    problem: Problem, state: State, work: Workspace, task: int, limit: int
) -> tuple[int, int, int, int]:
    """Returns the least price of a task at the listed links, the duty, the position and the form.

    The duty is -1 when no price is below `limit`.
    """
    best, best_link, best_form = limit, NOWHERE, ALONE
    if work.control[0].num_links > 0:
        for kind in range(len(problem.kind)):
            if problem.allowed[kind, task]:
                for mode in range(
                    problem.element[task].first_mode, problem.element[task].end_mode
                ):
                    cost, link = _scan(problem, state, work, kind, mode, best)
                    if link >= 0:
                        best, best_link = cost, link
    if work.control[0].num_full > 0:
        cost, link, form = _scan_full(problem, state, work, task, best)
        if link >= 0:
            best, best_link, best_form = cost, link, form
    if best_link < 0:
        return best, NOWHERE, NOWHERE, ALONE
    return best, work.link_duty[best_link], work.link_position[best_link], best_form


@entry_kernel
def price(
    problem: Problem,
    state: State,
    work: Workspace,
    task: int,
    duty: int,
    first: int,
    last: int,
) -> tuple[int, int, int]:
    """Returns the least cost added by a task at positions first..last, the position and the form.

    UNBOUNDED when capacity or time forbids it everywhere.
    """
    gather_between(problem, state, work, task, duty, first, last)
    cost, duty, position, form = cheapest_link(problem, state, work, task, UNBOUNDED // 2)
    return (cost if duty >= 0 else UNBOUNDED), position, form
