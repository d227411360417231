"""`./run simulate` on the hamlet: tables for people, an object for programs, files for others."""

import json
import signal
from pathlib import Path

import pytest

from api.commands import benchmarks
from api.commands.__main__ import main
from api.commands.arguments import POLICIES
from api.commands.interrupt import Ended
from api.commands.simulation import DEFAULT_POLICIES
from scenarios.plan_file import read_plan
from scenarios.simulation import Policy, living, read_day

ROOT = benchmarks.ROOT
COMMAND = [
    "simulate",
    str(ROOT / "tests/data/hamlet"),
    "--osm",
    str(ROOT / "tests/data/nine_corners.osm"),
    "--iterations",
    "50",
    "--seed",
    "3",
]


@pytest.fixture(autouse=True)
def environment(tmp_path_factory, monkeypatch):
    handler = signal.getsignal(signal.SIGINT)
    monkeypatch.setenv("ONEBROOM_CACHE", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    yield
    signal.signal(signal.SIGINT, handler)


def test_the_policies_that_can_be_asked_for_are_those_there_are():
    assert set(POLICIES) == set(Policy)
    assert set(DEFAULT_POLICIES) <= set(POLICIES)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_tables_fit_into_eighty_columns(language, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    policies = ["--policy", "none", "--policy", "least"]
    assert main([*COMMAND, "--days", "1", *policies, "--lang", language]) == 0
    text = capsys.readouterr().out
    for word in {"en": ("no re-planning", "kitchens"), "zh": ("不重排", "餐厨单位")}[language]:
        assert word in text
    assert max(map(len, text.splitlines())) <= 80


def test_json_is_one_object_and_the_files_are_days(tmp_path, capsys):
    out = tmp_path / "drawn"
    command = [*COMMAND, "--days", "2", "--policy", "least", "--out", str(out), "--json"]
    assert main(command) == 0
    values = json.loads(capsys.readouterr().out)
    # The seeds of the days follow that of the command.
    assert [day["seed"] for day in values["days"]] == [4, 5]
    assert values["violations"] == 0
    assert set(values["mean"]) == {"least"}
    for number, day in enumerate(values["days"], start=1):
        drawn = read_day(out / f"day-{number}" / "events.json")
        assert (drawn.seed, len(drawn.events)) == (day["seed"], day["events"])
        assert main(["check", str(out / f"day-{number}" / "least.json")]) == 0
    capsys.readouterr()
    # A drawn day is what happens to a plan: at ten of it, and the rest is still to come.
    drawn = out / "day-1" / "events.json"
    plan, osm = str(out / "plan.json"), COMMAND[2:4]
    replan = ["replan", plan, "--events", str(drawn), *osm, "--at", "10:00", "--iterations", "5"]
    replan += ["--bound-seconds", "0", "--out", str(out / "again")]
    assert main(replan) == 0
    told = {event.id for event in read_day(drawn).events if event.told_s <= 10 * 3600}
    again = read_plan(out / "again" / "plan-1-least.json")
    assert {event.id for event in again.running.events} == told != set()
    # Of a plan with other vehicles it is no day.
    values = json.loads(drawn.read_text(encoding="utf-8"))
    out_of = {"kind": "vehicle_out", "id": "e", "at_s": 0, "told_s": 0, "vehicle_id": "X9"}
    values["events"].append(out_of)
    drawn.write_text(json.dumps(values), encoding="utf-8")
    assert main(replan) == 2
    assert "X9 is not in this plan" in capsys.readouterr().err


def test_days_that_are_finished_are_kept(capsys, monkeypatch):
    lived = []
    whole = living.live_through

    def live_once(*given, **options):
        if lived:
            raise Ended(signal.SIGINT)
        lived.append(whole(*given, **options))
        return lived[-1]

    monkeypatch.setattr("scenarios.batch.day_job.live_through", live_once)
    assert main([*COMMAND, "--days", "3", "--policy", "least", "--json"]) == 130
    assert len(json.loads(capsys.readouterr().out)["days"]) == 1


def test_a_file_that_is_no_drawn_day_is_refused(tmp_path):
    path = Path(tmp_path) / "events.json"
    path.write_text('{"format": 2}', encoding="utf-8")
    with pytest.raises(Exception, match="is no drawn day of format 1"):
        read_day(path)
