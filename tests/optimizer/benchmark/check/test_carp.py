"""The evaluator of public CARP files."""

from collections import Counter

import pytest
from scipy.sparse.csgraph import dijkstra

from optimizer.benchmark.check.carp import check_carp
from optimizer.errors import InputError
from tests.optimizer.benchmark.drawn import ENGLISH, SPANISH, a_file, text_of

# A square 1-2-3-4 with sides 5, 7, 6, 8 and a diagonal 2-4 of 3; the diagonal is not required.
SQUARE = """ NOMBRE : square
 COMENTARIO : made by hand
 VERTICES : 4
 ARISTAS_REQ : 4
 ARISTAS_NOREQ : 1
 VEHICULOS : 2
 CAPACIDAD : 5
 TIPO_COSTES_ARISTAS : EXPLICITOS
 COSTE_TOTAL_REQ : 26
 LISTA_ARISTAS_REQ :
 ( 1, 2)   coste 5   demanda 2
 ( 2, 3)   coste 7   demanda 3
 ( 3, 4)   coste 6   demanda 1
 ( 1, 4)   coste 8   demanda 4
 LISTA_ARISTAS_NOREQ :
 ( 2, 4)   coste 3
 DEPOSITO :   1
"""


@pytest.fixture
def square(tmp_path):
    path = tmp_path / "square.dat"
    path.write_text(SQUARE, encoding="latin-1")
    return path


def test_a_good_solution_costs_service_and_deadhead(square):
    # 1-2-3 served: 5 + 7, home by 2: 7 + 5 = 24. 1-4-3 served: 8 + 6, home 3-4-1 6 + 8 = 14 by 4,
    # 12 by 2 (7 + 5): 8 + 6 + 12 = 26. Together 50.
    verdict = check_carp(square, [[(1, 2), (2, 3)], [(1, 4), (4, 3)]])
    assert (verdict.cost, verdict.violations) == (50, ())


def test_an_edge_served_against_its_listing_costs_its_own_way_round(square):
    # Out to 4: min(8, 5 + 3) = 8. Serve (4, 1): 8, at the depot. 1-2-3 and home: 24.
    # Out to 3: 12, serve (3, 4): 6, home: 8. Together 16 + 24 + 26 = 66.
    verdict = check_carp(square, [[(4, 1)], [(1, 2), (2, 3)], [(3, 4)]])
    assert (verdict.cost, verdict.violations) == (66, ())


def test_no_routes_leave_every_edge_unserved(square):
    verdict = check_carp(square, [])
    assert verdict.cost == 0
    assert len(verdict.violations) == 4


def test_an_edge_served_twice_is_found(square):
    verdict = check_carp(square, [[(1, 2), (2, 3)], [(1, 4), (4, 3)], [(2, 1)]])
    assert verdict.violations == ("edge (1, 2) is served 2 times",)


def test_an_exceeded_capacity_is_found(square):
    # 2 + 3 + 1 = 6 > 5
    verdict = check_carp(square, [[(1, 2), (2, 3), (3, 4)], [(1, 4)]])
    assert verdict.violations == ("route 1: load 6 exceeds the capacity 5",)


def test_a_street_that_is_not_required_is_found(square):
    verdict = check_carp(square, [[(1, 2), (2, 3)], [(1, 4), (4, 2), (4, 3)]])
    assert verdict.violations == ("route 2: (4, 2) is no required edge",)


def test_a_verdict_reads_as_one(square):
    assert str(check_carp(square, [[(1, 2), (2, 3)], [(1, 4)]])).splitlines() == [
        "cost 40, 1 violations",  # 24 + 8 + 8
        "  edge (3, 4) is served 0 times",
    ]


# Two streets join 1 and 2, of 5 and 9, listed in different directions; a third of 4 may be driven.
# From 2 on to 3 lead streets of 7 and of 2, of which only the dearer must be served.
PARALLEL = a_file(
    [(1, 2, 5, 1), (2, 1, 9, 2), (2, 3, 7, 1)],
    [(1, 2, 4), (3, 2, 2)],
    capacity=4,
)


def test_parallel_edges_are_streets_of_their_own(tmp_path):
    path = tmp_path / "parallel.dat"
    path.write_text(text_of(PARALLEL), encoding="latin-1")
    # Serve 1-2 for 5 and the second one back for 9; out by the cheapest for 4, serve 2-3 for 7,
    # home by the cheapest streets, 2 + 4: 31. Merged into one street it would be less.
    verdict = check_carp(path, [[(1, 2), (2, 1, 2), (2, 3)]])
    assert (verdict.cost, verdict.violations) == (31, ())
    # The same street twice is not both of them.
    verdict = check_carp(path, [[(1, 2), (2, 1), (2, 3)]])
    assert verdict.violations == (
        "edge (1, 2) is served 2 times",
        "edge (1, 2, 2) is served 0 times",
    )


