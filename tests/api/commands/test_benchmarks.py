"""`solve` and `bench` on the command line: what is said of files, and that programs start."""

import importlib
import json
import sys
from types import SimpleNamespace

import pytest

from api.commands import benchmarks
from api.commands.__main__ import main
from fleet import VehicleKind
from tests.optimizer.benchmark.drawn import ENGLISH, a_file, text_of

PROGRAMS = sorted(
    path.stem
    for path in benchmarks.BENCHMARKS.glob("*.py")
    if '__name__ == "__main__"' in path.read_text(encoding="utf-8")
)


def test_solve_tells_how_it_read_a_file_that_contradicts_itself(tmp_path, capsys):
    # Out by 1-2 for 5, home by its dearer twin for 9.
    text = text_of(a_file([(1, 2, 5, 1), (1, 2, 9, 1)], capacity=2), ENGLISH)
    path = tmp_path / "twins.txt"
    path.write_text(text.replace("EDGES_REQ : 2", "EDGES_REQ : 3"), encoding="latin-1")
    assert main(["solve", str(path), "--iterations", "20", "--json"]) == 0
    printed = capsys.readouterr()
    result = json.loads(printed.out)
    assert result["cost"] == 14
    assert sorted(result["routes"][0], key=len)[-1][2:] == [2]
    assert result["notices"] == [
        {
            "code": "count",
            "line": 4,
            "stated": "3",
            "taken": "2",
            "said": "EDGES_REQ says 3, 2 are listed: the list counts.",
        }
    ]
    assert f"notice: {path}, line 4: EDGES_REQ says 3, 2 are listed" in printed.err


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_starts_and_explains_itself(name, monkeypatch, capsys):
    program = importlib.import_module(f"tests.benchmarks.{name}")
    monkeypatch.setattr(sys, "argv", [name, "--help"])
    with pytest.raises(SystemExit, match="0"):
        program.main()
    assert "--json" in capsys.readouterr().out


def test_what_is_no_program_is_not_offered(capsys):
    assert main(["bench", "machine"]) == 2
    said = capsys.readouterr().err
    assert "benchmark 'machine' is unknown" in said
    assert said.split("there are ")[1].strip(" .\n").split(", ") == PROGRAMS


@pytest.mark.parametrize("at", ["breakdown S3", "day 3"])
def test_ctrl_c_prints_the_days_of_operations_that_are_finished(monkeypatch, capsys, at):
    operations = importlib.import_module("tests.benchmarks.operations")
    routes = [
        SimpleNamespace(vehicle_id=id_, start_s=0, end_s=80_000) for id_ in ("S1", "S2", "S3")
    ]
    sweepers = [SimpleNamespace(id=one.vehicle_id, kind=VehicleKind.SWEEPER) for one in routes]
    morning = SimpleNamespace(
        plan=SimpleNamespace(routes=routes),
        fleet=SimpleNamespace(vehicles=sweepers),
        tasks=(),
        measures=SimpleNamespace(rate=0.7),
    )
    monkeypatch.setattr(operations, "load_network", lambda osm: None)
    monkeypatch.setattr(operations, "make_ready", lambda *_: None)
    monkeypatch.setattr(operations, "_morning", lambda *_: morning)

    def break_down(_morning, _network, _options, vehicle_id, found):
        if at == f"breakdown {vehicle_id}":
            raise KeyboardInterrupt
        found.first_s.append(4.0)
        found.loss_best.append(0.01)
        found.loss_least.append(0.02)

    def live(_morning, _network, _options, seed, found):
        if at == f"day {seed}":
            raise KeyboardInterrupt
        found.first_s.append(6.0)

    monkeypatch.setattr(operations, "_break_down_one", break_down)
    monkeypatch.setattr(operations, "_live_day", live)
    monkeypatch.setattr("sys.argv", ["operations", "--days", "3", "--seed", "1", "--json"])
    assert operations.main() == 130
    told = json.loads(capsys.readouterr().out)
    # Of the other streets nothing is begun.
    (district,) = told["streets"]
    assert district["interrupted"]
    # S2 breaks down before S3, since seed 1 begins with the second; of days 1 to 3 two are over.
    counts = {"breakdown S3": (1, 1, 4.0), "day 3": (3, 5, 4.0)}
    num_broken, num_plans, median_s = counts[at]
    assert district["sweepers broken down at 09:30"] == num_broken
    assert district["new plans"] == num_plans
    assert district["first legal plan s, median"] == median_s
    assert district["rate lost, at most"] == 0.01
