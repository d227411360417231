"""Shortest paths between the places of a benchmark file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from optimizer.instance import COMPACT, FAR, NEVER, pack_travel
from optimizer.network.paths import HubLabels, answer, graph_labels

BLOCK = 4_000_000
"""Distances to all nodes that are held at a time, most of which nobody asked for."""

Packed = tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64], HubLabels | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """Least costs between the places of a file, in one of two forms.

    Parameters
    ----------
    matrix
        From the end of one place to the beginning of another, NEVER where no path leads.
    labels
        The same in memory that grows with the places, not with their square.
    is_time
        Whether costs are counted as seconds, else as metres.
    """

    matrix: NDArray[np.int64] | None = None
    labels: HubLabels | None = None
    is_time: bool

    @property
    def num_places(self) -> int:
        """Number of places."""
        if self.matrix is not None:
            return len(self.matrix)
        assert self.labels is not None
        return len(self.labels.out_start)

    def part(self, origins: NDArray[np.int64], targets: NDArray[np.int64]) -> NDArray[np.int64]:
        """Returns the costs from some places (rows) to others (columns), NEVER for no path."""
        if self.matrix is not None:
            return self.matrix[np.ix_(origins, targets)]
        assert self.labels is not None
        pairs = answer(
            self.labels,
            np.repeat(origins, len(targets)),
            np.tile(targets, len(origins)),
        )
        costs = pairs[:, 0 if self.is_time else 1].astype(np.int64)
        return np.where(costs < FAR, costs, NEVER).reshape(len(origins), len(targets))

    @property
    def longest(self) -> int:
        """The most that a path costs; with labels a bound: the most by way of the last place."""
        if self.matrix is not None:
            return int(self.matrix[self.matrix < NEVER].max(initial=0))
        every = np.arange(self.num_places)
        last = every[-1:]
        halves = self.part(last, every), self.part(every, last)
        return sum(int(half[half < NEVER].max(initial=0)) for half in halves)

    def pack(self) -> Packed:
        """Returns `travel`, `travel_offset`, `travel_size` and `labels` of an `Instance`."""
        if self.matrix is None:
            size = np.array([self.num_places], dtype=np.int64)
            return np.empty(0, dtype=np.int32), np.zeros(1, dtype=np.int64), size, self.labels
        costs = np.minimum(self.matrix, FAR).astype(np.int32)
        nothing = np.zeros_like(costs)
        pair = (costs, nothing) if self.is_time else (nothing, costs)
        return *pack_travel([pair]), None


def travel_between(
    arcs: Iterable[tuple[int, int, int]],
    origins: Sequence[int],
    targets: Sequence[int],
    *,
    is_time: bool = False,
    compact: int = COMPACT,
) -> Travel:
    """Returns the least costs between places, each left at its origin and entered at its target.

    Parameters
    ----------
    arcs
        As for `distances`.
    compact
        With more places than this they come in hub labels.

    Raises
    ------
    ValueError
        When paths are too long for hub labels.
    """
    if len(origins) <= compact:
        return Travel(matrix=shortest_distances(arcs, origins, targets), is_time=is_time)
    graph, index = _graph(arcs, (*origins, *targets))
    labels = graph_labels(
        graph,
        np.array([index[node] for node in origins], dtype=np.int64),
        np.array([index[node] for node in targets], dtype=np.int64),
        is_time=is_time,
    )
    return Travel(labels=labels, is_time=is_time)


def shortest_distances(
    arcs: Iterable[tuple[int, int, int]], origins: Sequence[int], targets: Sequence[int]
) -> NDArray[np.int64]:
    """Returns the least costs from each origin to each target, NEVER where no path leads.

    Parameters
    ----------
    arcs
        As (tail, head, cost); of parallel ones the cheapest counts. Node numbers may be any.
    """
    graph, index = _graph(arcs, (*origins, *targets))
    rows, row_of = np.unique([index[node] for node in origins], return_inverse=True)
    columns = np.array([index[node] for node in targets], dtype=np.int64)
    found = np.empty((len(rows), len(columns)), dtype=np.int64)
    block = max(1, BLOCK // len(index))
    for start in range(0, len(rows), block):
        part = dijkstra(graph, indices=rows[start : start + block])[:, columns]
        found[start : start + block] = np.where(np.isfinite(part), part, NEVER)
    return found[row_of]


def _graph(
    arcs: Iterable[tuple[int, int, int]], places: Iterable[int]
) -> tuple[csr_array, dict[int, int]]:
    """Returns the cheapest arcs as a graph, and which of its vertices each node is."""
    cheapest: dict[tuple[int, int], int] = {}
    for u, v, cost in arcs:
        cheapest[u, v] = min(cost, cheapest.get((u, v), cost))
    index: dict[int, int] = {}
    ends = [
        (index.setdefault(u, len(index)), index.setdefault(v, len(index))) for u, v in cheapest
    ]
    for node in places:
        index.setdefault(node, len(index))
    pairs = np.array(ends, dtype=np.int64).reshape(-1, 2)
    costs = np.array(list(cheapest.values()), dtype=np.float64)
    # A stored zero is an arc of no cost to scipy, as long as the matrix stays sparse.
    return csr_array((costs, (pairs[:, 0], pairs[:, 1])), shape=(len(index),) * 2), index
