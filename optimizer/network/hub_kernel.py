"""Hub labels from a contraction hierarchy: the compiled part of `hub_labels`.

Vertices are labelled from the most important one down: a vertex reaches what its more important
neighbours reach, and of that only those hubs stay to which no more important hub leads as cheaply
(bootstrapped pruning). What stays is the canonical labelling of the hierarchy's order, the least
there is for it: for two vertices, the most important one on any of their shortest paths is in both
lists with its true cost, whichever of equal paths the hierarchy kept.

References
----------
Abraham, Delling, Goldberg & Werneck (2011), A hub-based labeling algorithm for shortest paths in
road networks, doi 10.1007/978-3-642-20662-7_20, sections 3 and 4.
Abraham, Delling, Goldberg & Werneck (2012), Hierarchical hub labelings for shortest paths,
doi 10.1007/978-3-642-33090-2_4, section 3 (canonical labelings).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.kernel import ZERO, allocating_kernel, kernel, threaded_kernel
from optimizer.network.contraction import Hierarchy
from optimizer.network.paths_kernel import NO_COST


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
    """Hubs that one list may get: `cost` by hub, NO_COST where `hub` does not name it."""

    cost: NDArray[np.int64]
    hub: NDArray[np.int64]


@threaded_kernel
def label(hierarchy: Hierarchy, origins: Seeds, destinations: Seeds) -> tuple[Lists, Lists]:
    """Returns the hubs that each origin reaches, and those that reach each destination.

    Lists are without end marks, and hubs that only one side has are still among them.
    """
    position = _positions(hierarchy, origins, destinations)
    forward, backward = _label_vertices(hierarchy, position)
    out = _label_ends(origins, position, forward, backward)
    into = _label_ends(destinations, position, backward, forward)
    return out, into


@allocating_kernel
def _positions(hierarchy: Hierarchy, origins: Seeds, destinations: Seeds) -> NDArray[np.int64]:
    """Returns the number of each rank that lies above an end, by falling importance, else -1."""
    num_vertices = len(hierarchy.rank)
    position = np.full(num_vertices, -1, dtype=np.int64)
    position[origins.rank] = 0
    position[destinations.rank] = 0
    num_needed = 0
    # Rising ranks: whatever a rank climbs to is still to come. Pruning asks either list of a hub.
    for rank in range(num_vertices):
        if position[rank] == 0:
            num_needed += 1
            for e in range(hierarchy.up_start[rank], hierarchy.up_start[rank + 1]):
                position[hierarchy.up_head[e]] = 0
            for e in range(hierarchy.down_start[rank], hierarchy.down_start[rank + 1]):
                position[hierarchy.down_tail[e]] = 0
    for rank in range(num_vertices):
        if position[rank] == 0:
            num_needed -= 1
            position[rank] = num_needed
    return position


@allocating_kernel
def _label_vertices(hierarchy: Hierarchy, position: NDArray[np.int64]) -> tuple[Lists, Lists]:
    """Returns the lists of all vertices that have a position, out of them and into them."""
    num_needed = int(position.max()) + 1 if len(position) > 0 else 0
    forward, backward = _make_lists(num_needed), _make_lists(num_needed)
    candidates = _make_candidates(num_needed)
    for rank in range(len(position) - 1, -1, -1):
        p = position[rank]
        if p < 0:
            continue
        count = ZERO
        for e in range(hierarchy.up_start[rank], hierarchy.up_start[rank + 1]):
            above, cost = position[hierarchy.up_head[e]], hierarchy.up_cost[e]
            count = _collect(candidates, count, forward, above, cost)
        forward = _with_room(forward, forward.start[p] + count + 1)
        end = _keep(candidates, count, backward, forward, forward.start[p])
        forward.hub[end], forward.cost[end], forward.start[p + 1] = p, 0, end + 1
        count = ZERO
        for e in range(hierarchy.down_start[rank], hierarchy.down_start[rank + 1]):
            above, cost = position[hierarchy.down_tail[e]], hierarchy.down_cost[e]
            count = _collect(candidates, count, backward, above, cost)
        backward = _with_room(backward, backward.start[p] + count + 1)
        end = _keep(candidates, count, forward, backward, backward.start[p])
        backward.hub[end], backward.cost[end], backward.start[p + 1] = p, 0, end + 1
    return forward, backward


@allocating_kernel
def _label_ends(seeds: Seeds, position: NDArray[np.int64], along: Lists, against: Lists) -> Lists:
    """Returns the lists of ends: each is like one more vertex, less important than all others."""
    num_ends = len(seeds.start) - 1
    lists = _make_lists(num_ends)
    candidates = _make_candidates(len(along.start) - 1)
    for end in range(num_ends):
        count = ZERO
        for k in range(seeds.start[end], seeds.start[end + 1]):
            at = position[seeds.rank[k]]
            count = _collect(candidates, count, along, at, seeds.cost[k])
        lists = _with_room(lists, lists.start[end] + count)
        lists.start[end + 1] = _keep(candidates, count, against, lists, lists.start[end])
    return lists


@allocating_kernel
def _make_lists(number: int) -> Lists:
    room = 16 * number + 16
    return Lists(
        np.zeros(number + 1, dtype=np.int64),
        np.empty(room, dtype=np.int32),
        np.empty(room, dtype=np.int64),
    )


@allocating_kernel
def _make_candidates(num_hubs: int) -> _Candidates:
    return _Candidates(
        np.full(num_hubs, NO_COST, dtype=np.int64), np.empty(num_hubs, dtype=np.int64)
    )


@allocating_kernel
def _with_room(lists: Lists, needed: int) -> Lists:
    """Returns the lists with room for so many entries."""
    if needed <= len(lists.hub):
        return lists
    more = needed + len(lists.hub) // 2
    hub, cost = np.empty(more, dtype=np.int32), np.empty(more, dtype=np.int64)
    hub[: len(lists.hub)] = lists.hub
    cost[: len(lists.hub)] = lists.cost
    return Lists(lists.start, hub, cost)


@kernel
def _collect(candidates: _Candidates, count: int, lists: Lists, at: int, cost: int) -> int:
    """Adds a list, each hub dearer by `cost`; returns the number of candidates."""
    for k in range(lists.start[at], lists.start[at + 1]):
        hub, reached = lists.hub[k], cost + lists.cost[k]
        if candidates.cost[hub] == NO_COST:
            candidates.hub[count] = hub
            count += 1
        candidates.cost[hub] = min(candidates.cost[hub], reached)
    return count


@allocating_kernel
def _keep(candidates: _Candidates, count: int, against: Lists, lists: Lists, end: int) -> int:
    """Appends the candidates that are needed, clears all, and returns the end of the list.

    A hub is not needed when another one, more important, leads to it at no more cost. Pruning at
    equal cost too is safe: of all hubs on equal paths the most important one stays.
    """
    hubs = candidates.hub[:count]
    hubs.sort()
    for hub in hubs:
        cost, is_needed = candidates.cost[hub], True
        # The last hub of its list is the hub itself.
        for k in range(against.start[hub], against.start[hub + 1] - 1):
            if candidates.cost[against.hub[k]] + against.cost[k] <= cost:
                is_needed = False
                break
        if is_needed:
            lists.hub[end], lists.cost[end] = hub, cost
            end += 1
    for hub in hubs:
        candidates.cost[hub] = NO_COST
    return end
