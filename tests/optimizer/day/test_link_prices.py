"""What the search pays along random routes is what the checker adds up of them."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.answer.timetable import routes_of
from optimizer.checker import check, cost_figures
from optimizer.day.prices import Prices, price_day
from optimizer.instance.instance import FEN
from optimizer.plan import Plan
from optimizer.search import evaluate
from tests.hand_drawn import STANDARD, SWEEPER, YARD, small_day, yard_at
from tests.optimizer.day.test_lanes import DUAL

CHANGES = replace(STANDARD, lane_change_s=10, lane_crossed_s=5)
DAY = small_day(
    DUAL,
    {"yard": yard_at(DUAL, "6>5", 10)},
    standards=(CHANGES,),
    vehicles=(replace(SWEEPER, cost_per_shift_fen=5_000),),
    facilities=(YARD,),
)
"""A dual carriageway of three blocks, its right and its median kerbs: twelve to be swept."""

orders = st.permutations(range(len(DAY.day.tasks))).flatmap(
    lambda order: st.integers(1, len(order)).map(lambda length: list(order[:length]))
)


def planned(day, order):
    """Solution and plan of one route that sweeps kerbs in an order."""
    final = int(day.instance.type_final_reset[0])
    elements = order if final < 0 else [*order, final]
    solution = evaluate(day.instance, [elements])
    return solution, Plan(routes=routes_of(day, solution))


@settings(max_examples=60, deadline=None)
@given(order=orders)
def test_seconds_of_going_over_cost_what_the_checker_adds_up(order):
    solution, plan = planned(DAY.day, order)
    tasks = {task.id: task for task in DAY.day.tasks}
    served = [tasks[id_] for route in plan.routes for id_ in route.task_ids]
    # Stated changes, and the seconds that they take, are those of the streets.
    assert check(DAY.network, DAY.fleet, served, DAY.sites, plan) == []
    figures = cost_figures(DAY.fleet, tasks, plan)
    driven = figures["distance_fen"].exact + figures["time_fen"].exact
    assert Fraction(solution.cost, FEN) == driven + figures["shifts_fen"]


@settings(max_examples=60, deadline=None)
@given(order=orders, lane_change_fen=st.integers(1, 1_000), least_run_m=st.integers(0, 100))
def test_the_price_of_going_over_is_paid_for_every_change_that_the_plan_states(
    order, lane_change_fen, least_run_m
):
    plain, plan = planned(DAY.day, order)
    prices = Prices(lane_change_fen=lane_change_fen, least_run_m=least_run_m)
    priced, same = planned(price_day(DAY.day, DUAL, prices), order)
    assert same == plan
    (route,) = plan.routes
    changes = sum(bool(one.lane_change) for one in route.activities)
    # Every drive to a kerb begins a run; kerbs of this street are worth nothing by the metre.
    assert priced.cost - plain.cost == FEN * lane_change_fen * changes
