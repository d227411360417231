"""A bound that has a limited time, on streets that can be drawn."""

import math

import pytest

from fleet import Fleet
from optimizer.bounds import Deadline, bound_time
from optimizer.bounds.deadline import ENDLESS
from tests.optimizer.bounds.one_vehicle import facility, one_sweeper, plan_serving, stretch, yard
from tests.streets import street_network


class Clock:
    """Shows the time that it is told; each look at it takes `per_look_s`."""

    def __init__(self, *, per_look_s=0.0):
        self.now_s = 100.0
        self.per_look_s = per_look_s

    def __call__(self):
        self.now_s += self.per_look_s
        return self.now_s


def test_time_left_runs_down_to_nothing_and_not_below():
    clock = Clock()
    deadline = Deadline(10, clock=clock)
    clock.now_s = 104.0
    assert deadline.left_s == 6.0
    assert not deadline.is_over
    clock.now_s = 111.0
    assert deadline.left_s == 0.0
    assert deadline.is_over


def test_a_part_is_a_share_of_what_is_left():
    clock = Clock()
    deadline = Deadline(12, clock=clock)
    clock.now_s = 103.0
    # 9 s left for three pieces of work: 3 s for the first; one that took 5 leaves 4 for two.
    assert deadline.part(3).left_s == pytest.approx(3)
    clock.now_s = 108.0
    assert deadline.part(2).left_s == pytest.approx(2)


def test_without_a_limit_every_part_is_without_one():
    assert math.isinf(ENDLESS.left_s)
    assert math.isinf(ENDLESS.part(3).left_s)
    assert not ENDLESS.is_over


def bound_of_three_sides(deadline):
    """Three sides of a one-way block are swept: the fourth is driven, and four corners."""
    nodes = {1: (0, 0), 2: (400, 0), 3: (400, 400), 4: (0, 400)}
    sides = [(a, b, {"one_way": True}) for a, b in ((1, 2), (2, 3), (3, 4), (4, 1))]
    network = street_network(nodes, sides)
    tasks = [stretch(network, key) for key in ("1>2", "2>3", "3>4")]
    fleet = Fleet(vehicles=(one_sweeper(),), facilities=(facility("yard"),))
    sites = {"yard": yard(network, "1>2")}
    return bound_time(network, fleet, tasks, sites, plan_serving(tasks), deadline=deadline)


def test_the_work_itself_is_a_bound_for_which_no_time_is_needed():
    (row,) = bound_of_three_sides(Deadline(0)).rows
    # 3 x 400 m at 2.5 m/s.
    assert row.service_s == 3 * 160
    assert row.deadhead_s == 0
    assert row.cut_short


def test_time_enough_proves_the_same_as_no_limit():
    (row,) = bound_of_three_sides(Deadline(9000)).rows
    # 400 m at 8 m/s and four corners of 8 s.
    assert row.deadhead_s == 50 + 32
    assert not row.cut_short
    assert bound_of_three_sides(ENDLESS).rows == (row,)


@pytest.mark.parametrize("looks", range(1, 12))
def test_a_bound_cut_short_anywhere_is_a_bound(looks):
    # The clock runs out after so many looks at it, wherever the proof is by then.
    clock = Clock(per_look_s=1.0)
    (row,) = bound_of_three_sides(Deadline(looks, clock=clock)).rows
    assert row.service_s == 480
    assert 0 <= row.deadhead_s <= 82
    assert min(row.balance_s, row.depot_s, row.trips_s, row.facility_s) >= 0
