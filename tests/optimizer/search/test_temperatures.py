"""Temperatures follow what changes of routes cost."""

import numpy as np
import pytest

from optimizer.search import DEFAULT_PARAMS, Search, temperatures_of
from optimizer.search.params import SPACINGS
from optimizer.search.spacing import NEAR, mean_spacing
from tests.strategies import make_instance


def spacing_by_hand(instance):
    """The mean over tasks of the cheapest drive to or from the fifth neighbour."""
    pairs = instance.pairs(0).astype(np.int64)
    cost = instance.type_per_s[0] * pairs[:, :, 0] + instance.type_per_m[0] * pairs[:, :, 1]
    least = []
    for task, near in enumerate(instance.neighbours[:, NEAR - 1]):
        modes = [range(*instance.mode_start[t : t + 2]) for t in (task, near)]
        least.append(min(min(cost[a, b], cost[b, a]) for a in modes[0] for b in modes[1]))
    return np.mean(least)


def test_spacing_is_the_mean_drive_to_the_fifth_neighbour():
    instance = make_instance(seed=1, num_tasks=30)
    assert mean_spacing(instance) == pytest.approx(spacing_by_hand(instance))


def test_so_few_tasks_have_no_spacing():
    assert mean_spacing(make_instance(seed=1, num_tasks=NEAR)) == 0.0


def test_temperatures_follow_the_spacing_only_where_it_is_wide_and_all_is_served():
    def heat(num_absent, spacing):
        return temperatures_of(
            DEFAULT_PARAMS, cost=1000.0, num_tasks=10, num_absent=num_absent, spacing=spacing
        )

    narrow, wide = 50.0 / SPACINGS, 300.0 / SPACINGS
    assert heat(0, narrow) == heat(0, 0.0)
    assert heat(0, wide) == pytest.approx(np.multiply(3.0, heat(0, 0.0)))
    assert heat(1, wide) == heat(1, 0.0)


def test_a_search_of_tasks_far_apart_begins_and_ends_hotter():
    instance = make_instance(seed=1, num_tasks=30, num_duties=20)
    search = Search(instance, seed=0, params=DEFAULT_PARAMS)
    assert search.num_absent() == 0
    steering = search._settings
    unit = SPACINGS * spacing_by_hand(instance)
    assert unit > search.best_cost / instance.num_tasks
    assert steering.hot == pytest.approx(DEFAULT_PARAMS.hot_share * unit)
    assert steering.cold == pytest.approx(DEFAULT_PARAMS.cold_share * unit)
