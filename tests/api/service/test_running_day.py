"""The running day over HTTP, on a plan of the hamlet.

S1 sweeps from six until about seven, T1 empties two kitchens between one and half past two.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine

from api.service.db import DayStore, Store
from api.service.db.tables import metadata
from api.service.jobs.child import solve
from api.service.main import create_app
from api.service.settings import ServiceSettings
from optimizer.plan import ActivityKind
from scenarios.plan_file import digest_of, loads
from scenarios.plan_request import PlanRequest, plan_day

DATA = Path(__file__).parents[2] / "data"
STREETS = str(DATA / "nine_corners.osm")
HOUR_S = 3600
OUT = {"kind": "vehicle_out", "at": "06:15", "vehicle": "S1"}
LATE = {"kind": "delayed", "at": "12:30", "vehicle": "T1", "minutes": 5}
CASE = {
    "kind": "urgent_case",
    "at": "06:30",
    "number": "12345",
    "category": "roadside litter",
    "lon": 0.0005,
    "lat": 0.0005,
}


@pytest.fixture(scope="module")
def planned():
    request = PlanRequest(scenario=str(DATA / "hamlet"), osm=STREETS, iterations=30, seed=1)
    return plan_day(request)


@pytest.fixture
def client(tmp_path):
    """The service without workers."""
    app = create_app(ServiceSettings(database_url=f"sqlite:///{tmp_path / 'plans.db'}", workers=0))
    with TestClient(app) as one:
        yield one


@pytest.fixture
def plan(client, planned):
    """The address of the plan in force."""
    store = client.app.state.store
    id_ = store.add({})
    store.finish(*store.claim(60.0), planned)
    return f"/plans/{id_}"


def tell(client, plan, *events, version=None, **query):
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return client.post(
        f"{plan}/events", json={"events": list(events)}, headers=headers, params=query
    )


def listed(client, plan):
    return client.get(f"{plan}/day-events").json()["events"]


def work_off(client):
    """Does what a worker's child process does with the next job."""
    store = client.app.state.store
    id_, attempt = store.claim(60.0)
    solve(store, id_, attempt, plan_day)


def refusal(answer, status):
    """The problem document of a refused request."""
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.json()


def test_what_is_told_is_appended_and_the_list_gets_a_version(client, plan):
    assert client.get(f"{plan}/day-events").headers["ETag"] == '"0"'
    first = tell(client, plan, OUT)
    assert (first.status_code, first.headers["ETag"]) == (201, '"1"')
    second = tell(client, plan, LATE)
    assert (second.json()["version"], second.json()["added"]) == (2, 1)
    assert [one["kind"] for one in listed(client, plan)] == ["vehicle_out", "delayed"]
    # A quarter past six, told at once: 6 x 3,600 s + 900 s.
    out = listed(client, plan)[0]
    assert (out["at_s"], out["told_s"], out["vehicle_id"]) == (22_500, 22_500, "S1")


def test_the_same_event_twice_counts_once(client, plan):
    tell(client, plan, OUT, OUT)
    again = tell(client, plan, OUT)
    assert (again.status_code, again.json()["added"], again.headers["ETag"]) == (200, 0, '"1"')
    assert len(listed(client, plan)) == 1


def test_a_list_that_did_not_change_is_not_sent_again(client, plan):
    tell(client, plan, OUT)
    same = client.get(f"{plan}/day-events", headers={"If-None-Match": '"1"'})
    assert (same.status_code, same.content) == (304, b"")
    tell(client, plan, LATE)
    other = client.get(f"{plan}/day-events", headers={"If-None-Match": '"1"'})
    assert (other.status_code, other.json()["version"]) == (200, 2)


@pytest.mark.parametrize(
    ("event", "field", "code"),
    [
        (
            {"kind": "vehicle_out", "at": "08:00", "vehicle": "S9"},
            "vehicle",
            "events.unknown_vehicle",
        ),
        ({"kind": "flood", "at": "08:00"}, "kind", "events.unknown_kind"),
        ({"kind": "vehicle_out", "vehicle": "S1"}, "at", "schema.missing"),
        ({**OUT, "colour": "red"}, "colour", "events.unknown_field"),
    ],
)
def test_a_bad_event_refuses_all_and_changes_nothing(client, plan, event, field, code):
    problem = refusal(tell(client, plan, LATE, event), 422)
    assert problem["code"] == "events.faults"
    (fault,) = problem["faults"]
    assert (fault["event"], fault["field"], fault["code"]) == (2, field, code)
    assert fault["what"] in problem["detail"]
    assert listed(client, plan) == []


def test_nothing_can_have_been_told_in_the_future(client, plan):
    problem = refusal(tell(client, plan, OUT, at="06:14"), 422)
    assert [fault["field"] for fault in problem["faults"]] == ["at"]
    assert tell(client, plan, OUT, at="06:15").status_code == 201


