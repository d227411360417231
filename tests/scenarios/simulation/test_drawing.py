"""Days are drawn by rates, vehicle by vehicle and street by street, whatever the plan is."""

import math
from dataclasses import fields, replace

import pytest

from fleet import Disturbances, InvalidValue
from optimizer.events import Delayed, StreetClosed, UrgentCase, VehicleOut
from optimizer.plan import Plan
from scenarios.simulation import day_json, draw_day, read_day
from scenarios.simulation.chance import Chance
from tests.scenarios.simulation.days import OFTEN, hamlet_plan, hamlet_streets

NEVER = Disturbances(
    **{
        one.name: 0
        for one in fields(Disturbances)
        if one.name.endswith(("_per_shift", "_per_day", "_share"))
    }
)


@pytest.fixture(scope="module")
def network():
    return hamlet_streets()


@pytest.fixture(scope="module")
def plan_file(network):
    return hamlet_plan(network)


def with_rates(plan_file, rates):
    values = {one.name: getattr(rates, one.name) for one in fields(Disturbances)}
    return replace(plan_file, scenario=plan_file.scenario | {"disturbances": values})


def test_one_seed_draws_one_day_byte_for_byte(plan_file, network):
    assert day_json(draw_day(plan_file, network, 7)) == day_json(draw_day(plan_file, network, 7))
    assert draw_day(plan_file, network, 7) != draw_day(plan_file, network, 8)


def test_another_plan_of_the_day_is_disturbed_alike(plan_file, network):
    without_routes = replace(plan_file, plan=Plan(routes=()))
    for seed in range(5):
        assert draw_day(without_routes, network, seed) == draw_day(plan_file, network, seed)


def test_what_happens_to_a_vehicle_does_not_depend_on_the_others(plan_file, network):
    alone = replace(
        plan_file,
        fleet=replace(plan_file.fleet, vehicles=plan_file.fleet.vehicles[:1]),
    )
    (vehicle,) = alone.fleet.vehicles
    for seed in range(10):
        own = [
            [one for one in draw_day(day, network, seed).events if is_of(one, vehicle.id)]
            for day in (plan_file, alone)
        ]
        assert own[0] == own[1]


def is_of(event, vehicle_id):
    return isinstance(event, Delayed | VehicleOut) and event.vehicle_id == vehicle_id


def test_nothing_happens_where_nothing_ever_does(plan_file, network):
    day = draw_day(with_rates(plan_file, NEVER), network, 3)
    assert day.events == ()
    assert day.blocked == ()


def test_what_is_certain_happens(plan_file, network):
    rates = replace(NEVER, breakdowns_per_shift=1.0, cancelled_share=1.0, skipped_share=1.0)
    day = draw_day(with_rates(plan_file, rates), network, 3)
    # One sweeper and one truck with a shift each, and the two contracts of a Monday.
    assert [event.kind for event in day.events].count("vehicle_out") == 2
    assert [event.kind for event in day.events].count("task_cancelled") == 2
    assert {one.task_id for one in day.blocked} == {task.id for task in plan_file.tasks}


def test_events_come_as_they_are_told_and_vehicles_stand_still_in_their_shifts(plan_file, network):
    shifts = {vehicle.id: vehicle.shifts[0] for vehicle in plan_file.fleet.vehicles}
    for seed in range(20):
        events = draw_day(plan_file, network, seed).events
        assert [event.told_s for event in events] == sorted(event.told_s for event in events)
        for event in events:
            if isinstance(event, VehicleOut):
                shift = shifts[event.vehicle_id]
                assert shift.start_s <= event.at_s < shift.end_s


def test_cases_are_over_by_their_deadline_and_on_streets_of_the_day(plan_file, network):
    keys = {network.arc_key(arc) for arc in range(network.num_arcs)}
    cases = [
        event
        for seed in range(20)
        for event in draw_day(plan_file, network, seed).events
        if isinstance(event, UrgentCase)
    ]
    assert cases
    for case in cases:
        (window,) = case.task.windows
        assert window.earliest_s == case.told_s
        assert window.latest_s + case.task.modes[0].service_s == case.task.finish_by_s
        assert {spot.arc for mode in case.task.modes for spot in mode.place.entries} <= keys


def test_a_closed_street_is_closed_in_both_directions(plan_file, network):
    closures = [
        event
        for seed in range(20)
        for event in draw_day(plan_file, network, seed).events
        if isinstance(event, StreetClosed)
    ]
    assert closures
    for closure in closures:
        closed = {network.arc_of_key[key] for key in closure.arcs}
        inverses = {int(network.arc_inverse[arc]) for arc in closed} - {-1}
        assert inverses <= closed
        assert closure.told_s <= closure.from_s < closure.until_s


def test_a_drawn_day_is_read_as_it_was_written(plan_file, network, tmp_path):
    day = draw_day(plan_file, network, 6)
    path = tmp_path / "events.json"
    path.write_text(day_json(day), encoding="utf-8")
    assert read_day(path) == day


def test_chance_keeps_to_its_laws():
    draws = [Chance(1, "law", str(number)) for number in range(4000)]
    counts = [one.count(2.0) for one in draws]
    # Poisson of mean 2: variance 2 too. The error of the mean of 4,000 is sqrt(2 / 4000) = 0.022.
    mean = sum(counts) / len(counts)
    assert abs(mean - 2) < 0.1
    assert abs(sum((one - mean) ** 2 for one in counts) / len(counts) - 2) < 0.25
    shares = [one.share() for one in draws]
    # Of [0, 1): the mean is 0.5, with an error of sqrt(1 / 12 / 4000) = 0.0046.
    assert abs(sum(shares) / len(shares) - 0.5) < 0.02
    lasts = [one.lasts_s(60) for one in draws]
    # Exponential of mean 60 min: exp(-1) of them last longer.
    longer = sum(one > 3600 for one in lasts) / len(lasts)
    assert abs(longer - math.exp(-1)) < 0.03


@pytest.mark.parametrize("values", [{"closure_m": -1}, {"skipped_share": 1.5}])
def test_rates_that_cannot_be_are_refused(values):
    with pytest.raises(InvalidValue, match="must not be negative"):
        Disturbances(**values)


def test_rates_are_those_of_the_scenario(plan_file):
    assert plan_file.scenario["disturbances"]["cases_per_day"] == OFTEN.cases_per_day
