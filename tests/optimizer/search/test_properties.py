"""Every feature of an instance, in every combination: rules, prices, modes, repeatability."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.engines import Run
from optimizer.engines.ruin_recreate import Params, ruin_recreate
from optimizer.instance.instance import UNBOUNDED
from optimizer.instance.solution import Visit
from optimizer.kernel import entry_kernel
from optimizer.search.anneal import total
from optimizer.search.candidates import gather_everywhere
from optimizer.search.facility_limits import price_overuse
from optimizer.search.insertion import put, take
from optimizer.search.pricing import cheapest_link, price
from optimizer.search.recreate import list_open
from optimizer.search.solutions import load, shuns_of_state, to_solution
from optimizer.search.verify import differences
from optimizer.stop import limits
from tests.optimizer.search.midway import searched, sequences
from tests.optimizer.search.simulator import faults, route_cost, route_faults
from tests.rich_instances import rich_instances

LATER = np.int64(10**6)
"""A step after all that a test has done."""


@entry_kernel
def cheapest_overfull(problem, state, work, rng, task, slack, limit, step):
    """Returns price, duty, position and form of the cheapest link that `slack` allows."""
    list_open(problem, state, work, step)
    gather_everywhere(problem, state, work, rng, task, slack, 0.0)
    return cheapest_link(problem, state, work, task, limit)


def routed(state):
    """What the routes cost, excess load included, but not waiting and what is too much."""
    waiting = int(state.route["waiting"][: state.num_duties].sum())
    return total(state) - price_overuse(state) - int(state.sums["absent_prize"][0]) - waiting


def some_absent(data, problem, state):
    """One of the absent tasks, or one that is taken out to be absent."""
    absent = state.absent[: int(state.sums["num_absent"][0])].tolist()
    if absent and data.draw(st.booleans()):
        return data.draw(st.sampled_from(absent))
    task = data.draw(st.integers(0, len(state.task) - 1))
    duty, position, _ = state.task[task].tolist()
    if duty >= 0:
        take(problem, state, duty, position)
    return task


@settings(max_examples=100, deadline=None)
@given(instance=rich_instances(max_tasks=16), seed=st.integers(0, 99))
def test_solutions_keep_every_rule_and_cost_what_they_say(instance, seed):
    stop = limits(iterations=150)
    assert faults(instance, ruin_recreate(instance, Run(stop=stop, seed=seed)).solution) == []


@settings(max_examples=80, deadline=None)
@given(instance=rich_instances(), seed=st.integers(0, 99), data=st.data())
def test_prices_are_real_differences_resets_included(instance, seed, data):
    problem, state, work, _ = searched(instance, seed)
    task = some_absent(data, problem, state)
    before, rows = routed(state), sequences(state)
    for duty in range(instance.num_duties):
        final = instance.type_final_reset[instance.duty_type[duty]] >= 0
        for position in range(len(rows[duty]) + (0 if final else 1)):
            cost, _, form = price(problem, state, work, task, duty, position, position)
            if cost == UNBOUNDED:
                continue
            held = put(problem, state, task, duty, position, form)
            assert differences(instance, problem, state) == []
            # Where time is limited, modes that come too late give way to others when the route is
            # labelled anew: such a price is an estimate.
            estimate = problem.trait["timed"][0] and instance.max_modes > 1
            assert estimate or (held and routed(state) - before == cost)
            take(problem, state, duty, int(state.task["position"][task]))
            if form:
                take(problem, state, duty, position)
            assert sequences(state) == rows
            assert differences(instance, problem, state) == []


@settings(max_examples=80, deadline=None)
@given(
    instance=rich_instances(),
    seed=st.integers(0, 99),
    slack=st.sampled_from([0.05, 0.5, 2.0]),
    data=st.data(),
)
def test_prices_of_excess_load_are_real_differences(instance, seed, slack, data):
    # Nothing is reset, and a little excess costs a little: routes are overfull.
    instance = instance.replace(
        type_reset=np.full_like(instance.type_reset, -1),
        type_final_reset=np.full_like(instance.type_final_reset, -1),
    )
    problem, state, work, rng = searched(instance, seed, slack=slack)
    state.excess_price[:] = data.draw(st.tuples(st.integers(1, 9), st.integers(1, 9)))
    state = _reweighed(problem, state)
    for _ in range(4):
        task = some_absent(data, problem, state)
        before = routed(state)
        cost, duty, position, form = cheapest_overfull(
            problem, state, work, rng, task, slack, UNBOUNDED // 2, LATER
        )
        work.group_in[:] = -1
        if duty < 0:
            continue
        held = put(problem, state, task, duty, position, form)
        assert differences(instance, problem, state) == []
        assert routed(state) - before == cost or (not held and routed(state) - before < cost)
        if not held:
            take(problem, state, duty, position)
        for r in range(2):
            most = (1 + slack) * instance.type_capacity[instance.duty_type, r]
            assert (state.load[: instance.num_duties, r] <= most).all()


def _reweighed(problem, state):
    from optimizer.search.labels import price_excess

    for duty in range(state.num_duties):
        price_excess(problem, state, duty)
    return state


@settings(max_examples=80, deadline=None)
@given(instance=rich_instances(), seed=st.integers(0, 99))
def test_a_place_that_is_refused_breaks_a_rule(instance, seed):
    problem, state, work, _ = searched(instance, seed)
    rows = sequences(state)
    for task in state.absent[: min(3, int(state.sums["num_absent"][0]))]:
        for duty in range(instance.num_duties):
            final = instance.type_final_reset[instance.duty_type[duty]] >= 0
            for position in range(len(rows[duty]) + (0 if final else 1)):
                cost, _, _ = price(problem, state, work, task, duty, position, position)
                if cost < UNBOUNDED or not instance.allowed[instance.duty_type[duty], task]:
                    continue
                if problem.trait["timed"][0] and instance.max_modes > 1:
                    # Modes are chosen by cost, so one that would be in time may go unseen.
                    continue
                trial = [list(row) for row in rows]
                trial[duty].insert(position, int(task))
                shuns = shuns_of_state(state)
                shuns[duty].insert(position, 0)
                solution = to_solution(problem, load(instance, problem, trial, shuns))
                assert faults(instance, solution) != []


@settings(max_examples=80, deadline=None)
@given(instance=rich_instances(max_tasks=9), seed=st.integers(0, 99))
def test_modes_of_each_route_cost_least_of_all_choices(instance, seed):
    # A visit that shuns a full facility does not cost least, and modes are chosen by what driving
    # and working cost: how long a route waits is known when they are.
    instance = instance.replace(limits=None, waiting=None)
    stop = limits(iterations=30)
    solution = ruin_recreate(instance, Run(stop=stop, seed=seed)).solution
    for duty, route in enumerate(solution.routes):
        choices = [instance.modes(element) for element, _ in route]
        if not route or np.prod([len(modes) for modes in choices]) > 2000:
            continue
        ways = [
            tuple(Visit(v.element, m) for v, m in zip(route, modes, strict=True))
            for modes in itertools.product(*choices)
        ]
        costs = [route_cost(instance, duty, way) for way in ways]
        cheapest = [way for way, cost in zip(ways, costs, strict=True) if cost == min(costs)]
        # What is late, such as a facility that has shut, is left aside, and that may cost more.
        if not any(route_faults(instance, duty, way) for way in cheapest):
            assert route_cost(instance, duty, route) == min(costs)


@settings(max_examples=25, deadline=None)
@given(instance=rich_instances(), seed=st.integers(0, 99))
def test_a_search_parted_into_single_steps_ends_as_one_in_long_stretches(instance, seed):
    stop = limits(iterations=60)
    whole = ruin_recreate(instance, Run(stop=stop, seed=seed)).solution
    assert ruin_recreate(instance, Run(stop=stop, seed=seed)).solution == whole
    assert (
        ruin_recreate(instance, Run(stop=stop, seed=seed), params=Params(verify=True)).solution
        == whole
    )
