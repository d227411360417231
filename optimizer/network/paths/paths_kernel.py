"""Fastest paths from arc to arc: the compiled part of `paths`.

A state is an arc with what must be remembered of the way there; its label is the cost of standing
at the arc's start with the turn onto it made. A cost is one integer, milliseconds above
`METRE_BITS` and metres below, so that adding and comparing costs prefers less time and then fewer
metres.

A matrix is filled in blocks of rows: from each origin a search climbs the hierarchy, then one
sweep from the most important state down serves all rows of the block and all destinations.

References
----------
Delling, Goldberg & Werneck (2011), Faster batched shortest paths in road networks,
doi 10.4230/OASIcs.ATMOS.2011.52.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.kernel import ZERO, allocating_kernel, kernel, threaded_kernel
from optimizer.network.paths.contraction import Hierarchy
from optimizer.network.paths.heap import Heap, make_heap, pop, push

UNREACHABLE = 1 << 30
"""Stands for seconds and metres where there is no way."""

METRE_BITS = 27
MAX_M = 1 << METRE_BITS
MAX_MS = 1 << (62 - METRE_BITS)
NO_COST = 1 << 62

LANES = 16
"""Rows of a matrix that one sweep serves: two cache lines of labels for each state."""

_METRE_MASK = MAX_M - 1


class Graph(NamedTuple):
    """Turns between routable states with packed costs, and their hierarchy.

    State s may be followed by next_state[start[s]:start[s + 1]]; the first states are the arcs.
    """

    start: NDArray[np.int64]
    next_state: NDArray[np.int64]
    turn_cost: NDArray[np.int64]
    arc_ms: NDArray[np.int64]
    arc_length_m: NDArray[np.int64]
    hierarchy: Hierarchy


class Ends(NamedTuple):
    """The exits, or the entries, of places: place p owns [start[p], start[p + 1]).

    `state` is where a search begins or ends. `cost` is the rest of the arc behind an exit, or the
    part of the arc before an entry.
    """

    start: NDArray[np.int64]
    state: NDArray[np.int64]
    arc: NDArray[np.int64]
    offset_m: NDArray[np.int64]
    cost: NDArray[np.int64]


class Climb(NamedTuple):
    """A search up the hierarchy: labels by rank, and the ranks that have one.

    `edge` is the hierarchy's edge by which a rank was reached, or -2 - end for the place itself.
    """

    label: NDArray[np.int64]
    edge: NDArray[np.int64]
    reached: NDArray[np.int64]
    heap: Heap


class _Sweep(NamedTuple):
    """The part of the hierarchy from which destinations are reached, the most important first.

    `position` is a rank's place in it, or -1; the edges into position p are [start[p],
    start[p + 1]).
    """

    position: NDArray[np.int64]
    start: NDArray[np.int64]
    tail: NDArray[np.int64]
    cost: NDArray[np.int64]


@kernel
def part_cost(graph: Graph, arc: int, part_m: int) -> int:
    """Returns the packed cost of `part_m` metres of an arc."""
    part_ms = graph.arc_ms[arc] * part_m // graph.arc_length_m[arc]
    return (part_ms << METRE_BITS) + part_m


@allocating_kernel
def make_climb(num_states: int) -> Climb:
    return Climb(
        np.full(num_states, NO_COST, dtype=np.int64),
        np.empty(num_states, dtype=np.int64),
        np.empty(num_states, dtype=np.int64),
        make_heap(num_states + 1),
    )


@kernel
def reach(climb: Climb, waiting: int, rank: int, cost: int, edge: int) -> int:
    """Labels a rank if that is cheaper; returns the number of ranks waiting."""
    if cost >= climb.label[rank]:
        return waiting
    if climb.label[rank] == NO_COST:
        # Ranks leave the heap in rising order, when their label can fall no more.
        waiting = push(climb.heap, waiting, rank, rank)
    climb.label[rank] = cost
    climb.edge[rank] = edge
    return waiting


@kernel
def climb_from(graph: Graph, exits: Ends, place: int, climb: Climb) -> int:
    """Climbs from a place's exits; returns how many ranks were reached."""
    up = graph.hierarchy
    waiting = ZERO
    for k in range(exits.start[place], exits.start[place + 1]):
        for t in range(graph.start[exits.state[k]], graph.start[exits.state[k] + 1]):
            cost = exits.cost[k] + graph.turn_cost[t]
            waiting = reach(climb, waiting, up.rank[graph.next_state[t]], cost, -2 - k)
    num_reached = ZERO
    while waiting > 0:
        rank = climb.heap.item[0]
        waiting = pop(climb.heap, waiting)
        climb.reached[num_reached] = rank
        num_reached += 1
        for e in range(up.up_start[rank], up.up_start[rank + 1]):
            cost = climb.label[rank] + up.up_cost[e]
            waiting = reach(climb, waiting, up.up_head[e], cost, e)
    return num_reached


@kernel
def forget(climb: Climb, num_reached: int) -> None:
    """Makes a climb ready for another search."""
    for i in range(num_reached):
        climb.label[climb.reached[i]] = NO_COST


