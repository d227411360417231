"""Solutions to go on from: what of them can be kept."""

from collections.abc import Sequence

from optimizer.errors import InputError
from optimizer.instance import UNBOUNDED, Instance
from optimizer.search.insertion import put, take
from optimizer.search.labels import end_of
from optimizer.search.pricing import ALONE, price
from optimizer.search.problem import Problem
from optimizer.search.solutions import load
from optimizer.search.state import State, new_workspace


def fitting(
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
    given = each_once(instance, sequences)
    state = load(instance, problem, given)
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


def each_once(instance: Instance, sequences: Sequence[Sequence[int]]) -> list[list[int]]:
    """Returns the given routes without tasks that stand in them for the second time.

    Raises
    ------
    InputError
        When there are not as many routes as duties, or a route holds what is no element.
    """
    if len(sequences) != instance.num_duties:
        raise InputError(
            f"the solution to start from has {len(sequences)} routes, but there are "
            f"{instance.num_duties} duties; give one that was made for the same duties."
        )
    seen: set[int] = set()
    given: list[list[int]] = []
    for duty, route in enumerate(sequences):
        for element in route:
            if not 0 <= element < instance.num_elements:
                raise InputError(
                    f"the solution to start from has {element} in the route of duty {duty}, but "
                    f"elements are 0 to {instance.num_elements - 1}; give one of this instance."
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
    for r, capacity in enumerate(instance.type_capacity[kind].tolist()):
        loads = state.load[duty, r]
        if instance.type_reset[kind, r] >= 0:
            loads = state.load_ahead[duty, : len(route), r].max()
        if loads > capacity:
            return False
    return bool(end_of(problem, state, duty)[2] <= instance.duty_end_s[duty])
