"""A plan that was made while its day ran, beside the plan that it goes on from.

The plan of the hamlet: S1 leaves at 21,600 s and sweeps 19>16 first, S2 leaves at 32,400 s. At
22,000 s two more of S1's tasks are done, and S2 waits.
"""

import json
from functools import cache
from random import Random

import pytest

from optimizer.errors import InputError
from optimizer.plan import ActivityKind
from scenarios.plan_file import PlanFile, digest_of, loads
from scenarios.second_opinion import Opinion, judge
from tests.scenarios.second_opinion.forging import (
    WORKS,
    Values,
    is_unchecked,
    left,
    plan_text,
    plan_values,
    served,
    streets,
    task,
)
from tests.scenarios.second_opinion.test_mutations import EXPECTED, pattern, put, sites

NOW_S = 22_000
TOLD = {"id": "E1", "at_s": NOW_S - 60, "told_s": NOW_S - 60}
LEFT = "sweep/17>18/right/1"
"""In no route."""

LATE = "sweep/14>11/right/2"
"""S2's first; it waits until 32,411 s."""

DONE = "sweep/19>16/right/1"
"""S1's first."""


@cache
def before() -> PlanFile:
    return loads(plan_text(WORKS))


def running(*events: Values, now_s: int = NOW_S, **fields: object) -> Values:
    """The plan's JSON as if it had been made again at 22,000 s, with nothing changed."""
    values = plan_values()
    values["running"] = {
        "based_on": digest_of(before()),
        "number": 1,
        "now_s": now_s,
        "freeze_s": 600,
        "events": list(events),
    } | fields
    return values


def judged(values: Values, then: PlanFile | None = None) -> Opinion:
    return judge(loads(json.dumps(values)), streets(), before=then or before())


def codes(values: Values, then: PlanFile | None = None) -> set[str]:
    return {str(one.code) for one in judged(values, then).violations}


def test_a_plan_that_changes_nothing_is_as_good_as_the_one_before():
    opinion = judged(running())
    assert opinion.violations == ()
    assert not is_unchecked(opinion, "running.based_on")
    # A bulk load left at 18,053 s, cut as it still would be.
    assert not any(one.what.startswith("tasks") for one in opinion.unchecked)


def test_without_the_plan_before_it_is_said_that_the_past_is_not_judged():
    opinion = judge(loads(json.dumps(running())), streets())
    assert opinion.violations == ()
    assert is_unchecked(opinion, "running.based_on")
    assert is_unchecked(opinion, "running.events.0.at_s")


def test_a_plan_that_goes_on_from_another_is_told():
    then = plan_values()
    then["seed"] += 1
    assert codes(running(), loads(json.dumps(then))) == {"other_before"}
    assert codes(plan_values()) == {"other_before"}


def test_the_past_is_that_of_the_plan_before():
    values = running()
    one = served(values)
    one["begin_s"] += 1
    one["end_s"] += 1
    assert "past_changed" in codes(values)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"number": 2}, "running.number"),
        ({"freeze_s": -1}, "running.freeze_s"),
    ],
)
def test_what_does_not_follow_on_is_found(fields, where):
    found = judged(running(**fields)).violations
    assert (where, "stated_running") in {(str(one.where), str(one.code)) for one in found}


CLOSED = {
    "kind": "facility_shut",
    "facility_id": "plant",
    "from_s": 80_000,
    **TOLD,
}


def test_events_are_those_that_were_known_and_then_others():
    then = loads(json.dumps(running(CLOSED)))
    again = {"based_on": digest_of(then), "number": 2, "now_s": NOW_S + 60}
    more = CLOSED | {"id": "E2", "told_s": NOW_S + 30}
    assert codes(running(CLOSED, more, **again), then) == set()
    assert codes(running(more, **again), then) == {"stated_running"}
    assert codes(running(CLOSED, CLOSED, **again), then) == {"stated_running"}
    assert codes(running(CLOSED, **(again | {"number": 1})), then) == {"stated_running"}
    assert codes(running(CLOSED, **(again | {"now_s": NOW_S - 30})), then) == {"stated_running"}


def test_what_was_told_later_is_not_known_yet():
    assert codes(running(CLOSED | {"told_s": NOW_S})) == set()
    assert codes(running(CLOSED | {"told_s": NOW_S + 1})) == {"stated_running"}


@pytest.mark.parametrize("kind", ["task_cancelled", "done"])
def test_what_is_cancelled_is_owed_no_more(kind):
    event = {"kind": kind, "task_id": LEFT, **TOLD}
    assert {"task_cancelled", "task_not_owed"} <= codes(running(event))
    values = running(event)
    values["tasks"].remove(task(values, LEFT))
    values["plan"]["unassigned"].remove(left(values, LEFT))
    assert not codes(values) & {"task_cancelled", "task_not_owed", "task_owed", "task_lost"}


