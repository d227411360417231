"""What is said of streets that signs close is held against the signs.

::

    1 === 2      High Street has a sign; the yard is between 1 and 4; all streets are 100 m long
    |
    4            S1 sweeps from 06:00 to 12:00 on a Monday
"""

import datetime as dt
from dataclasses import replace

import pytest

from fleet import message
from optimizer.checker import ViolationCode
from optimizer.plan import Plan, Reason
from scenarios.second_opinion.left import check_left
from tests.hand_drawn import SWEEPER, small_day, yard_at
from tests.streets import street_network

NODES = {1: (0, 0), 2: (100, 0), 4: (0, -100)}
MORNING = {"hgv:conditional": "no @ (Mo-Sa 07:00-22:00)"}
ALWAYS = {"hgv": "no"}
# Several rules are more than the checker reads: it believes what is said of them.
SEVERAL = {"hgv:conditional": "no @ (Mo-Fr 07:00-09:00; Sa 08:00-10:00)"}
UNREADABLE = {"maxheight": "净高 2.5 米"}


def streets(signs):
    high = {"name": "High Street", "signs": signs}
    return replace(street_network(NODES, [(1, 2, high), (1, 4)]), date=dt.date(2024, 5, 6))


def left_with(signs):
    """The day, and its plan with the two kerbs of High Street left out."""
    network = streets(signs)
    day = small_day(network, {"yard": yard_at(network, "1>4", 50)}, vehicles=(SWEEPER,))
    return day, day.solved()


def faults_of(day, unassigned, signs):
    """What is wrong with reasons, where the street has these signs."""
    found = check_left(
        (), day.fleet, day.tasks, Plan(routes=(), unassigned=unassigned), streets(signs)
    )
    return {
        violation.detail.code
        for violation in found
        if getattr(violation, "code", None) is ViolationCode.STATED_REASON
    }


@pytest.mark.parametrize(
    ("signs", "code"),
    [
        (MORNING, "reason.closed_hours"),
        (SEVERAL, "reason.closed_hours"),
        (ALWAYS, "reason.closed_by_sign"),
        (UNREADABLE, "reason.closed_by_sign"),
    ],
)
def test_what_the_signs_say_passes(signs, code):
    day, plan = left_with(signs)
    assert [one.detail.code for one in plan.unassigned] == [code, code]
    assert faults_of(day, plan.unassigned, signs) == set()


@pytest.mark.parametrize(
    ("made_for", "judged_on", "fault"),
    [
        # Nothing stands there, or what leaves sweepers alone, or closes at other hours.
        (ALWAYS, {}, "violation.reason_no_sign"),
        (ALWAYS, {"bicycle": "no"}, "violation.reason_no_sign"),
        (ALWAYS, {"hgv:conditional": "no @ (13:00-22:00)"}, "violation.reason_no_sign"),
        (MORNING, {}, "violation.reason_no_hours"),
        (MORNING, {"hgv:conditional": "no @ (13:00-22:00)"}, "violation.reason_no_hours"),
        # It is closed, but not for the hours.
        (MORNING, ALWAYS, "violation.reason_no_hours"),
    ],
)
def test_a_sign_that_does_not_stand_there_is_no_reason(made_for, judged_on, fault):
    day, plan = left_with(made_for)
    assert faults_of(day, plan.unassigned, judged_on) == {fault}


@pytest.mark.parametrize("signs", [MORNING, ALWAYS])
def test_a_sign_that_closes_the_street_is_told_and_no_other_reason_is(signs):
    day, plan = left_with(signs)
    one = plan.unassigned[0]
    untold = replace(one, detail=message("reason.unreachable", "no vehicle can drive there"))
    assert faults_of(day, (untold,), signs) == {"violation.reason_sign_untold"}
    ended = replace(
        one, reason=Reason.SEARCH_ENDED, detail=message("reason.search_ended", "it would fit")
    )
    assert faults_of(day, (ended,), signs) == {"violation.reason_closed"}
    assert faults_of(day, (ended,), {}) == set()
