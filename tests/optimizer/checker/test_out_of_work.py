"""A day that runs: vehicles that break down or are out, and work that could not be done."""

from dataclasses import replace

import pytest

from optimizer.plan import ActivityKind
from tests.optimizer.checker.hand_made import (
    END,
    PLAN,
    ROUTE,
    SERVE_A,
    STOP_C,
    SWEEP_A,
    SWEEP_B,
    and_route,
    codes,
    driven,
    edited,
    later,
    line,
    violations,
    window,
    with_route,
)
from tests.optimizer.checker.running import (
    at_noon,
    back,
    broken_down,
    delay,
    driver,
    home_from_the_break,
    late_after_a,
    lost,
    out,
    skipped,
    skipping_a,
    without,
)


def test_a_vehicle_that_broke_down_ends_where_it_is():
    assert codes(broken_down(), past=at_noon(out(1100))) == []
    assert codes(broken_down(), past=at_noon(out(1100), before=None)) == []


def test_a_breakdown_that_nobody_told_is_found():
    assert codes(broken_down()) == ["lost_untold"]
    assert codes(broken_down(), past=at_noon(before=None)) == ["lost_untold"]
    assert codes(broken_down(), past=at_noon(out(1101), before=None)) == ["lost_untold"]


def test_a_breakdown_later_than_it_was_told_is_found():
    plan = with_route(*ROUTE.activities[: SERVE_A + 1], lost(1101))
    assert codes(without(plan, "B"), past=at_noon(out(1100))) == ["past_changed"]


def test_what_it_was_just_doing_is_not_done():
    # At 1,030 it was sweeping A.
    plan = without(with_route(ROUTE.activities[0], lost(1030, 0, 200)), "A", "B")
    assert codes(plan, past=at_noon(out(1030))) == []
    assert "past_changed" in codes(broken_down(), past=at_noon(out(1030)))


def test_a_load_is_not_forgotten():
    # What was taken at A is aboard when it goes on at 1,400.
    past = at_noon(out(1100, 1400))
    plan = with_route(*ROUTE.activities[: SERVE_A + 1], delay(1060, 1400, 0))
    assert "past_changed" in codes(plan, past=past)
    assert "stated_load" in codes(plan, past=at_noon(out(1100, 1400), before=None))


def test_a_vehicle_goes_on_when_it_was_told_to():
    # It stands from 1,060 until 1,400: 340 s late. The break begins at 1,707 and is history;
    # then it goes home.
    late = late_after_a(340).routes[0].activities
    plan = without(with_route(*late[:5], home_from_the_break(2307)), "B")
    assert codes(plan, past=at_noon(out(1100, 1400), now_s=1700)) == []


def test_a_vehicle_that_is_out_is_not_sent_out():
    # At 60 s, before it has left.
    past = at_noon(out(50), now_s=60)
    (violation,) = violations(PLAN, past=past)
    assert str(violation) == (
        "[vehicle_out] S1/day activity 0 (start D): S1 is out since 00:00:50, and not back on "
        "this day"
    )
    assert codes(without(replace(PLAN, routes=()), "A", "B"), past=past) == []


def test_a_vehicle_that_is_out_does_not_go_on():
    past = at_noon(out(1100), before=None)
    assert codes(PLAN, past=past) == ["vehicle_out"]


def test_a_vehicle_leaves_when_it_is_back():
    past = at_noon(out(50, 1000), now_s=60)
    assert codes(PLAN, past=past) == ["vehicle_out"]
    assert codes(with_route(*later(ROUTE.activities, 7)), past=past) == []


def test_a_vehicle_that_is_back_sooner_than_was_said_goes_on():
    past = at_noon(out(1100), back(1400), now_s=1500)
    # 340 s late after A; the break would begin at 1,707 and comes next.
    late = late_after_a(340).routes[0].activities
    plan = without(with_route(*late[:5], home_from_the_break(2307)), "B")
    assert codes(plan, past=past) == []
    assert "past_changed" in codes(broken_down(), past=past)


def test_a_route_leaves_when_its_driver_has_come():
    past = at_noon(driver(1000), now_s=60)
    assert codes(PLAN, past=past) == ["driver_late"]
    assert codes(with_route(*later(ROUTE.activities, 7)), past=past) == []


def test_an_end_without_a_depot_needs_an_event_and_no_drive():
    assert "lost_untold" in codes(edited(END, facility_id=None, drive=None))
    one = replace(lost(1100), drive=driven("2>3", 100, 100, 0, 0))
    plan = without(with_route(*ROUTE.activities[: SERVE_A + 1], one), "B")
    assert codes(plan, past=at_noon(out(1100), before=None)) == ["activity_order"]
    assert ActivityKind.END is one.kind


# Skipped work


@pytest.mark.parametrize("before", [PLAN, None])
def test_skipped_work_that_was_told_serves_nothing(before):
    assert codes(skipping_a(), past=at_noon(skipped("A", 1100), before=before)) == []


def test_skipped_work_that_nobody_told_is_found():
    assert codes(skipping_a()) == ["skipped_untold"]
    assert codes(skipping_a(), past=at_noon(before=None)) == ["skipped_untold"]
    # Told when it had not yet begun.
    past = at_noon(skipped("A", 1000), before=None)
    assert codes(skipping_a(), past=past) == ["skipped_untold"]


def test_skipped_work_is_not_told_as_done():
    assert codes(PLAN, past=at_noon(skipped("A", 1100))) == ["past_changed"]


def test_skipped_work_is_not_lost():
    plan = replace(skipping_a(), unassigned=PLAN.unassigned)
    assert codes(plan, past=at_noon(skipped("A", 1100))) == ["task_lost"]


def test_skipped_work_takes_its_place_and_its_time():
    activities = [*skipping_a().routes[0].activities]
    past = at_noon(skipped("A", 1100), before=None)
    for change, found in (
        # What was told of A is then of work that nobody had begun.
        ({"task_id": "nothing"}, ["skipped_untold", "task_cancelled", "unknown_task"]),
        ({"mode": 2}, ["mode"]),
        ({"service_m": 99}, ["service_length"]),
        ({"load_kg": 60}, ["stated_load"]),
        ({"facility_id": "T"}, ["activity_order"]),
        ({"drive": driven("1>2 2>3", 50, 1, 51, 7)}, ["wrong_place"]),
    ):
        one = replace(activities[SERVE_A], **change)
        assert codes(without(with_route(activities[0], one, *activities[2:]), "A"), past=past) == (
            found
        )


@pytest.mark.parametrize(("again", "found"), [(True, []), (False, ["task_skipped"])])
def test_skipped_work_is_tried_again_only_if_it_may_be(again, found):
    # S2 leaves at 1,700: 7 s, 60 s, 7 s, 300 s, and 25 s home.
    second = (
        line("start", "D", None, 1700, 1700),
        line("service", "A", driven("1>2 2>3", 50, 0, 50, 7), 1707, 1767, 60, 120),
        line("unload", "T", driven("2>3 3>4", 100, 50, 50, 7), 1774, 2074, 0, 120),
        home_from_the_break(2074),
    )
    routes = (*skipping_a().routes, and_route(*second).routes[1])
    tasks = (replace(SWEEP_A, windows=window(900, 3000)), SWEEP_B, STOP_C)
    past = at_noon(skipped("A", 1100, again=again))
    assert codes(replace(PLAN, routes=routes), tasks=tasks, past=past) == found
