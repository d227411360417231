"""What a route waits, by the search's books and by trying every second."""

from dataclasses import replace

import numpy as np
import pytest

from optimizer.instance import Waiting
from optimizer.search.solutions import to_solution
from tests.optimizer.search.midway import searched
from tests.optimizer.search.simulator import route_faults, waiting_s
from tests.rich_instances import random_features, rich_instance


def waits(seed, *, rest):
    """Stated and tried seconds of waiting of every route in time, one fen a second."""
    has = replace(random_features(seed, 8), windows=2, shifts=True, rest=rest, opening=1)
    instance = rich_instance(seed, has)
    kinds = len(instance.type_profile)
    instance = instance.replace(waiting=Waiting(type_per_s=np.ones(kinds, dtype=np.int64)))
    problem, state, _, _ = searched(instance, seed, steps=20)
    for duty, route in enumerate(to_solution(problem, state).routes):
        if route and not route_faults(instance, duty, route):
            yield int(state.route["waiting"][duty]), waiting_s(instance, duty, route)


@pytest.mark.parametrize("rest", [False, True])
def test_the_books_say_what_every_second_of_departure_says(rest):
    found = [pair for seed in range(60) for pair in waits(seed, rest=rest)]
    assert all(stated == tried for stated, tried in found)
    # Not for want of waiting.
    assert sum(tried > 0 for _, tried in found) >= 10
