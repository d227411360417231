"""Going over to another lane: where work is done, and that a price on it makes long runs.

::

    0 ---> 1 ---> 2 ---> 3      one-way, 8 m wide: a kerb on each side, 200 m a block
    ^                    |
    +-------- back ------+      a service road, which nobody sweeps
"""

from dataclasses import replace

import pytest

from fleet import FacilityKind, Work
from optimizer.day.lanes import (
    MEDIAN,
    NO_LANE,
    RIGHT_EDGE,
    lane_of,
    lanes_across,
    with_least_run,
    with_price_on_lane_changes,
)
from optimizer.day.prices import Prices, price_day
from optimizer.day.worth import worth_per_m2
from optimizer.engines import Run
from optimizer.network.kerb import KerbKey, Side
from optimizer.plan import ActivityKind
from optimizer.search import evaluate
from optimizer.solver import solve
from optimizer.stop import limits
from tests.hand_drawn import SERVICE_ROAD, STANDARD, YARD, small_day, yard_at
from tests.streets import street_network

WIDE = {"one_way": True, "width_cm": 800}
BLOCKS = street_network(
    {0: (0, 0), 1: (200, 0), 2: (400, 0), 3: (600, 0), 4: (600, -100), 5: (0, -100)},
    [
        (0, 1, WIDE),
        (1, 2, WIDE),
        (2, 3, WIDE),
        (3, 4, SERVICE_ROAD),
        (4, 5, SERVICE_ROAD),
        (5, 0, SERVICE_ROAD),
    ],
)


def runs(plan):
    """The sides of the kerbs in the order of work, and how often the plan says that it changes."""
    (route,) = plan.routes
    work = [a for a in route.activities if a.kind is ActivityKind.SERVICE]
    sides = [a.task_id.split("/")[2] for a in work]
    return sides, sum(bool(a.lane_change) for a in route.activities)


@pytest.fixture(scope="module")
def street():
    return small_day(BLOCKS, {"yard": yard_at(BLOCKS, "4>5", 300)}, facilities=(YARD,))


def test_with_a_price_on_changing_sides_each_side_is_swept_in_one_run(street):
    day = with_price_on_lane_changes(street.day, BLOCKS, lane_change_fen=1_000)
    solution = solve(day.instance, Run(stop=limits(iterations=400), seed=1)).solution
    sides, changes = runs(street.plan_of(solution))
    assert sorted([sides[:3], sides[3:]]) == [["left"] * 3, ["right"] * 3]
    # Between the two runs it drives round by the service road, which is no going over.
    assert changes == 0


def test_a_route_costs_its_changes_more(street):
    tasks = {(t.kerb.arc, t.kerb.side): n for n, t in enumerate(street.day.tasks)}
    zigzag = [
        tasks["0>1", Side.RIGHT],
        tasks["1>2", Side.LEFT],
        tasks["2>3", Side.RIGHT],
    ]
    final = len(street.day.tasks)
    free = evaluate(street.day.instance, [[*zigzag, final]])
    day = with_price_on_lane_changes(street.day, BLOCKS, lane_change_fen=1_000)
    # Right, left, right on three blocks that follow each other: two changes at 10 yuan.
    fen = (evaluate(day.instance, [[*zigzag, final]]).cost - free.cost) / 3_600_000
    assert fen == 2_000


def test_without_a_price_the_day_stays_as_it_is(street):
    assert with_price_on_lane_changes(street.day, BLOCKS, lane_change_fen=0) is street.day


@pytest.mark.parametrize(
    ("kerb", "lane"),
    [
        (KerbKey(arc="1>2", side=Side.RIGHT), RIGHT_EDGE),
        (KerbKey(arc="1>2", side=Side.WHOLE), RIGHT_EDGE),
        (KerbKey(arc="1>2", side=Side.LEFT), MEDIAN),
        (KerbKey(arc="1>2", side=Side.RIGHT, lane=3), 3),
        (KerbKey(arc="1>2", side=Side.RIGHT, lane=1, piece=2), RIGHT_EDGE),
        (None, NO_LANE),
    ],
)
def test_lanes_are_counted_from_the_right(street, kerb, lane):
    assert lane_of(replace(street.day.tasks[0], kerb=kerb)) == lane


def test_facilities_lie_in_no_lane(street):
    assert YARD.kind is FacilityKind.DEPOT
    day = with_price_on_lane_changes(street.day, BLOCKS, lane_change_fen=1_000)
    first = int(day.instance.mode_start[len(day.tasks)])
    assert {task.work for task in day.tasks} == {Work.SWEEP}
    assert not day.instance.lane_changes.mode_lane[first:].any()
    assert day.instance.lane_changes.mode_lane[:first].all()


