"""Times, days, dates and places of a contracts table."""

import datetime as dt

import pytest

from fleet import clock
from scenarios.files.contract_table import read_contracts
from tests.scenarios.files.contract_files import faults, kinds, read_one, with_cells, xlsx_file

HEADER = ["id", "name", "lon", "lat", "demand_kg"]
ROW = ["K001", "Inn", 121.54, 29.82, 200]


def bands(contract):
    return [f"{clock(w.earliest_s)}-{clock(w.latest_s)}" for w in contract.windows]


@pytest.mark.parametrize(
    "text",
    [
        "6:00-9:00",
        "06:00-09:00",
        "6：00～9：00",
        "０６：００－０９：００",
        "6点-9点",
        "6:00 至 9:00",
        "06:00:00–09:00:00",
        "6:00 to 9:00",
        "0.25-0.375",
    ],
)
def test_a_window_may_be_written_in_many_ways(tmp_path, text):
    assert bands(read_one(with_cells(tmp_path, windows=text))) == ["06:00-09:00"]


@pytest.mark.parametrize("mark", [";", "；", ",", "，", "、", " ", "\n"])
def test_several_windows_are_parted_by_what_is_at_hand(tmp_path, mark):
    path = with_cells(tmp_path, windows=f"20:00-23:30{mark}13:30-16:30")
    assert bands(read_one(path)) == ["13:30-16:30", "20:00-23:30"]


def test_times_of_the_office_program_are_read_in_every_form(tmp_path):
    path = xlsx_file(
        tmp_path,
        [*HEADER, "begin", "end"],
        # A fraction of a day, a clock time, a duration of more than a day and one that shows less.
        [*ROW, 0.25, 0.375],
        ["K002", *ROW[1:], 0.25, 0.375],
        ["K003", *ROW[1:], 22 / 24, 26 / 24],
        ["K004", *ROW[1:], 22 / 24, 26 / 24],
        styled={
            (2, 5): "hh:mm", (2, 6): "hh:mm", (3, 5): "hh:mm", (3, 6): "[h]:mm", (4, 6): "hh:mm",
        },
    )  # fmt: skip
    read = [bands(one) for one in read_contracts(path).contracts]
    assert read == [["06:00-09:00"]] * 2 + [["22:00-02:00 +1"]] * 2


def test_two_columns_may_hold_several_windows(tmp_path):
    path = with_cells(tmp_path, windows=None, 开始时间="13:30；20:00", 结束时间="16:30；23:30")
    assert bands(read_one(path)) == ["13:30-16:30", "20:00-23:30"]


def test_a_begin_without_an_end_is_refused(tmp_path):
    path = with_cells(tmp_path, windows=None, begin="13:30", end="")
    assert kinds(path) == ["missing_value"]
    assert kinds(with_cells(tmp_path, windows=None, begin="1:00;2:00", end="3:00")) == ["time"]


def test_a_window_that_ends_before_it_begins_is_refused_with_both_ways_out(tmp_path):
    (fault,) = faults(with_cells(tmp_path, windows="22:00-02:00"))
    assert (fault.kind, fault.value) == ("window_order", "22:00-02:00")
    assert "22:00-02:00 +1" in fault.remedy.text
    assert bands(read_one(with_cells(tmp_path, windows="22:00-26:00"))) == ["22:00-02:00 +1"]
    assert bands(read_one(with_cells(tmp_path, windows="22:00-02:00 +1"))) == ["22:00-02:00 +1"]
    assert bands(read_one(with_cells(tmp_path, windows="22:00-次日02:00"))) == ["22:00-02:00 +1"]


def test_windows_that_overlap_are_refused(tmp_path):
    assert kinds(with_cells(tmp_path, windows="13:00-15:00;14:00-16:00")) == ["window_overlap"]


@pytest.mark.parametrize("text", ["6", "6:00", "6:75-9:00", "lunch", "40:00-50:00"])
def test_what_is_no_window_is_refused(tmp_path, text):
    assert kinds(with_cells(tmp_path, windows=text)) == ["time"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("0;1;2", (0, 1, 2)),
        ("Mon,Wed", (0, 2)),
        ("Monday and Wednesday", None),
        ("周一、周三", (0, 2)),
        ("星期一，星期日", (0, 6)),
        ("一三五", (0, 2, 4)),
        ("周一三五", (0, 2, 4)),
        ("周一至周五", (0, 1, 2, 3, 4)),
        ("Mon - Fri", (0, 1, 2, 3, 4)),
        ("工作日", (0, 1, 2, 3, 4)),
        ("周末", (5, 6)),
        ("daily", (0, 1, 2, 3, 4, 5, 6)),
        ("每天", (0, 1, 2, 3, 4, 5, 6)),
        ("7", None),
        ("Fri-Mon", None),
    ],
)
def test_weekdays_are_read_as_people_write_them(tmp_path, text, days):
    path = with_cells(tmp_path, weekdays=text)
    if days is None:
        assert kinds(path) == ["weekday"]
    else:
        assert read_one(path).weekdays == days


