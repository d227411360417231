"""Contraction hierarchies: a road graph made ready for many queries.

Vertices are taken out one after the other, the least important first; where a shortest path leads
over the vertex taken out, a shortcut keeps it. Afterwards every shortest path climbs to more and
more important vertices and then descends.

References
----------
Geisberger, Sanders, Schultes & Vetter (2012), Exact routing in large road networks using
contraction hierarchies, doi 10.1287/trsc.1110.0401.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.kernel import NOWHERE, ZERO, allocating_kernel, kernel
from optimizer.network.paths.heap import Heap, make_heap, pop, push

SIMULATED_SETTLED = 16
"""Vertices that a search for a way around settles while importance is only being estimated."""

CONTRACTED_SETTLED = 120
"""The same when shortcuts are made: a way around that is missed costs a needless shortcut."""

SHORTCUT_WEIGHT = 8
"""Weight of shortcuts made per edge taken out, against depth, in a vertex's importance."""


class Hierarchy(NamedTuple):
    """A contracted graph; vertices are numbered by rising importance.

    Parameters
    ----------
    rank
        New number of each vertex, shape (vertices,).
    up_start, up_head, up_cost, up_mid
        Edges to more important vertices, packed by tail. `up_mid` is the vertex that a shortcut
        leads over, or -1 for an edge of the graph.
    down_start, down_tail, down_cost, down_mid
        Edges from more important vertices, packed by head.
    """

    rank: NDArray[np.int64]
    up_start: NDArray[np.int64]
    up_head: NDArray[np.int64]
    up_cost: NDArray[np.int64]
    up_mid: NDArray[np.int64]
    down_start: NDArray[np.int64]
    down_tail: NDArray[np.int64]
    down_cost: NDArray[np.int64]
    down_mid: NDArray[np.int64]


class _Edges(NamedTuple):
    """Edges of the remaining graph, linked by tail and by head; `size[0]` are in use."""

    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    cost: NDArray[np.int64]
    mid: NDArray[np.int64]
    next_out: NDArray[np.int64]
    next_in: NDArray[np.int64]
    first_out: NDArray[np.int64]
    first_in: NDArray[np.int64]
    size: NDArray[np.int64]


class _Search(NamedTuple):
    """Working memory of searches for a way around; labels count where `round` is this one's."""

    label: NDArray[np.int64]
    round: NDArray[np.int64]
    number: NDArray[np.int64]
    heap: Heap


