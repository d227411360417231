"""Lanes are washed from the median outwards, as far as nothing costs more for it.

::

    1 ======= 600 m ======= 2 ======= 600 m ======= 3      three lanes of 3.5 m each way
    yard at 1                                  one may turn round at 1 and 3
"""

from dataclasses import replace

import pytest

from fleet import Facility, FacilityKind, LonLat, Shift, Supply
from optimizer.answer import explain
from optimizer.day.prices import Prices, price_day
from optimizer.engines import Run
from optimizer.engines.outward_lanes import order_outwards
from optimizer.plan import ActivityKind
from optimizer.search import evaluate
from optimizer.solver import solve
from optimizer.stop import limits
from tests.hand_drawn import HOUR_S, YARD, small_day, yard_at
from tests.optimizer.engines.test_whole_bundles import WASHED, WASHER
from tests.streets import street_network

WIDE = {"width_cm": 2_100}
ROAD = street_network(
    {1: (0, 0), 2: (600, 0), 3: (1_200, 0)}, [(1, 2, WIDE), (2, 3, WIDE)], turning=[1, 3]
)
SHIFT = Shift(id="night", start_s=6 * HOUR_S, end_s=9 * HOUR_S)
CHANGES = replace(WASHED, lane_change_s=10, lane_crossed_s=5)


def road(*, taps=(), shifts=(SHIFT,), **washer):
    return small_day(
        ROAD,
        {"yard": yard_at(ROAD, "1>2", 0), "tap": yard_at(ROAD, "2>3", 300)},
        standards=(CHANGES,),
        vehicles=(replace(WASHER, shifts=shifts, **washer),),
        facilities=(replace(YARD, streams=()), *taps),
    )


def laps_of(day, *laps):
    """The elements of laps along the road: "there 2" is the middle lane from 1 to 3."""
    number = {str(task.kerb): n for n, task in enumerate(day.day.tasks)}
    ways = {"there": ("1>2", "2>3"), "back": ("3>2", "2>1")}
    found = []
    for lap in laps:
        way, lane = lap.split()
        found += [number[f"{arc}/right/{lane}"] for arc in ways[way]]
    return found


def lanes_of(day, solution):
    """The lanes in which each carriageway is washed, in order of time."""
    lanes = {}
    for route in solution.routes:
        for visit in route:
            kerb = day.day.tasks[visit.element].kerb
            lanes.setdefault(kerb.arc, []).append(kerb.lane)
    return lanes


OUTWARDS = {arc: [3, 2, 1] for arc in ("1>2", "2>3", "3>2", "2>1")}


@pytest.mark.parametrize("seed", range(4))
def test_every_carriageway_is_washed_from_the_median_to_the_gutter(seed):
    day = road()
    assert len(day.day.tasks) == 12
    priced = price_day(day.day, ROAD, Prices(lane_change_fen=300))
    solution = solve(priced.instance, Run(stop=limits(iterations=400), seed=seed)).solution
    assert lanes_of(day, solution) == OUTWARDS
    day.plan_of(solution)


def test_laps_change_places_and_cost_what_they_did():
    day = road()
    instance = price_day(day.day, ROAD, Prices(lane_change_fen=300)).instance
    laps = laps_of(day, "there 1", "back 1", "there 3", "back 3", "there 2", "back 2")
    before = evaluate(instance, [laps])
    after = order_outwards(instance, before)
    assert lanes_of(day, after) == OUTWARDS
    # Two lanes are crossed, then one, then one; before it were two, two and one. 5 s each.
    assert after.cost <= before.cost
    assert sorted(v.element for v in after.routes[0]) == sorted(laps)


def test_only_the_route_is_priced_whose_laps_change_places():
    early = replace(SHIFT, id="early", start_s=2 * HOUR_S, end_s=5 * HOUR_S)
    day = road(shifts=(early, SHIFT))
    instance = price_day(day.day, ROAD, Prices(lane_change_fen=300)).instance
    laps = laps_of(day, "there 1", "back 1", "there 3", "back 3", "there 2", "back 2")
    before = evaluate(instance, [[], laps])
    after = order_outwards(instance, before)
    assert lanes_of(day, after) == OUTWARDS
    assert after.routes[0] == ()
    assert after == evaluate(instance, after.sequences)
    assert after.cost <= before.cost


def test_a_carriageway_that_is_left_out_whole_says_so():
    day = road()
    priced = price_day(day.day, ROAD, Prices(lane_change_fen=300))
    solution = evaluate(priced.instance, [laps_of(day, "there 3")])
    arcs = {task.id: task.kerb.arc for task in day.day.tasks}
    left = {one.task_id: str(one.detail) for one in explain(priced, solution)}
    whole = {task for task, detail in left.items() if "all 3 lanes" in detail}
    # Of the way there one lane is done.
    assert whole == {task for task, arc in arcs.items() if arc in ("3>2", "2>1")}
    assert len(whole) == 6


def test_what_is_in_order_stays_as_it_is():
    day = road()
    instance = price_day(day.day, ROAD, Prices(lane_change_fen=300)).instance
    laps = laps_of(day, "there 3", "back 3", "there 2", "back 2", "there 1", "back 1")
    before = evaluate(instance, [laps])
    assert order_outwards(instance, before) == before


def test_no_lane_is_gone_over_to_for_it():
    day = road()
    instance = price_day(day.day, ROAD, Prices(lane_change_fen=300)).instance
    # Only the first block has its gutter lane washed first: to change that there one would have
    # to go over in the middle of a lap.
    there = laps_of(day, "there 3", "there 1", "there 2")
    far = [element for element in laps_of(day, "there 3") if element != there[0]]
    mixed = [there[2], there[4], there[5], *far]
    before = evaluate(instance, [mixed])
    after = order_outwards(instance, before)
    assert after.cost <= before.cost
    assert {v.element for v in after.routes[0]} == set(mixed)


@pytest.mark.parametrize("seed", range(4))
def test_whose_tank_is_filled_on_the_way_does_not_overdraw_it(seed):
    # Six laps of 1,200 * 3.5 * 1.5 = 6,300 l are four tanks: filled three times at least.
    tap = Facility(
        id="tap",
        name="Tap",
        kind=FacilityKind.WATER_POINT,
        at=LonLat(lon=0, lat=0),
        supplies=(Supply.WATER,),
        visit_s=300,
    )
    day = road(tank_l=9_500, taps=(tap,))
    priced = price_day(day.day, ROAD, Prices(lane_change_fen=300))
    plan = day.plan_of(
        solve(priced.instance, Run(stop=limits(iterations=400), seed=seed)).solution
    )
    # The checker, which has passed it, has counted every litre.
    (route,) = plan.routes
    assert route.count(ActivityKind.REFILL) >= 3
    assert len(route.task_ids) == 12
