"""A day that goes on, on the command line: new plans for the rest of it, a place for a case."""

import json
import subprocess
import sys

import pytest

from api.commands.__main__ import main
from scenarios.plan_file import digest_of, read_plan, write_plan
from tests.scenarios.planning.two_sweepers import STREETS, plan_two

CASE = {
    "kind": "urgent_case",
    "at": "06:02",
    "number": "117",
    "category": "道路遗撒",
    "source": "12345",
    "lon": 0.0010,
    "lat": 0.0037,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("running")
    write_plan(plan_two(folder), folder / "plan.json")
    outage = [{"kind": "vehicle_out", "at": "06:02", "vehicle": "S1"}]
    (folder / "outage.json").write_text(json.dumps(outage), encoding="utf-8")
    (folder / "case.json").write_text(json.dumps([CASE]), encoding="utf-8")
    return folder


def call(command, folder, *words):
    plan = str(folder / "plan.json")
    return main([command, plan, "--osm", STREETS, "--at", "06:03", *words])


def replan(folder, out, *words):
    events = str(folder / "outage.json")
    words = ("--events", events, "--iterations", "40", "--out", str(out), *words)
    return call("replan", folder, *words)


def test_three_plans_are_written_that_go_on_from_the_one_in_force(folder, tmp_path, capsys):
    assert replan(folder, tmp_path, "--json") == 0
    rows = json.loads(capsys.readouterr().out)["plans"]
    assert [row["choice"] for row in rows] == ["least", "some", "best"]
    before = read_plan(folder / "plan.json")
    for row in rows:
        after = read_plan(tmp_path / f"plan-1-{row['choice']}.json")
        assert row["file"].endswith(f"plan-1-{row['choice']}.json")
        assert after.running.based_on == digest_of(before)
        # Reasons are added once all plans are there.
        assert not any(one.reason == "not_explained" for one in after.plan.unassigned)
    old, new = str(folder / "plan.json"), str(tmp_path / "plan-1-least.json")
    assert main(["check", new, "--osm", STREETS, "--before", old]) == 0


def test_a_new_plan_waits_for_no_library_that_it_does_not_use(folder, tmp_path):
    # OR-Tools brings pandas: a third of a second, while a dispatcher waits.
    idle = ("matplotlib", "networkx", "ortools", "osmnx", "pandas", "requests", "scipy.cluster")
    words = ["replan", str(folder / "plan.json"), "--osm", STREETS, "--at", "06:03"]
    words += ["--events", str(folder / "outage.json"), "--out", str(tmp_path)]
    # The list is taken when the first plan is written.
    program = (
        "import sys; from api.commands.__main__ import main; from scenarios import plan_file\n"
        "def write(*_):\n"
        f"    print([one for one in {idle} if one in sys.modules])\n"
        "    raise SystemExit\n"
        "plan_file.write_plan = write\n"
        f"main({words})\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert found.stdout.strip() == "[]", found.stderr


def test_the_choice_is_shown_before_its_reasons_are_worked_out(
    folder, tmp_path, capsys, monkeypatch
):
    def fail(proposal):
        raise KeyboardInterrupt

    monkeypatch.setattr("scenarios.planning.replanning.Proposal.explain", fail)
    replan(folder, tmp_path)
    told = capsys.readouterr().out
    assert "least change" in told
    assert "best from here" in told
    assert len(list(tmp_path.glob("plan-1-*.json"))) == 3


def test_a_case_has_a_place_a_price_and_an_hour(folder, capsys):
    assert call("fit", folder, "--case", str(folder / "case.json"), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["task"] == "case/117"
    # Two sweepers are there to ask; each is named once, the cheaper first.
    assert sorted(one["vehicle"] for one in told["fits"]) == ["S1", "S2"]
    costs = [one["cost_yuan"] for one in told["fits"]]
    assert costs == sorted(costs)
    assert all(one["begin_s"] >= 6 * 3600 + 120 for one in told["fits"])


def test_without_a_case_there_is_nothing_to_place(folder, capsys):
    assert call("fit", folder) == 2
    assert "--case" in capsys.readouterr().err
