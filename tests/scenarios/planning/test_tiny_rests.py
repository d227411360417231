"""What is left of a small day, planned as well as it can be: against a search of all there is."""

import dataclasses
from pathlib import Path

import pytest

from optimizer.stop import limits
from scenarios.files.networks import load_network
from scenarios.operations import events_of
from scenarios.plan_request import PlanRequest, plan_day
from scenarios.planning.replanning import ReplanOptions, day_going_on, replan
from scenarios.rest_of_day import Choice
from tests.optimizer.search.oracle import best_total

DATA = Path(__file__).parents[2] / "data"
STREETS = str(DATA / "nine_corners.osm")
CASE = {
    "kind": "urgent_case",
    "at": "06:40",
    "number": "117",
    "category": "道路遗撒",
    "lon": 0.0027,
    "lat": 0.0001,
}
LATE = {"kind": "delayed", "at": "06:41", "vehicle": "S1", "minutes": 20}
SHUT = {
    "kind": "facility_shut",
    "at": "06:41",
    "facility": "Plant",
    "from": "13:00",
    "until": "15:00",
}
CANCELLED = {"kind": "task_cancelled", "at": "06:41", "contract": "School"}
CLOSED = {"kind": "street_closed", "at": "06:41", "streets": ["Cross Street"], "working": False}


@pytest.fixture(scope="module")
def network():
    return load_network(osm=STREETS)


@pytest.fixture(scope="module")
def plan_file():
    request = PlanRequest(scenario=str(DATA / "hamlet"), osm=STREETS, iterations=300, seed=1)
    return plan_day(request)


@pytest.mark.parametrize("at", ["06:42", "06:45"])
@pytest.mark.parametrize(
    "told", [(), (CASE,), (LATE, CASE), (SHUT,), (CANCELLED, CASE), (CLOSED, SHUT)]
)
def test_no_rest_of_a_day_is_better_than_the_best_from_here(plan_file, network, told, at):
    # A few pieces of street are left, more of them where the sweeper is late, and two kitchens.
    now_s = 60 * (6 * 60 + int(at[3:]))
    events = events_of(list(told), plan_file, network)
    options = ReplanOptions(now_s=now_s, freeze_s=0, choices=(Choice.BEST,))
    work = day_going_on(plan_file, network, events, options, seed=1)
    free = dataclasses.replace(work.options, change_fen=0)
    instance = dataclasses.replace(work, options=free).day(work.due.tasks, most_kg={}).instance
    assert instance.num_tasks <= 8
    (found,) = replan(plan_file, network, events, options, stop=limits(iterations=300))
    solution = found.found.solution
    left_out = sum(int(instance.prize[task]) for task in solution.absent)
    assert solution.cost + left_out == best_total(instance)
