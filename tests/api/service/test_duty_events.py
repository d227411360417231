"""What a driver reports by a link: of that duty, once, and seen by the dispatcher."""

import base64
import hashlib
import json
import re
import threading
import time
import urllib.request
from contextlib import contextmanager

import pytest
import uvicorn

from api.service.main import create_app
from api.service.security import Role
from tests.api.exports.test_phone import browser
from tests.api.service.people import hamlet_plan, refusal, settings_of, town
from tests.api.service.service import free_port

__all__ = ["browser"]
DAY = "2024-05-06"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with town(tmp_path_factory.mktemp("reports")) as one:
        yield one


@pytest.fixture
def url(place):
    return new_url(place, "S1")


def new_url(place, vehicle):
    answer = place.ask("POST", f"{place.plan}/links", Role.DISPATCHER, json={"vehicle": vehicle})
    return answer.json()["url"]


def tasks_of(vehicle):
    return [
        id_
        for route in hamlet_plan().plan.routes
        if route.vehicle_id == vehicle
        for id_ in route.task_ids
    ]


def done(task, id_, **more):
    return {"kind": "done", "at": "06:20:00", "task": task, "id": id_, **more}


def report(place, url, *events, date=DAY, **options):
    return place.ask(
        "POST", f"{url}/events", None, json={"date": date, "events": list(events)}, **options
    )


def listed(place):
    answer = place.ask("GET", f"{place.plan}/day-events", Role.DISPATCHER)
    return {one["id"]: one for one in answer.json()["events"]}


def test_a_dispatcher_sees_what_a_driver_reported_once_however_often_it_was_sent(place, url):
    first, second = tasks_of("S1")[:2]
    skipped = {"kind": "skipped", "at": "06:25:00", "task": second, "id": "r-2"}
    skipped |= {"reason": "有车停放", "again": False}
    sent = (done(first, "r-1"), skipped)
    answer = report(place, url, *sent)
    assert (answer.status_code, answer.json()) == (201, {"added": 2, "known": 0, "refused": []})
    again = report(place, url, *sent)
    assert (again.status_code, again.json()) == (200, {"added": 0, "known": 2, "refused": []})
    seen = listed(place)
    assert (seen["r-1"]["kind"], seen["r-1"]["task_id"]) == ("done", first)
    assert seen["r-2"]["reason"] == "有车停放"
    # 06:25 is 6 * 3600 + 25 * 60 seconds after midnight.
    assert seen["r-2"]["at_s"] == 23_100


@pytest.mark.parametrize(("lang", "says"), [("en", "no task of this duty"), ("zh", "不是本班")])
def test_a_task_of_another_duty_is_refused_in_the_drivers_language(place, url, lang, says):
    own, foreign = tasks_of("S1")[2], tasks_of("T1")[0]
    sent = (done(own, f"own-{lang}"), done(foreign, f"foreign-{lang}"))
    answer = report(place, url, *sent, params={"lang": lang}).json()
    assert answer["added"] == 1
    (refused,) = answer["refused"]
    assert (refused["id"], refused["code"]) == (f"foreign-{lang}", "events.other_duty")
    assert says in refused["what"]
    assert f"own-{lang}" in listed(place)
    assert f"foreign-{lang}" not in listed(place)


def test_what_contradicts_is_refused_alone(place, url):
    task, other = tasks_of("S1")[3:5]
    skipped = {"kind": "skipped", "at": "06:40", "task": task, "id": "c-2", "reason": "x"}
    answer = report(place, url, done(task, "c-1"), skipped, done(other, "c-3")).json()
    assert answer["added"] == 2
    assert [(one["id"], one["code"]) for one in answer["refused"]] == [
        ("c-2", "events.done_and_skipped")
    ]
    # Another event under an id that is taken: the one that was told first stays.
    answer = report(place, url, done(other, "c-1")).json()
    assert [one["code"] for one in answer["refused"]] == ["events.id_taken"]
    assert listed(place)["c-1"]["task_id"] == task


