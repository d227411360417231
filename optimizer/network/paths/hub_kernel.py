"""Hub labels from a contraction hierarchy: the compiled part of `hub_labels`.

Vertices are labelled from the most important one down: a vertex reaches what its more important
neighbours reach, and of that only those hubs stay to which no more important hub leads as cheaply
(bootstrapped pruning). What stays is the canonical labelling of the hierarchy's order, the least
there is for it: for two vertices, the most important one on any of their shortest paths is in both
lists with its true cost, whichever of equal paths the hierarchy kept.

References
----------
Abraham, Delling, Goldberg & Werneck (2011), A hub-based labeling algorithm for shortest paths in
road networks, doi 10.1007/978-3-642-20662-7_20.
Abraham, Delling, Goldberg & Werneck (2012), Hierarchical hub labelings for shortest paths,
doi 10.1007/978-3-642-33090-2_4 (canonical labelings).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.kernel import ZERO, entry_kernel, kernel
from optimizer.network.paths.contraction import Hierarchy
from optimizer.network.paths.heap import Heap, make_heap, pop, push
from optimizer.network.paths.paths_kernel import NO_COST


class Seeds(NamedTuple):
    """Where the drives of each end begin, or arrive: end i owns [start[i], start[i + 1]).

    `rank` is a vertex of the hierarchy, and `cost` what comes before it, or behind it.
    """

    start: NDArray[np.int64]
    rank: NDArray[np.int64]
    cost: NDArray[np.int64]


class Lists(NamedTuple):
    """Hubs with packed costs, each list by falling importance: list i is [start[i], start[i + 1]).

    Hubs are numbered by falling importance.
    """

    start: NDArray[np.int64]
    hub: NDArray[np.int32]
    cost: NDArray[np.int64]


class _Candidates(NamedTuple):
    """Hubs that one list may get: `cost` by hub, NO_COST for those not waiting in the heap."""

    cost: NDArray[np.int64]
    heap: Heap
    taken: NDArray[np.int64]


def label(hierarchy: Hierarchy, origins: Seeds, destinations: Seeds) -> tuple[Lists, Lists]:
    """Returns the hubs that each origin reaches, and those that reach each destination.

    Lists are without end marks, and hubs that only one side has are still among them.
    """
    position = np.full(len(hierarchy.rank), -1, dtype=np.int64)
    position[origins.rank] = 0
    position[destinations.rank] = 0
    num_hubs = _number(hierarchy, position)
    candidates = _Candidates(
        np.full(num_hubs, NO_COST, dtype=np.int64),
        make_heap(num_hubs),
        np.empty(num_hubs, dtype=np.int64),
    )
    forward, backward = _make_lists(num_hubs), _make_lists(num_hubs)
    rank = len(position) - 1
    while (rank := _label_vertices(hierarchy, position, forward, backward, candidates, rank)) >= 0:
        forward, backward = _with_more_room(forward), _with_more_room(backward)
    ends = []
    for seeds, along, against in ((origins, forward, backward), (destinations, backward, forward)):
        num_ends = len(seeds.start) - 1
        lists = _make_lists(num_ends)
        end = 0
        while (
            end := _label_ends(seeds, position, along, against, lists, candidates, end)
        ) < num_ends:
            lists = _with_more_room(lists)
        ends.append(lists)
    return ends[0], ends[1]


def _make_lists(number: int) -> Lists:
    room = 32 * number + 16
    return Lists(
        np.zeros(number + 1, dtype=np.int64),
        np.empty(room, dtype=np.int32),
        np.empty(room, dtype=np.int64),
    )


def _with_more_room(lists: Lists) -> Lists:
    return Lists(
        lists.start,
        np.concatenate((lists.hub, np.empty_like(lists.hub))),
        np.concatenate((lists.cost, np.empty_like(lists.cost))),
    )


@entry_kernel
def _number(hierarchy: Hierarchy, position: NDArray[np.int64]) -> int:
    """Numbers the ranks above those marked 0 by falling importance; returns how many they are.

    All others hold -1.
    """
    num_vertices = len(position)
    num_needed = ZERO
    # Rising ranks: whatever a rank climbs to is still to come. Pruning asks either list of a hub.
    for rank in range(num_vertices):
        if position[rank] == 0:
            num_needed += 1
            for e in range(hierarchy.up_start[rank], hierarchy.up_start[rank + 1]):
                position[hierarchy.up_head[e]] = 0
            for e in range(hierarchy.down_start[rank], hierarchy.down_start[rank + 1]):
                position[hierarchy.down_tail[e]] = 0
    left = num_needed
    for rank in range(num_vertices):
        if position[rank] == 0:
            left -= 1
            position[rank] = left
    return num_needed


@entry_kernel
def _label_vertices(
    hierarchy: Hierarchy,
    position: NDArray[np.int64],
    forward: Lists,
    backward: Lists,
    candidates: _Candidates,
    rank: int,
) -> int:
    """Makes the lists out of, and into, all vertices from a rank down.

    Returns
    -------
    int
        -1, or the rank to go on with when the lists have more room.
    """
    while rank >= 0:
        p = position[rank]
        if p >= 0:
            num_out, num_in = ZERO, ZERO
            for e in range(hierarchy.up_start[rank], hierarchy.up_start[rank + 1]):
                num_out += _length(forward, position[hierarchy.up_head[e]])
            for e in range(hierarchy.down_start[rank], hierarchy.down_start[rank + 1]):
                num_in += _length(backward, position[hierarchy.down_tail[e]])
            if forward.start[p] + num_out >= len(forward.hub):
                return rank
            if backward.start[p] + num_in >= len(backward.hub):
                return rank
            count = ZERO
            for e in range(hierarchy.up_start[rank], hierarchy.up_start[rank + 1]):
                above, cost = position[hierarchy.up_head[e]], hierarchy.up_cost[e]
                count = _collect(candidates, count, forward, above, cost)
            end = _keep(candidates, count, backward, forward, forward.start[p])
            forward.hub[end], forward.cost[end], forward.start[p + 1] = p, 0, end + 1
            count = ZERO
            for e in range(hierarchy.down_start[rank], hierarchy.down_start[rank + 1]):
                above, cost = position[hierarchy.down_tail[e]], hierarchy.down_cost[e]
                count = _collect(candidates, count, backward, above, cost)
            end = _keep(candidates, count, forward, backward, backward.start[p])
            backward.hub[end], backward.cost[end], backward.start[p + 1] = p, 0, end + 1
        rank -= 1
    return rank


@entry_kernel
def _label_ends(
    seeds: Seeds,
    position: NDArray[np.int64],
    along: Lists,
    against: Lists,
    lists: Lists,
    candidates: _Candidates,
    end: int,
) -> int:
    """Makes the lists of the ends from one on: each is like a vertex below all others.

    Returns
    -------
    int
        The number of ends, or the end to go on with when `lists` has more room.
    """
    while end < len(seeds.start) - 1:
        num_entries = ZERO
        for k in range(seeds.start[end], seeds.start[end + 1]):
            num_entries += _length(along, position[seeds.rank[k]])
        if lists.start[end] + num_entries > len(lists.hub):
            return end
        count = ZERO
        for k in range(seeds.start[end], seeds.start[end + 1]):
            at = position[seeds.rank[k]]
            count = _collect(candidates, count, along, at, seeds.cost[k])
        lists.start[end + 1] = _keep(candidates, count, against, lists, lists.start[end])
        end += 1
    return end


@kernel
def _length(lists: Lists, at: int) -> int:
    return int(lists.start[at + 1] - lists.start[at])


@kernel
def _collect(candidates: _Candidates, count: int, lists: Lists, at: int, cost: int) -> int:
    """Adds a list, each hub dearer by `cost`; returns the number of candidates."""
    for k in range(lists.start[at], lists.start[at + 1]):
        hub, reached = lists.hub[k], cost + lists.cost[k]
        if candidates.cost[hub] == NO_COST:
            count = push(candidates.heap, count, hub, hub)
        candidates.cost[hub] = min(candidates.cost[hub], reached)
    return count


@kernel
def _keep(candidates: _Candidates, count: int, against: Lists, lists: Lists, end: int) -> int:
    """Appends the candidates that are needed, clears all, and returns the end of the list.

    A hub is not needed when another one, more important, leads to it at no more cost. Pruning at
    equal cost too is safe: of all hubs on equal paths the most important one stays.
    """
    num_taken = ZERO
    while count > 0:
        hub = candidates.heap.item[0]
        count = pop(candidates.heap, count)
        candidates.taken[num_taken] = hub
        num_taken += 1
        cost, is_needed = candidates.cost[hub], True
        # The last hub of its list is the hub itself.
        for k in range(against.start[hub], against.start[hub + 1] - 1):
            if candidates.cost[against.hub[k]] + against.cost[k] <= cost:
                is_needed = False
                break
        if is_needed:
            lists.hub[end], lists.cost[end] = hub, cost
            end += 1
    for k in range(num_taken):
        candidates.cost[candidates.taken[k]] = NO_COST
    return end
