"""What happens on the day of a plan, told over HTTP."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import TypeAdapter

from api.service.db import DayStore
from scenarios.files import load_network
from scenarios.operations import read_events
from scenarios.plan_file import loads
from tests.api.service.running_day import LATE, OUT, STREETS, listed, refusal, tell


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


def test_the_service_and_a_file_read_the_same_events(client, plan, tmp_path):
    values = [
        {"kind": "vehicle_out", "at": "06:05", "from": "06:30", "until": "06:40", "vehicle": "S1"},
        {"kind": "street_closed", "at": "06:06", "from": "07:00", "streets": ["North Road"]},
        {"kind": "weather", "at": "06:07", "conditions": []},
    ]
    assert tell(client, plan, *values).status_code == 201
    path = tmp_path / "events.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    plan_file = loads(client.app.state.store.plan_text(plan.rsplit("/")[-1]))
    read = read_events(path, plan_file, load_network(osm=STREETS), now_s=10 * 3600)
    of_file = [json.loads(TypeAdapter(type(one)).dump_json(one)) for one in read]
    assert listed(client, plan) == of_file
    # Half past six and twenty to seven.
    assert (of_file[0]["from_s"], of_file[0]["until_s"]) == (23_400, 24_000)
