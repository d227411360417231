"""A proven lower bound on the cost of an arc-routing file.

Service with a matching of odd nodes, and where that is stronger a linear programme of capacity and
odd cuts. Both count the traversals without service that any plan needs.
"""

import math
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from optimizer.benchmark.read import CarpFile
from optimizer.benchmark.separation import (
    VIOLATION,
    separate_by_components,
    separate_by_flows,
    separate_by_local_search,
    separate_by_odd_cuts,
    turn_from_depot,
)
from optimizer.benchmark.street_graph import StreetGraph
from optimizer.errors import InputError

ROUNDS = 60
"""Rounds of cuts, enough for most files to run out of violated ones."""

CUTS_A_ROUND = 250

STALL_ROUNDS = 8
"""Rounds that may pass with hardly any gain before the linear programme counts as done."""

GAIN = 2e-3
"""What counts as a gain, in the file's cost."""

MOST_NODES_OF_CUTS = 400
"""With more nodes a round of cuts takes longer than anyone waits: the matching alone must do."""

MOST_MATCHED = 600
"""Most nodes of odd degree and copies of the depot; matching them takes minutes."""

RESOLUTION = 10**9
"""Dual values are rounded down to this fraction, and the bound is computed from them exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What no plan can undercut.

    Parameters
    ----------
    value
        Least cost, service included.
    method
        The strongest bound that gave it: `matching` or `cuts`.
    rounds, cuts
        How often cuts were sought, and how many were in use at the end.
    """

    value: int
    method: str
    rounds: int
    cuts: int


def lower_bound(file: CarpFile, *, rounds: int = ROUNDS, seed: int = 0) -> Bound:
    """Returns a lower bound on the cost of any plan, with any number of vehicles.

    Parameters
    ----------
    rounds
        Most rounds of cuts; 0 leaves the matching alone.

    Raises
    ------
    InputError
        When a required edge cannot be reached from the depot, or when the file is too large.
    """
    _require_manageable(file)
    graph = StreetGraph.of(file)
    best = Bound(value=matching_bound(graph), method="matching", rounds=0, cuts=0)
    if not rounds or not len(graph.costs) or graph.num_nodes > MOST_NODES_OF_CUTS:
        return best
    cuts = _Cuts(graph)
    done = cuts.tighten(rounds, np.random.default_rng(seed))
    value = graph.service + cuts.prove()
    if value > best.value:
        best = Bound(value=value, method="cuts", rounds=done, cuts=len(cuts.least))
    return best


