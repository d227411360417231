"""What the README's first commands promise, through `./run` as a user calls it."""

import json
import os
import subprocess

import pytest

from api.words import Language, phrasebook
from scenarios.files.contract_table import contracts_of
from scenarios.files.office import TableFaults
from tests.docs.pages import ROOT, page


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder to work in, with a cache of its own."""
    return tmp_path_factory.mktemp("first")


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
    """What `./run plan` wrote, bounded by iterations; without seconds the bound has no limit."""
    run("plan", "--iterations", "50", "--bound-seconds", "15")
    return folder / "out"


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


def test_validate_says_of_the_contracts_table_what_the_page_shows(folder):
    planners = page("for-planners")
    (table,) = planners.blocks("csv")
    (folder / "december.csv").write_text(table, encoding="utf-8")
    with pytest.raises(TableFaults) as caught:
        contracts_of(folder / "december.csv")
    shown = "".join(text for text in planners.blocks("text") if "december.csv" in text)
    english, chinese = (phrasebook(language).say(caught.value.message) for language in Language)
    first_two = "\n".join(chinese.splitlines()[:2])
    assert shown == f"error: {english}\n错误：{first_two}\n"


def test_solve_prints_the_contract_of_the_design(run, shared):
    file = shared / "benchmarks" / "carp" / "gdb1.dat"
    answer = json.loads(run("solve", str(file), "--iterations", "2000", "--json"))
    assert {"instance", "cost", "routes", "seconds", "iterations", "seed", "feasible"} <= set(
        answer
    )
    assert answer["feasible"]
    # 316 is proven to be the least.
    assert answer["cost"] >= 316


def test_test_runs_the_tests(run):
    assert "test_links.py" in run("test", "--collect-only", "-q", "tests/docs/test_links.py")
