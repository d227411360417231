"""The engine for large fleets: what is searched in parts is one plan in the end."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.answer.reasons import explain
from optimizer.answer.timetable import routes_of
from optimizer.checker import check
from optimizer.division.cut import cut
from optimizer.division.parts import Divider
from optimizer.division.rounds import rounds_of
from optimizer.division.territories import deal_territories
from optimizer.engines import Run, Watch
from optimizer.engines.divided import solve_divided
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.errors import InputError
from optimizer.instance.solution import Solution
from optimizer.plan import Plan
from optimizer.stop import limits
from tests.optimizer.search.simulator import faults
from tests.rich_instances import Features, apart_from_all, rich_instance, rich_instances
from tests.scenarios.planning.test_random_days import built


def with_prizes(instance, solution):
    return solution.cost + sum(int(instance.prize[task]) for task in solution.absent)


def steps(number):
    return limits(iterations=number)


@settings(max_examples=150, deadline=None)
@given(instance=rich_instances(max_tasks=16).map(apart_from_all), seed=st.integers(0, 99))
def test_what_the_parts_do_together_keeps_all_rules(instance, seed):
    outcome = solve_divided(instance, Run(stop=steps(60), seed=seed), tasks_per_part=4)
    assert faults(instance, outcome.solution) == []


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), compact=st.sampled_from([0, 3000]))
def test_every_plan_of_a_random_day_passes_the_checker(seed, compact):
    network, fleet, tasks, sites, day = built(seed, compact)
    solution = solve_divided(
        day.instance, Run(stop=steps(60), seed=seed), tasks_per_part=3
    ).solution
    plan = Plan(routes=routes_of(day, solution), unassigned=explain(day, solution))
    assert check(network, fleet, tasks, sites, plan) == []
    assert plan.served | {one.task_id for one in plan.unassigned} == {task.id for task in tasks}


@settings(max_examples=60, deadline=None)
@given(instance=rich_instances(max_tasks=16).map(apart_from_all), seed=st.integers(0, 99))
def test_is_never_worse_than_the_solution_it_starts_from(instance, seed):
    start = ruin_recreate(instance, Run(stop=steps(80), seed=seed)).solution
    outcome = solve_divided(
        instance, Run(stop=steps(30), seed=seed), start=start, tasks_per_part=4
    )
    assert faults(instance, outcome.solution) == []
    assert with_prizes(instance, outcome.solution) <= with_prizes(instance, start)


def many_tasks(**more):
    has = Features(num_tasks=60, num_duties=6, depots=True, shifts=True, hopper=2, optional="some")
    return rich_instance(5, has).replace(**more)


def test_the_same_seed_and_iterations_give_the_same_solution():
    one, two = (
        solve_divided(many_tasks(), Run(stop=steps(400), seed=3), tasks_per_part=15)
        for _ in range(2)
    )
    assert one.solution == two.solution
    assert one.iterations == two.iterations == 400
    other = solve_divided(many_tasks(), Run(stop=steps(400), seed=4), tasks_per_part=15)
    assert other.solution != one.solution


def test_a_small_instance_is_left_to_the_undivided_engine():
    instance = rich_instance(2, Features(num_tasks=8))
    one = solve_divided(instance, Run(stop=steps(50), seed=1))
    assert one.solution == ruin_recreate(instance, Run(stop=steps(50), seed=1)).solution


def test_tells_of_progress_and_hands_out_solutions_that_get_better():
    instance, told, found = many_tasks(), [], []
    watch = Watch(on_progress=told.append, on_best=lambda best: found.append(best()))
    outcome = solve_divided(instance, Run(stop=steps(600), seed=1, watch=watch), tasks_per_part=15)
    costs = [with_prizes(instance, solution) for solution in found]
    assert len(costs) > 1
    assert costs == sorted(costs, reverse=True)
    assert all(faults(instance, solution) == [] for solution in found)
    assert with_prizes(instance, outcome.solution) <= costs[-1]
    searching = [progress for progress in told if progress.stage == "search"]
    assert [p.iterations for p in searching] == sorted(p.iterations for p in searching)
    assert searching[-1].best_cost == costs[-1]
    assert searching[-1].share == 1.0


def test_keeps_the_best_when_it_is_told_to_stop():
    instance, told = many_tasks(), []

    def is_enough():
        return len(told) > 8

    watch = Watch(on_progress=told.append, should_stop=is_enough)
    outcome = solve_divided(
        instance, Run(stop=steps(10**6), seed=1, watch=watch), tasks_per_part=15
    )
    assert outcome.interrupted
    assert outcome.iterations < 10**6
    assert faults(instance, outcome.solution) == []


def test_refuses_a_start_that_was_made_for_other_duties():
    with pytest.raises(InputError, match="was made for the same duties"):
        solve_divided(
            many_tasks(),
            Run(stop=steps(1), seed=1),
            start=Solution(((),), 0, ()),
            tasks_per_part=9,
        )


def test_parts_hold_every_duty_and_every_task_once():
    instance = many_tasks()
    divider = Divider(instance, rng=np.random.default_rng(1))
    for routes in (deal_territories(instance), [[] for _ in range(6)]):
        parts = divider.parts(routes, tasks_per_part=15)
        assert sorted(d for part in parts for d in part.duties) == list(range(6))
        assert sorted(t for part in parts for t in part.tasks) == list(range(60))


def test_each_task_is_in_one_territory_of_a_duty_that_may_do_it():
    instance = rich_instance(4, Features(num_tasks=50, num_duties=4, kinds=True, skills=True))
    found = deal_territories(instance)
    assert sorted(task for tasks in found for task in tasks) == list(range(50))
    for duty, tasks in enumerate(found):
        assert instance.allowed[instance.duty_type[duty], tasks].all()


def chain(links):
    """Routes in a row, each linked to the next by so many neighbours."""
    matrix = np.zeros((len(links) + 1, len(links) + 1), dtype=np.int64)
    for k, link in enumerate(links):
        matrix[k, k + 1] = matrix[k + 1, k] = link
    return matrix


def test_cuts_where_few_neighbours_are_shared():
    groups = cut(chain([9, 9, 1, 9, 9]), np.full(6, 10), largest=30, rng=np.random.default_rng(1))
    assert sorted(group.tolist() for group in groups) == [[0, 1, 2], [3, 4, 5]]


def test_routes_that_share_nothing_come_apart_first():
    groups = cut(chain([5, 0, 5]), np.full(4, 10), largest=30, rng=np.random.default_rng(1))
    assert sorted(group.tolist() for group in groups) == [[0, 1], [2, 3]]


def test_borders_move_from_one_division_to_the_next():
    instance = many_tasks()
    divider = Divider(instance, rng=np.random.default_rng(1))
    routes = deal_territories(instance)
    together = set()
    for _ in range(6):
        for part in divider.parts(routes, tasks_per_part=20):
            together |= {(a, b) for a in part.duties for b in part.duties if a < b}
    apart = {(a, b) for a in range(6) for b in range(a + 1, 6)} - together
    assert len(apart) < len(together)


def test_rounds_use_up_the_budget_and_cool_down_once_a_cycle():
    rounds = rounds_of(((0.7, 0.0), (1.0, 0.6)), 10)
    assert len(rounds) == 10
    assert rounds[0].begin == 0
    assert rounds[-1].end == 1
    for one, following in pairwise(rounds):
        assert following.begin == pytest.approx(one.end)
        if not following.is_return:
            assert following.warmth_begin == pytest.approx(one.warmth_end)
    assert [r.is_return for r in rounds].index(True) == 7
    assert rounds[7].warmth_begin == 0.6
    assert rounds[0].temperatures(100.0, 1.0)[0] == 100.0
    assert rounds[-1].temperatures(100.0, 1.0)[1] == pytest.approx(1.0)
