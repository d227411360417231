"""The benchmark itself: it must find a wrong entry, and say what it did not measure."""

import json
import sys
from pathlib import Path
from random import Random

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from optimizer.errors import InputError
from optimizer.network.paths.path_finder import PathFinder
from optimizer.network.place import Place, Position
from tests.benchmarks import paths
from tests.benchmarks.routing.rivals import (
    ExpandedGraph,
    Timing,
    expanded_graph,
    seconds_between,
)
from tests.optimizer.network.random_streets import random_grid

NINE_CORNERS = Path(__file__).parents[2] / "data" / "nine_corners.osm"


def test_scipy_on_the_expanded_graph_gives_our_matrix_diagonal_included():
    network = random_grid(Random(9), columns=7, rows=7).build()
    finder = PathFinder(network, paths.PROFILE)
    graph, arcs = expanded_graph(finder), np.flatnonzero(finder.routable)
    places = [
        Place(
            entries=(Position(arc=arc, offset_m=0),),
            exits=(Position(arc=arc, offset_m=int(network.arc_length_m[arc])),),
        )
        for arc in arcs.tolist()
    ]
    found = seconds_between(graph, dijkstra(graph.weights, indices=arcs), arcs, arcs)
    assert len(arcs) > 50
    assert found.tolist() == finder.matrix(places).duration_s.tolist()


def test_an_arc_is_reached_by_the_nearest_of_its_copies():
    # Arc 0 (1 s) leads to arc 1 (2 s) with a turn of 9 s, and to its copy 2 with one of 4.5 s;
    # the copy leads back to arc 0 with a turn of 3 s.
    weights = csr_array(
        (np.array([10_000.0, 5_500.0, 5_000.0]), ([0, 0, 2], [1, 2, 0])), shape=(3, 3)
    )
    graph = ExpandedGraph(
        weights=weights, vertex_arc=np.array([0, 1, 1]), arc_ms=np.array([1_000, 2_000])
    )
    source, targets = np.array([0]), np.array([0, 1])
    found = seconds_between(graph, dijkstra(weights, indices=source), source, targets)
    # To arc 1: 4.5 s, rounded up. Round to arc 0 again: 4.5 + 2 + 3.
    assert found.tolist() == [[10, 5]]


def test_some_rows_stand_for_all():
    timing = Timing(seconds=2.0, num_rows=50, num_places=200)
    assert timing.is_extrapolated
    assert timing.whole_s == 8.0


@pytest.fixture
def bench(monkeypatch, capsys):
    """Runs the benchmark on nine corners; returns exit code and figures."""

    def run(*options):
        arguments = ["--networks", "district", "--sizes", "5", "1000", "--repeats", "1"]
        arguments += ["--drives", "20", "--share-seconds", "0.05", "--json", *options]
        monkeypatch.setattr(sys, "argv", ["paths", *arguments])
        monkeypatch.setattr(paths, "streets_file", lambda *_, **__: NINE_CORNERS)
        code = paths.main()
        return code, json.loads(capsys.readouterr().out)

    return run


def test_asks_for_all_places_there_are_and_compares_every_entry(bench):
    code, figures = bench()
    (network,) = figures["networks"]
    assert (code, figures["differing_entries"]) == (0, 0)
    assert [row["places"] for row in network["matrices"]] == [5, network["routable_arcs"]]
    assert all(row["compared_entries"] == row["places"] ** 2 for row in network["matrices"])
    assert network["drives"]["number"] == 20
    assert all(
        row[key]["seconds"] > 0 for row in network["matrices"] for key in ("igraph", "networkx")
    )


def test_a_wrong_entry_is_found(bench, monkeypatch):
    right = PathFinder.matrix

    def wrong(finder, places):
        matrix = right(finder, places)
        matrix.duration_s[-1, 0] += 1
        return matrix

    monkeypatch.setattr(PathFinder, "matrix", wrong)
    code, figures = bench("--sizes", "5", "--drives", "1")
    assert code == 1
    assert figures["networks"][0]["matrices"][0]["differing_entries"] > 0


def test_absent_streets_are_named_and_left_out(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(sys, "argv", ["paths", "--networks", "changxing", "--data", str(tmp_path)])
    with pytest.raises(InputError, match="nothing was measured"):
        paths.main()
    assert f"{tmp_path / 'huzhou_changxing.osm.pbf'} is absent" in capsys.readouterr().err
