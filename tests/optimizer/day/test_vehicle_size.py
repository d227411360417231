"""Limits of size: who may do a task, and what is said where nobody may."""

from dataclasses import replace

import pytest

from optimizer.answer.reasons import explain
from optimizer.answer.timetable import routes_of
from optimizer.checker import check
from optimizer.day.building import build_day
from optimizer.day.vehicle_size import fits
from optimizer.engines import Run
from optimizer.plan import Plan, Reason
from optimizer.solver import solve
from optimizer.stop import limits
from tests.optimizer.checker.hand_made import (
    NETWORK,
    S1,
    S2,
    SITES,
    STOP_C,
    SWEEP_A,
    SWEEP_B,
    fleet_of,
    window,
)

LONG, SHORT = replace(S1, length_cm=800), replace(S2, length_cm=550)
LIMITED = replace(SWEEP_A, max_length_cm=600, windows=window(900, 9000))


def day_of(*vehicles, tasks):
    return build_day(NETWORK, replace(fleet_of(), vehicles=vehicles), tasks, SITES)


def able(day, task_id):
    """Ids of the vehicles that may do a task."""
    number = [task.id for task in day.tasks].index(task_id)
    kinds = day.instance.duty_type
    return [
        duty.vehicle.id
        for n, duty in enumerate(day.duties)
        if day.instance.allowed[kinds[n], number]
    ]


@pytest.mark.parametrize(
    ("limit", "own", "is_within"),
    [
        ({"max_length_cm": 600}, {"length_cm": 600}, True),
        ({"max_length_cm": 600}, {"length_cm": 601}, False),
        # Nobody knows the length: it counts as within.
        ({"max_length_cm": 600}, {}, True),
        # A sweeper's profile is 250 cm wide and weighs 16,000 kg.
        ({"max_width_cm": 250}, {}, True),
        ({"max_width_cm": 249}, {}, False),
        ({"max_width_cm": 249}, {"width_cm": 220}, True),
        ({"max_weight_kg": 15_999}, {}, False),
        ({"max_weight_kg": 15_999}, {"weight_kg": 7_500}, True),
        ({}, {"length_cm": 2_000}, True),
    ],
)
def test_a_vehicle_fits_by_its_own_size_or_else_its_profiles(limit, own, is_within):
    assert fits(replace(S1, **own), replace(SWEEP_A, **limit)) is is_within


def test_only_vehicles_within_the_limits_may_do_a_task():
    day = day_of(LONG, SHORT, tasks=(LIMITED, SWEEP_B))
    assert able(day, "A") == ["S2"]
    assert able(day, "B") == ["S1", "S2"]


def test_the_search_sends_the_vehicle_that_fits():
    # Without its limit A would be done by either; S2's shift costs a hundred yuan more.
    dear = replace(SHORT, cost_per_shift_fen=10_000)
    for vehicles in ((LONG, dear), (dear, LONG)):
        day = day_of(*vehicles, tasks=(LIMITED,))
        solution = solve(day.instance, Run(stop=limits(iterations=100), seed=1)).solution
        plan = Plan(routes=routes_of(day, solution), unassigned=explain(day, solution))
        assert [route.vehicle_id for route in plan.routes] == ["S2"]
        fleet = replace(fleet_of(), vehicles=vehicles)
        assert check(NETWORK, fleet, (LIMITED,), SITES, plan) == []


def test_vehicles_of_unlike_weight_keep_their_tasks_neighbours():
    # They drive by profiles of their own; only the light one may do A.
    light = replace(S2, weight_kg=7_000)
    limited = replace(SWEEP_A, max_weight_kg=8_000)
    day = day_of(S1, light, tasks=(limited, SWEEP_B))
    assert able(day, "A") == ["S2"]
    assert day.instance.neighbours[:, 0].tolist() == [1, 0]


def test_a_task_that_no_vehicle_fits_is_unassigned_with_the_limit():
    day = day_of(LONG, tasks=(LIMITED, SWEEP_B, STOP_C))
    (left,) = day.left_out
    assert (left.task_id, left.reason) == ("A", Reason.NO_VEHICLE)
    assert "at most 600 cm long" in str(left.detail)


def test_a_task_refuses_a_limit_below_nothing():
    with pytest.raises(ValueError, match="0 is for none"):
        replace(SWEEP_A, max_width_cm=-1)


@pytest.mark.parametrize("engine", ["ruin_recreate", "divided", "path_scanning", "ortools"])
def test_every_engine_keeps_heavy_vehicles_away(engine):
    light = replace(S2, weight_kg=7_000, cost_per_shift_fen=10_000)
    tasks = (
        replace(LIMITED, max_length_cm=0, max_weight_kg=8_000),
        replace(SWEEP_B, windows=window(900, 9000)),
    )
    day = day_of(S1, light, tasks=tasks)
    # The heavy one's profile has no place for A at all.
    of_a = int(day.instance.mode_start[0])
    heavy = day.profile_of(next(n for n, d in enumerate(day.duties) if d.vehicle.id == "S1"))
    assert day.instance.mode_place[heavy, of_a] == -1
    stop = limits(iterations=60, seconds=2)
    solution = solve(day.instance, Run(stop=stop, seed=1), engine=engine).solution
    plan = Plan(routes=routes_of(day, solution), unassigned=explain(day, solution))
    assert check(NETWORK, replace(fleet_of(), vehicles=(S1, light)), tasks, SITES, plan) == []
    done_by = {
        activity.task_id: route.vehicle_id
        for route in plan.routes
        for activity in route.activities
        if activity.task_id
    }
    assert done_by["A"] == "S2"
