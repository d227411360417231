"""A hamlet on a day with snow, from the standards to the run sheet."""

import re
from collections import Counter
from pathlib import Path

import pytest

from api.exports.kml import to_kml
from api.exports.svg import to_svg
from api.exports.turn_list import turn_list
from api.screen import print_plan
from api.words import Language, phrasebook
from fleet import Work
from optimizer.checker import check
from optimizer.plan import ActivityKind
from scenarios.files import load_network
from scenarios.plan_file import dumps, loads
from scenarios.plan_request import PlanRequest, plan_day

DATA = Path(__file__).parents[2] / "data"
STREETS = str(DATA / "nine_corners.osm")
HOUR_S = 3600


def planned(scenario="hamlet-snow", **changes):
    values = {"osm": STREETS, "iterations": 300, "seed": 1} | changes
    return plan_day(PlanRequest(scenario=str(DATA / scenario), **values))


@pytest.fixture(scope="module", autouse=True)
def _own_cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONEBROOM_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
        yield


@pytest.fixture(scope="module")
def snowed():
    return planned()


@pytest.fixture(scope="module")
def streets():
    return load_network(osm=STREETS)


@pytest.fixture(scope="module")
def plough(snowed):
    (route,) = [one for one in snowed.plan.routes if one.vehicle_id == "P1"]
    return route


def test_the_plan_breaks_no_rule_and_leaves_nothing(snowed, streets):
    again = loads(dumps(snowed))
    tasks, sites = again.tasks_on(streets), again.sites_on(streets)
    assert check(streets, again.fleet, tasks, sites, again.plan) == []
    assert again.plan.unassigned == ()


def test_snow_keeps_the_sweeper_in_and_kitchens_are_served(snowed):
    assert [route.vehicle_id for route in snowed.plan.routes] == ["T1", "P1"]
    assert Counter(task.work for task in snowed.tasks) == {Work.SNOW: 94, Work.KITCHEN: 2}


def test_every_class_is_cleared_by_its_hour(snowed, plough):
    tasks = {task.id: task for task in snowed.tasks}
    over_s = {}
    # Activities are in the order of the day, so what stays is the last of each class and pass.
    for activity in plough.activities:
        if activity.kind is ActivityKind.SERVICE:
            task = tasks[activity.task_id]
            over_s[task.service_class, task.finish_by_s] = activity.end_s
    assert set(over_s) == {("II", 7 * HOUR_S), ("II", 12 * HOUR_S), ("IV", 12 * HOUR_S)}
    assert all(end_s <= by_s for (_, by_s), end_s in over_s.items())
    assert over_s["II", 12 * HOUR_S] > 9 * HOUR_S


def test_the_audit_says_what_is_cleared_of_each_class(snowed):
    rows = {row.service_class: row for row in snowed.measures.coverage.lanes}
    # As maintained: 20,500 m2 of class II twice, 5,300 m2 of class IV once.
    assert [(rows[id_].due_m2, rows[id_].done_m2) for id_ in ("II", "IV")] == [
        (20_500, 20_500),
        (5_300, 5_300),
    ]
    assert (rows["II"].passes_done, rows["IV"].passes_done) == (80, 14)
    assert {row.work for row in rows.values()} == {"snow"}


def test_the_spreader_is_filled_at_the_depot_whenever_it_runs_low(snowed, plough):
    refills = [a for a in plough.activities if a.kind is ActivityKind.REFILL]
    assert {one.facility_id for one in refills} == {"yard"}
    drawn_l = sum(task.demand_l for task in snowed.tasks)
    # 2 x 20,500 m2 x 20 g + 5,300 m2 x 10 g are 873,000 g of salt, at 270 g a litre 3,233 l, and
    # less than a litre more for each of the 94 tasks; full tanks of 900 l: three refills.
    assert 3_233 < drawn_l < 3_233 + 94
    assert len(refills) == 3
    assert min(activity.tank_l for activity in plough.activities) >= 0


def test_without_snow_the_day_is_the_hamlets_own():
    date = "2024-01-22"
    fine = planned(weather=(), date=date, iterations=200)
    plain = planned("hamlet", date=date, iterations=200)
    assert fine.plan == plain.plan
    assert fine.tasks == plain.tasks
    assert fine.measures.coverage == plain.measures.coverage
    assert "P1" in fine.measures.idle_vehicles


@pytest.mark.parametrize(
    ("language", "work", "refill"),
    [
        (Language.EN, r"Plough and spread lane \d of North Road", "Refill de-icer at Yard, "),
        (Language.ZH, r"除雪并撒融雪剂：North Road第\d车道", "在Yard加融雪剂，"),
    ],
)
def test_the_run_sheet_says_what_to_do(snowed, streets, plough, language, work, refill):
    lines = [one.text for one in turn_list(snowed, streets, plough, phrasebook(language))]
    assert any(re.match(work, line) for line in lines)
    assert sum(line.startswith(refill) for line in lines) == 3


def test_the_map_has_a_sheet_for_snow(snowed, streets):
    drawn = to_svg(snowed, streets, Language.ZH)
    assert "除雪作业" in drawn
    assert "除雪车" in drawn
    lines = to_kml(snowed, streets, "P1")
    # #6a3d9a with opacity first and red last.
    assert '<Style id="snow">' in lines
    assert "ff9a3d6a" in lines
    assert "#snow" in lines


@pytest.mark.parametrize(
    ("language", "heading", "kind"),
    [
        (Language.EN, "Snow clearing, 1,000 m²", "snow plough"),
        (Language.ZH, "除雪作业，千平方米", "除雪车"),
    ],
)
def test_the_screen_shows_cleared_area_by_class(snowed, capsys, language, heading, kind):
    print_plan(snowed, phrasebook(language))
    text = capsys.readouterr().out
    assert heading in text
    assert kind in text
    assert "20.5  20.5  100.0%" in text


def test_without_a_plough_every_street_is_listed_with_the_remedy(tmp_path):
    text = (DATA / "hamlet-snow" / "scenario.toml").read_text(encoding="utf-8")
    plough = text.index('[[vehicles]]\nid = "P1"')
    text = text[:plough] + text[text.index("[[facilities]]") :]
    text = text.replace('extends = "hamlet"', f'extends = "{DATA / "hamlet"}"')
    (tmp_path / "scenario.toml").write_text(text, encoding="utf-8")
    plan_file = planned(tmp_path)
    details = {str(one.detail) for one in plan_file.plan.unassigned}
    assert len(plan_file.plan.unassigned) == 94
    assert details == {"no vehicle on duty has the skill snow; add a snow plough."}
