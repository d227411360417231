"""Every call, tried by every role and by nobody.

The table is written out here a second time: what the service allows is held against it.
"""

import pytest

from api.service.security import Role
from tests.api.service.people import refusal, town

NOBODY, DRIVER, DISPATCHER, PLANNER, ADMIN = "nobody", "driver", "dispatcher", "planner", "admin"
RANKS = [NOBODY, DRIVER, DISPATCHER, PLANNER, ADMIN]

LEAST = {
    ("GET", "/healthz"): NOBODY,
    ("GET", "/readyz"): NOBODY,
    ("GET", "/words/{language}"): NOBODY,
    ("GET", "/d/{token}"): NOBODY,
    ("POST", "/d/{token}/events"): NOBODY,
    ("GET", "/d/{token}/messages"): NOBODY,
    ("POST", "/d/{token}/messages/{number}"): NOBODY,
    ("POST", "/session"): NOBODY,
    ("GET", "/session"): DRIVER,
    ("DELETE", "/session"): DRIVER,
    ("GET", "/metrics"): DRIVER,
    ("GET", "/plans/{plan_id}"): DRIVER,
    ("GET", "/plans/{plan_id}/events"): DRIVER,
    ("GET", "/plans/{plan_id}/exports/{format}"): DRIVER,
    ("GET", "/plans/{plan_id}/folder"): DRIVER,
    ("GET", "/plans/{plan_id}/routes/{vehicle}.gpx"): DRIVER,
    ("GET", "/scenarios"): DISPATCHER,
    ("POST", "/scenarios"): PLANNER,
    ("GET", "/scenarios/{name}/versions"): PLANNER,
    ("GET", "/scenarios/{name}/versions/{version}"): PLANNER,
    ("GET", "/streets"): DISPATCHER,
    ("GET", "/plans"): DISPATCHER,
    ("POST", "/plans"): DISPATCHER,
    ("DELETE", "/plans/{plan_id}"): DISPATCHER,
    ("POST", "/plans/{plan_id}/cancel"): DISPATCHER,
    ("GET", "/plans/{plan_id}/plan.json"): DISPATCHER,
    ("GET", "/plans/{plan_id}/plan.geojson"): DISPATCHER,
    ("GET", "/plans/{plan_id}/board"): DISPATCHER,
    ("GET", "/plans/{plan_id}/changes"): DISPATCHER,
    ("GET", "/plans/{plan_id}/day-events"): DISPATCHER,
    ("POST", "/plans/{plan_id}/events"): DISPATCHER,
    ("POST", "/plans/{plan_id}/fits"): DISPATCHER,
    ("GET", "/plans/{plan_id}/edits"): DISPATCHER,
    ("POST", "/plans/{plan_id}/edits"): DISPATCHER,
    ("POST", "/plans/{plan_id}/replans"): DISPATCHER,
    ("GET", "/plans/{plan_id}/replans/{replan_id}"): DISPATCHER,
    ("POST", "/plans/{plan_id}/replans/{replan_id}/cancel"): DISPATCHER,
    ("GET", "/plans/{plan_id}/messages"): DISPATCHER,
    ("POST", "/plans/{plan_id}/messages"): DISPATCHER,
    ("GET", "/plans/{plan_id}/links"): DISPATCHER,
    ("POST", "/plans/{plan_id}/links"): DISPATCHER,
    ("DELETE", "/plans/{plan_id}/links/{link_id}"): DISPATCHER,
    ("GET", "/comparisons"): PLANNER,
    ("POST", "/comparisons"): PLANNER,
    ("GET", "/comparisons/{comparison_id}"): PLANNER,
    ("DELETE", "/comparisons/{comparison_id}"): PLANNER,
    ("POST", "/comparisons/{comparison_id}/cancel"): PLANNER,
    ("GET", "/comparisons/{comparison_id}/events"): PLANNER,
    ("GET", "/comparisons/{comparison_id}/streets"): PLANNER,
    ("GET", "/comparisons/{comparison_id}/report"): PLANNER,
    ("GET", "/comparisons/{comparison_id}/report/{file}"): PLANNER,
    ("GET", "/weeks"): DISPATCHER,
    ("POST", "/weeks"): PLANNER,
    ("GET", "/weeks/{week_id}"): DISPATCHER,
    ("DELETE", "/weeks/{week_id}"): PLANNER,
    ("POST", "/weeks/{week_id}/cancel"): PLANNER,
    ("GET", "/weeks/{week_id}/events"): DISPATCHER,
    ("GET", "/weeks/{week_id}/{part}.json"): DISPATCHER,
    ("GET", "/weeks/{week_id}/record"): DISPATCHER,
    ("GET", "/network/{plan_id}"): DISPATCHER,
    ("GET", "/keys"): ADMIN,
    ("POST", "/keys"): ADMIN,
    ("DELETE", "/keys/{key_id}"): ADMIN,
    ("GET", "/deeds"): ADMIN,
}
"""The least that may make each call of the description."""

