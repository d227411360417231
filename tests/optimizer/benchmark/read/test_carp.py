"""Public CARP files, and what is said of bad ones."""

import json

import pytest

from optimizer.benchmark.check.carp import check_carp
from optimizer.benchmark.read import NoticeCode, read_instance
from optimizer.benchmark.read.carp import parse_carp, read_carp
from optimizer.benchmark.read.distances import shortest_distances
from optimizer.benchmark.read.text import lines_of
from optimizer.benchmark.solving import solve_file
from optimizer.errors import InputError
from optimizer.instance.instance import NEVER
from tests.optimizer.benchmark.drawn import ENGLISH, a_file, optimum, random_file, text_of

SMALL = """ NOMBRE : small
 COMENTARIO : drawn by hand
 VERTICES : 4
 ARISTAS_REQ : 3
 ARISTAS_NOREQ : 1
 VEHICULOS : 2
 CAPACIDAD : 5
 TIPO_COSTES_ARISTAS : EXPLICITOS
 COSTE_TOTAL_REQ : 9
 LISTA_ARISTAS_REQ :
 ( 1, 2)   coste 2   demanda 3
 ( 2, 3)   coste 3   demanda 2
 ( 3, 4)   coste 4   demanda 4
 LISTA_ARISTAS_NOREQ :
 ( 4, 1)   coste 1
 DEPOSITO :   1
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.dat"
    path.write_text(SMALL, encoding="latin-1")
    return path


def test_reads_edges_capacity_and_depot(small):
    file = parse_carp(small, lines_of(small))
    assert file.required == ((1, 2, 2, 3), (2, 3, 3, 2), (3, 4, 4, 4))
    assert file.optional == ((4, 1, 1, 0),)
    assert (file.capacity, file.depot) == (5, 1)


def test_distances_are_shortest():
    arcs = [(1, 2, 2), (2, 3, 3), (3, 4, 4), (4, 1, 1), (4, 1, 7)]
    # One way round only: from 3 to 2 it is 4 + 1 + 2 = 7; the dearer parallel arc is no matter.
    assert shortest_distances(arcs, [3, 1], [2, 1, 9]).tolist() == [[7, 5, NEVER], [2, 0, NEVER]]


def test_distances_are_the_same_in_small_blocks(monkeypatch):
    arcs = [(u, (u * 7 + k) % 50, u + k) for u in range(50) for k in (1, 2, 3)]
    whole = shortest_distances(arcs, range(50), range(50))
    monkeypatch.setattr("optimizer.benchmark.read.distances.BLOCK", 120)
    assert (shortest_distances(arcs, range(50), range(50)) == whole).all()


def test_an_arc_may_cost_nothing():
    assert shortest_distances([(1, 2, 0), (2, 3, 4)], [1], [3]).tolist() == [[4]]


def test_an_edge_is_a_task_with_two_modes(small):
    file = read_instance(small)
    assert file.instance.num_tasks == 3
    assert [len(file.instance.modes(task)) for task in range(3)] == [2, 2, 2]
    assert file.steps == ((1, 2), (2, 1), (2, 3), (3, 2), (3, 4), (4, 3))


def test_line_ends_and_repeated_keywords_do_not_matter(tmp_path, small):
    path = tmp_path / "odd.dat"
    path.write_bytes(
        SMALL.replace("\n", "\r", 9).replace("\n", "\r\n").encode() + b" DEPOSITO : 1"
    )
    assert parse_carp(path, lines_of(path)).required == parse_carp(small, lines_of(small)).required


def test_solves_to_the_optimum_found_by_hand(small):
    result = solve_file(small, iterations=500, seed=1)
    # Demands 3 + 2 + 4 with capacity 5 need two routes. 1-2-3 and back costs 2 + 3 + 5 = 10,
    # 1-4-3 and back 1 + 4 + 5 = 10. The other split, {12, 34} or {23, 34}, overloads.
    assert (result.cost, len(result.routes), result.feasible) == (20, 2, True)
    assert check_carp(small, result.routes).violations == ()
    assert json.dumps(result.routes)


# Two required streets join 1 and 2, listed in different directions, and 1 and 3 two more, of which
# only the dearer is required; a loop at 3.
PARALLEL = a_file(
    [(1, 2, 5, 2), (2, 1, 9, 2), (3, 1, 7, 1), (3, 3, 4, 1)], [(1, 3, 2)], capacity=4
)


def test_parallel_edges_are_tasks_of_their_own_told_apart_by_their_number(tmp_path):
    path = tmp_path / "parallel.dat"
    path.write_text(text_of(PARALLEL), encoding="latin-1")
    file = read_instance(path)
    assert file.steps == ((1, 2), (2, 1), (2, 1, 2), (1, 2, 2), (3, 1), (1, 3), (3, 3))
    # A loop can be served one way only.
    assert [len(file.instance.modes(task)) for task in range(4)] == [2, 2, 2, 1]
    # From 1 to 3 the cheaper street, which nobody has to serve.
    assert file.instance.travel_m(0, 1, 4) == 2
    # 5 + 9 round by both streets; 2 by the cheap one, 4 round the loop, 7 home: 27.
    result = solve_file(path, iterations=200, seed=1)
    assert (result.cost, len(result.routes), result.feasible) == (27, 2, True)


@pytest.mark.parametrize("seed", [0, 1, 3, 4, 5, 6])
def test_no_better_solution_exists_by_brute_force(tmp_path, seed):
    file = random_file(seed)
    path = tmp_path / "drawn.dat"
    path.write_text(text_of(file), encoding="latin-1")
    assert solve_file(path, iterations=300, seed=1).cost == optimum(file)


def test_the_english_dialect_says_the_same(tmp_path):
    spanish, english = tmp_path / "a.dat", tmp_path / "b.txt"
    spanish.write_text(text_of(PARALLEL), encoding="latin-1")
    english.write_text(text_of(PARALLEL, ENGLISH), encoding="latin-1")
    read, also = read_carp(spanish), read_carp(english)
    assert (read.required, read.optional) == (also.required, also.optional)
    assert (also.capacity, also.depot, also.notices) == (4, 1, ())
    assert solve_file(english, iterations=200, seed=1).cost == 27


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "said"),
    [
        ("ARISTAS_REQ : 3", "ARISTAS_REQ : 4", "count", 4, "ARISTAS_REQ says 4, 3 are listed"),
        ("ARISTAS_REQ : 3", "ARISTAS_REQ : 2", "count", 4, "ARISTAS_REQ says 2, 3 are listed"),
        ("NOREQ : 1", "NOREQ : 7", "count", 5, "ARISTAS_NOREQ says 7, 1 are listed"),
        ("VERTICES : 4", "VERTICES : 5", "count", 3, "VERTICES says 5, 4 are listed"),
        ("REQ : 9", "REQ : 1234", "sum", 9, "COSTE_TOTAL_REQ says 1,234, the rows add"),
    ],
)
def test_a_head_that_contradicts_the_lists_is_a_notice(tmp_path, old, new, code, line, said):
    path = tmp_path / "wrong.dat"
    assert old in SMALL
    path.write_text(SMALL.replace(old, new), encoding="latin-1")
    result = solve_file(path, iterations=300, seed=1)
    # The lists count: 20 as above.
    assert (result.cost, result.feasible) == (20, True)
    [notice] = result.notices
    assert (notice.code, notice.line) == (NoticeCode(code), line)
    assert (notice.stated, str(notice.said).startswith(said)) == (new.split(" : ")[1], True)


@pytest.mark.shared
def test_all_large_public_files_are_read_as_they_are(shared):
    files = sorted((shared / "benchmarks" / "carp-large").glob("*.txt"))
    assert len(files) == 14
    for path in files:
        assert read_carp(path).notices == ()
    # 1,792 required edges, 47 of them beside another between the same nodes.
    steps = read_instance(next(file for file in files if file.stem == "Beijing-5")).steps
    assert len([step for step in steps if len(step) == 3]) == 2 * 47


@pytest.mark.parametrize("engine", ["ruin_recreate", "ortools"])
def test_both_engines_solve_a_public_file(shared, engine):
    result = solve_file(
        shared / "benchmarks" / "carp" / "gdb4.dat", iterations=40, seed=1, engine=engine
    )
    assert result.feasible
    # 287 is proven to be the least.
    assert result.cost >= 287


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("coste 3   demanda 2", "coste 3   demanda -2", "line 12: cannot be understood"),
        ("coste 3   demanda 2", "coste 3", r"line 12: required edge \(2, 3\) needs a positive"),
        ("demanda 4", "demanda 9", r"edge \(3, 4\) has demanda 9, above CAPACIDAD 5"),
        (
            "( 4, 1)   coste 1\n DEPOSITO :   1\n",
            "",
            "line 5: ARISTAS_NOREQ says 1, 0 are listed; is the file complete",
        ),
        (" DEPOSITO :   1\n", "", "keyword DEPOSITO is missing"),
        (
            "DEPOSITO :   1",
            "DEPOSITO :   1\n DEPOSITO : 2",
            "DEPOSITO is '2', but line 16 says '1'",
        ),
        ("CAPACIDAD : 5", "CAPACIDAD : 0", "above CAPACIDAD 0"),
        ("coste 2   demanda 3", "coste 900000000   demanda 3", "too much to be summed"),
        (
            "CAPACIDAD : 5",
            "CAPACIDAD : five",
            "line 7: CAPACIDAD must be a whole number .* got 'five'",
        ),
        ("( 3, 4)   coste 4", "( 7, 8)   coste 4", r"\(7, 8\) cannot be reached from depot 1"),
    ],
)
def test_a_bad_file_is_refused_with_the_place(tmp_path, old, new, says):
    path = tmp_path / "bad.dat"
    assert old in SMALL
    path.write_text(SMALL.replace(old, new), encoding="latin-1")
    with pytest.raises(InputError, match=says):
        read_instance(path)


def test_every_file_cut_short_is_refused_in_a_sentence(tmp_path):
    for text in (SMALL, text_of(PARALLEL, ENGLISH)):
        for length in range(0, len(text) - 3, 7):
            path = tmp_path / "short.dat"
            path.write_text(text[:length], encoding="latin-1")
            with pytest.raises(InputError):
                read_instance(path)


def test_a_file_that_only_the_evaluator_refuses_is_refused_before_the_search(tmp_path):
    path = tmp_path / "signed.dat"
    path.write_text(SMALL.replace("CAPACIDAD : 5", "CAPACIDAD : +5"), encoding="latin-1")
    asked = []
    with pytest.raises(InputError, match="CAPACIDAD, or CAPACITY is missing"):
        solve_file(path, iterations=5, should_stop=lambda: bool(asked.append(1)))
    assert not asked


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.dat: cannot be read"):
        read_instance(tmp_path / "none.dat")
