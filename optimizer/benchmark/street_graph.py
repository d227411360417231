"""The streets of an arc-routing file as matrices, and what a set of nodes demands of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from optimizer.benchmark.read import CarpFile, shortest_distances
from optimizer.errors import InputError
from optimizer.instance import NEVER


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StreetGraph:
    """The graph of a file, nodes numbered from 0 without gaps, the depot among them.

    Parameters
    ----------
    ends, costs
        The edges, the cheapest of each pair of nodes, without loops.
    num_required
        Required edges between two nodes, loops left out: shape (nodes, nodes).
    demand
        Their demand, shape (nodes, nodes).
    loop_demand
        Demand of the required loops at each node.
    distances
        Shortest distances between the nodes.
    """

    depot: int
    capacity: int
    service: int
    ends: NDArray[np.int64]
    costs: NDArray[np.int64]
    num_required: NDArray[np.int64]
    demand: NDArray[np.int64]
    loop_demand: NDArray[np.int64]
    distances: NDArray[np.int64]

    @classmethod
    def of(cls, file: CarpFile) -> Self:
        """Returns the graph of a file.

        Raises
        ------
        InputError
            When a required edge cannot be reached from the depot.
        """
        edges = file.required + file.optional
        nodes = sorted({file.depot, *(u for u, _, _, _ in edges), *(v for _, v, _, _ in edges)})
        number = {node: k for k, node in enumerate(nodes)}
        cheapest: dict[tuple[int, int], int] = {}
        for u, v, cost, _ in edges:
            if u != v:
                pair = (min(number[u], number[v]), max(number[u], number[v]))
                cheapest[pair] = min(cost, cheapest.get(pair, cost))
        count = np.zeros((len(nodes), len(nodes)), dtype=np.int64)
        demand = np.zeros_like(count)
        loop_demand = np.zeros(len(nodes), dtype=np.int64)
        for u, v, _, amount in file.required:
            i, j = number[u], number[v]
            if i == j:
                loop_demand[i] += amount
            else:
                for a, b in ((i, j), (j, i)):
                    count[a, b] += 1
                    demand[a, b] += amount
        return cls(
            depot=number[file.depot],
            capacity=file.capacity,
            service=sum(cost for _, _, cost, _ in file.required),
            ends=np.array(sorted(cheapest), dtype=np.int64).reshape(-1, 2),
            costs=np.array([cheapest[pair] for pair in sorted(cheapest)], dtype=np.int64),
            num_required=count,
            demand=demand,
            loop_demand=loop_demand,
            distances=_distances(file, nodes),
        )

    @property
    def num_nodes(self) -> int:
        """Returns how many nodes there are."""
        return len(self.loop_demand)

    @property
    def degree(self) -> NDArray[np.int64]:
        """Returns how many required edges end at each node, loops left out."""
        degree: NDArray[np.int64] = self.num_required.sum(axis=1)
        return degree

    def crossing(self, sets: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Returns which edges cross the border of each set, shape (sets, edges)."""
        crossed: NDArray[np.bool_] = sets[:, self.ends[:, 0]] != sets[:, self.ends[:, 1]]
        return crossed

    def least_deadheads(self, sets: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Returns how often vehicles must cross each set's border without serving.

        A set without the depot whose inner and crossing edges demand q is entered and left by at
        least ceil(q / capacity) routes; required edges that cross serve as some of these
        crossings. Every route is closed, so that crossings are even in number: one is without
        service where an odd number of required edges cross. Both bounds have the same parity.

        References
        ----------
        Belenguer and Benavent (2003), A cutting plane algorithm for the capacitated arc routing
        problem, capacity and odd edge cutset constraints. doi:10.1016/S0305-0548(02)00046-1
        """
        inside = sets.astype(np.int64)
        required = ((inside @ self.num_required) * (1 - inside)).sum(axis=1)
        # Summed over the nodes, the demand of an edge with both ends inside is counted twice.
        ends = inside @ (self.demand.sum(axis=1) + self.loop_demand)
        demand = ends - ((inside @ self.demand) * inside).sum(axis=1) // 2
        least: NDArray[np.int64] = np.maximum(
            required % 2, 2 * -(-demand // self.capacity) - required
        )
        # A set that holds the depot says only that crossings are even in number.
        return np.where(sets[:, self.depot], required % 2, least)


def _distances(file: CarpFile, nodes: Sequence[int]) -> NDArray[np.int64]:
    """Returns shortest distances between nodes."""
    ways = [
        way
        for u, v, cost, _ in file.required + file.optional
        for way in ((u, v, cost), (v, u, cost))
    ]
    found = shortest_distances(ways, nodes, nodes)
    from_depot = found[nodes.index(file.depot)]
    for u, v, _, _ in file.required:
        if from_depot[nodes.index(u)] >= NEVER:
            raise InputError(
                "benchmark.edge_out_of_reach",
                "{path}: required edge ({u}, {v}) cannot be reached from depot {depot}.",
                path=file.path,
                u=u,
                v=v,
                depot=file.depot,
            )
    # What is cut off and not required matters to no bound.
    return np.where(found < NEVER, found, 0)
