"""The lower bound: never above an optimum, and what it must reach at least."""

import csv

import pytest

from optimizer.benchmark.bound import MOST_MATCHED, lower_bound
from optimizer.benchmark.read.carp import read_carp
from optimizer.errors import InputError
from tests.optimizer.benchmark.drawn import a_file, optimum, random_file

ROUNDS = 15


@pytest.mark.parametrize("seed", range(150))
def test_is_never_above_the_optimum(seed):
    file = random_file(seed)
    least = optimum(file)
    for rounds in (0, ROUNDS):
        assert lower_bound(file, rounds=rounds).value <= least


def test_is_often_the_optimum():
    files = [random_file(seed) for seed in range(40)]
    met = sum(lower_bound(file, rounds=ROUNDS).value == optimum(file) for file in files)
    # A bound that knows only the service would meet the optimum by luck alone.
    assert met >= 24


@pytest.mark.parametrize("seed", range(20))
def test_cuts_are_at_least_the_matching(seed):
    file = random_file(seed)
    assert lower_bound(file, rounds=ROUNDS).value >= lower_bound(file, rounds=0).value


def test_an_odd_street_is_driven_twice():
    # Out along the only street and back: 7 of service and 7 of deadhead.
    bound = lower_bound(a_file([(1, 2, 7, 1)], capacity=5))
    assert (bound.value, bound.method) == (14, "matching")


def test_every_load_leaves_the_depot():
    # A triangle 2-3-4 of three full loads at the end of street 1-2 of cost 10. Each of the three
    # routes drives 1-2 twice, and round the triangle or out and back: 2-3 costs 1 + 1, 2-4 the
    # same; 3-4 costs 1 + 1 + 1. 3 * 20 + 2 + 2 + 3 = 67. The matching knows of 3 services and of
    # 6 departures at 10 each only.
    triangle = [(2, 3, 1, 5), (3, 4, 1, 5), (4, 2, 1, 5)]
    file = a_file(triangle, [(1, 2, 10)], capacity=5)
    assert optimum(file) == 67
    assert lower_bound(file, rounds=0).value == 63
    assert lower_bound(file).value == 67


def test_far_demand_forces_routes_that_the_depot_does_not_see():
    # 1-2-3-4 in a line, two full loads beyond node 3: 3-4 twice. Both routes drive 1-2 and 2-3
    # both ways, 2 * (2 + 4) * 2 = 24, and one of them each street 3-4 and back, 2 * (1 + 1) = 4.
    file = a_file([(3, 4, 1, 5), (3, 4, 1, 5)], [(1, 2, 2), (2, 3, 4)], capacity=5)
    assert optimum(file) == 28
    assert lower_bound(file, rounds=0).value < 28
    assert lower_bound(file).value == 28


def test_loops_are_served_without_crossing_anything():
    # The loop at the depot needs no street; the one at node 2 takes 1-2 there and back.
    file = a_file([(1, 1, 3, 5), (2, 2, 4, 5)], [(1, 2, 6)], capacity=5)
    assert optimum(file) == lower_bound(file).value == 3 + 4 + 12


def test_same_seed_same_bound():
    file = random_file(3)
    assert lower_bound(file, rounds=ROUNDS) == lower_bound(file, rounds=ROUNDS)


def test_a_file_with_too_many_odd_nodes_is_refused_at_once():
    # A star: its middle is even, each of its ends is odd.
    star = [(1, end, 1, 1) for end in range(2, MOST_MATCHED + 4)]
    with pytest.raises(InputError, match="more than the 600 for which that is done"):
        lower_bound(a_file(star, capacity=1000))


def test_an_edge_out_of_reach_is_named():
    file = a_file([(1, 2, 1, 1), (3, 4, 1, 1)], capacity=5)
    with pytest.raises(InputError, match=r"\(3, 4\) cannot be reached from depot 1"):
        lower_bound(file)


@pytest.mark.shared
def test_gdb_stays_at_or_under_the_proven_optima(shared):
    with (shared / "benchmarks" / "bks.csv").open(encoding="utf-8") as stream:
        known = {row["instance"]: row["best_known"] for row in csv.DictReader(stream)}
    files = sorted((shared / "benchmarks" / "carp").glob("gdb*.dat"))
    assert len(files) == 23
    met = 0
    for path in files:
        value = lower_bound(read_carp(path)).value
        assert value <= int(known[path.stem])
        met += value == int(known[path.stem])
    # Belenguer and Benavent prove all but a few of them by these cuts.
    assert met >= 20
