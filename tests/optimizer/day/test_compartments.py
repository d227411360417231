"""Two fractions on one truck: each has its compartment, and one visit empties both."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet import Fleet, Shift, Stream, Work
from optimizer.answer.reasons import explain
from optimizer.answer.timetable import routes_of
from optimizer.checker import check
from optimizer.checker.violation import ViolationCode
from optimizer.day.building import build_day
from optimizer.day.resources import HOPPER, TANK, Resources
from optimizer.engines import Run
from optimizer.errors import InfeasibleScenario
from optimizer.plan import ActivityKind, Plan, Reason
from optimizer.solver import solve
from optimizer.stop import limits
from scenarios.files.schema.scenario import VehicleIn
from tests import one_road
from tests.one_road import HOUR_S, ROAD, SITES, fleet_of
from tests.scenarios.planning.test_random_days import built

TRUCK = replace(
    one_road.TRUCK,
    works=(Work.KITCHEN, Work.CONTAINER),
    shifts=(Shift(id="day", start_s=8 * HOUR_S, end_s=12 * HOUR_S),),
    compartments=((Stream.KITCHEN_WASTE, 400), (Stream.DOMESTIC_WASTE, 600)),
    cost_per_shift_fen=0,
)


def stop(name, work, demand_kg):
    """A kitchen or some bins, open all morning."""
    return one_road.stop(name, work=work, demand_kg=demand_kg)


def planned(tasks, vehicle):
    """The plan of one vehicle, and what the checker says of it."""
    plan = one_road.planned(tasks, vehicle)
    return plan, check(ROAD, fleet_of(vehicle), tasks, SITES, plan)


def visits(plan):
    return sum(route.count(ActivityKind.UNLOAD) for route in plan.routes)


def test_both_fractions_go_in_one_round():
    tasks = [stop("a", Work.KITCHEN, 400), stop("b", Work.CONTAINER, 600)]
    plan, violations = planned(tasks, TRUCK)
    assert (violations, len(plan.served), visits(plan)) == ([], 2, 1)


def test_a_full_compartment_makes_a_second_round_though_the_other_is_empty():
    tasks = [stop("a", Work.KITCHEN, 300), stop("b", Work.KITCHEN, 300)]
    plan, violations = planned(tasks, TRUCK)
    assert (violations, len(plan.served), visits(plan)) == ([], 2, 2)
    # One hopper of as many kilograms takes both at once.
    whole, _ = planned(tasks, replace(TRUCK, compartments=()))
    assert visits(whole) == 1


def test_the_checker_refuses_a_compartment_that_is_overfull():
    tasks = [stop("a", Work.KITCHEN, 300), stop("b", Work.KITCHEN, 300)]
    plan, _ = planned(tasks, replace(TRUCK, compartments=()))
    violations = check(ROAD, fleet_of(TRUCK), tasks, SITES, plan)
    assert [one.code for one in violations] == [ViolationCode.OVERLOAD]
    assert "600 kg of kitchen waste aboard, its compartment holds 400 kg" in str(violations[0])


def test_what_no_compartment_holds_is_left_out_for_capacity():
    plan, violations = planned([stop("a", Work.KITCHEN, 500)], TRUCK)
    assert violations == []
    assert [(one.reason, "holds 400 kg" in str(one.detail)) for one in plan.unassigned] == [
        (Reason.CAPACITY, True)
    ]


def test_streams_that_are_kept_apart_have_a_column_each():
    sweeper = replace(TRUCK, works=(Work.SWEEP,), compartments=(), tank_l=50)
    resources = Resources.of([TRUCK, sweeper])
    assert (resources.count, resources.hoppers) == (3, (HOPPER, TANK + 1))
    assert resources.capacity(TRUCK) == [600, 0, 400]
    assert resources.capacity(sweeper) == [1_000, 50, 0]
    assert resources.demand(stop("a", Work.KITCHEN, 7)) == [0, 0, 7]
    assert Resources.of([sweeper]).count == 2


def test_a_vehicle_that_mixes_what_another_keeps_apart_is_refused():
    mixing = replace(TRUCK, id="M1", compartments=())
    with pytest.raises(InfeasibleScenario, match="M1: takes domestic_waste, kitchen_waste"):
        Resources.of([TRUCK, mixing])


@pytest.mark.parametrize(
    ("compartments", "says"),
    [
        (((Stream.KITCHEN_WASTE, 1_000),), "must name each stream of its works once"),
        (((Stream.KITCHEN_WASTE, 400), (Stream.DOMESTIC_WASTE, 500)), "add up to 900 kg"),
        (((Stream.KITCHEN_WASTE, 0), (Stream.DOMESTIC_WASTE, 1_000)), "more than 0 kg"),
    ],
)
def test_compartments_that_make_no_sense_are_refused(compartments, says):
    with pytest.raises(ValueError, match=says):
        replace(TRUCK, compartments=compartments)


def test_a_table_states_compartments_by_stream_and_kilograms():
    row = {
        "id": "K1",
        "kind": "kitchen_truck",
        "profile": "truck",
        "works": ["kitchen", "container"],
        "hopper_kg": 1_000,
        "compartments": ["kitchen_waste: 400", "domestic_waste: 600"],
        "working_kph": 10,
        "travel_kph": 40,
        "cost_per_km_fen": 300,
        "cost_per_hour_fen": 18_000,
    }
    assert VehicleIn.model_validate(row).to_domain().compartments == TRUCK.compartments
    with pytest.raises(ValueError, match="write a stream and kilograms"):
        VehicleIn.model_validate(row | {"compartments": ["kitchen_waste"]})


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_random_days_with_two_fractions_pass_the_checker(seed):
    draw = random.Random(seed)
    network, fleet, tasks, sites, _ = built(seed)
    tasks = [
        replace(task, work=Work.CONTAINER)
        if task.work is Work.KITCHEN and draw.random() < 0.5
        else task
        for task in tasks
    ]
    kitchen_kg, domestic_kg = draw.randint(30, 90), draw.randint(30, 90)
    fleet = Fleet(
        vehicles=tuple(
            replace(
                vehicle,
                works=(Work.KITCHEN, Work.CONTAINER),
                hopper_kg=kitchen_kg + domestic_kg,
                compartments=(
                    (Stream.KITCHEN_WASTE, kitchen_kg),
                    (Stream.DOMESTIC_WASTE, domestic_kg),
                ),
            )
            if Work.KITCHEN in vehicle.works
            else vehicle
            for vehicle in fleet.vehicles
        ),
        facilities=tuple(
            replace(one, streams=(*one.streams, Stream.DOMESTIC_WASTE))
            if Stream.KITCHEN_WASTE in one.streams
            else one
            for one in fleet.facilities
        ),
    )
    day = build_day(network, fleet, tasks, sites)
    solution = solve(day.instance, Run(stop=limits(iterations=60), seed=0)).solution
    plan = Plan(routes=routes_of(day, solution), unassigned=explain(day, solution))
    assert check(network, fleet, tasks, sites, plan) == []
