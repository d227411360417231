"""Matrices with turn costs against other programs': `./run bench paths --sizes 1000 4000`.

Places are whole arcs, drawn by the seed: a drive leaves one at its end and comes to the next at
its start. scipy, igraph and networkx search the same graph, an arc a vertex and a turn an edge.
Every entry of every row that scipy computes must equal ours to the second; exit code 1 otherwise.

In the first repetition scipy computes all rows on one core when that takes less than
`--full-below` seconds; otherwise rows are computed for `--share-seconds` and the time for all is
extrapolated, which `~` marks. Ours and scipy take turns, and ratios are medians of the
repetitions' ratios, because the machine may be noisy; the ratio of processor times is given for
the same reason. Compiling our kernels is not counted, preparing the network is counted apart.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from optimizer.errors import InputError, OneBroomError
from optimizer.network.cache import load
from optimizer.network.paths.path_finder import Matrix, PathFinder
from optimizer.network.place import Place, Position
from optimizer.network.profile import PROFILES
from optimizer.network.road_network import RoadNetwork

from .machine import machine
from .routing import rivals
from .routing.memory import PeakMemory
from .routing.rivals import ExpandedGraph, ScipyProcesses, Timing
from .routing.streets import NETWORKS, measure_load, small_network, streets_file
from .routing.table import print_network

DEFAULT_DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "osm"
PROFILE = PROFILES["sweeper"]
_TRIAL_ROWS = 50


def main() -> int:
    """Runs the benchmark; exit code 1 when an entry differs from scipy's."""
    options = _parser().parse_args()
    print(f"machine: {machine()}", file=sys.stderr)
    _compile()
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for name in dict.fromkeys(options.networks):
            file = streets_file(name, data=options.data, directory=Path(folder))
            if not file.is_file():
                _say(f"{name}: {file} is absent, left out; --data names the folder of extracts")
                continue
            figures.append(_measure(name, file, Path(folder) / "cache", options))
            if not options.json:
                print_network(figures[-1])
    if not figures:
        raise InputError("none of the networks is there; nothing was measured.")
    num_differing = sum(network["differing_entries"] for network in figures)
    if options.json:
        print(
            json.dumps(
                {
                    "machine": machine(),
                    "profile": PROFILE.id,
                    "seed": options.seed,
                    "repeats": options.repeats,
                    "differing_entries": num_differing,
                    "networks": figures,
                }
            )
        )
    else:
        print(f"machine: {machine()}; seed {options.seed}, {options.repeats} repetitions")
        print(
            "ratios: scipy / ours; ~ extrapolated from a share of the rows, * in some repetitions"
        )
        print(f"{num_differing} entries differ from scipy's")
    return 1 if num_differing else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./run bench paths",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--networks", nargs="+", choices=NETWORKS, default=NETWORKS)
    parser.add_argument("--sizes", nargs="+", type=_positive, default=[1000, 4000, 8000])
    parser.add_argument("--repeats", type=_positive, default=3, help="repetitions (3)")
    parser.add_argument("--seed", type=int, default=1, help="draws the places (1)")
    parser.add_argument("--drives", type=_positive, default=5000, help="drives to unpack (5000)")
    parser.add_argument("--full-below", type=float, default=30.0, metavar="S", help="(30)")
    parser.add_argument("--share-seconds", type=float, default=2.0, metavar="S", help="(2)")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder of extracts")
    parser.add_argument("--json", action="store_true")
    return parser


