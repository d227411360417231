"""Keys, sessions, and who did what."""

import re

import pytest

from api.service.db import AccessStore
from api.service.main import create_app
from api.service.security import OPEN, Callers, Role
from api.service.serving import serve
from optimizer.errors import InputError
from tests.api.service.people import refusal, town

COOKIE = "onebroom_session"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with town(tmp_path_factory.mktemp("keys")) as one:
        yield one


@pytest.fixture(scope="module")
def open_place(tmp_path_factory):
    with town(tmp_path_factory.mktemp("open"), with_keys=False) as one:
        yield one


@pytest.fixture
def signed_in(place):
    """The headers of a dispatcher who is signed in, without and with the token."""
    answer = place.ask("POST", "/session", None, json={"key": place.keys[Role.DISPATCHER]})
    place.client.cookies.clear()
    assert answer.status_code == 201
    (secret,) = re.findall(rf"{COOKIE}=([^;]+)", answer.headers["Set-Cookie"])
    cookie = {"Cookie": f"{COOKIE}={secret}"}
    return cookie, {**cookie, "X-CSRF-Token": answer.json()["csrf"]}


def test_a_key_is_shown_once_and_kept_as_a_digest(place):
    made = place.ask("POST", "/keys", json={"name": "调度室", "role": "dispatcher"}).json()
    assert re.fullmatch(rf"ob_{made['id']}_[\w\-]{{43}}", made["key"])
    listed = place.ask("GET", "/keys")
    assert made["key"] not in listed.text
    assert listed.json()[0] == {name: value for name, value in made.items() if name != "key"}
    (row,) = [one for one in place.client.app.state.access.list_keys() if one.id == made["id"]]
    assert made["key"].rpartition("_")[2] not in str(row)


def test_a_revoked_key_opens_nothing_any_more(place):
    made = place.ask("POST", "/keys", json={"name": "left", "role": "dispatcher"}).json()
    headers = {"Authorization": f"Bearer {made['key']}"}
    assert place.ask("GET", "/plans", None, headers=headers).status_code == 200
    assert place.ask("DELETE", f"/keys/{made['id']}").status_code == 204
    assert refusal(place.ask("GET", "/plans", None, headers=headers), 401) == "http.bad_key"
    assert refusal(place.ask("DELETE", f"/keys/{made['id']}"), 404) == "http.no_such_key"


@pytest.mark.parametrize(
    "key",
    ["", "ob_", "secret", "ob_000000000000_" + "A" * 43, "ob_ffffffffffff_x", "é" * 60],
)
def test_what_is_no_key_of_ours_is_refused(place, key):
    sent = {"Authorization": f"Bearer {key}".encode()}
    assert refusal(place.ask("GET", "/plans", None, headers=sent), 401) == "http.bad_key"


def test_the_right_id_with_another_secret_is_refused(place):
    key = place.keys[Role.ADMIN]
    other = key[:-1] + ("A" if key[-1] != "A" else "B")
    sent = {"Authorization": f"Bearer {other}"}
    assert refusal(place.ask("GET", "/keys", None, headers=sent), 401) == "http.bad_key"
    assert refusal(place.ask("GET", "/keys", None, headers={"Authorization": key}), 401)


def test_a_session_reads_with_its_cookie_and_changes_with_its_token(place, signed_in):
    cookie, with_token = signed_in
    path = f"{place.plan}/cancel"
    assert place.ask("GET", "/plans", None, headers=cookie).status_code == 200
    assert refusal(place.ask("POST", path, None, headers=cookie), 403) == "http.no_csrf"
    wrong = {**cookie, "X-CSRF-Token": "A" * 32}
    assert refusal(place.ask("POST", path, None, headers=wrong), 403) == "http.no_csrf"
    assert place.ask("POST", path, None, headers=with_token).status_code == 200
    assert place.ask("GET", "/session", None, headers=cookie).json() == {
        "who": place.keys[Role.DISPATCHER].split("_")[1],
        "role": "dispatcher",
        "csrf": with_token["X-CSRF-Token"],
    }


def test_a_session_ends_when_it_is_told_to(place, signed_in):
    cookie, with_token = signed_in
    assert place.ask("DELETE", "/session", None, headers=with_token).status_code == 204
    again = place.ask("GET", "/plans", None, headers=cookie)
    assert refusal(again, 401) == "http.session_ended"
    # Whoever has an old cookie can still sign in.
    key = {"key": place.keys[Role.DRIVER]}
    assert place.ask("POST", "/session", None, headers=cookie, json=key).status_code == 201
    place.client.cookies.clear()


def test_a_session_ends_with_its_key(place):
    made = place.ask("POST", "/keys", json={"name": "short", "role": "driver"}).json()
    answer = place.ask("POST", "/session", None, json={"key": made["key"]})
    place.client.cookies.clear()
    cookie = {"Cookie": answer.headers["Set-Cookie"].partition(";")[0]}
    assert place.ask("GET", "/session", None, headers=cookie).status_code == 200
    place.ask("DELETE", f"/keys/{made['id']}")
    ended = place.ask("GET", "/session", None, headers=cookie)
    assert refusal(ended, 401) == "http.session_ended"


