"""States in the middle of a search, for tests that look at one step of it."""

import numpy as np

from optimizer.search.anneal import anneal, new_best, note_best, prepare
from optimizer.search.greedy import build_routes
from optimizer.search.packed import pack
from optimizer.search.params import DEFAULT_PARAMS, first_excess_price, settings_of
from optimizer.search.pool import new_pool
from optimizer.search.state import empty_state, new_workspace


def searched(instance, seed, *, steps=40, slack=0.0):
    """Returns problem, state, workspace and random numbers after some steps of a search.

    `slack` is the share of its capacity by which a route may be overfull.
    """
    problem = pack(instance)
    rng = np.random.Generator(np.random.PCG64(seed))
    state = empty_state(instance)
    work, best = new_workspace(state), new_best(state)
    prepare(problem, state)
    build_routes(problem, state, work)
    note_best(state, best, 0)
    steering = settings_of(instance, state, DEFAULT_PARAMS)._replace(slack=slack)
    state.excess_price[:] = first_excess_price(instance, state, DEFAULT_PARAMS)
    pool = new_pool(instance, state)
    anneal(problem, state, work, best, rng, steering, 1, steps + 1, 0.0, 1 / (steps + 1), pool)
    return problem, state, work, rng


def sequences(state):
    """Returns the elements of each route."""
    return [
        state.sequence[duty, : state.route[duty]["length"]].tolist()
        for duty in range(state.num_duties)
    ]
