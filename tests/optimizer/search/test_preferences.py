"""Pins, a reference plan and a balance between routes: against brute force and in every step."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.engines import Run
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.instance import Pins, Reference, RouteBalance
from optimizer.search.params import Params
from optimizer.search.pool import new_pool
from optimizer.search.search import Search
from optimizer.stop import limits
from tests.optimizer.search.oracle import best_total
from tests.optimizer.search.simulator import faults, route_cost
from tests.rich_instances import Features, features, random_features, rich_instance

EASY = Features(num_tasks=6, num_duties=3, max_modes=3, kinds=True, depots=True)


def solved(instance, *, iterations=600, seed=1, **options):
    stop = limits(iterations=iterations)
    return ruin_recreate(instance, Run(stop=stop, seed=seed), **options).solution


def with_prizes(instance, solution):
    return solution.cost + sum(int(instance.prize[task]) for task in solution.absent)


def duty_of(instance, solution):
    """Returns the duty of each task, -1 for none."""
    found = np.full(instance.num_tasks, -1)
    for duty, route in enumerate(solution.routes):
        for visit in route:
            if visit.element < instance.num_tasks:
                found[visit.element] = duty
    return found


@st.composite
def tied_instances(draw, *, max_tasks=12):
    has = draw(features(max_tasks=max_tasks))
    some = draw(st.sampled_from(["pins", "reference", "balance", "all"]))
    has = replace(
        has,
        pins=some in ("pins", "all"),
        reference=some in ("reference", "all"),
        balance=some in ("balance", "all"),
    )
    return rich_instance(draw(st.integers(0, 2**32 - 1)), has)


@settings(max_examples=60, deadline=None)
@given(instance=tied_instances(), seed=st.integers(0, 99))
def test_every_step_leaves_true_books_and_ends_with_a_true_cost(instance, seed):
    solution = solved(instance, iterations=25, seed=seed, params=Params(verify=True))
    assert faults(instance, solution) == []


@settings(max_examples=60, deadline=None)
@given(instance=tied_instances(max_tasks=5), seed=st.integers(0, 99))
def test_no_solution_is_better_than_the_best(instance, seed):
    solution = solved(instance, iterations=60, seed=seed)
    assert with_prizes(instance, solution) >= best_total(instance)


@pytest.mark.parametrize("feature", ["pins", "reference", "balance"])
@pytest.mark.parametrize("seed", range(12))
def test_reaches_the_best_where_no_time_is_limited(feature, seed):
    has = random_features(seed, 6)
    has = replace(has, max_modes=min(has.max_modes, 3), bans=False, optional="none")
    has = replace(has, windows=0, opening=0, shifts=False, rest=False, num_duties=3)
    if has.hopper or has.tank:
        has = replace(has, kinds=False, tank=0 if has.hopper else has.tank)
    instance = rich_instance(seed, replace(has, **{feature: True}))
    assert with_prizes(instance, solved(instance)) == best_total(instance)


def test_a_pinned_task_that_does_not_fit_stays_absent():
    # Task 0 needs more than the first type holds, and is pinned to a duty of that type.
    demand = np.ones((6, 2), dtype=np.int64)
    demand[0, 0] = 60
    capacity = np.array([[50, 50], [100, 100]])
    instance = rich_instance(1, EASY).replace(demand=demand, type_capacity=capacity)
    assert solved(instance).absent == ()
    pinned = np.array([0, -1, -1, -1, -1, -1])
    assert solved(instance.replace(fixed=Pins(duty=pinned))).absent == (0,)


def test_pins_hold_among_duties_that_would_be_alike():
    # One type, one depot, no shifts: all three are interchangeable but for the pin.
    has = Features(num_tasks=6, num_duties=3)
    instance = rich_instance(4, has)
    assert set(instance.alike) == {0}
    instance = instance.replace(fixed=Pins(duty=np.array([2, -1, -1, -1, -1, 1])))
    assert len(set(instance.alike)) == 3
    found = duty_of(instance, solved(instance))
    assert (found[0], found[5]) == (2, 1)


def test_pins_hold_where_only_links_beside_neighbours_are_priced():
    # Above 60 tasks; the pinned tasks' neighbours are all in other routes.
    instance = rich_instance(5, Features(num_tasks=70, num_duties=4))
    # Routes of at most 40 kg of about 105 in all.
    instance = instance.replace(
        type_capacity=np.full_like(instance.type_capacity, 40),
        fixed=Pins(duty=np.where(np.arange(70) % 5 == 0, np.arange(70) % 4, -1)),
    )
    solution = solved(instance, iterations=300)
    assert faults(instance, solution) == []
    assert solution.absent == ()
    pins = instance.fixed.duty
    assert (duty_of(instance, solution) == pins)[pins >= 0].all()


def test_a_reference_at_no_price_changes_nothing():
    instance = rich_instance(6, EASY)
    free = instance.replace(
        reference=Reference(duty=np.arange(6) % 3, change_cost=np.zeros(6, dtype=np.int64))
    )
    assert solved(free) == solved(instance)


@pytest.mark.parametrize("num_tasks", [12, 70])
def test_at_a_huge_price_the_reference_plan_is_kept(num_tasks):
    has = Features(num_tasks=num_tasks, num_duties=4)
    instance = rich_instance(7, has)
    instance = instance.replace(type_capacity=np.full_like(instance.type_capacity, 4 * num_tasks))
    reference = np.random.default_rng(0).integers(0, 4, num_tasks)
    tied = instance.replace(
        reference=Reference(duty=reference, change_cost=np.full(num_tasks, 5_000, dtype=np.int64))
    )
    assert (duty_of(instance, solved(instance)) != reference).any()
    assert (duty_of(tied, solved(tied)) == reference).all()


def test_dearer_changes_are_fewer():
    instance = rich_instance(8, Features(num_tasks=12, num_duties=3, hopper=1, final="hopper"))
    # Only the hopper limits, and it is emptied: any task can be done by any duty.
    instance = instance.replace(type_capacity=instance.type_capacity + np.array([0, 99]))
    reference = np.arange(12) % 3
    changed = []
    for price in (0, 20, 2_000):
        tied = instance.replace(
            reference=Reference(duty=reference, change_cost=np.full(12, price))
        )
        changed.append(int((duty_of(tied, solved(tied)) != reference).sum()))
    assert changed == sorted(changed, reverse=True)
    assert changed[0] > changed[-1] == 0


def test_a_balance_evens_out_routes():
    # Everything fits into one route, and one route is cheapest: using a duty costs something.
    instance = rich_instance(9, Features(num_tasks=10, num_duties=2))
    instance = instance.replace(
        type_capacity=np.full_like(instance.type_capacity, 1000),
        duty_cost=np.array([10, 10]),
    )

    def longest(solution):
        return max(route_cost(instance, d, r) for d, r in enumerate(solution.routes) if r)

    alone = solved(instance)
    assert sum(map(bool, alone.routes)) == 1
    half = alone.cost // 2
    even = instance.replace(
        balance=RouteBalance(above=np.array([half, half]), share=np.array([4096, 4096]))
    )
    spread = solved(even)
    assert sum(map(bool, spread.routes)) == 2
    assert longest(spread) < 0.8 * longest(alone)


def test_what_tells_duties_apart_keeps_them_apart_in_the_pool():
    instance = rich_instance(10, Features(num_tasks=5, num_duties=4))
    search = Search(instance, seed=0, params=Params())
    assert len(new_pool(instance, search._state).group_key) == 1
    # Duties 1 and 2 share a balance, duty 3 has a pin: {0}, {1, 2}, {3}.
    tied = instance.replace(
        fixed=Pins(duty=np.array([3, -1, -1, -1, -1])),
        balance=RouteBalance(above=np.array([0, 100, 100, 0]), share=np.array([0, 512, 512, 0])),
    )
    groups = tied.alike
    assert groups[1] == groups[2]
    assert len(set(groups)) == 3
    assert len(new_pool(tied, search._state).group_key) == 3


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 999), some=st.sampled_from(["pins", "reference", "balance"]))
def test_recombined_routes_cost_what_they_say(seed, some):
    has = Features(num_tasks=14, num_duties=4, hopper=1, final="hopper", depots=True)
    instance = rich_instance(seed, replace(has, **{some: True}))
    search = Search(instance, seed=seed, params=Params(cycles=((0.5, 0.0), (1.0, 0.5))))
    search.run(200, 0.0, 1 / 400)
    assert search.cycle_is_over()
    before = search.best_cost
    search.recombine(0.5)
    assert search.best_cost <= before
    solution = search.solution()
    assert faults(instance, solution) == []
    assert with_prizes(instance, solution) == search.best_cost