def test_digits_count_from_monday_as_0_in_our_own_column_only(tmp_path):
    assert kinds(with_cells(tmp_path, 收运日="1、3、5")) == ["weekday"]


@pytest.mark.parametrize(
    "text", ["2012-12-12", "2012/12/12", "2012.12.12", "2012年12月12日", "20121212", "41255"]
)
def test_a_date_may_be_written_in_many_ways(tmp_path, text):
    assert read_one(with_cells(tmp_path, first_date=text)).first_date == dt.date(2012, 12, 12)


def test_dates_of_the_office_program_are_read(tmp_path):
    path = xlsx_file(
        tmp_path,
        [*HEADER, "windows", "结束日期"],
        [*ROW, "6:00-9:00", 41255],
        styled={(1, 6): "yyyy-mm-dd"},
    )
    assert read_one(path).last_date == dt.date(2012, 12, 12)


def test_excluded_days_may_be_a_range(tmp_path):
    contract = read_one(with_cells(tmp_path, 停收日="2013-02-09~2013-02-11、2013-05-01"))
    days = [(2, 9), (2, 10), (2, 11), (5, 1)]
    assert contract.excluded_dates == tuple(dt.date(2013, *day) for day in days)


def test_dates_that_are_none_or_in_the_wrong_order_are_refused(tmp_path):
    assert kinds(with_cells(tmp_path, first_date="2012-13-01")) == ["date"]
    assert kinds(with_cells(tmp_path, 停收日="2013-02-11~2013-02-09")) == ["date_order"]
    path = with_cells(tmp_path, first_date="2013-01-01", last_date="2012-12-31")
    assert kinds(path) == ["date_order"]


def test_lon_and_lat_that_are_changed_round_are_told_and_not_put_right(tmp_path):
    (fault,) = faults(with_cells(tmp_path, lon="29.82", lat="121.54"))
    assert fault.kind == "swapped"
    assert "exchange" in fault.remedy.text


def test_a_place_off_the_globe_is_refused(tmp_path):
    assert kinds(with_cells(tmp_path, lon="1215.4")) == ["off_the_globe"]


def test_an_address_without_coordinates_is_told_that_they_are_needed(tmp_path):
    (fault,) = faults(with_cells(tmp_path, lon="", lat="", 地址="嵩江西路 1 号"))
    assert (fault.kind, fault.value) == ("address_only", "嵩江西路 1 号")
    (fault,) = faults(with_cells(tmp_path, lon=None, lat=None, 地址="嵩江西路 1 号"))
    assert fault.kind == "missing_column"
    assert "addresses but no coordinates" in fault.sentence.text


def test_both_coordinates_may_stand_in_one_column(tmp_path):
    contract = read_one(with_cells(tmp_path, lon=None, lat=None, 经纬度="121.54，29.82"))
    assert contract.at.pair == (121.54, 29.82)


@pytest.mark.parametrize("name", ["GCJ-02", "gcj02", "火星坐标系", "高德"])
def test_coordinates_of_a_chinese_map_become_wgs84(tmp_path, name):
    # Shanghai in both systems: a published pair of eviltransform's tests.
    path = with_cells(tmp_path, lon="121.531541859215", lat="31.175303983645", datum=name)
    contract = read_one(path)
    assert contract.at.lon == pytest.approx(121.5272106, abs=1e-6)
    assert contract.at.lat == pytest.approx(31.1774276, abs=1e-6)


def test_the_header_may_name_the_coordinate_system(tmp_path):
    cells = {"经度(GCJ-02)": "121.531541859215", "纬度(GCJ-02)": "31.175303983645"}
    contract = read_one(with_cells(tmp_path, lon=None, lat=None, **cells))
    assert contract.at.lon == pytest.approx(121.5272106, abs=1e-6)


def test_an_unknown_coordinate_system_is_refused(tmp_path):
    assert kinds(with_cells(tmp_path, datum="CGCS1234")) == ["datum"]
    assert kinds(with_cells(tmp_path, lon=None, **{"经度(Mars)": "121.54"})) == ["datum"]
