"""The search keeps its books: prices, labels, undo, capacity; tiny instances are solved."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.engines.ruin_recreate import DEFAULT_PARAMS, _settings, ruin_recreate
from optimizer.instance import UNBOUNDED
from optimizer.search.anneal import anneal, construct, new_best, note_best, prepare, total
from optimizer.search.greedy import build_routes
from optimizer.search.insertion import price, put
from optimizer.search.labels import end_of
from optimizer.search.ruin import ruin
from optimizer.search.solutions import load, sequences_of, to_solution
from optimizer.search.state import empty_state, new_workspace
from optimizer.search.undo import restore
from optimizer.stop import limits
from tests.optimizer.search.oracle import best_total
from tests.strategies import instances, make_instance


def built(instance, seed=0):
    """A first solution, its workspace and its random numbers."""
    rng = np.random.Generator(np.random.PCG64(seed))
    state = empty_state(instance)
    work = new_workspace(state)
    prepare(instance, state)
    build_routes(instance, state)
    construct(instance, state, work, rng, np.arange(instance.num_tasks), True)
    return state, work, rng


def sequences(state):
    return [state.sequence[d, : state.length[d]].tolist() for d in range(len(state.length))]


@settings(max_examples=60, deadline=None)
@given(instance=instances(), data=st.data())
def test_price_of_an_insertion_is_the_real_difference(instance, data):
    state, _, _ = built(instance, data.draw(st.integers(0, 99)))
    assigned = np.flatnonzero(state.route_of >= 0)
    if len(assigned) == 0:
        return
    task = int(data.draw(st.sampled_from(assigned.tolist())))
    rows = sequences(state)
    rows[state.route_of[task]].remove(task)
    state = load(instance, rows)
    for duty in range(instance.num_duties):
        kind = instance.duty_type[duty]
        if not instance.allowed[kind, task]:
            continue
        final = instance.type_final_reset[kind] >= 0
        for position in range(int(state.length[duty]) + (0 if final else 1)):
            trial = load(instance, rows)
            before = total(trial) + instance.prize[task] * 0 - trial.absent_prize[0]
            cost, form = price(instance, trial, task, duty, position, UNBOUNDED)
            if cost == UNBOUNDED:
                continue
            held = put(instance, trial, task, duty, position, form)
            assert total(trial) - trial.absent_prize[0] - before == cost
            assert held


@settings(max_examples=60, deadline=None)
@given(instance=instances(), seed=st.integers(0, 99))
def test_books_agree_with_a_fresh_count_after_many_steps(instance, seed):
    state, work, rng = built(instance, seed)
    best = new_best(state)
    note_best(state, best, 0)
    steering = _settings(instance, state, DEFAULT_PARAMS)
    anneal(instance, state, work, best, rng, steering, 1, 200, 0.0, 1 / 200, True)
    fresh = load(instance, sequences(state))
    assert fresh.cost.tolist() == state.cost.tolist()
    assert fresh.route_of.tolist() == state.route_of.tolist()
    assert fresh.position_of.tolist() == state.position_of.tolist()
    assert fresh.absent_prize[0] == state.absent_prize[0]
    assert sorted(fresh.absent[: fresh.num_absent[0]]) == sorted(
        state.absent[: state.num_absent[0]]
    )
    kept = load(instance, sequences_of(best))
    assert total(kept) == best.cost[0]


@settings(max_examples=60, deadline=None)
@given(instance=instances(), seed=st.integers(0, 99))
def test_undo_restores_routes_and_costs(instance, seed):
    state, work, rng = built(instance, seed)
    before, costs = sequences(state), state.cost.copy()
    work.num_touched[0] = work.num_pending[0] = 0
    ruin(instance, state, work, rng, _settings(instance, state, DEFAULT_PARAMS), 1)
    restore(instance, state, work)
    used = state.num_tasks > 0
    assert [row for row, u in zip(sequences(state), used, strict=True) if u] == [
        row for row, u in zip(before, used, strict=True) if u
    ]
    assert state.cost.tolist() == costs.tolist()


@settings(max_examples=60, deadline=None)
@given(instance=instances(), seed=st.integers(0, 99))
def test_no_trip_is_overloaded_and_no_route_late(instance, seed):
    solution = ruin_recreate(
        instance, stop=limits(iterations=150, seconds=None), seed=seed
    ).solution
    for duty, route in enumerate(solution.routes):
        kind = instance.duty_type[duty]
        loads = [0, 0]
        for element, _ in route:
            for r in range(2):
                if element < instance.num_tasks:
                    loads[r] += int(instance.demand[element, r])
                elif element == instance.type_reset[kind, r]:
                    loads[r] = 0
                assert loads[r] <= instance.type_capacity[kind, r]
        if route:
            state = load(instance, [[v.element for v in row] for row in solution.routes])
            assert end_of(instance, state, duty)[2] <= instance.duty_end_s[duty]
            if instance.type_final_reset[kind] >= 0:
                assert route[-1].element == instance.type_final_reset[kind]


@pytest.mark.parametrize("seed", range(12))
def test_finds_the_optimum_of_tiny_instances(seed):
    instance = make_instance(
        seed=seed,
        num_tasks=4 + seed % 4,
        num_facilities=seed % 3,
        optional=seed % 2 == 0,
        two_types=seed % 4 == 1,
        capacity=5 + seed % 3,
    )
    solution = ruin_recreate(instance, stop=limits(iterations=3000, seconds=None), seed=1).solution
    reached = solution.cost + sum(int(instance.prize[task]) for task in solution.absent)
    assert reached == best_total(instance)


def test_same_seed_and_iterations_give_the_same_solution():
    instance = make_instance(seed=5, num_tasks=12, windows=True, rest=True)
    stop = limits(iterations=400, seconds=None)
    assert (
        ruin_recreate(instance, stop=stop, seed=3).solution
        == ruin_recreate(instance, stop=stop, seed=3).solution
    )


def test_other_seeds_take_other_ways():
    instance = make_instance(seed=5, num_tasks=12)
    stop = limits(iterations=2, seconds=None)
    outcomes = {ruin_recreate(instance, stop=stop, seed=seed).solution for seed in range(8)}
    assert len(outcomes) > 1


def test_modes_are_the_best_for_the_sequence():
    instance = make_instance(seed=9, num_tasks=6, num_facilities=0, num_duties=1, capacity=99)
    order = [3, 1, 5, 0, 4, 2]
    solution = to_solution(instance, load(instance, [order]))

    def walk(position, at):
        if position == len(order):
            return instance.travel_m(0, at, int(instance.duty_end_place[0])) * 2
        return min(
            2 * instance.travel_m(0, at, mode)
            + 2 * int(instance.mode_service_m[mode])
            + walk(position + 1, mode)
            for mode in instance.modes(order[position])
        )

    # Seconds equal metres here, so each costs twice; 7 is the cost of using the duty.
    assert solution.cost == walk(0, int(instance.duty_start_place[0])) + 7
