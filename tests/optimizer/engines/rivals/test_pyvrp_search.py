import numpy as np
import pytest
import pyvrp

from optimizer.engines import Run
from optimizer.engines.engine import Watch
from optimizer.engines.rivals.pyvrp_model import Model
from optimizer.engines.rivals.pyvrp_search import PENALTY_SHARE, largest_penalty, pyvrp_search
from optimizer.errors import InputError
from optimizer.instance.instance import NEVER
from optimizer.search.labels import end_of
from optimizer.search.packed import pack
from optimizer.search.solutions import load
from optimizer.stop import limits
from tests.optimizer.search.oracle import best_total
from tests.strategies import make_instance

FEW = limits(iterations=300)


def total(instance, solution):
    return solution.cost + sum(int(instance.prize[task]) for task in solution.absent)


def with_windows(instance, windows):
    """The instance with the same windows for every mode."""
    modes = len(instance.mode_service_m)
    return instance.replace(
        window_start=len(windows) * np.arange(modes + 1, dtype=np.int64),
        window_earliest_s=np.array([a for a, _ in windows] * modes, dtype=np.int64),
        window_latest_s=np.array([b for _, b in windows] * modes, dtype=np.int64),
    )


@pytest.mark.parametrize("facilities", [0, 1, 2])
@pytest.mark.parametrize("seed", range(3))
def test_finds_the_optimum_of_small_instances(seed, facilities):
    capacity = 6 if facilities else 12
    instance = make_instance(seed=seed, num_tasks=5, num_facilities=facilities, capacity=capacity)
    solution = pyvrp_search(instance, Run(stop=FEW, seed=0)).solution
    assert solution.absent == ()
    assert total(instance, solution) == best_total(instance)


@pytest.mark.parametrize("seed", range(3))
def test_weighs_prizes_and_keeps_to_skills(seed):
    instance = make_instance(seed=seed, num_tasks=5, optional=True, two_types=True)
    solution = pyvrp_search(instance, Run(stop=FEW, seed=0)).solution
    assert total(instance, solution) == best_total(instance)
    for duty, route in enumerate(solution.routes):
        for visit in route:
            if visit.element < instance.num_tasks:
                assert instance.allowed[instance.duty_type[duty], visit.element]


