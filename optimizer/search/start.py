"""Solutions to go on from: what of them keeps the rules."""

from collections.abc import Sequence
from typing import cast

import numpy as np

from optimizer.errors import InputError
from optimizer.instance import UNBOUNDED, Instance
from optimizer.search.facility_limits import price_overuse
from optimizer.search.facility_relief import redirect_all_visits
from optimizer.search.insertion import put, take
from optimizer.search.labels import modes_of
from optimizer.search.packed import Problem
from optimizer.search.pricing import price
from optimizer.search.room import ALONE
from optimizer.search.solutions import load, routes_of_state, shuns_of_state
from optimizer.search.state import State, Workspace, new_workspace


def repair(
    instance: Instance, problem: Problem, sequences: Sequence[Sequence[int]]
) -> list[list[int]]:
    """Returns routes that break no rule, one a duty, made of the given ones.

    A route that keeps every rule stays as it is. Of any other its tasks are put in one after the
    other, with new facility visits; those that no longer fit are left out, and so is a task where
    it stands for the second time.

    Raises
    ------
    InputError
        When there are not as many routes as duties, or a route holds what is no element.
    """
    given = keep_first_of_each(instance, sequences)
    state = load(instance, problem, given, may_grow=False)
    kept = [
        route if _keeps_rules(instance, problem, state, duty, route) else []
        for duty, route in enumerate(given)
    ]
    if kept == given:
        return given
    state = load(instance, problem, kept)
    work = new_workspace(state)
    for duty, route in enumerate(given):
        if kept[duty]:
            continue
        for task in route:
            if task >= instance.num_tasks:
                continue
            last = _last_position(instance, state, duty)
            cost, position, form = price(problem, state, work, task, duty, last, last)
            if cost < UNBOUNDED and not put(problem, state, task, duty, position, form):
                take(problem, state, duty, position)
                if form != ALONE:
                    take(problem, state, duty, position)
    return [
        state.sequence[duty, : state.route["length"][duty]].tolist()
        if state.route["num_tasks"][duty]
        else []
        for duty in range(instance.num_duties)
    ]


def keep_first_of_each(instance: Instance, sequences: Sequence[Sequence[int]]) -> list[list[int]]:
    """Returns the given routes without tasks that stand in them for the second time.

    Raises
    ------
    InputError
        When there are not as many routes as duties, or a route holds what is no element.
    """
    if len(sequences) != instance.num_duties:
        raise InputError(
            "search.start_routes",
            "the solution to start from has {routes} routes, but there are {duties} duties; give "
            "one that was made for the same duties.",
            routes=len(sequences),
            duties=instance.num_duties,
        )
    seen: set[int] = set()
    given: list[list[int]] = []
    for duty, route in enumerate(sequences):
        for element in route:
            if not 0 <= element < instance.num_elements:
                raise InputError(
                    "search.start_element",
                    "the solution to start from has {element} in the route of duty {duty}, but "
                    "elements are 0 to {last}; give one of this instance.",
                    element=element,
                    duty=duty,
                    last=instance.num_elements - 1,
                )
        given.append([])
        for element in route:
            if element not in seen:
                given[duty].append(element)
            if element < instance.num_tasks:
                seen.add(element)
    return given


def _last_position(instance: Instance, state: State, duty: int) -> int:
    """Returns the last position of a route at which a task may stand."""
    final = instance.type_final_reset[instance.duty_type[duty]] >= 0
    return int(state.route["length"][duty]) - int(final)


def _keeps_rules(
    instance: Instance, problem: Problem, state: State, duty: int, route: Sequence[int]
) -> bool:
    """Says whether a loaded route keeps skills, pins, facilities, capacities and times."""
    tasks = [element for element in route if element < instance.num_tasks]
    if not tasks:
        return not route
    kind = int(instance.duty_type[duty])
    final = int(instance.type_final_reset[kind])
    own = {final, *instance.type_reset[kind].tolist()}
    pins = instance.pins[tasks]
    if not (instance.allowed[kind, tasks].all() and ((pins < 0) | (pins == duty)).all()):
        return False
    if not own.issuperset(e for e in route if e >= instance.num_tasks):
        return False
    if final >= 0 and route[-1] != final:
        return False
    # A yard that resets nothing is for the end only.
    if final in route[:-1] and final not in instance.type_reset[kind]:
        return False
    for r, capacity in enumerate(instance.type_capacity[kind].tolist()):
        loads = state.load[duty, r]
        if instance.type_reset[kind, r] >= 0:
            loads = state.load_ahead[duty, : len(route), r].max()
        if loads > capacity:
            return False
    return bool(state.route["holds"][duty])


def within_limits(
    instance: Instance, problem: Problem, state: State, work: Workspace, rng: np.random.Generator
) -> State:
    """Returns a state in which no facility takes more than it can, made from a given one.

    Visits go elsewhere as far as they can; then the last trips to what is still overfull are left
    out, one after the other.
    """
    if not price_overuse(state):
        return state
    resets = int((state.sequence[: state.num_duties] >= instance.num_tasks).sum())
    redirect_all_visits(problem, state, work, rng, cast("int", np.int64(4 * resets + 64)))
    while price_overuse(state):
        price = state.limit["price"]
        limit = int(np.argmax(state.limit["used"] - state.limit["capacity"]))
        duty = int(np.argmax(state.taken[: state.num_duties, limit]))
        sequences, shuns = routes_of_state(state), shuns_of_state(state)
        kept = _without_last_trip(instance, problem, state, duty, limit)
        sequences[duty] = [sequences[duty][i] for i in kept]
        shuns[duty] = [shuns[duty][i] for i in kept]
        excess_price = state.excess_price
        state = load(instance, problem, sequences, shuns)
        state.limit["price"] = price
        state.excess_price[:] = excess_price
    return state


def _without_last_trip(
    instance: Instance, problem: Problem, state: State, duty: int, limit: int
) -> list[int]:
    """Returns the positions of a route but for the last trip that ends at a limited facility."""
    length = int(state.route["length"][duty])
    elements = state.sequence[duty, :length].tolist()
    modes = np.zeros(length + 1, dtype=np.int64)
    modes_of(problem, state, duty, modes)
    kind = int(instance.duty_type[duty])
    final = int(instance.type_final_reset[kind])
    mode_limit = instance.daily_limits.mode_limit
    visit = next(
        i
        for i in range(length - 1, 0, -1)
        for r in range(instance.demand.shape[1])
        if elements[i] == instance.type_reset[kind, r]
        and mode_limit[modes[i], r] == limit
        and state.load_ahead[duty, i - 1, r] > 0
    )
    begin = visit - 1
    while begin >= 0 and elements[begin] != elements[visit]:
        begin -= 1
    kept = [
        i
        for i in range(length)
        if not begin < i <= visit
        or (elements[i] == final and i == length - 1)
        or (elements[i] >= instance.num_tasks and elements[i] != elements[visit])
    ]
    return kept if any(elements[i] < instance.num_tasks for i in kept) else []
