"""Large instances take travel out of hub labels: nothing else about them may differ."""

import numpy as np
import pytest

from optimizer.benchmark.read.carp import carp_instance, parse_carp
from optimizer.benchmark.read.mcarptif import mcarptif_instance, parse_mcarptif
from optimizer.benchmark.read.text import lines_of
from optimizer.engines import Run
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.errors import InputError
from optimizer.instance import columns_of
from optimizer.instance.neighbours import nearest_tasks
from optimizer.search import state as state_module
from optimizer.search.anneal import prepare
from optimizer.search.greedy import build_routes
from optimizer.search.packed import pack
from optimizer.search.params import DEFAULT_PARAMS
from optimizer.search.recreate import cheapest_insertion
from optimizer.search.search import Search
from optimizer.search.solutions import insertion_prices, load, to_solution
from optimizer.search.state import empty_state, longest_route, new_workspace
from optimizer.stop import limits
from tests.benchmarks.large import write_grid
from tests.strategies import make_instance

LABELS, MATRIX = 0, 10**9
"""Thresholds that force one form or the other."""


def grid(tmp_path, tasks, compact, seed=1):
    path = tmp_path / "grid.txt"
    write_grid(path, tasks, seed)
    return mcarptif_instance(parse_mcarptif(path, lines_of(path)), compact=compact)[0]


def ring(tmp_path, compact, cost=3):
    """Streets round a block of 40 junctions, with a few across."""
    edges = [(n, n % 40 + 1) for n in range(1, 41)]
    required = "\n".join(
        f"( {u}, {v})  coste {cost + u % 4}  demanda {1 + u % 3}" for u, v in edges
    )
    across = "\n".join(f"( {n}, {n + 20})  coste {cost}" for n in range(1, 20, 3))
    path = tmp_path / "ring.dat"
    path.write_text(
        f"ARISTAS_REQ : 40\nARISTAS_NOREQ : 7\nCAPACIDAD : 12\nLISTA_ARISTAS_REQ :\n{required}\n"
        f"LISTA_ARISTAS_NOREQ :\n{across}\nDEPOSITO : 1\n"
    )
    return carp_instance(parse_carp(path, lines_of(path)), compact=compact)


def both(make, tmp_path):
    labelled, dense = make(tmp_path, compact=LABELS), make(tmp_path, compact=MATRIX)
    assert labelled.labels is not None
    assert dense.labels is None
    return labelled, dense


def hundred(tmp_path, compact):
    return grid(tmp_path, 100, compact)


@pytest.mark.parametrize("make", [hundred, ring])
def test_both_forms_have_the_same_travel(make, tmp_path):
    labelled, dense = both(make, tmp_path)
    timed = bool(dense.type_per_s[0])
    pairs, expected = labelled.pairs(0), dense.pairs(0)
    assert np.array_equal(pairs, expected)
    assert expected[:, :, 0 if timed else 1].max() > 0
    ask = labelled.travel_s if timed else labelled.travel_m
    assert ask(0, 3, 7) == expected[3, 7, 0 if timed else 1]


@pytest.mark.parametrize("make", [hundred, ring])
def test_both_forms_have_the_same_nearest_tasks(make, tmp_path):
    labelled, dense = both(make, tmp_path)
    assert np.array_equal(labelled.neighbours, dense.neighbours)


@pytest.mark.parametrize("make", [hundred, ring])
def test_both_forms_give_the_same_solution(make, tmp_path):
    stop = limits(iterations=500)
    labelled, dense = (
        ruin_recreate(instance, Run(stop=stop, seed=4)).solution
        for instance in both(make, tmp_path)
    )
    assert labelled == dense
    assert not labelled.absent


def test_what_the_memory_has_forgotten_is_found_again(tmp_path):
    instance = hundred(tmp_path, LABELS)

    def solved(problem):
        state = empty_state(instance)
        prepare(problem, state)
        build_routes(problem, state, new_workspace(state))
        return state.sequence.tolist(), state.route["cost"].tolist()

    problem = pack(instance)
    assert solved(problem._replace(memory=problem.memory[:1].copy())) == solved(problem)


