"""Going over to another lane: where work is done, and that a price on it makes long runs.

::

    0 ---> 1 ---> 2 ---> 3      one-way, 8 m wide: a kerb on each side, 200 m a block
    ^                    |
    +-------- back ------+      a service road, which nobody sweeps
"""

from dataclasses import replace

import pytest

from fleet import FacilityKind, Work
from optimizer.day.lanes import MEDIAN, NO_LANE, RIGHT_EDGE, lane_of, with_lane_changes
from optimizer.engines import Run
from optimizer.network.kerb import KerbKey, Side
from optimizer.plan import ActivityKind
from optimizer.solver import solve
from optimizer.stop import limits
from tests.hand_drawn import SERVICE_ROAD, YARD, small_day, yard_at
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
    day = with_lane_changes(street.day, lane_change_fen=1_000)
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
    from optimizer.search import evaluate

    final = len(street.day.tasks)
    free = evaluate(street.day.instance, [[*zigzag, final]])
    day = with_lane_changes(street.day, lane_change_fen=1_000)
    # Right, left, right on three blocks that follow each other: two changes at 10 yuan.
    fen = (evaluate(day.instance, [[*zigzag, final]]).cost - free.cost) / 3_600_000
    assert fen == 2_000


def test_without_a_price_the_day_stays_as_it_is(street):
    assert with_lane_changes(street.day, lane_change_fen=0) is street.day


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
    day = with_lane_changes(street.day, lane_change_fen=1_000)
    first = int(day.instance.mode_start[len(day.tasks)])
    assert {task.work for task in day.tasks} == {Work.SWEEP}
    assert not day.instance.lane_changes.mode_lane[first:].any()
    assert day.instance.lane_changes.mode_lane[:first].all()
