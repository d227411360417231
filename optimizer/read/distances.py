"""Shortest paths between the places of a benchmark file."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from optimizer.instance import NEVER

BLOCK = 4_000_000
"""Distances to all nodes that are held at a time, most of which nobody asked for."""


def distances(
    arcs: Iterable[tuple[int, int, int]], origins: Sequence[int], targets: Sequence[int]
) -> NDArray[np.int64]:
    """Returns the least costs from each origin to each target, NEVER where no path leads.

    Parameters
    ----------
    arcs
        As (tail, head, cost); of parallel ones the cheapest counts. Node numbers may be any.
    """
    cheapest: dict[tuple[int, int], int] = {}
    for u, v, cost in arcs:
        cheapest[u, v] = min(cost, cheapest.get((u, v), cost))
    index: dict[int, int] = {}
    ends = [
        (index.setdefault(u, len(index)), index.setdefault(v, len(index))) for u, v in cheapest
    ]
    for node in (*origins, *targets):
        index.setdefault(node, len(index))
    pairs = np.array(ends, dtype=np.int64).reshape(-1, 2)
    costs = np.array(list(cheapest.values()), dtype=np.float64)
    # A stored zero is an arc of no cost to scipy, as long as the matrix stays sparse.
    graph = csr_array((costs, (pairs[:, 0], pairs[:, 1])), shape=(len(index),) * 2)
    rows, row_of = np.unique([index[node] for node in origins], return_inverse=True)
    columns = np.array([index[node] for node in targets], dtype=np.int64)
    found = np.empty((len(rows), len(columns)), dtype=np.int64)
    block = max(1, BLOCK // len(index))
    for start in range(0, len(rows), block):
        part = dijkstra(graph, indices=rows[start : start + block])[:, columns]
        found[start : start + block] = np.where(np.isfinite(part), part, NEVER)
    return found[row_of]
