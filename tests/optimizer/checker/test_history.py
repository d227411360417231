"""A day that runs: what is history stays, and when what is new begins."""

from dataclasses import replace

import pytest

from tests.optimizer.checker.hand_made import (
    BREAK,
    PLAN,
    REFILL,
    ROUTE,
    S1,
    SERVE_A,
    SERVE_B,
    SHIFT,
    UNLOAD_B,
    and_route,
    codes,
    driven,
    fleet_of,
    later,
    line,
    violations,
    with_route,
)
from tests.optimizer.checker.running import (
    at_noon,
    back,
    broken_down,
    delay,
    home_from_the_break,
    out,
    without,
    without_b,
)


def test_a_day_without_events_goes_on_as_it_was():
    assert codes(PLAN, past=at_noon()) == []


def test_what_is_still_open_may_be_another():
    assert codes(without_b(), past=at_noon()) == []


# What is history


def test_a_done_task_is_not_undone():
    # Nothing but the break is left of the morning: out at 993 to T, there at 993 + 20 s.
    drive = driven("1>2 2>3 3>4", 50, 50, 200, 25)
    start, _, unload, rest, *others = ROUTE.activities
    plan = without(with_route(start, replace(unload, drive=drive), rest, *others), "A")
    found = [one for one in violations(plan, past=at_noon()) if one.code == "past_changed"]
    assert [str(one) for one in found] == [
        "[past_changed] S1/day activity 1 (unload T): says unload of kind; by the plan before and "
        "the events it was service"
    ]


def test_a_past_second_is_not_moved():
    # The whole route a second later keeps every other rule.
    (violation,) = violations(with_route(*later(ROUTE.activities, 1)), past=at_noon())
    assert str(violation) == (
        "[past_changed] S1/day activity 0 (start D): says 00:16:34 of arrival_s; by the plan "
        "before and the events it was 00:16:33"
    )


def test_a_route_under_way_does_not_vanish():
    plan = without(replace(PLAN, routes=()), "A", "B")
    assert codes(plan, past=at_noon()) == ["past_changed"]


def test_a_route_does_not_end_before_what_it_has_done():
    # At 1,500 s it rests; this one says that it went home at 1,367.
    home = home_from_the_break(1367)
    plan = without(with_route(*ROUTE.activities[:BREAK], home), "B")
    assert codes(plan, past=at_noon()) == ["past_changed"]


def test_a_route_that_is_over_has_nothing_more():
    # At 1,992 it was home; 2,000 + 100 is after that.
    past = at_noon(before=without_b(), now_s=2000)
    assert codes(without_b(), past=past) == []
    again = with_route(*without_b().routes[0].activities[:-1], *ROUTE.activities[REFILL:])
    assert "past_changed" in codes(again, past=past)


def test_without_the_plan_before_the_past_is_not_judged():
    past = at_noon(before=None)
    assert codes(with_route(*later(ROUTE.activities, 1)), past=past) == []


def test_a_vehicle_goes_on_from_where_it_is():
    # From W, where it has not been, to B; after the break it is at T.
    b = replace(ROUTE.activities[SERVE_B], drive=driven("2>5 5>6", 50, 0, 50, 15))
    # 1,967 + 15 = 1,982, and 153 s of waiting until 2,135.
    b = replace(b, arrival_s=1982)
    plan = with_route(*ROUTE.activities[:REFILL], b, *ROUTE.activities[UNLOAD_B:])
    assert "wrong_place" in codes(plan, past=at_noon())


# When the plan opens


@pytest.mark.parametrize(("start_s", "found"), [(1600, []), (1599, ["replanned_too_early"])])
def test_nothing_new_leaves_in_the_frozen_time(start_s, found):
    home = line("end", "D", driven("1>2", 50, 50, 0, 0), start_s, start_s)
    plan = and_route(line("start", "D", None, start_s, start_s), home)
    assert codes(plan, past=at_noon()) == found


@pytest.mark.parametrize(("now_s", "found"), [(1867, []), (1868, ["past_changed"])])
def test_what_has_left_before_the_plan_opens_is_history(now_s, found):
    # It leaves for the water at 1,967; 1,868 + 100 is later.
    assert codes(without_b(), past=at_noon(now_s=now_s)) == found


def test_who_stood_idle_leaves_when_the_plan_opens():
    # Broken down at 1,100, back at 1,400; it rests from 1,600 on, when the plan opens.
    past = at_noon(out(1100), back(1400), before=broken_down(), known=(out(1100),), now_s=1500)
    assert codes(_back_at_work(1600), past=past) == []
    assert codes(_back_at_work(1590), past=past) == ["replanned_too_early"]


def _back_at_work(rest_s):
    """The plan of a vehicle that is back: it rests from then on, unloads A and goes home."""
    start, a = ROUTE.activities[: SERVE_A + 1]
    rest = replace(line("break", None, None, 1400, rest_s + 600, 60, 120), begin_s=rest_s)
    # 7 s to T, 300 s there, 25 s home.
    drive = driven("2>3 3>4", 100, 50, 50, 7)
    unload = line("unload", "T", drive, rest_s + 607, rest_s + 907, 0, 120)
    home = home_from_the_break(rest_s + 907)
    return without(with_route(start, a, delay(1100, 1400), rest, unload, home), "B")


def test_who_stood_idle_does_not_leave_before_the_plan_opens():
    # Not to rest but to drive: on the way from 1,600 on, 7 s, 300 s, 25 s; nobody rests.
    fleet = fleet_of(replace(S1, shifts=(replace(SHIFT, rest=None),)))
    known = (out(1100),)
    past = at_noon(*known, back(1400), before=broken_down(), known=known)
    start, a = ROUTE.activities[: SERVE_A + 1]
    for leaves_s, found in ((1600, []), (1400, ["arrival", "replanned_too_early"])):
        drive = driven("2>3 3>4", 100, 50, 50, 7)
        unload = line("unload", "T", drive, leaves_s + 7, leaves_s + 307, 0, 120)
        home = home_from_the_break(leaves_s + 307)
        plan = without(with_route(start, a, delay(1100, 1400), unload, home), "B")
        assert codes(plan, past=past, fleet=fleet) == found
