"""Depots and shifts for vehicles that leave them open."""

from dataclasses import replace

import pytest

from fleet import Facility, FacilityKind, Fleet, LonLat, Shift, Vehicle, VehicleKind, Work
from optimizer.day.assignment import DueHours, assign
from optimizer.errors import InfeasibleScenario

HOUR_S = 3600
EARLY = Shift(id="early", start_s=0, end_s=4 * HOUR_S)
LATE = Shift(id="late", start_s=8 * HOUR_S, end_s=12 * HOUR_S)
TEMPLATES = {VehicleKind.SWEEPER: (EARLY, LATE)}


def depot(id_, parking):
    at = LonLat(lon=0, lat=0)
    return Facility(id=id_, name=id_, kind=FacilityKind.DEPOT, at=at, parking=parking)


def sweeper(id_, **changes):
    vehicle = Vehicle(
        id=id_,
        kind=VehicleKind.SWEEPER,
        profile="sweeper",
        works=(Work.SWEEP,),
        hopper_kg=100,
        working_kph=7,
        travel_kph=40,
        cost_per_km_fen=1,
        cost_per_hour_fen=1,
    )
    return replace(vehicle, **changes)


def fleet(*vehicles, north=2, south=2):
    return Fleet(vehicles=vehicles, facilities=(depot("north", north), depot("south", south)))


def due(minutes, *shift_ids):
    return DueHours(
        work=Work.SWEEP,
        kind=VehicleKind.SWEEPER,
        shift_ids=frozenset(shift_ids),
        minutes=minutes,
    )


def settle(given, *hours, near=None):
    return assign(
        given,
        templates=TEMPLATES,
        due=hours,
        near={VehicleKind.SWEEPER: near or {"north": 0.5, "south": 0.5}},
    )


def shifts(given):
    return [tuple(shift.id for shift in vehicle.shifts) for vehicle in given.vehicles]


def test_shifts_go_where_the_work_is():
    # 240 min x 75 % = 180 useful minutes a shift: 300 minutes need two, both early.
    settled = settle(fleet(sweeper("A"), sweeper("B")), due(300, "early"))
    assert shifts(settled) == [("early",), ("early",)]


def test_no_more_shifts_than_the_work_needs():
    settled = settle(fleet(sweeper("A"), sweeper("B")), due(100, "early", "late"))
    assert sum(len(given) for given in shifts(settled)) == 1


def test_without_work_a_vehicle_gets_a_depot_and_no_shift():
    settled = settle(fleet(sweeper("A")))
    assert shifts(settled) == [()]
    assert settled.vehicles[0].depot_id in ("north", "south")


def test_vehicles_stand_near_their_work_as_parking_allows():
    vehicles = [sweeper(id_) for id_ in "ABCD"]
    settled = settle(fleet(*vehicles, north=3, south=3), near={"north": 0.75, "south": 0.25})
    housed = [vehicle.depot_id for vehicle in settled.vehicles]
    # 75 % of four vehicles are three.
    assert (housed.count("north"), housed.count("south")) == (3, 1)
    settled = settle(fleet(*vehicles, north=1, south=3), near={"north": 1.0, "south": 0.0})
    assert [vehicle.depot_id for vehicle in settled.vehicles].count("north") == 1


def test_what_the_scenario_settles_is_left_alone():
    given = sweeper("A", depot_id="south", shifts=(LATE,))
    assert settle(fleet(given), due(500, "early")).vehicles == (given,)


def test_a_fleet_without_room_is_infeasible():
    vehicles = [sweeper(id_) for id_ in "ABC"]
    with pytest.raises(InfeasibleScenario, match="3 vehicles, but the depots have parking for 2"):
        settle(fleet(*vehicles, north=1, south=1))


def test_the_same_question_has_the_same_answer():
    vehicles = [sweeper(id_) for id_ in "ABCD"]
    once = settle(fleet(*vehicles), due(700, "early", "late"), due(90, "late"))
    assert once == settle(fleet(*vehicles), due(700, "early", "late"), due(90, "late"))
