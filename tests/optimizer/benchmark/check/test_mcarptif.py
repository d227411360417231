"""The evaluator of public files with dumping sites."""

import pytest

from optimizer.benchmark.check.mcarptif import check_mcarptif
from optimizer.errors import InputError

# A one-way ring 1-2-3-4-1 with passes of 2, 6, 4, 1; an edge 2-4 of 3; node 4 is the site.
RING = """NAME : ring
REQ_EDGES : 1
NOREQ_EDGES : 0
REQ_ARCS : 2
NOREQ_ARCS : 2
CAPACITY : 5
DUMPING_COST : 7
MAX_TRIP : 50
LIST_REQ_EDGES :
(2,4) serv_cost 9 trav_cost 3 demand 2
LIST_REQ_ARCS :
(1,2) serv_cost 5 trav_cost 2 demand 3
(3,4) serv_cost 8 trav_cost 4 demand 4
LIST_NOREQ_ARCS :
(2,3) cost 6
(4,1) cost 1
DEPOT : 1
DUMPING_SITES : 4
"""
GOOD = [[(1, 2), (2, 4), (4,)], [(3, 4), (4,)]]


@pytest.fixture
def ring(tmp_path):
    path = tmp_path / "ring.txt"
    path.write_text(RING, encoding="latin-1")
    return path


def test_a_good_solution_costs_service_drives_and_dumping(ring):
    # 5 + 9 + 7 + 1 = 22 and 2 + 6 + 8 + 7 + 1 = 24.
    verdict = check_mcarptif(ring, GOOD)
    assert (verdict.cost, verdict.violations) == (46, ())


def test_unloading_on_the_way_makes_room(ring):
    # 5 + 9 + 7, then 4-2-3: 3 + 6, then 8 + 7 + 1.
    verdict = check_mcarptif(ring, [[(1, 2), (2, 4), (4,), (3, 4), (4,)]])
    assert (verdict.cost, verdict.violations) == (46, ())


@pytest.mark.parametrize(
    ("routes", "says"),
    [
        ([[(1, 2), (2, 4)], GOOD[1]], "route 1: does not unload before it returns to the depot"),
        (
            [[(1, 2), (2, 4), (3, 4), (4,)]],
            "route 1: load 9 at (3, 4) exceeds the capacity 5",
        ),
        ([GOOD[0]], "(3, 4) is served 0 times"),
        ([*GOOD, [(4, 2), (4,)]], "(2, 4) is served 2 times"),
        ([GOOD[0], [(4, 3), (4,)]], "route 2: (4, 3) is no dumping site and nothing required"),
        ([GOOD[0], [(3, 4), (3,)]], "route 2: (3,) is no dumping site and nothing required"),
        (
            [GOOD[0], [(3, 4, 2), (4,)]],
            "route 2: (3, 4, 2) is no dumping site and nothing required",
        ),
    ],
)
def test_a_damaged_solution_is_found(ring, routes, says):
    assert says in check_mcarptif(ring, routes).violations


def test_a_route_above_the_limit_is_found(ring):
    # 46 as above, and 7 for a needless second visit.
    verdict = check_mcarptif(ring, [[(1, 2), (2, 4), (4,), (4,), (3, 4), (4,)]])
    assert verdict.violations == ("route 1: costs 53, above the limit 50",)


def test_a_place_without_a_way_is_found(ring):
    ring.write_text(RING.replace("(2,3) cost", "(3,2) cost"))
    # Nothing leads to 3 any more.
    assert check_mcarptif(ring, GOOD).violations == ("route 2: no way leads from 1 to 3",)


def test_a_head_that_contradicts_the_lists_is_not_believed(ring):
    ring.write_text(RING.replace("NOREQ_ARCS : 2", "NOREQ_ARCS : 3"))
    # 46 as above.
    verdict = check_mcarptif(ring, GOOD)
    assert (verdict.cost, verdict.violations) == (46, ())


def test_lists_may_stand_last(ring):
    ends = "DEPOT : 1\nDUMPING_SITES : 4\n"
    ring.write_text(ends + RING.replace(ends, ""))
    # 46 as above.
    assert check_mcarptif(ring, GOOD).cost == 46


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("MAX_TRIP", "LIMIT", "MAX_TRIP is missing"),
        (
            "(4,1) cost 1\nDEPOT : 1\nDUMPING_SITES : 4\n",
            "",
            "ends within LIST_NOREQ_ARCS; is the file complete",
        ),
        ("DEPOT : 1", "DEPOT : 8", "touches depot 8"),
        ("trav_cost 4 demand 4", "demand 4", r"\(3,4\) lacks trav_cost"),
        ("(2,3) cost 6", "(2,3)", r"\(2,3\) lacks cost"),
    ],
)
def test_a_file_that_cannot_be_judged_by_is_refused(ring, old, new, named):
    ring.write_text(RING.replace(old, new), encoding="latin-1")
    with pytest.raises(InputError, match=named):
        check_mcarptif(ring, [])
