"""The price of a task at a link of a route.

First the links worth looking at are gathered (`optimizer.search.candidates`), then all are priced
in one go: the innermost loop of the search. A task comes alone or together with the one reset that
makes room for it: `ALONE`, `RESET_AFTER` (task, then reset) or `RESET_BEFORE`. How long a route
waits depends on all of it, so a price leaves that out; it counts once the task is in.
"""

from optimizer.instance import NEVER, UNBOUNDED
from optimizer.kernel import NOWHERE, ZERO, entry_kernel, kernel, merged_kernel
from optimizer.search.candidates import gather_between
from optimizer.search.facility_limits import has_room
from optimizer.search.labels import step_in
from optimizer.search.links import go_on, join, nth, way_in, way_out
from optimizer.search.packed import Problem
from optimizer.search.preferences import surplus
from optimizer.search.room import (
    ALONE,
    RESET_AFTER,
    RESET_BEFORE,
    fits_with_reset,
    lacks_room,
)
from optimizer.search.state import State, Workspace
from optimizer.search.times import leave, slack_s


@kernel
def _has_room(
    problem: Problem, state: State, task: int, duty: int, position: int, resource: int, form: int
) -> bool:
    """Says whether facilities can take what a new visit at the link would bring."""
    kind = problem.duty[duty].kind
    if problem.reset[kind, resource] == problem.kind[kind].final_reset:
        # All that is aboard ends there anyway; what the task adds has been looked at.
        return True
    amount = problem.demand[task, resource]
    for i in range(position, state.route[duty].length):
        if state.sequence[duty, i] == problem.reset[kind, resource]:
            # Without the new visit this one would bring all but the task's own.
            return has_room(problem, state, kind, resource, amount)
    if form == RESET_BEFORE:
        amount = 0
    if position > 0:
        amount += state.load_ahead[duty, position - 1, resource]
    return has_room(problem, state, kind, resource, amount)


@kernel
def _least_in_time(
    problem: Problem, state: State, duty: int, position: int, mode: int, due_s: int, done_s: int
) -> int:
    """Returns the least cost of going on from `mode` that is in time, or UNBOUNDED.

    The vehicle drives on at `due_s` with its break due or at `done_s` with it done.
    """
    kind = problem.duty[duty].kind
    leaving = problem.way[problem.kind[kind].profile, mode].exit
    best = UNBOUNDED
    for k in range(state.stop[duty, position + 1].width):
        clock = state.clock[duty, k, position + 1]
        after = state.label[duty, k, position + 1]
        cost, seconds = go_on(problem, kind, mode, leaving, after)
        if due_s + seconds <= clock.due_by_s or done_s + seconds <= clock.done_by_s:
            best = min(best, cost)
    return best


@kernel
def _price_pair(
    problem: Problem, state: State, first: int, second: int, duty: int, position: int
) -> int:
    """Returns the new cost of the route's chain with two elements at a position, or UNBOUNDED."""
    kind = problem.duty[duty].kind
    best = UNBOUNDED
    for b in range(problem.element[second].first_mode, problem.element[second].end_mode):
        chain, chain_due_s, chain_done_s, chain_travel_s = UNBOUNDED, NEVER, NEVER, ZERO
        for a in range(problem.element[first].first_mode, problem.element[first].end_mode):
            cost, due_s, done_s, _ = step_in(problem, state, duty, position, a)
            between, seconds = join(problem, kind, a, b)
            cost += between
            if cost < chain:
                chain, chain_due_s, chain_done_s = cost, due_s, done_s
                chain_travel_s = seconds
        chain += problem.work[kind, b].cost
        leaving = problem.way[problem.kind[kind].profile, b].exit
        rest, _, _ = way_out(problem, state, kind, duty, position, b, leaving)
        if chain + rest < best and problem.trait[0].timed:
            due_s, done_s = leave(problem, duty, b, chain_travel_s, chain_due_s, chain_done_s)
            rest = _least_in_time(problem, state, duty, position, b, due_s, done_s)
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
        if fits_with_reset(problem, state, task, duty, position, resource, form) and (
            not problem.trait[0].limited
            or _has_room(problem, state, task, duty, position, resource, form)
        ):
            first, second = (task, reset) if form == RESET_AFTER else (reset, task)
            cost = _price_pair(problem, state, first, second, duty, position)
            if cost < best:
                best, best_form = cost, form
    return best, best_form


@merged_kernel
def _scan(
    problem: Problem, state: State, work: Workspace, kind: int, mode: int, limit: int
) -> tuple[int, int]:
    """Returns the least price of a mode at the listed links of one vehicle type, and the link.

    `limit` and -1 when none is cheaper than that.
    """
    timed, balanced = problem.trait[0].timed, problem.trait[0].balanced
    best, best_link = limit, NOWHERE
    work_cost, duration_s = problem.work[kind, mode].cost, problem.work[kind, mode].duration_s
    way = problem.way[problem.kind[kind].profile, mode]
    for link in range(work.control[0].num_links):
        duty, position = work.link_duty[nth(link)], work.link_position[nth(link)]
        if problem.duty[nth(duty)].kind != kind:
            continue
        if timed and slack_s(state, duty, position) < duration_s:
            continue
        offset = work.offset[nth(duty)] + work_cost
        cost, came_from, seconds = way_in(problem, state, kind, duty, position, mode, way.entry)
        cost += offset
        # What follows costs at least this much.
        if cost + state.stop[nth(duty), nth(position + 1)].least_back >= best:
            continue
        rest, _, _ = way_out(problem, state, kind, duty, position, mode, way.exit)
        if timed and cost + rest < best:
            # Few links are cheap enough to ask for their times.
            before = state.clock[nth(duty), nth(came_from), nth(position)]
            due_s, done_s = leave(problem, duty, mode, seconds, before.due_s, before.done_s)
            rest = _least_in_time(problem, state, duty, position, mode, due_s, done_s)
        cost += rest
        if balanced and cost < best:
            cost += surplus(problem, duty, cost - work.offset[nth(duty)])
        if cost < best:
            best, best_link = cost, link
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
        offset = work.offset[duty]
        # A reset only adds to what the task alone would cost.
        alone = UNBOUNDED
        for mode in range(problem.element[task].first_mode, problem.element[task].end_mode):
            way = problem.way[problem.kind[kind].profile, mode]
            cost, _, _ = way_in(problem, state, kind, duty, position, mode, way.entry)
            rest, _, _ = way_out(problem, state, kind, duty, position, mode, way.exit)
            alone = min(alone, cost + rest + problem.work[kind, mode].cost)
        if alone + offset >= best:
            continue
        resource = lacks_room(problem, state, task, duty, position)
        if resource >= 0:
            cost, form = _price_with_reset(
                problem, state, task, duty, position, resource, best - offset
            )
            # Only of a price that was found: the limit may be too large for it.
            if problem.trait[0].balanced and cost + offset < best:
                cost += surplus(problem, duty, cost)
            if cost + offset < best:
                best, best_link, best_form = cost + offset, link, form
    return best, best_link, best_form


@merged_kernel
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
