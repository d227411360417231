"""How full containers get, and how likely they are to overflow; a day has 86,400 s."""

import datetime as dt
import math
from dataclasses import replace

import pytest

from fleet import CollectionPoint, LonLat, OverflowPolicy, TimeWindow

WEDNESDAY = dt.date(2012, 12, 12)
SATURDAY = dt.date(2012, 12, 15)
# Until 06:00, a quarter of the day.
MORNING = (TimeWindow(earliest_s=14_400, latest_s=21_600),)
POINT = CollectionPoint(
    id="P",
    name="Point",
    at=LonLat(lon=0, lat=0),
    num_bins=4,
    bin_kg=100,
    fill_kg_per_day=100,
    fill_spread_share=0,
    level_kg=200,
    windows=MORNING,
)


def test_a_stop_takes_two_minutes_and_one_for_each_bin():
    # 120 s + 4 x 60 s
    assert POINT.stop_s == 360
    assert replace(POINT, service_s=90).stop_s == 90


def test_a_measured_level_is_that_of_the_morning_whatever_the_date():
    assert POINT.level_on(WEDNESDAY) == POINT.level_on(SATURDAY) == 200


def test_the_date_of_the_last_emptying_gives_a_level():
    point = replace(POINT, level_kg=None, last_emptied=dt.date(2012, 12, 9))
    # From the 9th to the 12th: three days of 100 kg.
    assert point.level_on(WEDNESDAY) == 300
    assert point.level_on(dt.date(2012, 12, 8)) == 0


def test_a_truck_finds_what_is_there_by_the_last_window():
    # 200 kg and a quarter of 100 kg
    assert POINT.demand_on(WEDNESDAY) == 225


def test_without_spread_an_overflow_is_certain_or_impossible():
    # Tomorrow until 06:00 come 1.25 days: 125 kg, of which 4 x 100 kg less the level fit.
    assert replace(POINT, level_kg=275).overflow_risk(WEDNESDAY) == 0
    assert replace(POINT, level_kg=276).overflow_risk(WEDNESDAY) == 1


def test_a_point_that_is_full_already_overflows_for_certain():
    assert replace(POINT, level_kg=401, fill_spread_share=0.3).overflow_risk(WEDNESDAY) == 1


def test_a_spread_as_large_as_the_mean_makes_one_day_exponential():
    # Gamma with shape 1 is exponential: P(X > 400) = exp(-400 / 100).
    point = replace(POINT, fill_spread_share=1)
    assert point.emptied_risk(WEDNESDAY) == pytest.approx(math.exp(-4))


def test_a_share_of_the_capacity_may_count_as_full():
    point = replace(POINT, fill_spread_share=1, full_share=0.5)
    assert point.emptied_risk(WEDNESDAY) == pytest.approx(math.exp(-2))


def test_days_since_the_last_emptying_make_the_level_uncertain():
    # The same 200 kg expected: measured, or two days unseen.
    measured = replace(POINT, fill_spread_share=0.5)
    unseen = replace(measured, level_kg=None, last_emptied=dt.date(2012, 12, 10))
    assert measured.level_on(WEDNESDAY) == unseen.level_on(WEDNESDAY)
    assert unseen.overflow_risk(WEDNESDAY) > measured.overflow_risk(WEDNESDAY)


def test_the_next_collection_skips_days_without_one():
    point = replace(POINT, weekdays=(0, 1, 2, 3, 4, 5))
    assert point.next_day(SATURDAY) == dt.date(2012, 12, 17)
    # To Monday 06:00 come 2.25 days: 225 kg on 200 kg are too much, 200 kg on 175 kg are not.
    assert point.overflow_risk(SATURDAY) == 1
    assert replace(point, level_kg=175).overflow_risk(SATURDAY) == 0


def test_the_next_due_day_is_the_last_that_prevents_an_overflow():
    # Full after two days more, on Friday at 00:00; so it must be emptied on Thursday.
    assert POINT.next_due(WEDNESDAY, 0.5) == dt.date(2012, 12, 13)
    # 0 kg: full on Sunday at 00:00, emptied on Saturday before.
    assert replace(POINT, level_kg=0).next_due(WEDNESDAY, 0.5) == SATURDAY


def test_a_point_that_hardly_fills_is_due_on_no_day_in_sight():
    assert replace(POINT, level_kg=0, fill_kg_per_day=1).next_due(WEDNESDAY, 0.5) is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"num_bins": 0}, "num_bins must be positive"),
        ({"fill_kg_per_day": 0}, "fill_kg_per_day must be positive"),
        ({"level_kg": -1}, "level_kg must not be negative"),
        ({"last_emptied": WEDNESDAY}, "level_kg and last_emptied"),
        ({"full_share": 0}, "full_share"),
        ({"fill_spread_share": 4}, "fill_spread_share"),
        ({"windows": ()}, "windows is empty"),
        ({"weekdays": (7,)}, "weekdays"),
        ({"service_s": -1}, "service_s"),
    ],
)
def test_nonsense_is_refused(changes, told):
    with pytest.raises(ValueError, match=told):
        replace(POINT, **changes)


@pytest.mark.parametrize(
    "changes", [{"price_fen": -1}, {"skip_share": 0.5, "must_share": 0.2}, {"must_share": 1.5}]
)
def test_a_policy_needs_a_price_and_shares_in_order(changes):
    with pytest.raises(ValueError, match="overflow"):
        OverflowPolicy(**changes)
