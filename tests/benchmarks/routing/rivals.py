"""Other programs' fastest paths on the same graph of arcs and turns.

Every timing is of the search alone, results left where the rival puts them: what it would cost to
pick the wanted columns out and to round them is not counted, in the rivals' favour.
"""

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import igraph
import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from optimizer.network.paths.path_finder import UNREACHABLE, PathFinder

BLOCK_ROWS = 250
"""Rows in one call of scipy, which returns all columns: 8,000 at once would need gigabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpandedGraph:
    """Arcs as vertices, turns as edges.

    Parameters
    ----------
    weights
        Milliseconds from the start of one vertex' arc to the start of the next: arc and turn.
    vertex_arc
        The arc of each vertex. The first vertices are the arcs themselves, by number; copies, if
        any, follow.
    arc_ms
        Milliseconds of each whole arc.
    """

    weights: csr_array
    vertex_arc: NDArray[np.int64]
    arc_ms: NDArray[np.int64]

    @property
    def tails(self) -> NDArray[np.int64]:
        """The vertex that each edge leaves."""
        num_vertices = len(self.vertex_arc)
        return np.repeat(np.arange(num_vertices), np.diff(self.weights.indptr))


def expanded_graph(finder: PathFinder) -> ExpandedGraph:
    """Returns what `finder` searches, as any library's graph: the one place that knows both."""
    turns = finder.turns
    weight_ms = finder.arc_ms[turns.state_arc[turns.from_state]] + turns.cost_ms
    return ExpandedGraph(
        weights=csr_array(
            (weight_ms.astype(np.float64), turns.next_state, turns.start),
            shape=(turns.num_states, turns.num_states),
        ),
        vertex_arc=turns.state_arc.astype(np.int64),
        arc_ms=finder.arc_ms,
    )


def seconds_between(
    graph: ExpandedGraph,
    from_start_ms: NDArray[np.float64],
    sources: NDArray[np.int64],
    targets: NDArray[np.int64],
) -> NDArray[np.int32]:
    """Returns whole seconds from the end of each source arc to the start of each target arc.

    Parameters
    ----------
    from_start_ms
        Row by source, column by vertex, from the start of the source; changed in place.
    """
    # A vertex is no distance from itself, but a drive from an arc's end to its start goes round.
    into = _edges_into(graph, sources)
    for row, (source, edges) in enumerate(zip(sources, into, strict=True)):
        tails, weights_ms = edges
        from_start_ms[row, source] = (from_start_ms[row, tails] + weights_ms).min(initial=np.inf)
    num_arcs = len(graph.arc_ms)
    for copy, arc in enumerate(graph.vertex_arc[num_arcs:], start=num_arcs):
        column = from_start_ms[:, arc]
        np.minimum(column, from_start_ms[:, copy], out=column)
    ms = from_start_ms[:, targets] - graph.arc_ms[sources][:, None]
    seconds = np.ceil(ms / 1000)
    return np.where(np.isinf(ms), UNREACHABLE, seconds).astype(np.int32)


