"""A day that runs: what is history stays, and what was told is kept."""

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
from optimizer.network.kerb import KerbKey, Side
from optimizer.plan import ActivityKind, Reason, Unassigned
from tests.optimizer.checker.hand_made import (
    BREAK,
    END,
    NETWORK,
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
    TASKS,
    UNLOAD_A,
    UNLOAD_B,
    and_route,
    codes,
    driven,
    edited,
    fleet_of,
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
    delayed,
    driver,
    home_from_the_break,
    late_after_a,
    lost,
    out,
    skipped,
    skipping_a,
    without,
    without_b,
)

TOLD = {"id": "told", "at_s": 1400, "told_s": 1400}


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


# Delays


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


# Breakdowns


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


# What is told of tasks


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


def test_an_end_without_a_depot_needs_an_event_and_no_drive():
    assert "lost_untold" in codes(edited(END, facility_id=None, drive=None))
    one = replace(lost(1100), drive=driven("2>3", 100, 100, 0, 0))
    plan = without(with_route(*ROUTE.activities[: SERVE_A + 1], one), "B")
    assert codes(plan, past=at_noon(out(1100), before=None)) == ["activity_order"]
    assert ActivityKind.END is one.kind
