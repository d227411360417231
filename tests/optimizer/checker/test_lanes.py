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
"""

from dataclasses import replace

import pytest

from optimizer.day.lanes import NO_LANE, lane_of
from optimizer.network.kerb import KerbKey, Side
from tests.optimizer.checker.hand_made import (
    PLAN,
    ROUTE,
    STOP_C,
    SWEEP_A,
    SWEEP_B,
    codes,
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
