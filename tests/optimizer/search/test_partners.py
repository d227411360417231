"""Both kerbs of a street by one vehicle: by hand, against brute force and in every step."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.engines import Run
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.errors import InputError
from optimizer.instance import Partners, Pins
from optimizer.search.packed import pack
from optimizer.search.params import Params
from optimizer.search.search import Search
from optimizer.search.solutions import evaluate, insertion_prices
from optimizer.solver import solve
from optimizer.stop import limits
from tests.optimizer.search.oracle import best_total
from tests.optimizer.search.simulator import faults
from tests.rich_instances import Features, features, random_features, rich_instance


def solved(instance, *, iterations=600, seed=1, **options):
    stop = limits(iterations=iterations)
    return ruin_recreate(instance, Run(stop=stop, seed=seed), **options).solution


def with_prizes(instance, solution):
    return solution.cost + sum(int(instance.prize[task]) for task in solution.absent)


def paired(num_tasks, *, cost, seed=8, duties=2, vehicles=None, **has):
    """Returns an instance whose tasks 0 and 1, 2 and 3, ... are partners; all fits anywhere."""
    instance = rich_instance(seed, Features(num_tasks=num_tasks, num_duties=duties, **has))
    return instance.replace(
        type_capacity=np.full_like(instance.type_capacity, 2 * num_tasks),
        partners=Partners(
            partner=np.arange(num_tasks) ^ 1,
            apart_cost=np.full(num_tasks, cost, dtype=np.int64),
            duty_vehicle=np.arange(instance.num_duties)
            if vehicles is None
            else np.array(vehicles),
        ),
    )


def num_apart(instance, solution):
    vehicle_of = np.full(instance.num_tasks, -1)
    for duty, route in enumerate(solution.routes):
        for element, _ in route:
            if element < instance.num_tasks:
                vehicle_of[element] = instance.partners.duty_vehicle[duty]
    return int((vehicle_of[::2] != vehicle_of[1::2]).sum())


@st.composite
def partnered_instances(draw, *, max_tasks=12):
    has = replace(draw(features(max_tasks=max_tasks)), partners=True)
    return rich_instance(draw(st.integers(0, 2**32 - 1)), has)


@settings(max_examples=60, deadline=None)
@given(instance=partnered_instances(), seed=st.integers(0, 99))
def test_every_step_leaves_true_books_and_ends_with_a_true_cost(instance, seed):
    solution = solved(instance, iterations=25, seed=seed, params=Params(verify=True))
    assert faults(instance, solution) == []


@settings(max_examples=40, deadline=None)
@given(instance=partnered_instances(max_tasks=4), seed=st.integers(0, 99))
def test_no_solution_is_better_than_the_best(instance, seed):
    solution = solved(instance, iterations=60, seed=seed)
    assert with_prizes(instance, solution) >= best_total(instance)


@pytest.mark.parametrize("seed", range(16))
def test_reaches_the_best_where_no_time_is_limited(seed):
    has = random_features(seed, 5)
    has = replace(has, num_tasks=5, max_modes=min(has.max_modes, 3), bans=False, optional="none")
    has = replace(has, windows=0, opening=0, shifts=False, rest=False, num_duties=3)
    if has.hopper or has.tank:
        has = replace(has, kinds=False, tank=0 if has.hopper else has.tank)
    instance = rich_instance(seed, replace(has, partners=True))
    assert with_prizes(instance, solved(instance)) == best_total(instance)


def test_dearer_partners_are_less_often_apart():
    apart = []
    for cost in (0, 30, 5_000):
        instance = paired(12, cost=cost, duties=3, seed=3)
        # Six tasks a route at most, so that there are several.
        instance = instance.replace(
            demand=np.ones_like(instance.demand),
            type_capacity=np.full_like(instance.type_capacity, 4),
        )
        apart.append(num_apart(instance, solved(instance)))
    assert apart == sorted(apart, reverse=True)
    assert apart[0] > apart[-1] == 0


def test_two_shifts_of_one_vehicle_are_not_apart():
    # Each task is pinned to a duty of its own, so nothing but the vehicle can differ.
    pins = np.array([0, 1])
    for vehicles, cost in (([0, 1], 77), ([4, 4], 0)):
        tied = paired(2, cost=77, vehicles=vehicles).replace(fixed=Pins(duty=pins))
        free = paired(2, cost=0, vehicles=vehicles).replace(fixed=Pins(duty=pins))
        assert solved(tied).cost - solved(free).cost == cost


def test_a_given_solution_is_priced_with_its_partners_apart():
    instance, free = paired(2, cost=77), paired(2, cost=0)
    assert evaluate(instance, [[0], [1]]).cost == evaluate(free, [[0], [1]]).cost + 77
    assert evaluate(instance, [[0, 1], []]).cost == evaluate(free, [[0, 1], []]).cost
    # Only one duty may do the other task, and it is another vehicle's.
    pins = np.array([-1, 1])
    price = insertion_prices(instance.replace(fixed=Pins(duty=pins)), [[0], []])
    assert price(1) == insertion_prices(free.replace(fixed=Pins(duty=pins)), [[0], []])(1) + 77


def test_a_price_of_nothing_changes_nothing():
    assert solved(paired(8, cost=0)) == solved(paired(8, cost=0).replace(partners=None))
    assert not pack(paired(8, cost=0)).trait["partnered"][0]


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 999))
def test_recombined_routes_cost_what_they_say(seed):
    has = Features(num_tasks=14, num_duties=4, hopper=1, final="hopper", partners=True)
    instance = rich_instance(seed, has)
    search = Search(instance, seed=seed, params=Params(cycles=((0.5, 0.0), (1.0, 0.5))))
    search.run(200, 0.0, 1 / 400)
    before = search.best_cost
    search.recombine(0.5)
    assert search.best_cost <= before
    solution = search.solution()
    assert faults(instance, solution) == []
    assert with_prizes(instance, solution) == search.best_cost


@pytest.mark.parametrize("name", ["ortools", "pyvrp"])
def test_other_engines_refuse_partners(name):
    with pytest.raises(InputError, match=f"engine {name}: both kerbs of a street"):
        solve(paired(4, cost=9), Run(stop=limits(iterations=1)), engine=name)
