"""Carriageways are washed whole where there is no time for all of their lanes.

::

    1 ============ 2 000 m ============ 2      14 m wide: two lanes of 3.5 m in each direction
    yard at 1                                  one may turn round at both ends

A lane takes 2,000 m / 8 km/h = 900 s, driving back along it 250 s. In 2,600 s there is time for
two lanes and not for three: for one lane of each carriageway (2 * 900 s), or for both of one
(2 * 900 + 2 * 250 s, and turning round).
"""

from dataclasses import replace

import numpy as np
import pytest

from fleet import Shift, TimeWindow, VehicleKind, Work
from fleet.street_standard import WashStandard
from optimizer.day.preferences import pin_tasks
from optimizer.engines import CONTINUING, Run, Watch, solve_whole_bundles
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.engines.whole_bundles import set_aside
from optimizer.instance import Bundles
from optimizer.plan import Reason
from optimizer.search import evaluate
from optimizer.solver import solve
from optimizer.stop import Stage, limits
from tests.hand_drawn import HOUR_S, STANDARD, SWEEPER, YARD, small_day, yard_at
from tests.optimizer.search.simulator import faults
from tests.rich_instances import Features, rich_instance
from tests.streets import street_network

ROAD = street_network({1: (0, 0), 2: (2_000, 0)}, [(1, 2, {"width_cm": 1_400})], turning=[1, 2])
SHIFT = Shift(id="night", start_s=6 * HOUR_S, end_s=6 * HOUR_S + 2_600)
WASHER = replace(
    SWEEPER,
    id="W1",
    kind=VehicleKind.WASHER,
    works=(Work.WASH,),
    shifts=(SHIFT,),
    working_kph=8,
    sweeping_width_cm=350,
    tank_l=100_000,
)
WASHED = replace(
    STANDARD,
    required=False,
    prize_fen_per_m2=0,
    wash=WashStandard(
        washes_per_week=7,
        windows=(TimeWindow(earliest_s=6 * HOUR_S, latest_s=10 * HOUR_S),),
        prize_fen_per_m2=4,
    ),
)


def road(**washer):
    return small_day(
        ROAD,
        {"yard": yard_at(ROAD, "1>2", 0)},
        standards=(WASHED,),
        vehicles=(replace(WASHER, **washer),),
        facilities=(replace(YARD, streams=()),),
    )


@pytest.fixture(scope="module")
def street():
    return road()


def washed(day, solution):
    """The lanes that a solution washes, sorted: "1>2/right/2"."""
    tasks = day.day.tasks
    return sorted(
        str(tasks[visit.element].kerb)
        for route in solution.routes
        for visit in route
        if visit.element < len(tasks)
    )


def steps(number=400, seed=1):
    return Run(stop=limits(iterations=number), seed=seed)


THERE = ["1>2/right/1", "1>2/right/2"]
BACK = ["2>1/right/1", "2>1/right/2"]


@pytest.mark.parametrize("seed", range(5))
def test_with_time_for_half_of_the_lanes_one_carriageway_is_washed_whole(street, seed):
    assert len(street.day.tasks) == 4
    solution = solve(street.day.instance, steps(seed=seed)).solution
    # Out in one lane and back in the other carriageway's would be the shorter way.
    assert washed(street, solution) in (THERE, BACK)
    street.plan_of(solution)


def test_a_lane_that_would_fit_in_is_left_out_for_the_whole_of_its_carriageway():
    # Both lanes of one carriageway are done after 2,400 s; one more of 900 s would fit in.
    day = road(shifts=(replace(SHIFT, end_s=SHIFT.start_s + 3_400),))
    solution = solve(day.day.instance, steps()).solution
    assert len(washed(day, solution)) == 2
    left = [one for one in day.plan_of(solution).unassigned if one.task_id.startswith("wash")]
    assert {one.reason for one in left} == {Reason.SHIFT_TIME}
    said = {str(one.detail) for one in left}
    assert len(said) == 1
    assert "would fit in by itself" in said.pop()
    # Of a carriageway that is done in part it is true that the search missed the other lane.
    half = evaluate(day.day.instance, [[lane_numbers(day)[THERE[0]]]])
    reasons = {one.task_id: one.reason for one in day.plan_of(half).unassigned}
    assert reasons[f"wash/{THERE[1]}"] is Reason.SEARCH_ENDED