def _positive(text: str) -> int:
    value = int(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(f"must be positive, got {value}.")
    return value


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _compile() -> None:
    """Compiles every kernel on a tiny network."""
    network = small_network()
    finder = PathFinder(network, PROFILE)
    places = [_whole_arc(network, arc) for arc in range(network.num_arcs)]
    finder.matrix(places)
    finder.drives([(places[0], places[1])])


def _whole_arc(network: RoadNetwork, arc: int) -> Place:
    """Returns the place that is entered at the arc's start and left at its end."""
    end_m = int(network.arc_length_m[arc])
    return Place(
        entries=(Position(arc=arc, offset_m=0),), exits=(Position(arc=arc, offset_m=end_m),)
    )


def _measure(name: str, file: Path, cache: Path, options: argparse.Namespace) -> dict:
    """Returns all figures of one network."""
    _say(f"{name}: reading {file.name}")
    loading = measure_load(file, cache=cache)
    network = load(file, directory=cache)
    preparation_s, finder = _prepare(network, options.repeats)
    graph = rivals.expanded_graph(finder)
    routable = np.flatnonzero(finder.routable)
    order = np.random.default_rng(options.seed).permutation(routable)
    figures = {
        "network": name,
        "file": file.name,
        "junctions": network.num_nodes,
        "arcs": network.num_arcs,
        "routable_arcs": len(routable),
        "turns": len(finder.turns.next_state),
        "load": asdict(loading),
        "preparation_s": preparation_s,
        "matrices": [],
    }
    processes = ScipyProcesses(graph)
    try:
        # A network with fewer arcs than asked gives all it has, once.
        for size in sorted({min(size, len(order)) for size in options.sizes}):
            one = MatrixBenchmark(finder, graph, order[:size], processes, options)
            figures["matrices"].append(one.run(name, preparation_s))
    finally:
        processes.close()
    figures["drives"] = _unpack(finder, one.places, one.matrix, options)
    figures["differing_entries"] = figures["drives"]["differing"] + sum(
        row["differing_entries"] for row in figures["matrices"]
    )
    return figures


def _prepare(network: RoadNetwork, repeats: int) -> tuple[float, PathFinder]:
    """Returns the median seconds until a new finder has answered its first, tiny question."""
    seconds = []
    for _ in range(repeats):
        fresh = replace(network)  # nothing that an earlier finder may have left on it
        begin = time.perf_counter()
        finder = PathFinder(fresh, PROFILE)
        first, last = np.flatnonzero(finder.routable)[[0, -1]]
        finder.matrix([_whole_arc(fresh, int(first)), _whole_arc(fresh, int(last))])
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds), finder


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """One matrix of ours: wall-clock and processor seconds, and by how much memory grew."""

    seconds: float
    cpu_s: float
    peak_bytes: int | None


class MatrixBenchmark:
    """One square matrix between whole arcs, ours and the rivals'.

    Attributes
    ----------
    places, matrix
        What was asked, and our last answer.
    """

    matrix: Matrix

    def __init__(
        self,
        finder: PathFinder,
        graph: ExpandedGraph,
        arcs: NDArray[np.int64],
        processes: ScipyProcesses,
        options: argparse.Namespace,
    ) -> None:
        self.finder = finder
        self.graph = graph
        self.arcs = arcs
        self.processes = processes
        self.options = options
        self.places = [_whole_arc(finder.network, int(arc)) for arc in arcs]
        self._compared = np.zeros(len(arcs), dtype=np.bool_)
        self._differing = 0

    def run(self, name: str, preparation_s: float) -> dict:
        """Returns the figures."""
        ours: list[Ours] = []
        on_one: list[Timing] = []
        on_two: list[Timing] = []
        row_s = 0.0
        for repetition in range(self.options.repeats):
            _say(f"{name}: {len(self.arcs):,} places, repetition {repetition + 1}")
            ours.append(self._time_ours())
            row_s = row_s or self._trial_s()
            may_be_full = repetition == 0 and row_s * len(self.arcs) <= self.options.full_below
            rows = np.arange(len(self.arcs)) if may_be_full else self._share(repetition, row_s)
            on_one.append(rivals.scipy_on_one_core(self.graph, self.arcs, rows, self._check))
            row_s = on_one[-1].seconds / on_one[-1].num_rows
            on_two.append(self.processes.time(self.arcs, self._share(repetition, row_s / 2)))
        _say(f"{name}: {len(self.arcs):,} places, igraph and networkx")
        budget_s = self.options.share_seconds
        others = {
            "igraph": rivals.igraph_rows(self.graph, self.arcs, budget_s=budget_s),
            "networkx": rivals.networkx_rows(self.graph, self.arcs, budget_s=budget_s),
        }
        return {
            "places": len(self.arcs),
            **_ours_summary(ours),
            "scipy_one_core": _summary(on_one),
            "scipy_two_processes": _summary(on_two),
            **{key: _summary([timing]) for key, timing in others.items()},
            "ratio_one_core": _ratio(on_one, [one.seconds for one in ours]),
            "ratio_two_processes": _ratio(on_two, [one.seconds for one in ours]),
            "ratio_with_preparation": _ratio(
                on_one, [one.seconds + preparation_s for one in ours]
            ),
            "ratio_cpu": statistics.median(
                timing.whole_cpu_s / one.cpu_s for timing, one in zip(on_one, ours, strict=True)
            ),
            **self._memory(ours),
            "compared_rows": int(self._compared.sum()),
            "compared_entries": int(self._compared.sum()) * len(self.arcs),
            "differing_entries": self._differing,
        }

    def _time_ours(self) -> Ours:
        self.matrix = None  # type: ignore[assignment]  # its memory is not to be reused
        with PeakMemory() as memory:
            begin, begin_cpu = time.perf_counter(), time.process_time()
            self.matrix = self.finder.matrix(self.places)
            seconds = time.perf_counter() - begin
            cpu_s = time.process_time() - begin_cpu
        return Ours(seconds=seconds, cpu_s=cpu_s, peak_bytes=memory.growth_bytes)

    def _memory(self, ours: Sequence[Ours]) -> dict:
        matrix_bytes = self.matrix.duration_s.nbytes + self.matrix.distance_m.nbytes
        peaks = [one.peak_bytes for one in ours if one.peak_bytes is not None]
        return {
            "matrix_bytes": matrix_bytes,
            "peak_bytes": max(peaks, default=None),
            "peak_beyond_matrix_bytes": max(peaks) - matrix_bytes if peaks else None,
        }

    def _trial_s(self) -> float:
        rows = np.arange(min(_TRIAL_ROWS, len(self.arcs)))
        trial = rivals.scipy_on_one_core(self.graph, self.arcs, rows, self._check)
        return trial.seconds / trial.num_rows

    def _share(self, repetition: int, row_s: float) -> NDArray[np.int64]:
        """Returns as many rows as there is time for, others each time: so more are checked."""
        size = len(self.arcs)
        number = min(size, max(2, int(self.options.share_seconds / row_s)))
        return (np.arange(number) + repetition * number) % size

    def _check(self, rows: NDArray[np.int64], from_start_ms: NDArray[np.float64]) -> None:
        """Counts entries of ours that are not the rival's."""
        theirs = rivals.seconds_between(self.graph, from_start_ms, self.arcs[rows], self.arcs)
        self._differing += int((self.matrix.duration_s[rows] != theirs).sum())
        self._compared[rows] = True