THREE_WIDE = street_network(
    {0: (0, 0), 1: (200, 0), 2: (400, 0), 3: (600, 0), 4: (600, -100), 5: (0, -100)},
    [
        *[(a, a + 1, WIDE | {"lanes": 3}) for a in range(3)],
        *[(a, b, SERVICE_ROAD) for a, b in ((3, 4), (4, 5), (5, 0))],
    ],
)
SLOW = replace(STANDARD, lane_change_s=10, lane_crossed_s=5)


@pytest.fixture(scope="module")
def slow_street():
    """Three lanes, where going over takes 10 s, and each lane across 5 s more."""
    sites = {"yard": yard_at(THREE_WIDE, "4>5", 300)}
    return small_day(THREE_WIDE, sites, standards=(SLOW,), facilities=(YARD,))


@pytest.mark.parametrize(
    ("kerb", "across"),
    [
        (KerbKey(arc="1>2", side=Side.RIGHT), 0),
        (KerbKey(arc="1>2", side=Side.WHOLE), 0),
        (KerbKey(arc="1>2", side=Side.LEFT), 2),
        (KerbKey(arc="1>2", side=Side.RIGHT, lane=1), 0),
        (KerbKey(arc="1>2", side=Side.RIGHT, lane=3), 2),
        (None, 0),
    ],
)
def test_lanes_across_are_those_between_the_right_edge_and_the_work(slow_street, kerb, across):
    assert lanes_across(THREE_WIDE, replace(slow_street.day.tasks[0], kerb=kerb)) == across


def test_the_left_kerb_of_a_street_of_one_lane_lies_beside_the_right_one(slow_street):
    narrow = replace(THREE_WIDE, arc_lanes=THREE_WIDE.arc_lanes * 0 + 1)
    left = KerbKey(arc="1>2", side=Side.LEFT)
    assert lanes_across(narrow, replace(slow_street.day.tasks[0], kerb=left)) == 0


def zigzag_on(day):
    """Right, left, right along the three blocks, then the yard."""
    tasks = {(t.kerb.arc, t.kerb.side): n for n, t in enumerate(day.tasks)}
    ways = (("0>1", Side.RIGHT), ("1>2", Side.LEFT), ("2>3", Side.RIGHT))
    return [*(tasks[way] for way in ways), len(day.tasks)]


def test_the_timetable_gives_a_change_its_seconds_between_drive_and_arrival(slow_street):
    solution = evaluate(slow_street.day.instance, [zigzag_on(slow_street.day)])
    # `plan_of` asks the checker too, which counts by itself.
    (route,) = slow_street.plan_of(solution).routes
    first, second, third = (a for a in route.activities if a.kind is ActivityKind.SERVICE)
    # From the right kerb to the left one of three lanes: 10 + 2 * 5 = 20 s; and back.
    assert [a.lane_change_s for a in (first, second, third)] == [0, 20, 20]
    for before, after in ((first, second), (second, third)):
        assert after.arrival_s == before.end_s + after.drive.duration_s + 20
    assert route.lane_change_s == 40
    # They are paid like driving.
    parts_s = route.drive_s + 40 + route.service_s + route.facility_s
    assert route.paid_s == parts_s


def test_a_solution_costs_the_seconds_of_its_changes(slow_street):
    route = [zigzag_on(slow_street.day)]
    slow = slow_street.day.instance
    free = slow.replace(lane_changes=None)
    # Two changes of 20 s at 20,000 fen an hour: 40 / 3,600 * 20,000 fen.
    more = evaluate(slow, route).cost - evaluate(free, route).cost
    assert more / 3_600_000 == pytest.approx(40 / 3_600 * 20_000)


def test_seconds_and_price_are_charged_together(slow_street):
    route = [zigzag_on(slow_street.day)]
    day = with_price_on_lane_changes(slow_street.day, THREE_WIDE, lane_change_fen=1_000)
    # Two changes at 10 yuan, on top of the seconds.
    more = evaluate(day.instance, route).cost - evaluate(slow_street.day.instance, route).cost
    assert more / 3_600_000 == 2_000


def test_every_drive_to_a_kerb_costs_the_worth_of_so_many_metres_and_no_change_does(street):
    # 100 m of kerb, 4 m wide, at 1.75 fen a square metre.
    day = with_least_run(street.day, least_run_m=100, fen_per_m2=1.75)
    tasks = {(t.kerb.arc, t.kerb.side): n for n, t in enumerate(street.day.tasks)}

    def more_fen(route):
        priced = evaluate(day.instance, [route]).cost
        return (priced - evaluate(street.day.instance, [route]).cost) / 3_600_000

    final = len(street.day.tasks)
    # To the first block; in between nothing is driven, and the drive to the yard begins no run.
    assert more_fen(zigzag_on(street.day)) == 700
    # The block in the middle is left out, so it is driven past.
    outer = [tasks["0>1", Side.RIGHT], tasks["2>3", Side.RIGHT], final]
    assert more_fen(outer) == 2 * 700


