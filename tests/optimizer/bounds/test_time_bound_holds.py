"""The bound of random small days against plans, and against best answers found by brute force."""

import heapq
import random

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fleet import Fleet, Stream, Supply, Work
from optimizer.answer.reasons import explain
from optimizer.answer.timetable import routes_of
from optimizer.bounds.deadline import Deadline
from optimizer.bounds.time_bound import bound_time
from optimizer.day.building import build_day
from optimizer.day.duty import driving_profile, working_s
from optimizer.engines import Run, engine_named
from optimizer.network.paths.path_finder import PathFinder
from optimizer.network.place import Place, Position
from optimizer.plan import Plan
from optimizer.stop import limits
from optimizer.task import Mode, Task
from tests.optimizer.bounds.one_vehicle import ANY_TIME, bound, facility, one_sweeper
from tests.optimizer.bounds.test_deadline import Clock
from tests.scenarios.planning.test_random_days import planned, random_streets


def least_s(network, vehicle, facilities, tasks, sites):
    """Returns the least paid time of serving all tasks, found by trying everything.

    Windows and hours do not count, as they do not for the bound; there is a route for each shift.
    """
    finder = PathFinder(network, driving_profile(vehicle, vehicle.shifts[0]))
    places = [sites["yard"]]
    modes = []
    for number, task in enumerate(tasks):
        for mode in task.modes:
            if finder.reaches(mode.place):
                modes.append((number, task, working_s(mode, vehicle), len(places)))
                places.append(mode.place)
    visits = []
    for one in facilities:
        if finder.reaches(sites[one.id]):
            visits.append((one, len(places)))
            places.append(sites[one.id])
    travel_s = finder.matrix(places).duration_s.tolist()
    start = (0, 0, 0, vehicle.tank_l, 1)
    best = {start: 0}
    queue = [(0, start)]
    while queue:
        cost_s, state = heapq.heappop(queue)
        if cost_s > best[state]:
            continue
        done, at, kg, litres, routes = state
        if done == (1 << len(tasks)) - 1 and at == 0 and kg == 0:
            return cost_s
        ways = [
            (
                travel_s[at][place] + work_s,
                (done | 1 << n, place, kg + t.demand_kg, litres - t.demand_l, routes),
            )
            for n, t, work_s, place in modes
            if not done >> n & 1
            and kg + t.demand_kg <= max(vehicle.hopper_kg, 0)
            and t.demand_l <= litres
        ]
        for one, place in visits:
            visit_s = travel_s[at][place] + one.visit_s
            if one.streams and kg:
                ways.append((visit_s, (done, place, 0, litres, routes)))
            if Supply.WATER in one.supplies and litres < vehicle.tank_l:
                ways.append((visit_s, (done, place, kg, vehicle.tank_l, routes)))
        if kg == 0 and at != 0:
            again = (done, 0, 0, vehicle.tank_l, routes + 1)
            if routes < len(vehicle.shifts) or done == (1 << len(tasks)) - 1:
                ways.append((travel_s[at][0], again))
        for step_s, after in ways:
            if cost_s + step_s < best.get(after, 1 << 60):
                best[after] = cost_s + step_s
                heapq.heappush(queue, (cost_s + step_s, after))
    return None


def random_work(draw, network, num_tasks, work):
    """Stretches of random arcs, some of which may be done either way."""
    tasks = []
    for number in range(num_tasks):
        arc = draw.randrange(network.num_arcs)
        length_m = int(network.arc_length_m[arc])
        start_m = draw.choice([0, draw.randrange(length_m)])
        end_m = draw.choice([length_m, draw.randint(start_m, length_m)])
        inverse = int(network.arc_inverse[arc])
        ends = [(arc, start_m, end_m)]
        if inverse >= 0 and draw.random() < 0.4:
            ends.append((inverse, length_m - end_m, length_m - start_m))
        tasks.append(
            Task(
                id=f"{work}/{number}",
                work=work,
                name="street",
                modes=tuple(
                    Mode(
                        place=Place(
                            entries=(Position(arc=one, offset_m=low),),
                            exits=(Position(arc=one, offset_m=high),),
                        ),
                        service_m=end_m - start_m,
                        service_s=0,
                    )
                    for one, low, high in ends
                ),
                demand_kg=0 if work is Work.WASH else draw.randint(0, 30),
                demand_l=draw.randint(1, 30),
                windows=ANY_TIME,
            )
        )
    return tasks


