"""The service as those see it who keep it running."""

import json
import logging

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError

from api.service.db import AccessStore
from api.service.observing import JsonLines
from api.service.security import Role
from fleet import message
from tests.api.service.people import hamlet_plan, refusal, town

SMALL = {"scenario": "yinzhou-2011", "iterations": 10}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with town(tmp_path_factory.mktemp("observed")) as one:
        yield one


@pytest.fixture
def new_place(tmp_path):
    """One whose figures begin at nothing."""
    with town(tmp_path) as one:
        yield one


def figures(place):
    """The value of each sample, by its name and labels."""
    text = place.ask("GET", "/metrics", Role.DRIVER).text
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_figures_tell_of_plans_from_the_queue_to_the_end(new_place):
    place = new_place
    store = place.client.app.state.store
    # It looks when it is asked to, and at no other time.
    place.client.app.state.plan_watcher.stop()
    before = figures(place)
    first, second, third = (store.add(SMALL) for _ in range(3))
    found = figures(place)
    assert found["onebroom_plans", "queued"] == 3
    assert found["onebroom_plans", "done"] == 1
    assert found["onebroom_oldest_waiting_seconds",] > 0
    claimed = [store.claim(60.0) for _ in range(3)]
    found = figures(place)
    assert found["onebroom_plans", "running"] == 3
    assert found["onebroom_waiting_seconds_count",] == 3
    assert found["onebroom_attempts_total",] - before["onebroom_attempts_total",] == 3
    assert found["onebroom_oldest_waiting_seconds",] == 0
    store.finish(*claimed[0], hamlet_plan())
    # As the checker says it of two violations.
    store.fail(*claimed[1], message("planning.refused", "{count} found", count=2))
    store.cancel(third)
    found = figures(place)
    gained = {name: value - before.get(name, 0) for name, value in found.items()}
    assert {first, second, third} == {one for one, _ in claimed}
    assert gained["onebroom_solve_seconds_count",] == 3
    assert gained["onebroom_plans_ended_total",] == 3
    assert gained["onebroom_refused_plans_total",] == 1
    assert gained["onebroom_checker_violations_total",] == 2
    assert [found["onebroom_plans", one] for one in ("done", "failed", "cancelled")] == [2, 1, 1]


def test_figures_tell_of_requests_by_call_and_never_by_name(new_place):
    place = new_place
    for name in ("a", "b"):
        place.ask("GET", f"/plans/{name}", Role.DRIVER)
        place.ask("GET", f"/nowhere/{name}", Role.DRIVER)
    place.ask("BREW", "/plans", Role.DRIVER)
    found = figures(place)
    assert found["onebroom_requests_total", "/plans/{plan_id}", "404", "GET"] == 2
    assert found["onebroom_requests_total", "404", "GET", "elsewhere"] == 2
    assert found["onebroom_requests_total", "/plans", "403", "?"] == 1
    assert found["onebroom_request_seconds_count", "/plans/{plan_id}", "GET"] == 2
    assert found["onebroom_streams",] == 0


def test_it_lives_without_its_database_and_is_not_ready(place, monkeypatch):
    assert place.ask("GET", "/readyz", None).json() == {"status": "ok"}

    def fail(*_):
        raise OperationalError("UPDATE", {}, Exception("database or disk is full"))

    monkeypatch.setattr(AccessStore, "beat", fail)
    place.client.app.state.ready_s = -1e9
    answer = place.ask("GET", "/readyz", None)
    assert refusal(answer, 503) == "http.no_database"
    assert answer.headers["Retry-After"] == "5"
    assert "full" not in answer.text
    assert place.ask("GET", "/healthz", None).json() == {"status": "ok"}


def test_a_database_that_cannot_work_is_no_fault_of_whoever_asks(place, monkeypatch):
    def fail(*_, **__):
        raise OperationalError("SELECT", {}, Exception("no such host"))

    monkeypatch.setattr(place.client.app.state.store, "add_once", fail)
    answer = place.ask("POST", "/plans", json=SMALL)
    assert refusal(answer, 503) == "http.no_database"
    # Keys cannot be looked up either: nobody is let in for that.
    monkeypatch.setattr(AccessStore, "list_keys", fail)
    callers = place.client.app.state.callers
    callers.forget()
    assert refusal(place.ask("GET", "/plans"), 503) == "http.no_database"
    assert refusal(place.ask("GET", "/plans", None), 503) == "http.no_database"
    assert place.ask("GET", "/healthz", None).status_code == 200


def test_a_fault_of_ours_is_answered_and_told_only_to_the_log(place, monkeypatch, caplog):
    def fail(*_, **__):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(place.client.app.state.store, "list_newest", fail)
    answer = place.ask("GET", "/plans")
    assert refusal(answer, 500) == "http.own_fault"
    assert "secret" not in answer.text
    assert "Content-Security-Policy" in answer.headers
    assert "the secret of the house" in caplog.text


def test_a_line_of_the_log_has_the_ids_of_request_key_and_plan(place, caplog):
    caplog.set_level(logging.INFO, logger="onebroom.requests")
    answer = place.ask("GET", f"{place.plan}/changes?since=none", Role.DISPATCHER)
    lines = [json.loads(JsonLines().format(one)) for one in caplog.records]
    (line,) = [one for one in lines if one["logger"] == "onebroom.requests"]
    assert line["request"] == answer.headers["X-Request-ID"]
    assert line["who"] == place.keys[Role.DISPATCHER].split("_")[1]
    assert line["plan"] == place.plan[7:]
    assert (line["method"], line["status"], line["level"]) == ("GET", 404, "info")
    assert place.keys[Role.DISPATCHER] not in caplog.text


def test_no_log_has_a_link_or_a_line_that_a_client_began(place, caplog):
    caplog.set_level(logging.INFO)
    made = place.ask("POST", f"{place.plan}/links", json={"vehicle": "S1"}).json()
    place.ask("GET", made["url"] + "?form=json", None)
    place.ask("GET", "/plans/a%0aINFO forged", None)
    ours = [one for one in caplog.records if one.name.startswith("onebroom")]
    lines = [JsonLines().format(one) for one in ours]
    assert len(lines) == 3
    assert made["url"] not in "".join(lines)
    assert [one.getMessage().count("\n") for one in ours] == [0, 0, 0]
    assert "/plans/a?INFO forged" in lines[2]


POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/static/main.js", "/plans", "/nowhere", "/healthz", "/plans/%00"]
)
@pytest.mark.parametrize("role", [Role.ADMIN, None])
def test_every_answer_lets_a_browser_load_only_from_here(place, path, role):
    headers = place.ask("GET", path, role).headers
    policy = dict(
        one.strip().partition(" ")[::2] for one in headers["Content-Security-Policy"].split(";")
    )
    assert policy.items() >= POLICY.items()
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    if path == "/plans":
        assert headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_pages_have_no_script_or_style_of_their_own_and_no_outside_host(place, path):
    import re

    page = place.ask("GET", path).text
    assert re.findall(r'<script(?![^>]*src="/)', page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []
    assert re.findall(r'(?:src|href)="(?!/|#|data:,)', page) == []


@pytest.mark.parametrize(
    ("lang", "says"), [("en", "Takes the role admin"), ("zh", "需要角色管理员")]
)
def test_the_reference_is_a_page_of_our_own(place, lang, says):
    page = place.ask("GET", "/docs", params={"lang": lang}).text
    assert "<code>POST /plans</code>" in page
    assert says in page