def test_nothing_but_done_and_skipped_is_taken(place, url):
    task = tasks_of("S1")[0]
    for wrong in (
        {"kind": "vehicle_out", "at": "06:20", "vehicle": "T1", "id": "w"},
        {"kind": "task_cancelled", "at": "06:20", "task": task, "id": "w"},
        done(task, ""),
        done(task, "w", told="06:30"),
        done(task, "w", case="C1"),
    ):
        assert refusal(report(place, url, wrong), 422) == "http.fault"
    other_day = report(place, url, done(task, "w"), date="2024-05-07")
    assert refusal(other_day, 422) == "events.faults"
    assert "w" not in listed(place)


def test_a_link_that_has_ended_takes_nothing(place):
    answer = place.ask("POST", f"{place.plan}/links", Role.DISPATCHER, json={"vehicle": "S1"})
    link = answer.json()
    place.ask("DELETE", f"{place.plan}/links/{link['id']}", Role.DISPATCHER)
    told = report(place, link["url"], done(tasks_of("S1")[0], "late"))
    assert refusal(told, 404) == "http.no_link"


def test_a_page_of_another_site_reports_nothing(place, url):
    told = report(
        place, url, done(tasks_of("S1")[0], "csrf"), headers={"Origin": "https://evil.test"}
    )
    assert refusal(told, 403) == "http.other_origin"


def test_the_log_of_deeds_has_the_link_and_not_its_address(place, url):
    report(place, url, done(tasks_of("S1")[0], "deed"))
    (deed,) = place.ask("GET", "/deeds", params={"limit": 1}).json()
    assert (deed["method"], deed["path"]) == ("POST", "/d/.../events")
    assert deed["who"].startswith("link ")
    assert deed["plan_id"] == place.plan[7:]


def test_the_page_runs_its_own_program_and_style_and_no_other(place, url):
    page = place.ask("GET", url, None)
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    for kind, tag in (("script", "<script>"), ("style", "<style>")):
        text = page.text.partition(tag)[2].partition(f"</{kind}>")[0]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "connect-src 'self'" in policy
    assert "T1" not in page.text
    assert re.search(r'"files":\{"[^}]+form=pdf', page.text)


@contextmanager
def served(folder):
    """Serves a plan of the hamlet at a port, and gives its address."""
    port = free_port()
    app = create_app(settings_of(folder))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    store = app.state.store
    plan_id = store.add({})
    store.finish(*store.claim(60.0), hamlet_plan())
    try:
        yield f"http://127.0.0.1:{port}", plan_id
    finally:
        server.should_exit = True
        thread.join()


@pytest.mark.browser
def test_what_is_checked_off_without_network_arrives_once_when_there_is_one(browser, tmp_path):
    with served(tmp_path) as (root, plan_id):
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, has_touch=True, locale="zh-CN"
        )
        office = context.request
        made = office.post(f"{root}/plans/{plan_id}/links", data={"vehicle": "S1"})
        page = context.new_page()
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console", lambda said: "Security Policy" in said.text and faults.append(said.text)
        )
        page.clock.set_fixed_time(f"{DAY}T06:20:00+08:00")
        page.goto(root + made.json()["url"])
        context.set_offline(True)
        page.click("#done")
        page.click("#done")
        page.click("#skip")
        page.click("#choices button >> text=有车停放")
        page.locator("#state", has_text="无网络").wait_for()
        assert list_of(office, root, plan_id) == []
        context.set_offline(False)
        page.locator("#state", has_text="已上报").wait_for()
        page.reload()
        page.locator("#state", has_text="已上报").wait_for()
        told = list_of(office, root, plan_id)
        context.close()
    assert faults == []
    # A line of the list may be several tasks, one after the other.
    order = tasks_of("S1")
    assert [one["task_id"] for one in told] == order[: len(told)]
    assert {one["at_s"] for one in told} == {22_800}
    assert {one["reason"] for one in told if one["kind"] == "skipped"} == {"有车停放"}
    assert [one["kind"] for one in told] == sorted(one["kind"] for one in told)
    assert len({one["id"] for one in told}) == len(told) >= 2


def list_of(office, root, plan_id):
    """What the dispatcher sees; his request goes out while the phone is without network."""
    with urllib.request.urlopen(f"{root}/plans/{plan_id}/day-events", timeout=10) as answer:
        return json.load(answer)["events"]
