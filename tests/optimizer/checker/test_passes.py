"""Passes: two of the same kerb keep apart, in one route and in two."""

from dataclasses import replace

import pytest

from fleet import Work
from optimizer.network.kerb import KerbKey, Side
from tests.optimizer.checker.hand_made import (
    PLAN,
    ROUTE,
    S2,
    SERVE_A,
    SERVE_B,
    STOP_C,
    SWEEP_A,
    SWEEP_B,
    UNASSIGNED_C,
    and_route,
    codes,
    edited,
    violations,
    with_route,
)

GAP_S = 1135
"""A begins at 1,000 s, B at 2,135 s."""

KERB = KerbKey(arc="2>3", side=Side.RIGHT)


def passes(apart_s, **of_second):
    """The day's tasks with A and B as two passes of one kerb."""
    first = replace(SWEEP_A, kerb=KERB, apart_s=apart_s)
    second = replace(SWEEP_B, kerb=KERB, apart_s=apart_s)
    return (first, replace(second, **of_second), STOP_C)


def test_passes_just_far_enough_apart_are_right():
    assert codes(PLAN, tasks=passes(GAP_S)) == []


def test_passes_a_second_too_close_are_found():
    (violation,) = violations(PLAN, tasks=passes(GAP_S + 1))
    assert str(violation) == (
        "[passes_too_close] S1/day activity 5 (service B): begins at 00:35:35, 1135 s after A of "
        "the same kerb (S1/day activity 1 (service A)); passes keep 1136 s apart"
    )


@pytest.mark.parametrize("other", [{"arc": "3>2"}, {"side": Side.LEFT}, {"lane": 1}, {"piece": 1}])
def test_passes_of_two_kerbs_need_not_keep_apart(other):
    assert codes(PLAN, tasks=passes(GAP_S + 1, kerb=replace(KERB, **other))) == []


def test_a_wash_and_a_sweep_of_one_kerb_need_not_keep_apart():
    tasks = passes(GAP_S + 1, work=Work.WASH)
    assert "passes_too_close" not in codes(PLAN, tasks=tasks)


def test_stops_have_no_kerb_and_need_not_keep_apart():
    tasks = tuple(replace(task, apart_s=9_999) for task in (SWEEP_A, SWEEP_B, STOP_C))
    assert codes(PLAN, tasks=tasks) == []


def test_of_two_tasks_that_ask_for_different_times_the_longer_holds():
    first, second, stop = passes(0)
    for tasks in (
        (replace(first, apart_s=GAP_S + 1), second, stop),
        (first, replace(second, apart_s=GAP_S + 1), stop),
    ):
        assert codes(PLAN, tasks=tasks) == ["passes_too_close"]


def test_passes_in_the_routes_of_two_vehicles_are_found():
    activities = ROUTE.activities
    plan = and_route(activities[0], activities[SERVE_B], activities[-1])
    alone = with_route(*activities[:SERVE_B], *activities[SERVE_B + 1 :], plan=plan)
    found = violations(alone, tasks=passes(GAP_S + 1))
    (violation,) = [one for one in found if one.code == "passes_too_close"]
    assert str(violation.where).startswith(S2.id)


def test_the_order_of_the_passes_in_a_route_does_not_matter():
    # B begins first, by an edit that breaks other rules too.
    plan = edited(SERVE_B, arrival_s=400, begin_s=400, end_s=460)
    assert "passes_too_close" in codes(plan, tasks=passes(601))
    assert "passes_too_close" not in codes(plan, tasks=passes(600))


def test_a_pass_that_is_not_served_is_too_close_to_none():
    activities = ROUTE.activities
    without = with_route(*activities[:SERVE_A], *activities[SERVE_A + 1 :])
    plan = replace(without, unassigned=(UNASSIGNED_C, replace(UNASSIGNED_C, task_id="A")))
    assert "passes_too_close" not in codes(plan, tasks=passes(9_999))


def test_a_task_twice_is_that_fault_and_not_two_passes():
    twice = with_route(*ROUTE.activities[:2], *ROUTE.activities[SERVE_A:])
    assert "task_twice" in codes(twice, tasks=passes(0))
    assert "passes_too_close" not in codes(twice, tasks=passes(300))
