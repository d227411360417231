"""Under an iteration limit nothing depends on the clock, nor on who looks on and when."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.engines import Run, Watch, solve_whole_bundles
from optimizer.engines.divided import solve_divided
from optimizer.engines.multilevel import solve_multilevel
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.instance import Bundles
from optimizer.stop import limits
from tests.rich_instances import Features, rich_instance, rich_instances

IN_PARTS = partial(solve_divided, tasks_per_part=4)


def bundled(instance, run):
    """The engine for bundles, each of three tasks that follow each other by number."""
    bundle = np.arange(instance.num_tasks) // 3
    return solve_whole_bundles(
        IN_PARTS, instance.replace(bundles=Bundles(task_bundle=bundle)), run
    )


ENGINES = {
    "ruin_recreate": ruin_recreate,
    "divided": IN_PARTS,
    "multilevel": partial(solve_multilevel, divide_from=0),
    "whole_bundles": bundled,
}


def a_busy_machine(seed):
    """A watch with a clock that stands still and leaps, whose owner looks at some of the bests."""
    rng = np.random.default_rng(seed)
    now_s = 0.0

    def clock():
        nonlocal now_s
        now_s += float(rng.choice([0.0, 1e-4, 0.03, 7.0]))
        return now_s

    def look_sometimes(best):
        if rng.random() < 0.5:
            best()

    return Watch(clock=clock, on_best=look_sometimes)


def an_idle_machine():
    """A watch whose clock stands still, and whose owner never looks."""
    return Watch(clock=lambda: 0.0)


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@settings(max_examples=25, deadline=None)
@given(instance=rich_instances(max_tasks=16), seed=st.integers(0, 99))
def test_a_clock_that_jumps_changes_nothing(engine, instance, seed):
    stop = limits(iterations=120)
    once = engine(instance, Run(stop=stop, seed=seed, watch=an_idle_machine()))
    again = engine(instance, Run(stop=stop, seed=seed, watch=a_busy_machine(seed)))
    assert again.solution == once.solution
    assert again.iterations == once.iterations


@pytest.mark.parametrize("seed", range(5))
def test_who_looks_at_a_day_in_many_parts_changes_nothing(seed):
    # Six duties in parts of one or two: how they are grouped is drawn anew in every round.
    has = Features(num_tasks=60, num_duties=6, depots=True, shifts=True, hopper=2, optional="some")
    instance, stop = rich_instance(seed, has), limits(iterations=600)
    found = [
        solve_divided(instance, Run(stop=stop, seed=seed, watch=watch), tasks_per_part=15).solution
        for watch in (an_idle_machine(), a_busy_machine(seed), a_busy_machine(seed + 100))
    ]
    assert found[1] == found[0]
    assert found[2] == found[0]
