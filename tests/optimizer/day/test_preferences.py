"""Pins, an earlier plan and a balance in a day with streets and vehicles."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet import Work
from optimizer.answer.earlier_plan import solution_of
from optimizer.answer.reasons import explain
from optimizer.answer.timetable import routes_of
from optimizer.checker import check
from optimizer.day.preferences import Balance, balance_routes, pin_tasks, prefer_plan
from optimizer.engines import Run
from optimizer.errors import InputError
from optimizer.instance.instance import FEN
from optimizer.plan import Plan
from optimizer.solver import solve
from optimizer.stop import limits
from tests.scenarios.planning.test_random_days import built


def solved(day, *, iterations=100, seed=0, start=None):
    stop = limits(iterations=iterations)
    return solve(day.instance, Run(stop=stop, seed=seed), start=start).solution


def plan_of(day, solution):
    return Plan(routes=routes_of(day, solution), unassigned=explain(day, solution))


def whose(plan):
    """Returns vehicle and shift of every task served."""
    return {
        id_: (route.vehicle_id, route.shift_id) for route in plan.routes for id_ in route.task_ids
    }


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_plan_read_back_is_the_solution_it_was_made_of(seed):
    day = built(seed)[-1]
    solution = solved(day)
    assert solution_of(day, plan_of(day, solution)) == solution


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_at_a_high_price_nobody_loses_a_task_to_another(seed):
    network, fleet, tasks, sites, day = built(seed)
    before = plan_of(day, solved(day, iterations=5))
    tied = prefer_plan(day, before, change_fen=10**6)
    plan = plan_of(tied, solved(tied, seed=1, start=solution_of(tied, before)))
    assert check(network, fleet, tasks, sites, plan) == []
    assert whose(plan).items() >= whose(before).items()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), data=st.data())
def test_a_pinned_task_is_with_its_vehicle_or_nowhere(seed, data):
    network, fleet, tasks, sites, day = built(seed)
    pins = {}
    for number, task in enumerate(day.tasks):
        able = [
            (duty.vehicle.id, duty.shift.id)
            for duty, kind in zip(day.duties, day.instance.duty_type, strict=True)
            if day.instance.allowed[kind, number]
        ]
        if data.draw(st.booleans()):
            pins[task.id] = data.draw(st.sampled_from(able))
    plan = plan_of(day, solved(pin_tasks(day, pins)))
    assert check(network, fleet, tasks, sites, plan) == []
    assert all(pins.get(id_, duty) == duty for id_, duty in whose(plan).items())


def test_a_pin_that_names_nothing_is_refused_with_what_to_do():
    day = built(1)[-1]
    task = next(task.id for task in day.tasks if task.work is Work.SWEEP)
    for pins, match in (
        ({"no/such": ("S0", "first")}, "pin of no/such: the day has no such task"),
        ({task: ("S0", "night")}, f"pin of {task}: S0 has no shift night"),
        ({task: ("T1", "first")}, f"pin of {task}: T1 has no skill for sweep"),
    ):
        with pytest.raises(InputError, match=match):
            pin_tasks(day, pins)


def test_what_a_plan_names_and_the_day_lacks_is_passed_over():
    day, other = built(2)[-1], built(3)[-1]
    plan = plan_of(other, solved(other))
    tied = prefer_plan(day, plan, change_fen=100)
    known = {task.id for task in day.tasks} & plan.served
    named = {
        day.tasks[n].id for n in range(len(day.tasks)) if tied.instance.reference.duty[n] >= 0
    }
    assert named <= known
    assert solved(tied, start=solution_of(tied, plan)).routes


def test_a_balance_begins_where_so_many_hours_are_paid():
    day = built(4)[-1]
    instance = balance_routes(day, Balance(above_s=3600, share=0.5)).instance
    per_s = instance.type_per_s[instance.duty_type]
    assert (instance.balance.above == 3600 * per_s).all()
    # One and a half times: 512 parts of 1024 on top.
    assert (instance.balance.share == 512).all()
    hourly = [duty.vehicle.cost_per_hour_fen for duty in day.duties]
    assert instance.balance.above == pytest.approx([FEN * fen for fen in hourly], rel=1e-3)


@pytest.mark.parametrize(("above_s", "share"), [(-1, 0.5), (0, -0.1), (0, 17.0)])
def test_a_balance_out_of_range_is_refused(above_s, share):
    with pytest.raises(ValueError, match="must"):
        Balance(above_s=above_s, share=share)
