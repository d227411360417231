"""The other commands, and what is said to wrong ones."""

import json
import subprocess
import sys

import pytest

from api.commands import benchmarks
from api.commands.__main__ import main

pytestmark = pytest.mark.usefixtures("surroundings")


def test_scenarios_are_listed_shown_and_validated(scenario, capsys):
    assert main(["scenario", "list"]) == 0
    assert {"yinzhou-2011", "yinzhou-2012", "snow-day"} <= {
        line.partition("\t")[0] for line in capsys.readouterr().out.splitlines()
    }
    assert main(["scenario", "show", "yinzhou-2012"]) == 0
    assert "328 kitchen-waste contracts" in capsys.readouterr().out
    assert main(["scenario", "validate", str(scenario)]) == 0
    assert "valid" in capsys.readouterr().out


def test_a_new_scenario_extends_another_and_is_valid(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["scenario", "new", "mine", "--from", "yinzhou-2012"]) == 0
    assert main(["scenario", "validate", "mine"]) == 0
    assert main(["scenario", "new", "mine", "--from", "yinzhou-2012"]) == 2
    assert "is there already" in capsys.readouterr().err


def test_network_reports_what_was_read(streets, capsys):
    assert main(["network", str(streets)]) == 0
    assert "16 junctions, 48 arcs" in capsys.readouterr().out
    assert main(["network", str(streets), "--json"]) == 0
    # 8 streets of 3 blocks, each an arc in either direction.
    assert json.loads(capsys.readouterr().out)["num_arcs"] == 48


@pytest.mark.shared
def test_solve_gives_a_checked_cost(shared, capsys):
    path = shared / "benchmarks" / "carp" / "gdb1.dat"
    assert main(["solve", str(path), "--iterations", "2000", "--bound", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    fields = {"instance", "cost", "routes", "seconds", "iterations", "seed", "feasible"}
    assert fields <= set(answer)
    # 316 is the proven optimum of gdb1.
    assert answer["feasible"]
    assert answer["cost"] >= 316 >= answer["bound"]
    assert answer["gap"] == pytest.approx(answer["cost"] / answer["bound"] - 1)


def test_bench_runs_a_program_with_its_own_options(tmp_path, monkeypatch):
    folder = tmp_path / "tests" / "benchmarks"
    folder.mkdir(parents=True)
    for package in (folder.parent, folder):
        (package / "__init__.py").touch()
    (folder / "say_hello.py").write_text(
        'import sys\n\nif __name__ == "__main__":\n    sys.exit(int(sys.argv[-1]))\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(benchmarks, "ROOT", tmp_path)
    monkeypatch.setattr(benchmarks, "BENCHMARKS", folder)
    monkeypatch.chdir(tmp_path)
    assert main(["bench", "say_hello", "--exit", "7"]) == 7
    # Dashes will do, as in the names of the public sets.
    assert main(["bench", "say-hello", "--exit", "7"]) == 7


def test_bench_waits_for_a_program_that_ctrl_c_reaches_too(tmp_path, monkeypatch):
    folder = tmp_path / "tests" / "benchmarks"
    folder.mkdir(parents=True)
    for package in (folder.parent, folder):
        (package / "__init__.py").touch()
    (folder / "slow.py").write_text(
        "import os, signal, sys, time\n"
        'if __name__ == "__main__":\n'
        "    os.kill(os.getppid(), signal.SIGINT)\n"
        "    time.sleep(1)\n"
        "    sys.exit(7)\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(benchmarks, "BENCHMARKS", folder)
    monkeypatch.setattr(benchmarks, "ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["bench", "slow"]) == 7


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["plan", "nowhere"], "scenario 'nowhere' is unknown"),
        (["plan", "--date", "2012-02-30"], "date '2012-02-30' does not exist"),
        (["plan", "--osm", "absent.osm"], "absent.osm: no such file"),
        (["plan", "--osm", "a.osm", "--place", "b"], "exclude each other"),
        (["check", "absent.json"], "absent.json: cannot be read"),
        (["compare", "yinzhou-2012"], "at least two scenarios"),
        (["network", "absent.osm"], "absent.osm: no such file"),
        (["solve", "absent.dat"], "absent.dat: cannot be read"),
        (["bench", "nothing"], "benchmark 'nothing' is unknown"),
        (["bench"], "bench needs a name; there are batch, calendar, carp"),
        (["scenario", "show", "nowhere"], "scenario 'nowhere' is unknown"),
    ],
)
def test_bad_input_is_an_error_without_traceback_or_files(
    command, message, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert main(command) == 2
    printed = capsys.readouterr()
    last = printed.err.splitlines()[-1]
    assert last.startswith("error: ")
    assert message in last
    assert printed.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["fly"],
        ["plan", "--seconds", "0"],
        ["plan", "--seconds", "nan"],
        ["plan", "--iterations", "1.5"],
        ["plan", "--iterations", "-1"],
        ["plan", "--seed", "-1"],
        ["serve", "--port", "99999"],
        ["export", "plan.json", "--format", "docx", "--out", "."],
    ],
)
def test_wrong_use_ends_with_2(command):
    with pytest.raises(SystemExit) as caught:
        main(command)
    assert caught.value.code == 2


def test_a_fault_of_ours_is_no_traceback_unless_asked_for(monkeypatch, capsys):
    def broken(*_):
        raise RuntimeError("boom")

    monkeypatch.setattr("scenarios.files.list_scenarios", broken)
    assert main(["scenario", "list"]) == 2
    assert "RuntimeError: boom; --debug shows where" in capsys.readouterr().err
    for command in (["--debug", "scenario", "list"], ["scenario", "list", "--debug"]):
        with pytest.raises(RuntimeError, match="boom"):
            main(command)


def test_language_can_be_chosen_before_or_after_the_command(capsys):
    for command in (["--lang", "zh", "scenario", "list"], ["scenario", "list", "--lang", "ZH"]):
        assert main(command) == 0
        assert "鄞州区" in capsys.readouterr().out


def test_output_that_nobody_reads_on_is_no_fault():
    command = f"{sys.executable} -m api.commands scenario show yinzhou-2012 | true"
    done = subprocess.run(
        ["sh", "-c", command], cwd=benchmarks.ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
