"""Figures of the small plan, computed by hand: 1,600 m each for the sweeper and the truck.

S1: 400 + 0 + 400 + 0 m empty in 60 + 8 + 60 s, 300 + 500 m swept in 300 + 500 s, 600 s unloading.
K1: 950 + 650 m in 100 + 70 s, 240 s at the kitchen after 200 s of waiting, 600 s unloading.
Both: 2.50 yuan a km, 180 yuan an hour, 50 yuan a shift, 400 ml a km, 9 l an hour at work.
"""

from dataclasses import replace
from fractions import Fraction

import pytest

from optimizer.checker import Nearest, cost_figures, day_figures, route_figures
from optimizer.plan import ActivityKind, Plan
from tests.scenarios import small_plan

TASKS = {task.id: task for task in small_plan.tasks(small_plan.network())}
FLEET = small_plan.fleet()
KITCHEN, SWEEPER = small_plan.plan().routes


def figures(route):
    return route_figures(route, FLEET.vehicle(route.vehicle_id), TASKS)


def test_a_sweeper_comes_to_what_was_computed_by_hand():
    found = figures(SWEEPER)
    assert (found["service_m"], found["deadhead_m"]) == (800, 800)
    # 21,600 to 23,128 s without waiting: 128 + 800 + 600 s.
    assert (found["duty_s"], found["paid_s"], found["wait_s"]) == (1_528, 1_528, 0)
    assert (found["num_tasks"], found["load_kg"]) == (2, 16)
    assert (found["unloads"], found["refills"]) == (1, 0)
    # 1.6 km * 400 ml + 800 s / 3,600 * 9,000 ml = 640 + 2,000.
    assert found["fuel_ml"] == Nearest(Fraction(2_640))
    # 1.6 km * 250 fen + 1,528 s / 3,600 * 18,000 fen + 5,000 fen = 400 + 7,640 + 5,000.
    assert found["cost_fen"] == Nearest(Fraction(13_040))


def test_waiting_without_a_price_costs_nothing():
    found = figures(KITCHEN)
    # 39,600 to 40,810 s: 170 + 240 + 600 s and 200 s of waiting.
    assert (found["duty_s"], found["paid_s"], found["wait_s"]) == (1_210, 1_010, 200)
    # 400 + 5,050 + 5,000 fen.
    assert found["cost_fen"] == Nearest(Fraction(10_450))


def test_waiting_costs_what_the_scenario_says():
    found = route_figures(KITCHEN, FLEET.vehicle("K1"), TASKS, waiting_fen_per_hour=7_200)
    # 200 s / 3,600 * 7,200 fen = 400 fen on top of the 10,450.
    assert found["cost_fen"] == Nearest(Fraction(10_850))
    costs = cost_figures(FLEET, TASKS, small_plan.plan(), waiting_fen_per_hour=7_200)
    assert costs["waiting_fen"] == Nearest(Fraction(400))


def test_skipped_work_is_driven_and_not_served():
    number = next(n for n, one in enumerate(SWEEPER.activities) if one.kind == "service")
    one = SWEEPER.activities[number]
    came = replace(one, kind=ActivityKind.SKIPPED)
    activities = (*SWEEPER.activities[:number], came, *SWEEPER.activities[number + 1 :])
    found, lasts_s = figures(replace(SWEEPER, activities=activities)), one.end_s - one.begin_s
    # The 300 m of the first task in 300 s: driven, not paid, no sweepings of it.
    assert lasts_s == one.service_m == 300
    assert (found["service_m"], found["deadhead_m"]) == (800, 800)
    assert (found["duty_s"], found["paid_s"], found["wait_s"]) == (1_528, 1_228, 300)
    assert found["num_tasks"] == 1
    assert found["load_kg"] == 16 - TASKS[one.task_id].demand_kg
    # 640 ml by the kilometre, and 500 s / 3,600 * 9,000 ml.
    assert found["fuel_ml"] == Nearest(Fraction(640 + 1_250))


def test_a_kitchen_that_was_skipped_is_not_collected():
    skipped = [
        replace(one, kind=ActivityKind.SKIPPED) if one.kind == "service" else one
        for one in KITCHEN.activities
    ]
    plan = Plan(routes=(replace(KITCHEN, activities=tuple(skipped)), SWEEPER))
    found = day_figures(FLEET, tuple(TASKS.values()), plan)
    assert (found["contracts_served"], found["kitchen_collected_kg"]) == (0, 0)


def test_time_lost_where_a_vehicle_stands_is_waiting():
    start, *rest = SWEEPER.activities
    stand = replace(start, kind=ActivityKind.DELAY, facility_id=None, end_s=start.end_s + 60)
    late = [
        replace(one, arrival_s=one.arrival_s + 60, begin_s=one.begin_s + 60, end_s=one.end_s + 60)
        for one in rest
    ]
    found = figures(replace(SWEEPER, activities=(start, stand, *late)))
    assert (found["duty_s"], found["paid_s"], found["wait_s"]) == (1_588, 1_528, 60)


def test_costs_are_those_of_all_routes_and_of_what_is_left():
    found = cost_figures(FLEET, TASKS, small_plan.plan())
    # 3.2 km; 2,538 s; two shifts.
    assert found["distance_fen"] == Nearest(Fraction(800))
    assert found["time_fen"] == Nearest(Fraction(12_690))
    assert found["shifts_fen"] == 10_000
    # K02 and the second pass of North Road are required, 900 + 300 fen of prizes are lost.
    assert (found["required_unserved"], found["optional_prize_lost_fen"]) == (2, 1_200)


def test_who_has_no_route_is_idle():
    found = day_figures(FLEET, tuple(TASKS.values()), small_plan.plan())
    assert found["idle_vehicles"] == ["S2"]
    assert (found["contracts_due"], found["contracts_served"]) == (2, 1)
    assert (found["kitchen_due_kg"], found["kitchen_collected_kg"]) == (200, 120)


def test_a_half_may_be_rounded_either_way():
    half = Nearest(Fraction(5, 2))
    assert [number for number in range(6) if half.allows(number)] == [2, 3]


@pytest.mark.parametrize("figure", [2.0, True, "2", None])
def test_only_a_whole_number_is_a_rounded_figure(figure):
    assert not Nearest(Fraction(2)).allows(figure)
    assert not Nearest(Fraction(1)).allows(figure)


def test_a_route_of_nothing_and_tasks_unknown_are_no_fault_of_its_figures():
    assert figures(replace(SWEEPER, activities=()))["duty_s"] == 0
    assert route_figures(SWEEPER, FLEET.vehicle("S1"), {})["load_kg"] == 0
    stranger = replace(SWEEPER, vehicle_id="X9")
    assert cost_figures(FLEET, TASKS, Plan(routes=(stranger,)))["shifts_fen"] == 0
