"""Profiles in the traffic of a shift's hours."""

import pytest

from optimizer.network.profile import PROFILES, TrafficBand, slow_in_traffic
from optimizer.network.turns import arc_times_ms
from tests.streets import street_network

HOUR_S = 3600
HALVED = TrafficBand(start_s=7 * HOUR_S, end_s=9 * HOUR_S, percent=(("primary", 50),))
TRUCK = PROFILES["truck"]


@pytest.mark.parametrize(
    ("start_h", "end_h", "percent"),
    [
        # All of the shift at half speed, none of it, and 2 of 4 hours: 4 h of driving take 6.
        (7, 9, {"primary": 50}),
        (9, 15, {}),
        (5, 9, {"primary": 66}),
        # One of eight hours: 8 / 9.
        (8, 16, {"primary": 88}),
        # A night shift runs into the next day's peak: 10 hours, 2 of them slow, 10 / 12.
        (23, 33, {"primary": 83}),
    ],
)
def test_one_factor_for_the_shift_keeps_the_mean_pace(start_h, end_h, percent):
    profile = slow_in_traffic(TRUCK, start_h * HOUR_S, end_h * HOUR_S, (HALVED,))
    assert dict(profile.traffic_percent) == percent


def test_traffic_slows_arcs_of_its_class_and_their_links():
    # 60 km/h x 0.8 = 48; half of it is 24 km/h: 100 m x 3,600 / 24 = 15,000 ms.
    streets = [
        (1, 2, {"highway": "primary", "speed_kph": 60, "one_way": True}),
        (2, 3, {"highway": "primary_link", "speed_kph": 60, "one_way": True}),
        (3, 1, {"highway": "residential", "speed_kph": 60, "one_way": True, "length_m": 100}),
    ]
    network = street_network({1: (0, 0), 2: (100, 0), 3: (200, 0)}, streets)
    slowed = slow_in_traffic(TRUCK, 7 * HOUR_S, 9 * HOUR_S, (HALVED,))
    assert arc_times_ms(network, slowed).tolist() == [15_000, 15_000, 7_500]
    assert arc_times_ms(network, TRUCK).tolist() == [7_500, 7_500, 7_500]


def test_rush_hours_of_the_reference_profiles_slow_a_day_shift_but_not_the_night():
    day = dict(slow_in_traffic(TRUCK, 5 * HOUR_S, 13 * HOUR_S).traffic_percent)
    assert 60 < day["primary"] < 100
    assert slow_in_traffic(TRUCK, 22 * HOUR_S, 30 * HOUR_S).traffic_percent == ()


def test_a_shift_without_hours_is_refused():
    with pytest.raises(ValueError, match="no shift goes from 5 s to 5 s"):
        slow_in_traffic(TRUCK, 5, 5)