@pytest.mark.parametrize(("scheme", "is_secure"), [("http", False), ("https", True)])
def test_no_script_reads_the_cookie_and_no_other_site_sends_it(place, scheme, is_secure):
    answer = place.ask(
        "POST", f"{scheme}://localhost/session", None, json={"key": place.keys[Role.DRIVER]}
    )
    place.client.cookies.clear()
    said = answer.headers["Set-Cookie"].lower()
    assert "httponly" in said
    assert "samesite=strict" in said
    assert ("secure" in said) is is_secure


def test_a_wrong_key_makes_no_session(place):
    answer = place.ask("POST", "/session", None, json={"key": "ob_1_2"})
    assert refusal(answer, 401) == "http.bad_key"
    assert "Set-Cookie" not in answer.headers


def test_without_keys_whoever_is_at_the_machine_may_do_all(open_place):
    assert open_place.ask("GET", "/keys", None).json() == []
    session = open_place.ask("GET", "/session", None).json()
    assert session == {"who": OPEN, "role": "admin", "csrf": ""}


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ("http://192.0.2.7/plans", {}),
        ("http://localhost/plans", {"X-Forwarded-For": "203.0.113.5"}),
        ("http://localhost/plans", {"Forwarded": "for=203.0.113.5"}),
    ],
)
def test_without_keys_nobody_comes_in_from_elsewhere(open_place, url, headers):
    assert refusal(open_place.ask("GET", url, None, headers=headers), 401) == "http.no_key"


def test_the_first_key_closes_the_service_and_a_revoked_one_keeps_it_closed(tmp_path):
    with town(tmp_path, with_keys=False) as place:
        made = place.ask("POST", "/keys", None, json={"name": "first", "role": "admin"}).json()
        assert refusal(place.ask("GET", "/keys", None), 401) == "http.no_key"
        admin = {"Authorization": f"Bearer {made['key']}"}
        assert place.ask("DELETE", f"/keys/{made['id']}", None, headers=admin).status_code == 204
        assert refusal(place.ask("GET", "/keys", None), 401) == "http.no_key"


def test_without_a_key_no_other_address_is_served(tmp_path, monkeypatch):
    monkeypatch.setenv("ONEBROOM_DATABASE_URL", f"sqlite:///{tmp_path / 'plans.db'}")
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: pytest.fail("it was served"))
    with pytest.raises(InputError, match="there is no key"):
        serve(host="0.0.0.0", port=0)


def test_a_first_key_is_printed_once(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ONEBROOM_DATABASE_URL", f"sqlite:///{tmp_path / 'plans.db'}")
    monkeypatch.setattr("api.service.serving.write_logs", lambda _: None)
    served = []
    monkeypatch.setattr("uvicorn.Server.run", lambda server, **_: served.append(server))
    serve(host="0.0.0.0", port=0, first_key=True)
    assert re.fullmatch(r"ob_[0-9a-f]{12}_\S{43}\n", capsys.readouterr().out)
    serve(host="0.0.0.0", port=0, first_key=True)
    assert capsys.readouterr().out == ""
    assert len(served) == 2


def test_another_server_hears_of_a_revoked_key_within_moments(tmp_path):
    with town(tmp_path) as place:
        now_s = 0.0
        other = Callers(AccessStore(place.client.app.state.store), clock=lambda: now_s)
        key = place.keys[Role.DRIVER]
        assert other.by_key(key) is not None
        place.ask("DELETE", f"/keys/{key.split('_')[1]}")
        assert other.by_key(key) is not None
        now_s = 2.0
        assert other.by_key(key) is None


def test_what_was_done_is_written_down_with_who_did_it(place):
    dispatcher = place.keys[Role.DISPATCHER].split("_")[1]
    place.ask("POST", f"{place.plan}/cancel", Role.DISPATCHER)
    place.ask("GET", place.plan, Role.DISPATCHER)
    refused = place.ask("POST", "/plans", Role.DISPATCHER, json={"scenario": "atlantis"})
    (newer, older) = place.ask("GET", "/deeds", params={"limit": 2}).json()
    assert (newer["who"], newer["path"], newer["status"]) == (dispatcher, "/plans", 422)
    assert newer["request_id"] == refused.headers["X-Request-ID"]
    assert (older["method"], older["path"]) == ("POST", f"{place.plan}/cancel")
    assert older["plan_id"] == place.plan.rpartition("/")[2]
    below = place.ask("GET", "/deeds", params={"limit": 1, "before": newer["id"]}).json()
    assert below == [older]


def test_a_new_plan_is_written_down_by_its_id(place):
    asked = place.ask("POST", "/plans", Role.PLANNER, json={"scenario": "yinzhou-2011"})
    assert asked.status_code == 202
    mine = place.ask("GET", "/deeds", params={"plan": asked.json()["id"]}).json()
    assert [(one["who"], one["path"]) for one in mine] == [
        (place.keys[Role.PLANNER].split("_")[1], "/plans")
    ]


def test_settings_that_are_no_limits_are_refused(monkeypatch):
    monkeypatch.setenv("ONEBROOM_LIMIT_BODY_BYTES", "many")
    with pytest.raises(ValueError, match="ONEBROOM_LIMIT_BODY_BYTES is no number"):
        create_app()
    monkeypatch.setenv("ONEBROOM_LIMIT_BODY_BYTES", "-1")
    with pytest.raises(ValueError, match="must be greater than 0"):
        create_app()
