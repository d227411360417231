"""A change of lane is stated where it is made; the table is the rule, read here and in the day.

================================  =======
from, to (within 50 m)            change?
================================  =======
right kerb, right kerb            no
right kerb, left kerb             yes
left kerb, left kerb              no
whole street, right kerb          no
lane 1, lane 2                    yes
lane 2, lane 2, another piece     no
kerb, stop                        no
================================  =======

What it takes, on a street of three lanes where going over takes 10 s and each lane across 5 s:

================================  =======
from, to                          seconds
================================  =======
right kerb, left kerb             20: 10 + 2 * 5
left kerb, right kerb             20
right kerb, lane 1                0: the same strip
lane 1, lane 2                    15: 10 + 5
lane 1, lane 3                    20: 10 + 2 * 5
lane 3, left kerb                 10: none lies in between
================================  =======
"""

from dataclasses import replace

import numpy as np
import pytest

from optimizer.day.lanes import NO_LANE, lane_changes_of, lane_of
from optimizer.network.kerb import KerbKey, Side
from tests.optimizer.checker.hand_made import (
    BREAK,
    NETWORK,
    PLAN,
    ROUTE,
    STOP_C,
    SWEEP_A,
    SWEEP_B,
    codes,
    edited,
    violations,
    with_route,
)


def kerb(side, lane=0, piece=0):
    return KerbKey(arc="1>2", side=side, lane=lane, piece=piece)


TABLE = [
    (kerb(Side.RIGHT), kerb(Side.RIGHT), False),
    (kerb(Side.RIGHT), kerb(Side.LEFT), True),
    (kerb(Side.LEFT), kerb(Side.LEFT), False),
    (kerb(Side.WHOLE), kerb(Side.RIGHT), False),
    (kerb(Side.RIGHT, 1), kerb(Side.RIGHT, 2), True),
    (kerb(Side.RIGHT, 2, 1), kerb(Side.RIGHT, 2, 2), False),
    (kerb(Side.RIGHT), None, False),
    (None, kerb(Side.LEFT), False),
]


def day_of(first, second, metres, stated):
    """The day's plan, where B follows A after so many metres and states a change or none."""
    tasks = (replace(SWEEP_A, kerb=first), replace(SWEEP_B, kerb=second), STOP_C)
    activities = [a for a in ROUTE.activities if a.task_id in ("A", "B")]
    drive = replace(activities[1].drive, distance_m=metres)
    after = replace(activities[1], drive=drive, lane_change=stated)
    plan = with_route(ROUTE.activities[0], activities[0], after, ROUTE.activities[-1])
    return [code for code in codes(plan, tasks=tasks) if code == "lane_change"]


@pytest.mark.parametrize(("first", "second", "changes"), TABLE)
def test_what_is_stated_must_be_what_the_kerbs_say(first, second, changes):
    assert day_of(first, second, 50, changes) == []
    assert day_of(first, second, 50, not changes) == ["lane_change"]


def test_who_drives_farther_has_gone_over_on_the_way():
    right, left = kerb(Side.RIGHT), kerb(Side.LEFT)
    assert day_of(right, left, 51, False) == []
    assert day_of(right, left, 51, True) == ["lane_change"]


def test_a_plan_that_does_not_say_is_not_judged():
    assert day_of(kerb(Side.RIGHT), kerb(Side.LEFT), 0, None) == []
    assert codes(PLAN) == []


@pytest.mark.parametrize(("first", "second", "changes"), TABLE)
def test_the_day_reads_the_table_alike(first, second, changes):
    one, other = (lane_of(replace(SWEEP_A, kerb=strip)) for strip in (first, second))
    assert (one != other and NO_LANE not in (one, other)) == changes


THREE_LANES = replace(NETWORK, arc_lanes=np.full_like(NETWORK.arc_lanes, 3))
SECONDS = [
    (kerb(Side.RIGHT), kerb(Side.LEFT), 20),
    (kerb(Side.LEFT), kerb(Side.RIGHT), 20),
    (kerb(Side.RIGHT), kerb(Side.RIGHT, 1), 0),
    (kerb(Side.RIGHT, 1), kerb(Side.RIGHT, 2), 15),
    (kerb(Side.RIGHT, 1), kerb(Side.RIGHT, 3), 20),
    (kerb(Side.RIGHT, 3), kerb(Side.LEFT), 10),
    (kerb(Side.LEFT), None, 0),
]


def taking(task, strip, *, lane_change_s=10, lane_crossed_s=5):
    """The task at a strip, with what going over to it takes."""
    return replace(task, kerb=strip, lane_change_s=lane_change_s, lane_crossed_s=lane_crossed_s)


