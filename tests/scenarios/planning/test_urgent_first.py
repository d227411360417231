"""An urgent case goes first, though the sweeper has work until its shift ends.

The hamlet with a shift that ends, to the minute, when its sweeper is home.
"""

import shutil
from pathlib import Path

import pytest

from optimizer.stop import limits
from scenarios.files.networks import load_network
from scenarios.operations import events_of
from scenarios.plan_request import PlanRequest, plan_day
from scenarios.planning import ReplanOptions, replan
from scenarios.rest_of_day import Choice
from scenarios.second_opinion import judge

DATA = Path(__file__).parents[2] / "data"
STREETS = str(DATA / "nine_corners.osm")

NOW = "06:02"
NOW_S = 6 * 3600 + 120
CASE = {
    "kind": "urgent_case",
    "at": NOW,
    "number": "117",
    "category": "道路遗撒",
    "lon": 0.0027,
    "lat": 0.0001,
}


@pytest.fixture(scope="module")
def network():
    return load_network(osm=STREETS)


@pytest.fixture(scope="module")
def morning(tmp_path_factory):
    """A plan in which the sweeper has not a minute left."""
    scenario = tmp_path_factory.mktemp("urgent") / "hamlet"
    shutil.copytree(DATA / "hamlet", scenario)
    file = scenario / "scenario.toml"
    request = PlanRequest(scenario=str(scenario), osm=STREETS, iterations=300, seed=1)
    home_s = sweeper(plan_day(request)).end_s
    end = f"{-(-home_s // 60) // 60:02}:{-(-home_s // 60) % 60:02}"
    text, whole = file.read_text(encoding="utf-8"), 'start = "06:00", end = "12:00" }]'
    assert text.count(whole) == 1
    file.write_text(text.replace(whole, f'start = "06:00", end = "{end}" }}]'), encoding="utf-8")
    return plan_day(request)


def sweeper(plan_file):
    (route,) = [one for one in plan_file.plan.routes if one.vehicle_id == "S1"]
    return route


@pytest.mark.parametrize("choice", list(Choice))
def test_a_case_is_done_in_time_and_what_is_last_gives_way(morning, network, choice):
    events = events_of([CASE], morning, network, known=())
    (case,) = events
    options = ReplanOptions(now_s=NOW_S, freeze_s=0, choices=(choice,))
    (found,) = replan(morning, network, events, options, stop=limits(iterations=30))
    plan_file = found.plan_file
    assert judge(plan_file, network, before=morning).violations == ()
    ends_s = {
        one.task_id: one.end_s for route in plan_file.plan.routes for one in route.activities
    }
    assert ends_s[case.task.id] <= case.task.finish_by_s
    # Ten minutes and more of somebody's time are gone: so much of the morning's work is left.
    left = plan_file.plan.unassigned_by_task.keys() - morning.plan.unassigned_by_task.keys()
    assert left
    if choice is Choice.LEAST:
        # It goes on in the order that it had.
        after = sweeper(plan_file).task_ids
        kept = [one for one in sweeper(morning).task_ids if one not in left]
        assert [one for one in after if one != case.task.id] == kept
        assert after.index(case.task.id) < len(after) - 1
