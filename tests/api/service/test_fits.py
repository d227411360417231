"""Which vehicle for this case, asked over HTTP."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from optimizer.plan import ActivityKind
from scenarios.planning import open_fit_desk
from tests.api.service.running_day import LATE, OUT, listed, refusal, tell

HOUR_S = 3600
CASE = {
    "kind": "urgent_case",
    "at": "06:30",
    "number": "12345",
    "category": "roadside litter",
    "lon": 0.0005,
    "lat": 0.0005,
}


@pytest.fixture
def opened(monkeypatch):
    """Counts how often a day is made ready."""
    calls = []

    def count(*arguments):
        calls.append(arguments)
        return open_desk(*arguments)

    open_desk = open_fit_desk
    monkeypatch.setattr("scenarios.planning.open_fit_desk", count)
    return calls


def case_of(**changes):
    """A kitchen to be emptied where T1 is not yet: in the afternoon."""
    return {
        "kind": "task_added",
        "at": "06:30",
        "work": "kitchen",
        "name": "Canteen",
        "minutes": 5,
        "kg": 10,
        "lon": 0.0005,
        "lat": 0.0005,
        "windows": ["12:00-17:00"],
    } | changes


def test_the_best_places_for_a_case(client, plan, opened):
    asked = {"at": "06:30", "case": case_of()}
    answer = client.post(f"{plan}/fits", json=asked)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    (one,) = found["fits"]
    assert one["vehicle"] == "T1"
    assert one["end_s"] - one["begin_s"] >= 5 * 60
    assert 12 * HOUR_S <= one["begin_s"] <= 17 * HOUR_S
    # To ask is not to tell.
    assert listed(client, plan) == []
    # The same question again, and again when it is told: the first takes no preparation.
    assert client.post(f"{plan}/fits", json=asked).json() == found
    assert len(opened) == 1


def test_a_case_that_was_told_is_asked_for_by_its_task(client, plan, opened):
    tell(client, plan, case_of(), case_of(name="School", lat=0.0008))
    first, second = (one["task"]["id"] for one in listed(client, plan))
    answers = [
        client.post(f"{plan}/fits", json={"at": "06:30", "task": id_}) for id_ in (first, second)
    ]
    assert [one.json()["version"] for one in answers] == [2, 2]
    assert all(one.json()["fits"] for one in answers)
    # Two questions of one state: it was made ready once.
    assert len(opened) == 1
    again = client.post(f"{plan}/fits", json={"at": "06:30", "case": case_of()})
    assert again.json() == answers[0].json()
    assert len(opened) == 1
    # What is told makes another state of it.
    tell(client, plan, {**LATE, "at": "06:30"})
    client.post(f"{plan}/fits", json={"at": "06:30", "task": first})
    assert len(opened) == 2


def test_two_cases_of_one_id_are_not_confused(client, plan):
    light, heavy = (
        client.post(
            f"{plan}/fits", json={"at": "06:30", "case": case_of(id="x", minutes=minutes)}
        ).json()["fits"][0]
        for minutes in (5, 15)
    )
    # Ten minutes more at the place.
    assert (heavy["end_s"] - heavy["begin_s"]) - (light["end_s"] - light["begin_s"]) == 600


def test_clients_at_once_get_the_same_answer_and_one_desk_is_made(client, plan, opened):
    asked = {"at": "06:30", "case": case_of()}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: client.post(f"{plan}/fits", json=asked).text, range(4)))
    assert len(set(answers)) == 1
    assert json.loads(answers[0])["fits"]
    assert len(opened) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"at": "06:30"}, "http.fault"),
        ({"at": "06:30", "task": "x", "case": CASE}, "http.fault"),
        ({"at": "half past six", "task": "x"}, "http.fault"),
        ({"at": "08:00", "case": OUT}, "http.no_case"),
        ({"at": "06:00", "case": CASE}, "events.faults"),
        ({"at": "06:30", "task": "nothing"}, "fit.no_task"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(client, plan, body, code):
    assert refusal(client.post(f"{plan}/fits", json=body), 422)["code"] == code


def test_a_task_that_a_route_has_needs_no_place(client, plan, planned):
    route = next(one for one in planned.plan.routes if one.vehicle_id == "S1")
    service = next(one for one in route.activities if one.kind is ActivityKind.SERVICE)
    answer = client.post(f"{plan}/fits", json={"at": "05:00", "task": service.task_id})
    assert refusal(answer, 422)["code"] == "fit.no_task"
