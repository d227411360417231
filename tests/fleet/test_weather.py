"""Weather that cancels work, and seasons that change the sweepings."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet import Condition, Season, Weather

DAY = dt.date(2012, 12, 12)
CALM = Weather(date=DAY)
LEAVES = Season(id="leaves", first=(11, 10), last=(12, 31), sweepings_share=1.6)
WINTER = Season(id="winter", first=(12, 1), last=(2, 29), sweepings_share=0.5)


def test_a_calm_day_cancels_nothing():
    assert CALM.conditions == ()


@pytest.mark.parametrize(
    ("changes", "conditions"),
    [
        ({"rain": True}, (Condition.RAIN,)),
        ({"snow": True}, (Condition.SNOW,)),
        # Force 5 and more (city rules).
        ({"wind_force": 4}, ()),
        ({"wind_force": 5}, (Condition.WIND,)),
        ({"wind_force": 12}, (Condition.WIND,)),
        # Below 0 degrees (city rules).
        ({"lowest_c": 0}, ()),
        ({"lowest_c": -1}, (Condition.FROST,)),
        ({"rain": True, "lowest_c": -1}, (Condition.RAIN, Condition.FROST)),
    ],
)
def test_what_of_the_weather_may_cancel_work(changes, conditions):
    assert replace(CALM, **changes).conditions == conditions


@given(st.sets(st.sampled_from(Condition)).map(tuple))
def test_weather_made_of_conditions_has_just_these(conditions):
    weather = Weather.of(DAY, conditions)
    assert weather.date == DAY
    assert set(weather.conditions) == set(conditions)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"wind_force": 18}, r"wind_force must be in \[0, 17\]"),
        ({"wind_force": -1}, r"wind_force must be in \[0, 17\]"),
        ({"lowest_c": -61}, r"lowest_c must be in \[-60, 60\]"),
    ],
)
def test_impossible_weather_is_refused_by_date_and_value(changes, says):
    with pytest.raises(ValueError, match=f"weather 2012-12-12: {says}"):
        replace(CALM, **changes)


@pytest.mark.parametrize(
    ("season", "date", "holds"),
    [
        (LEAVES, dt.date(2012, 11, 9), False),
        (LEAVES, dt.date(2012, 11, 10), True),
        (LEAVES, dt.date(2012, 12, 31), True),
        (LEAVES, dt.date(2013, 1, 1), False),
        # Over the turn of the year.
        (WINTER, dt.date(2012, 11, 30), False),
        (WINTER, dt.date(2012, 12, 1), True),
        (WINTER, dt.date(2012, 12, 31), True),
        (WINTER, dt.date(2013, 1, 1), True),
        (WINTER, dt.date(2013, 2, 28), True),
        (WINTER, dt.date(2016, 2, 29), True),
        (WINTER, dt.date(2013, 3, 1), False),
        (WINTER, dt.date(2013, 7, 1), False),
    ],
)
def test_a_season_holds_from_its_first_day_to_its_last(season, date, holds):
    assert season.holds_on(date) is holds


def test_a_season_of_one_day_is_that_day():
    fair = replace(LEAVES, first=(5, 1), last=(5, 1))
    assert [fair.holds_on(dt.date(2012, 5, day)) for day in (1, 2)] == [True, False]


@given(st.dates(), st.dates(), st.dates())
def test_a_date_lies_in_a_season_or_in_the_rest_of_the_year(first, last, date):
    season = replace(LEAVES, first=(first.month, first.day), last=(last.month, last.day))
    days = [(date.month, date.day) for date in (first, last)]
    # The rest of the year, told by its inner days.
    inside = days[0] <= (date.month, date.day) <= days[1]
    outside = days[1] < (date.month, date.day) < days[0]
    assert season.holds_on(date) is (inside if days[0] <= days[1] else not outside)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"first": (2, 30)}, "season leaves: 02-30 is no day of a year; write MM-DD"),
        ({"last": (13, 1)}, "season leaves: 13-01 is no day of a year"),
        ({"sweepings_share": -0.1}, "sweepings_share must not be negative, got -0.1"),
    ],
)
def test_a_season_that_is_none_is_refused(changes, says):
    with pytest.raises(ValueError, match=says):
        replace(LEAVES, **changes)
