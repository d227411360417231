"""From the search's arrays to solutions and back."""

import itertools
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import Instance, Partners, Reference, Solution, Territories, Visit
from optimizer.search.anneal import Best, prepare
from optimizer.search.labels import modes_of
from optimizer.search.packed import Problem, limit_bits, pack
from optimizer.search.recreate import cheapest_insertion, cheapest_insertion_near
from optimizer.search.state import State, empty_state, longest_route, new_workspace

LEAST_GROWTH = 4
"""A route that is only looked at has room for so many elements more: a task with its visits."""


def load(
    instance: Instance,
    problem: Problem,
    sequences: Sequence[Sequence[int]],
    shuns: Sequence[Sequence[int]] | None = None,
    *,
    may_grow: bool = True,
) -> State:
    """Returns a state with the given elements in each duty's route, fully labelled.

    Parameters
    ----------
    shuns
        The limited facilities that each element is to shun, as bits; nothing by default.
    may_grow
        Whether the routes get room for all that a duty could do. Without it they have room to
        price one more task. In a city of ten districts that is a tenth of the memory.
    """
    room = max(map(len, sequences), default=0) + LEAST_GROWTH
    if may_grow:
        room = max(room, longest_route(instance))
    state = empty_state(instance, room)
    reference = instance.group(Reference)
    territories = instance.group(Territories)
    present = np.zeros(instance.num_tasks, dtype=np.bool_)
    for duty, elements in enumerate(sequences):
        tasks = [element for element in elements if element < instance.num_tasks]
        # A route that a step has emptied goes on shunning with its last visit.
        if shuns:
            state.stop["shun"][duty, 1 : len(elements) + 1] = shuns[duty]
        if tasks:
            state.sequence[duty, : len(elements)] = elements
            state.route["length"][duty] = len(elements)
            state.route["num_tasks"][duty] = len(tasks)
            elsewhere = reference.duty[tasks] != duty
            state.route["changes"][duty] = (
                reference.change_cost[tasks][elsewhere].sum()
                + territories.stray_cost(np.array(tasks, dtype=np.int64), duty).sum()
            )
            state.load[duty] = instance.demand[tasks].sum(axis=0)
            state.task["route"][tasks] = duty
            present[tasks] = True
    absent = np.flatnonzero(~present)
    state.task["absent_at"] = -1
    state.task["absent_at"][absent] = np.arange(len(absent))
    state.absent[: len(absent)] = absent
    state.sums["num_absent"] = len(absent)
    state.sums["absent_prize"] = instance.prize[absent].sum()
    state.sums["apart"] = price_apart(instance.group(Partners), state.task["route"])
    prepare(problem, state)
    return state


def price_apart(partners: Partners, route: NDArray[np.int64]) -> int:
    """Returns what tasks cost for being in another vehicle than their partners.

    Parameters
    ----------
    route
        The duty that has each task, -1 for none; shape (T,).
    """
    partner, cost = partners.partner, partners.apart_cost
    both = np.flatnonzero((partner >= 0) & (route >= 0) & (route[partner] >= 0))
    vehicle, other = (
        partners.duty_vehicle[route[both]],
        partners.duty_vehicle[route[partner[both]]],
    )
    return int(cost[both][vehicle != other].sum()) // 2


def routes_of_state(state: State) -> list[list[int]]:
    """Returns the elements of each route."""
    return [
        state.sequence[duty, : state.route["length"][duty]].tolist()
        for duty in range(state.num_duties)
    ]


def shuns_of_state(state: State) -> list[list[int]]:
    """Returns what each element of each route is to shun."""
    return [
        state.stop["shun"][duty, 1 : state.route["length"][duty] + 1].tolist()
        for duty in range(state.num_duties)
    ]


def shuns_of_solution(instance: Instance, solution: Solution) -> list[list[int]]:
    """Returns what the visits of a solution are to shun, so that they go where they go in it."""
    bits = limit_bits(instance.daily_limits.mode_limit)
    shuns: list[list[int]] = []
    for route in solution.routes:
        shuns.append([])
        for element, mode in route:
            others = 0
            if element >= instance.num_tasks:
                modes = instance.modes(element)
                others = int(np.bitwise_or.reduce(bits[modes.start : modes.stop]))
            shuns[-1].append(others & ~int(bits[mode]))
    return shuns


def shuns_of_best(best: Best) -> list[list[int]]:
    """Returns what each element of the best's routes is to shun."""
    return [shun[:length].tolist() for shun, length in zip(best.shun, best.length, strict=True)]


def sequences_of(best: Best) -> list[list[int]]:
    """Returns the best's elements, duty by duty."""
    return [
        [int(element) for element in sequence[:length]]
        for sequence, length in zip(best.sequence, best.length, strict=True)
    ]


def to_solution(problem: Problem, state: State) -> Solution:
    """Returns the routes of a labelled state with the modes that cost least."""
    modes = np.zeros(state.sequence.shape[1] + 1, dtype=np.int64)
    routes: list[tuple[Visit, ...]] = []
    for duty in range(state.num_duties):
        if state.route["num_tasks"][duty] == 0:
            routes.append(())
            continue
        modes_of(problem, state, duty, modes)
        n = int(state.route["length"][duty])
        routes.append(tuple(Visit(int(state.sequence[duty, i]), int(modes[i])) for i in range(n)))
    absent = state.absent[: int(state.sums["num_absent"][0])]
    return Solution(
        routes=tuple(routes),
        cost=int(state.route["cost"][: state.num_duties].sum() + state.sums["apart"][0]),
        absent=tuple(sorted(int(task) for task in absent)),
    )


EVERYWHERE_LINKS = 2_000_000
"""With more pairs of an absent task and a link, only links near the task are priced."""


def insertion_prices(
    instance: Instance,
    sequences: Sequence[Sequence[int]],
    shuns: Sequence[Sequence[int]] | None = None,
) -> Callable[[int], int]:
    """Returns what inserting a task into given routes costs at least, as a function of the task.

    UNBOUNDED where capacity or time forbids it everywhere; where there are very many tasks and
    links, everywhere beside the task's neighbours and at the ends of routes.
    """
    problem = pack(instance)
    state = load(instance, problem, sequences, shuns, may_grow=False)
    work = new_workspace(state)
    if prices_everywhere(instance, int(state.sums["num_absent"][0])):
        return lambda task: int(cheapest_insertion(problem, state, work, task))
    rng = np.random.Generator(np.random.PCG64(0))
    # Each look at the idle duties has a number of its own; the search's are above 0.
    looks = itertools.count(-2, -1)
    return lambda task: int(cheapest_insertion_near(problem, state, work, rng, task, next(looks)))


def prices_everywhere(instance: Instance, num_absent: int) -> bool:
    """Says whether so many absent tasks are few enough to be priced at every link."""
    return num_absent * (instance.num_tasks - num_absent) <= EVERYWHERE_LINKS


def evaluate(
    instance: Instance,
    sequences: Sequence[Sequence[int]],
    shuns: Sequence[Sequence[int]] | None = None,
) -> Solution:
    """Returns given sequences of elements, one a duty, with their best modes and their cost.

    This is how a route made by hand is priced. Times are not judged, nor what facilities take in
    a day; the checker does that.

    Parameters
    ----------
    shuns
        The limited facilities to which each element must not go, as bits; see
        `optimizer.search.solutions.shuns_of_solution`.
    """
    problem = pack(instance)
    return to_solution(problem, load(instance, problem, sequences, shuns, may_grow=False))
