"""What is sent by those who mean no good, or do not know better."""

import asyncio
import json
from dataclasses import replace

import pytest

from api.service.security import Limits, Rates, Role
from tests.api.service.people import PATIENT, refusal, town

SMALL = {"scenario": "yinzhou-2011", "iterations": 10}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with town(tmp_path_factory.mktemp("hostile"), hosts=frozenset({"plans.city"})) as one:
        yield one


def post(place, content, *, path="/plans", kind="application/json"):
    headers = {"Content-Type": kind} if kind else {}
    return place.ask("POST", path, Role.DISPATCHER, content=content, headers=headers)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"scenario": ' + b"[" * 5000 + b"]" * 5000 + b"}", 400, "http.too_deep"),
        (b"[" * 2_000_000, 400, "http.too_deep"),
        (b'{"a":' * 41 + b"1" + b"}" * 41, 400, "http.too_deep"),
        (b'{"seconds": ' + b"9" * 5000 + b"}", 400, "http.no_number"),
        (b'{"seconds": 1e400}', 400, "http.no_number"),
        (b'{"seconds": NaN}', 400, "http.no_number"),
        (b'{"seconds": -Infinity}', 400, "http.no_number"),
        (b'{"scenario": "\\u0000"}', 400, "http.bad_letter"),
        (b'{"scenario": "\\ud800"}', 400, "http.bad_letter"),
        (b'{"scenario": "\xff"}', 400, "http.no_json"),
        ('{"scenario": "x"}'.encode("utf-16"), 400, "http.no_json"),
        (b'{"scenario": "x', 400, "http.no_json"),
        (b'"' + b'\\"' * 200_000, 400, "http.no_json"),
        (b"{}{}", 400, "http.no_json"),
        (b'{"scenario": "' + b"x" * 9_000_000 + b'"}', 413, "http.too_large"),
        (b'{"scenario": "' + b"x" * 100_000 + b'"}', 422, "http.fault"),
        (b"[]", 422, "http.fault"),
        (b"null", 422, "http.fault"),
        (b"", 422, "http.fault"),
    ],
)
def test_a_body_that_nobody_can_work_with_is_refused(place, body, status, code):
    assert refusal(post(place, body), status) == code
    if status != 422:
        # What is read as a file is read no further either.
        assert refusal(post(place, body, path=f"{place.plan}/events"), status) == code


def test_texts_that_only_look_bad_are_read(place):
    body = {"scenario": 'NaN [[[{{{ "Infinity" \\u0000 1e999 ' + "[" * 30}
    assert refusal(post(place, json.dumps(body).encode()), 422) == "http.no_scenario"
    emoji = json.dumps({"scenario": "🧹"})
    assert "\\ud83e" in emoji
    assert refusal(post(place, emoji.encode()), 422) == "http.no_scenario"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None]
)
def test_a_body_of_another_kind_is_refused(place, kind):
    answer = post(place, json.dumps(SMALL).encode(), kind=kind)
    assert refusal(answer, 415) == "http.wrong_type"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seconds", True),
        ("seconds", "60"),
        ("seconds", 0),
        ("iterations", True),
        ("iterations", 1.5),
        ("iterations", "10"),
        ("seed", True),
        ("seed", -1),
    ],
)
@pytest.mark.parametrize("path", ["/plans", "replans"])
def test_what_is_no_quantity_is_refused(place, path, field, value):
    more = {"at": "06:30"} if path == "replans" else {}
    url = f"{place.plan}/replans" if path == "replans" else path
    answer = place.ask("POST", url, json={**more, field: value})
    assert refusal(answer, 422) == "http.fault"
    assert answer.json()["faults"][0]["where"] == f"body.{field}"


@pytest.mark.parametrize(("field", "value"), [("seconds", 3601), ("iterations", 100_000_001)])
def test_more_than_the_settings_allow_is_refused(place, field, value):
    answer = place.ask("POST", "/plans", json={"scenario": "yinzhou-2011", field: value})
    assert refusal(answer, 422) == "http.too_much"


