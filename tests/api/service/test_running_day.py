"""The rest of a day is planned and compared over HTTP, on a plan of the hamlet."""

import pytest

from api.service.jobs.child import solve
from scenarios.plan_file import digest_of, loads
from scenarios.plan_request import plan_day
from tests.api.service.running_day import (
    LATE,
    OUT,
    listed,
    refusal,
    replanned,
    tell,
    work_off,
)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/day-events", None),
        ("POST", "/events", {"events": []}),
        ("POST", "/replans", {"at": "09:00"}),
        ("GET", "/changes?since=none", None),
        ("POST", "/fits", {"at": "09:00", "task": "x"}),
        ("GET", "/edits", None),
        ("POST", "/edits", {"at": "09:00", "release": "h1"}),
    ],
)
def test_an_unknown_plan_is_not_found(client, method, path, body):
    answer = client.request(method, f"/plans/none{path}", json=body)
    assert refusal(answer, 404)["code"] == "http.no_plan"


def test_the_day_of_a_plan_that_is_being_made_cannot_go_on(client):
    plan = f"/plans/{client.app.state.store.add({})}"
    assert refusal(tell(client, plan, OUT), 409)["code"] == "http.not_settled"
    client.post(f"{plan}/cancel")
    assert refusal(tell(client, plan, OUT), 409)["code"] == "http.no_routes_yet"


def test_a_replan_yields_plans_to_choose_from(client, plan, planned):
    tell(client, plan, OUT)
    done = replanned(client, plan)
    assert done["status"] == "done", done["error"]
    assert [one["weighed"]["choice"] for one in done["proposals"]] == ["least", "some", "best"]
    for one in done["proposals"]:
        found = client.get(one["links"]["self"]).json()
        assert found["status"] == "done"
        assert found["request"]["based_on"] == plan.removeprefix("/plans/")
        assert found["request"]["number"] == 1
        plan_file = loads(client.get(one["links"]["plan"]).text)
        assert plan_file.running.based_on == digest_of(planned)
        assert [event.kind for event in plan_file.running.events] == ["vehicle_out"]
        (lost,) = [route for route in plan_file.plan.routes if route.vehicle_id == "S1"]
        assert lost.activities[-1].facility_id is None
        # All reasons are there by now.
        assert all(str(left.detail) for left in plan_file.plan.unassigned)
        assert client.get(one["links"]["changes"]).status_code == 200
    # The job itself is no plan, neither by its id nor in the list.
    assert client.get(f"/plans/{done['id']}").status_code == 404
    assert done["id"] not in {one["id"] for one in client.get("/plans").json()}


def test_the_day_goes_on_from_a_plan_that_was_chosen(client, plan):
    tell(client, plan, LATE)
    done = replanned(client, plan, at="12:30")
    chosen = done["proposals"][0]["links"]["self"]
    assert [one["kind"] for one in listed(client, chosen)] == ["delayed"]
    told = tell(client, chosen, {"kind": "vehicle_out", "at": "13:00", "vehicle": "T1"}, version=1)
    assert told.headers["ETag"] == '"2"'
    # The plan before keeps its own list.
    assert len(listed(client, plan)) == 1
    early = client.post(f"{chosen}/replans", json={"at": "12:29"})
    assert refusal(early, 422)["code"] == "http.before_plan"
    again = replanned(client, chosen, at="13:00")
    assert again["status"] == "done", again["error"]
    plan_file = loads(client.get(again["proposals"][0]["links"]["plan"]).text)
    assert plan_file.running.number == 2
    assert [one.kind for one in plan_file.running.events] == ["delayed", "vehicle_out"]


def test_what_is_told_after_a_replan_was_asked_for_does_not_count_in_it(client, plan):
    asked = client.post(f"{plan}/replans", json={"at": "13:00", "iterations": 5})
    tell(client, plan, LATE)
    work_off(client)
    (least, *_) = client.get(asked.headers["Location"]).json()["proposals"]
    assert loads(client.get(least["links"]["plan"]).text).running.events == ()


