"""Plans over HTTP: asked for once, listed, followed, read as they are stored, forgotten."""

import gzip
import json
import tempfile
import threading
from dataclasses import fields, replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.service.jobs import request_of
from api.service.jobs.child import solve
from api.service.main import create_app
from api.service.routes.plan_requests import PlanRequestIn, require_plannable
from api.service.settings import ServiceSettings
from fleet import message
from optimizer.hands import Forbid, Pin, PinHours
from optimizer.stop import Progress, Stage
from scenarios.plan_file import dumps
from scenarios.plan_request import PlanRequest, plan_day
from tests.scenarios import small_plan

DATA = Path(__file__).parents[2] / "data"
PLAN = small_plan.plan_file()
TOWN = {"scenario": "yinzhou-2011", "osm": "nine_corners.osm", "iterations": 5}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """The service without workers."""
    file = tmp_path_factory.mktemp("plans") / "plans.db"
    settings = ServiceSettings(database_url=f"sqlite:///{file}", streets_dir=DATA, workers=0)
    with TestClient(create_app(settings), base_url="http://localhost") as one:
        yield one


@pytest.fixture(scope="module")
def done(client):
    """The address of a finished plan."""
    store = client.app.state.store
    plan_id, claimed = begin(store, {"scenario": "town", "date": "2012-12-12"})
    store.finish(*claimed, PLAN)
    return f"/plans/{plan_id}"


def begin(store, request=None):
    """A plan that is worked on: its id and the claim. Others that waited are over."""
    plan_id = store.add(request or {})
    while (claimed := store.claim(60.0))[0] != plan_id:
        store.cancel(claimed[0])
    return plan_id, claimed


def code_of(answer, status):
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.json()["code"]


def test_the_same_key_and_body_ask_for_one_plan(client):
    headers = {"Idempotency-Key": "monday-1"}
    first, again = (client.post("/plans", json=TOWN, headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.headers["Location"] == again.headers["Location"] == f"/plans/{first.json()['id']}"
    other = client.post("/plans", json={**TOWN, "seed": 7}, headers=headers)
    assert code_of(other, 409) == "http.key_reused"
    without = client.post("/plans", json=TOWN)
    assert without.headers["Location"] != first.headers["Location"]


def test_what_is_decided_by_hand_is_asked_of_the_planner(client, tmp_path):
    decided = {
        "pins": [{"task": "kitchen/K1", "vehicle": "T1"}],
        "forbidden": [{"task": "kitchen/K2", "vehicle": "T1"}],
        "pinned_hours": [{"task": "kitchen/K1", "begins": "14:00-15:00"}],
    }
    plan = client.post("/plans", json={**TOWN, **decided}).json()
    kept = client.get(f"/plans/{plan['id']}").json()["request"]
    hands = request_of(kept, {}, streets_dir=None, scratch=tmp_path).hands
    assert hands == (
        Pin(id="p1", told_s=0, task_id="kitchen/K1", vehicle_id="T1", shift_id=""),
        Forbid(id="f1", told_s=0, task_id="kitchen/K2", vehicle_id="T1"),
        PinHours(
            id="t1", told_s=0, task_id="kitchen/K1", earliest_s=14 * 3600, latest_s=15 * 3600
        ),
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"pins": [{"task": "kitchen/K1"}]}, "http.fault"),
        ({"forbidden": [{"task": "", "vehicle": "T1"}]}, "http.fault"),
        ({"pinned_hours": [{"task": "kitchen/K1", "begins": "15:00-14:00"}]}, None),
        # The gate refuses bodies that no text can be made of, before anybody reads them.
        ({"scenario": "a\0b"}, "http.bad_letter"),
        ({"place": "\ud800"}, "http.bad_letter"),
        ({"\ud800": 1}, "http.bad_letter"),
        ({"seconds": True}, "http.fault"),
        ({"seconds": "60"}, "http.fault"),
        ({"iterations": 1.5}, "http.fault"),
        ({"seed": True}, "http.fault"),
        ({"processes": 0}, "http.fault"),
        ({"target_rate": 75}, "http.fault"),
        ({"weather": ["hail"]}, "http.fault"),
        ({"osm": "../x.osm"}, "http.fault"),
        ({"reference": "0" * 32}, "http.no_reference"),
        ({"calendar": {"days": []}}, "calendar_file.no_calendar"),
        ({"contracts": "no table"}, None),
    ],
)
def test_what_cannot_be_planned_is_refused_before_it_is_kept(client, more, code):
    before = client.get("/plans").json()
    body = json.dumps({**TOWN, **more})
    answer = client.post("/plans", content=body, headers={"Content-Type": "application/json"})
    found = code_of(answer, 400 if code == "http.bad_letter" else 422)
    assert code in (None, found)
    # Nothing of the folder that it was looked at in.
    assert tempfile.gettempdir() not in answer.text
    assert "onebroom-" not in answer.text
    assert client.get("/plans").json() == before


