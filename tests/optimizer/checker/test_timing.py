"""Time: shift, arrival, windows, service and opening times, the break."""

from dataclasses import replace

import pytest

from fleet import Break
from tests.optimizer.checker.hand_made import (
    BREAK,
    DEPOT,
    END,
    PLAN,
    REFILL,
    ROUTE,
    S1,
    SERVE_A,
    SERVE_B,
    SHIFT,
    START,
    STOP_C,
    SWEEP_A,
    SWEEP_B,
    TRANSFER,
    UNLOAD_A,
    WATER,
    codes,
    edited,
    fleet_of,
    later,
    violations,
    window,
    with_route,
)


def fleet_with(**shift):
    return fleet_of(replace(S1, shifts=(replace(SHIFT, **shift),)))


def longer(number, seconds):
    """The plan with an activity that takes longer, everything after it later."""
    activities = ROUTE.activities
    one = replace(activities[number], end_s=activities[number].end_s + seconds)
    return with_route(*activities[:number], one, *later(activities[number + 1 :], seconds))


def waiting(number, seconds):
    """The plan with a wait before an activity, everything after it later."""
    moved = later(ROUTE.activities[number:], seconds)
    one = replace(moved[0], arrival_s=moved[0].arrival_s - seconds)
    return with_route(*ROUTE.activities[:number], one, *moved[1:])


def without_break(by_s=600):
    activities = ROUTE.activities
    return with_route(*activities[:BREAK], *later(activities[BREAK + 1 :], -by_s))


def test_leaving_before_the_shift_is_found():
    assert codes(PLAN, fleet=fleet_with(start_s=994)) == ["shift_start"]


def test_coming_back_after_the_shift_is_found():
    (violation,) = violations(PLAN, fleet=fleet_with(end_s=2561))
    assert str(violation) == (
        "[shift_end] S1/day: is back at 00:42:42, the shift ends at 00:42:41"
    )


def test_the_shift_may_be_filled_to_its_last_second():
    assert codes(PLAN, fleet=fleet_with(start_s=993, end_s=2562)) == []


def test_an_arrival_that_does_not_follow_from_the_drive_is_found():
    (home,) = later(ROUTE.activities[END:], -5)
    assert codes(with_route(*ROUTE.activities[:END], home)) == ["arrival"]


def test_work_that_begins_before_the_vehicle_arrives_is_found():
    early = replace(ROUTE.activities[SERVE_B], begin_s=2134, end_s=2194)
    plan = with_route(*ROUTE.activities[:SERVE_B], early, *later(ROUTE.activities[6:], -1))
    assert codes(plan) == ["arrival"]


def test_waiting_for_a_window_is_allowed():
    assert codes(waiting(SERVE_B, 165)) == []  # 2135 + 165 = 2300, the last second


def over_by(finish_by_s):
    """The day's tasks with A, which takes from 1,000 s to 1,060 s, to be over by then."""
    return (
        replace(SWEEP_A, windows=window(900, 1000), finish_by_s=finish_by_s),
        SWEEP_B,
        STOP_C,
    )


def test_work_may_be_over_just_when_it_must_be():
    assert codes(PLAN, tasks=over_by(1060)) == []


def test_work_that_is_over_a_second_late_is_found():
    (violation,) = violations(PLAN, tasks=over_by(1059))
    assert str(violation) == (
        "[finished_late] S1/day activity 1 (service A): is over at 00:17:40, it must be by "
        "00:17:39"
    )


def test_a_time_window_missed_is_found():
    (violation,) = violations(waiting(SERVE_B, 166))
    assert str(violation) == (
        "[time_window] S1/day activity 5 (service B): begins at 00:38:21, outside "
        "00:00:00-00:01:40, 00:33:20-00:38:20"
    )


@pytest.mark.parametrize(("number", "seconds"), [(SERVE_B, 1), (SERVE_B, -1), (REFILL, 1)])
def test_service_of_another_length_than_it_takes_is_found(number, seconds):
    assert codes(longer(number, seconds)) == ["service_time"]


def test_a_stop_takes_its_own_seconds():
    # B as a stop of 30 s besides its 100 m: 60 + 30 = 90 s, the plan gives 60 s.
    mode = replace(SWEEP_B.modes[0], service_s=30)
    tasks = (SWEEP_A, replace(SWEEP_B, modes=(mode,)), STOP_C)
    assert codes(PLAN, tasks=tasks) == ["service_time"]


def test_a_part_of_a_second_of_work_counts_as_a_whole_one():
    # 100 m at 7 km/h: 51.4 s, 52 s; the plan gives 60 s, twice.
    found = violations(PLAN, fleet=fleet_of(replace(S1, working_kph=7)))
    assert [v.detail.text for v in found] == ["takes 52 s, the plan gives it 60 s"] * 2