def test_what_is_done_stays_owed():
    assert codes(running({"kind": "task_cancelled", "task_id": DONE, **TOLD})) == set()
    values = running({"kind": "task_cancelled", "task_id": DONE, **TOLD})
    values["tasks"].remove(task(values, DONE))
    assert "task_owed" in codes(values)


def test_an_amount_is_owed_as_it_was_told():
    event = {"kind": "amount_changed", "task_id": "kitchen/K4", "demand_kg": 77, **TOLD}
    assert {"amount_not_changed", "stated_task"} <= codes(running(event))
    values = running(event)
    task(values, "kitchen/K4")["demand_kg"] = 77
    assert not codes(values) & {"amount_not_changed", "stated_task"}


def test_an_amount_of_what_is_begun_stays():
    event = {"kind": "amount_changed", "task_id": "container/G1", "demand_kg": 7, **TOLD}
    assert codes(running(event)) == set()
    values = running(event)
    task(values, "container/G1")["demand_kg"] = 7
    assert "stated_task" in codes(values)


@pytest.mark.parametrize("id_", ["haul/station/02", "haul/station/01"])
def test_bulk_loads_that_have_left_stay_and_the_rest_is_cut_beside_them(id_):
    # By 22,600 s the second load has left, the first has not.
    values = running()
    task(values, id_)["demand_kg"] -= 1
    number = values["tasks"].index(task(values, id_))
    assert (f"tasks.{number}.demand_kg", "stated_task") in {
        (str(one.where), str(one.code)) for one in judged(values).violations
    }


def added() -> Values:
    return task(plan_values(), LEFT) | {
        "id": "case/1",
        "name": "a case",
        "kerb": None,
        "area_m2": 0,
    }


def test_what_is_added_is_owed():
    event = {"kind": "task_added", "task": added(), **TOLD}
    assert {"task_not_added", "task_owed"} <= codes(running(event))
    values = running(event)
    values["tasks"].append(added())
    values["plan"]["unassigned"].append(left(values, LEFT) | {"task_id": "case/1"})
    assert not codes(values) & {"task_not_added", "task_owed", "task_not_owed", "stated_task"}


def test_the_weather_takes_away_what_is_not_begun():
    # Class II is not swept in the rain; what S1 has swept by 22,600 s stays owed.
    event = {"kind": "weather", "conditions": ["rain"], **TOLD}
    opinion = judged(running(event))
    gone = [one for one in opinion.violations if one.code == "task_not_owed"]
    said = " ".join(str(one) for one in gone)
    assert f"{LATE}:" in said
    assert f"{DONE}:" not in said
    assert "task_owed" not in {str(one.code) for one in opinion.violations}


def test_a_task_that_was_skipped_says_so():
    event = {
        "kind": "skipped",
        "task_id": DONE,
        "reason": "parked cars",
        "again": False,
        **TOLD,
    }
    values = running(event)
    served(values)["kind"] = str(ActivityKind.SKIPPED)
    values["plan"]["unassigned"].append(left(values, LEFT) | {"task_id": DONE})
    found = judged(values).violations
    number = len(values["plan"]["unassigned"]) - 1
    assert f"plan.unassigned.{number}" in {
        str(one.where) for one in found if one.code == "stated_reason"
    }
    # It may be tried again: then any reason will do.
    again = values | {"running": values["running"] | {"events": [event | {"again": True}]}}
    assert "stated_reason" not in {str(one.code) for one in judged(again).violations}


def test_no_change_of_how_it_goes_on_passes_unnoticed():
    events = (
        CLOSED,
        {"kind": "amount_changed", "task_id": "kitchen/K4", "demand_kg": 77, **TOLD, "id": "E2"},
    )
    whole = running(*events)
    unnoticed = []
    for number, path in enumerate(sites({"running": whole["running"]})):
        values = json.loads(json.dumps(whole))
        put(values, path, Random(number))
        try:
            opinion = judged(values)
        except InputError:
            continue
        found = {str(one.code) for one in opinion.violations} & EXPECTED[_of(pattern(path))]
        if not found and not is_unchecked(opinion, ".".join(map(str, path))):
            unnoticed.append(path)
    assert unnoticed == []


def _of(place: str) -> str:
    holding = [one for one in EXPECTED if f"{place}.".startswith(f"{one}.")]
    return max(holding, key=len)
