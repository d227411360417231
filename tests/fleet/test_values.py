"""A value that exists is valid."""

from dataclasses import replace

import pytest

from fleet import (
    Break,
    Contract,
    Facility,
    FacilityKind,
    Fleet,
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
DEPOT = Facility(id="D", name="Depot", kind=FacilityKind.DEPOT, lon=0, lat=0, parking=1)
CONTRACT = Contract(id="K1", name="Inn", lon=0, lat=0, demand_kg=10, windows=(WINDOW,))
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
            "break must lie inside",
        ),
        (DEPOT, {"parking": 0}, "a depot, and only a depot, needs parking"),
        (DEPOT, {"lat": 91}, "not on the globe"),
        (DEPOT, {"opening": ()}, "opening is empty"),
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


def test_a_window_may_reach_into_the_night_and_not_backwards():
    assert TimeWindow(earliest_s=79_200, latest_s=100_000).latest_s == 100_000
    with pytest.raises(ValueError, match="0 <= earliest_s <= latest_s"):
        TimeWindow(earliest_s=100, latest_s=50)


def test_ids_of_a_fleet_are_unique_and_its_depots_known():
    with pytest.raises(ValueError, match="vehicle ids must be unique; S1 is not"):
        Fleet(vehicles=(VEHICLE, VEHICLE), facilities=(DEPOT,))
    with pytest.raises(ValueError, match="depot_id 'X' is unknown; depots are D"):
        Fleet(vehicles=(replace(VEHICLE, depot_id="X"),), facilities=(DEPOT,))


def test_the_clock_counts_on_past_midnight():
    # 25 h 30 min = 91,800 s.
    assert clock(91_800) == "25:30"
