"""Days on disk: the second plan takes what the first has worked out, and comes out the same."""

from dataclasses import replace
from pathlib import Path

import pytest

from scenarios.plan_file import dumps
from scenarios.plan_request import PlanRequest, plan_day
from scenarios.planning import kept_days, planner

DATA = Path(__file__).parents[2] / "data"
REQUEST = PlanRequest(
    scenario=str(DATA / "hamlet"),
    osm=str(DATA / "nine_corners.osm"),
    iterations=20,
    bound_seconds=0.0,
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("ONEBROOM_CACHE", str(tmp_path))
    monkeypatch.setattr(kept_days, "KEPT_FROM", 0)
    return tmp_path / "days"


def refuse(*_, **__):
    raise AssertionError("it is worked out again")


def test_a_second_plan_takes_the_day_from_the_disk(folder, monkeypatch):
    first = plan_day(REQUEST)
    assert len(list(folder.iterdir())) == 1
    monkeypatch.setattr(planner, "find_due_work", refuse)
    monkeypatch.setattr("scenarios.planning.day_work.build_day", refuse)
    assert dumps(plan_day(REQUEST)) == dumps(first)


def test_a_damaged_file_is_made_anew(folder, caplog):
    first = plan_day(REQUEST)
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:-100])
    assert dumps(plan_day(REQUEST)) == dumps(first)
    assert "damaged cache is rebuilt" in caplog.text


def test_the_files_used_longest_ago_make_room(folder, monkeypatch):
    monkeypatch.setattr(kept_days, "MOST_KEPT", 1)
    for conditions in ((), ("rain",)):
        plan_day(replace(REQUEST, weather=conditions))
        (kept,) = folder.iterdir()
    assert kept.suffix == ".pickle"


def test_small_days_are_not_kept(folder, monkeypatch):
    monkeypatch.setattr(kept_days, "KEPT_FROM", 4_000)
    plan_day(REQUEST)
    assert not folder.exists()
