"""A day that runs: what was decided by hand holds, two tests and more for each kind.

At 1,500 s the day of `running` is history up to the break; then S1 is to refill and to sweep B.
S2 stands in the depot.
"""

from dataclasses import replace

import pytest

from optimizer.events import Delayed, DriverLate, TaskCancelled, VehicleOut
from optimizer.hands import Forbid, Lock, Move, Pin, Release
from tests.optimizer.checker.hand_made import (
    PLAN,
    ROUTE,
    STOP_C,
    SWEEP_A,
    codes,
    later,
    violations,
)
from tests.optimizer.checker.running import at_noon, without_b

DAY = {"vehicle_id": "S1", "shift_id": "day"}
OTHER = {"vehicle_id": "S2", "shift_id": "day"}


def pin(id_="pin", task_id="B", **duty):
    return Pin(id=id_, told_s=1500, task_id=task_id, **(duty or OTHER))


def ban(id_="ban", task_id="B", vehicle_id="S1"):
    return Forbid(id=id_, told_s=1500, task_id=task_id, vehicle_id=vehicle_id)


def move(id_="move", task_id="B", before=None, **duty):
    return Move(id=id_, told_s=1500, task_id=task_id, before=before, **(duty or OTHER))


def lock(id_="lock", **duty):
    return Lock(id=id_, told_s=1500, **(duty or DAY))


def free(hand_id, id_="free"):
    return Release(id=id_, told_s=1500, hand_id=hand_id)


def found(plan, *hands, events=(), **given):
    return codes(plan, past=at_noon(*events, hands=hands), **given)


# Pins


def test_a_pinned_task_that_another_does_is_found():
    (violation,) = violations(PLAN, past=at_noon(hands=(pin(),)))
    assert str(violation) == (
        "[hand_broken] S1/day activity 5 (service B): is pinned to S2/day (pin)"
    )


def test_a_pin_is_kept_by_its_vehicle_or_by_nobody():
    assert found(PLAN, pin(**DAY)) == []
    assert found(without_b(), pin()) == []


def test_a_pin_does_not_reach_into_the_past():
    assert found(PLAN, pin(task_id="A")) == []


@pytest.mark.parametrize(
    "event",
    [
        VehicleOut(id="out", at_s=1400, told_s=1400, vehicle_id="S2"),
        # The shift of S2 ends before its driver comes.
        DriverLate(id="late", at_s=1400, told_s=1400, until_s=99_000, **OTHER),
    ],
)
def test_a_pin_gives_way_where_its_vehicle_takes_no_more(event):
    assert found(PLAN, pin(), events=(event,)) == []


def test_a_pin_does_not_give_way_to_a_vehicle_that_comes_back():
    out = VehicleOut(id="out", at_s=1400, told_s=1400, vehicle_id="S2", until_s=1700)
    assert found(PLAN, pin(), events=(out,)) == ["hand_broken"]


# Bans


def test_what_a_vehicle_is_not_to_do_is_found():
    (violation,) = violations(PLAN, past=at_noon(hands=(ban(),)))
    assert str(violation) == (
        "[hand_broken] S1/day activity 5 (service B): S1 is not to do it (ban)"
    )


def test_a_ban_is_of_one_task_and_vehicle_and_from_now_on():
    assert found(PLAN, ban(vehicle_id="S2"), ban("more", task_id="A")) == []
    assert found(without_b(), ban()) == []


# Moves


def test_a_moved_task_that_is_not_where_it_was_moved_is_found():
    assert found(PLAN, move()) == ["hand_broken"]


def test_a_moved_task_is_pinned_and_its_order_is_free():
    # It was moved before C, which nobody does.
    assert found(PLAN, move(before="C", **DAY)) == []


# Locks


@pytest.mark.parametrize("known", [True, False])
def test_a_locked_route_that_loses_work_is_found(known):
    past = at_noon(hands=(lock(),)) if known else at_noon(hands=(lock(),), before=None)
    # Without the plan before nobody can tell.
    assert codes(without_b(), past=past) == (["hand_broken"] if known else [])


def test_a_locked_route_that_is_later_is_found():
    # All after the break a second later; every other rule is kept.
    activities = (*ROUTE.activities[:4], *later(ROUTE.activities[4:], 1))
    plan = replace(PLAN, routes=(replace(ROUTE, activities=activities),))
    assert "hand_broken" in found(plan, lock())


def test_a_locked_route_that_stays_is_kept():
    assert found(PLAN, lock()) == []


def test_a_locked_route_is_as_late_as_was_told():
    # The break ends at 1,967; told at 1,500 to be 60 s late, it begins again after them.
    late = Delayed(id="late", at_s=1400, told_s=1400, vehicle_id="S1", late_s=60)
    assert "hand_broken" in found(PLAN, lock(), events=(late,))


def test_a_lock_gives_way_where_the_route_cannot_be_driven_any_more():
    gone = TaskCancelled(id="gone", at_s=1400, told_s=1400, task_id="B")
    plan = replace(without_b(), unassigned=PLAN.unassigned)
    assert found(plan, lock(), events=(gone,), tasks=(SWEEP_A, STOP_C)) == []


def test_a_lock_comes_before_pins_and_bans():
    assert found(PLAN, lock(), pin(), ban("ban")) == []


def test_a_lock_of_a_vehicle_without_a_route_binds_nothing():
    assert found(PLAN, lock(**OTHER)) == []


# What ends a hand


@pytest.mark.parametrize("hand", [pin(), ban(), move()])
def test_what_is_released_binds_no_more(hand):
    assert found(PLAN, hand) == ["hand_broken"]
    assert found(PLAN, hand, free(hand.id)) == []


def test_a_released_lock_binds_no_more():
    assert found(without_b(), lock(), free("lock")) == []


def test_the_later_pin_holds():
    assert found(PLAN, pin(), pin("later", **DAY)) == []
    assert found(PLAN, pin(**DAY), move("later")) == ["hand_broken"]


def test_a_pin_ends_a_ban_and_a_ban_a_pin():
    assert found(PLAN, ban(), pin(**DAY)) == []
    assert found(PLAN, pin(**DAY), ban()) == ["hand_broken"]


def test_what_was_ended_does_not_come_back():
    # The ban of S2 ends the pin to it; to release the ban brings no pin.
    assert found(PLAN, pin(), ban(vehicle_id="S2"), free("ban")) == []


def test_a_hand_that_is_told_twice_counts_once():
    assert found(PLAN, pin(), free("pin"), pin()) == []
