"""Public files with turn penalties: what is read, and what is said of bad ones."""

import itertools

import pytest

from optimizer.benchmark.check.mcgrp_tp import check_mcgrp_tp
from optimizer.benchmark.read import Kind, read_instance
from optimizer.benchmark.solving import solve_file
from optimizer.errors import InputError
from tests.optimizer.benchmark.turn_file import NODE_ONLY, SMALL, TWO_VEHICLES, replaced


def written(tmp_path, text):
    path = tmp_path / "small.dat"
    path.write_text(text, encoding="latin-1")
    return path


def test_a_node_has_a_mode_for_every_arc_that_ends_there(tmp_path):
    file = read_instance(written(tmp_path, SMALL))
    assert file.kind is Kind.MCGRP_TP
    assert file.steps == ((4,), (4,), (2, 3), (3, 2), (3, 4))
    assert [len(file.instance.modes(task)) for task in range(3)] == [2, 2, 1]


@pytest.mark.parametrize(
    ("changes", "cost"),
    [
        # 1-2 2, turn 5, serve 2-3 3, turn 7, serve 3-4 4 and node 4 with it, turn 1, home 1.
        ((), 23),
        # The edge alone fills a vehicle: 2 + 5 + 3, back by turn 2 and 3, turn 1, 2: 18. Then 23.
        (TWO_VEHICLES, 41),
        # By 2-4: 2 + 0 + 5, turn 6, home 1.
        (NODE_ONLY, 14),
        # Where that turn is not listed, the way is round by 3: 23 as above.
        ((*NODE_ONLY, ("2\t4\t1\t6\tR\n", ""), ("Turns:\t11", "Turns:\t10")), 23),
    ],
)
def test_solves_to_the_optimum_found_by_hand(tmp_path, changes, cost):
    result = solve_file(written(tmp_path, replaced(*changes)), iterations=300, seed=1)
    assert (result.cost, result.feasible) == (cost, True)


def split(steps, cuts):
    """Returns the steps as routes, a new one behind each step with a cut."""
    routes = [[]]
    for step, cut in zip(steps, (*cuts, False), strict=True):
        routes[-1].append(step)
        if cut:
            routes.append([])
    return routes


@pytest.mark.parametrize(("capacity", "vehicles"), [(20, 1), (5, 2), (3, 4)])
def test_no_better_solution_exists_by_brute_force(tmp_path, capacity, vehicles):
    text = replaced(
        # The way on at the depot is free without being listed.
        ("2\t1\t2\t0\tO\n4\t1\t2\t0\tO\n", ""),
        ("Turns:\t11", "Turns:\t9"),
        ("1\t2\t0\t0\t2", "1\t2\t1\t1\t2"),
        ("Required-E:\t1", "Required-E:\t2"),
        ("2\t0\t0\t1.5", "2\t2\t1\t1.5"),
        ("Required-N:\t1", "Required-N:\t2"),
        ("Capacity:\t6", f"Capacity:\t{capacity}"),
        ("Vehicles:\t1", f"Vehicles:\t{vehicles}"),
    )
    path = written(tmp_path, text)
    tasks = [[(2,)], [(4,)], [(1, 2), (2, 1)], [(2, 3), (3, 2)], [(3, 4)]]
    verdicts = (
        check_mcgrp_tp(path, split(steps, cuts))
        for order in itertools.permutations(tasks)
        for steps in itertools.product(*order)
        for cuts in itertools.product((False, True), repeat=4)
    )
    best = min(verdict.cost for verdict in verdicts if not verdict.violations)
    result = solve_file(path, iterations=1000, seed=1)
    assert (result.cost, result.feasible) == (best, True)


def test_parallel_arcs_are_told_apart_by_their_number(tmp_path):
    text = replaced(
        ("4\t1\t0\t0\t1\n", "4\t1\t0\t0\t1\n3\t4\t1\t1\t9\n"),
        ("#Arcs:\t\t3", "#Arcs:\t\t4"),
        ("Required-A:\t1", "Required-A:\t2"),
        ("Capacity:\t6", "Capacity:\t9"),
    )
    path = written(tmp_path, text)
    assert read_instance(path).steps[-2:] == ((3, 4), (3, 4, 2))
    # 23 as above; then round again: 2 + 5 + 3 + 7 + 9 + 1 + 1 = 28, the turn at 1 being free.
    assert solve_file(path, iterations=300).cost == 51


def test_what_fits_no_vehicle_makes_the_result_infeasible(tmp_path):
    # Three tasks of 2, two vehicles of 3: 6 in all would fit, but no two tasks fit together.
    text = replaced(
        ("4\t1\t1\t0.5", "4\t2\t1\t0.5"),
        ("2\t3\t3\t1\t3", "2\t3\t2\t1\t3"),
        *TWO_VEHICLES,
    )
    result = solve_file(written(tmp_path, text), iterations=50)
    assert not result.feasible
    assert [len(route) for route in result.routes] == [1, 1]


