"""A part of an instance: nothing in it is other than in the whole."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.benchmark.read.mcarptif import mcarptif_instance, parse_mcarptif
from optimizer.benchmark.read.text import lines_of
from optimizer.division.subinstance import Cutter, cut_subinstance
from optimizer.engines import Run
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.instance import Pins
from optimizer.search.packed import pack
from optimizer.search.solutions import load, to_solution
from optimizer.stop import limits
from tests.benchmarks.large import write_grid
from tests.optimizer.search.simulator import faults, route_cost
from tests.rich_instances import Features, apart_from_all, rich_instance, rich_instances


def elements(routes):
    return [[visit.element for visit in route] for route in routes]


@settings(max_examples=150, deadline=None)
@given(instance=rich_instances().map(apart_from_all), draw=st.randoms(use_true_random=False))
def test_a_route_costs_in_the_part_what_it_costs_in_the_whole(instance, draw):
    stop = limits(iterations=30)
    solution = ruin_recreate(instance, Run(stop=stop, seed=draw.randrange(99))).solution
    duties = [d for d in range(instance.num_duties) if draw.random() < 0.6] or [0]
    served = [v.element for d in duties for v in solution.routes[d]]
    pins = instance.pins
    tasks = {t for t in served if t < instance.num_tasks}
    tasks |= {
        t for t in solution.absent if draw.random() < 0.5 and (pins[t] < 0 or pins[t] in duties)
    }
    if not tasks:
        return
    part = cut_subinstance(instance, np.array(duties), np.array(sorted(tasks)))
    own = part.convert_inward(elements(solution.routes))
    assert part.convert_outward(own) == [elements(solution.routes)[d] for d in part.duties]
    problem = pack(part.instance)
    found = to_solution(problem, load(part.instance, problem, own))
    assert faults(part.instance, found) == []
    # With the numbers of the whole it is a solution of the whole, at a cost that is told.
    routes = [()] * instance.num_duties
    for duty, route in zip(part.duties, part.visits_outward(found), strict=True):
        routes[duty] = route
    absent = sorted(set(range(instance.num_tasks)) - {v.element for r in routes for v in r})
    cost = found.cost + int(part.changes_outside(own).sum())
    assert faults(instance, found._replace(routes=tuple(routes), cost=cost, absent=absent)) == []
    assert cost == sum(
        route_cost(instance, d, solution.routes[d])
        for d in duties
        if served and solution.routes[d]
    )
    left = sum(int(instance.prize[t]) for t in tasks if t in absent)
    in_part = found.cost + sum(int(part.instance.prize[t]) for t in found.absent)
    assert part.cost_in_whole(in_part, own) == cost + left


def grid(tmp_path, tasks, compact):
    path = tmp_path / "grid.txt"
    write_grid(path, tasks, 1)
    return mcarptif_instance(parse_mcarptif(path, lines_of(path)), compact=compact)[0]


@pytest.mark.parametrize("compact", [0, 10**9])
def test_drives_stay_what_they_are(compact, tmp_path):
    instance = grid(tmp_path, 150, compact)
    tasks = np.arange(20, 60)
    part = cut_subinstance(instance, np.array([0]), tasks)
    used = instance.mode_place[0, part.modes]
    of_part = part.instance.mode_place[0]
    whole, cut = instance.pairs(0), part.instance.pairs(0)
    assert np.array_equal(cut[np.ix_(of_part, of_part)], whole[np.ix_(used, used)])
    start = int(instance.duty_start_place[0])
    own_start = int(part.instance.duty_start_place[0])
    assert np.array_equal(cut[own_start, of_part], whole[start, used])


def test_a_part_keeps_only_the_hubs_at_which_two_of_its_places_can_meet(tmp_path):
    instance = grid(tmp_path, 400, 0)
    near = instance.neighbours[0]
    part = cut_subinstance(instance, np.array([0]), near[near >= 0])
    assert part.instance.labels.nbytes < instance.labels.nbytes / 5


def test_neighbours_outside_are_left_out_and_those_inside_come_first():
    instance = rich_instance(1, Features(num_tasks=9))
    instance = instance.replace(neighbours=np.tile(np.arange(9), (9, 1)))
    part = cut_subinstance(instance, np.array([0]), np.array([2, 5, 7]))
    assert part.instance.neighbours[0].tolist() == [0, 1, 2, -1, -1, -1, -1, -1, -1]


def test_facilities_that_are_left_out_are_no_modes_of_the_part():
    instance = rich_instance(1, Features(num_tasks=4, hopper=2))
    left_out = np.zeros(len(instance.mode_service_m), dtype=bool)
    left_out[instance.mode_start[4]] = True
    part = Cutter(instance).part(np.array([0]), np.arange(4), modes_left_out=left_out)
    assert len(part.instance.modes(4)) == 1
    assert part.modes[-1] == instance.mode_start[4] + 1


def test_a_task_that_is_pinned_outside_is_refused():
    instance = rich_instance(1, Features(num_tasks=4))
    instance = instance.replace(fixed=Pins(duty=np.array([-1, 1, 0, -1])))
    with pytest.raises(ValueError, match="pinned to a duty that is not in the part"):
        cut_subinstance(instance, np.array([0]), np.arange(4))
    assert cut_subinstance(instance, np.array([1]), np.array([0, 1])).instance.pins.tolist() == [
        -1,
        0,
    ]
