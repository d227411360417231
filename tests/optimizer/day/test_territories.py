"""Where vehicles' territories lie, and that work stays in them where straying is dear.

1 --- 2 --- 3 --- 4 --- 5 --- 6 --- 7      six blocks of 100 m, swept on both sides;
                  Y                        the yard is in the middle
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.answer.reasons import explain
from optimizer.answer.timetable import routes_of
from optimizer.checker import check
from optimizer.day.territories import with_territories
from optimizer.engines import Run
from optimizer.instance.instance import FEN
from optimizer.plan import Plan
from optimizer.solver import solve
from optimizer.stop import limits
from tests.hand_drawn import SWEEPER, small_day, yard_at
from tests.scenarios.planning.test_random_days import built
from tests.streets import street_network

STREET = street_network(
    {number: (100.0 * (number - 1), 0.0) for number in range(1, 8)},
    [(number, number + 1) for number in range(1, 7)],
)
# The second vehicle costs 100 yuan, so that one alone does everything unless straying is dearer.
TWO = (
    replace(SWEEPER, cost_per_shift_fen=10_000),
    replace(SWEEPER, id="S2", cost_per_shift_fen=10_000),
)
WEST = {"1>2", "2>1", "2>3", "3>2", "3>4", "4>3"}
EAST = {"4>5", "5>4", "5>6", "6>5", "6>7", "7>6"}


@pytest.fixture(scope="module")
def street():
    return small_day(STREET, {"yard": yard_at(STREET, "3>4", 99)}, vehicles=TWO)


def swept(street, day):
    """The arcs that each vehicle sweeps, by vehicle."""
    solution = solve(day.instance, Run(stop=limits(iterations=300), seed=1)).solution
    arcs = {task.id: task.kerb.arc for task in street.tasks}
    plan = street.plan_of(solution)
    return {route.vehicle_id: {arcs[id_] for id_ in route.task_ids} for route in plan.routes}


def test_without_a_price_one_vehicle_does_everything(street):
    assert with_territories(street.day, STREET, stray_fen_per_km=0) is street.day
    assert list(swept(street, street.day).values()) == [WEST | EAST]


def test_at_a_high_price_each_vehicle_keeps_to_its_half(street):
    day = with_territories(street.day, STREET, stray_fen_per_km=100_000)
    assert sorted(map(sorted, swept(street, day).values())) == [sorted(WEST), sorted(EAST)]


def test_a_territory_has_its_middle_and_reaches_over_most_of_its_work(street):
    instance = with_territories(street.day, STREET, stray_fen_per_km=50).instance
    # The middles of the blocks are at 50, 150 and 250 m, and at 350, 450 and 550 m.
    assert sorted(instance.territories.duty_east_m.tolist()) == [150, 450]
    assert instance.territories.duty_near_m.tolist() == [100, 100]
    assert set(instance.territories.stray_per_m.tolist()) == {FEN * 50 // 1000}


def test_territories_follow_a_reference_plan(street):
    apart = with_territories(street.day, STREET, stray_fen_per_km=100_000)
    solution = solve(apart.instance, Run(stop=limits(iterations=300), seed=1)).solution
    plan = street.plan_of(solution)
    other = {"S1": "S2", "S2": "S1"}
    swapped = Plan(
        routes=tuple(replace(one, vehicle_id=other[one.vehicle_id]) for one in plan.routes)
    )
    first, second = (
        with_territories(street.day, STREET, stray_fen_per_km=50, reference=one).instance
        for one in (plan, swapped)
    )
    assert np.array_equal(first.territories.duty_east_m, second.territories.duty_east_m[::-1])
    assert not np.array_equal(first.territories.duty_east_m, second.territories.duty_east_m)


def test_a_negative_price_is_refused(street):
    with pytest.raises(ValueError, match="stray_fen_per_km"):
        with_territories(street.day, STREET, stray_fen_per_km=-1)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), price=st.integers(1, 10**6))
def test_plans_of_random_days_with_territories_pass_the_checker(seed, price):
    network, fleet, tasks, sites, day = built(seed)
    day = with_territories(day, network, stray_fen_per_km=price)
    solution = solve(day.instance, Run(stop=limits(iterations=60), seed=0)).solution
    plan = Plan(routes=routes_of(day, solution), unassigned=explain(day, solution))
    assert check(network, fleet, tasks, sites, plan) == []
