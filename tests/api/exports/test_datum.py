"""Coordinates of Chinese maps, against what another library says, and there and back."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.exports.datum import Datum, from_wgs84, to_wgs84

# By eviltransform 0.1.1 (https://github.com/googollee/eviltransform), wgs2gcj and gcj2bd.
OTHERS = {
    (121.54, 29.82): (
        (121.54418104168475, 29.817435185843966),
        (121.5506231593954, 29.82368236824401),
    ),
    (116.3975, 39.9087): (
        (116.40374367837322, 39.91010352310999),
        (116.41011669230353, 39.91644277301285),
    ),
    (114.0579, 22.5431): (
        (114.06301408516, 22.54038276821278),
        (114.06956407355443, 22.54604151330262),
    ),
    (126.65, 45.75): (
        (126.65598769170553, 45.751965588426216),
        (126.66264064011696, 45.75760073332878),
    ),
    (87.6168, 43.8256): (
        (87.61964999772701, 43.82680541352192),
        (87.62609981936122, 43.83294981463666),
    ),
}


def metres(a, b):
    narrowing = math.cos(math.radians(a[1]))
    return 111_195 * math.hypot((a[0] - b[0]) * narrowing, a[1] - b[1])


@pytest.mark.parametrize("place", OTHERS)
def test_another_library_says_the_same_to_two_centimetres(place):
    # It takes the earth for 0.02 % larger there, which is a centimetre of the shift.
    for datum, other in zip((Datum.GCJ02, Datum.BD09), OTHERS[place], strict=True):
        assert metres(from_wgs84(place, datum), other) < 0.02
        assert metres(from_wgs84(place, datum), place) > 100


@given(st.floats(74, 134), st.floats(18, 53), st.sampled_from(Datum))
def test_there_and_back_is_less_than_a_centimetre(lon, lat, datum):
    back = to_wgs84(from_wgs84((lon, lat), datum), datum)
    assert metres(back, (lon, lat)) < 0.01


@pytest.mark.parametrize("place", [(0.0, 0.0), (2.35, 48.85), (-74.0, 40.7)])
def test_outside_of_china_nothing_is_shifted(place):
    for datum in Datum:
        assert from_wgs84(place, datum) == place
