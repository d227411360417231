"""A value that exists is valid."""

from dataclasses import replace

import pytest

from fleet import (
    Break,
    Contract,
    Facility,
    FacilityKind,
    Fleet,
    LonLat,
    Shift,
    StreetStandard,
    TimeWindow,
    Vehicle,
    VehicleKind,
    Work,
    clock,
)

WINDOW = TimeWindow(earliest_s=0, latest_s=100)
SHIFT = Shift(id="day", start_s=0, end_s=3600)
VEHICLE = Vehicle(
    id="S1",
    kind=VehicleKind.SWEEPER,
    profile="sweeper",
    works=(Work.SWEEP,),
    shifts=(SHIFT,),
    hopper_kg=100,
    working_kph=7,
    travel_kph=40,
    cost_per_km_fen=1,
    cost_per_hour_fen=1,
)
DEPOT = Facility(id="D", name="Depot", kind=FacilityKind.DEPOT, at=LonLat(lon=0, lat=0), parking=1)
CONTRACT = Contract(id="K1", name="Inn", at=LonLat(lon=0, lat=0), demand_kg=10, windows=(WINDOW,))
STANDARD = StreetStandard(id="I", highways=("primary",), passes=((WINDOW,),), required=True)


@pytest.mark.parametrize(
    ("value", "changes", "says"),
    [
        (VEHICLE, {"hopper_kg": 0}, "S1: hopper_kg must be positive, got 0"),
        (VEHICLE, {"works": ()}, "S1: works is empty"),
        (VEHICLE, {"works": (Work.WASH,)}, "S1: tank_l must be positive"),
        (VEHICLE, {"working_kph": 0}, "working_kph must be positive"),
        (VEHICLE, {"cost_per_km_fen": -1}, "cost_per_km_fen must not be negative"),
        (VEHICLE, {"shifts": (SHIFT, replace(SHIFT, id="b"))}, "overlap or are out of order"),
        (SHIFT, {"end_s": 0}, "shift day: needs"),
        (
            SHIFT,
            {"rest": Break(earliest_s=0, latest_s=9000, duration_s=60)},
            "its break may begin at 00:00-02:30, but .* within 00:00-01:00",
        ),
        (DEPOT, {"parking": 0}, "a depot, and only a depot, needs parking"),
        (DEPOT, {"opening": ()}, "opening is empty"),
        (DEPOT, {"daily_capacity_kg": -1}, "D: daily_capacity_kg must not be negative, got -1"),
        (CONTRACT, {"demand_kg": 0}, "K1: demand_kg must be positive"),
        (CONTRACT, {"weekdays": (7,)}, "weekdays must be among 0-6"),
        (CONTRACT, {"windows": ()}, "windows is empty"),
        (STANDARD, {"passes": ((),)}, "every pass needs at least one window"),
        (STANDARD, {"weekdays": ()}, "weekdays must be among 0-6"),
        (STANDARD, {"sweeps_per_week": 8}, "between 1 and the 7 weekdays, got 8"),
    ],
)
def test_nonsense_is_refused_by_name(value, changes, says):
    with pytest.raises(ValueError, match=says):
        replace(value, **changes)


@pytest.mark.parametrize(
    ("hours", "rest", "says"),
    [
        # 8 h: a break of 20 min may begin from 3:40 to 4:00.
        (8, (3 * 3600, 14_400, 1200), "begin at 03:00-04:00, but .* within 03:40-04:00"),
        (8, (13_200, 14_401, 1200), "begin at 03:40-04:00, but .* within 03:40-04:00"),
        (8, (14_000, 14_400, 1199), "lasts at least 20 minutes, got 1199 s"),
        (9, None, "00:00-09:00 is longer than two stretches .* 20 minutes between; split it"),
        (9, (14_400, 14_400, 1800), "longer than two stretches .* 30 minutes between; split it"),
    ],
)
def test_no_shift_lets_anybody_drive_more_than_four_hours(hours, rest, says):
    given = Break(earliest_s=rest[0], latest_s=rest[1], duration_s=rest[2]) if rest else None
    with pytest.raises(ValueError, match=says):
        Shift(id="day", start_s=0, end_s=hours * 3600, rest=given)


def test_a_long_shift_has_a_break_in_the_widest_band_though_none_is_stated():
    assert Shift(id="day", start_s=0, end_s=14_400).rest is None
    # 6 h from 2:00: not before 8:00 - 20 min - 4 h, not after 2:00 + 4 h.
    rest = Shift(id="day", start_s=7_200, end_s=28_800).rest
    assert rest == Break(earliest_s=13_200, latest_s=21_600, duration_s=1200)


def test_a_window_may_reach_into_the_night_and_not_backwards():
    assert TimeWindow(earliest_s=79_200, latest_s=100_000).latest_s == 100_000
    with pytest.raises(ValueError, match="0 <= earliest_s <= latest_s"):
        TimeWindow(earliest_s=100, latest_s=50)


def test_ids_of_a_fleet_are_unique_and_its_depots_known():
    with pytest.raises(ValueError, match="vehicle ids must be unique; S1 is not"):
        Fleet(vehicles=(VEHICLE, VEHICLE), facilities=(DEPOT,))
    with pytest.raises(ValueError, match="depot_id 'X' is unknown; depots are D"):
        Fleet(vehicles=(replace(VEHICLE, depot_id="X"),), facilities=(DEPOT,))


@pytest.mark.parametrize(
    ("time_s", "text"),
    [
        (0, "00:00"),
        (6 * 3600 + 5 * 60 + 59, "06:05"),
        # Midnight belongs to the day that it ends.
        (24 * 3600, "24:00"),
        (24 * 3600 + 60, "00:01 +1"),
        (29 * 3600 + 29 * 60, "05:29 +1"),
        (48 * 3600, "24:00 +1"),
        (53 * 3600, "05:00 +2"),
    ],
)
def test_the_clock_names_the_day_after(time_s, text):
    assert clock(time_s) == text


def test_the_clock_tells_the_seconds_where_they_count():
    assert clock(86_405, with_seconds=True) == "00:00:05 +1"
    # Of a plan that somebody broke.
    assert clock(-5, with_seconds=True) == "-5 s"
