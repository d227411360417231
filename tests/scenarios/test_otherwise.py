"""A day that is not like others: who stays in, where nobody collects, hours, shifts."""

from dataclasses import replace

import pytest

from fleet import Overtime, TimeWindow, VehicleKind
from optimizer.errors import InputError
from scenarios import load_network, load_scenario
from scenarios.due import find_due_work
from scenarios.otherwise import WiderHours, apply_otherwise
from scenarios.overtime import MoreShift
from scenarios.planning.staffing import staff


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("yinzhou-2011")


def test_who_stays_in_is_not_in_the_fleet(scenario):
    day = apply_otherwise(scenario, vehicles_off=["S01", "B01"])
    gone = {one.id for one in scenario.vehicles} - {one.id for one in day.vehicles}
    assert gone == {"S01"}
    assert "B01" not in {one.id for one in day.bulk_trucks}


def test_where_nobody_collects_nothing_is_due(scenario):
    day = apply_otherwise(scenario, stops_off=["K001", "C001"])
    assert {one.id for one in scenario.contracts} - {one.id for one in day.contracts} == {"K001"}
    assert {one.id for one in scenario.containers} - {one.id for one in day.containers} == {"C001"}


def test_hours_are_wider_at_the_stop_that_is_named_and_at_no_other(scenario):
    wish = WiderHours(stop="K001", earlier_s=600, later_s=300)
    day = apply_otherwise(scenario, wider=[wish])
    before = {one.id: one.windows for one in scenario.contracts}
    after = {one.id: one.windows for one in day.contracts}
    assert {id_ for id_ in before if before[id_] != after[id_]} == {"K001"}
    assert after["K001"] == tuple(
        TimeWindow(earliest_s=one.earliest_s - 600, latest_s=one.latest_s + 300)
        for one in before["K001"]
    )


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"vehicles_off": ["S99"]}, "request.vehicle_off"),
        ({"stops_off": ["K9999"]}, "request.stop_off"),
        ({"wider": [WiderHours(stop="K9999")]}, "request.stop_off"),
    ],
)
def test_an_id_that_is_none_is_refused_by_name(scenario, asked, code):
    with pytest.raises(InputError, match="9") as refused:
        apply_otherwise(scenario, **asked)
    assert refused.value.message.code == code


def test_a_shift_that_is_to_be_longer_is_so_for_its_vehicle_alone(scenario):
    shift = scenario.shift_templates[VehicleKind.SWEEPER][0]
    wish = Overtime(vehicle_id="S01", shift_id=shift.id, later_s=600)
    day = apply_otherwise(scenario, overtime=[wish])
    streets = load_network()
    sweepers = {
        vehicle.id: {one.id: one.end_s for one in vehicle.shifts}
        for vehicle in staff(find_due_work(day, streets), streets).vehicles
        if vehicle.kind is VehicleKind.SWEEPER
    }
    assert sweepers.pop("S01")[shift.id] == shift.end_s + 600
    assert {ends[shift.id] for ends in sweepers.values() if shift.id in ends} == {shift.end_s}


def test_one_more_shift_is_a_vehicle_like_the_one_that_is_named(scenario):
    shift = scenario.shift_templates[VehicleKind.SWEEPER][0]
    wish = MoreShift(vehicle_id="S01", shift_id=shift.id)
    day = apply_otherwise(scenario, more_shifts=[wish, wish])
    vehicle = scenario.vehicles[0]
    assert day.vehicles[0] == vehicle
    assert day.vehicles[1:3] == (
        replace(vehicle, id="S01-2", shifts=(shift,)),
        replace(vehicle, id="S01-3", shifts=(shift,)),
    )
    assert day.vehicles[3:] == scenario.vehicles[1:]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"vehicle_id": "S99", "shift_id": "early", "later_s": 600}, "request.vehicle_off"),
        ({"vehicle_id": "S01", "shift_id": "no such", "later_s": 600}, "hand.no_shift"),
        ({"vehicle_id": "S01", "shift_id": None, "later_s": 43_200}, "shift.too_long"),
    ],
)
def test_a_longer_shift_that_cannot_be_is_refused(scenario, asked, code):
    first = scenario.shift_templates[VehicleKind.SWEEPER][0].id
    wish = Overtime(**{**asked, "shift_id": asked["shift_id"] or first})
    with pytest.raises(InputError) as refused:
        apply_otherwise(scenario, overtime=[wish])
    assert refused.value.message.code == code
