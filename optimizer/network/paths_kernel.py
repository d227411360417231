"""Fastest paths from arc to arc: the compiled part of `paths`.

The state is an arc, its label the cost of standing at its start with the turn onto it made. A cost
is one integer, milliseconds above `METRE_BITS` and metres below, so that adding and comparing
costs prefers less time and then fewer metres. The heap breaks what ties are left by arc number:
paths depend on nothing but the network.

References
----------
Dijkstra (1959), doi 10.1007/BF01386390, on the graph of arcs and turns.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.kernel import allocating_kernel, kernel

UNREACHABLE = 1 << 30
"""Stands for seconds and metres where there is no way."""

METRE_BITS = 27
MAX_M = 1 << METRE_BITS
MAX_MS = 1 << (62 - METRE_BITS)
NO_COST = 1 << 62

_METRE_MASK = MAX_M - 1


class Graph(NamedTuple):
    """Routable arcs and the turns between them, with packed costs."""

    start: NDArray[np.int64]
    next_arc: NDArray[np.int64]
    turn_cost: NDArray[np.int64]
    arc_cost: NDArray[np.int64]
    arc_ms: NDArray[np.int64]
    arc_length_m: NDArray[np.int64]


class Ends(NamedTuple):
    """The exits, or the entries, of places: place p owns [start[p], start[p + 1]).

    `cost` is the rest of the arc behind an exit, or the part of the arc before an entry.
    """

    start: NDArray[np.int64]
    arc: NDArray[np.int64]
    offset_m: NDArray[np.int64]
    cost: NDArray[np.int64]


class Buffers(NamedTuple):
    """Working memory of one search; `before` is the arc driven before, or -2 - exit."""

    label: NDArray[np.int64]
    before: NDArray[np.int64]
    wanted: NDArray[np.bool_]
    heap_cost: NDArray[np.int64]
    heap_arc: NDArray[np.int64]


class Unpacked(NamedTuple):
    """Drives with their arcs: drive d owns arcs[start[d]:start[d + 1]], none when there is no way.

    `cost` is packed; offsets are those of the exit and the entry taken.
    """

    start: NDArray[np.int64]
    arcs: NDArray[np.int64]
    cost: NDArray[np.int64]
    from_offset_m: NDArray[np.int64]
    to_offset_m: NDArray[np.int64]


@kernel
def part_cost(arc_ms: int, arc_length_m: int, part_m: int) -> int:
    """Returns the packed cost of the first (or last) `part_m` metres of an arc."""
    return ((arc_ms * part_m // arc_length_m) << METRE_BITS) + part_m


@kernel
def seconds(cost: int) -> int:
    """Returns a packed cost's time, rounded up to whole seconds."""
    return ((cost >> METRE_BITS) + 999) // 1000


@kernel
def metres(cost: int) -> int:
    """Returns a packed cost's distance."""
    return cost & _METRE_MASK


@allocating_kernel
def make_buffers(num_arcs: int, num_turns: int, num_exits: int) -> Buffers:
    """Allocates a search's memory once for many searches."""
    # Without decrease-key an arc is pushed at most once per turn onto it, by exits and by arcs.
    room = num_turns * (1 + num_exits) + 1
    return Buffers(
        np.empty(num_arcs, dtype=np.int64),
        np.empty(num_arcs, dtype=np.int64),
        np.zeros(num_arcs, dtype=np.bool_),
        np.empty(room, dtype=np.int64),
        np.empty(room, dtype=np.int64),
    )


@kernel
def _push(buffers: Buffers, size: int, cost: int, arc: int) -> int:
    at = size
    while at > 0:
        parent = (at - 1) >> 1
        above = buffers.heap_cost[parent]
        if above < cost or (above == cost and buffers.heap_arc[parent] <= arc):
            break
        buffers.heap_cost[at] = above
        buffers.heap_arc[at] = buffers.heap_arc[parent]
        at = parent
    buffers.heap_cost[at] = cost
    buffers.heap_arc[at] = arc
    return size + 1


@kernel
def _pop(buffers: Buffers, size: int) -> int:
    """Takes away the top by sinking the last element into its place."""
    size -= 1
    cost, arc = buffers.heap_cost[size], buffers.heap_arc[size]
    at = 0
    while 2 * at + 1 < size:
        child = 2 * at + 1
        other = child + 1
        if other < size and (
            buffers.heap_cost[other] < buffers.heap_cost[child]
            or (
                buffers.heap_cost[other] == buffers.heap_cost[child]
                and buffers.heap_arc[other] < buffers.heap_arc[child]
            )
        ):
            child = other
        below = buffers.heap_cost[child]
        if cost < below or (cost == below and arc <= buffers.heap_arc[child]):
            break
        buffers.heap_cost[at] = below
        buffers.heap_arc[at] = buffers.heap_arc[child]
        at = child
    buffers.heap_cost[at] = cost
    buffers.heap_arc[at] = arc
    return size