def test_a_start_that_takes_time_is_found():
    assert codes(edited(START, arrival_s=983, begin_s=983)) == ["service_time"]


def test_an_end_that_takes_time_is_found():
    assert codes(longer(END, 60)) == ["service_time"]


def test_an_end_that_waits_is_found():
    assert codes(waiting(END, 60)) == ["arrival"]


def test_a_visit_while_the_facility_is_shut_is_found():
    # The first visit begins at 1067, the second at 2237.
    shut_early = replace(TRANSFER, opening=window(0, 2236))
    fleet = fleet_of(facilities=(DEPOT, shut_early, WATER))
    assert codes(PLAN, fleet=fleet) == ["opening"]


def test_a_missing_break_is_found():
    # Out from 993 to 1962, past 1300-1500; B would begin at 1535, before its window.
    tasks = (SWEEP_A, replace(SWEEP_B, windows=window(0, 5000)), STOP_C)
    assert codes(without_break(), tasks=tasks) == ["break_missing"]


@pytest.mark.parametrize(
    ("earliest_s", "latest_s", "found"),
    [
        (393, 1500, []),  # leaves at 993, when a break from 393 would be over
        (394, 1500, ["break_missing"]),
        (1300, 1962, []),  # is back by when it must have begun
        (1300, 1961, ["break_missing"]),
    ],
)
def test_a_break_that_is_not_due_may_be_left_out(earliest_s, latest_s, found):
    tasks = (SWEEP_A, replace(SWEEP_B, windows=window(0, 5000)), STOP_C)
    rest = Break(earliest_s=earliest_s, latest_s=latest_s, duration_s=600)
    fleet = fleet_with(start_s=300, rest=rest)
    assert codes(without_break(), tasks=tasks, fleet=fleet) == found


@pytest.mark.parametrize(("seconds", "found"), [(14_326, 0), (14_327, 1)])
def test_more_than_four_hours_of_work_without_a_break_are_found(seconds, found):
    # 7 s there, 60 + 14,326 s of work and 7 s to the station are 14,400 s; then comes the break.
    worked = longer(SERVE_A, seconds)
    assert codes(worked).count("driving_too_long") == found


def test_visits_and_waiting_are_no_work():
    assert "driving_too_long" not in codes(longer(UNLOAD_A, 20_000))
    assert "driving_too_long" not in codes(waiting(UNLOAD_A, 20_000))


def test_hours_of_work_are_told_where_they_become_too_many():
    (told,) = [v for v in violations(longer(SERVE_A, 15_000)) if v.code == "driving_too_long"]
    assert str(told) == (
        "[driving_too_long] S1/day activity 1 (service A): 15067 s of driving and working without "
        "a break, at most 14400 s are allowed"
    )


@pytest.mark.parametrize(
    "rest",
    [
        None,
        Break(earliest_s=1368, latest_s=1500, duration_s=600),
        Break(earliest_s=1300, latest_s=1366, duration_s=600),
        Break(earliest_s=1300, latest_s=1500, duration_s=601),
    ],
    ids=["none is due", "too early", "too late", "too short"],
)
def test_a_break_that_is_not_the_shifts_is_found(rest):
    assert codes(PLAN, fleet=fleet_with(rest=rest)) == ["break_wrong"]


def test_a_break_may_be_waited_for_until_its_band_begins():
    late = Break(earliest_s=1377, latest_s=1500, duration_s=600)
    assert codes(waiting(BREAK, 10), fleet=fleet_with(rest=late)) == []


def test_a_second_break_is_found():
    # The second one begins at 1967, after the band: both are said.
    activities = ROUTE.activities
    second = later(activities[BREAK:], 600)
    tasks = (SWEEP_A, replace(SWEEP_B, windows=window(0, 5000)), STOP_C)
    plan = with_route(*activities[: BREAK + 1], *second)
    assert codes(plan, tasks=tasks, fleet=fleet_with(end_s=4000)) == ["break_wrong"] * 2


def test_the_rest_of_a_late_route_is_still_judged():
    # All after A is 400 s late: the break begins at 1767, B at 2535, the vehicle is back at 2962.
    plan = waiting(UNLOAD_A, 400)
    assert codes(plan, fleet=fleet_with(end_s=2900)) == [
        "break_wrong",
        "shift_end",
        "time_window",
    ]


def test_a_time_window_of_the_first_task_counts_from_its_first_second():
    tasks = (replace(SWEEP_A, windows=window(1000, 1000)), SWEEP_B, STOP_C)
    assert codes(PLAN, tasks=tasks) == []
    tasks = (replace(SWEEP_A, windows=window(1001, 2000)), SWEEP_B, STOP_C)
    assert codes(PLAN, tasks=tasks) == ["time_window"]
