"""Times with a point, and what office programs keep for midnight."""

import datetime as dt

import pytest

from fleet import clock
from scenarios.files.office.fault import Unreadable
from scenarios.files.office.times import time_s, windows, windows_between


@pytest.mark.parametrize("text", ["0.30-1.45", "1.30-1.50", "6.30-9.00", "0.00-1.00", "0.5-0.25"])
def test_what_may_be_a_clock_time_with_a_point_is_refused(text):
    with pytest.raises(Unreadable):
        windows(text)


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        # 0.375 and 0.75 can be no clock times, so what stands with them is none either.
        ("0.25-0.375", ["06:00-09:00"]),
        ("0.5-0.75", ["12:00-18:00"]),
        ("0.25-0.375;0.5-0.75", ["06:00-09:00", "12:00-18:00"]),
    ],
)
def test_shares_of_a_day_are_read_where_they_can_be_nothing_else(text, bands):
    read = [f"{clock(w.earliest_s)}-{clock(w.latest_s)}" for w in windows(text)]
    assert read == bands


def test_numbers_of_a_workbook_are_shares_under_the_same_rule():
    assert windows_between(22 / 24, 1.0)[0].latest_s == 86_400
    with pytest.raises(Unreadable, match="share of a day"):
        windows_between(0.3, 0.45)


@pytest.mark.parametrize(
    "cell",
    [
        dt.date(1900, 1, 1),
        dt.datetime(1900, 1, 1),
        # Workbooks of old Macs count from 1904.
        dt.date(1904, 1, 2),
        dt.timedelta(days=1),
        "PT24H00M00S",
        "24:00",
    ],
)
def test_midnight_at_the_end_of_the_day_comes_in_many_forms(cell):
    assert time_s(cell) == 86_400


def test_a_real_date_is_no_time():
    with pytest.raises(Unreadable):
        time_s(dt.date(2012, 12, 12))
