"""Why a task is left out: the rule that binds, found by lifting rules and not by a figure."""

from dataclasses import replace

import pytest

from fleet import Fleet, Shift, TimeWindow
from optimizer.answer import explain
from optimizer.day import build_day
from optimizer.instance import Solution
from optimizer.plan import Reason
from tests.one_road import HOUR_S, ROAD, SITES, TRUCK, YARD, fleet_of, planned, stop
from tests.optimizer.checker import hand_made

FOUR_HOURS = replace(TRUCK, shifts=(Shift(id="day", start_s=8 * HOUR_S, end_s=12 * HOUR_S),))


def left_out(tasks, *vehicles):
    """The one task that a plan leaves out."""
    (one,) = planned(tasks, *vehicles).unassigned
    return one


def test_hours_that_are_left_outside_the_windows_are_no_reason_of_time():
    # 2 h of work fill the window 08:00-09:00: the first is done at 10:02. The shift goes on until
    # 12:00, so there is time for 10 min, but not within the window.
    long = stop("1", latest_s=9 * HOUR_S, service_s=2 * HOUR_S)
    short = stop("2", latest_s=9 * HOUR_S, service_s=600)
    short = replace(short, prize_fen=1_000, required=False)
    # Nobody can be there before 08:02:05, and the long one comes first: it is required.
    short = replace(short, windows=(TimeWindow(earliest_s=9 * HOUR_S, latest_s=9 * HOUR_S),))
    one = left_out([long, short], FOUR_HOURS)
    assert (one.task_id, one.reason) == ("kitchen/2", Reason.WINDOW)
    assert "widen its windows (09:00-09:00)" in str(one.detail)
    assert "lengthen" not in str(one.detail)


def test_work_that_outlasts_the_shift_wants_a_longer_one():
    # 2 x 55 min, 2 x 125 s and 10 min are 2 h 4 min; the shift has 2 h, whenever they may begin.
    two = [stop(str(n), service_s=3_300) for n in (1, 2)]
    one = left_out(two, TRUCK)
    assert one.reason is Reason.SHIFT_TIME
    assert "needs 3300 s of work" in str(one.detail)
    assert "lengthen a shift or add one" in str(one.detail)
    assert "widen" not in str(one.detail)


def test_work_that_no_shift_could_hold_is_a_reason_of_time_not_of_windows():
    endless = stop("1", latest_s=9 * HOUR_S, service_s=9 * HOUR_S)
    assert left_out([endless], TRUCK).reason is Reason.SHIFT_TIME


def test_a_full_truck_without_time_to_unload_names_both_ways_out():
    # Two loads of 600 kg do not fit into 1,000 kg, and 2 x 45 min, 4 x 125 s and 2 x 10 min are
    # 1 h 58 min 20 s; the shift has 1 h 55 min. Unloading once less, 1 h 44 min would do.
    two = [stop(str(n), service_s=2_700, demand_kg=600) for n in (1, 2)]
    short = replace(TRUCK, shifts=(Shift(id="day", start_s=8 * HOUR_S, end_s=35_700),))
    one = left_out(two, short)
    assert {"lengthen a shift or add one", "add a vehicle or take a larger one"} == set(
        str(one.detail).partition("stands; ")[2].rstrip(".").split(", or ")
    )


def test_what_one_rule_alone_does_not_keep_out_names_those_that_do_together():
    # It may begin until 07:50, before anybody is there, and takes 3 h of a shift of 2 h.
    early = stop("1", earliest_s=7 * HOUR_S, latest_s=7 * HOUR_S + 3_000, service_s=3 * HOUR_S)
    one = left_out([early], TRUCK)
    assert one.reason is Reason.TOGETHER
    assert (
        "only together would do: lengthen a shift or add one and widen its windows (07:00-07:50)"
        in str(one.detail)
    )


def test_what_no_rule_keeps_out_by_its_own_wants_a_vehicle():
    # The yard takes nothing after 08:05, so that no load can be brought home, however long.
    shut = replace(YARD, opening=(TimeWindow(earliest_s=0, latest_s=8 * HOUR_S + 300),))
    fleet = Fleet(vehicles=(TRUCK,), facilities=(shut,))
    day = build_day(ROAD, fleet, [stop("1", service_s=600)], SITES)
    (one,) = explain(day, Solution(routes=((),), cost=0, absent=(0,)))
    assert one.reason is Reason.TOGETHER
    assert "add a vehicle" in str(one.detail)


@pytest.mark.parametrize(
    ("prize_fen", "reason", "says"),
    # 250 s of driving, 70 s of turning round, 240 s and 600 s of work are 58 yuan at 180 yuan/h;
    # 2 km are 6 yuan, the shift is 50: 114 yuan.
    [
        (11_000, Reason.NOT_WORTH, "would cost 114 yuan and is worth 110; raise its prize"),
        (12_000, Reason.SEARCH_ENDED, "is worth 120, but the search ended before"),
    ],
)
def test_a_task_that_fits_is_left_out_for_its_price_or_for_want_of_search(prize_fen, reason, says):
    task = replace(stop("1"), required=False, prize_fen=prize_fen)
    day = build_day(ROAD, fleet_of(TRUCK), [task], SITES)
    (one,) = explain(day, Solution(routes=((),), cost=0, absent=(0,)))
    assert one.reason is reason
    assert says in str(one.detail)


def test_a_kerb_that_the_rate_can_do_without_says_so():
    # What it is worth counts as nothing once the plan sweeps as much as was asked for.
    kerb = replace(hand_made.SWEEP_A, required=False, prize_fen=100_000)
    day = build_day(hand_made.NETWORK, hand_made.fleet_of(), [kerb], hand_made.SITES)
    solution = Solution(routes=((),) * day.instance.num_duties, cost=0, absent=(0,))
    (one,) = explain(day, solution, enough_swept=True)
    assert one.reason is Reason.NOT_WORTH
    assert "the rate asked for is reached without it" in str(one.detail)
    (one,) = explain(day, solution)
    assert one.reason is Reason.SEARCH_ENDED
