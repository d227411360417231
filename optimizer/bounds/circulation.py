"""Circulations: flows that enter every node as often as they leave it, in a linear programme."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from optimizer.bounds.linear_programme import LinearProgramme, Numbers

TRACE = 1e-6
"""Less than this flow counts as none."""


class Circulation:
    """Nodes, edges with a column each, and ways along which a fixed number goes for nothing.

    Attributes
    ----------
    programme
        Where further conditions on the columns are added.
    """

    def __init__(self) -> None:
        self.programme = LinearProgramme()
        self.num_nodes = 0
        self._edges: list[tuple[Numbers, Numbers, Numbers]] = []
        self._fixed: list[tuple[int, int, int]] = []
        self._fixed_array: Numbers = np.empty((0, 3), dtype=np.int64)
        self._rows: Numbers = np.empty(0, dtype=np.int64)

    def add_nodes(self, number: int) -> Numbers:
        """Adds nodes and returns them."""
        rows = self.programme.add_rows(np.zeros(number), equal=True)
        self._rows = np.concatenate((self._rows, rows))
        first, self.num_nodes = self.num_nodes, self.num_nodes + number
        return np.arange(first, self.num_nodes)

    def add_edges(self, tail: ArrayLike, head: ArrayLike, cost: ArrayLike) -> Numbers:
        """Adds edges and returns the columns that count what goes along them."""
        tails, heads = np.atleast_1d(tail, head)
        columns = self.programme.add_columns(np.broadcast_to(cost, tails.shape))
        self.programme.add_entries(self._rows[tails], columns, 1)
        self.programme.add_entries(self._rows[heads], columns, -1)
        self._edges.append((tails, heads, columns))
        return columns

    def fix(self, tail: int, head: int, number: int) -> None:
        """Sends a fixed number from one node to another."""
        self.programme.raise_rows(self._rows[[tail, head]], [-number, number])
        self._fixed.append((tail, head, number))

    def parts(self, flow: NDArray[np.float64]) -> NDArray[np.int32]:
        """Returns for each node the number of the part that a flow connects it with."""
        tail, head, column = self._all_edges()
        used = flow[column] > TRACE
        fixed_tail, fixed_head, _ = self._all_fixed()
        tails = np.concatenate((tail[used], fixed_tail))
        heads = np.concatenate((head[used], fixed_head))
        size = (self.num_nodes, self.num_nodes)
        graph = coo_array((np.ones(len(tails), dtype=np.int8), (tails, heads)), shape=size)
        return np.asarray(connected_components(graph, directed=False)[1])

    def list_entering(self, inside: NDArray[np.bool_]) -> tuple[Numbers, int]:
        """Returns the columns of edges into a set of nodes, and the fixed number into it."""
        tail, head, column = self._all_edges()
        fixed_tail, fixed_head, number = self._all_fixed()
        into = inside[fixed_head] & ~inside[fixed_tail]
        return column[inside[head] & ~inside[tail]], int(number[into].sum())

    def _all_edges(self) -> tuple[Numbers, Numbers, Numbers]:
        if len(self._edges) > 1:
            tail, head, column = (np.concatenate(part) for part in zip(*self._edges, strict=True))
            self._edges = [(tail, head, column)]
        return self._edges[0]

    def _all_fixed(self) -> Numbers:
        if len(self._fixed) != len(self._fixed_array):
            self._fixed_array = np.array(self._fixed, dtype=np.int64).reshape(-1, 3)
        return self._fixed_array.T