@allocating_kernel
def _make_sweep(hierarchy: Hierarchy, targets: NDArray[np.int64]) -> _Sweep:
    """Returns what a sweep to these states needs of the hierarchy."""
    num_states = len(hierarchy.rank)
    position = np.full(num_states, -1, dtype=np.int64)
    for state in targets:
        position[hierarchy.rank[state]] = 0
    num_needed = num_edges = 0
    # Rising ranks: whoever leads to a rank is more important, and still to come.
    for rank in range(num_states):
        if position[rank] == 0:
            num_needed += 1
            for e in range(hierarchy.down_start[rank], hierarchy.down_start[rank + 1]):
                position[hierarchy.down_tail[e]] = 0
                num_edges += 1
    start = np.zeros(num_needed + 1, dtype=np.int64)
    tail = np.empty(num_edges, dtype=np.int64)
    cost = np.empty(num_edges, dtype=np.int64)
    at = edge = 0
    for rank in range(num_states - 1, -1, -1):
        if position[rank] == 0:
            position[rank] = at
            for e in range(hierarchy.down_start[rank], hierarchy.down_start[rank + 1]):
                tail[edge] = position[hierarchy.down_tail[e]]
                cost[edge] = hierarchy.down_cost[e]
                edge += 1
            at += 1
            start[at] = edge
    return _Sweep(position, start, tail, cost)


@kernel
def _sweep_down(sweep: _Sweep, labels: NDArray[np.int64]) -> None:
    """Carries labels, shape (positions, LANES), down to all positions."""
    for p in range(len(sweep.start) - 1):
        row = labels[p]
        for e in range(sweep.start[p], sweep.start[p + 1]):
            above, cost = labels[sweep.tail[e]], sweep.cost[e]
            for lane in range(LANES):
                row[lane] = min(row[lane], above[lane] + cost)


@kernel
def _arrive_in_block(
    sweep: _Sweep,
    ranks: NDArray[np.int64],
    entries: Ends,
    labels: NDArray[np.int64],
    costs: NDArray[np.int64],
) -> None:
    """Reads the costs at all places, shape (LANES, places), from the labels of their entries."""
    for place in range(len(entries.start) - 1):
        for lane in range(LANES):
            costs[lane, place] = NO_COST
        for e in range(entries.start[place], entries.start[place + 1]):
            row = labels[sweep.position[ranks[e]]]
            for lane in range(LANES):
                costs[lane, place] = min(costs[lane, place], row[lane] + entries.cost[e])


@kernel
def _stay_on_arc(
    graph: Graph,
    exits: Ends,
    origin: int,
    entries: Ends,
    on_arc_start: NDArray[np.int64],
    on_arc: NDArray[np.int64],
    place_of: NDArray[np.int64],
    costs: NDArray[np.int64],
) -> None:
    """Corrects a row for places further along an arc on which the origin lies."""
    for k in range(exits.start[origin], exits.start[origin + 1]):
        arc = exits.arc[k]
        for i in range(on_arc_start[arc], on_arc_start[arc + 1]):
            e = on_arc[i]
            ahead_m = entries.offset_m[e] - exits.offset_m[k]
            if ahead_m >= 0:
                place = place_of[e]
                costs[place] = min(costs[place], part_cost(graph, arc, ahead_m))


@threaded_kernel
def fill_rows(
    graph: Graph,
    exits: Ends,
    entries: Ends,
    rows: NDArray[np.int64],
    duration_s: NDArray[np.int32],
    distance_m: NDArray[np.int32],
) -> None:
    """Fills the named rows of a matrix of all places, which holds UNREACHABLE before.

    Seconds are rounded up at the end. Calls for different rows may run side by side.
    """
    num_places, num_arcs = len(entries.start) - 1, len(graph.arc_ms)
    place_of = np.empty(len(entries.arc), dtype=np.int64)
    for place in range(num_places):
        place_of[entries.start[place] : entries.start[place + 1]] = place
    on_arc = np.argsort(entries.arc, kind="mergesort")
    on_arc_start = np.searchsorted(entries.arc[on_arc], np.arange(num_arcs + 1))
    ranks = graph.hierarchy.rank[entries.state]
    sweep = _make_sweep(graph.hierarchy, entries.state)
    climb = make_climb(len(graph.hierarchy.rank))
    labels = np.empty((len(sweep.start) - 1, LANES), dtype=np.int64)
    costs = np.empty((LANES, num_places), dtype=np.int64)
    for first in range(0, len(rows), LANES):
        block = rows[first : first + LANES]
        labels[:] = NO_COST
        for lane in range(len(block)):
            num_reached = climb_from(graph, exits, block[lane], climb)
            for i in range(num_reached):
                rank = climb.reached[i]
                if sweep.position[rank] >= 0:
                    labels[sweep.position[rank], lane] = climb.label[rank]
            forget(climb, num_reached)
        _sweep_down(sweep, labels)
        _arrive_in_block(sweep, ranks, entries, labels, costs)
        for lane in range(len(block)):
            origin, row = block[lane], costs[lane]
            _stay_on_arc(graph, exits, origin, entries, on_arc_start, on_arc, place_of, row)
            for place in range(num_places):
                if row[place] < NO_COST:
                    duration_s[origin, place] = ((row[place] >> METRE_BITS) + 999) // 1000
                    distance_m[origin, place] = row[place] & _METRE_MASK