@allocating_kernel
def contract(
    start: NDArray[np.int64], head: NDArray[np.int64], cost: NDArray[np.int64]
) -> Hierarchy:
    """Returns the hierarchy of a graph with positive costs.

    Parameters
    ----------
    start, head, cost
        Edges packed by tail; those of a vertex to itself are dropped.
    """
    num_vertices = len(start) - 1
    edges = _link_edges(start, head, cost)
    search = _Search(
        np.empty(num_vertices, dtype=np.int64),
        np.zeros(num_vertices, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
        make_heap(64 * CONTRACTED_SETTLED + 1024),
    )
    depth = np.zeros(num_vertices, dtype=np.int64)
    importance = np.empty(num_vertices, dtype=np.int64)
    queue = make_heap(2 * num_vertices + 16)
    waiting = ZERO
    for vertex in range(num_vertices):
        importance[vertex] = _importance(edges, search, depth, vertex)
        waiting = push(queue, waiting, importance[vertex], vertex)
    rank = np.full(num_vertices, -1, dtype=np.int64)
    taken = ZERO
    while waiting > 0:
        key, vertex = queue.key[0], queue.item[0]
        waiting = pop(queue, waiting)
        if rank[vertex] >= 0 or key != importance[vertex]:
            continue
        edges = _make_room(edges, vertex)
        _bypass(edges, search, vertex, CONTRACTED_SETTLED, True)
        rank[vertex] = taken
        taken += 1
        _unlink(edges, vertex)
        if waiting + _degree(edges, vertex) > len(queue.key):
            queue, waiting = _refill_queue(rank, importance)
        for side in range(2):
            edge = edges.first_out[vertex] if side == 0 else edges.first_in[vertex]
            while edge >= 0:
                other = edges.head[edge] if side == 0 else edges.tail[edge]
                depth[other] = max(depth[other], depth[vertex] + 1)
                changed = _importance(edges, search, depth, other)
                if changed != importance[other]:
                    importance[other] = changed
                    waiting = push(queue, waiting, changed, other)
                edge = edges.next_out[edge] if side == 0 else edges.next_in[edge]
    return _rank_edges(edges, rank)


@allocating_kernel
def _link_edges(
    start: NDArray[np.int64], head: NDArray[np.int64], cost: NDArray[np.int64]
) -> _Edges:
    num_vertices = len(start) - 1
    room = 2 * len(head) + 1024
    edges = _Edges(
        np.empty(room, dtype=np.int64),
        np.empty(room, dtype=np.int64),
        np.empty(room, dtype=np.int64),
        np.empty(room, dtype=np.int64),
        np.empty(room, dtype=np.int64),
        np.empty(room, dtype=np.int64),
        np.full(num_vertices, -1, dtype=np.int64),
        np.full(num_vertices, -1, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
    )
    for tail in range(num_vertices):
        for e in range(start[tail], start[tail + 1]):
            if head[e] != tail:
                _connect(edges, tail, head[e], cost[e], NOWHERE)
    return edges


@kernel
def _connect(edges: _Edges, tail: int, head: int, cost: int, mid: int) -> None:
    """Adds an edge, or makes the one that is there cheaper."""
    edge = edges.first_out[tail]
    while edge >= 0:
        if edges.head[edge] == head:
            if cost < edges.cost[edge]:
                edges.cost[edge] = cost
                edges.mid[edge] = mid
            return
        edge = edges.next_out[edge]
    edge = edges.size[0]
    edges.size[0] = edge + 1
    edges.tail[edge] = tail
    edges.head[edge] = head
    edges.cost[edge] = cost
    edges.mid[edge] = mid
    edges.next_out[edge] = edges.first_out[tail]
    edges.first_out[tail] = edge
    edges.next_in[edge] = edges.first_in[head]
    edges.first_in[head] = edge


@kernel
def _unlink(edges: _Edges, vertex: int) -> None:
    """Takes a vertex out of its neighbours' lists; its own lists still lead to them."""
    edge = edges.first_out[vertex]
    while edge >= 0:
        head = edges.head[edge]
        link = edges.first_in[head]
        if link == edge:
            edges.first_in[head] = edges.next_in[edge]
        else:
            while edges.next_in[link] != edge:
                link = edges.next_in[link]
            edges.next_in[link] = edges.next_in[edge]
        edge = edges.next_out[edge]
    edge = edges.first_in[vertex]
    while edge >= 0:
        tail = edges.tail[edge]
        link = edges.first_out[tail]
        if link == edge:
            edges.first_out[tail] = edges.next_out[edge]
        else:
            while edges.next_out[link] != edge:
                link = edges.next_out[link]
            edges.next_out[link] = edges.next_out[edge]
        edge = edges.next_in[edge]


@kernel
def _out_degree(edges: _Edges, vertex: int) -> int:
    degree = ZERO
    edge = edges.first_out[vertex]
    while edge >= 0:
        degree += 1
        edge = edges.next_out[edge]
    return degree


@kernel
def _in_degree(edges: _Edges, vertex: int) -> int:
    degree = ZERO
    edge = edges.first_in[vertex]
    while edge >= 0:
        degree += 1
        edge = edges.next_in[edge]
    return degree


@kernel
def _degree(edges: _Edges, vertex: int) -> int:
    return _out_degree(edges, vertex) + _in_degree(edges, vertex)


@allocating_kernel
def _make_room(edges: _Edges, vertex: int) -> _Edges:
    """Returns the edges with room for every shortcut that a vertex may need."""
    needed = edges.size[0] + _in_degree(edges, vertex) * _out_degree(edges, vertex)
    if needed <= len(edges.tail):
        return edges
    more = np.empty(needed, dtype=np.int64)
    return _Edges(
        np.concatenate((edges.tail, more)),
        np.concatenate((edges.head, more)),
        np.concatenate((edges.cost, more)),
        np.concatenate((edges.mid, more)),
        np.concatenate((edges.next_out, more)),
        np.concatenate((edges.next_in, more)),
        edges.first_out,
        edges.first_in,
        edges.size,
    )


@allocating_kernel
def _refill_queue(rank: NDArray[np.int64], importance: NDArray[np.int64]) -> tuple[Heap, int]:
    """Returns a queue without the stale entries that had filled it."""
    queue = make_heap(2 * len(rank) + 16)
    waiting = ZERO
    for vertex in range(len(rank)):
        if rank[vertex] < 0:
            waiting = push(queue, waiting, importance[vertex], vertex)
    return queue, waiting


@kernel
def _importance(edges: _Edges, search: _Search, depth: NDArray[np.int64], vertex: int) -> int:
    """Returns how late a vertex should be taken out, in thousandths."""
    added = _bypass(edges, search, vertex, SIMULATED_SETTLED, False)
    removed = max(1, _degree(edges, vertex))
    return int(1000 * depth[vertex]) + 1000 * SHORTCUT_WEIGHT * added // removed


@kernel
def _bypass(edges: _Edges, search: _Search, vertex: int, max_settled: int, connects: bool) -> int:
    """Returns the shortcuts that a vertex leaves behind, and makes them when it `connects`."""
    added = ZERO
    into = edges.first_in[vertex]
    while into >= 0:
        tail = edges.tail[into]
        dearest = NOWHERE
        out = edges.first_out[vertex]
        while out >= 0:
            if edges.head[out] != tail:
                dearest = max(dearest, edges.cost[out])
            out = edges.next_out[out]
        if dearest >= 0:
            _look_around(edges, search, tail, vertex, edges.cost[into] + dearest, max_settled)
            out = edges.first_out[vertex]
            while out >= 0:
                head, through = edges.head[out], edges.cost[into] + edges.cost[out]
                passed = search.round[head] == search.number[0] and search.label[head] <= through
                if head != tail and not passed:
                    added += 1
                    if connects:
                        _connect(edges, tail, head, through, vertex)
                out = edges.next_out[out]
        into = edges.next_in[into]
    return added


@kernel
def _look_around(
    edges: _Edges, search: _Search, source: int, avoided: int, limit: int, max_settled: int
) -> None:
    """Labels vertices near `source` with costs of ways that avoid a vertex."""
    search.number[0] += 1
    number = search.number[0]
    search.label[source] = 0
    search.round[source] = number
    size = push(search.heap, ZERO, ZERO, source)
    settled = ZERO
    while size > 0 and settled < max_settled:
        cost, vertex = search.heap.key[0], search.heap.item[0]
        size = pop(search.heap, size)
        if cost > search.label[vertex]:
            continue
        settled += 1
        edge = edges.first_out[vertex]
        while edge >= 0:
            head, reached = edges.head[edge], cost + edges.cost[edge]
            if (
                head != avoided
                and reached <= limit
                and (search.round[head] != number or reached < search.label[head])
                and size < len(search.heap.key)
            ):
                search.label[head] = reached
                search.round[head] = number
                size = push(search.heap, size, reached, head)
            edge = edges.next_out[edge]


@allocating_kernel
def _rank_edges(edges: _Edges, rank: NDArray[np.int64]) -> Hierarchy:
    """Returns the edges by rank, sorted by their other end."""
    num_vertices, num_edges = len(rank), edges.size[0]
    up_start = np.zeros(num_vertices + 1, dtype=np.int64)
    down_start = np.zeros(num_vertices + 1, dtype=np.int64)
    other = np.empty(num_edges, dtype=np.int64)
    for edge in range(num_edges):
        tail, head = rank[edges.tail[edge]], rank[edges.head[edge]]
        other[edge] = max(tail, head)
        if tail < head:
            up_start[tail + 1] += 1
        else:
            down_start[head + 1] += 1
    up_start = np.cumsum(up_start)
    down_start = np.cumsum(down_start)
    up_head = np.empty(up_start[-1], dtype=np.int64)
    up_cost = np.empty(up_start[-1], dtype=np.int64)
    up_mid = np.empty(up_start[-1], dtype=np.int64)
    down_tail = np.empty(down_start[-1], dtype=np.int64)
    down_cost = np.empty(down_start[-1], dtype=np.int64)
    down_mid = np.empty(down_start[-1], dtype=np.int64)
    up_next, down_next = up_start.copy(), down_start.copy()
    for edge in np.argsort(other, kind="mergesort"):
        tail, head = rank[edges.tail[edge]], rank[edges.head[edge]]
        mid = edges.mid[edge]
        if mid >= 0:
            mid = rank[mid]
        if tail < head:
            at = up_next[tail]
            up_next[tail] += 1
            up_head[at], up_cost[at], up_mid[at] = head, edges.cost[edge], mid
        else:
            at = down_next[head]
            down_next[head] += 1
            down_tail[at], down_cost[at], down_mid[at] = tail, edges.cost[edge], mid
    return Hierarchy(
        rank,
        up_start,
        up_head,
        up_cost,
        up_mid,
        down_start,
        down_tail,
        down_cost,
        down_mid,
    )