def test_with_time_for_all_lanes_all_are_washed():
    # Four lanes, two out and two back: 3,600 s, and turning round.
    day = road(shifts=(replace(SHIFT, end_s=SHIFT.start_s + 4_000),))
    assert washed(day, solve(day.day.instance, steps()).solution) == THERE + BACK


def test_the_same_seed_and_steps_give_the_same_solution(street):
    one, two = (solve(street.day.instance, steps(seed=3)) for _ in range(2))
    assert one.solution == two.solution
    # A tenth of the steps to look ahead, the rest to search.
    assert one.iterations == two.iterations == 400


@pytest.mark.parametrize("engine", sorted(CONTINUING))
def test_every_engine_that_goes_on_from_a_solution_washes_whole(street, engine):
    solution = solve(street.day.instance, steps(), engine=engine).solution
    assert washed(street, solution) in (THERE, BACK)


def lane_numbers(day):
    return {str(task.kerb): number for number, task in enumerate(day.day.tasks)}


def test_a_start_that_does_halves_ends_with_one_whole(street):
    number = lane_numbers(street)
    halves = evaluate(street.day.instance, [[number[THERE[0]], number[BACK[0]]]])
    assert washed(street, halves) == [THERE[0], BACK[0]]
    solution = solve(street.day.instance, steps(), start=halves).solution
    assert washed(street, solution) in (THERE, BACK)
    street.plan_of(solution)


def test_a_start_that_washes_one_whole_ends_with_one_that_is_no_dearer(street):
    number = lane_numbers(street)
    whole = evaluate(street.day.instance, [[number[lane] for lane in BACK]])
    solution = solve(street.day.instance, steps(), start=whole).solution
    assert washed(street, solution) in (THERE, BACK)
    assert solution.total(street.day.instance) <= whole.total(street.day.instance)


def test_a_pinned_lane_is_washed_though_its_carriageway_is_not(street):
    day = street.day
    both = {lane: ("W1", "night") for lane in (THERE[1], BACK[0])}
    named = {task.id: both[str(task.kerb)] for task in day.tasks if str(task.kerb) in both}
    fixed = pin_tasks(day, named)
    number = lane_numbers(street)
    begun = {number[THERE[0]]}
    aside = set_aside(fixed.instance, day.instance.bundles.task_bundle, done=begun)
    # One lane was done, so there is no time for two; but pins are somebody's word.
    assert not aside.any()
    one = pin_tasks(day, dict([next(iter(named.items()))]))
    aside = set_aside(one.instance, day.instance.bundles.task_bundle, done=begun)
    pinned_lane = int(np.flatnonzero(one.instance.pins >= 0)[0])
    kept = {str(task.kerb) for task, left in zip(day.tasks, aside, strict=True) if not left}
    assert kept == (set(THERE) if str(day.tasks[pinned_lane].kerb) in THERE else set(BACK))


def test_a_task_pinned_to_a_vehicle_that_washes_nothing_stays_with_it():
    # The washer sweeps too, and S1 only sweeps; a kerb is pinned to S1.
    both = replace(WASHER, works=(Work.WASH, Work.SWEEP))
    day = small_day(
        ROAD,
        {"yard": yard_at(ROAD, "1>2", 0)},
        standards=(replace(WASHED, required=True),),
        vehicles=(both, SWEEPER),
    )
    kerb = next(task for task in day.day.tasks if task.work is Work.SWEEP)
    fixed = pin_tasks(day.day, {kerb.id: ("S1", "day")})
    solution = solve(fixed.instance, steps()).solution
    s1 = fixed.duty_numbers["S1", "day"]
    assert fixed.task_numbers[kerb.id] in [visit.element for visit in solution.routes[s1]]


def test_whoever_watches_is_told_of_the_whole_and_not_of_the_washers_alone():
    day = small_day(
        ROAD,
        {"yard": yard_at(ROAD, "1>2", 0)},
        standards=(replace(WASHED, required=True, prize_fen_per_m2=50),),
        vehicles=(replace(WASHER, works=(Work.WASH,)), SWEEPER),
    )
    instance, told = day.day.instance, []
    kerbs = sum(task.work is Work.SWEEP for task in day.day.tasks)
    run = replace(steps(), watch=Watch(on_progress=told.append))
    solution = solve(instance, run).solution
    assert kerbs == 2
    told = [now for now in told if now.stage is Stage.SEARCH]
    scouting = [now for now in told if now.iterations < 40]
    # Neither kerb is swept while it is looked into what the washer manages.
    assert min(now.unassigned for now in scouting) >= kerbs
    total = solution.total(instance)
    assert min(now.best_cost for now in scouting) > total
    # At the end the kerbs are in it: what is told is what is handed out.
    assert told[-1].best_cost == total
    assert told[-1].unassigned == len(solution.absent)


