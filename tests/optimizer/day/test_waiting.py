"""Waiting has a price: who would sit in a vehicle for hours is sent out twice, or later.

::

    yard 1 ------ 500 m ------ 2      two kerbs, swept in 300 s each at 6 km/h

One kerb is to be begun by 06:10, the other one from 09:00 on: one vehicle for both waits from
about 06:15 to 09:00, or sets out twice.
"""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet import Fleet, InvalidValue, TimeWindow
from optimizer.answer.timetable import routes_of, schedule
from optimizer.checker import cost_figures
from optimizer.day.building import build_day
from optimizer.day.prices import Prices
from optimizer.day.waiting import with_price_on_waiting
from optimizer.engines import Run
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.instance.instance import FEN
from optimizer.plan import Plan, Unassigned
from optimizer.search.packed import pack
from optimizer.search.solutions import load, shuns_of_solution
from optimizer.stop import limits
from tests.hand_drawn import HOUR_S, SWEEPER, YARD, small_day, yard_at
from tests.scenarios.planning.test_random_days import built
from tests.streets import street_network

STREET = street_network({1: (0, 0), 2: (500, 0)}, [(1, 2)], turning=[1, 2])
CREW_FEN = 6_000


def two_vehicles():
    """The day of the street, and vehicles of which each costs 50 yuan to send out."""
    vehicles = tuple(replace(SWEEPER, id=id_, cost_per_shift_fen=5_000) for id_ in ("S1", "S2"))
    drawn = small_day(STREET, {"yard": yard_at(STREET, "1>2", 10)}, vehicles=vehicles)
    windows = {
        "1>2": TimeWindow(earliest_s=6 * HOUR_S, latest_s=6 * HOUR_S + 600),
        "2>1": TimeWindow(earliest_s=9 * HOUR_S, latest_s=10 * HOUR_S),
    }
    tasks = [
        replace(task, windows=(windows[task.kerb.arc],))
        for task in drawn.tasks
        if task.kerb.side == "right"
    ]
    fleet = Fleet(vehicles=vehicles, facilities=(YARD,))
    return build_day(STREET, fleet, tasks, drawn.sites)


def routes_at(waiting_fen_per_hour):
    day = with_price_on_waiting(two_vehicles(), waiting_fen_per_hour=waiting_fen_per_hour)
    run = Run(stop=limits(iterations=200), seed=1)
    return routes_of(day, ruin_recreate(day.instance, run).solution)


def test_without_a_price_one_vehicle_waits_for_hours():
    (route,) = routes_at(0)
    waits_s = [one.begin_s - one.arrival_s for one in route.activities]
    # From the end of the first kerb, 06:16 at the latest, until 09:00.
    assert max(waits_s) > 2.5 * HOUR_S


def test_with_a_price_a_second_vehicle_is_cheaper_than_hours_of_waiting():
    # More than 2.5 h at 60 yuan are dearer than a shift of 50 yuan with its way out and home.
    routes = routes_at(CREW_FEN)
    assert len(routes) == 2
    assert all(one.begin_s == one.arrival_s for route in routes for one in route.activities)
    # The later one sets out when its kerb is open, not when its shift begins.
    late = max(route.start_s for route in routes)
    assert late > 8.5 * HOUR_S


def test_a_price_below_that_of_a_vehicle_changes_nothing():
    # 3 h at 10 yuan are less than the 50 yuan of a shift.
    assert routes_at(1_000) == routes_at(0)


def test_without_a_price_the_day_stays_as_it_is():
    day = two_vehicles()
    assert with_price_on_waiting(day, waiting_fen_per_hour=0) is day


def test_a_negative_price_is_refused():
    with pytest.raises(InvalidValue, match="waiting_fen_per_hour must not be negative, got -1"):
        Prices(waiting_fen_per_hour=-1)


def planned(seed):
    """Streets, fleet and tasks of a random day with a price on waiting, with a solution of it."""
    _, fleet, tasks, _, day = built(seed)
    day = with_price_on_waiting(day, waiting_fen_per_hour=CREW_FEN)
    run = Run(stop=limits(iterations=60), seed=seed)
    return fleet, tasks, day, ruin_recreate(day.instance, run).solution


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_solution_costs_what_the_checker_adds_up(seed):
    fleet, tasks, day, solution = planned(seed)
    left = [task for task in tasks if task not in {day.tasks[n] for n in _served(day, solution)}]
    plan = Plan(
        routes=routes_of(day, solution),
        unassigned=tuple(
            Unassigned(task_id=task.id, reason="search_ended", detail="") for task in left
        ),
    )
    figures = cost_figures(
        fleet, {task.id: task for task in tasks}, plan, waiting_fen_per_hour=CREW_FEN
    )
    terms = [figures[f"{name}_fen"].exact for name in ("distance", "time", "waiting")]
    # To the last unit: 3,600,000 of them are a fen.
    assert Fraction(solution.cost, FEN) == sum(terms) + figures["shifts_fen"]


def _served(day, solution):
    tasks = len(day.tasks)
    return {one.element for route in solution.routes for one in route if one.element < tasks}


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_search_and_timetable_wait_equally_long(seed):
    *_, day, solution = planned(seed)
    per_s = CREW_FEN * FEN // HOUR_S
    sequences = [[one.element for one in route] for route in solution.routes]
    state = load(
        day.instance, pack(day.instance), sequences, shuns_of_solution(day.instance, solution)
    )
    for duty, route in enumerate(solution.routes):
        if route:
            departure_s, timings, return_s = schedule(day, duty, route)
            waits_s = sum(one.begin_s - one.arrival_s for one in timings)
            waits_s += sum(
                one.rest_begin_s - one.end_s for one in timings if one.rest_begin_s is not None
            )
            assert int(state.route["waiting"][duty]) == per_s * waits_s
            assert departure_s < return_s
