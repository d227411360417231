"""A scenario as the problem of a week's calendar."""

from dataclasses import replace

import pytest

from fleet import Contract, LonLat, Shift, TimeWindow, Vehicle, VehicleKind, Work
from optimizer.week.calendar import CalendarLack, solve
from optimizer.week.sat import Effort
from scenarios.files import load_scenario
from scenarios.week import calendar_problem

LUNCH = TimeWindow(earliest_s=13 * 3600, latest_s=16 * 3600)
TRUCK = Vehicle(
    id="K1",
    kind=VehicleKind.KITCHEN_TRUCK,
    profile="truck",
    works=(Work.KITCHEN,),
    depot_id="yard",
    shifts=(Shift(id="lunch", start_s=12 * 3600, end_s=18 * 3600),),
    hopper_kg=4_000,
    length_cm=800,
    working_kph=10,
    travel_kph=40,
    cost_per_km_fen=250,
    cost_per_hour_fen=18_000,
)
ALLEY = Contract(
    id="A1",
    name="Alley Inn",
    at=LonLat(lon=121.54, lat=29.82),
    demand_kg=100,
    windows=(LUNCH,),
    max_length_cm=500,
)
SQUARE = replace(ALLEY, id="B1", name="Square Inn", max_length_cm=0)


def problem(*trucks, contracts=(ALLEY, SQUARE)):
    scenario = load_scenario("yinzhou-2012")
    return calendar_problem(replace(scenario, vehicles=trucks, contracts=contracts))


@pytest.mark.parametrize(
    ("limit", "own", "is_barred"),
    [
        ({"max_length_cm": 500}, {"length_cm": 800}, True),
        ({"max_length_cm": 800}, {"length_cm": 800}, False),
        # Nobody knows the length: it counts as within, as on the day.
        ({"max_length_cm": 500}, {"length_cm": 0}, False),
        # A truck's profile is 240 cm wide and weighs 12,000 kg.
        ({"max_width_cm": 239}, {}, True),
        ({"max_width_cm": 239}, {"width_cm": 200}, False),
        ({"max_weight_kg": 11_999}, {}, True),
        ({"max_weight_kg": 11_999}, {"weight_kg": 7_500}, False),
    ],
)
def test_a_truck_comes_to_the_kitchens_that_the_day_will_let_it_come_to(limit, own, is_barred):
    contract = replace(ALLEY, max_length_cm=0)
    (truck,) = problem(replace(TRUCK, **own), contracts=(replace(contract, **limit),)).trucks
    assert truck.barred == (("A1",) if is_barred else ())


def test_a_kitchen_in_an_alley_is_not_promised_a_truck_that_is_too_long():
    calendar = solve(problem(TRUCK), effort=Effort(seconds=30.0, workers=1, seed=0))
    assert {visit.contract_id for visit in calendar.visits} == {"B1"}
    (missing,) = calendar.missing
    # All seven days of the week.
    assert (missing.contract_id, missing.lack, missing.times) == ("A1", CalendarLack.NO_TRUCK, 7)


def test_the_short_one_of_two_trucks_is_promised():
    short = replace(TRUCK, id="K2", length_cm=500)
    calendar = solve(problem(TRUCK, short), effort=Effort(seconds=30.0, workers=1, seed=0))
    assert calendar.missing == ()
    assert {v.vehicle_id for v in calendar.visits if v.contract_id == "A1"} == {"K2"}
