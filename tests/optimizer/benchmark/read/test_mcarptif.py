"""Public files with dumping sites and a time limit: what is read, and what is said of bad ones."""

import itertools
import json

import pytest

from optimizer.benchmark.check.mcarptif import check_mcarptif
from optimizer.benchmark.read import Kind, read_instance
from optimizer.benchmark.solving import solve_file
from optimizer.errors import InputError

# A one-way ring 1-2-3-4-1; an edge 2-4 across; node 4 is the dumping site.
SMALL = """NAME : small
NODES : 4
REQ_EDGES : 1
NOREQ_EDGES : 0
REQ_ARCS : 2
NOREQ_ARCS : 2
VEHICLES : 1
CAPACITY : 5
DUMPING_COST : 7
MAX_TRIP : 60
LIST_REQ_EDGES :
(2,4)   serv_cost 9   trav_cost 3   demand 2
LIST_REQ_ARCS :
(1,2)   serv_cost 5   trav_cost 2   demand 3
(3,4)   serv_cost 8   trav_cost 4   demand 4
LIST_NOREQ_ARCS :
(2,3)   cost 6
(4,1)   cost 1
DEPOT : 1
DUMPING_SITES : 4
"""


def written(tmp_path, text):
    path = tmp_path / "small.txt"
    path.write_text(text, encoding="latin-1")
    return path


@pytest.fixture
def small(tmp_path):
    return written(tmp_path, SMALL)


def test_an_edge_has_two_modes_an_arc_one_and_the_sites_follow(small):
    file = read_instance(small)
    assert file.kind is Kind.MCARPTIF
    assert file.steps == ((2, 4), (4, 2), (1, 2), (3, 4), (4,))
    assert [len(file.instance.modes(task)) for task in range(3)] == [2, 1, 1]


def test_solves_to_the_optimum_found_by_hand(small):
    result = solve_file(small, iterations=300, seed=1)
    # Demands 3 + 2 fill a load of 5, 4 needs another. Serve (1,2) 5, (2,4) 9, dump 7; the way to 3
    # is 4-2-3: 3 + 6; serve (3,4) 8, dump 7, home 1: together 46. The other order is dearer, and
    # so are two routes: 5 + 9 + 7 + 1 = 22 and 2 + 6 + 8 + 7 + 1 = 24, together 46 as well.
    assert (result.cost, result.feasible) == (46, True)
    assert check_mcarptif(small, result.routes).violations == ()
    assert json.dumps(result.routes)


def test_the_time_limit_splits_routes(tmp_path):
    # 46 is too long for one route; 22 and 24 are the two of the sum above.
    result = solve_file(written(tmp_path, SMALL.replace("TRIP : 60", "TRIP : 24")), iterations=300)
    assert (result.cost, len(result.routes), result.feasible) == (46, 2, True)


def orders(streets):
    """Yields every way of serving the streets in some order, each in each direction."""
    for order in itertools.permutations(streets):
        yield from itertools.product(*order)


def routed(steps, site, cuts):
    """Returns routes: after each step nothing (0), a dump (1) or a dump and a new route (2)."""
    routes = [[]]
    for step, cut in zip(steps, (*cuts, 1), strict=True):
        routes[-1].append(step)
        if cut:
            routes[-1].append((site,))
        if cut == 2:
            routes.append([])
    return routes


@pytest.mark.parametrize(("capacity", "limit"), [(5, 60), (9, 60), (4, 40), (9, 34)])
def test_no_better_solution_exists_by_brute_force(tmp_path, capacity, limit):
    text = (
        SMALL.replace("NOREQ_ARCS : 2", "NOREQ_ARCS : 1").replace("REQ_ARCS : 2", "REQ_ARCS : 3")
    ).replace(
        "LIST_NOREQ_ARCS :\n(2,3)   cost 6",
        "(2,3) serv_cost 6 trav_cost 6 demand 0\nLIST_NOREQ_ARCS :",
    )
    text = text.replace("CAPACITY : 5", f"CAPACITY : {capacity}")
    path = written(tmp_path, text.replace("TRIP : 60", f"TRIP : {limit}"))
    streets = [[(2, 4), (4, 2)], [(1, 2)], [(3, 4)], [(2, 3)]]
    verdicts = (
        check_mcarptif(path, routed(steps, 4, cuts))
        for steps in orders(streets)
        for cuts in itertools.product((0, 1, 2), repeat=3)
    )
    best = min(verdict.cost for verdict in verdicts if not verdict.violations)
    result = solve_file(path, iterations=500, seed=1)
    assert (result.cost, result.feasible) == (best, True)


def test_parallel_edges_are_told_apart_by_their_number(tmp_path):
    text = SMALL.replace("REQ_EDGES : 1", "REQ_EDGES : 2").replace(
        "LIST_REQ_ARCS", "(4,2) serv_cost 1 trav_cost 1 demand 1\nLIST_REQ_ARCS"
    )
    path = written(tmp_path, text)
    assert read_instance(path).steps[:4] == ((2, 4), (4, 2), (4, 2, 2), (2, 4, 2))
    assert solve_file(path, iterations=300).feasible


