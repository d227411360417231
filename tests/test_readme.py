"""What the README says can be done, is done."""

import contextlib
import io
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from api.words import Language, phrasebook
from scenarios.files.contract_table import contracts_of
from scenarios.files.office import TableFaults

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def documented():
    """The commands that the README names, in code blocks and in its table."""
    named = re.findall(r"^\./run (\w+)", "\n".join(blocks("sh")), flags=re.MULTILINE)
    named += re.findall(r"`\./run (\w+)", README)
    return set(named)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder to work in, with a cache of its own."""
    return tmp_path_factory.mktemp("readme")


@pytest.fixture(scope="module")
def run(folder):
    """Calls ./run as a user would."""

    def call(*arguments, code=0):
        done = subprocess.run(
            [str(ROOT / "run"), *arguments],
            cwd=folder,
            env=os.environ | {"ONEBROOM_CACHE": str(folder / "cache")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr[-3000:]
        return done.stdout

    return call


@pytest.fixture(scope="module")
def planned(run, folder):
    """What `./run plan` wrote, bounded by iterations."""
    run("plan", "--iterations", "50")
    return folder / "out"


HAMLET = (str(ROOT / "tests/data/hamlet"), "--osm", str(ROOT / "tests/data/nine_corners.osm"))


def test_plan_writes_the_files_that_it_promises(planned):
    assert json.loads((planned / "plan.json").read_text(encoding="utf-8"))["plan"]["routes"]
    assert json.loads((planned / "plan.geojson").read_text(encoding="utf-8"))["features"]
    assert (planned / "plan.svg").read_text(encoding="utf-8").startswith("<svg ")
    assert list((planned / "gpx").glob("*.gpx"))


def test_check_finds_no_violation_in_the_plan(run, planned):
    assert run("check", str(planned / "plan.json")) == "0 violations\n"


def test_export_writes_a_route_for_a_navigator(run, planned, folder):
    run("export", str(planned / "plan.json"), "--format", "gpx", "--out", str(folder / "gpx"))
    assert list((folder / "gpx").glob("*.gpx"))


def test_a_broken_plan_is_not_exported(run, planned, folder):
    plan = json.loads((planned / "plan.json").read_text(encoding="utf-8"))
    plan["plan"]["routes"][0]["activities"].pop(1)
    broken = folder / "broken.json"
    broken.write_text(json.dumps(plan), encoding="utf-8")
    run("export", str(broken), "--format", "csv", "--out", str(folder / "broken"), code=1)
    assert not (folder / "broken").exists()


def test_a_week_is_arranged_rostered_and_recorded(run, folder):
    week = folder / "week"
    run("calendar", HAMLET[0], "--out", str(week))
    run("roster", HAMLET[0], "--calendar", str(week / "calendar.json"), "--out", str(week))
    assert "(100.0%)" in run("record", str(week / "calendar.json"), "--lang", "en")


def test_compare_prints_measures_side_by_side(run):
    scenario, *streets = HAMLET
    text = run("compare", scenario, scenario, *streets, "--iterations", "20", "--lang", "en")
    assert "mechanised rate" in text


def test_scenario_lists_shows_and_validates(run):
    assert "yinzhou-2012" in run("scenario", "list")
    assert "30 vehicles" in run("scenario", "show", "yinzhou-2012")
    assert "valid" in run("scenario", "validate", HAMLET[0])


def test_validate_says_of_the_contracts_table_what_the_readme_shows(folder):
    (table,) = blocks("csv")
    (folder / "december.csv").write_text(table, encoding="utf-8")
    with pytest.raises(TableFaults) as caught:
        contracts_of(folder / "december.csv")
    shown = "".join(text for text in blocks("text") if "december.csv" in text)
    english, chinese = (phrasebook(language).say(caught.value.message) for language in Language)
    first_two = "\n".join(chinese.splitlines()[:2])
    assert shown == f"error: {english}\n错误：{first_two}\n"


def test_network_prints_what_was_read(run):
    assert "10 junctions, 24 arcs" in run("network", HAMLET[2])


def test_solve_prints_the_contract_of_the_design(run, shared):
    file = shared / "benchmarks" / "carp" / "gdb1.dat"
    answer = json.loads(run("solve", str(file), "--iterations", "2000", "--json"))
    assert {"instance", "cost", "routes", "seconds", "iterations", "seed", "feasible"} <= set(
        answer
    )
    assert answer["feasible"]
    # 316 is proven to be the least.
    assert answer["cost"] >= 316


def test_bench_names_those_there_are(run):
    run("bench", "none", code=2)


def test_test_runs_the_tests(run):
    assert "test_readme.py" in run("test", "--collect-only", "-q", "tests/test_readme.py")


def test_every_documented_command_is_tried_here_or_is_what_runs_these_tests():
    tried = {"plan", "check", "export", "compare", "scenario", "network", "solve", "bench", "test"}
    tried |= {"calendar", "roster", "record"}
    # `serve` has tests of its own; `lint` and `format` work on the sources, and CI runs them.
    assert documented() == tried | {"serve", "lint", "format"}
    script = (ROOT / "run").read_text(encoding="utf-8")
    assert all(f"\n{name})" in script for name in ("test", "lint", "format"))


def test_the_python_example_prints_what_the_readme_shows(monkeypatch, folder):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("ONEBROOM_CACHE", str(folder / "cache"))
    (code,) = blocks("python")
    (expected,) = [text for text in blocks("text") if text.startswith("Plan:")]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})
    assert printed.getvalue() == expected