def test_a_job_that_is_done_again_writes_over_what_it_had_found(client, plan, monkeypatch):
    asked = client.post(f"{plan}/replans", json={"at": "08:00", "iterations": 5})
    store = client.app.state.store
    # The server of the first attempt ends when that has found all.
    id_, first = store.claim(60.0)
    with monkeypatch.context() as lost:
        lost.setattr(store, "end", lambda *_: True)
        solve(store, id_, first, plan_day)
    store.release(id_, first)
    before = client.get(asked.headers["Location"]).json()
    assert (before["status"], len(before["proposals"])) == ("queued", 3)
    plan_id = before["proposals"][0]["plan"]
    # Reasons might still be written: nobody goes on from it yet.
    assert refusal(tell(client, f"/plans/{plan_id}", OUT), 409)["code"] == "http.not_settled"
    work_off(client)
    after = client.get(asked.headers["Location"]).json()
    assert (after["status"], after["attempt"]) == ("done", 2)
    assert [one["plan"] for one in after["proposals"]] == [
        one["plan"] for one in before["proposals"]
    ]


def test_a_replan_comes_before_days_that_have_not_begun(client, plan):
    store = client.app.state.store
    first = store.add({})
    replan = client.post(f"{plan}/replans", json={"at": "08:00"}).json()
    second = client.post(f"{plan}/replans", json={"at": "08:00"}).json()
    assert [store.claim(60.0)[0] for _ in range(2)] == [replan["id"], second["id"]]
    assert store.claim(60.0, only_replans=True) is None
    assert store.claim(60.0)[0] == first


def test_a_replan_can_be_cancelled(client, plan):
    replan = client.post(f"{plan}/replans", json={"at": "08:00"}).json()
    assert client.post(replan["links"]["cancel"]).json()["status"] == "cancelled"
    assert client.app.state.store.claim(60.0) is None


def test_a_replan_of_another_plan_is_not_found(client, plan):
    replan = client.post(f"{plan}/replans", json={"at": "08:00"}).json()
    other = client.app.state.store.add({})
    answer = client.get(f"/plans/{other}/replans/{replan['id']}")
    assert refusal(answer, 404)["code"] == "http.no_replan"


def test_changes_tell_each_driver_what_is_different(client, plan):
    tell(client, plan, OUT)
    (least, *_) = replanned(client, plan)["proposals"]
    found = client.get(least["links"]["changes"]).json()
    (duty,) = found["duties"]
    assert (duty["vehicle_id"], duty["is_to_call"]) == ("S1", False)
    assert "broken_down" in {one["kind"] for one in duty["differences"]}
    chinese = client.get(f"{least['links']['changes']}&lang=zh").json()["duties"][0]
    texts = [one["text"] for one in duty["differences"]]
    assert [one["text"] for one in chinese["differences"]] != texts
    same = client.get(f"{plan}/changes", params={"since": plan.removeprefix("/plans/")}).json()
    assert (same["duties"], same["totals"]["kept_share"]) == ([], 1)
    unknown = client.get(f"{plan}/changes", params={"since": "none"})
    assert refusal(unknown, 404)["code"] == "http.no_plan"


def test_every_answer_of_the_running_day_is_described(client):
    paths = client.get("/openapi.json").json()["paths"]
    own = {
        (path, method): call["responses"]
        for path, calls in paths.items()
        for method, call in calls.items()
        if "running day" in call["tags"]
    }
    assert len(own) == 9
    for responses in own.values():
        for status, one in responses.items():
            if status >= "400":
                assert set(one["content"]) == {"application/problem+json"}
                assert "http." in one["description"]
    body = paths["/plans/{plan_id}/events"]["post"]["requestBody"]
    schema = body["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/EventsIn"}
