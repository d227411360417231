import json
import sys
from dataclasses import replace

import pytest

from optimizer.benchmark.solving import BenchmarkResult
from optimizer.stop import Progress
from tests.benchmarks import carp
from tests.benchmarks.arc_routing.made_up import a_run
from tests.benchmarks.arc_routing.report import Target
from tests.benchmarks.arc_routing.runs import Job, Trace, run_all, run_job

# A triangle of cost 9, its corner 1 the depot; one vehicle carries all, so 9 is the optimum.
TRIANGLE = """\
NOMBRE : triangle
ARISTAS_REQ : 3
ARISTAS_NOREQ : 0
CAPACIDAD : 9
LISTA_ARISTAS_REQ :
( 1, 2) coste 2 demanda 3
( 2, 3) coste 3 demanda 3
( 3, 1) coste 4 demanda 3
DEPOSITO : 1
"""


def traced(*steps, target=None):
    trace = Trace(target)
    for at, cost, unassigned in steps:
        trace.note(Progress(stage="search", elapsed_s=at, best_cost=cost, unassigned=unassigned))
    return trace


def a_result(cost, seconds, *, feasible=True):
    return BenchmarkResult(
        instance="x",
        cost=cost,
        routes=[],
        seconds=seconds,
        iterations=1,
        seed=1,
        feasible=feasible,
        engine="ours",
    )


def test_marks_take_the_best_complete_plan_so_far():
    trace = traced((1, 50, 3), (6, 100, 0), (14, 90, 0), (16, 80, 0))
    marks = trace.marks(60, a_result(80, 60.1))
    assert marks == {"5": None, "15": 90, "60": 80}


def test_marks_end_at_the_limit_and_hold_after_an_early_end():
    assert traced((1, 100, 0)).marks(15, a_result(95, 15.2)) == {"5": 100, "15": 95}
    assert traced((1, 100, 0)).marks(60, a_result(95, 2.0)) == {"5": 95, "15": 95, "60": 95}
    assert traced((1, 100, 0)).marks(None, a_result(95, 2.0)) == {}
    assert traced().marks(5, a_result(95, 5.0, feasible=False)) == {"5": None}


def test_marks_of_a_length_are_miles_as_progress_is():
    result = replace(a_result(105_600_000, 2.0), miles=200.0)
    assert traced((1, 201.5, 0)).marks(5, result) == {"5": 200.0}


def test_a_run_is_done_at_its_target_with_everything_served():
    assert not traced((1, 90, 1), target=90).is_done()
    assert not traced((1, 91, 0), target=90).is_done()
    assert traced((1, 91, 0), (2, 90, 0), target=90).is_done()
    assert not traced((1, 0, 0), target=90).is_done()
    assert not traced((1, 5, 0)).is_done()


def a_job(file, **more):
    values = {"engine": "ruin_recreate", "seed": 1, "seconds": None, "iterations": 200}
    return Job(set_name="t", file=file, **(values | more))


@pytest.fixture
def triangle(tmp_path):
    path = tmp_path / "carp" / "triangle.dat"
    path.parent.mkdir()
    path.write_text(TRIANGLE, encoding="utf-8")
    return path


def test_a_run_that_meets_its_target_ends_early(triangle):
    full, early = run_job(a_job(triangle)), run_job(a_job(triangle, target=9))
    assert full.cost == early.cost == 9
    assert full.iterations == 200
    assert early.iterations < 200


def test_what_a_file_contradicts_is_told_with_the_run(triangle):
    triangle.write_text(TRIANGLE.replace("ARISTAS_REQ : 3", "ARISTAS_REQ : 4"), encoding="utf-8")
    run = run_job(a_job(triangle))
    assert run.cost == 9
    assert run.notices == ["line 2: ARISTAS_REQ says 4, 3 are listed: the list counts."]


def test_what_a_file_lacks_is_said_without_its_folder(triangle):
    triangle.write_text(TRIANGLE.replace("DEPOSITO : 1", ""), encoding="utf-8")
    run = run_job(a_job(triangle))
    assert run.cost is None
    assert not run.bug
    assert "triangle.dat" in run.failed
    assert str(triangle.parent) not in run.failed