def test_neighbours_by_labels_share_a_moment(tmp_path):
    """Windows forbid the same neighbours in both forms."""
    labelled, dense = both(hundred, tmp_path)
    early = np.arange(labelled.num_tasks) % 2 == 0
    modes = np.repeat(early, np.diff(labelled.mode_start)[: labelled.num_tasks])
    earliest, latest = (array.copy() for array in (dense.window_earliest_s, dense.window_latest_s))
    latest[: len(modes)][modes] = 1_000
    earliest[: len(modes)][~modes] = 2_000
    profile = np.zeros(dense.num_tasks, dtype=np.int64)
    found = []
    for instance in (labelled, dense):
        apart = instance.replace(window_earliest_s=earliest, window_latest_s=latest)
        found.append(nearest_tasks(apart, profile, 10))
    assert np.array_equal(*found)
    for task, row in enumerate(found[0]):
        assert (early[row[row >= 0]] == early[task]).all()
        assert (row >= 0).any()


def test_memory_grows_with_the_tasks_not_their_square(tmp_path):
    def num_bytes(tasks):
        instance = grid(tmp_path, tasks, LABELS)
        arrays = [getattr(instance, name) for name, _ in columns_of(instance)]
        state = empty_state(instance)
        groups = (arrays, instance.labels, pack(instance), state, new_workspace(state))
        return sum(array.nbytes for group in groups for array in group)

    # Eight times the tasks: a square would be 64 times as much. Lists of hubs grow a little, and
    # so does the share of duties, the depot being farther away.
    assert num_bytes(6_400) < 2 * 8 * num_bytes(800)


@pytest.mark.parametrize("seed", range(8))
def test_no_route_outgrows_its_room(seed, monkeypatch):
    """Arrays hold what they are said to hold: a full route takes no more."""
    monkeypatch.setattr(state_module, "ROOM", 1)
    monkeypatch.setattr(state_module, "LEAST_ROOM", 7)
    instance = make_instance(seed=seed, num_tasks=14, num_facilities=1, capacity=4)
    room = longest_route(instance)
    assert room == 7
    search = Search(instance, seed=seed, params=DEFAULT_PARAMS)
    longest = []
    for step in range(1, 200):
        search.run(step, 0.0, 1e-6)
        longest.append(search._state.route["length"].max())
    assert room - 1 <= max(longest) <= room


def test_a_state_has_room_for_the_routes_it_is_given():
    instance = make_instance(seed=1, num_tasks=6)
    room = longest_route(instance)
    assert empty_state(instance, room + 5).sequence.shape[1] == room + 5


@pytest.mark.parametrize("seed", range(4))
def test_routes_that_are_only_priced_take_no_room_to_grow(seed):
    instance = make_instance(seed=seed, num_tasks=14, num_facilities=2, capacity=4)
    run = Run(stop=limits(iterations=20), seed=seed)
    routes = ruin_recreate(instance, run).solution.sequences
    problem = pack(instance)
    wide, narrow = (load(instance, problem, routes, may_grow=grows) for grows in (True, False))
    assert narrow.sequence.shape[1] == max(map(len, routes)) + 4
    assert narrow.sequence.shape[1] < wide.sequence.shape[1]
    assert to_solution(problem, narrow) == to_solution(problem, wide)
    without = [route[1:] for route in routes]
    price = insertion_prices(instance, without)
    wide = load(instance, problem, without)
    work = new_workspace(wide)
    for route in routes:
        for task in route[:1]:
            assert price(task) == cheapest_insertion(problem, wide, work, task)


def test_paths_too_long_for_labels_are_refused_with_the_files_name(tmp_path):
    with pytest.raises(
        InputError, match=r"ring\.dat: paths are too long .*shortest paths cost up to"
    ):
        ring(tmp_path, LABELS, cost=140_000_000)