def random_case(seed, num_tasks):
    draw = random.Random(seed)
    network = random_streets(draw)
    work = draw.choice([Work.SWEEP, Work.WASH])
    tasks = random_work(draw, network, num_tasks, work)
    vehicle = one_sweeper(
        hopper_kg=draw.choice([30, 60, 1000]),
        tank_l=draw.choice([30, 45, 1000]),
        works=(work,),
        num_shifts=draw.randint(1, 2),
    )
    facilities = (
        facility("yard", streams=draw.choice([(), (Stream.SWEEPINGS,)])),
        facility("station", visit_s=draw.randint(0, 300)),
        facility("water", streams=(), supplies=(Supply.WATER,), visit_s=draw.randint(0, 300)),
    )
    drivable = np.flatnonzero(
        PathFinder(network, driving_profile(vehicle, vehicle.shifts[0])).routable
    ).tolist()
    sites = {}
    for one in facilities:
        arc = draw.choice(drivable)
        positions = [Position(arc=arc, offset_m=int(network.arc_length_m[arc]) // 3)]
        inverse = int(network.arc_inverse[arc])
        if inverse in drivable:
            length_m = int(network.arc_length_m[arc])
            positions.append(Position(arc=inverse, offset_m=length_m - positions[0].offset_m))
        sites[one.id] = Place(entries=tuple(positions), exits=tuple(positions))
    return network, vehicle, facilities, tasks, sites


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), num_tasks=st.integers(1, 4))
# The best answer turns round in the yard, and once the streets alone were said to force more.
@example(seed=10, num_tasks=1)
def test_the_bound_never_exceeds_the_best_answer(seed, num_tasks):
    network, vehicle, facilities, tasks, sites = random_case(seed, num_tasks)
    best_s = least_s(network, vehicle, facilities, tasks, sites)
    if best_s is None:
        return
    found = bound(network, tasks, vehicle=vehicle, facilities=facilities, sites=sites)
    assert found.value_s <= best_s


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), num_tasks=st.integers(1, 4), looks=st.integers(1, 20))
@example(seed=10, num_tasks=1, looks=3)
def test_a_bound_cut_short_never_exceeds_the_best_answer(seed, num_tasks, looks):
    network, vehicle, facilities, tasks, sites = random_case(seed, num_tasks)
    best_s = least_s(network, vehicle, facilities, tasks, sites)
    if best_s is None:
        return
    found = bound(
        network,
        tasks,
        vehicle=vehicle,
        facilities=facilities,
        sites=sites,
        deadline=Deadline(looks, clock=Clock(per_look_s=1.0)),
    )
    assert found.value_s <= best_s


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
# Its second shift has no work, and once the flow went out from that shift's depot alone.
@example(seed=264)
def test_the_bound_never_exceeds_a_plan(seed):
    network, fleet, tasks, sites, plan = planned(seed, "ruin_recreate", 120)
    found = bound_time(network, fleet, tasks, sites, plan)
    assert found.plan_s == sum(route.paid_s for route in plan.routes)
    for row in found.rows:
        assert row.value_s <= row.plan_s


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_bound_never_exceeds_a_plan_that_washes(seed):
    network, vehicle, facilities, tasks, sites = random_case(seed, 12)
    fleet = Fleet(vehicles=(vehicle,), facilities=facilities)
    day = build_day(network, fleet, tasks, sites)
    outcome = engine_named("ruin_recreate")(
        day.instance,
        Run(stop=limits(iterations=300), seed=seed),
    )
    plan = Plan(routes=routes_of(day, outcome.solution), unassigned=explain(day, outcome.solution))
    found = bound_time(network, fleet, tasks, sites, plan)
    assert found.value_s <= found.plan_s
