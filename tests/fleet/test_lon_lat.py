"""Points on the earth: what may be one, and what is said of figures that may not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet import LonLat, Misplaced, find_misplacement

NINGBO = LonLat(lon=121.54283, lat=29.82234)


@given(lon=st.floats(-180, 180), lat=st.floats(-90, 90))
def test_every_place_on_the_globe_is_a_point(lon, lat):
    assert LonLat(lon=lon, lat=lat).pair == (lon, lat)


@pytest.mark.parametrize(
    ("lon", "lat", "fault", "says"),
    [
        # China's longitudes are no latitudes, so an exchange shows.
        (29.82234, 121.54283, Misplaced.SWAPPED, "lon 29.82234 and lat 121.54283 are swapped"),
        (-90, 180, Misplaced.SWAPPED, "are swapped; exchange the two"),
        (1215.4, 29.8, Misplaced.OFF_THE_GLOBE, "lon 1215.4, lat 29.8 is not on the globe"),
        (121.5, 91, Misplaced.OFF_THE_GLOBE, "write decimal degrees"),
        (180.5, 0, Misplaced.OFF_THE_GLOBE, "not on the globe"),
        (float("nan"), 0, Misplaced.OFF_THE_GLOBE, "not on the globe"),
    ],
)
def test_figures_that_are_no_point_are_refused_with_the_remedy(lon, lat, fault, says):
    assert find_misplacement(lon, lat) is fault
    with pytest.raises(ValueError, match=says):
        LonLat(lon=lon, lat=lat)


def test_a_point_that_is_moved_is_checked_again():
    with pytest.raises(ValueError, match="not on the globe"):
        replace(NINGBO, lat=298)


def test_a_point_is_said_longitude_first():
    assert str(NINGBO) == "121.54283, 29.82234"
