"""Tiny instances with every feature against the best solution there is.

Never better than the best: that would be a fault of the search or of the oracle. Equal to it where
the search leaves nothing out by design. It does, and may stay above, where

- times matter and there are several modes or facilities: modes are chosen for cost alone, so a
  route that would be in time with dearer modes is not found (see `optimizer.search.labels`);
- a break is due and there are facilities: a visit that unloads nothing can be a chance to rest,
  and resets are only put where a load needs one;
- two resources have facilities: where a task needs a reset of each at once it is not inserted;
- turns are forbidden: a facility on the way can be a way round, and a task that can only be
  reached together with another is not inserted;
- there are several types and facilities: a string is as long as a mean route has tasks, so a
  route with resets in it cannot change vehicles in one step;
- work is optional: tasks that are worth their drive only together are not inserted.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.engines import Run
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.stop import limits
from tests.optimizer.search.oracle import best_total
from tests.rich_instances import Features, random_features, rich_instance, rich_instances


def reached(instance, *, iterations, seed=1):
    stop = limits(iterations=iterations)
    solution = ruin_recreate(instance, Run(stop=stop, seed=seed)).solution
    return solution.cost + sum(int(instance.prize[task]) for task in solution.absent)


@settings(max_examples=100, deadline=None)
@given(instance=rich_instances(max_tasks=5), seed=st.integers(0, 99))
def test_no_solution_is_better_than_the_best(instance, seed):
    assert reached(instance, iterations=100, seed=seed) >= best_total(instance)


@pytest.mark.parametrize("seed", range(40))
def test_reaches_the_best_where_no_time_is_limited(seed):
    has = replace(_plain(seed, 6), windows=0, opening=0, shifts=False, rest=False)
    if has.hopper or has.tank:
        has = replace(has, kinds=False, tank=0 if has.hopper else has.tank)
    instance = rich_instance(seed, has)
    assert reached(instance, iterations=600) == best_total(instance)


@pytest.mark.parametrize("seed", range(40))
def test_reaches_the_best_in_time_with_one_mode_each(seed):
    has = _plain(seed, 5)
    has = replace(has, max_modes=1, hopper=min(1, has.hopper), tank=min(1, has.tank))
    has = replace(has, final="none" if has.final == "yard" else has.final, shifts=True)
    if has.hopper or has.tank:
        has = replace(has, rest=False, kinds=False, tank=0 if has.hopper else has.tank)
    instance = rich_instance(seed, has)
    assert reached(instance, iterations=600) == best_total(instance)


@pytest.mark.parametrize("seed", range(3))
def test_reaches_the_best_of_eight_tasks(seed):
    has = Features(num_tasks=8, num_duties=2, hopper=1, final="hopper", depots=True)
    instance = rich_instance(seed, has)
    # Two depots and facilities: of the first instance a single run misses the best in about half.
    costs = [reached(instance, iterations=1500, seed=search) for search in range(1, 6)]
    assert min(costs) == best_total(instance)


def test_reaches_the_best_on_most_of_everything():
    hits = []
    for seed in range(100):
        has = random_features(seed, 5)
        has = replace(has, num_duties=min(has.num_duties, 2), max_modes=min(has.max_modes, 3))
        instance = rich_instance(seed, has)
        hits.append(reached(instance, iterations=300) == best_total(instance))
    # 93 in 100 when it was written; each exception seen was one of those above.
    assert np.mean(hits) >= 0.85


def _plain(seed, max_tasks):
    """Random features without bans and optional work."""
    has = random_features(seed, max_tasks)
    return replace(
        has,
        num_duties=min(has.num_duties, 2),
        max_modes=min(has.max_modes, 3),
        bans=False,
        optional="none",
    )
