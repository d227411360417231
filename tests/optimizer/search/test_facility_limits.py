"""Facilities that take only so much in a day: by hand, against brute force, in every step."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.engines import Run, engine_named
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.errors import InputError
from optimizer.instance import Axis, DailyLimits, columns_of
from optimizer.search.facility_limits import price_overuse
from optimizer.search.packed import pack
from optimizer.search.params import Params
from optimizer.search.search import Search
from optimizer.search.solutions import load
from optimizer.search.start import within_limits
from optimizer.search.state import new_workspace
from optimizer.search.verify import differences
from optimizer.solver import solve
from optimizer.stop import limits
from tests.optimizer.search.oracle import best_total
from tests.optimizer.search.simulator import faults
from tests.optimizer.search.test_route_limits import one_duty
from tests.rich_instances import Features, features, random_features, rich_instance


def two_stations(num_tasks, *, near, far):
    """Returns tasks of a full load each at one spot, a station 1 away and one 10 away.

    Each station takes so many loads, or any number when that is None. The depot is at the spot.
    """
    at = np.array([0] * num_tasks + [1, -10, 0])
    instance = one_duty(
        np.abs(at[:, None] - at[None, :]),
        num_tasks=num_tasks,
        capacity=[1],
        reset=[num_tasks],
        final=num_tasks,
    )
    mode_limit = np.full((num_tasks + 2, 1), -1)
    capacity = []
    for mode, most in ((num_tasks, near), (num_tasks + 1, far)):
        if most is not None:
            mode_limit[mode, 0] = len(capacity)
            capacity.append(most)
    return instance.replace(
        # Both stations are modes of one reset.
        mode_start=np.array([*range(num_tasks + 1), num_tasks + 2]),
        limits=DailyLimits(mode_limit=mode_limit, capacity=np.array(capacity, dtype=np.int64)),
    )


def fleet_of(instance, duties):
    """Returns the instance with so many vehicles alike."""
    return instance.replace(
        **{
            name: np.repeat(getattr(instance, name), duties)
            for name, one in columns_of(instance)
            if one.axes[0] is Axis.DUTY
        }
    )


def solved(instance, *, iterations=400, seed=1, **options):
    stop = limits(iterations=iterations)
    return ruin_recreate(instance, Run(stop=stop, seed=seed), **options).solution


def with_prizes(instance, solution):
    return solution.cost + sum(int(instance.prize[task]) for task in solution.absent)


@st.composite
def limited_instances(draw, *, max_tasks=12):
    has = replace(draw(features(max_tasks=max_tasks)), limits=True)
    has = replace(has, hopper=max(1, has.hopper))
    return rich_instance(draw(st.integers(0, 2**32 - 1)), has)


@pytest.mark.parametrize("duties", [1, 2])
@pytest.mark.parametrize(
    ("near", "far", "cost"),
    [
        (3, None, 6),  # three trips of 2 m
        (2, None, 24),  # two of 2 m, one of 20 m
        (1, None, 42),
        (0, None, 60),
        (1, 2, 42),
        (1, 1, 22 + 10**6),  # one load finds no place
        (0, 0, 3 * 10**6),
    ],
)
def test_what_the_nearest_station_cannot_take_goes_farther(near, far, cost, duties):
    instance = fleet_of(two_stations(3, near=near, far=far), duties)
    solution = solved(instance)
    assert faults(instance, solution) == []
    assert with_prizes(instance, solution) == cost


@settings(max_examples=60, deadline=None)
@given(instance=limited_instances(), seed=st.integers(0, 99))
def test_every_step_leaves_true_books_and_ends_within_the_limits(instance, seed):
    solution = solved(instance, iterations=25, seed=seed, params=Params(verify=True))
    assert faults(instance, solution) == []


@settings(max_examples=40, deadline=None)
@given(instance=limited_instances(max_tasks=4), seed=st.integers(0, 99))
def test_no_solution_is_better_than_the_best(instance, seed):
    assert with_prizes(instance, solved(instance, iterations=60, seed=seed)) >= best_total(
        instance
    )


def test_reaches_the_best_on_most():
    hits = []
    for seed in range(40):
        has = random_features(seed, 5)
        has = replace(has, max_modes=min(has.max_modes, 3), bans=False, optional="none")
        has = replace(has, windows=0, opening=0, shifts=False, rest=False, num_duties=2)
        has = replace(has, kinds=False, hopper=2, tank=0, final="hopper", limits=True)
        instance = rich_instance(seed, has)
        hits.append(with_prizes(instance, solved(instance)) == best_total(instance))
    # Of those missed most have a trip that must be parted for the sake of a facility: visits are
    # only put where a vehicle is full.
    assert np.mean(hits) >= 0.85


@settings(max_examples=60, deadline=None)
@given(instance=limited_instances(), seed=st.integers(0, 99))
def test_any_routes_are_brought_within_the_limits(instance, seed):
    free = instance.replace(limits=None)
    routes = [[v.element for v in r] for r in solved(free, iterations=20, seed=seed).routes]
    problem = pack(instance)
    state = load(instance, problem, routes)
    rng = np.random.Generator(np.random.PCG64(seed))
    kept = within_limits(instance, problem, state, new_workspace(state), rng)
    assert price_overuse(kept) == 0
    assert differences(instance, problem, kept) == []
    if not price_overuse(load(instance, problem, routes)):
        assert kept is state


def test_a_start_is_kept_with_the_stations_it_goes_to():
    instance = two_stations(4, near=2, far=None)
    start = solved(instance)
    again = solved(instance, iterations=1, seed=5, start=start)
    assert again.cost <= start.cost == 2 * 2 + 2 * 20


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 999))
def test_recombined_routes_keep_within_the_limits(seed):
    has = Features(num_tasks=14, num_duties=4, hopper=2, final="hopper", limits=True)
    instance = rich_instance(seed, has)
    search = Search(instance, seed=seed, params=Params(cycles=((0.5, 0.0), (1.0, 0.5))))
    search.run(200, 0.0, 1 / 400)
    before = search.best_cost
    search.recombine(0.5)
    assert search.best_cost <= before
    solution = search.solution()
    assert faults(instance, solution) == []
    assert with_prizes(instance, solution) == search.best_cost
    assert search.price_elite(search.elite()) == solution


@pytest.mark.parametrize("name", ["ortools", "pyvrp"])
def test_other_engines_refuse_limits(name):
    instance = two_stations(2, near=1, far=None)
    assert engine_named(name)
    with pytest.raises(InputError, match=f"engine {name}: a facility takes only so much"):
        solve(instance, Run(stop=limits(iterations=1)), engine=name)