def test_what_contradicts_the_list_is_refused(client, plan):
    tell(client, plan, OUT)
    problem = refusal(tell(client, plan, {**OUT, "at": "09:00"}), 422)
    assert [fault["code"] for fault in problem["faults"]] == ["events.out_already"]
    assert len(listed(client, plan)) == 1


def test_a_refusal_speaks_the_language_that_is_asked_for(client, plan):
    problem = refusal(tell(client, plan, {**OUT, "vehicle": "S9"}, lang="zh"), 422)
    assert "未作任何更改" in problem["detail"]


def test_who_knows_an_old_list_is_told_what_is_new(client, plan):
    tell(client, plan, OUT)
    tell(client, plan, LATE)
    back = {"kind": "vehicle_back", "at": "09:00", "vehicle": "S1"}
    problem = refusal(tell(client, plan, back, version=1), 412)
    assert (problem["code"], problem["version"]) == ("http.day_changed", 2)
    assert [one["kind"] for one in problem["events"]] == ["delayed"]
    assert len(listed(client, plan)) == 2
    assert tell(client, plan, back, version=2).status_code == 201


@pytest.mark.parametrize("tag", ["nonsense", 'W/"0"', '"7"', '""'])
def test_a_version_that_is_none_matches_nothing(client, plan, tag):
    answer = client.post(f"{plan}/events", json=[OUT], headers={"If-Match": tag})
    assert refusal(answer, 412)["version"] == 0
    assert listed(client, plan) == []


@pytest.mark.parametrize("tag", ["*", '"3", "0"'])
def test_a_version_among_several_matches(client, plan, tag):
    answer = client.post(f"{plan}/events", json=[OUT], headers={"If-Match": tag})
    assert answer.status_code == 201


def test_of_two_clients_at_once_that_know_one_version_one_is_refused(client, plan):
    late = [{**LATE, "minutes": minutes} for minutes in range(1, 5)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda one: tell(client, plan, one, version=0), late))
    assert sorted(one.status_code for one in answers) == [201, 412, 412, 412]
    assert len(listed(client, plan)) == 1


def test_of_many_clients_at_once_nothing_is_lost(client, plan):
    late = [{**LATE, "minutes": minutes} for minutes in range(1, 9)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda one: tell(client, plan, one), late))
    assert {one.status_code for one in answers} == {201}
    assert {one["late_s"] for one in listed(client, plan)} == {60 * n for n in range(1, 9)}
    assert {one.json()["version"] for one in answers} == set(range(1, 9))


def test_a_place_in_the_list_is_taken_once(client, plan):
    day, id_ = DayStore(client.app.state.store), plan.removeprefix("/plans/")
    tell(client, plan, OUT)
    (event,) = day.events(id_)
    assert not day.append(id_, [event], first=1)
    assert day.events(id_) == (event,)


def test_a_database_of_an_earlier_version_gets_what_it_lacks(tmp_path, planned):
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = create_engine(url)
    metadata.tables["plans"].create(engine)
    engine.dispose()
    store = Store(url)
    id_ = store.add({})
    store.finish(*store.claim(60.0), planned)
    assert [one.id for one in store.list_newest()] == [id_]
    assert DayStore(store).events(id_) == ()
    store.close()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/day-events", None),
        ("POST", "/events", {"events": []}),
        ("POST", "/replans", {"at": "09:00"}),
        ("GET", "/changes?since=none", None),
        ("POST", "/fits", {"at": "09:00", "task": "x"}),
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


def replanned(client, plan, **body):
    asked = client.post(f"{plan}/replans", json={"at": "06:15", "iterations": 20} | body)
    assert asked.status_code == 202
    work_off(client)
    return client.get(asked.headers["Location"]).json()


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
    # The process of the first attempt is lost when it has found all: its lease runs out.
    id_, first = store.claim(-1.0)
    with monkeypatch.context() as lost:
        lost.setattr(store, "end", lambda *_: True)
        solve(store, id_, first, plan_day)
    before = client.get(asked.headers["Location"]).json()
    assert (before["status"], len(before["proposals"])) == ("running", 3)
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


@pytest.fixture
def opened(monkeypatch):
    """Counts how often a day is made ready."""
    from api.service.routes import fits

    calls = []

    def count(*arguments):
        calls.append(arguments)
        return open_desk(*arguments)

    open_desk = fits.open_fit_desk
    monkeypatch.setattr(fits, "open_fit_desk", count)
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


def test_every_answer_of_the_running_day_is_described(client):
    paths = client.get("/openapi.json").json()["paths"]
    own = {
        (path, method): call["responses"]
        for path, calls in paths.items()
        for method, call in calls.items()
        if "running day" in call["tags"]
    }
    assert len(own) == 7
    for responses in own.values():
        for status, one in responses.items():
            if status >= "400":
                assert set(one["content"]) == {"application/problem+json"}
                assert "http." in one["description"]
    body = paths["/plans/{plan_id}/events"]["post"]["requestBody"]
    schema = body["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/EventsIn"}
