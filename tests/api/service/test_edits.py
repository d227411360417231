"""What a dispatcher decides by hand, over HTTP; S1 sweeps, T1 empties kitchens."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from optimizer.plan import ActivityKind
from scenarios.plan_file import digest_of, loads
from tests.api.service.running_day import LATE, listed, refusal, replanned, tell


def edit(client, plan, version=None, at="06:15", **wish):
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return client.post(f"{plan}/edits", json={"at": at, **wish}, headers=headers)


def first_task(planned, vehicle_id):
    (route,) = [one for one in planned.plan.routes if one.vehicle_id == vehicle_id]
    return next(one.task_id for one in route.activities if one.kind is ActivityKind.SERVICE)


def test_a_wish_makes_a_plan_that_keeps_it(client, plan, planned):
    kitchen = first_task(planned, "T1")
    answer = edit(client, plan, forbid={"task": kitchen, "vehicle": "T1"})
    assert answer.status_code == 201, answer.text
    found = answer.json()
    # No other vehicle empties kitchens.
    assert (found["falls_out"], found["refused"], found["violations"]) == ([kitchen], None, 0)
    assert answer.headers["Location"] == found["links"]["self"] == f"/plans/{found['plan']}"
    assert client.get(found["links"]["self"]).json()["status"] == "done"
    made = loads(client.get(found["links"]["plan"]).text)
    assert made.running.based_on == digest_of(planned)
    assert [(one.id, one.kind) for one in made.running.hands] == [("h1", "forbid")]
    assert kitchen not in made.plan.served
    assert client.get(found["links"]["changes"]).status_code == 200


def test_the_price_of_a_wish_is_told_without_keeping_anything(client, plan, planned):
    body = {"at": "06:15", "forbid": {"task": first_task(planned, "T1"), "vehicle": "T1"}}
    priced = client.post(f"{plan}/edits?keep=false", json=body)
    found = priced.json()
    assert (priced.status_code, found["plan"], found["refused"]) == (200, None, None)
    assert "self" not in found["links"]
    assert client.get(f"{plan}/edits").json()["edits"] == []
    kept = client.post(f"{plan}/edits", json=body).json()
    told = ("price_yuan", "violations", "falls_out", "hand")
    assert [found[name] for name in told] == [kept[name] for name in told]


def test_a_wish_holds_in_later_plans_until_it_is_released(client, plan, planned):
    kitchen = first_task(planned, "T1")
    banned = edit(client, plan, forbid={"task": kitchen, "vehicle": "T1"}).json()
    (least, *_) = replanned(client, banned["links"]["self"], at="06:20")["proposals"]
    later = loads(client.get(least["links"]["plan"]).text)
    assert kitchen not in later.plan.served
    again = edit(client, least["links"]["self"], at="06:30", release="h1").json()
    assert again["hand"]["id"] == "h2"
    released = loads(client.get(again["links"]["plan"]).text)
    assert [one.kind for one in released.running.hands] == ["forbid", "release"]


def test_a_wish_that_cannot_be_names_the_rule_and_makes_no_plan(client, plan, planned):
    answer = edit(client, plan, pin={"task": first_task(planned, "T1"), "vehicle": "S1"})
    found = answer.json()
    assert (answer.status_code, found["plan"], found["price_yuan"]) == (200, None, None)
    assert found["refused"]["rules"] == ["skill"]
    assert "S1" in found["refused"]["why"]
    chinese = client.post(
        f"{plan}/edits?lang=zh",
        json={"at": "06:15", "pin": {"task": first_task(planned, "T1"), "vehicle": "S1"}},
    ).json()
    assert chinese["refused"]["why"] != found["refused"]["why"]
    assert client.get(f"{plan}/edits").json()["edits"] == []


def test_the_version_counts_events_and_edits(client, plan, planned):
    lock = {"vehicle": "T1"}
    assert client.get(f"{plan}/edits").headers["ETag"] == '"0-0"'
    assert edit(client, plan, lock=lock, version="0-0").headers["ETag"] == '"0-1"'
    # Whoever knew the day before that is told what was decided.
    problem = refusal(edit(client, plan, lock=lock, version="0-0"), 412)
    assert (problem["code"], problem["version"], problem["events"]) == (
        "http.day_edited",
        "0-1",
        0,
    )
    assert [one["hand"]["kind"] for one in problem["edits"]] == ["lock"]
    tell(client, plan, {**LATE, "at": "06:10"})
    problem = refusal(edit(client, plan, lock=lock, version="0-1"), 412)
    assert (problem["version"], problem["events"], problem["edits"]) == ("1-1", 1, [])
    made = edit(client, plan, lock=lock, version="1-1")
    assert made.headers["ETag"] == '"1-2"'
    # The plan that came of it knows the event, and the edits of the other are not its own.
    assert [one["kind"] for one in listed(client, made.headers["Location"])] == ["delayed"]
    own = client.get(f"{made.headers['Location']}/edits")
    assert (own.headers["ETag"], own.json()["edits"]) == ('"1-0"', [])


def test_of_two_clients_at_once_that_know_one_version_one_is_refused(client, plan):
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(lambda _: edit(client, plan, lock={"vehicle": "T1"}, version="0-0"), range(2))
        )
    assert sorted(one.status_code for one in answers) == [201, 412]
    assert len(client.get(f"{plan}/edits").json()["edits"]) == 1


@pytest.mark.parametrize("tag", ["nonsense", 'W/"0-0"', '"7-0"', '"0"'])
def test_a_version_that_is_none_matches_nothing(client, plan, tag):
    answer = client.post(
        f"{plan}/edits",
        json={"at": "06:15", "lock": {"vehicle": "T1"}},
        headers={"If-Match": tag},
    )
    assert refusal(answer, 412)["version"] == "0-0"


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({}, "http.fault"),
        ({"release": "h1", "lock": {"vehicle": "T1"}}, "http.fault"),
        ({"lock": {"vehicle": "T1", "colour": "red"}}, "http.fault"),
        ({"lock": {"vehicle": "T9"}}, "hand.no_vehicle"),
        ({"lock": {"vehicle": "T1", "shift": "night"}}, "hand.no_shift"),
        ({"forbid": {"task": "nothing", "vehicle": "T1"}}, "hand.no_task"),
        ({"release": "h7"}, "hand.none_such"),
    ],
)
def test_a_wish_about_what_there_is_not_says_so(client, plan, wish, code):
    assert refusal(edit(client, plan, **wish), 422)["code"] == code


def test_hours_and_an_order_are_wished_for(client, plan, planned):
    (route,) = [one for one in planned.plan.routes if one.vehicle_id == "T1"]
    first, second = route.task_ids
    turned = edit(client, plan, after={"task": first, "other": second}).json()
    assert turned["hand"]["kind"] == "after"
    made = loads(client.get(turned["links"]["plan"]).text)
    (route,) = [one for one in made.plan.routes if one.vehicle_id == "T1"]
    assert route.task_ids == (second, first)
    # Kitchens are open from 13:30 to 16:30.
    refused = edit(client, plan, hours={"task": first, "begins": "16:31-16:40"}).json()
    assert refused["refused"]["rules"] == ["window"]
