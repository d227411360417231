"""A day that runs: tasks that come, go and change, and what shuts."""

from dataclasses import replace

import pytest

from optimizer.events import (
    AmountChanged,
    FacilityShut,
    StreetClosed,
    TaskAdded,
    TaskCancelled,
    TaskDone,
)
from optimizer.plan import Reason, Unassigned
from tests.optimizer.checker.hand_made import (
    NETWORK,
    PLAN,
    STOP_C,
    SWEEP_A,
    SWEEP_B,
    TASKS,
    codes,
    violations,
)
from tests.optimizer.checker.running import (
    TOLD,
    at_noon,
    skipped,
    without_b,
)


@pytest.mark.parametrize("event", [TaskCancelled, TaskDone])
def test_a_cancelled_task_is_no_task_any_more(event):
    past = at_noon(event(task_id="B", **TOLD))
    gone = replace(without_b(), unassigned=PLAN.unassigned)
    assert codes(gone, tasks=(SWEEP_A, STOP_C), past=past) == []
    assert codes(without_b(), past=past) == ["task_cancelled"]
    # Among the tasks, and served.
    assert codes(PLAN, past=past) == ["task_cancelled"] * 2


@pytest.mark.parametrize("event", [TaskCancelled, TaskDone])
def test_a_task_that_is_done_stays_so(event):
    assert codes(PLAN, past=at_noon(event(task_id="A", **TOLD))) == []


def test_a_task_that_cannot_be_done_is_no_task_any_more_before_it_is_begun():
    past = at_noon(skipped("B", 1400))
    assert codes(without_b(), past=past) == ["task_cancelled"]
    gone = replace(without_b(), unassigned=PLAN.unassigned)
    assert codes(gone, tasks=(SWEEP_A, STOP_C), past=past) == []


def test_an_amount_is_as_it_was_told():
    past = at_noon(AmountChanged(task_id="C", demand_kg=5, **TOLD))
    assert codes(PLAN, past=past) == ["amount_not_changed"]
    assert codes(PLAN, tasks=(SWEEP_A, SWEEP_B, replace(STOP_C, demand_kg=5)), past=past) == []


def test_an_amount_of_what_is_done_stays():
    assert codes(PLAN, past=at_noon(AmountChanged(task_id="A", demand_kg=5, **TOLD))) == []


NEW = replace(STOP_C, id="E", name="a case")


def test_a_task_that_was_added_is_there_as_it_was_told():
    past = at_noon(TaskAdded(task=NEW.with_arcs(NETWORK.arc_key), **TOLD))
    left = Unassigned(task_id="E", reason=Reason.NOT_WORTH, detail="is left")
    plan = replace(PLAN, unassigned=(*PLAN.unassigned, left))
    assert codes(plan, tasks=(*TASKS, NEW), past=past) == []
    assert codes(PLAN, past=past) == ["task_not_added"]
    (violation,) = violations(plan, tasks=(*TASKS, replace(NEW, prize_fen=1)), past=past)
    assert str(violation) == "[task_not_added] E: is not as it was told: prize_fen"


# What shuts


def closed(arc, from_s, until_s=None, **kinds):
    return StreetClosed(
        names=("a street",), arcs=(arc,), from_s=from_s, until_s=until_s, **TOLD, **kinds
    )


@pytest.mark.parametrize(
    ("from_s", "until_s", "found"),
    [
        # It drives there from 2,195 until 2,237.
        (1400, None, ["street_closed"]),
        (2236, None, ["street_closed"]),
        (2237, None, []),
        (1400, 2195, []),
        (1400, 2196, ["street_closed"]),
    ],
)
def test_nobody_drives_in_a_closed_street(from_s, until_s, found):
    event = closed("6>3", from_s, until_s, working=False)
    assert codes(PLAN, past=at_noon(event)) == found


def test_a_drive_to_the_beginning_of_a_closed_street_is_none_in_it():
    # B begins at the first metre of 5>6, and the drive from there at its last.
    assert codes(PLAN, past=at_noon(closed("5>6", 1400, working=False))) == []


def test_what_has_been_driven_stays_so():
    # To A and from it; home it goes by 3>2.
    assert codes(PLAN, past=at_noon(closed("2>3", 1000))) == []


@pytest.mark.parametrize(
    ("from_s", "until_s", "found"),
    [
        # B takes from 2,135 until 2,195.
        (1400, None, ["street_closed"]),
        (2195, None, []),
        (1400, 2135, []),
    ],
)
def test_nobody_works_in_a_closed_street(from_s, until_s, found):
    event = closed("5>6", from_s, until_s, driving=False)
    assert codes(PLAN, past=at_noon(event)) == found


@pytest.mark.parametrize(
    ("from_s", "until_s", "found"),
    [
        # The second unloading begins at 2,237, the first is history.
        (1000, None, ["facility_shut"]),
        (2237, 2238, ["facility_shut"]),
        (2238, None, []),
        (1000, 2237, []),
    ],
)
def test_nobody_visits_a_facility_that_is_shut(from_s, until_s, found):
    event = FacilityShut(facility_id="T", from_s=from_s, until_s=until_s, **TOLD)
    assert codes(PLAN, past=at_noon(event)) == found
