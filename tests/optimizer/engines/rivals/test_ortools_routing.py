import pytest

from optimizer.engines import Run, Watch, engine_named
from optimizer.engines.rivals.ortools_routing import ortools_routing
from optimizer.errors import InputError
from optimizer.search.labels import end_of
from optimizer.search.packed import pack
from optimizer.search.solutions import load
from optimizer.stop import limits
from tests.optimizer.search.oracle import best_total
from tests.strategies import make_instance


def total(instance, solution):
    return solution.cost + sum(int(instance.prize[task]) for task in solution.absent)


@pytest.mark.parametrize("seed", range(4))
def test_is_never_better_than_the_optimum_and_serves_everything(seed):
    instance = make_instance(seed=seed, num_tasks=5, num_facilities=1 + seed % 2, capacity=6)
    solution = ortools_routing(instance, Run(stop=limits(iterations=40), seed=0)).solution
    assert solution.absent == ()
    assert total(instance, solution) >= best_total(instance)


def test_finds_the_optimum_of_an_instance_without_facilities():
    instance = make_instance(seed=3, num_tasks=4, num_facilities=0, capacity=20)
    solution = ortools_routing(instance, Run(stop=limits(iterations=60), seed=0)).solution
    assert total(instance, solution) == best_total(instance)


def test_keeps_windows_breaks_and_loads():
    instance = make_instance(seed=11, num_tasks=9, windows=True, rest=True, capacity=5)
    solution = ortools_routing(instance, Run(stop=limits(iterations=30), seed=0)).solution
    problem = pack(instance)
    state = load(
        instance, problem, [[visit.element for visit in route] for route in solution.routes]
    )
    used = [duty for duty, route in enumerate(solution.routes) if route]
    assert used
    for duty in used:
        assert end_of(problem, state, duty)[2] <= instance.duty_end_s[duty]


def test_refuses_what_is_too_large():
    instance = make_instance(seed=1, num_tasks=1400, num_facilities=0)
    with pytest.raises(InputError, match="at most 2,000"):
        ortools_routing(instance, Run(stop=limits(iterations=1), seed=0))


def test_an_unknown_engine_is_named_with_those_there_are():
    with pytest.raises(
        InputError, match="engines are ruin_recreate, divided, path_scanning, ortools"
    ):
        engine_named("magic")


def test_reports_what_its_best_solution_leaves_out():
    # One duty that carries 6 once and more demand than that.
    instance = make_instance(seed=3, num_tasks=8, num_facilities=0, num_duties=1, capacity=6)
    told = []
    solution = ortools_routing(
        instance,
        Run(stop=limits(iterations=20), seed=0, watch=Watch(on_progress=told.append)),
    ).solution
    assert told[0].unassigned == 8
    assert 0 < told[-1].unassigned == len(solution.absent)