def test_without_a_least_run_the_day_stays_as_it_is(street):
    assert with_least_run(street.day, least_run_m=0, fen_per_m2=1.0) is street.day


def test_who_works_at_stops_pays_no_interruptions(street):
    stops = tuple(replace(task, kerb=None, area_m2=0) for task in street.day.tasks)
    fen_per_m2 = worth_per_m2(stops, higher_class_m2=0.0, optional_weight=10.0)
    day = with_least_run(replace(street.day, tasks=stops), least_run_m=100, fen_per_m2=fen_per_m2)
    assert not day.instance.interruptions.counts


DUAL = street_network(
    {0: (0, 0), 1: (200, 0), 2: (400, 0), 3: (600, 0)}
    | {13: (600, 20), 12: (400, 20), 11: (200, 20), 10: (0, 20)}
    | {5: (-100, 0), 6: (-100, 20)},
    [
        *[(a, a + 1, WIDE) for a in range(3)],
        *[(a, a - 1, WIDE) for a in (13, 12, 11)],
        (3, 13, SERVICE_ROAD | {"one_way": True}),
        (10, 0, SERVICE_ROAD | {"one_way": True}),
        (10, 6, SERVICE_ROAD),
        (6, 5, SERVICE_ROAD),
        (5, 0, SERVICE_ROAD),
    ],
)
"""A dual carriageway of three blocks, 20 m apart, joined at both ends; the yard lies west of it::

    6 --- 10 <--- 11 <--- 12 <--- 13
    |      |                       ^
    5 ---  0 ---> 1  ---> 2  ---> 3
"""


def strips(plan):
    """Carriageway and side of each run of work in the only route, and how often it changes."""
    (route,) = plan.routes
    found = []
    for one in route.activities:
        if one.kind is ActivityKind.SERVICE:
            _, key, side, *_ = one.task_id.split("/")
            way = "there" if len(key) == 3 else "back"
            if not found or found[-1] != (way, side):
                found.append((way, side))
    return found, sum(bool(a.lane_change) for a in route.activities)


def test_a_dual_carriageway_is_swept_on_the_right_there_and_back_and_then_along_the_median():
    day = small_day(
        DUAL,
        {"yard": yard_at(DUAL, "6>5", 10)},
        standards=(SLOW,),
        facilities=(YARD,),
    )
    prices = Prices(lane_change_fen=300, lane_change_m=30, least_run_m=50)
    priced = price_day(day.day, DUAL, prices)
    assert len(priced.tasks) == 12
    solution = solve(priced.instance, Run(stop=limits(iterations=2_000), seed=1)).solution
    runs_, changes = strips(day.plan_of(solution))
    # Each of the four kerbs in one go of three blocks.
    assert len(runs_) == 4
    assert len(set(runs_)) == 4
    # The median there and back, the right side there and back: at most two changes, not six.
    assert changes <= 2


INTERRUPTED = street_network(
    {0: (0, 0), 1: (200, 0), 2: (400, 0), 3: (600, 0), 4: (600, -100), 5: (0, -100)},
    [
        (0, 1, WIDE),
        # Between two junctions the carriageway is so narrow that it has one kerb to sweep.
        (1, 2, {"one_way": True, "width_cm": 300}),
        (2, 3, WIDE),
        *[(a, b, SERVICE_ROAD) for a, b in ((3, 4), (4, 5), (5, 0))],
    ],
)


def test_where_the_median_kerb_is_interrupted_the_sweeper_does_not_fill_the_gap_by_going_over():
    day = small_day(
        INTERRUPTED,
        {"yard": yard_at(INTERRUPTED, "4>5", 300)},
        standards=(SLOW,),
        facilities=(YARD,),
    )
    prices = Prices(lane_change_fen=300, lane_change_m=30, least_run_m=50)
    priced = price_day(day.day, INTERRUPTED, prices)
    # Two kerbs of the outer blocks each, one of the block between.
    assert len(priced.tasks) == 5
    solution = solve(priced.instance, Run(stop=limits(iterations=1_000), seed=1)).solution
    sides, changes = runs(day.plan_of(solution))
    # Three in a row on the right on one round, two on the left on the other: the gap is driven.
    assert sorted(sides) == ["left", "left", "right", "right", "right"]
    assert abs(sides.index("left") - (len(sides) - 1 - sides[::-1].index("left"))) == 1
    assert changes == 0
