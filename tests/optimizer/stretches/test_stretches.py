"""Stretches of kerbs: what is joined, and that nothing is lost by it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import optimizer.engines.multilevel as levels
from optimizer.answer.reasons import explain
from optimizer.answer.timetable import routes_of
from optimizer.checker import check
from optimizer.engines import Run
from optimizer.engines.multilevel import solve_multilevel
from optimizer.plan import Plan
from optimizer.search.solutions import evaluate
from optimizer.stop import limits
from optimizer.stretches.chains import windows_of
from optimizer.stretches.stretches import join
from tests.hand_drawn import SERVICE_ROAD, small_day, yard_at
from tests.scenarios.planning.test_random_days import built
from tests.streets import street_network

ONE_WAY = {"one_way": True, "width_cm": 600}


def avenue():
    """Four one-way pieces of an avenue in a row, and a service road back to the yard.

    ::

        1 -> 2 -> 3 -> 4 -> 5
        |                   |
        8 -Y--------------- 9
    """
    nodes = {n + 1: (200 * n, 0) for n in range(5)} | {8: (0, -100), 9: (800, -100)}
    streets = [(n, n + 1, ONE_WAY) for n in range(1, 5)]
    streets += [(5, 9, SERVICE_ROAD), (9, 8, SERVICE_ROAD), (8, 1, SERVICE_ROAD)]
    network = street_network(nodes, streets)
    return small_day(network, {"yard": yard_at(network, "9>8", 700)})


def test_an_avenue_that_goes_straight_on_becomes_one_task():
    stretches = join(avenue().day.instance)
    ((members,),) = stretches.members
    assert [task for task, _ in members] == sorted(task for task, _ in members)
    assert len(members) == 4
    # Four pieces of 200 m at 6 km/h: 120 s each, and no second is lost between them.
    assert stretches.instance.mode_service_s[0, 0] == 480
    assert stretches.instance.mode_service_m[0] == 800


def test_a_stretch_is_no_longer_than_may_still_be_moved_to_another_vehicle():
    stretches = join(avenue().day.instance, longest_s=300)
    assert sorted(len(ways[0]) for ways in stretches.members) == [2, 2]


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_every_task_is_in_one_stretch_and_a_route_costs_the_same_in_both(seed):
    fine = built(seed, limits_facilities=False)[-1].instance
    stretches = join(fine)
    members = [task for ways in stretches.members for task, _ in ways[0]]
    assert sorted(members) == list(range(fine.num_tasks))
    for ways in stretches.members:
        assert len({frozenset(task for task, _ in way) for way in ways}) == 1
    coarse = stretches.instance
    rng = np.random.default_rng(seed)
    sequences: list[list[int]] = [[] for _ in range(coarse.num_duties)]
    for task in rng.permutation(coarse.num_tasks)[:6]:
        able = np.flatnonzero(coarse.allowed[coarse.duty_type, task])
        if len(able):
            sequences[int(rng.choice(able))].append(int(task))
    solution = evaluate(coarse, sequences)
    apart = evaluate(fine, stretches.sequences(solution))
    # Single tasks may choose their directions one by one, so they never cost more.
    assert apart.cost <= solution.cost
    assert stretches.join(apart) == [list(route) for route in sequences]


@given(seed=st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_plans_by_stretches_pass_the_checker_and_come_again(seed):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(levels, "JOIN_FROM", 1)
        patch.setattr(levels, "JOINED_SHARE", 1.0)
        network, fleet, tasks, sites, day = built(seed)
        stop = limits(iterations=60)
        first = solve_multilevel(day.instance, Run(stop=stop, seed=seed))
        plan = Plan(routes=routes_of(day, first.solution), unassigned=explain(day, first.solution))
        assert check(network, fleet, tasks, sites, plan) == []
        assert solve_multilevel(day.instance, Run(stop=stop, seed=seed)).solution == first.solution
        again = solve_multilevel(day.instance, Run(stop=stop, seed=seed), start=first.solution)
        total = first.solution.cost + day.instance.prize[list(first.solution.absent)].sum()
        assert again.solution.cost + day.instance.prize[list(again.solution.absent)].sum() <= total


def by_nobody(instance, *tasks):
    """The instance in which no vehicle may do some of the tasks."""
    allowed = instance.allowed.copy()
    allowed[:, list(tasks)] = False
    return instance.replace(allowed=allowed)


def test_tasks_that_nobody_may_do_are_joined_with_their_like_alone():
    stretches = join(by_nobody(avenue().day.instance, 0, 1))
    members = sorted(sorted(task for task, _ in ways[0]) for ways in stretches.members)
    # The avenue is cut in the middle: its pieces in order are the tasks 0 to 3.
    assert members == [[0, 1], [2, 3]]
    able = stretches.instance.allowed.any(axis=0).tolist()
    of_stretch = {min(task for task, _ in ways[0]): n for n, ways in enumerate(stretches.members)}
    assert (able[of_stretch[0]], able[of_stretch[2]]) == (False, True)


def test_a_task_that_nobody_may_do_keeps_its_windows():
    instance = avenue().day.instance
    chain = [(task, int(instance.mode_start[task])) for task in (0, 1)]
    assert windows_of(by_nobody(instance, 0, 1), chain) == windows_of(instance, chain) != []


@pytest.mark.parametrize("aside", [(0, 1), (0,), (0, 1, 2, 3)])
def test_a_search_over_stretches_leaves_what_nobody_may_do(aside):
    instance = by_nobody(avenue().day.instance, *aside)
    outcome = solve_multilevel(instance, Run(stop=limits(iterations=60), seed=1))
    assert outcome.solution.absent == aside
