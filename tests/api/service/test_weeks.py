"""Weeks over HTTP: the calendar and the roster of the hamlet, and how its contracts are served."""

import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from api.service.jobs.attempt import Attempt
from api.service.jobs.child import solve
from api.service.jobs.weekly import make_week
from api.service.security import Role
from tests.api.service.people import DATA, hamlet_plan, refusal, town

ASKED = {"scenario": "hamlet", "seconds": 20}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("weeks")
    with ExitStack() as living:
        patch = living.enter_context(pytest.MonkeyPatch.context())
        own = folder / "own"
        own.mkdir()
        (own / "hamlet").symlink_to(DATA / "hamlet")
        patch.setenv("ONEBROOM_SCENARIOS", str(own))
        yield living.enter_context(town(folder, streets_dir=DATA))


def make(place, **changes):
    """A week that is made; returns its address."""
    answer = place.ask("POST", "/weeks", Role.PLANNER, json={**ASKED, **changes})
    assert answer.status_code == 202, answer.text
    assert answer.json()["status"] == "queued"
    store = place.client.app.state.store
    solve(store, *store.claim(60.0), None)
    return answer.headers["Location"]


@pytest.fixture(scope="module")
def week(place):
    return make(place)


def test_a_week_has_its_calendar_and_its_roster(place, week):
    told = place.ask("GET", week, Role.DISPATCHER).json()
    assert (told["status"], told["error"]) == ("done", None)
    found = told["result"]
    # Three contracts promise 13 collections; the hamlet's day is the Monday of its week.
    assert (found["monday"], found["collections"], found["missing"]) == ("2024-05-06", 13, 0)
    assert (found["uncovered"], found["assumed_drivers"], found["moved"]) == (0, True, None)
    calendar = place.ask("GET", told["links"]["calendar"], Role.DISPATCHER).json()
    assert len(calendar["calendar"]["visits"]) == 13
    roster = place.ask("GET", told["links"]["roster"], Role.DISPATCHER).json()
    assert len(roster["roster"]["driver_of"]) == found["duties"] > 0
    # What is sent is what days are planned by.
    asked = {"scenario": "hamlet", "osm": "nine_corners.osm", "calendar": calendar}
    planned = place.ask("POST", "/plans", Role.DISPATCHER, json=asked)
    assert planned.status_code == 202, planned.text
    place.ask("DELETE", planned.headers["Location"])
    events = place.ask("GET", f"{week}/events", Role.DISPATCHER).text
    assert "event: done" in events
    (listed,) = place.ask("GET", "/weeks").json()
    assert (listed["links"]["self"], listed["result"]["collections"]) == (week, 13)


def test_the_week_after_says_what_moved(place, week):
    id_ = week.rpartition("/")[2]
    same = place.ask("GET", make(place, date="2024-05-13", before=id_)).json()["result"]
    assert (same["monday"], same["moved"]) == ("2024-05-13", [])
    # Wednesday is a holiday: whoever is served elsewhere in the week has moved.
    closed = make(place, date="2024-05-15", before=id_, holidays=["2024-05-15"])
    found = place.ask("GET", closed).json()["result"]
    for one in found["moved"]:
        assert one["before"] != one["after"]
        assert 2 not in one["after"]["weekdays"]
    assert found["collections"] + found["missing"] >= len(found["moved"])


def test_the_record_counts_the_newest_plan_of_each_day(place, week):
    before = place.ask("GET", f"{week}/record", Role.DISPATCHER).json()
    assert before["planned_days"] == {}
    assert sum(row["planned"] for row in before["rows"]) == 13
    # On Monday nobody came to one of the two kitchens.
    plan = hamlet_plan()
    lost = next(task for task in plan.tasks if task.contract_id)
    routes = tuple(
        replace(
            route,
            activities=tuple(one for one in route.activities if one.task_id != lost.id),
        )
        for route in plan.plan.routes
    )
    store = place.client.app.state.store
    id_ = store.add({"scenario": "hamlet", "date": plan.date})
    changed = replace(plan, plan=replace(plan.plan, routes=routes))
    store.finish(*store.claim(60.0), changed)
    after = place.ask("GET", f"{week}/record").json()
    assert after["planned_days"] == {plan.date: id_}
    worst = after["rows"][0]
    assert worst["contract_id"] == lost.contract_id
    assert worst["planned"] < worst["promised"]
    place.ask("DELETE", f"/plans/{id_}")


def test_weeks_are_for_planners_to_make_and_to_forget(place):
    assert refusal(place.ask("POST", "/weeks", Role.DISPATCHER, json=ASKED), 403)
    answer = place.ask("POST", "/weeks", json={**ASKED, "before": "0" * 32})
    assert refusal(answer, 422) == "http.no_week"
    answer = place.ask("POST", "/weeks", json={**ASKED, "scenario": "nowhere"})
    assert refusal(answer, 422) == "http.no_scenario"
    asked = place.ask("POST", "/weeks", json=ASKED)
    address = asked.headers["Location"]
    assert refusal(place.ask("GET", f"{address}/roster.json"), 409) == "http.no_week_yet"
    assert place.ask("POST", f"{address}/cancel").json()["status"] == "cancelled"
    assert place.ask("DELETE", address).status_code == 204
    assert refusal(place.ask("GET", address), 404) == "http.no_week"


def test_a_week_that_is_stopped_is_kept_and_not_ended_by_its_process(place):
    address = place.ask("POST", "/weeks", json=ASKED).headers["Location"]
    store = place.client.app.state.store
    job = store.get(store.claim(60.0)[0])
    attempt = Attempt(store, job)
    attempt.stopping.set()
    with tempfile.TemporaryDirectory() as scratch:
        make_week(store, job, attempt, scratch=Path(scratch))
    # Whether it was cancelled, or its server ends and it is made anew, the server says.
    told = place.ask("GET", address).json()
    assert told["status"] == "running"
    assert told["result"]["monday"] == "2024-05-06"
    place.ask("DELETE", address)