@pytest.mark.parametrize("step", [(1, 2, 3), (1, 2, 0), (2, 3, 2), (2,)])
def test_a_street_that_the_file_does_not_count_is_found(tmp_path, step):
    path = tmp_path / "parallel.dat"
    path.write_text(text_of(PARALLEL), encoding="latin-1")
    faults = check_carp(path, [[(1, 2), (2, 1, 2), (2, 3), step]]).violations
    assert faults == (f"route 1: {step} is no required edge",)


def test_the_english_dialect_says_the_same(tmp_path):
    path = tmp_path / "parallel.txt"
    path.write_text(text_of(PARALLEL, ENGLISH), encoding="latin-1")
    # 31 as above.
    assert check_carp(path, [[(1, 2), (2, 1, 2), (2, 3)]]).cost == 31


def test_a_loop_is_served_where_it_begins(tmp_path):
    path = tmp_path / "loop.dat"
    path.write_text(text_of(a_file([(2, 2, 6, 1)], [(1, 2, 5)], capacity=1)), encoding="latin-1")
    # 5 there, 6 round, 5 back.
    verdict = check_carp(path, [[(2, 2)]])
    assert (verdict.cost, verdict.violations) == (16, ())


def test_far_places_are_found_behind_many_near_ones(tmp_path):
    # A line of 300 streets of 1 with one of 5,000 and one of 0 between; the last is served.
    line = [(node, node + 1, 1) for node in range(1, 300)]
    file = a_file([(302, 303, 8, 1)], [*line, (300, 301, 5000), (301, 302, 0)], capacity=1)
    path = tmp_path / "line.dat"
    path.write_text(text_of(file), encoding="latin-1")
    # 299 + 5,000 + 0 there and back, 8 twice.
    assert check_carp(path, [[(302, 303)]]).cost == 2 * (299 + 5000 + 0 + 8)


def test_distances_are_sought_from_where_routes_go_only(tmp_path, monkeypatch):
    origins = []

    def recorded(graph, *, indices, **more):
        origins.append(indices)
        return dijkstra(graph, indices=indices, **more)

    monkeypatch.setattr("optimizer.benchmark.check.carp.dijkstra", recorded)
    line = [(node, node + 1, 1, 1) for node in range(500)]
    path = tmp_path / "line.dat"
    path.write_text(text_of(a_file(line, capacity=9, depot=0)), encoding="latin-1")
    # Out to 100, served to 101; 201 to 200; 299 from there to 300: 100 + 1 + 100 + 1 + 99 + 1, and
    # 300 home.
    assert check_carp(path, [[(100, 101), (201, 200), (299, 300)]]).cost == 602
    # Once from the depot, whether all can be reached; then from the depot, from 101 and from 200.
    assert {number for block in origins for number in block} == {0, 101, 200}


@pytest.mark.parametrize("dialect", [SPANISH, ENGLISH])
@pytest.mark.parametrize("wrong", ["nodes", "num_required", "num_optional", "total"])
def test_a_head_that_contradicts_the_lists_is_not_believed(tmp_path, dialect, wrong):
    text = text_of(PARALLEL, dialect.replace(f"{{{wrong}}}", "99"))
    path = tmp_path / "wrong.dat"
    path.write_text(text, encoding="latin-1")
    verdict = check_carp(path, [[(1, 2), (2, 1, 2), (2, 3)]])
    assert (verdict.cost, verdict.violations) == (31, ())


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("CAPACIDAD", "SITIO", "CAPACIDAD, or CAPACITY is missing"),
        ("DEPOSITO :   1", "DEPOSITO :   9", "depot 9"),
        (" DEPOSITO :   1\n", "", "DEPOSITO, or DEPOT is missing"),
        (" ( 2, 4)   coste 3\n DEPOSITO :   1\n", "", "ends within LISTA_ARISTAS_NOREQ"),
        ("( 3, 4)   coste 6", "( 7, 9)   coste 6", r"\(7, 9\) cannot be reached from depot 1"),
        ("coste 6   demanda 1", "coste 6", r"required edge \(3, 4\) has no demand"),
    ],
)
def test_a_file_that_cannot_be_judged_by_is_refused(square, old, new, named):
    assert old in SQUARE
    square.write_text(SQUARE.replace(old, new), encoding="latin-1")
    with pytest.raises(InputError, match=named):
        check_carp(square, [])


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        check_carp(tmp_path / "none.dat", [])


@pytest.mark.shared
@pytest.mark.parametrize(
    ("folder", "names", "number"), [("carp", "gdb*", 23), ("carp-large", "*", 14)]
)
def test_all_published_files_are_read_and_a_route_an_edge_is_feasible(
    shared, folder, names, number
):
    files = sorted((shared / "benchmarks" / folder).glob(names))
    assert len(files) == number
    for path in files:
        seen = Counter()
        routes = []
        for row in path.read_text(encoding="latin-1").splitlines():
            if "demand" in row:
                u, v = (int(node) for node in row.split(")")[0].strip(" (").split(","))
                seen[u, v] += 1
                if u != v:
                    seen[v, u] += 1
                routes.append([(u, v, seen[u, v])])
        verdict = check_carp(path, routes)
        assert verdict.violations == ()
        assert verdict.cost > 0
