"""A day that runs late: delays that were told, and what is forgiven for them."""

from dataclasses import replace

import pytest

from optimizer.network.kerb import KerbKey, Side
from tests.optimizer.checker.hand_made import (
    BREAK,
    PLAN,
    REFILL,
    ROUTE,
    S1,
    SERVE_A,
    SERVE_B,
    SHIFT,
    STOP_C,
    SWEEP_A,
    SWEEP_B,
    UNLOAD_A,
    UNLOAD_B,
    codes,
    driven,
    fleet_of,
    later,
    window,
    with_route,
)
from tests.optimizer.checker.running import (
    at_noon,
    delay,
    delayed,
    home_from_the_break,
    late_after_a,
    without,
    without_b,
)


@pytest.mark.parametrize("before", [PLAN, None])
def test_a_delay_that_was_told_is_lived(before):
    # All after it is 100 s later: the break begins at 1,467, B at 2,235, both in time.
    assert codes(late_after_a(100), past=at_noon(delayed(100), before=before)) == []


def test_a_delay_that_nobody_told_is_found():
    assert codes(late_after_a(100)) == ["delay_untold"]
    assert codes(late_after_a(100), past=at_noon(before=None)) == ["delay_untold"]
    assert codes(late_after_a(100), past=at_noon(delayed(99), before=None)) == ["delay_untold"]
    assert "past_changed" in codes(late_after_a(100), past=at_noon())


def test_a_delay_that_was_told_is_not_forgotten():
    assert codes(PLAN, past=at_noon(delayed(100))) == ["past_changed"]


def test_a_delay_in_the_future_is_found():
    # After the break, which is history; the refilling and all after it 50 s later.
    activities = ROUTE.activities
    plan = with_route(*activities[:REFILL], delay(1967, 2017, 0), *later(activities[REFILL:], 50))
    assert codes(plan, past=at_noon()) == ["delay_untold"]


def test_a_delay_moves_nobody():
    # From W, though it stood at A.
    late = [*late_after_a(100).routes[0].activities]
    late[3] = replace(late[3], drive=driven("2>5 5>2 2>3 3>4", 50, 50, 250, 7))
    assert "wrong_place" in codes(with_route(*late), past=at_noon(delayed(100)))


def test_a_delay_has_no_drive_and_no_wait():
    late = late_after_a(100)
    stand = late.routes[0].activities[2]
    driving = replace(stand, drive=driven("2>3", 100, 100, 0, 0))
    activities = late.routes[0].activities
    plan = with_route(*activities[:2], driving, *activities[3:])
    past = at_noon(delayed(100), before=None)
    assert codes(plan, past=past) == ["activity_order"]
    waiting = replace(stand, begin_s=stand.begin_s + 10)
    plan = with_route(*activities[:2], waiting, *activities[3:])
    past = at_noon(delayed(90), before=None)
    assert codes(plan, past=past) == ["arrival"]


def test_waiting_swallows_a_delay():
    # Of 100 s late, 60 s are waited away before the band of the break.
    rest = replace(SHIFT.rest, earliest_s=1427)
    fleet = fleet_of(replace(S1, shifts=(replace(SHIFT, rest=rest),)))
    activities = ROUTE.activities
    rested = replace(activities[BREAK], begin_s=1427, end_s=2027)
    before = with_route(*activities[:BREAK], rested, *later(activities[REFILL:], 60))
    # Unloaded at 1,467 instead of 1,367: the break is 40 s late and not 100 s.
    after = with_route(
        *activities[:UNLOAD_A],
        delay(1060, 1160),
        *later(activities[UNLOAD_A:REFILL], 100),
        *later(activities[REFILL:], 100),
    )
    assert codes(before, fleet=fleet) == []
    assert codes(after, past=at_noon(delayed(100), before=before), fleet=fleet) == []


def twice_delayed():
    """100 s late after A, and 30 s more where it rested: the water at 2,130, B at 2,265."""
    late = late_after_a(100).routes[0].activities
    stand = delay(2067, 2097, 0)
    return with_route(*late[:5], stand, *later(late[5:], 30))


MORE = replace(delayed(30, at_s=2100), id="more")


