"""Drives with their arcs: the compiled part of `paths` that takes shortcuts apart.

A search climbs the hierarchy from either end; where the two meet, the edges of both are unpacked.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.kernel import NOWHERE, ZERO, kernel, threaded_kernel
from optimizer.network.paths.contraction import Hierarchy
from optimizer.network.paths.heap import pop
from optimizer.network.paths.paths_kernel import (
    NO_COST,
    Climb,
    Ends,
    Graph,
    climb_from,
    forget,
    make_climb,
    part_cost,
    reach,
)


class Unpacked(NamedTuple):
    """Drives with their arcs: drive d owns states[start[d]:start[d + 1]], none without a way.

    `cost` is packed; offsets are those of the exit and the entry taken.
    """

    start: NDArray[np.int64]
    states: NDArray[np.int64]
    cost: NDArray[np.int64]
    from_offset_m: NDArray[np.int64]
    to_offset_m: NDArray[np.int64]


@kernel
def _climb_back(graph: Graph, entries: Ends, place: int, climb: Climb) -> int:
    """Climbs against the traffic from a place's entries; returns how many ranks were reached."""
    down = graph.hierarchy
    waiting = ZERO
    for k in range(entries.start[place], entries.start[place + 1]):
        rank = down.rank[entries.state[k]]
        waiting = reach(climb, waiting, rank, entries.cost[k], -2 - k)
    num_reached = ZERO
    while waiting > 0:
        rank = climb.heap.item[0]
        waiting = pop(climb.heap, waiting)
        climb.reached[num_reached] = rank
        num_reached += 1
        for e in range(down.down_start[rank], down.down_start[rank + 1]):
            cost = climb.label[rank] + down.down_cost[e]
            waiting = reach(climb, waiting, down.down_tail[e], cost, e)
    return num_reached


@kernel
def _stay(
    graph: Graph, exits: Ends, origin: int, entries: Ends, destination: int
) -> tuple[int, int, int]:
    """Returns cost, exit and entry of the shortest stretch that stays on one arc, or NO_COST."""
    best, best_exit, best_entry = NO_COST, NOWHERE, NOWHERE
    for e in range(entries.start[destination], entries.start[destination + 1]):
        for k in range(exits.start[origin], exits.start[origin + 1]):
            ahead_m = entries.offset_m[e] - exits.offset_m[k]
            if exits.arc[k] == entries.arc[e] and ahead_m >= 0:
                cost = part_cost(graph, exits.arc[k], ahead_m)
                if cost < best:
                    best, best_exit, best_entry = cost, k, e
    return best, best_exit, best_entry


@kernel
def _meet(there: Climb, back: Climb, num_back: int) -> tuple[int, int]:
    """Returns the least cost of two climbs and the rank at which they meet, or NO_COST."""
    best, top = NO_COST, NOWHERE
    for i in range(num_back):
        rank = back.reached[i]
        if there.label[rank] < NO_COST and there.label[rank] + back.label[rank] < best:
            best, top = there.label[rank] + back.label[rank], rank
    return best, top


@kernel
def _edge_up(hierarchy: Hierarchy, tail: int, head: int) -> int:
    e = int(hierarchy.up_start[tail])
    while hierarchy.up_head[e] != head:
        e += 1
    return e


@kernel
def _edge_down(hierarchy: Hierarchy, tail: int, head: int) -> int:
    e = int(hierarchy.down_start[head])
    while hierarchy.down_tail[e] != tail:
        e += 1
    return e


@kernel
def _expand(
    hierarchy: Hierarchy,
    tail: int,
    head: int,
    stack: NDArray[np.int64],
    ranks: NDArray[np.int64],
    length: int,
) -> int:
    """Appends the ranks behind `tail` on an edge of the hierarchy; returns the new length."""
    stack[0] = head
    height = 1
    while height > 0:
        # What is on the stack is driven to one after the other, from `tail` on.
        head = stack[height - 1]
        if tail < head:
            mid = hierarchy.up_mid[_edge_up(hierarchy, tail, head)]
        else:
            mid = hierarchy.down_mid[_edge_down(hierarchy, tail, head)]
        if mid >= 0:
            stack[height] = mid
            height += 1
        else:
            ranks[length] = tail = head
            length += 1
            height -= 1
    return length


@threaded_kernel
def unpack(
    graph: Graph,
    exits: Ends,
    entries: Ends,
    origins: NDArray[np.int64],
    destinations: NDArray[np.int64],
) -> Unpacked:
    """Returns the states of one drive per origin and destination."""
    num_drives, hierarchy = len(origins), graph.hierarchy
    state_of = np.empty(len(hierarchy.rank), dtype=np.int64)
    state_of[hierarchy.rank] = np.arange(len(hierarchy.rank))
    there, back = make_climb(len(hierarchy.rank)), make_climb(len(hierarchy.rank))
    start = np.zeros(num_drives + 1, dtype=np.int64)
    costs = np.full(num_drives, NO_COST, dtype=np.int64)
    from_offset_m = np.zeros(num_drives, dtype=np.int64)
    to_offset_m = np.zeros(num_drives, dtype=np.int64)
    # Ranks of all drives one behind the other; they become states at the end.
    ranks = np.empty(1024 + 32 * num_drives, dtype=np.int64)
    length = 0
    climbed = np.empty(len(hierarchy.rank), dtype=np.int64)
    stack = np.empty(len(hierarchy.rank), dtype=np.int64)
    for d in range(num_drives):
        origin, destination = origins[d], destinations[d]
        num_there = climb_from(graph, exits, origin, there)
        num_back = _climb_back(graph, entries, destination, back)
        cost, top = _meet(there, back, num_back)
        stay, k, e = _stay(graph, exits, origin, entries, destination)
        if length + len(hierarchy.rank) > len(ranks):
            more = np.empty(len(ranks) + len(hierarchy.rank), dtype=np.int64)
            ranks = np.concatenate((ranks, more))
        if stay <= cost and stay < NO_COST:
            cost = stay
            ranks[length] = hierarchy.rank[exits.state[k]]
            length += 1
        elif cost < NO_COST:
            # The climb is known from its top; it is driven from its foot.
            num_climbed, rank = 0, top
            while there.edge[rank] >= 0:
                climbed[num_climbed] = rank
                num_climbed += 1
                rank = _tail_of(hierarchy, there.edge[rank])
            k = -2 - there.edge[rank]
            ranks[length] = hierarchy.rank[exits.state[k]]
            ranks[length + 1] = rank
            length += 2
            for i in range(num_climbed - 1, -1, -1):
                length = _expand(hierarchy, rank, climbed[i], stack, ranks, length)
                rank = climbed[i]
            while back.edge[rank] >= 0:
                below = _head_of(hierarchy, back.edge[rank])
                length = _expand(hierarchy, rank, below, stack, ranks, length)
                rank = below
            e = -2 - back.edge[rank]
        if cost < NO_COST:
            costs[d] = cost
            from_offset_m[d], to_offset_m[d] = exits.offset_m[k], entries.offset_m[e]
        start[d + 1] = length
        forget(there, num_there)
        forget(back, num_back)
    return Unpacked(start, state_of[ranks[:length]], costs, from_offset_m, to_offset_m)


@kernel
def _tail_of(hierarchy: Hierarchy, edge: int) -> int:
    """Returns the tail of an edge up."""
    return int(np.searchsorted(hierarchy.up_start, edge, side="right")) - 1


@kernel
def _head_of(hierarchy: Hierarchy, edge: int) -> int:
    """Returns the head of an edge down."""
    return int(np.searchsorted(hierarchy.down_start, edge, side="right")) - 1
