"""Hub labels of places: `./run bench hub_labels --places 4000 20000`.

Half of the places are whole arcs, entered at the start and left at the end; the others are stops
anywhere along random arcs, every tenth of them with the other side of its street. The plain graph
is a perturbed grid, a third of its streets one-way, with a place at the ends of each mode of
10,000 of its edges. Compiling is not counted.

Nanoseconds are those of one question, for random pairs and for pairs of a place and one of its 100
nearest: `merge` asks pair by pair in any order, `remember` the same with a table of 2^17 slots,
`row` asks for 100 places of one origin at a time and counts the writing and wiping of its row.
Exit code 1 when labels differ from the matrix of the first 2,000 places, or from scipy.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from optimizer.errors import OneBroomError
from optimizer.kernel import allocating_kernel
from optimizer.network.cache import load
from optimizer.network.paths.hub_labels import graph_labels
from optimizer.network.paths.hub_query import (
    LAST,
    HubLabels,
    lookup,
    meet,
    recall,
    seconds_and_metres,
    spread,
    wipe,
)
from optimizer.network.paths.path_finder import PathFinder
from optimizer.network.paths.paths_kernel import NO_COST
from optimizer.network.place import Place, Position
from optimizer.network.profile import PROFILES

from .machine import machine

DEFAULT_OSM = (
    Path(__file__).resolve().parents[2].parent
    / "shared"
    / "data"
    / "osm"
    / "huzhou_core10km.osm.pbf"
)
NEAREST = 100
ORIGINS = 500
QUESTIONS = 1_000_000
CHECKED = 2_000


@allocating_kernel
def _merge(labels, origins, destinations, costs):
    out_start, out_hub, out_cost, in_start, in_hub, in_cost = labels
    for k in range(len(origins)):
        i, j = origins[k], destinations[k]
        costs[k] = meet(out_start, out_hub, out_cost, in_start, in_hub, in_cost, i, j)


@allocating_kernel
def _remember(labels, memory, origins, destinations, costs):
    out_start, out_hub, out_cost, in_start, in_hub, in_cost = labels
    for k in range(len(origins)):
        i, j = origins[k], destinations[k]
        costs[k] = recall(memory, out_start, out_hub, out_cost, in_start, in_hub, in_cost, i, j)


@allocating_kernel
def _rows(labels, row, origins, destinations, costs):
    """Asks for all destinations of each origin, shape (origins, destinations of each)."""
    out_start, out_hub, out_cost, in_start, in_hub, in_cost = labels
    for k in range(len(origins)):
        spread(out_start, out_hub, out_cost, origins[k], row)
        for m in range(destinations.shape[1]):
            costs[k, m] = lookup(in_start, in_hub, in_cost, destinations[k, m], row)
        wipe(out_start, out_hub, origins[k], row)


@allocating_kernel
def _decoded(costs):
    found = np.empty((2, len(costs)), dtype=np.int64)
    for k in range(len(costs)):
        found[0, k], found[1, k] = seconds_and_metres(costs[k])
    return found


def main() -> int:
    """Builds labels, times questions and prints the figures."""
    parser = argparse.ArgumentParser(
        prog="./run bench hub_labels",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--osm", type=Path, default=DEFAULT_OSM)
    parser.add_argument("--places", type=int, nargs="+", default=[4_000, 20_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        network = load(options.osm, directory=Path(folder))
    finder = PathFinder(network, PROFILES["sweeper"])
    finder.hub_labels(_places(finder, 10, rng))  # compiles, and contracts the streets
    figures = [_measure_streets(finder, number, rng) for number in options.places]
    figures.append(_measure_grid(rng))
    if options.json:
        print(json.dumps({"machine": machine(), "seed": options.seed, "graphs": figures}))
    else:
        print(f"machine: {machine()}; seed {options.seed}")
        for key in figures[0]:
            print(f"{key:<26}" + "".join(f"{one[key]:>24}" for one in figures))
    return int(any(one["differing"] for one in figures))


def _places(finder: PathFinder, number: int, rng: np.random.Generator) -> list[Place]:
    """Returns different places."""
    network, arcs = finder.network, np.flatnonzero(finder.routable)
    places: dict[Place, None] = {}
    while len(places) < number:
        arc, kind = int(rng.choice(arcs)), rng.random()
        length_m, other = int(network.arc_length_m[arc]), int(network.arc_inverse[arc])
        at_m = int(rng.integers(0, length_m + 1))
        if kind < 0.5 and len(places) < number // 2:
            entries: tuple[Position, ...] = (Position(arc=arc, offset_m=0),)
            exits: tuple[Position, ...] = (Position(arc=arc, offset_m=length_m),)
        else:
            entries = (Position(arc=arc, offset_m=at_m),)
            if kind > 0.95 and other >= 0:
                across_m = int(network.arc_length_m[other]) * (length_m - at_m) // length_m
                entries = (*entries, Position(arc=other, offset_m=across_m))
            exits = entries
        places.setdefault(Place(entries=entries, exits=exits))
    return list(places)


def _measure_streets(finder: PathFinder, number: int, rng: np.random.Generator) -> dict:
    places = _places(finder, number, rng)
    begin = time.perf_counter()
    labels = finder.hub_labels(places)
    build_s = time.perf_counter() - begin
    some = min(number, CHECKED)
    matrix = finder.matrix(places[:some])
    seconds, metres = _square(labels, some)
    differing = (seconds != matrix.duration_s) | (metres != matrix.distance_m)
    arcs = int(finder.routable.sum())
    return {
        "graph": f"{finder.network.name[:12]}, {arcs:,} arcs",
        **_figures(labels, build_s, int(differing.sum()), rng),
    }


def _measure_grid(rng: np.random.Generator) -> dict:
    node = np.arange(5_000).reshape(50, 100)
    ends = np.concatenate(
        [
            np.stack([node[:, :-1].ravel(), node[:, 1:].ravel()], axis=1),
            np.stack([node[:-1].ravel(), node[1:].ravel()], axis=1),
        ]
    )
    ends = np.where(rng.random((len(ends), 1)) < 0.5, ends, ends[:, ::-1])
    costs, both = rng.integers(50, 150, len(ends)), rng.random(len(ends)) >= 1 / 3
    tails = np.concatenate([ends[:, 0], ends[both, 1]])
    heads = np.concatenate([ends[:, 1], ends[both, 0]])
    required = rng.permutation(len(ends)) < 10_000
    # Every mode of a required edge is a place: entered at its tail, left at its head.
    modes = np.concatenate([required, required[both]])
    entered, left = tails[modes], heads[modes]
    graph = csr_array((np.concatenate([costs, costs[both]]), (tails, heads)), shape=(5_000, 5_000))
    graph_labels(graph, left[:10], entered[:10], is_time=False)
    begin = time.perf_counter()
    labels = graph_labels(graph, left, entered, is_time=False)
    build_s = time.perf_counter() - begin
    expected = dijkstra(graph.astype(np.float64), indices=left[:CHECKED])[:, entered[:CHECKED]]
    _, metres = _square(labels, CHECKED)
    differing = int((metres != np.where(np.isfinite(expected), expected, 2**30)).sum())
    return {
        "graph": f"grid, {len(tails):,} arcs",
        **_figures(labels, build_s, differing, rng),
    }


def _square(labels: HubLabels, number: int) -> NDArray[np.int64]:
    """Returns seconds and metres between the first places, shape (2, number, number)."""
    every = np.arange(number)
    costs = np.empty((number, number), dtype=np.int64)
    _rows(labels, _row(labels), every, np.tile(every, (number, 1)), costs)
    return _decoded(costs.ravel()).reshape(2, number, number)


def _row(labels: HubLabels) -> NDArray[np.int64]:
    return np.full(labels.num_hubs, NO_COST, dtype=np.int64)


def _figures(labels: HubLabels, build_s: float, differing: int, rng: np.random.Generator) -> dict:
    number = len(labels.out_start)
    row = _row(labels)
    sides = (labels[:3], labels[3:])
    sizes = [np.flatnonzero(hub == LAST) - np.unique(start) for start, hub, _ in sides]
    origins = rng.permutation(number)[:ORIGINS]
    costs = np.empty((len(origins), number), dtype=np.int64)
    _rows(labels, row, origins, np.tile(np.arange(number), (len(origins), 1)), costs)
    near = np.argsort(costs, axis=1, kind="stable")[:, :NEAREST]
    apart = rng.integers(0, number, near.shape)
    pairs = rng.integers(0, near.size, QUESTIONS)
    asked = {
        "random": tuple(rng.integers(0, number, (2, QUESTIONS))),
        "near": (np.repeat(origins, NEAREST)[pairs], near.ravel()[pairs]),
    }
    memory = np.full(2**18, -1, dtype=np.int64)
    answers = np.empty(QUESTIONS, dtype=np.int64)
    block = np.empty(near.shape, dtype=np.int64)
    few = np.zeros(2, dtype=np.int64)
    _merge(labels, few, few, answers)
    _remember(labels, memory, few, few, answers)
    return {
        "places": f"{number:,}",
        "differing": differing,
        "build s": round(build_s, 2),
        "lists, out and in": f"{len(sizes[0]):,} {len(sizes[1]):,}",
        "hubs a list, mean": round(float(np.concatenate(sizes).mean()), 1),
        "hubs a list, most": int(np.concatenate(sizes).max()),
        "MB": round(labels.nbytes / 1e6, 1),
        "MB of a matrix": round(8 * number**2 / 1e6, 1),
        **{f"merge {key} ns": _ns(_merge, labels, *ends, answers) for key, ends in asked.items()},
        **{
            f"remember {key} ns": _ns(_remember, labels, memory, *ends, answers)
            for key, ends in asked.items()
        },
        "row random ns": _ns(_rows, labels, row, origins, apart, block),
        "row near ns": _ns(_rows, labels, row, origins, near, block),
    }


def _ns(kernel, labels, *rest) -> int:
    """Returns the nanoseconds of one question, the least of three runs."""
    least = float("inf")
    for _ in range(3):
        begin = time.perf_counter()
        kernel(labels, *rest)
        least = min(least, time.perf_counter() - begin)
    return round(1e9 * least / rest[-1].size)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OneBroomError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