def test_sites_out_of_reach_are_left_out_and_numbers_may_be_negative(tmp_path):
    text = SMALL.replace("SITES : 4", "SITES : -9, 4 ").replace("(4,1)", "(4,-1)")
    text = text.replace("(1,2)", "(-1,2)").replace("DEPOT : 1", "DEPOT : -1")
    result = solve_file(written(tmp_path, text), iterations=100)
    assert (result.cost, result.feasible) == (46, True)


def test_a_site_without_a_way_back_is_left_out(tmp_path):
    text = SMALL.replace("SITES : 4", "SITES : 9,4").replace("(2,3)", "(1,9)   cost 0\n(2,3)")
    path = written(tmp_path, text.replace("NOREQ_ARCS : 2", "NOREQ_ARCS : 3"))
    assert read_instance(path).steps[-2:] == ((3, 4), (4,))
    assert solve_file(path, iterations=100).cost == 46


def test_line_ends_and_repeated_keywords_do_not_matter(tmp_path, small):
    path = tmp_path / "odd.txt"
    text = SMALL.replace("(3,4)", "LIST_REQ_ARCS :\n(3,4)").replace("DEPOT", "CAPACITY : 5\nDEPOT")
    path.write_bytes(text.replace("\n", "\r", 4).replace("\n", "\r\n").encode())
    assert read_instance(path).steps == read_instance(small).steps
    assert check_mcarptif(path, [[(1, 2), (2, 4), (4,)], [(3, 4), (4,)]]).violations == ()


def test_a_head_that_contradicts_the_lists_is_a_notice(tmp_path):
    path = written(tmp_path, SMALL.replace("NOREQ_ARCS : 2", "NOREQ_ARCS : 3"))
    result = solve_file(path, iterations=300, seed=1)
    # 46 as above.
    assert (result.cost, result.feasible) == (46, True)
    assert [str(notice) for notice in result.notices] == [
        "line 6: NOREQ_ARCS says 3, 2 are listed: the list counts."
    ]


def test_a_loop_is_served_one_way_only(tmp_path):
    text = SMALL.replace("REQ_EDGES : 1", "REQ_EDGES : 2").replace(
        "LIST_REQ_ARCS", "(4,4) serv_cost 3 trav_cost 3 demand 1\nLIST_REQ_ARCS"
    )
    path = written(tmp_path, text.replace("CAPACITY : 5", "CAPACITY : 6"))
    assert read_instance(path).steps[:3] == ((2, 4), (4, 2), (4, 4))
    # 46 as above, and 3 round the loop at the dumping site.
    result = solve_file(path, iterations=300, seed=1)
    assert (result.cost, result.feasible) == (49, True)


@pytest.mark.parametrize("engine", ["ruin_recreate", "ortools"])
def test_both_engines_solve_a_public_file(shared, engine):
    path = shared / "benchmarks" / "mcarptif" / "Lpr_IF-b-01.txt"
    result = solve_file(path, iterations=40, seed=1, engine=engine)
    assert result.feasible
    # What must be served costs 13,291; a good plan adds little to it.
    assert 13_291 < result.cost < 18_000


def test_all_public_files_are_read(shared):
    files = sorted((shared / "benchmarks" / "mcarptif").glob("*-0[12].txt"))
    assert len(files) == 6
    for path in files:
        assert len(read_instance(path).instance.type_final_reset) == 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("demand 4", "demand -4", r"line 15: demand must be 0 or more, got -4"),
        ("demand 4", "demand four", r"line 15: demand must be a whole number .* got 'four'"),
        ("demand 4", "demand 6", r"line 15: \(3,4\) has demand 6, above CAPACITY 5"),
        ("demand 4", "", "line 15: cannot be understood in LIST_REQ_ARCS"),
        ("serv_cost 8", "serv_cost 80", r"line 15: required \(3,4\) takes 96 .* MAX_TRIP 60"),
        (
            "(4,1)   cost 1\nDEPOT : 1\nDUMPING_SITES : 4\n",
            "",
            "NOREQ_ARCS says 2, 1 are listed; is the file complete",
        ),
        ("DUMPING_SITES : 4\n", "", "keyword DUMPING_SITES is missing; is the file complete"),
        ("SITES : 4", "SITES : ", "line 20: DUMPING_SITES must be a whole number"),
        ("SITES : 4", "SITES : 8", "no way leads from depot 1 to any of DUMPING_SITES 8"),
        ("(2,3)   cost 6", "(5,3)   cost 6", r"line 15: required \(3,4\) cannot be reached"),
        ("(2,3)   cost 6", "(2,3)   cost 900000000", "above MAX_TRIP 60"),
        ("CAPACITY : 5", "CAPACITY : 5\nCAPACITY : 6", "line 9: CAPACITY is '6', but line 8 says"),
        ("LIST_REQ_EDGES :\n", "", r"cannot be understood|stands in no list"),
    ],
)
def test_a_bad_file_is_refused_with_the_place(tmp_path, old, new, says):
    assert old in SMALL
    with pytest.raises(InputError, match=says):
        read_instance(written(tmp_path, SMALL.replace(old, new)))


def test_every_file_cut_short_is_refused_in_a_sentence(tmp_path):
    for length in range(0, len(SMALL) - 3, 7):
        with pytest.raises(InputError):
            read_instance(written(tmp_path, SMALL[:length]))


def test_a_file_of_no_family_is_refused(tmp_path):
    with pytest.raises(InputError, match="no benchmark file that can be read"):
        read_instance(written(tmp_path, "hello\nworld\n"))
