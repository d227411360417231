"""Routes met on the way, for putting together anew.

A hash table of routes by the set of their tasks: of the orders met for one set in one group of
duties the cheapest is kept. When a bucket is full, the route longest there makes room.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import Instance
from optimizer.kernel import entry_kernel
from optimizer.search.packed import Problem
from optimizer.search.state import State

MOST_ROUTES = 2**15
"""Most routes kept."""

MOST_ELEMENTS = 2**22
"""Most elements of routes kept: with long routes there is room for fewer."""


class Pool(NamedTuple):
    """The routes met; N slots, L the longest route, T tasks, G groups of duties.

    Parameters
    ----------
    task_key, group_key
        Random numbers; a route's key is the exclusive or of those of its tasks and its group
        (Zobrist 1970). Shapes (T,) and (G,).
    key, cost, group, length, sequence
        By slot, key 0 for an empty one; shapes (N,) and (N, L).
    """

    task_key: NDArray[np.int64]
    group_key: NDArray[np.int64]
    key: NDArray[np.int64]
    cost: NDArray[np.int64]
    group: NDArray[np.int64]
    length: NDArray[np.int64]
    sequence: NDArray[np.int32]


def new_pool(instance: Instance, state: State) -> Pool:
    """Returns an empty pool for the routes of an instance."""
    longest = state.sequence.shape[1]
    slots = MOST_ROUTES
    while slots > 2 and slots * longest > MOST_ELEMENTS:
        slots //= 2
    # Keys need not differ from run to run.
    rng = np.random.default_rng(1970)
    groups = int(instance.alike.max(initial=0)) + 1
    return Pool(
        task_key=rng.integers(1, 2**63, instance.num_tasks, dtype=np.int64),
        group_key=rng.integers(1, 2**63, groups, dtype=np.int64),
        key=np.zeros(slots, dtype=np.int64),
        cost=np.zeros(slots, dtype=np.int64),
        group=np.zeros(slots, dtype=np.int64),
        length=np.zeros(slots, dtype=np.int64),
        sequence=np.zeros((slots, longest), dtype=np.int32),
    )


@entry_kernel
def remember(problem: Problem, state: State, pool: Pool, duty: int) -> None:
    """Puts a route into the pool unless the same tasks are there at no higher cost."""
    if state.route[duty].num_tasks == 0 or state.route[duty].penalty > 0:
        return
    group = problem.duty[duty].group
    key = pool.group_key[group]
    n = state.route[duty].length
    for i in range(n):
        element = state.sequence[duty, i]
        if element < len(pool.task_key):
            key ^= pool.task_key[element]
    slot = key & (len(pool.key) - 1)
    other = slot ^ 1
    if pool.key[other] == key:
        slot = other
    if pool.key[slot] == key:
        if pool.cost[slot] <= state.route[duty].cost:
            return
    elif pool.key[slot] != 0:
        pool.key[other] = pool.key[slot]
        pool.cost[other] = pool.cost[slot]
        pool.group[other] = pool.group[slot]
        pool.length[other] = pool.length[slot]
        for i in range(pool.length[slot]):
            pool.sequence[other, i] = pool.sequence[slot, i]
    pool.key[slot] = key
    pool.cost[slot] = state.route[duty].cost
    pool.group[slot] = group
    pool.length[slot] = n
    for i in range(n):
        pool.sequence[slot, i] = state.sequence[duty, i]
