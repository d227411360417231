"""`compare --resume`, `size` and `robust` on the hamlet."""

import json
import signal

import pytest
from pyarrow import parquet

from api.commands import benchmarks
from api.commands.__main__ import main

HAMLET = str(benchmarks.ROOT / "tests/data/hamlet")
SNOW = str(benchmarks.ROOT / "tests/data/hamlet-snow")
STREETS = ["--osm", str(benchmarks.ROOT / "tests/data/nine_corners.osm")]
LIMITS = [*STREETS, "--iterations", "20", "--seeds", "1", "--processes", "1"]
COMPARE = ["compare", HAMLET, SNOW, *LIMITS, "--bound-seconds", "0"]


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    out = tmp_path_factory.mktemp("compared")
    assert main([*COMPARE, "--out", str(out)]) == 0
    return out


def plans_in(out):
    return {path.relative_to(out): path.stat().st_mtime_ns for path in out.rglob("plan.json")}


def test_finished_plans_are_taken_up_and_not_made_again(compared, capsys):
    before = plans_in(compared)
    assert len(before) == 2
    capsys.readouterr()
    assert main([*COMPARE, "--out", str(compared), "--resume", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["runs"]) == 2
    assert plans_in(compared) == before


def test_a_plan_that_was_changed_or_is_missing_is_made_again(compared):
    texts = {path: path.read_bytes() for path in compared.rglob("plan.json")}
    edited, gone = sorted(texts)
    edited.write_bytes(texts[edited].replace(b'"seed"', b' "seed"', 1))
    gone.unlink()
    assert main([*COMPARE, "--out", str(compared), "--resume"]) == 0
    assert {path: path.read_bytes() for path in texts} == texts


def test_other_limits_make_other_plans(compared):
    before = plans_in(compared)
    more = [word if word != "20" else "25" for word in COMPARE]
    assert main([*more, "--out", str(compared), "--resume"]) == 0
    assert not before.items() & plans_in(compared).items()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ([*COMPARE, "--resume"], "give it too"),
        ([*COMPARE, "--cluster", "10.0.0.5"], "is no address"),
        (["size", HAMLET, *LIMITS], "what is to be reached"),
        (["size", HAMLET, *LIMITS, "--target", "rate=2"], "up to 1"),
    ],
)
def test_wrong_use_is_said_in_a_sentence(command, said, capsys):
    assert main(command) == 2
    assert said in capsys.readouterr().err


def test_a_dead_cluster_is_told_and_nothing_is_written(tmp_path, capsys):
    out = tmp_path / "out"
    dead = ["--cluster", "tcp://127.0.0.1:9", "--out", str(out)]
    assert main([*COMPARE, *dead]) == 2
    said = capsys.readouterr().err
    assert "no scheduler answers" in said
    assert "Traceback" not in said
    assert not out.exists()


def test_size_prints_how_many_are_needed_and_exits_by_the_answer(tmp_path, capsys):
    size = ["size", HAMLET, *LIMITS, "--json", "--out", str(tmp_path / "sized")]
    # One sweeper and one truck do all that is due there.
    assert main([*size, "--target", "rate=0.3", "--target", "kitchen=1"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert values["reached"]
    assert {one["kind"]: one["needed"] for one in values["kinds"]} == {
        "sweeper": 1,
        "kitchen_truck": 1,
    }
    assert json.loads((tmp_path / "sized/size.json").read_bytes()) == values
    runs = parquet.read_table(tmp_path / "sized/runs.parquet").to_pylist()
    assert len(runs) == len(values["trials"])
    best = next(run for run in runs if run["sweeper"] == run["kitchen_truck"] == 1)
    assert best["rate=0.3"] >= 0.3
    assert best["cost_yuan"] > 0
    assert main([*size, "--target", "rate=1"]) == 1
    (told,) = json.loads(capsys.readouterr().out)["targets"]
    assert told["possible"] is False
    assert told["highest"] < 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_tables_fit_into_eighty_columns(language, compared, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    targets = ["--target", "rate=0.3", "--target", "kitchen=1"]
    assert main(["size", HAMLET, *LIMITS, *targets, "--lang", language]) == 0
    monkeypatch.chdir(compared)
    robust = ["robust", "hamlet/plan.json", *STREETS, "--days", "2", "--processes", "1"]
    assert main([*robust, "--lang", language]) == 0
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80


def test_robust_tells_of_each_plan_how_many_days_it_holds(compared, tmp_path, capsys):
    plan = str(compared / "hamlet" / "plan.json")
    command = ["robust", plan, plan, *STREETS, "--days", "2", "--processes", "1", "--json"]
    assert main([*command, "--out", str(tmp_path)]) == 0
    values = json.loads(capsys.readouterr().out)
    assert json.loads((tmp_path / "robust.json").read_bytes()) == values
    runs = parquet.read_table(tmp_path / "runs.parquet").to_pylist()
    one, other = values["plans"]
    assert [(run["seed"], run["holds"]) for run in runs] == 2 * [
        (day["seed"], day["holds"]) for day in one["lived"]
    ]
    assert one == other, "the same plan meets the same days"
    assert one["days"] == 2
    assert [day["seed"] for day in one["lived"]] == [1, 2]


def test_robust_refuses_plans_of_other_days(compared, capsys):
    plans = [str(compared / name / "plan.json") for name in ("hamlet", "hamlet-snow")]
    assert main(["robust", *plans, *STREETS, "--days", "1"]) == 2
    assert "another day" in capsys.readouterr().err