def test_a_turn_may_be_listed_twice(tmp_path):
    text = replaced(("2\t3\t4\t7\tL\n", 2 * "2\t3\t4\t7\tL\n"), ("Turns:\t11", "Turns:\t12"))
    assert solve_file(written(tmp_path, text), iterations=50).cost == 23


@pytest.mark.parametrize(
    ("changes", "line", "said"),
    [
        ((("#Arcs:\t\t3", "#Arcs:\t\t4"),), 7, "Arcs says 4, 3 are listed: the list counts."),
        (
            (("Required-N:\t1", "Required-N:\t2"),),
            8,
            "Required-N says 2, 1 are listed: the list counts.",
        ),
        (
            (("2\t4\t1\t6\tR\n", "2\t4\t1\t6\tR\n2\t4\t1\t6\tR\n"),),
            11,
            "Nb-Turns says 11, 12 are listed: the list counts.",
        ),
        (
            (
                ("3\t4\t1\t1\tF\n", "3\t4\t1\t1\tF\n2\t3\t1\t7\tL\n3\t1\t2\t7\tL\n"),
                ("11\n", "13\n"),
            ),
            43,
            "turn 2 3 1 leads over an arc that is not listed: 2 such turns are left out.",
        ),
    ],
)
def test_a_head_or_turn_that_contradicts_the_lists_is_a_notice(tmp_path, changes, line, said):
    result = solve_file(written(tmp_path, replaced(*changes)), iterations=300, seed=1)
    # 23 as above.
    assert (result.cost, result.feasible) == (23, True)
    assert [(notice.line, str(notice.said)) for notice in result.notices] == [(line, said)]


def test_any_number_of_vehicles_may_be_used_where_the_file_sets_none(tmp_path):
    text = replaced(("Vehicles:\t1", "Vehicles:\t-1"), ("Capacity:\t6", "Capacity:\t3"))
    result = solve_file(written(tmp_path, text), iterations=300, seed=1)
    # 18 + 23 as above.
    assert (result.cost, len(result.routes), result.feasible) == (41, 2, True)


@pytest.mark.parametrize("engine", ["ruin_recreate", "ortools"])
def test_both_engines_solve_a_public_file(shared, engine):
    path = shared / "benchmarks" / "mcgrp-tp" / "BHW1-TP.dat"
    result = solve_file(path, iterations=40, seed=1, engine=engine)
    assert result.feasible
    assert len(result.routes) <= 8


def test_all_public_files_are_read(shared):
    files = sorted((shared / "benchmarks" / "mcgrp-tp").glob("*.dat"))
    assert len(files) == 10
    for path in files:
        assert read_instance(path).instance.num_duties > 0


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("2\t3\t3\t1\t3", "2\t3\t-3\t1\t3", "line 23: QTY must be 0 or more, got -3"),
        ("2\t3\t3\t1\t3", "2\t3\t8\t1\t3", "line 23: QTY 8 is above the Capacity 6"),
        ("2\t3\t3\t1\t3", "2\t3\t3\t1", "line 23: cannot be understood in EDGES"),
        ("2\t3\t3\t1\t3", "2\t3\t3\t1\t3.5", "line 23: TR-COST must be a whole number"),
        ("2\t3\t4\t7\tL\n", "", "line 11: Nb-Turns says 11, 10 are listed"),
        ("2\t3\t4\t7\tL", "1\t2\t3\t5\tL", "line 27: required 3 4 cannot be reached"),
        ("2\t3\t4\t7\tL", "1\t2\t3\t6\tL", "line 40: turn 1 2 3 costs 6, but 5 further up"),
        ("Vehicles:\t1", "Vehicles:\t0", "line 2: Vehicles must be 1 or more, or -1"),
        ("Capacity:\t6", "Capacity:\t5", "6 in all do not fit 1 vehicles of Capacity 5"),
        ("Depot:\t\t1", "Depot:\t\t9", "cannot be reached from depot 9"),
        ("Depot:\t\t1\n", "", "keyword Depot is missing; is the file complete"),
    ],
)
def test_a_bad_file_is_refused_with_the_place(tmp_path, old, new, says):
    with pytest.raises(InputError, match=says):
        read_instance(written(tmp_path, replaced((old, new))))


def test_every_file_cut_short_is_refused_in_a_sentence(tmp_path):
    for length in range(0, len(SMALL) - 3, 7):
        with pytest.raises(InputError):
            read_instance(written(tmp_path, SMALL[:length]))