def test_unloads_on_the_way_when_one_load_is_too_little():
    # One duty, and more demand than it carries at once.
    instance = make_instance(seed=5, num_tasks=5, num_duties=1, capacity=4)
    solution = pyvrp_search(instance, Run(stop=FEW, seed=0)).solution
    assert solution.absent == ()
    resets = sum(visit.element >= instance.num_tasks for visit in solution.routes[0])
    assert resets >= -(-int(instance.demand[:, 0].sum()) // 4)
    assert total(instance, solution) == best_total(instance)


def test_keeps_windows_and_the_end_of_the_duty():
    instance = make_instance(seed=11, num_tasks=9, windows=True, capacity=5)
    instance.window_latest_s[-1] = 100_000
    solution = pyvrp_search(instance, Run(stop=FEW, seed=0)).solution
    problem = pack(instance)
    sequences = [[visit.element for visit in route] for route in solution.routes]
    state = load(instance, problem, sequences)
    used = [duty for duty, route in enumerate(solution.routes) if route]
    assert used
    for duty in used:
        # A missed window would make the end NEVER.
        assert end_of(problem, state, duty)[2] <= instance.duty_end_s[duty]


def test_takes_the_second_window_when_the_first_is_over():
    instance = make_instance(seed=2, num_tasks=3, num_facilities=0, capacity=20)
    late = instance.replace(duty_start_s=instance.duty_start_s + 500)
    split = with_windows(late, [(0, 400), (2_000, 9_000)])
    assert pyvrp_search(split, Run(stop=FEW, seed=0)).solution.absent == ()
    shut = with_windows(late, [(0, 400)])
    assert pyvrp_search(shut, Run(stop=FEW, seed=0)).solution.absent == (0, 1, 2)


def test_costs_finer_than_its_units_are_priced_by_us():
    fine = make_instance(seed=4, num_tasks=5)
    # The same costs in units of a thousandth.
    coarse = fine.replace(
        type_per_m=1000 * fine.type_per_m,
        type_per_s=1000 * fine.type_per_s,
        duty_cost=1000 * fine.duty_cost,
        prize=1000 * fine.prize,
    )
    told = []
    outcome = pyvrp_search(
        coarse, Run(stop=FEW, seed=0, cost_unit=100_000, watch=Watch(on_progress=told.append))
    )
    assert outcome.solution.cost == 1000 * best_total(fine)
    assert told[-1].best_cost == pytest.approx(best_total(fine) / 100)


def test_a_second_late_costs_no_more_than_some_seconds_of_work_are_worth():
    instance = make_instance(seed=2, num_tasks=6, num_facilities=0, optional=True)
    endless = instance.replace(duty_end_s=np.full_like(instance.duty_end_s, NEVER))
    assert largest_penalty(Model(endless, unit=1)) == pyvrp.PenaltyParams().max_penalty
    tasks = instance.mode_start[:6]
    worth_a_s = instance.prize.mean() / instance.mode_service_s[:, tasks].mean()
    hours = instance.replace(duty_end_s=np.full_like(instance.duty_end_s, 3_000))
    assert largest_penalty(Model(hours, unit=1)) == pytest.approx(PENALTY_SHARE * worth_a_s)
    assert largest_penalty(Model(hours, unit=2)) == pytest.approx(PENALTY_SHARE * worth_a_s / 2)


def test_same_seed_same_solution():
    instance = make_instance(seed=7, num_tasks=30, num_duties=4, capacity=8)
    runs = [pyvrp_search(instance, Run(stop=FEW, seed=3)) for _ in range(2)]
    assert runs[0].solution == runs[1].solution
    assert runs[0].iterations == runs[1].iterations == 300


def test_ends_when_it_is_told_to_and_reports_until_then():
    instance = make_instance(seed=7, num_tasks=8, num_duties=4, capacity=8)
    told, kept = [], []
    outcome = pyvrp_search(
        instance,
        Run(
            stop=limits(iterations=10**9),
            seed=0,
            watch=Watch(
                on_progress=told.append, on_best=kept.append, should_stop=lambda: len(told) >= 3
            ),
        ),
    )
    assert outcome.interrupted
    assert len(told) == 3
    assert told[-1].iterations == outcome.iterations
    assert told[-1].unassigned == 0
    assert told[-1].best_cost == outcome.solution.cost == kept[-1]().cost


def test_refuses_breaks():
    with pytest.raises(InputError, match="break"):
        pyvrp_search(make_instance(seed=1, num_tasks=3, rest=True), Run(stop=FEW, seed=0))


def test_refuses_loads_that_are_reset_apart():
    instance = make_instance(seed=1, num_tasks=6, capacity=4)
    # The tank runs out too, and nothing fills it.
    instance.type_capacity[:, 1] = 2
    assert instance.demand[:, 1].sum() > 2
    with pytest.raises(InputError, match="resets every load"):
        pyvrp_search(instance, Run(stop=FEW, seed=0))


def test_refuses_a_final_facility_that_shuts():
    instance = make_instance(seed=1, num_tasks=3)
    instance.window_latest_s[-1] = 600
    with pytest.raises(InputError, match="not open throughout"):
        pyvrp_search(instance, Run(stop=FEW, seed=0))


def test_refuses_what_is_too_large(monkeypatch):
    monkeypatch.setattr("optimizer.engines.rivals.pyvrp_model.MOST_ENTRIES", 2_000)
    instance = make_instance(seed=1, num_tasks=60, num_facilities=0)
    with pytest.raises(InputError, match="more than 2,000 entries"):
        pyvrp_search(instance, Run(stop=FEW, seed=0))