@pytest.mark.parametrize(
    "path",
    [
        "/plans/%00",
        "/plans/a%0d%0aSet-Cookie:%20x=1",
        "/plans/%1b[2J",
        "/plans?limit=%00",
        "/deeds?plan=%0a",
        "/plans/" + "x" * 3000,
        "/plans?x=" + "y" * 5000,
        "/d/%7f",
    ],
)
@pytest.mark.parametrize("role", [Role.ADMIN, None])
def test_an_address_that_no_name_has_is_refused(place, path, role):
    assert refusal(place.ask("GET", path, role), 400) == "http.bad_address"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/plans/" + "x" * 1500, 422),
        ("/plans/..%2f..%2fetc%2fpasswd", 404),
        ("/static/..%2f..%2fservice%2fmain.py", 404),
        ("/static/../../service/main.py", 404),
        ("/static/%2e%2e/service/main.py", 404),
        ("/static//etc/passwd", 404),
        ("/plans/%ff%fe", 404),
        ("/plans/%ed%a0%80", 404),
        ("/plans/{0.__class__}", 404),
        ("/plans/%7Bplan!r%7D", 404),
        ("/words/..%2fzh", 404),
        ("/words/de", 422),
        ("/plans/", 404),
    ],
)
def test_an_address_that_leads_nowhere_says_so(place, path, status):
    assert refusal(place.ask("GET", path), status)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "localhost@evil.example", ""],
)
def test_a_host_of_another_name_is_refused(place, host):
    answer = place.ask("GET", "/healthz", None, headers={"Host": host})
    assert refusal(answer, 400) == "http.wrong_host"


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000", "192.0.2.7", "plans.city"]
)
def test_a_host_of_ours_is_served(place, host):
    assert place.ask("GET", "/healthz", None, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:81"},
        {"Origin": "http://[bad"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_change_that_another_page_asks_for_is_refused(place, headers):
    answer = place.ask("POST", f"{place.plan}/cancel", headers=headers)
    assert refusal(answer, 403) == "http.other_origin"
    # What only reads tells that page nothing: no answer allows it to look.
    assert "Access-Control-Allow-Origin" not in place.ask("GET", "/plans", headers=headers).headers


def test_our_own_page_may_change(place):
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert place.ask("POST", f"{place.plan}/cancel", headers=own).status_code == 200


def test_no_other_page_learns_what_it_may(place):
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = place.ask("OPTIONS", "/plans", None, headers=asked)
    assert refusal(answer, 401)
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_bucket_gives_what_has_flowed_in():
    now_s = 0.0
    rates = Rates(per_s=2.0, burst=3.0, clock=lambda: now_s)
    assert [rates.wait_s("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert rates.wait_s("b") == 0
    now_s = 0.5
    # Half a second brings one.
    assert [rates.wait_s("a") for _ in range(2)] == [0, 0.5]
    now_s = 100.0
    assert [rates.wait_s("a") for _ in range(4)] == [0, 0, 0, 0.5]


def test_who_asks_too_often_is_told_when_to_come_back(tmp_path):
    slow = Limits(requests_per_s=0.1, burst=5, sign_ins_per_min=1e6)
    with town(tmp_path, limits=slow) as place:
        asked = [place.ask("GET", "/session", Role.DRIVER) for _ in range(6)]
        assert [one.status_code for one in asked] == [200] * 5 + [429]
        assert refusal(asked[-1], 429) == "http.too_often"
        # One in ten seconds.
        assert 1 <= int(asked[-1].headers["Retry-After"]) <= 10
        assert place.ask("GET", "/session", Role.ADMIN).status_code == 200


def test_keys_are_not_tried_out_at_will(tmp_path):
    with town(tmp_path, limits=Limits(sign_ins_per_min=3)) as place:
        tries = [place.ask("POST", "/session", None, json={"key": "x"}) for _ in range(4)]
        assert [one.status_code for one in tries] == [401, 401, 401, 429]


def test_one_key_has_only_so_many_requests_answered_at_once(tmp_path):
    with town(tmp_path, limits=replace(PATIENT, requests_at_once=3)) as place:
        app = place.client.app

        async def ask(role, answers, arrived=None, until=None):
            async def receive():
                if arrived is not None:
                    arrived.set()
                    await until.wait()
                return {"type": "http.disconnect"}

            async def send(event):
                answers.append(event)

            headers = [(b"authorization", place.headers(role)["Authorization"].encode())]
            scope = scope_of(place, headers) | {"method": "GET", "raw_path": b"/session"}
            await app(scope, receive, send)

        async def crowd():
            # Three whose bodies do not come.
            until, told = asyncio.Event(), {}
            arrived = [asyncio.Event() for _ in range(3)]
            async with asyncio.TaskGroup() as group:
                for one in arrived:
                    group.create_task(ask(Role.DRIVER, [], one, until))
                for one in arrived:
                    await one.wait()
                for role in (Role.DRIVER, Role.PLANNER):
                    await ask(role, told.setdefault(role, []))
                until.set()
            await ask(Role.DRIVER, told.setdefault("after", []))
            return told

        told = place.client.portal.call(crowd)
    assert {who: events[0]["status"] for who, events in told.items()} == {
        Role.DRIVER: 429,
        Role.PLANNER: 200,
        "after": 200,
    }
    refused = told[Role.DRIVER]
    assert dict(refused[0]["headers"])[b"retry-after"] == b"1"
    assert json.loads(refused[1]["body"])["code"] == "http.too_many_at_once"


def test_one_key_fills_the_queue_only_so_far(tmp_path):
    few = Limits(requests_per_s=1e6, burst=1e6, plans_at_once=2)
    with town(tmp_path, limits=few) as place:
        asked = [place.ask("POST", "/plans", Role.DISPATCHER, json=SMALL) for _ in range(3)]
        assert [one.status_code for one in asked] == [202, 202, 429]
        assert refusal(asked[-1], 429) == "http.too_many_plans"
        assert asked[-1].headers["Retry-After"] == "10"
        # Others have room of their own; what has ended makes room.
        assert place.ask("POST", "/plans", Role.PLANNER, json=SMALL).status_code == 202
        place.ask("POST", f"/plans/{asked[0].json()['id']}/cancel", Role.DISPATCHER)
        assert place.ask("POST", "/plans", Role.DISPATCHER, json=SMALL).status_code == 202


def scope_of(place, headers):
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/session",
        "raw_path": b"/session",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost"), *headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "app": place.client.app,
    }


def test_a_body_that_does_not_come_is_not_waited_for(tmp_path):
    answers = []

    async def never():
        await asyncio.sleep(3600)

    async def send(event):
        answers.append(event)

    with town(tmp_path, limits=replace(PATIENT, body_s=0.05)) as place:
        app, scope = place.client.app, scope_of(place, [(b"content-type", b"application/json")])
        place.client.portal.call(app, scope, never, send)
    assert answers[0]["status"] == 408
    assert json.loads(answers[1]["body"])["code"] == "http.too_slow"


def test_a_body_that_hides_its_size_is_refused_when_it_is_too_large(place):
    answers = []
    sent = 0

    async def endless():
        nonlocal sent
        sent += 1
        return {"type": "http.request", "body": b"x" * 1_000_000, "more_body": True}

    async def send(event):
        answers.append(event)

    place.client.portal.call(place.client.app, scope_of(place, []), endless, send)
    assert answers[0]["status"] == 413
    # 8 MB are the limit: the ninth part is one too many.
    assert sent == 9


@pytest.mark.parametrize("length", ["-1", "1e9", "9" * 30, "8000001", "x"])
def test_a_size_that_is_too_large_or_none_is_refused_at_once(place, length):
    async def nothing():
        raise AssertionError("the body was asked for")

    answers = []

    async def send(event):
        answers.append(event)

    headers = [(b"content-length", length.encode())]
    place.client.portal.call(place.client.app, scope_of(place, headers), nothing, send)
    assert answers[0]["status"] == 413
