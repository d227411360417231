import pytest

from scenarios.measures.measures import Measures, measure
from tests.scenarios import small_plan


@pytest.fixture(scope="module")
def measures() -> Measures:
    streets = small_plan.network()
    due, plan = small_plan.tasks(streets), small_plan.plan()
    return measure(small_plan.fleet(), due, plan, small_plan.audit(due, plan))


def test_counts_metres_worked_and_driven_empty_by_route(measures):
    kitchen, sweeper = measures.routes
    # S1 sweeps 300 + 500 m and drives 400 m out and 400 m back; K1 drives 950 + 650 m.
    assert (sweeper.service_m, sweeper.deadhead_m) == (800, 800)
    assert (kitchen.service_m, kitchen.deadhead_m) == (0, 1600)
    assert (measures.service_m, measures.deadhead_m) == (800, 2400)


def test_a_truck_drives_between_stops_and_not_empty(measures):
    kitchen, sweeper = measures.routes
    assert (sweeper.empty_m, sweeper.between_stops_m) == (800, 0)
    assert (kitchen.empty_m, kitchen.between_stops_m) == (0, 1600)
    assert (measures.empty_m, measures.between_stops_m) == (800, 1600)
    trucks, sweepers = measures.kinds
    assert (trucks.kind, trucks.service_m, trucks.between_stops_m) == ("kitchen_truck", 0, 1600)
    # 800 m of work and 800 m empty.
    assert (sweepers.kind, sweepers.empty_share) == ("sweeper", 0.5)


def test_waiting_is_duty_that_is_neither_paid_nor_a_break(measures):
    kitchen = measures.routes[0]
    # 11:00:00 to 11:20:10 is 1210 s; 100 + 70 s driving, 240 s at the kitchen, 600 s unloading.
    assert (kitchen.duty_s, kitchen.paid_s, kitchen.wait_s) == (1210, 1010, 200)


def test_costs_add_up_term_by_term(measures):
    # Distance: 3.2 km at 2.50 yuan. Time: 60 + 8 + 60 + 300 + 500 + 600 = 1528 s and 1010 s at
    # 180 yuan an hour. Two shifts of 50 yuan.
    assert measures.costs.distance_fen == 800
    assert measures.costs.time_fen == 12_690
    assert measures.costs.shifts_fen == 10_000
    assert measures.costs.total_fen == sum(row.cost_fen for row in measures.routes) == 23_490


def test_waiting_is_a_term_of_its_own_and_part_of_the_total():
    streets = small_plan.network()
    due, plan = small_plan.tasks(streets), small_plan.plan()
    audit = small_plan.audit(due, plan)
    found = measure(small_plan.fleet(), due, plan, audit, waiting_fen_per_hour=7_200)
    # The truck's 200 s at 72 yuan an hour: 4 yuan, beside the 234.90 of above.
    assert found.wait_s == 200
    assert found.costs.waiting_fen == 400
    assert found.costs.total_fen == sum(row.cost_fen for row in found.routes) == 23_890


def test_counts_what_required_and_optional_work_is_left(measures):
    # Required: K02 and the second pass of North Road; optional: 9 + 3 yuan in West Road.
    assert measures.costs.required_unserved == 2
    assert measures.costs.optional_prize_lost_fen == 1_200


def test_fuel_is_by_kilometre_and_by_hour_worked(measures):
    # 3.2 km at 400 ml, and 800 s of sweeping and 240 s at the kitchen at 9 l an hour: 2.6 l.
    assert measures.fuel_ml == 1_280 + 2_600
    # 3.88 l at 2.68 kg is 10.4 kg.
    assert measures.co2_kg == 10


def test_a_kerb_counts_once_in_the_mechanised_rate(measures):
    first, second = measures.classes
    assert (first.label, first.mechanised_m2, first.passes_done, first.passes_due) == (
        "I",
        1200,
        1,
        2,
    )
    assert (second.mechanised_m2, second.passes_done, second.passes_due) == (2000, 1, 3)
    # (1200 + 2000) of (1500 + 4000) m2.
    assert measures.rate == pytest.approx(3200 / 5500)


def test_every_maintained_square_metre_is_in_one_lot(measures):
    for row in (*measures.coverage.classes, *measures.coverage.towns):
        assert row.mechanised_m2 + row.manual_m2 + row.uncovered_m2 == row.maintained_m2
    assert measures.maintained_m2 == 5500
    assert sum(row.maintained_m2 for row in measures.coverage.towns) == 5500


def test_optional_kerbs_in_no_route_fall_to_hand_sweeping_with_the_plan_s_reason(measures):
    lots = {
        row.reason: (row.lot, row.area_m2, row.detail and str(row.detail))
        for row in measures.coverage.streets
    }
    assert lots == {
        "too_narrow": ("manual", 200, None),
        "not_due_today": ("uncovered", 100, None),
        "not_worth": ("manual", 2000, str(small_plan.worth(9))),
    }


def test_unserved_area_is_counted_once_a_kerb_with_its_reason(measures):
    areas = {(row.service_class, row.reason): row.area_m2 for row in measures.unassigned}
    # North Road was swept once: its second pass leaves no area. West Road's north kerb: 500 x 4 m.
    assert areas == {("", "window"): 0, ("I", "shift_time"): 0, ("II", "not_worth"): 2000}


def test_reports_kitchen_waste_of_what_is_due(measures):
    assert (measures.kitchen_collected_kg, measures.kitchen_due_kg) == (120, 200)
    assert (measures.contracts_served, measures.contracts_due) == (1, 2)


def test_names_vehicles_without_a_route(measures):
    assert measures.idle_vehicles == ("S2",)
    assert measures.vehicles_used == 2
