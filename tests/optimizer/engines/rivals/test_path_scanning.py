"""The greedy baseline: what it does can be told beforehand."""

import numpy as np
import pytest
from hypothesis import given, settings

from optimizer.engines import Run, Watch
from optimizer.engines.rivals.path_scanning import RULES, path_scanning
from optimizer.errors import InputError
from optimizer.instance.instance import NEVER, Instance, pack_travel
from optimizer.instance.solution import Solution
from optimizer.stop import limits
from tests.optimizer.search.simulator import faults
from tests.rich_instances import apart_from_all, rich_instances

FIVE = limits(iterations=5)


def on_a_line(tasks_at, *, facility_at=5, capacity=10, shift_s=10_000, windows=None, optional=()):
    """Tasks on a line with the depot at 0: a second a metre, a second's work, one kilogram each.

    One duty, which must end at the facility.
    """
    places = np.array([*tasks_at, facility_at, 0])
    metres = np.abs(places[:, None] - places[None, :]).astype(np.int32)
    travel, offset, size = pack_travel([(metres, metres)])
    tasks, modes = len(tasks_at), len(tasks_at) + 1
    bands = [*(windows or [(0, NEVER // 2)] * tasks), (0, NEVER // 2)]
    one, none = np.ones(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    return Instance(
        mode_start=np.arange(modes + 1),
        mode_place=np.arange(modes)[None, :].copy(),
        mode_service_s=np.ones((1, modes), dtype=np.int64),
        mode_service_m=np.zeros(modes, dtype=np.int64),
        window_start=np.arange(modes + 1),
        window_earliest_s=np.array([begin for begin, _ in bands]),
        window_latest_s=np.array([end for _, end in bands]),
        travel=travel,
        travel_offset=offset,
        travel_size=size,
        demand=np.ones((tasks, 1), dtype=np.int64),
        prize=np.full(tasks, 10_000),
        worth=np.ones(tasks),
        required=~np.isin(np.arange(tasks), optional),
        allowed=np.ones((1, tasks), dtype=np.bool_),
        type_profile=none,
        type_capacity=np.array([[capacity]]),
        type_reset=np.array([[tasks]]),
        type_final_reset=np.array([tasks]),
        type_per_m=none,
        type_per_s=one,
        duty_type=none,
        duty_start_place=np.array([modes]),
        duty_end_place=np.array([modes]),
        duty_start_s=none,
        duty_end_s=np.array([shift_s]),
        duty_cost=none,
        duty_group=none,
        rest_earliest_s=np.array([NEVER]),
        rest_latest_s=np.array([NEVER]),
        rest_s=none,
        neighbours=np.full((tasks, 1), -1),
    )


def route_of(instance):
    solution = path_scanning(instance, Run(stop=FIVE)).solution
    assert faults(instance, solution) == []
    return [visit.element for visit in solution.routes[0]]


def test_goes_on_to_the_nearest_and_ends_at_the_facility():
    # From 0: 10 is nearer than -15; from 10: 20; then back to -15.
    assert route_of(on_a_line([20, -15, 10])) == [2, 0, 1, 3]


def test_unloads_when_the_next_task_does_not_fit():
    # Two kilograms fit: the third task comes behind a visit to the facility, element 3.
    assert route_of(on_a_line([20, -15, 10], capacity=2)) == [2, 0, 3, 1, 3]


def test_required_tasks_come_before_optional_ones_that_are_nearer():
    # 10 is nearest but optional: first -15 (15 away), then 20, then back to 10.
    assert route_of(on_a_line([20, -15, 10], optional=[2])) == [1, 0, 2, 3]


def test_does_not_wait_where_work_can_begin_sooner_elsewhere():
    always, later = (0, NEVER // 2), (1000, 2000)
    assert route_of(on_a_line([20, -15, 10], windows=[always, always, later])) == [1, 0, 2, 3]


def test_stops_in_time_to_be_home_by_way_of_the_facility():
    # 10 done at 11, 20 done at 22, facility at 5 until 38, home at 43: one second less is too few.
    assert route_of(on_a_line([20, 10], shift_s=43)) == [1, 0, 2]
    assert route_of(on_a_line([20, 10], shift_s=42)) == [1, 2]


def test_a_task_that_no_vehicle_holds_stays_absent():
    instance = on_a_line([20, 10])
    solution = path_scanning(
        instance.replace(demand=np.array([[11], [1]])), Run(stop=FIVE)
    ).solution
    assert solution.absent == (0,)


@settings(max_examples=150, deadline=None)
@given(instance=rich_instances().map(apart_from_all))
def test_every_plan_keeps_all_rules(instance):
    assert faults(instance, path_scanning(instance, Run(stop=FIVE)).solution) == []


def test_each_rule_is_one_iteration_and_the_best_is_kept():
    told = []
    instance = on_a_line([10, -10, 20, -20])
    outcome = path_scanning(instance, Run(stop=FIVE, watch=Watch(on_progress=told.append)))
    assert outcome.iterations == len(RULES) == len(told)
    assert [p.best_cost for p in told] == sorted((p.best_cost for p in told), reverse=True)
    assert told[-1].best_cost == outcome.solution.cost
    stopped = path_scanning(instance, Run(stop=FIVE, watch=Watch(should_stop=lambda: True)))
    assert stopped.interrupted
    assert stopped.iterations == 1


def test_refuses_a_solution_to_start_from():
    with pytest.raises(InputError, match="cannot go on from a given solution"):
        path_scanning(on_a_line([1]), Run(stop=FIVE), start=Solution(((),), 0, (0,)))
