"""What another library's solver returns, put under our own rules."""

from collections.abc import Sequence

from optimizer.instance import Instance, Solution
from optimizer.search import end_of, load, pack, take, to_solution


def without_idle_resets(instance: Instance, elements: Sequence[int], final: int) -> list[int]:
    """Returns a route without resets that nothing was loaded before; a used one ends with `final`.

    To a general solver a reset that lies on the way costs nothing, and it may pile up several.
    """
    kept: list[int] = []
    fresh: set[int] = set()
    used: set[int] = set()
    for element in elements:
        if element < instance.num_tasks:
            fresh.clear()
            used.add(element)
        elif element in fresh or not used:
            continue
        else:
            fresh.add(element)
        kept.append(element)
    while kept and kept[-1] >= instance.num_tasks:
        kept.pop()
    if kept and final >= 0:
        kept.append(final)
    return kept


def settle(instance: Instance, sequences: Sequence[Sequence[int]]) -> Solution:
    """Returns sequences as a solution by our own modes, costs and timing.

    Another solver may take a break at another moment or leave a facility shut at the end; a route
    that our rules find late gives up its last tasks.
    """
    problem = pack(instance)
    state = load(instance, problem, sequences)
    for duty in range(instance.num_duties):
        while (
            state.route[duty]["num_tasks"] > 0
            and end_of(problem, state, duty)[2] > instance.duty_end_s[duty]
        ):
            position = int(state.route[duty]["length"]) - 1
            while state.sequence[duty, position] >= instance.num_tasks:
                position -= 1
            take(problem, state, duty, position)
    return to_solution(problem, state)
