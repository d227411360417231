"""Washing lane by lane: passes, litres, pieces, nights."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet import TimeWindow, Work
from tests.scenarios.due.one_street import (
    HOUR_S,
    SCENARIO,
    WASH,
    WASHER,
    street,
    stretch,
    washes,
    week,
    with_standard,
    work_of,
)
from tests.streets import street_network


def test_a_night_wash_is_over_before_the_rush_hours_of_the_next_morning():
    rush = (TimeWindow(earliest_s=5 * HOUR_S, latest_s=9 * HOUR_S),)
    # 800 m at 8 km/h take 360 s; 05:00 of the next morning is 29:00.
    for task in washes(street(800), with_standard(keep_off=rush)):
        assert task.windows == (TimeWindow(earliest_s=77_400, latest_s=29 * HOUR_S - 360),)


@pytest.mark.parametrize(
    ("attributes", "lanes"),
    [
        # Two-way, 14 m: strips of 7 m, two passes of 3.5 m in each direction.
        ({"width_cm": 1400}, {"1>2/right": 2, "2>1/right": 2}),
        # 14.1 m: strips of 7.05 m need a third.
        ({"width_cm": 1410}, {"1>2/right": 3, "2>1/right": 3}),
        # 7 m: one pass of 3.5 m in each direction.
        ({"width_cm": 700}, {"1>2/right": 1, "2>1/right": 1}),
        # Narrower than two sweeping passes: two wash passes of 5 m, either way.
        ({"width_cm": 500}, {"1>2/whole": 2}),
        ({"width_cm": 350}, {"1>2/whole": 1}),
        # One-way, 6 m: no median kerb, two passes.
        ({"one_way": True, "width_cm": 600}, {"1>2/right": 2}),
        # One-way, 14 m: four lanes, counted from the right kerb on.
        ({"one_way": True, "width_cm": 1400}, {"1>2/right": 4}),
    ],
)
def test_a_carriageway_is_washed_in_as_many_passes_as_its_strips_need(attributes, lanes):
    found = {}
    for task in washes(street(**attributes)):
        kerb = f"{task.kerb.arc}/{task.kerb.side}"
        found[kerb] = found.get(kerb, 0) + 1
    assert found == lanes


@pytest.mark.parametrize(("width_cm", "passes"), [(750, 3), (900, 3), (1050, 3)])
def test_a_one_way_carriageway_is_washed_in_no_more_passes_than_its_width_needs(width_cm, passes):
    # Washing has no kerbs: 9 m are three passes of 3.5 m, whichever side they begin on.
    assert len(washes(street(one_way=True, width_cm=width_cm))) == passes


def test_a_wider_washer_needs_fewer_passes_and_the_narrowest_decides():
    wide = replace(WASHER, sweeping_width_cm=700)
    assert len(washes(street(width_cm=1400), replace(SCENARIO, vehicles=(wide,)))) == 2
    both = replace(SCENARIO, vehicles=(wide, replace(WASHER, id="W2")))
    assert len(washes(street(width_cm=1400), both)) == 4


def test_a_lane_takes_a_litre_and_a_half_a_square_metre():
    # 200 m x 14 m = 2,800 m2 in four lanes of 700 m2: 1,050 l each, 4,200 l in all.
    tasks = washes(street(width_cm=1400))
    assert [(task.area_m2, task.demand_l) for task in tasks] == [(700, 1050)] * 4
    assert {task.demand_kg for task in tasks} == {0}
    assert {task.prize_fen for task in tasks} == {3 * 700}


def test_a_full_tank_lasts_for_about_two_kilometres_of_a_lane():
    # domain: 12,000 l at 1.5 l/m2 and 3.5 m: 5.25 l a metre, 2,286 m.
    tasks = washes(street(2286, one_way=True, width_cm=350))
    assert sum(task.demand_l for task in tasks) == pytest.approx(12_000, abs=2 * len(tasks))


def test_a_long_lane_is_washed_in_pieces_that_half_a_tank_can_do():
    network = street(3000, one_way=True, width_cm=350)
    # 10,500 m2 take 15,750 l: three pieces of 1,000 m, 3,500 m2 and 5,250 l.
    tasks = washes(network)
    assert [stretch(network, task.modes[0]) for task in tasks] == [
        (0, 1000),
        (1000, 2000),
        (2000, 3000),
    ]
    assert [(t.area_m2, t.demand_l, t.modes[0].service_m) for t in tasks] == [
        (3500, 5250, 1000)
    ] * 3
    assert len({task.id for task in tasks}) == len({task.kerb for task in tasks}) == 3


def test_a_lane_that_half_a_tank_can_do_stays_whole():
    # 1,142 m x 3.5 m x 1.5 l/m2 = 5,995.5 l of 6,000.
    network = street(1142, one_way=True, width_cm=350)
    (task,) = washes(network)
    assert stretch(network, task.modes[0]) == (0, 1142)


def test_the_smallest_tank_decides_on_the_pieces():
    small = replace(WASHER, id="W2", tank_l=4_000)
    scenario = replace(SCENARIO, vehicles=(WASHER, small))
    # 5,250 l in pieces of 2,000 l at most.
    assert len(washes(street(1000, one_way=True, width_cm=350), scenario)) == 3


def test_a_piece_is_the_same_stretch_of_street_in_both_directions():
    network = street(3000, width_cm=500)
    tasks = washes(network)
    # 15,000 m2 in two lanes: 11,250 l a lane, two pieces of 1,500 m.
    assert [(task.kerb.lane, task.kerb.piece) for task in tasks] == [
        (1, 1),
        (1, 2),
        (2, 1),
        (2, 2),
    ]
    for task, expected in zip(tasks, [(0, 1500), (1500, 3000)] * 2, strict=True):
        assert len(task.modes) == 2
        assert [stretch(network, mode) for mode in task.modes] == [expected, expected]


@given(
    length_m=st.integers(1, 4000),
    width_cm=st.integers(200, 2500),
    one_way=st.booleans(),
    tank_l=st.integers(300, 15_000),
)
def test_pieces_part_the_street_and_a_tank_does_every_one(length_m, width_cm, one_way, tank_l):
    network = street(length_m, width_cm=width_cm, one_way=one_way)
    scenario = replace(SCENARIO, vehicles=(replace(WASHER, tank_l=tank_l),))
    tasks = washes(network, scenario)
    assert sum(task.area_m2 for task in tasks) == int(network.arc_area_m2.sum())
    of_lane = {}
    for task in tasks:
        # Half a tank and the litre of rounding; a single metre of street is not divided.
        assert task.demand_l <= tank_l / 2 + 3 or task.modes[0].service_m == 1
        assert task.demand_l >= 1.5 * task.area_m2
        of_lane.setdefault(replace(task.kerb, piece=0), []).append(task)
    for pieces in of_lane.values():
        for number in range(len(pieces[0].modes)):
            ends = sorted(stretch(network, task.modes[number]) for task in pieces)
            assert (ends[0][0], ends[-1][1]) == (0, length_m)
            assert all(before[1] == after[0] for before, after in pairwise(ends))
        for task in pieces:
            there, *back = [stretch(network, mode) for mode in task.modes]
            # Whole metres on an arc: the way back may part a metre beside the way there.
            for other in back:
                assert np.abs(np.subtract(there, other)).max() <= 1


def test_nothing_is_washed_where_no_washing_is_owed():
    assert washes(street(), with_standard(wash=None)) == []
    assert work_of(street(), with_standard(wash=None)).lanes == ()


def test_carriageways_narrower_than_stated_are_not_washed_nor_owed():
    wash = replace(WASH, min_width_cm=800)
    work = work_of(street(width_cm=799), with_standard(wash=wash))
    assert [task for task in work.tasks if task.work is Work.WASH] == []
    assert work.lanes[0].maintained_m2 == 0
    assert len(washes(street(width_cm=800), with_standard(wash=wash))) == 4


@pytest.mark.parametrize("per_week", [1, 2, 5, 7])
def test_every_street_is_washed_so_many_nights_of_a_week(per_week):
    network = street_network(
        {n: (700 * n, 0) for n in range(8)},
        [(n, n + 1, {"highway": "secondary", "width_cm": 700}) for n in range(7)],
    )
    wash = replace(WASH, washes_per_week=per_week)
    nights = {}
    for day, work in enumerate(week(network, with_standard(wash=wash))):
        for task in work.tasks:
            if task.work is Work.WASH:
                nights.setdefault(task.name, set()).add(day)
        (row,) = work.lanes
        assert (row.times_a_week, row.maintained_m2) == (per_week, 7 * 4900)
        assert row.due_m2 == sum(t.area_m2 for t in work.tasks if t.work is Work.WASH)
        assert row.cancelled_m2 == 0
    assert len(nights) == 7
    assert {len(days) for days in nights.values()} == {per_week}


def test_streets_far_from_each_other_are_washed_on_different_nights():
    network = street_network(
        {n: (1000 * n + 100, 0) for n in range(8)},
        [(n, n + 1, {"highway": "secondary", "length_m": 100}) for n in range(7)],
    )
    wash = replace(WASH, washes_per_week=1)
    counts = [
        len({task.name for task in work.tasks if task.work is Work.WASH})
        for work in week(network, with_standard(wash=wash))
    ]
    assert counts == [1] * 7


def test_an_unpaved_street_is_washed_only_where_the_scenario_says_so():
    gravel = street(unpaved=True)
    assert washes(gravel) == []
    assert work_of(gravel).lanes[0].maintained_m2 == 0
    mud = with_standard(wash=replace(WASH, unpaved=True))
    assert [task.kerb for task in washes(gravel, mud)] == [task.kerb for task in washes(street())]