def after_a(first, second, stated_s, *, metres=0, states=True):
    """What is said of a plan in which the second task follows the first so many metres on."""
    activities = [a for a in ROUTE.activities if a.task_id in ("A", "B")]
    over_s = 0 if first.kerb is None or second.kerb is None else stated_s
    after = replace(
        activities[1],
        drive=replace(activities[1].drive, distance_m=metres),
        lane_change=None if not states else over_s > 0,
        lane_change_s=stated_s,
    )
    plan = with_route(ROUTE.activities[0], activities[0], after, ROUTE.activities[-1])
    found = violations(plan, network=THREE_LANES, tasks=(first, second, STOP_C))
    return [str(one.detail) for one in found if one.code == "lane_change"]


@pytest.mark.parametrize(("first", "second", "due_s"), SECONDS)
def test_the_seconds_are_those_of_the_table_and_no_fewer(first, second, due_s):
    one, other = taking(SWEEP_A, first), taking(SWEEP_B, second)
    assert after_a(one, other, due_s, states=False) == []
    fewer = f"changing lanes takes {due_s} s, the plan gives it {due_s - 1} s"
    assert after_a(one, other, due_s - 1, states=False) == [fewer]
    more = f"changing lanes takes {due_s} s, the plan gives it {due_s + 1} s"
    assert after_a(one, other, due_s + 1, states=False) == [more]


@pytest.mark.parametrize(("first", "second", "due_s"), SECONDS)
def test_the_day_counts_the_same_seconds(first, second, due_s):
    one, other = taking(SWEEP_A, first), taking(SWEEP_B, second)
    lanes = lane_changes_of(THREE_LANES, [one, other], [1, 1], total=2, types=1)
    assert lanes.seconds(0, 0, 1, 50) == due_s
    assert lanes.seconds(0, 1, 0, 50) == due_s
    assert lanes.seconds(0, 0, 1, 51) == 0


def test_of_two_streets_the_longer_seconds_count_each_by_itself():
    # 12 s for the change and 9 s for each of two lanes: 12 + 2 * 9 = 30.
    one = taking(SWEEP_A, kerb(Side.RIGHT), lane_change_s=12, lane_crossed_s=5)
    other = taking(SWEEP_B, kerb(Side.LEFT), lane_change_s=10, lane_crossed_s=9)
    assert after_a(one, other, 30) == []
    assert len(after_a(one, other, 29)) == 1
    lanes = lane_changes_of(THREE_LANES, [one, other], [1, 1], total=2, types=1)
    assert lanes.seconds(0, 0, 1, 0) == 30


def test_who_drives_farther_needs_no_seconds_to_go_over():
    one, other = taking(SWEEP_A, kerb(Side.RIGHT)), taking(SWEEP_B, kerb(Side.LEFT))
    assert after_a(one, other, 20, metres=50) == []
    assert after_a(one, other, 0, metres=51) == []
    assert "changing lanes takes 0 s, the plan gives it 20 s" in after_a(one, other, 20, metres=51)


def test_the_arrival_is_after_the_drive_and_the_seconds_of_going_over():
    tasks = tuple(taking(one, kerb(side)) for one, side in ((SWEEP_A, "right"), (SWEEP_B, "left")))
    activities = [a for a in ROUTE.activities if a.task_id in ("A", "B")]
    # A is done at 1060, then 15 s of driving and 20 s of going over: 1095.
    at_1095 = replace(
        activities[1],
        drive=replace(activities[1].drive, distance_m=50),
        lane_change=True,
        lane_change_s=20,
        arrival_s=1095,
    )
    for arrival_s, faults in ((1095, 0), (1075, 1), (1094, 1)):
        after = replace(at_1095, arrival_s=arrival_s)
        plan = with_route(ROUTE.activities[0], activities[0], after, ROUTE.activities[-1])
        found = codes(plan, network=THREE_LANES, tasks=(*tasks, STOP_C))
        # The end of the route does not follow it in time: its arrival is refused in any case.
        assert found.count("arrival") == 1 + faults


def test_a_break_changes_no_lanes():
    assert "lane_change" in codes(edited(BREAK, lane_change_s=20))
    assert "lane_change" in codes(edited(BREAK, lane_change=True))


def test_who_states_seconds_for_a_change_and_denies_it_is_told_so():
    one, other = taking(SWEEP_A, kerb(Side.RIGHT)), taking(SWEEP_B, kerb(Side.LEFT))
    activities = [a for a in ROUTE.activities if a.task_id in ("A", "B")]
    denied = replace(
        activities[1],
        drive=replace(activities[1].drive, distance_m=0),
        lane_change=False,
        lane_change_s=20,
    )
    plan = with_route(ROUTE.activities[0], activities[0], denied, ROUTE.activities[-1])
    found = violations(plan, network=THREE_LANES, tasks=(one, other, STOP_C))
    (said,) = [str(fault.detail) for fault in found if fault.code == "lane_change"]
    assert said == "changes lanes, and does not say so"
