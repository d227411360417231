"""What shares a daily limit is searched by itself, and all comes together in one plan."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.engines import Run, Watch
from optimizer.engines.divided import solve_divided
from optimizer.engines.limited_apart import duties_under_limits
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.instance import DailyLimits
from optimizer.stop import limits
from tests.optimizer.search.simulator import faults
from tests.rich_instances import Features, rich_instance, rich_instances


def steps(number):
    return limits(iterations=number)


def two_fleets(seed):
    """Two types that share no task; the facilities of the first take only so much in a day."""
    has = Features(num_tasks=24, num_duties=4, kinds=True, hopper=2, tank=0, final="hopper")
    instance = rich_instance(seed, has)
    first = np.arange(24) % 3 == 0
    reset = instance.type_reset.copy()
    # The second type empties nowhere, so no limit concerns it.
    reset[1] = -1
    mode_limit = np.full((len(instance.mode_service_m), 2), -1, dtype=np.int64)
    mode_limit[instance.mode_start[24] :, 0] = 0
    return instance.replace(
        allowed=np.stack((first, ~first)),
        duty_type=np.array([0, 0, 1, 1]),
        duty_group=np.array([0, 0, 1, 1]),
        type_reset=reset,
        type_final_reset=np.array([instance.type_final_reset[0], -1]),
        type_capacity=np.array([instance.type_capacity[0], [1000, 1000]]),
        limits=DailyLimits(
            mode_limit=mode_limit,
            capacity=np.array([max(1, int(instance.demand[first, 0].sum()) // 2)]),
        ),
    )


@settings(max_examples=150, deadline=None)
@given(instance=rich_instances(max_tasks=16), seed=st.integers(0, 99))
def test_limits_and_partners_hold_though_the_rest_is_searched_in_parts(instance, seed):
    outcome = solve_divided(instance, Run(stop=steps(60), seed=seed), tasks_per_part=4)
    assert faults(instance, outcome.solution) == []


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_only_duties_that_a_limit_concerns_stay_together(seed):
    instance = two_fleets(seed)
    assert duties_under_limits(instance).tolist() == [True, True, False, False]
    # Where the second type may do a task of the first, it must not be parted from it.
    shared = instance.allowed.copy()
    shared[1, 0] = True
    assert duties_under_limits(instance.replace(allowed=shared)).all()


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_both_sides_are_searched_and_a_start_is_kept(seed):
    instance = two_fleets(seed)
    # The side with limits gets a third of the steps; twenty do not always lead it to a route.
    outcome = solve_divided(instance, Run(stop=steps(400), seed=1), tasks_per_part=6)
    assert faults(instance, outcome.solution) == []
    served = {v.element for route in outcome.solution.routes for v in route if v.element < 24}
    assert served & set(range(0, 24, 3))
    assert served - set(range(0, 24, 3))
    start = ruin_recreate(instance, Run(stop=steps(80), seed=2)).solution
    again = solve_divided(
        instance, Run(stop=steps(20), seed=1), tasks_per_part=6, start=start
    ).solution

    def total(solution):
        return solution.cost + int(instance.prize[list(solution.absent)].sum())

    assert total(again) <= total(start)


def sides_of(solution):
    """The sides that have a route: two duties belong to each."""
    return {duty // 2 for duty, route in enumerate(solution.routes) if route}


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_run_cut_short_at_once_has_routes_for_both_sides(seed):
    instance = two_fleets(seed)
    watch = Watch(should_stop=lambda: True)
    sides: set[int] = set()
    # A first solution under a tight limit may be empty by chance, so four of them are looked at.
    for chance in range(4):
        run = Run(stop=steps(10**6), seed=chance, watch=watch)
        outcome = solve_divided(instance, run, tasks_per_part=6)
        assert outcome.interrupted
        assert faults(instance, outcome.solution) == []
        sides |= sides_of(outcome.solution)
    # At times one side has no work that is worth a route; the undivided search says so too.
    undivided = ruin_recreate(instance, Run(stop=steps(60), seed=1)).solution
    assert sides >= sides_of(undivided) != set()
