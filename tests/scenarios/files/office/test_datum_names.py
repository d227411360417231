"""Coordinate systems by the names that people give them."""

import pytest

from scenarios.files.datum import Datum, to_wgs84
from scenarios.files.office.datum_names import datum_of, split_datum


@pytest.mark.parametrize(
    ("name", "datum"),
    [
        ("WGS84坐标系", Datum.WGS84),
        ("GPS坐标", Datum.WGS84),
        ("EPSG:4326", Datum.WGS84),
        ("CGCS2000", Datum.CGCS2000),
        ("国家2000", Datum.CGCS2000),
        ("2000国家大地坐标系", Datum.CGCS2000),
        ("天地图", Datum.CGCS2000),
        ("天地图坐标", Datum.CGCS2000),
        ("高德地图", Datum.GCJ02),
        ("腾讯地图坐标系", Datum.GCJ02),
        ("GCJ-02(高德)", Datum.GCJ02),
        ("火星坐标", Datum.GCJ02),
        ("百度坐标", Datum.BD09),
        ("bd-09", Datum.BD09),
        ("BD09（百度地图）", Datum.BD09),
        ("GCJ-02(百度)", None),
        ("西安80", None),
        ("", None),
    ],
)
def test_names_as_people_write_them(name, datum):
    assert datum_of(name) is datum


@pytest.mark.parametrize(
    ("header", "rest", "datum"),
    [
        ("gps经度", "经度", Datum.WGS84),
        ("经度gcj02", "经度", Datum.GCJ02),
        ("百度坐标经度", "经度", Datum.BD09),
        ("lngbd09", "lng", Datum.BD09),
        ("经度", "经度", None),
    ],
)
def test_a_header_may_begin_or_end_with_a_system(header, rest, datum):
    assert split_datum(header) == (rest, datum)


def test_cgcs2000_is_wgs84_as_far_as_streets_are_concerned():
    assert to_wgs84(121.5, 29.8, Datum.CGCS2000) == (121.5, 29.8)
