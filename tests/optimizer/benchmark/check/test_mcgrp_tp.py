"""The evaluator of public files with turn penalties."""

import pytest

from optimizer.benchmark.check.mcgrp_tp import check_mcgrp_tp
from optimizer.errors import InputError
from tests.optimizer.benchmark.turn_file import NODE_ONLY, SMALL, TWO_VEHICLES, replaced


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.dat"
    path.write_text(SMALL, encoding="latin-1")
    return path


def test_a_good_solution_costs_traversals_and_turns(small):
    # 1-2 2, turn 5, 2-3 3, turn 7, 3-4 4, turn 1, 4-1 1.
    verdict = check_mcgrp_tp(small, [[(2, 3), (3, 4), (4,)]])
    assert (verdict.cost, verdict.violations) == (23, ())


def test_the_order_decides_which_turns_are_driven(small):
    # Node 4 first, by 2-4: 2 + 5, turn 6, 4-1 1; on at the depot for nothing; then 23 as above.
    verdict = check_mcgrp_tp(small, [[(4,), (2, 3), (3, 4)]])
    assert (verdict.cost, verdict.violations) == (37, ())


def test_an_edge_may_be_served_against_its_listing(small):
    # 2 + 5 + 3 to 3, turn back 2, serve 3-2 3, turn 2 to 4 5, node 4, turn 6, 1; then the arc: 23.
    verdict = check_mcgrp_tp(small, [[(3, 2), (4,), (3, 4)]])
    assert (verdict.cost, verdict.violations) == (2 + 5 + 3 + 2 + 3 + 2 + 5 + 6 + 1 + 23, ())


def test_a_forbidden_turn_is_gone_round(small):
    small.write_text(replaced(*NODE_ONLY, ("2\t4\t1\t6\tR\n", ""), ("Turns:\t11", "Turns:\t10")))
    # The node must now be reached by 3-4, as nothing leads on from 2-4.
    assert check_mcgrp_tp(small, [[(4,)]]).cost == 23


@pytest.mark.parametrize(
    ("routes", "says"),
    [
        ([[(2, 3), (3, 4)]], "(4,) is served 0 times"),
        ([[(2, 3), (3, 4), (4,), (3, 2)]], "(2, 3) is served 2 times"),
        ([[(2, 3), (4, 3), (4,)]], "route 1: (4, 3) is nothing required"),
        ([[(2, 3), (3, 4), (4,), (1,)]], "route 1: (1,) is nothing required"),
        ([[(2, 3), (3, 4, 2), (4,)]], "route 1: (3, 4, 2) is nothing required"),
        ([[(2, 3)], [(3, 4), (4,)]], "2 routes, but 1 vehicles"),
    ],
)
def test_a_damaged_solution_is_found(small, routes, says):
    assert says in check_mcgrp_tp(small, routes).violations


def test_an_exceeded_capacity_is_found(small):
    small.write_text(replaced(*TWO_VEHICLES))
    assert check_mcgrp_tp(small, [[(2, 3), (3, 4)], [(4,)]]).violations == (
        "route 1: load 5 exceeds the capacity 3",
    )


def test_steps_that_no_allowed_turn_joins_are_found(small):
    small.write_text(replaced(("2\t3\t4\t7\tL\n", ""), ("Turns:\t11", "Turns:\t10")))
    assert check_mcgrp_tp(small, [[(2, 3), (4,), (3, 4)]]).violations == (
        "route 1: no way leads to (3, 4) by the turns that are allowed",
    )


@pytest.mark.parametrize(
    "wrong", [("Required-A:\t1", "Required-A:\t2"), ("#Arcs:\t\t3", "#Arcs:\t\t4")]
)
def test_a_head_that_contradicts_the_lists_is_not_believed(small, wrong):
    small.write_text(replaced(wrong))
    # 23 as above.
    verdict = check_mcgrp_tp(small, [[(2, 3), (3, 4), (4,)]])
    assert (verdict.cost, verdict.violations) == (23, ())


def test_any_number_of_vehicles_is_allowed_where_the_file_sets_none(small):
    small.write_text(replaced(("Vehicles:\t1", "Vehicles:\t-1")))
    # The edge and back: 2 + 5 + 3, turn back 2, 3, turn 1, 2: 18; then 3-4 and node 4: 23.
    verdict = check_mcgrp_tp(small, [[(2, 3)], [(3, 4), (4,)]])
    assert (verdict.cost, verdict.violations) == (41, ())


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("Capacity", "Room", "Capacity"),
        ("TURNS", "TWISTS", "TURNS"),
        ("2\t4\t1\t6\tR\n", "", "#Nb-Turns says 11, 10 are listed; is the file complete"),
    ],
)
def test_a_file_that_cannot_be_judged_by_is_refused(small, old, new, named):
    small.write_text(replaced((old, new)), encoding="latin-1")
    with pytest.raises(InputError, match=named):
        check_mcgrp_tp(small, [])