@pytest.mark.parametrize(
    ("more", "workers", "processes"),
    [
        # No more than one plan may ask for: four.
        ({}, 1, 4),
        ({}, 3, 2),
        ({}, 9, 1),
        ({"processes": 2}, 9, 2),
        ({"iterations": 5}, 1, 1),
        ({"engine": "path_scanning"}, 1, 1),
    ],
)
def test_plans_at_the_same_time_share_the_cores(client, more, workers, processes, monkeypatch):
    monkeypatch.setattr("optimizer.engines.usable_cores", lambda: 7)
    settings = replace(client.app.state.settings, workers=workers)
    body = PlanRequestIn(scenario="yinzhou-2011", osm="nine_corners.osm", **more)
    assert require_plannable(body, client.app.state.store, settings)["processes"] == processes


def test_no_folder_of_the_server_is_told(client):
    """Of a real plan of the hamlet, planned as a child does it."""
    store = client.app.state.store
    asked = client.post("/plans", json={**TOWN, "weather": ["rain"], "bound_seconds": 0})
    assert asked.status_code == 202
    plan, broken = asked.headers["Location"], {**TOWN, "osm": "no_streets.osm"}
    failing = client.post("/plans", json=broken).headers["Location"]
    while claimed := store.claim(60.0):
        if claimed[0] in plan + failing:
            solve(store, *claimed, plan_day, streets_dir=DATA)
        else:
            store.fail(*claimed, message("job.internal", "{kind}", kind="not planned here"))
    answers = [client.get(path).text for path in (plan, failing, f"{plan}/plan.json", "/plans")]
    assert client.get(plan).json()["status"] == "done"
    assert client.get(plan).json()["request"]["osm"] == "nine_corners.osm"
    assert json.loads(answers[2])["network"]["source"] == "nine_corners.osm"
    assert "no_streets.osm" in client.get(failing).json()["error"]
    for text in answers:
        assert str(DATA.parent) not in text


def test_a_list_comes_in_pages_and_brief(client, done):
    store = client.app.state.store
    three = {store.add({"scenario": "paged"}) for _ in range(3)}
    seen, path = [], "/plans?limit=2&lang=en&scenario=paged"
    while path:
        answer = client.get(path)
        seen += [plan["id"] for plan in answer.json()]
        path = answer.links.get("next", {}).get("url")
    assert (len(seen), set(seen)) == (3, three)
    (listed,) = client.get("/plans?scenario=town&state=done&date=2012-12-12").json()
    assert listed["links"]["self"] == done
    assert listed["result"]["title"] == "A square"
    assert len(json.dumps(listed)) < 1500
    assert client.get("/plans?state=failed&scenario=town").json() == []
    assert code_of(client.get("/plans?after=nowhere"), 422)
    assert code_of(client.get("/plans?scenario=%00"), 400) == "http.bad_address"


def test_a_plan_is_sent_as_it_is_stored(client, done):
    plan_id, path = done.removeprefix("/plans/"), f"{done}/plan.json"
    stored = client.app.state.store.packed_plan(plan_id).content
    with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert b"".join(answer.iter_raw()) == stored
        packed_tag = answer.headers["ETag"]
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert plain.text == dumps(PLAN) == gzip.decompress(stored).decode()
    # Strong tags: other bytes, another tag; either says that the client has the newest.
    assert plain.headers["ETag"] != packed_tag
    for tag in (packed_tag, plain.headers["ETag"], f'"x", W/{packed_tag}'):
        same = client.get(path, headers={"If-None-Match": tag})
        assert (same.status_code, same.content) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.get(path, headers={"Accept-Encoding": "gzip;q=0"}).headers["ETag"] != packed_tag


def test_a_stored_plan_is_not_read_to_be_sent(client, done, monkeypatch):
    monkeypatch.setattr("scenarios.plan_file.loads", pytest.fail)
    assert client.get(f"{done}/plan.json").status_code == 200


def test_what_is_made_of_a_plan_has_a_tag_in_each_language(client, done, monkeypatch):
    streets = small_plan.network()
    monkeypatch.setattr("api.service.routes.plans.streets_of", lambda plan_file: streets)
    for path in (done, f"{done}/plan.geojson", f"{done}/exports/csv", f"{done}/exports/svg"):
        tag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
        other = client.get(f"{path}?lang=zh", headers={"If-None-Match": tag})
        assert (other.status_code, other.headers["ETag"] != tag) == (200, True)


def test_a_stored_plan_that_cannot_be_read_is_no_fault_of_the_client(client):
    store = client.app.state.store
    plan_id, claimed = begin(store)
    store.finish(*claimed, PLAN)
    with store.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE results SET digest = 'broken', packed = ? WHERE plan_id = ?",
            (gzip.compress(b"{}"), plan_id),
        )
    answer = client.get(f"/plans/{plan_id}/exports/csv")
    assert code_of(answer, 500) == "http.unreadable_plan"
    client.delete(f"/plans/{plan_id}")


