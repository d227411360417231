"""From the search's arrays to solutions and back."""

from collections.abc import Sequence

import numpy as np

from optimizer.instance import Instance, Solution, Visit
from optimizer.search.anneal import Best
from optimizer.search.insertion import leave_absent
from optimizer.search.labels import evaluate, modes_of
from optimizer.search.state import State, empty_state


def load(instance: Instance, sequences: Sequence[Sequence[int]]) -> State:
    """Returns a state with the given elements in each duty's route, fully labelled."""
    state = empty_state(instance)
    for duty, elements in enumerate(sequences):
        tasks = [element for element in elements if element < instance.num_tasks]
        if tasks:
            state.sequence[duty, : len(elements)] = elements
            state.length[duty] = len(elements)
            state.num_tasks[duty] = len(tasks)
            for task in tasks:
                state.route_of[task] = duty
                leave_absent(instance, state, task)
        evaluate(instance, state, duty, 0)
    return state


def sequences_of(best: Best) -> list[list[int]]:
    """Returns the best's elements, duty by duty."""
    return [
        [int(element) for element in sequence[:length]]
        for sequence, length in zip(best.sequence, best.length, strict=True)
    ]


def to_solution(instance: Instance, state: State) -> Solution:
    """Returns the routes of a labelled state with the modes that cost least."""
    modes = np.zeros(state.sequence.shape[1] + 1, dtype=np.int64)
    routes: list[tuple[Visit, ...]] = []
    for duty in range(instance.num_duties):
        if state.num_tasks[duty] == 0:
            routes.append(())
            continue
        modes_of(instance, state, duty, modes)
        n = int(state.length[duty])
        routes.append(tuple(Visit(int(state.sequence[duty, i]), int(modes[i])) for i in range(n)))
    absent = state.absent[: int(state.num_absent[0])]
    return Solution(
        routes=tuple(routes),
        cost=int(state.cost.sum()),
        absent=tuple(sorted(int(task) for task in absent)),
    )
