"""The evaluator of public CARP files."""

import pytest

from optimizer.benchmark.check.carp import check_carp
from optimizer.errors import InputError

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


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("CAPACIDAD", "CAPACITY", "CAPACIDAD is missing"),
        ("ARISTAS_REQ : 4", "ARISTAS_REQ : 5", "says 5 edges, the lists hold 4"),
        ("( 3, 4)   coste 6", "( 2, 3)   coste 6", "says 4 edges, the lists hold 3"),
        ("DEPOSITO :   1", "DEPOSITO :   9", "depot 9"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(square, old, new, named):
    square.write_text(SQUARE.replace(old, new), encoding="latin-1")
    with pytest.raises(InputError, match=named):
        check_carp(square, [])


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        check_carp(tmp_path / "none.dat", [])


@pytest.mark.shared
def test_all_published_files_are_read_and_a_route_an_edge_is_feasible(shared):
    files = sorted((shared / "benchmarks" / "carp").glob("gdb*.dat"))
    assert len(files) == 23
    for path in files:
        edges = [
            row.split(")")[0].strip(" (").split(",")
            for row in path.read_text(encoding="latin-1").splitlines()
            if "demanda" in row
        ]
        verdict = check_carp(path, [[(int(u), int(v))] for u, v in edges])
        assert verdict.violations == ()
        assert verdict.cost > 0