def test_names_of_any_kind_are_not_found(client, done):
    for path in ("/plans/%ff", "/plans/none", f"/plans/{'f' * 32}"):
        for method in ("GET", "DELETE"):
            assert code_of(client.request(method, path), 404) == "http.no_plan"
    assert code_of(client.get(f"{done}/exports/none"), 404) == "http.no_format"
    for path in (
        "/plans/%00",
        f"{done}/exports/%00",
        f"{done}/exports/gpx?vehicle=%00",
        f"{done}/routes/%00.gpx",
    ):
        assert code_of(client.get(path), 400) == "http.bad_address"


def test_a_plan_is_forgotten(client):
    store = client.app.state.store
    plan_id, claimed = begin(store)
    answer = client.delete(f"/plans/{plan_id}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert code_of(client.get(f"/plans/{plan_id}"), 404) == "http.no_plan"
    # Whoever works on it finds that it is not theirs any more.
    assert not store.renew(*claimed).held


def events_in(text):
    """The events of a stream: name, id, data."""
    found = []
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "event" in fields:
            found.append((fields["event"], fields.get("id"), json.loads(fields["data"])))
    return found


def test_a_plan_is_followed_until_it_has_ended(client):
    store = client.app.state.store
    plan_id, claimed = begin(store)
    store.note_progress(*claimed, Progress(stage=Stage.SEARCH, iterations=5))
    streams, told = client.app.state.streams, threading.Event()

    def go_on():
        while not streams.count:
            told.wait(0.01)
        store.keep_best(*claimed, PLAN)
        store.finish(*claimed, PLAN)

    worker = threading.Thread(target=go_on)
    worker.start()
    answer = client.get(f"/plans/{plan_id}/events")
    worker.join()
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    events = events_in(answer.text)
    names = [name for name, _, _ in events]
    assert (names[0], names[-1]) == ("progress", "done")
    assert "better" in names
    assert events[0][2]["progress"]["iterations"] == 5
    better = next(data for name, _, data in events if name == "better")
    assert better["result"]["cost_yuan"] > 0
    ids = [int(id_) for _, id_, _ in events if id_ is not None]
    assert ids == sorted(set(ids))
    assert ids[-1] == store.get(plan_id).revision

    # Who knows the last event is told that there is nothing more, who knows less is told the rest.
    path = f"/plans/{plan_id}/events"
    assert client.get(path, headers={"Last-Event-ID": str(ids[-1])}).status_code == 204
    late = events_in(client.get(path, headers={"Last-Event-ID": str(ids[0])}).text)
    assert [name for name, _, _ in late] == ["progress", "better", "done"]
    assert code_of(client.get("/plans/none/events"), 404) == "http.no_plan"


def test_what_is_told_of_a_plan_is_never_older_than_the_plan(client):
    store = client.app.state.store
    plan_id, claimed = begin(store)
    path = f"/plans/{plan_id}"
    store.keep_best(*claimed, replace(PLAN, title="first"), best_cost=10.0)
    first = client.get(path)
    assert first.headers["Content-Encoding"] == "gzip"
    assert first.json()["result"]["title"] == "first"
    # Once more from memory, and as a client that reads no gzip is told it.
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert client.get(path).json() == plain.json() == first.json()
    store.keep_best(*claimed, replace(PLAN, title="second"), best_cost=9.0)
    known = {"If-None-Match": first.headers["ETag"]}
    second = client.get(path, headers=known)
    assert (second.status_code, second.json()["result"]["title"]) == (200, "second")
    # The whole summary is there, not only what lists show of it.
    assert second.json()["result"]["measures"]["routes"]
    store.delete(plan_id)
    assert code_of(client.get(path, headers=known), 404) == "http.no_plan"


def test_who_follows_a_plan_that_is_deleted_is_told(client):
    store = client.app.state.store
    plan_id = store.add({})
    streams, told = client.app.state.streams, threading.Event()

    def delete():
        while not streams.count:
            told.wait(0.01)
        store.delete(plan_id)

    worker = threading.Thread(target=delete)
    worker.start()
    events = events_in(client.get(f"/plans/{plan_id}/events").text)
    worker.join()
    assert [name for name, _, _ in events] == ["progress", "deleted"]


def test_a_request_takes_all_that_the_command_takes():
    # Values of a scenario are varied in comparisons, and there alone reasons are done without.
    asked = {one.name for one in fields(PlanRequest)} - {"varied", "reasons"}
    assert asked - {*PlanRequestIn.model_fields} == {"change_fen", "hands"}
    in_other_words = {"change_yuan", "pins", "forbidden", "pinned_hours"}
    assert in_other_words <= {*PlanRequestIn.model_fields}