def _edges_into(
    graph: ExpandedGraph, vertices: NDArray[np.int64]
) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    backwards = graph.weights.tocsc()
    begin, end = backwards.indptr[vertices], backwards.indptr[vertices + 1]
    return [(backwards.indices[a:b], backwards.data[a:b]) for a, b in zip(begin, end, strict=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Seconds that a rival took for some rows of a matrix of `num_places` rows.

    `cpu_s` is the processor's time in them, 0 where it was not measured.
    """

    seconds: float
    cpu_s: float = 0.0
    num_rows: int
    num_places: int

    @property
    def is_extrapolated(self) -> bool:
        """Whether not all rows were computed."""
        return self.num_rows < self.num_places

    @property
    def whole_s(self) -> float:
        """Seconds for all rows; in proportion, since each row is a search of its own."""
        return self.seconds * self.num_places / self.num_rows

    @property
    def whole_cpu_s(self) -> float:
        """Processor seconds for all rows."""
        return self.cpu_s * self.num_places / self.num_rows


RowCheck = Callable[[NDArray[np.int64], NDArray[np.float64]], None]
"""Gets the numbers of some rows and their milliseconds to all vertices."""


def scipy_on_one_core(
    graph: ExpandedGraph, arcs: NDArray[np.int64], rows: NDArray[np.int64], check: RowCheck
) -> Timing:
    """Times `dijkstra` in this process; each block is checked with the clock stopped."""
    seconds, cpu_s = 0.0, 0.0
    for block in _blocks(rows):
        begin, begin_cpu = time.perf_counter(), time.process_time()
        from_start_ms = dijkstra(graph.weights, indices=arcs[block])
        seconds += time.perf_counter() - begin
        cpu_s += time.process_time() - begin_cpu
        check(block, from_start_ms)
    return Timing(seconds=seconds, cpu_s=cpu_s, num_rows=len(rows), num_places=len(arcs))


class ScipyProcesses:
    """Two processes that hold the graph already, and halve the rows between them."""

    def __init__(self, graph: ExpandedGraph) -> None:
        # One pool each, so that neither takes the other's half.
        self._pools = [
            ProcessPoolExecutor(
                1, mp_context=get_context("spawn"), initializer=_hold, initargs=(graph.weights,)
            )
            for _ in range(2)
        ]
        for pool in self._pools:
            pool.submit(_search_held, np.zeros(1, dtype=np.int64)).result()

    def time(self, arcs: NDArray[np.int64], rows: NDArray[np.int64]) -> Timing:
        """Times the rows; the results stay in the processes."""
        begin = time.perf_counter()
        halves = [
            pool.submit(_search_held, arcs[rows[number::2]])
            for number, pool in enumerate(self._pools)
        ]
        for half in halves:
            half.result()
        seconds = time.perf_counter() - begin
        return Timing(seconds=seconds, num_rows=len(rows), num_places=len(arcs))

    def close(self) -> None:
        """Ends the processes."""
        for pool in self._pools:
            pool.shutdown()


_held: list[csr_array] = []


def _hold(weights: csr_array) -> None:
    _held.append(weights)


def _search_held(sources: NDArray[np.int64]) -> None:
    for block in _blocks(sources):
        dijkstra(_held[0], indices=block)


def _blocks(rows: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    return [rows[at : at + BLOCK_ROWS] for at in range(0, len(rows), BLOCK_ROWS)]


def igraph_rows(graph: ExpandedGraph, arcs: NDArray[np.int64], *, budget_s: float) -> Timing:
    """Times `Graph.distances` to the places' arcs on as many rows as fit into the budget."""
    head = graph.weights.indices
    built = igraph.Graph(
        n=len(graph.vertex_arc), edges=np.column_stack((graph.tails, head)), directed=True
    )
    built.es["ms"] = graph.weights.data.tolist()
    targets = arcs.tolist()

    def search(sources: list[int]) -> None:
        built.distances(sources, targets, weights="ms", algorithm="dijkstra")

    return _as_many_as_fit(search, targets, budget_s)


def networkx_rows(graph: ExpandedGraph, arcs: NDArray[np.int64], *, budget_s: float) -> Timing:
    """Times `single_source_dijkstra_path_length` on as many rows as fit into the budget."""
    built = nx.DiGraph()
    built.add_weighted_edges_from(
        zip(
            graph.tails.tolist(),
            graph.weights.indices.tolist(),
            graph.weights.data.tolist(),
            strict=True,
        )
    )

    def search(sources: list[int]) -> None:
        for source in sources:
            nx.single_source_dijkstra_path_length(built, source)

    return _as_many_as_fit(search, arcs.tolist(), budget_s)


def _as_many_as_fit(
    search: Callable[[list[int]], None], sources: list[int], budget_s: float
) -> Timing:
    """Times ever larger batches of sources; the first, a single one, warms up and is left out."""
    search(sources[:1])
    seconds, done, batch = 0.0, 0, 1
    while done < len(sources) and seconds < budget_s:
        begin = time.perf_counter()
        search(sources[done : done + batch])
        seconds += time.perf_counter() - begin
        done = min(done + batch, len(sources))
        batch = max(1, min(BLOCK_ROWS, int((budget_s - seconds) * done / seconds)))
    return Timing(seconds=seconds, num_rows=done, num_places=len(sources))