def _ours_summary(ours: Sequence[Ours]) -> dict:
    return {
        "ours_s": statistics.median(one.seconds for one in ours),
        "ours_each_s": [one.seconds for one in ours],
        "cores_used": sum(one.cpu_s for one in ours) / sum(one.seconds for one in ours),
    }


def _summary(timings: Sequence[Timing]) -> dict:
    return {
        "seconds": statistics.median(timing.whole_s for timing in timings),
        "each_s": [timing.whole_s for timing in timings],
        "rows_computed": [timing.num_rows for timing in timings],
        "is_extrapolated": all(timing.is_extrapolated for timing in timings),
        "is_partly_extrapolated": any(timing.is_extrapolated for timing in timings),
    }


def _ratio(timings: Sequence[Timing], ours_s: Sequence[float]) -> float:
    return statistics.median(
        timing.whole_s / seconds for timing, seconds in zip(timings, ours_s, strict=True)
    )


def _unpack(
    finder: PathFinder, places: Sequence[Place], matrix: Matrix, options: argparse.Namespace
) -> dict:
    """Returns the time for drives with their arcs, which must agree with the matrix."""
    rng = np.random.default_rng(options.seed)
    ends = rng.integers(0, len(places), (options.drives, 2))
    pairs = [(places[i], places[j]) for i, j in ends]
    seconds = []
    for _ in range(options.repeats):
        _say(f"{len(pairs):,} drives")
        begin = time.perf_counter()
        with PeakMemory() as memory:
            drives = finder.drives(pairs)
        seconds.append(time.perf_counter() - begin)
    found_s = np.array([drive.duration_s for drive in drives])
    return {
        "number": len(drives),
        "seconds": statistics.median(seconds),
        "each_s": seconds,
        "mean_arcs": sum(len(drive.arcs) for drive in drives) / len(drives),
        "peak_bytes": memory.growth_bytes,
        "differing": int((found_s != matrix.duration_s[ends[:, 0], ends[:, 1]]).sum()),
    }


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OneBroomError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
