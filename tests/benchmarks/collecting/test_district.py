from pathlib import Path

import pytest

from fleet import Work
from fleet.shift import MOST_DRIVING_S, Shift
from optimizer.engines import Run
from optimizer.errors import InputError
from optimizer.solver import solve
from optimizer.stop import limits
from scenarios.files.store import load_scenario
from scenarios.planning import YUAN
from tests.benchmarks.collecting.district import collection, without_break

DATA = Path(__file__).resolve().parents[2] / "data"


def hamlet(**options):
    scenario = load_scenario(str(DATA / "hamlet"))
    return collection(scenario, DATA / "nine_corners.osm", **options)


def searched(place, engine):
    stop = limits(iterations=50)
    return solve(
        place.day.instance, Run(stop=stop, seed=1, cost_unit=YUAN), engine=engine
    ).solution


def test_a_long_shift_ends_when_its_break_would_be_due():
    long = Shift(id="dinner", start_s=70_200, end_s=86_400)
    assert long.rest
    short = without_break(long)
    assert (short.rest, short.start_s, short.duration_s) == (None, 70_200, MOST_DRIVING_S)
    morning = Shift(id="morning", start_s=20_000, end_s=30_000)
    assert without_break(morning) == morning


def test_nothing_but_contracts_is_left():
    place = hamlet()
    assert {task.work for task in place.due.tasks} == {Work.KITCHEN}
    assert {vehicle.id for vehicle in place.fleet.vehicles} == {"T1"}
    assert place.day.instance.rest_s.any()
    assert not hamlet(with_breaks=False).day.instance.rest_s.any()


@pytest.mark.parametrize("engine", ["ruin_recreate", "pyvrp", "ortools"])
def test_each_engine_gives_a_plan_that_costs_what_its_routes_do(engine):
    place = hamlet(with_breaks=False)
    solution = searched(place, engine)
    plan = place.plan(solution)
    assert place.cost_fen(plan) / 100 == pytest.approx(solution.cost / YUAN)
    served = {id_ for route in plan.routes for id_ in route.task_ids}
    left = [task for task in place.due.tasks if task.id not in served]
    assert place.unserved_kg(plan) == sum(task.demand_kg for task in left)


def test_breaks_are_refused_by_pyvrp_in_a_sentence():
    with pytest.raises(InputError, match="engine pyvrp: a duty has a break, which PyVRP cannot"):
        searched(hamlet(), "pyvrp")
