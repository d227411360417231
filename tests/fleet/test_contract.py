"""Contracts whose days go by dates: of the month, by the count of days, nth weekdays."""

import datetime as dt

import pytest

from fleet import Contract, LonLat, TimeWindow

NOON = (TimeWindow(earliest_s=43_200, latest_s=46_800),)


def contract(**days):
    return Contract(id="K", name="K", at=LonLat(lon=0, lat=0), demand_kg=1, windows=NOON, **days)


def days_of(one, year, month):
    """Days of a month on which a contract allows a collection."""
    first = dt.date(year, month, 1)
    dates = (first + dt.timedelta(days=n) for n in range(31))
    return [date.day for date in dates if date.month == month and one.allows(date)]


def test_odd_days_end_with_the_31st_and_begin_again_with_the_1st():
    odd = contract(month_days=tuple(range(1, 32, 2)))
    assert days_of(odd, 2013, 1)[-2:] == [29, 31]
    assert days_of(odd, 2013, 2) == list(range(1, 28, 2))


def test_days_of_the_month_that_it_does_not_have_are_left_out():
    assert days_of(contract(month_days=(15, 31)), 2013, 4) == [15]


def test_every_other_day_is_counted_from_the_first_date():
    # From 31 January 2013: 2, 4, ... 28 February, then 2 March.
    one = contract(every_days=2, first_date=dt.date(2013, 1, 31))
    assert days_of(one, 2013, 1) == [31]
    assert days_of(one, 2013, 2) == list(range(2, 29, 2))
    assert days_of(one, 2013, 3)[:2] == [2, 4]


def test_the_first_third_and_last_tuesday_are_found_in_long_and_short_months():
    # Tuesdays: 1, 8, 15, 22, 29 January 2013 and 5, 12, 19, 26 February.
    one = contract(weekdays=(1,), month_weeks=(1, 3, -1))
    assert days_of(one, 2013, 1) == [1, 15, 29]
    assert days_of(one, 2013, 2) == [5, 19, 26]


def test_a_fifth_tuesday_comes_in_some_months_only():
    one = contract(weekdays=(1,), month_weeks=(5,))
    assert days_of(one, 2013, 1) == [29]
    assert days_of(one, 2013, 2) == []


def test_excluded_dates_run_and_are_not_allowed():
    day = dt.date(2013, 1, 15)
    one = contract(month_days=(15,), excluded_dates=(day,))
    assert one.runs_on(day)
    assert not one.allows(day)


def test_the_mean_of_a_week_is_that_of_four_years():
    # 731 of the 1,461 days from 1 January 2012 on are even steps from it: 7 * 731 / 1461.
    one = contract(every_days=2, first_date=dt.date(2012, 1, 1))
    assert one.mean_times_a_week == pytest.approx(7 * 731 / 1461)
    assert contract(weekdays=(0, 2)).mean_times_a_week == 2


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ({"month_days": (0,)}, "among 1-31"),
        ({"month_weeks": (6,)}, "among 1-5 and -1"),
        ({"every_days": 0}, "every_days must be positive"),
        ({"every_days": 2}, "needs a first_date"),
        ({"month_days": (1,), "collections_per_week": 1}, "does not go with days by dates"),
    ],
)
def test_rules_that_cannot_be_kept_are_refused(days, says):
    with pytest.raises(ValueError, match=says):
        contract(**days)