@pytest.fixture
def bench(triangle, monkeypatch, capsys):
    """Calls the program with runs of our making; returns exit code and output."""
    data = triangle.parent.parent
    (data / "bks.csv").write_text(
        "set,instance,lower_bound,best_known,note\nt,triangle,9,9,\n", encoding="utf-8"
    )

    def call(*arguments, runs, complete=True):
        def run_all(jobs, bounds, *, workers, on_run, on_bound):
            for run in runs:
                on_run(replace(run, set_name="triangle", instance="triangle"))
            return complete

        monkeypatch.setattr(carp, "run_all", run_all)
        argv = ["carp", "--set", "triangle", "--data", str(data), *arguments]
        monkeypatch.setattr(sys, "argv", argv)
        code = carp.main()
        return code, capsys.readouterr().out

    return call


def test_a_cost_below_a_proven_bound_fails_loudly(bench):
    code, out = bench(runs=[a_run(engine="ruin_recreate", cost=8)])
    assert code == 1
    assert "BUG: triangle" in out


def test_a_benchmark_of_which_nothing_came_is_no_success(bench):
    code, out = bench(runs=[a_run(engine="ruin_recreate", cost=None, failed="too large")])
    assert code == 1
    assert "too large" in out


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf"])
def test_a_limit_without_sense_is_refused_before_any_run(bench, seconds):
    with pytest.raises(SystemExit, match="2"):
        bench("--seconds", seconds, runs=[])


def test_a_good_run_is_printed_and_written(bench, tmp_path):
    path = tmp_path / "out.md"
    run = a_run(engine="ruin_recreate", cost=9)
    code, out = bench("--seconds", "2", "--write", str(path), runs=[run])
    assert code == 0
    assert "BUG" not in out
    assert "mean gap 0.00%" in out
    text = path.read_text(encoding="utf-8")
    assert "`./run bench carp --set triangle --seconds 2`" in text


def test_a_set_is_measured_by_the_target_of_the_house_or_the_one_asked_for(bench, monkeypatch):
    run = a_run(engine="ruin_recreate", cost=9)
    monkeypatch.setitem(carp.TARGETS, "triangle", Target(gap=0.001, seconds=10))
    assert "target 0.10% in 10 s" in bench(runs=[run])[1]
    assert "target 0.50%," in bench("--target", "triangle=0.5", runs=[run])[1]


@pytest.mark.parametrize(
    ("arguments", "limit"),
    [((), "60 s"), (("--seconds", "2"), "2 s"), (("--iterations", "9"), "9 ")],
)
def test_a_part_has_a_limit_of_its_own_unless_one_is_asked_for(
    bench, monkeypatch, arguments, limit
):
    run = a_run(engine="ruin_recreate", cost=9)
    monkeypatch.setattr(carp, "usual_seconds", lambda name: 60)
    assert f"triangle: 1 instances, {limit}" in bench(*arguments, runs=[run])[1]


def test_what_was_done_before_an_interrupt_is_told(bench):
    run = a_run(engine="ruin_recreate", cost=9)
    code, out = bench("--seeds", "2", "--json", runs=[run], complete=False)
    told = json.loads(out)
    assert code == 130
    assert not told["complete"]
    assert not told["sets"][0]["is_complete"]
    assert told["sets"][0]["rows"][0]["best"] == 9


def test_runs_at_once_tell_all_that_was_done_though_one_crashes(triangle):
    runs, bounds = [], {}
    whole = run_all(
        # No engine has foreseen a seed that is no number.
        [a_job(triangle), a_job(triangle, engine="pyvrp"), a_job(triangle, seed="no seed")],
        [triangle],
        workers=2,
        on_run=runs.append,
        on_bound=lambda file, bound: bounds.update({file.stem: bound}),
    )
    assert whole
    assert bounds == {"triangle": 9}
    assert sorted((run.engine, run.cost) for run in runs if not run.failed) == [
        *(("pyvrp", 9), ("ruin_recreate", 9)),
    ]
    (crashed,) = (run for run in runs if run.failed)
    assert crashed.seed == "no seed"
    assert not crashed.bug
