"""Finds sets of nodes whose border a fractional solution crosses too seldom.

Whatever is found here is checked again by `StreetGraph.least_deadheads`: a fault of a search makes
the bound weaker, never wrong.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components, maximum_flow

from optimizer.benchmark.street_graph import StreetGraph

Sets = NDArray[np.bool_]

VIOLATION = 1e-4
"""A cut counts as violated when it lacks more than this of a crossing."""

THRESHOLDS = (1e-6, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75)
"""Components are taken over edges crossed more often than these."""

UNIT = 1_000_000
"""Flows are integers of this fraction of a crossing."""

MAX_STARTS = 192
"""Local searches that run at once."""

MAX_STEPS = 400

PER_START = 3
"""Cuts kept of each local search, the most violated."""


def separate_by_components(graph: StreetGraph, crossings: NDArray[np.float64]) -> Sets:
    """Returns the parts into which the graph falls without the seldom crossed edges."""
    found = [np.empty((0, graph.num_nodes), dtype=np.bool_)]
    for threshold in THRESHOLDS:
        labels = _components(graph, crossings > threshold)
        found.append(labels[None, :] == np.arange(labels.max() + 1)[:, None])
        both = (crossings > threshold) | (
            graph.num_required[graph.ends[:, 0], graph.ends[:, 1]] > 0
        )
        labels = _components(graph, both)
        found.append(labels[None, :] == np.arange(labels.max() + 1)[:, None])
    return turn_from_depot(graph, np.vstack(found))


def separate_by_odd_cuts(graph: StreetGraph, crossings: NDArray[np.float64]) -> Sets:
    """Returns the cuts of a Gomory-Hu tree with an odd number of required edges.

    A minimum odd cut is among them.

    References
    ----------
    Padberg and Rao (1982), Odd minimum cut-sets and b-matchings. doi:10.1287/moor.7.1.67
    Gusfield (1990), Very simple methods for all pairs network flow analysis.
    doi:10.1137/0219009
    """
    nodes = graph.num_nodes
    # No more than one crossing is ever asked for, and capacities must fit into 32 bits.
    capacity = np.rint(np.minimum(crossings, 1.0) * UNIT).astype(np.int32)
    network = _network(graph, capacity)
    parent = np.zeros(nodes, dtype=np.int64)
    found = []
    for source in range(1, nodes):
        sink = int(parent[source])
        side = _source_side(network, source, sink)
        found.append(side)
        moved = side & (parent == sink)
        moved[source] = False
        parent[moved] = source
        if side[parent[sink]]:
            parent[source] = parent[sink]
            parent[sink] = source
    below = np.eye(nodes, dtype=np.bool_)
    for node in range(1, nodes):
        above = node
        while above:
            above = int(parent[above])
            below[above, node] = True
    # A minimum odd cut is among the tree's; those found on the way come at no cost.
    sets = np.vstack((below[1:], np.array(found, dtype=np.bool_).reshape(-1, nodes)))
    odd = (sets.astype(np.int64) @ (graph.degree % 2)) % 2 == 1
    return turn_from_depot(graph, sets[odd])


def separate_by_flows(graph: StreetGraph, crossings: NDArray[np.float64]) -> Sets:
    """Returns sets that break capacity cuts without rounding, at several prices of demand.

    With price 1 the set is a most violated one of 2 x demand / capacity, as Belenguer and
    Benavent find it; other prices give sets of other sizes.
    """
    u, v = graph.ends.T
    total = (graph.demand.sum(axis=1) + graph.loop_demand) / graph.capacity
    found = []
    for price in np.linspace(0.4, 2.4, 21):
        # An edge counts where it has an end inside: half by each end, half by being crossed.
        weight = crossings + graph.num_required[u, v] - price * graph.demand[u, v] / graph.capacity
        capacity = np.rint(np.maximum(weight, 0.0) * UNIT / 10).astype(np.int32)
        prizes = np.rint(price * total * UNIT / 10).astype(np.int32)
        found.append(_source_side(_network(graph, capacity, prizes), graph.num_nodes, graph.depot))
    sets = np.array(found, dtype=np.bool_)[:, : graph.num_nodes]
    return turn_from_depot(graph, sets[sets.any(axis=1)])


def separate_by_local_search(
    graph: StreetGraph, crossings: NDArray[np.float64], rng: np.random.Generator
) -> Sets:
    """Returns sets found by moving one node at a time into or out of many sets at once.

    Each start takes the move that leaves the least slack in its capacity cut, does not take it
    back for some steps (a tabu search), and weighs rounded against unrounded demand in its own
    way, since the rounded slack alone does not say which way to go.
    """
    nodes = graph.num_nodes
    others = np.flatnonzero(np.arange(nodes) != graph.depot)
    starts = min(MAX_STARTS, 2 * len(others))
    rows = np.arange(starts)
    weight = graph.num_required.astype(np.float64)
    weight[graph.ends[:, 0], graph.ends[:, 1]] += crossings
    weight[graph.ends[:, 1], graph.ends[:, 0]] += crossings
    demand = graph.demand.astype(np.float64)
    degree = weight.sum(axis=1)
    ends = demand.sum(axis=1) + graph.loop_demand
    near = np.zeros((nodes, nodes), dtype=np.bool_)
    near[graph.ends[:, 0], graph.ends[:, 1]] = near[graph.ends[:, 1], graph.ends[:, 0]] = True

    sets = np.zeros((starts, nodes), dtype=np.bool_)
    seeds = others[np.resize(rng.permutation(len(others)), starts)]
    sets[rows, seeds] = True
    border, load = degree[seeds], ends[seeds]
    to_set, demand_to_set, reached = weight[seeds], demand[seeds], near[seeds].astype(np.int64)
    barred = np.zeros((starts, nodes), dtype=np.int64)
    rounding = rng.choice([0.2, 0.5, 0.8], size=(starts, 1))
    found: list[Sets] = []
    lacks: list[NDArray[np.float64]] = []
    owners: list[NDArray[np.int64]] = []
    for step in range(min(MAX_STEPS, 2 * nodes)):
        sign = np.where(sets, -1.0, 1.0)
        new_border = border[:, None] + sign * degree - 2 * sign * to_set
        new_load = load[:, None] + sign * (ends - demand_to_set)
        routes = new_load / graph.capacity
        score = new_border - 2 * (rounding * np.ceil(routes - 1e-9) + (1 - rounding) * routes)
        score += rng.random(score.shape) * 0.05
        shut = (barred > step) | (~sets & (reached == 0))
        shut[:, graph.depot] = True
        score[shut] = np.inf
        chosen = score.argmin(axis=1)
        movable = np.isfinite(score[rows, chosen])
        if not movable.any():
            break
        sign = np.where(movable, sign[rows, chosen], 0.0)
        border = np.where(movable, new_border[rows, chosen], border)
        load = np.where(movable, new_load[rows, chosen], load)
        sets[rows, chosen] ^= movable
        to_set += sign[:, None] * weight[chosen]
        demand_to_set += sign[:, None] * demand[chosen]
        reached += sign[:, None].astype(np.int64) * near[chosen]
        barred[rows, chosen] = step + rng.integers(5, 25, starts)
        lack = 2 * np.ceil(load / graph.capacity - 1e-9) - border
        broken = lack > VIOLATION
        found.append(sets[broken].copy())
        lacks.append(lack[broken])
        owners.append(rows[broken])
    return _pick_best(np.vstack(found), np.concatenate(lacks), np.concatenate(owners))


def _pick_best(sets: Sets, lacks: NDArray[np.float64], owners: NDArray[np.int64]) -> Sets:
    order = np.lexsort((np.arange(len(sets)), -lacks, owners))
    owners = owners[order]
    first = np.searchsorted(owners, owners)
    return sets[order[np.arange(len(order)) - first < PER_START]]


def turn_from_depot(graph: StreetGraph, sets: Sets) -> Sets:
    """Returns each set or, where it holds the depot, its complement, which has the same border."""
    turned: Sets = sets ^ sets[:, graph.depot][:, None]
    return turned


def _components(graph: StreetGraph, kept: NDArray[np.bool_]) -> NDArray[np.int32]:
    u, v = graph.ends[kept].T
    joined = csr_array((np.ones(len(u)), (u, v)), (graph.num_nodes,) * 2)
    labels: NDArray[np.int32] = connected_components(joined, directed=False)[1]
    return labels


def _network(
    graph: StreetGraph, capacity: NDArray[np.int32], prizes: NDArray[np.int32] | None = None
) -> csr_array:
    """Returns the flow network; with prizes a node more, the source, has an arc to each node."""
    u, v = graph.ends.T
    rows, columns, values = [u, v], [v, u], [capacity, capacity]
    size = graph.num_nodes
    if prizes is not None:
        rows.append(np.full(size, size))
        columns.append(np.arange(size))
        values.append(prizes)
        size += 1
    matrix = csr_array(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), (size, size)
    )
    matrix.eliminate_zeros()
    return matrix


def _source_side(network: csr_array, source: int, sink: int) -> NDArray[np.bool_]:
    """Returns the nodes on the source's side of a minimum cut."""
    flow = maximum_flow(network, source, sink).flow
    residual = csr_array(network - flow)
    residual.eliminate_zeros()
    side = np.zeros(network.shape[0], dtype=np.bool_)
    side[breadth_first_order(residual, source, return_predecessors=False)] = True
    return side