PAGES = {"/": NOBODY, "/static/main.js": NOBODY, "/openapi.json": DRIVER, "/docs": DRIVER}
"""What is no call of the description."""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with town(tmp_path_factory.mktemp("roles")) as one:
        yield one


def address(path):
    """A path whose values are none that there are, but a language."""
    for name in (
        "plan_id",
        "comparison_id",
        "week_id",
        "part",
        "format",
        "file",
        "vehicle",
        "replan_id",
        "link_id",
        "key_id",
        "token",
        "name",
    ):
        path = path.replace(f"{{{name}}}", "none")
    return path.replace("{language}", "zh").replace("{version}", "1").replace("{number}", "1")


def test_the_table_has_every_call(place):
    described = place.ask("GET", "/openapi.json").json()["paths"]
    calls = {(method.upper(), path) for path, one in described.items() for method in one}
    assert calls == set(LEAST)


@pytest.mark.parametrize(("method", "path"), LEAST)
def test_a_call_lets_in_who_may_and_nobody_else(place, method, path):
    least = LEAST[method, path]
    for who in RANKS:
        role = None if who == NOBODY else Role(who)
        # A body that nothing can be made of: whoever is let in is told so, and changes nothing.
        body = {"json": {"nonsense": 1}} if method == "POST" else {}
        answer = place.ask(method, address(path), role, **body)
        if RANKS.index(who) >= RANKS.index(least):
            assert answer.status_code not in (401, 403), (who, answer.text)
        elif who == NOBODY:
            assert refusal(answer, 401) == "http.no_key"
            assert answer.headers["WWW-Authenticate"] == "Bearer"
        else:
            assert refusal(answer, 403) == "http.not_allowed"


@pytest.mark.parametrize("path", PAGES)
def test_pages_ask_for_a_key_where_they_tell_of_calls(place, path):
    for who in RANKS:
        answer = place.ask("GET", path, None if who == NOBODY else Role(who))
        may = RANKS.index(who) >= RANKS.index(PAGES[path])
        assert answer.status_code == (200 if may else 401)


def test_what_is_in_no_table_is_not_there(place):
    assert refusal(place.ask("GET", "/nowhere"), 404) == "http.no_such_page"
    assert refusal(place.ask("GET", "/nowhere", None), 401) == "http.no_key"


def test_a_call_that_has_no_permit_is_answered_as_if_it_were_not_there(place):
    place.client.app.add_api_route("/forgotten", lambda: "open to everybody")
    assert refusal(place.ask("GET", "/forgotten"), 404) == "http.no_such_page"


def test_the_table_of_roles_says_who_may_do_more(place):
    assert [[role.may(other) for other in Role] for role in Role] == [
        [True, False, False, False],
        [True, True, False, False],
        [True, True, True, False],
        [True, True, True, True],
    ]
