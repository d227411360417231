"""A day that runs: hours and orders that were decided by hand.

By the plan of `hand_made` A is swept from 1,000 s to 1,060 s and B from 2,135 s to 2,195 s.
"""

import pytest

from optimizer.hands import Lock, PinAfter, PinHours, Release
from tests.optimizer.checker.hand_made import PLAN, codes, violations
from tests.optimizer.checker.running import at_noon, without_b


def hours(earliest_s, latest_s, id_="hours", task_id="B"):
    return PinHours(id=id_, told_s=700, task_id=task_id, earliest_s=earliest_s, latest_s=latest_s)


def after(task_id, other_id, id_="after"):
    return PinAfter(id=id_, told_s=700, task_id=task_id, other_id=other_id)


def found(*hands, plan=PLAN, **past):
    return codes(plan, past=at_noon(hands=hands, **past))


@pytest.mark.parametrize("given", [hours(2135, 2135), hours(2000, 2300)])
def test_work_that_begins_in_its_hours_is_kept(given):
    assert found(given) == []


def test_work_that_begins_outside_its_hours_is_found():
    # 2,134 s are 34 s past 00:35.
    (violation,) = violations(PLAN, past=at_noon(hands=(hours(2100, 2134),)))
    assert str(violation) == (
        "[hand_broken] S1/day activity 5 (service B): begins at 00:35:35, and is to begin between "
        "00:35 and 00:35 (hours)"
    )
    assert found(hours(2136, 2300)) == ["hand_broken"]


def test_hours_do_not_reach_into_the_past():
    assert found(hours(2000, 2300, task_id="A")) == []


def test_hours_are_kept_where_nobody_does_the_work():
    assert found(hours(2136, 2300), plan=without_b()) == []


def test_later_hours_end_earlier_ones_and_a_release_ends_both():
    wrong, right = hours(2136, 2300, "wrong"), hours(2000, 2300, "right")
    assert found(wrong, right) == []
    assert found(right, wrong) == ["hand_broken"]
    # What the later one ended does not come back.
    assert found(right, wrong, Release(id="free", told_s=700, hand_id="wrong")) == []


def test_an_order_that_is_kept():
    assert found(after("B", "A")) == []


def test_work_before_what_it_is_to_follow_is_found():
    # At 900 s everything is still ahead: S1 leaves at 993 s.
    (violation,) = violations(PLAN, past=at_noon(now_s=800, hands=(after("A", "B"),)))
    assert str(violation) == (
        "[hand_broken] S1/day activity 1 (service A): begins at 00:16:40, and is to follow B, "
        "which is over at 00:36:35 (after)"
    )


def test_an_order_says_nothing_where_nobody_does_the_first():
    assert found(after("A", "B"), plan=without_b(), now_s=800, before=None) == []
    assert found(after("A", "C"), now_s=800) == []


def test_an_order_does_not_reach_into_the_past():
    # At 1,600 s A is done.
    assert found(after("A", "B")) == []


def test_a_locked_route_comes_before_hours_and_orders():
    lock = Lock(id="lock", told_s=700, vehicle_id="S1", shift_id="day")
    assert found(lock, hours(2136, 2300)) == []
