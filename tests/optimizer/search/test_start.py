"""Searches that go on from a given solution."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.engines import Run, engine_named
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.errors import InputError
from optimizer.instance import Pins, Reference, RouteBalance
from optimizer.instance.solution import Solution, Visit
from optimizer.search.packed import pack
from optimizer.search.params import Params
from optimizer.search.search import Search
from optimizer.search.start import repair
from optimizer.solver import solve
from optimizer.stop import limits
from tests.optimizer.search.simulator import faults
from tests.rich_instances import Features, rich_instance, rich_instances

ONE = limits(iterations=1)


def elements(solution):
    return [[visit.element for visit in route] for route in solution.routes]


def with_prizes(instance, solution):
    return solution.cost + sum(int(instance.prize[task]) for task in solution.absent)


@settings(max_examples=60, deadline=None)
@given(instance=rich_instances(), seed=st.integers(0, 99), steps=st.integers(1, 40))
def test_a_solution_to_start_from_is_kept_or_beaten(instance, seed, steps):
    stop = limits(iterations=100)
    start = ruin_recreate(instance, Run(stop=stop, seed=seed)).solution
    assert repair(instance, pack(instance), elements(start)) == elements(start)
    again = ruin_recreate(
        instance, Run(stop=limits(iterations=steps), seed=seed + 1), start=start
    ).solution
    assert faults(instance, again) == []
    assert with_prizes(instance, again) <= with_prizes(instance, start)
    if with_prizes(instance, again) == with_prizes(instance, start):
        assert again == start


def test_nothing_is_added_that_costs_more_than_it_is_worth():
    instance = rich_instance(3, Features(num_tasks=8, optional="all"))
    # Worth next to nothing: the best is to stay in the depot.
    instance = instance.replace(prize=np.ones(8, dtype=np.int64))
    idle = Solution(routes=((), ()), cost=0, absent=tuple(range(8)))
    search = Search(instance, seed=0, params=Params(), start=idle)
    assert search.best_cost == 8
    assert search.solution() == idle


@settings(max_examples=60, deadline=None)
@given(instance=rich_instances(), seed=st.integers(0, 999))
def test_of_any_routes_only_what_keeps_the_rules_is_kept(instance, seed):
    rng = np.random.default_rng(seed)
    routes = [
        tuple(
            Visit(int(element), 0)
            for element in rng.integers(0, instance.num_elements, rng.integers(0, 8))
        )
        for _ in range(instance.num_duties)
    ]
    start = Solution(routes=tuple(routes), cost=0, absent=())
    solution = ruin_recreate(instance, Run(stop=ONE, seed=0), start=start).solution
    assert faults(instance, solution) == []


def test_a_route_that_no_longer_fits_keeps_what_does():
    instance = rich_instance(4, Features(num_tasks=6, num_duties=1, hopper=1, final="hopper"))
    # Only the hopper limits.
    instance = instance.replace(type_capacity=np.array([[9, 99]]))
    start = solve(instance, Run(stop=limits(iterations=100))).solution
    assert start.absent == ()
    # A third of the hopper: the same tasks need more unloading than the route has.
    assert instance.demand[:, 0].max() == 3
    tight = instance.replace(type_capacity=np.array([[3, 99]]))
    kept = repair(tight, pack(tight), elements(start))
    assert [e for e in kept[0] if e < 6] == [e for e in elements(start)[0] if e < 6]
    assert len(kept[0]) > len(elements(start)[0])


def test_a_solution_of_other_duties_is_refused():
    instance = rich_instance(5, Features(num_tasks=4))
    with pytest.raises(InputError, match="has 1 routes, but there are 2 duties"):
        solve(instance, Run(stop=ONE), start=Solution(routes=((),), cost=0, absent=()))
    strange = Solution(routes=((Visit(99, 0),), ()), cost=0, absent=())
    with pytest.raises(InputError, match="has 99 in the route of duty 0"):
        solve(instance, Run(stop=ONE), start=strange)


@pytest.mark.parametrize("name", ["ortools", "pyvrp"])
def test_other_engines_say_what_they_cannot_express(name):
    has = Features(num_tasks=4)
    engine = engine_named(name)

    def refused(instance, match, start=None):
        with pytest.raises(InputError, match=f"engine {name}: .*{match}"):
            solve(instance, Run(stop=ONE), engine=name, start=start)

    plain = rich_instance(6, has)
    refused(plain, "given solution", Solution(routes=((), ()), cost=0, absent=(0, 1, 2, 3)))
    refused(
        plain.replace(reference=Reference(duty=np.zeros(4, int), change_cost=np.ones(4, int))),
        "reference plan",
    )
    refused(
        plain.replace(balance=RouteBalance(above=np.zeros(2, int), share=np.ones(2, int))),
        "balanced",
    )
    pinned = plain.replace(fixed=Pins(duty=np.array([1, -1, -1, 0])))
    if name == "pyvrp":
        refused(pinned, "pinned")
    else:
        solution = engine(pinned, Run(stop=limits(iterations=3, seconds=5))).solution
        assert faults(pinned, solution) == []
        assert solution.absent == ()