def _require_manageable(file: CarpFile) -> None:
    """Refuses a file whose odd nodes are too many to be matched, before matrices are made of it.

    Raises
    ------
    InputError
        When they are.
    """
    ends = Counter(node for u, v, _, _ in file.required if u != v for node in (u, v))
    copies = 2 * -(-sum(demand for *_, demand in file.required) // file.capacity)
    matched = sum(count % 2 for count in ends.values()) + copies
    if matched > MOST_MATCHED:
        raise InputError(
            "benchmark.too_many_to_match",
            "{path}: a lower bound would match {matched:,} nodes, more than the {most:,} for "
            "which that is done; ask for no bound.",
            path=file.path,
            matched=matched,
            most=MOST_MATCHED,
        )


def matching_bound(graph: StreetGraph) -> int:
    """Returns the cost of service and of the least deadheading that makes all degrees even.

    The depot is duplicated until its degree is twice the number of routes that demand forces, as
    in the node duplication lower bound. Two copies matched with each other are a vehicle that
    drives out and back along the cheapest edge.

    References
    ----------
    Golden and Wong (1981), Capacitated arc routing problems. doi:10.1002/net.3230110308
    Assad, Pearn and Golden (1987), The capacitated Chinese postman problem: lower bounds and
    solvable cases. doi:10.1080/01966324.1987.10737208
    """
    others = np.arange(graph.num_nodes) != graph.depot
    copies = int(graph.least_deadheads(others[None, :])[0])
    nodes = np.concatenate(
        (np.flatnonzero((graph.degree % 2 == 1) & others), np.full(copies, graph.depot))
    )
    if not len(nodes):
        return graph.service
    touching = (graph.ends == graph.depot).any(axis=1)
    out_and_back = 2 * int(graph.costs[touching].min(initial=2**40))
    pairs: nx.Graph[int] = nx.Graph()
    for i, u in enumerate(nodes):
        for j, v in enumerate(nodes[:i]):
            pairs.add_edge(i, j, weight=out_and_back if u == v else int(graph.distances[u, v]))
    matched = nx.min_weight_matching(pairs)
    return graph.service + sum(int(pairs.edges[pair]["weight"]) for pair in matched)


class _Cuts:
    """The sets of nodes whose cuts are in use, and the linear programme over them."""

    def __init__(self, graph: StreetGraph) -> None:
        self.graph = graph
        self.sets = np.empty((0, graph.num_nodes), dtype=np.bool_)
        self.least = np.empty(0, dtype=np.int64)
        self.rows = np.empty((0, len(graph.costs)), dtype=np.bool_)
        self.duals = np.empty(0)
        self.crossings = np.zeros(len(graph.costs))
        self.value = 0.0
        nodes = np.eye(graph.num_nodes, dtype=np.bool_)
        self.add(turn_from_depot(graph, nodes), self.crossings)
        self.solve()

    def tighten(self, rounds: int, rng: np.random.Generator) -> int:
        """Adds violated cuts until none is found or little is gained; returns the rounds."""
        stalled, before = 0, self.value
        for done in range(rounds):
            graph, crossings = self.graph, self.crossings
            found = np.vstack(
                (
                    separate_by_components(graph, crossings),
                    separate_by_flows(graph, crossings),
                    separate_by_local_search(graph, crossings, rng),
                )
            )
            added = self.add(found, crossings)
            if added < 5:
                added += self.add(separate_by_odd_cuts(graph, crossings), crossings)
            if not added:
                return done + 1
            self.solve()
            stalled = stalled + 1 if self.value < before + GAIN else 0
            if stalled == 0:
                before = self.value
            if stalled == STALL_ROUNDS:
                return done + 1
        return rounds

    def add(self, sets: NDArray[np.bool_], crossings: NDArray[np.float64]) -> int:
        """Adds the most violated cuts of some sets; returns how many."""
        sets = np.unique(sets, axis=0)
        least = self.graph.least_deadheads(sets)
        rows = self.graph.crossing(sets)
        lack = least - rows @ crossings
        order = np.argsort(-lack, kind="stable")
        order = order[lack[order] > VIOLATION][:CUTS_A_ROUND]
        self.sets = np.vstack((self.sets, sets[order]))
        self.least = np.concatenate((self.least, least[order]))
        self.rows = np.vstack((self.rows, rows[order]))
        self.duals = np.concatenate((self.duals, np.zeros(len(order))))
        return len(order)

    def solve(self) -> None:
        """Solves the linear programme, and drops the cuts that have become idle."""
        result = linprog(
            self.graph.costs,
            A_ub=-self.rows.astype(np.float64),
            b_ub=-self.least,
            method="highs",
        )
        # Without a solution (a numerical failure) the duals of the round before still hold.
        if result.x is None or result.fun is None or result.slack is None:
            return
        self.crossings = np.maximum(result.x, 0.0)
        self.value = float(result.fun)
        kept = result.slack < 1.0
        self.duals = np.maximum(-result.ineqlin.marginals, 0.0)[kept]
        self.sets, self.least, self.rows = self.sets[kept], self.least[kept], self.rows[kept]

    def prove(self) -> int:
        """Returns the bound of the last duals in exact arithmetic, so that no tolerance counts.

        Any duals that price no edge above its cost prove a bound; where rounding left one above,
        all are scaled down.
        """
        duals = np.floor(self.duals * RESOLUTION).astype(np.int64)
        free = self.graph.costs == 0
        duals[self.rows[:, free].any(axis=1)] = 0
        priced = duals @ self.rows
        scale = min(
            (
                Fraction(int(cost) * RESOLUTION, int(price))
                for cost, price in zip(self.graph.costs, priced, strict=True)
                if price > cost * RESOLUTION
            ),
            default=Fraction(1),
        )
        return math.ceil(scale * int(duals @ self.least) / RESOLUTION)