TABLE = [
    # Lanes of bundles of 100 m each as "done of all", required or not, and the bundles kept.
    ("all that was done is kept", [(2, 2, False), (3, 3, False)], [0, 1]),
    # 300 m were done: time for 312 m. The fuller one of 200 m, then one of 200 m is too much.
    ("of two halves, the fuller one", [(1, 2, False), (2, 2, False)], [1]),
    # 200 m were done: 208 m. The first of two that are alike.
    ("of two halves that are alike, one", [(1, 2, False), (1, 2, False)], [0]),
    # 300 m: 312 m; the required one of 300 m, though less of it was done.
    ("required ones before others", [(2, 2, False), (1, 3, True)], [1]),
    ("what was not begun comes last", [(0, 2, True), (2, 2, False)], [1]),
    ("where nothing was done nothing is set aside", [(0, 2, False), (0, 3, True)], [0, 1]),
]


@pytest.mark.parametrize(("bundles", "kept"), [row[1:] for row in TABLE])
def test_bundles_are_kept_up_to_what_was_managed(bundles, kept):
    lanes = sum(size for _, size, _ in bundles)
    # The last task is by itself.
    instance = rich_instance(3, Features(num_tasks=lanes + 1))
    bundle_of = np.repeat([*range(len(bundles)), -1], [*(size for _, size, _ in bundles), 1])
    required = np.repeat([*(one[2] for one in bundles), True], [*(b[1] for b in bundles), 1])
    metres = np.full_like(instance.mode_service_m, 100)
    instance = instance.replace(mode_service_m=metres, required=required)
    first = np.cumsum([0, *(size for _, size, _ in bundles)])
    done = {
        int(first[number] + lane)
        for number, (of, _, _) in enumerate(bundles)
        for lane in range(of)
    }
    aside = set_aside(instance, bundle_of, done)
    assert sorted({int(bundle_of[task]) for task in np.flatnonzero(~aside[:-1])}) == kept
    # What belongs to no bundle is never set aside.
    assert not aside[-1]


def test_bundles_that_are_set_aside_are_set_aside_whole():
    instance = rich_instance(5, Features(num_tasks=12))
    bundle_of = np.repeat(np.arange(4), 3)
    aside = set_aside(instance, bundle_of, done={0, 1, 3, 6, 7})
    for bundle in range(4):
        assert len(set(aside[bundle_of == bundle].tolist())) == 1


@pytest.mark.parametrize("seed", range(30))
def test_what_facilities_take_in_a_day_is_kept_though_bundles_are_finished(seed):
    has = Features(
        num_tasks=14, num_duties=4, kinds=True, hopper=2, tank=2, final="hopper", limits=True
    )
    instance = rich_instance(seed, has)
    bundle_of = np.where(np.arange(14) % 2 == 0, np.arange(14) // 4, -1)
    bundled = instance.replace(bundles=Bundles(task_bundle=bundle_of))
    outcome = solve_whole_bundles(ruin_recreate, bundled, steps(100, seed))
    assert faults(instance, outcome.solution) == []


def test_half_of_the_only_bundle_there_is_time_for_is_kept():
    instance = rich_instance(3, Features(num_tasks=4))
    aside = set_aside(instance, np.zeros(4, dtype=np.int64), done={0, 1})
    assert not aside.any()


@pytest.mark.parametrize("seed", range(12))
def test_what_is_found_keeps_all_rules_on_instances_with_everything(seed):
    has = Features(
        num_tasks=12,
        num_duties=4,
        windows=2,
        shifts=True,
        kinds=True,
        skills=seed % 2 == 0,
        hopper=2,
        optional="some",
        pins=True,
        reference=True,
        lanes=True,
    )
    instance = rich_instance(seed, has)
    bundled = instance.replace(bundles=Bundles(task_bundle=np.arange(12) // 3 - 1))
    outcome = solve_whole_bundles(ruin_recreate, bundled, steps(60, seed))
    assert faults(instance, outcome.solution) == []
    again = solve_whole_bundles(ruin_recreate, bundled, steps(60, seed), start=outcome.solution)
    assert faults(instance, again.solution) == []