@kernel
def _spread(graph: Graph, exits: Ends, place: int, num_wanted: int, buffers: Buffers) -> None:
    """Labels arcs by rising cost from the exits of a place, until all wanted ones are settled."""
    for arc in range(len(buffers.label)):
        buffers.label[arc] = NO_COST
    size = 0
    for k in range(exits.start[place], exits.start[place + 1]):
        for t in range(graph.start[exits.arc[k]], graph.start[exits.arc[k] + 1]):
            then, cost = graph.next_arc[t], exits.cost[k] + graph.turn_cost[t]
            if cost < buffers.label[then]:
                buffers.label[then] = cost
                buffers.before[then] = -2 - k
                size = _push(buffers, size, cost, then)
    while size > 0 and num_wanted > 0:
        cost, arc = buffers.heap_cost[0], buffers.heap_arc[0]
        size = _pop(buffers, size)
        if cost > buffers.label[arc]:
            continue
        if buffers.wanted[arc]:
            num_wanted -= 1
        at_end = cost + graph.arc_cost[arc]
        for t in range(graph.start[arc], graph.start[arc + 1]):
            then, cost = graph.next_arc[t], at_end + graph.turn_cost[t]
            if cost < buffers.label[then]:
                buffers.label[then] = cost
                buffers.before[then] = arc
                size = _push(buffers, size, cost, then)


@kernel
def _arrive(
    graph: Graph,
    exits: Ends,
    origin: int,
    entries: Ends,
    destination: int,
    buffers: Buffers,
) -> tuple[int, int, int]:
    """Returns the least cost, the entry, and the exit if it is on the same arc ahead, else -1."""
    best, best_entry, best_exit = NO_COST, -1, -1
    for e in range(entries.start[destination], entries.start[destination + 1]):
        arc = entries.arc[e]
        for k in range(exits.start[origin], exits.start[origin + 1]):
            ahead_m = entries.offset_m[e] - exits.offset_m[k]
            if exits.arc[k] == arc and ahead_m >= 0:
                cost = part_cost(graph.arc_ms[arc], graph.arc_length_m[arc], ahead_m)
                if cost < best:
                    best, best_entry, best_exit = cost, e, k
        cost = buffers.label[arc] + entries.cost[e]
        if cost < best:
            best, best_entry, best_exit = cost, e, -1
    return best, best_entry, best_exit


@kernel
def _fill_row(
    graph: Graph,
    exits: Ends,
    entries: Ends,
    origin: int,
    num_wanted: int,
    buffers: Buffers,
    duration_s: NDArray[np.int32],
    distance_m: NDArray[np.int32],
) -> None:
    """Fills one row of a matrix."""
    _spread(graph, exits, origin, num_wanted, buffers)
    for destination in range(len(entries.start) - 1):
        cost, _, _ = _arrive(graph, exits, origin, entries, destination, buffers)
        if cost < NO_COST:
            duration_s[origin, destination] = seconds(cost)
            distance_m[origin, destination] = metres(cost)


@allocating_kernel
def fill_rows(
    graph: Graph,
    exits: Ends,
    entries: Ends,
    rows: NDArray[np.int64],
    max_exits: int,
    duration_s: NDArray[np.int32],
    distance_m: NDArray[np.int32],
) -> None:
    """Fills the named rows of a matrix of all places, which holds UNREACHABLE before."""
    num_arcs = len(graph.arc_cost)
    buffers = make_buffers(num_arcs, len(graph.next_arc), max_exits)
    num_wanted = 0
    for arc in entries.arc:
        if not buffers.wanted[arc]:
            buffers.wanted[arc] = True
            num_wanted += 1
    for origin in rows:
        _fill_row(graph, exits, entries, origin, num_wanted, buffers, duration_s, distance_m)


@allocating_kernel
def unpack(
    graph: Graph,
    exits: Ends,
    entries: Ends,
    origins: NDArray[np.int64],
    destinations: NDArray[np.int64],
    max_exits: int,
) -> Unpacked:
    """Returns the arcs of one drive per origin and destination."""
    num_drives, num_arcs = len(origins), len(graph.arc_cost)
    buffers = make_buffers(num_arcs, len(graph.next_arc), max_exits)
    start = np.zeros(num_drives + 1, dtype=np.int64)
    costs = np.full(num_drives, NO_COST, dtype=np.int64)
    from_offset_m = np.zeros(num_drives, dtype=np.int64)
    to_offset_m = np.zeros(num_drives, dtype=np.int64)
    backwards = np.empty(num_arcs + 2, dtype=np.int64)
    arcs = np.empty(1024 + 32 * num_drives, dtype=np.int64)
    for d in range(num_drives):
        origin, destination = origins[d], destinations[d]
        first, last = entries.start[destination], entries.start[destination + 1]
        num_wanted = 0
        for e in range(first, last):
            if not buffers.wanted[entries.arc[e]]:
                buffers.wanted[entries.arc[e]] = True
                num_wanted += 1
        _spread(graph, exits, origin, num_wanted, buffers)
        buffers.wanted[entries.arc[first:last]] = False
        cost, e, k = _arrive(graph, exits, origin, entries, destination, buffers)
        length = 0
        if cost < NO_COST:
            costs[d] = cost
            arc = entries.arc[e]
            while k < 0:
                backwards[length] = arc
                length += 1
                if buffers.before[arc] < 0:
                    k = -2 - buffers.before[arc]
                else:
                    arc = buffers.before[arc]
            backwards[length] = exits.arc[k]
            length += 1
            from_offset_m[d], to_offset_m[d] = exits.offset_m[k], entries.offset_m[e]
        if start[d] + length > len(arcs):
            arcs = np.concatenate((arcs, np.empty(len(arcs) + length, dtype=np.int64)))
        arcs[start[d] : start[d] + length] = backwards[:length][::-1]
        start[d + 1] = start[d] + length
    return Unpacked(start, arcs[: start[-1]], costs, from_offset_m, to_offset_m)