def test_a_day_goes_on_from_a_day_that_has_gone_on():
    # At 2,200 + 100 it has left for B; it leaves B at 2,325.
    first = at_noon(delayed(100))
    second = at_noon(
        delayed(100), MORE, before=late_after_a(100), known=(delayed(100),), now_s=2200
    )
    assert codes(late_after_a(100), past=first) == []
    assert codes(twice_delayed(), past=second) == []
    assert codes(late_after_a(100), past=second) == ["past_changed"]


def test_events_told_one_by_one_or_at_once_come_to_the_same():
    assert codes(twice_delayed(), past=at_noon(MORE, delayed(100), now_s=2200)) == []


def test_an_event_told_twice_counts_once():
    past = at_noon(delayed(100), delayed(100))
    assert codes(late_after_a(100), past=past) == []


# What is forgiven


def test_a_break_that_a_delay_made_late_is_forgiven():
    # 140 s late it begins at 1,507, and the band ends at 1,500; B begins at 2,275.
    assert codes(late_after_a(140), past=at_noon(delayed(140))) == []
    # Of a route that no event has touched it is not.
    assert "break_wrong" in codes(late_after_a(140), past=at_noon(before=None))


def test_a_break_may_be_late_that_comes_next():
    # At 1,200 + 100 the unloading is under way until 1,507.
    past = at_noon(delayed(140), now_s=1200)
    assert codes(late_after_a(140), past=past) == []
    # One that waits for ten seconds more is too late.
    late = [*late_after_a(140).routes[0].activities]
    late[4:] = [replace(later([late[4]], 10)[0], arrival_s=1507), *later(late[5:], 10)]
    assert codes(with_route(*late), past=past) == ["break_wrong"]


def test_a_window_that_is_missed_in_the_future_is_not_forgiven():
    # 200 s late B would begin at 2,335, after 2,300; at 1,500 it could be left.
    assert codes(late_after_a(200), past=at_noon(delayed(200))) == ["time_window"]
    # At 2,300 it is on its way there since 2,320.
    assert codes(late_after_a(200), past=at_noon(delayed(200), now_s=2300)) == []


def test_a_late_vehicle_may_be_late_home_if_it_does_nothing_else():
    # 600 s late the break ends at 2,567; it is home at 2,592 with nothing done.
    fleet = fleet_of(replace(S1, shifts=(replace(SHIFT, end_s=2500),)))
    activities = late_after_a(600).routes[0].activities
    home = without(with_route(*activities[:5], home_from_the_break(2567)), "B")
    past = at_noon(delayed(600), now_s=2000)
    assert codes(home, past=past, fleet=fleet) == []
    # To be late for B is to exceed what is left of the shift: its window would allow it.
    tasks = (SWEEP_A, replace(SWEEP_B, windows=window(0, 5000)), STOP_C)
    assert codes(late_after_a(600), past=past, fleet=fleet, tasks=tasks) == ["shift_end"]


def test_nobody_else_may_be_late_home():
    fleet = fleet_of(replace(S1, shifts=(replace(SHIFT, end_s=1990),)))
    assert codes(without_b(), past=at_noon(), fleet=fleet) == ["shift_end"]


def test_passes_that_the_day_brought_together_are_forgiven():
    # B waits for 60 s, until 2,195; 60 s late before A, at 1,060, it waits no more: of 1,195 s
    # between both 1,135 s are left.
    activities = ROUTE.activities
    waiting = replace(later([activities[SERVE_B]], 60)[0], arrival_s=2135)
    before = with_route(*activities[:SERVE_B], waiting, *later(activities[UNLOAD_B:], 60))
    stand = delay(993, 1053, 0, 200)
    after = with_route(activities[0], stand, *later(activities[SERVE_A:], 60))
    kerb = KerbKey(arc="2>3", side=Side.RIGHT)
    tasks = (
        replace(SWEEP_A, kerb=kerb, apart_s=1195),
        replace(SWEEP_B, kerb=kerb, apart_s=1195),
        STOP_C,
    )
    assert codes(before, tasks=tasks) == []
    # At 2,200 it sweeps B; at 1,500 it could wait.
    event = delayed(60, at_s=995)
    past = at_noon(event, before=before, now_s=2200)
    assert codes(after, tasks=tasks, past=past) == []
    past = at_noon(event, before=before)
    assert codes(after, tasks=tasks, past=past) == ["passes_too_close"]
