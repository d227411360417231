"""Standards: passes kept apart, hours kept off, days spread over the week."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fleet import DAY_S, SnowStandard, StreetStandard, TimeWindow, WashStandard
from fleet.street_standard import EVERY_DAY, begin_windows, spread_weekdays

HOUR_S = 3600


def hours(*bands: tuple[float, float]) -> tuple[TimeWindow, ...]:
    """Windows given in hours after midnight."""
    return tuple(
        TimeWindow(earliest_s=round(first * HOUR_S), latest_s=round(last * HOUR_S))
        for first, last in bands
    )


def standard(*passes: tuple[TimeWindow, ...], **changes) -> StreetStandard:
    """A standard that owes these passes, two hours apart."""
    return replace(
        StreetStandard(id="I", highways=("primary",), passes=passes, required=True), **changes
    )


def test_passes_that_are_far_enough_apart_keep_their_windows():
    # The first may begin until 07:00, the second from 09:00: two hours at least.
    one = standard(hours((0.5, 7)), hours((9, 16)))
    assert one.pass_windows == one.passes
    assert not one.is_divided


def test_passes_that_could_come_a_second_too_close_are_divided():
    one = standard(hours((0.5, 7)), hours((9, 16)), least_apart_s=2 * HOUR_S + 1)
    assert one.is_divided
    first, second = one.pass_windows
    assert second[0].earliest_s - first[-1].latest_s >= 2 * HOUR_S + 1


def test_passes_of_the_same_hours_share_them_out_evenly():
    # 10 h less the 2 h between: 4 h for either pass.
    one = standard(hours((6, 16)), hours((6, 16)))
    assert one.pass_windows == (hours((6, 10)), hours((12, 16)))


def test_three_passes_of_the_same_hours_get_a_third_each():
    # 16 h less two gaps of 2 h: 4 h each.
    one = standard(*[hours((5, 21))] * 3)
    assert one.pass_windows == (hours((5, 9)), hours((11, 15)), hours((17, 21)))


def test_a_pass_that_is_far_from_two_that_overlap_keeps_its_own():
    one = standard(hours((6, 9)), hours((8, 12)), hours((20, 22)))
    # 6 h less 2 h: 06:00-08:00, 10:00-12:00.
    assert one.pass_windows == (hours((6, 8)), hours((10, 12)), hours((20, 22)))


def test_a_pass_of_several_windows_keeps_those_that_lie_in_its_part():
    # 04:00-16:00 less 2 h: 04:00-09:00 and 11:00-16:00. The second pass loses 04:00-05:00.
    one = standard(hours((4, 6), (7, 10)), hours((4, 5), (10, 16)))
    assert one.pass_windows == (hours((4, 6), (7, 9)), hours((11, 16)))


def test_passes_that_cannot_be_kept_apart_are_refused_with_a_remedy():
    with pytest.raises(ValueError, match=r"pass 1 .* cannot be kept 120 min .* widen the windows"):
        standard(hours((6, 7)), hours((6, 7)))


def test_a_single_pass_is_never_divided():
    one = standard(hours((6, 7)), least_apart_s=DAY_S)
    assert one.pass_windows == (hours((6, 7)),)


@st.composite
def bands_of_a_pass(draw) -> tuple[TimeWindow, ...]:
    """One or two windows of a pass, in order, anywhere in a day and the night after it."""
    corners = sorted(draw(st.sets(st.integers(0, DAY_S + 8 * HOUR_S), min_size=4, max_size=4)))
    bands = [corners[:2], corners[2:]][: draw(st.integers(1, 2))]
    return tuple(TimeWindow(earliest_s=first, latest_s=last) for first, last in bands)


@given(
    passes=st.lists(bands_of_a_pass(), min_size=1, max_size=4),
    apart_s=st.integers(0, 6 * HOUR_S),
)
def test_whatever_the_windows_a_pass_begins_in_them_and_apart_from_all_others(passes, apart_s):
    try:
        one = standard(*passes, least_apart_s=apart_s)
    except ValueError:
        assume(False)
    for own, windows in zip(one.passes, one.pass_windows, strict=True):
        for window in windows:
            assert any(
                stated.earliest_s <= window.earliest_s and window.latest_s <= stated.latest_s
                for stated in own
            )
    # Passes may be stated in any order.
    for before, after in pairwise(sorted(one.pass_windows)):
        assert after[0].earliest_s - before[-1].latest_s >= apart_s


RUSH = hours((7, 9))


def test_without_hours_to_keep_off_work_begins_in_its_windows():
    assert begin_windows(hours((6, 11)), (), 600) == hours((6, 11))


def test_work_is_over_when_the_hours_to_keep_off_begin_and_begins_when_they_end():
    # Ten minutes of work: the last beginning is 06:50, the next 09:00.
    (early, late) = begin_windows(hours((6, 11)), RUSH, 600)
    assert (early.earliest_s, early.latest_s) == (6 * HOUR_S, 7 * HOUR_S - 600)
    assert (late.earliest_s, late.latest_s) == (9 * HOUR_S, 11 * HOUR_S)


def test_hours_that_the_windows_do_not_touch_change_nothing():
    assert begin_windows(hours((1, 6)), RUSH, HOUR_S) == hours((1, 6))


def test_work_that_would_reach_into_the_hours_begins_earlier():
    # Begins until 06:00 by its window; an hour and a half must be over by 07:00.
    assert begin_windows(hours((1, 6)), RUSH, HOUR_S + 1800) == hours((1, 5.5))


def test_a_night_meets_the_hours_of_the_next_morning():
    # 21:30-31:30, where 31:00 is 07:00 of the next day.
    assert begin_windows(hours((21.5, 31.5)), RUSH, HOUR_S) == hours((21.5, 30))


def test_a_night_that_is_over_before_the_next_morning_is_left_alone():
    assert begin_windows(hours((21.5, 29.5)), RUSH, HOUR_S) == hours((21.5, 29.5))


def test_hours_of_the_night_hold_for_the_small_hours_of_the_same_day_too():
    # 22:00-05:00 around a hospital, every day: nothing begins before 05:00.
    assert begin_windows(hours((0.5, 7)), hours((22, 29)), 0) == hours((5, 7))


def test_hours_that_take_all_windows_leave_none():
    assert begin_windows(hours((7, 9)), hours((6, 10)), 600) == ()


@given(
    windows=bands_of_a_pass(),
    keep_off=st.lists(
        st.tuples(
            st.sampled_from([7, 16, 20, 22, 23]).map(lambda hour: hour * HOUR_S),
            st.integers(1, 9 * HOUR_S),
        ),
        min_size=1,
        max_size=2,
    ),
    duration_s=st.integers(0, 3 * HOUR_S),
    moments=st.lists(st.integers(0, DAY_S + 8 * HOUR_S), min_size=20, max_size=20),
)
def test_a_moment_is_open_just_where_no_second_of_the_work_is_kept_off(
    windows, keep_off, duration_s, moments
):
    off = tuple(TimeWindow(earliest_s=first, latest_s=first + long) for first, long in keep_off)
    found = begin_windows(windows, off, duration_s)
    corners = [corner for one in (*windows, *off) for corner in (one.earliest_s, one.latest_s)]
    shifts = (-DAY_S, -duration_s, -1, 0, 1, DAY_S)
    for begin_s in (*moments, *(corner + shift for corner in corners for shift in shifts)):
        stated = any(w.earliest_s <= begin_s <= w.latest_s for w in windows)
        # The hours repeat every day; touching them with an end of the work is allowed.
        free = not any(
            begin_s < hour.latest_s + day * DAY_S
            and begin_s + duration_s > hour.earliest_s + day * DAY_S
            for hour in off
            for day in (-1, 0, 1, 2)
        )
        is_open = any(w.earliest_s <= begin_s <= w.latest_s for w in found)
        assert is_open == (stated and free)


some_weekdays = st.sets(st.sampled_from(EVERY_DAY), min_size=1).map(tuple)


@given(weekdays=some_weekdays, data=st.data(), offset=st.integers(-10_000, 10_000))
def test_a_street_is_due_on_just_so_many_days_all_of_them_allowed(weekdays, data, offset):
    per_week = data.draw(st.integers(1, len(weekdays)))
    days = spread_weekdays(weekdays, per_week, offset)
    assert len(days) == per_week
    assert days <= set(weekdays)


@given(weekdays=some_weekdays, data=st.data(), first=st.integers(-10_000, 10_000))
def test_every_allowed_day_has_the_same_share_of_the_streets(weekdays, data, first):
    per_week = data.draw(st.integers(1, len(weekdays)))
    count = dict.fromkeys(weekdays, 0)
    for offset in range(first, first + len(weekdays)):
        for day in spread_weekdays(weekdays, per_week, offset):
            count[day] += 1
    assert set(count.values()) == {per_week}


@given(weekdays=some_weekdays, data=st.data(), offset=st.integers(0, 10_000))
def test_between_two_due_days_lie_about_as_many_allowed_ones_everywhere(weekdays, data, offset):
    per_week = data.draw(st.integers(1, len(weekdays)))
    allowed = sorted(weekdays)
    places = sorted(allowed.index(day) for day in spread_weekdays(weekdays, per_week, offset))
    gaps = [
        (after - before - 1) % len(allowed) + 1 for before, after in pairwise([*places, places[0]])
    ]
    assert sum(gaps) == len(allowed)
    assert max(gaps) - min(gaps) <= 1


@pytest.mark.parametrize("per_week", range(1, 8))
@pytest.mark.parametrize("offset", range(7))
def test_with_all_days_allowed_the_gaps_in_the_calendar_differ_by_one_day(per_week, offset):
    days = sorted(spread_weekdays(EVERY_DAY, per_week, offset))
    gaps = [after - before for before, after in pairwise([*days, days[0] + 7])]
    assert max(gaps) - min(gaps) <= 1


def test_neighbouring_offsets_have_different_nights_when_washed_once_a_week():
    nights = [spread_weekdays(EVERY_DAY, 1, offset) for offset in range(7)]
    assert len(set(nights)) == 7


def test_sweeping_is_due_on_all_stated_days_unless_a_number_is_stated():
    assert standard(hours((6, 7)), weekdays=(0, 2, 4)).days_per_week == 3
    assert standard(hours((6, 7)), weekdays=(0, 2, 4), sweeps_per_week=1).days_per_week == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"washes_per_week": 0}, "wash: washes_per_week must be between 1 and the 7 weekdays"),
        ({"weekdays": (5, 6), "washes_per_week": 3}, "between 1 and the 2 weekdays, got 3"),
        ({"windows": ()}, "wash: windows is empty"),
        ({"water_ml_per_m2": -1}, "water_ml_per_m2 must not be negative, got -1"),
    ],
)
def test_a_wash_standard_that_means_nothing_is_refused(changes, says):
    wash = WashStandard(washes_per_week=1, windows=hours((21.5, 29.5)))
    with pytest.raises(ValueError, match=says):
        replace(wash, **changes)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"passes": ()}, "snow: passes is empty"),
        (
            {"passes": (*hours((5, 7)), *hours((6.5, 9)))},
            "snow: pass 2 may begin at 06:30, before the one before it must be over at 07:00",
        ),
        ({"salt_g_per_m2": -1}, "salt_g_per_m2 must not be negative, got -1"),
        ({"salt_g_per_l": 0}, "salt_g_per_l must be positive, got 0"),
    ],
)
def test_a_snow_standard_that_means_nothing_is_refused(changes, says):
    snow = SnowStandard(passes=hours((5, 7)))
    with pytest.raises(ValueError, match=says):
        replace(snow, **changes)


def test_what_leaves_the_tank_follows_from_the_salt_and_its_strength():
    snow = SnowStandard(passes=hours((5, 7)))
    # 20 g/m2 at 270 g a litre are 74.07 ml, at 1,200 g 16.7 ml.
    assert snow.spread_ml_per_m2 == 75
    assert replace(snow, salt_g_per_l=1_200).spread_ml_per_m2 == 17


@pytest.mark.parametrize("name", ["lane_change_s", "lane_crossed_s"])
def test_seconds_of_going_over_to_another_lane_are_not_negative(name):
    with pytest.raises(ValueError, match=f"{name} must not be negative, got -1"):
        standard(hours((6, 16)), **{name: -1})
