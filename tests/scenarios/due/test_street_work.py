"""What kerbs are due: passes, demands, hours, days, weather and seasons."""

import datetime as dt
from dataclasses import replace

import pytest

from fleet import Condition, Method, Season, TimeWindow, Work
from optimizer.network.road_network import BEYOND
from optimizer.plan import Plan
from scenarios.due.demand import find_due_work
from scenarios.due.street_work import Lot, LotReason
from scenarios.measures.coverage import audit_coverage
from tests.scenarios.due.one_street import (
    HOUR_S,
    MONDAY,
    SCENARIO,
    SWEEPER,
    WASH,
    on,
    street,
    stretch,
    sweeps,
    week,
    with_standard,
    work_of,
)
from tests.streets import street_network


@pytest.mark.parametrize(
    ("attributes", "kerbs"),
    [
        # One-way: the median kerb too where the carriageway is 7 m wide.
        ({"one_way": True, "width_cm": 700}, ["1>2/left", "1>2/right"]),
        ({"one_way": True, "width_cm": 699}, ["1>2/right"]),
        # Two-way: the right kerb of either direction from 6 m on, once below.
        ({"width_cm": 600}, ["1>2/right", "2>1/right"]),
        ({"width_cm": 599}, ["1>2/whole"]),
    ],
)
def test_the_width_decides_which_kerbs_are_swept(attributes, kerbs):
    assert sorted(str(task.kerb) for task in sweeps(street(**attributes))) == kerbs


def test_the_median_kerb_is_driven_with_the_traffic_too():
    network = street(one_way=True, width_cm=900)
    right, left = sweeps(network)
    assert [stretch(network, task.modes[0]) for task in (right, left)] == [(0, 200), (0, 200)]
    assert [len(task.modes) for task in (right, left)] == [1, 1]
    # 200 m x 9 m, half to each.
    assert [task.area_m2 for task in (right, left)] == [900, 900]


def test_a_narrow_lane_is_swept_once_in_either_direction():
    network = street(width_cm=500)
    (task,) = sweeps(network)
    assert [network.arc_key(mode.place.entries[0].arc) for mode in task.modes] == ["1>2", "2>1"]
    assert [stretch(network, mode) for mode in task.modes] == [(0, 200), (0, 200)]
    assert task.area_m2 == 1000


def test_a_kerb_fills_the_hopper_and_empties_the_tank_by_its_length():
    # 20 kg and 60 l a kilometre: 500 m are 10 kg and 30 l.
    assert [(t.demand_kg, t.demand_l) for t in sweeps(street(500))] == [(10, 30)] * 2
    # Parts of a kilogram and of a litre count as whole ones: 510 m are 10.2 kg and 30.6 l.
    assert [(t.demand_kg, t.demand_l) for t in sweeps(street(510))] == [(11, 31)] * 2


def test_leaf_season_brings_more_sweepings_and_takes_no_more_water():
    leaves = Season(id="leaves", first=(11, 10), last=(12, 31), sweepings_share=1.6)
    scenario = replace(SCENARIO, seasons=(leaves,))
    network = street(500)
    autumn = replace(scenario, date=dt.date(2024, 12, 2))
    # 1.6 x 10 kg.
    assert [(t.demand_kg, t.demand_l) for t in sweeps(network, autumn)] == [(16, 30)] * 2
    assert [(t.demand_kg, t.demand_l) for t in sweeps(network, scenario)] == [(10, 30)] * 2


def test_each_pass_is_a_task_and_the_passes_know_how_far_apart_they_begin():
    twice = with_standard(
        passes=(
            (TimeWindow(earliest_s=0, latest_s=25_200),),
            (TimeWindow(earliest_s=32_400, latest_s=57_600),),
        ),
        least_apart_s=7_200,
        repeats_required=False,
        repeat_share=0.25,
    )
    first, second = [t for t in sweeps(street(width_cm=1400), twice) if str(t.kerb) == "1>2/right"]
    assert (first.apart_s, second.apart_s) == (7_200, 7_200)
    assert (first.required, second.required) == (True, False)
    # 200 m x 7 m x 10 fen, and a quarter.
    assert (first.prize_fen, second.prize_fen) == (14_000, 3_500)
    assert first.windows[0].latest_s + 7_200 <= second.windows[0].earliest_s


def test_a_single_pass_need_not_keep_apart_from_anything():
    assert {task.apart_s for task in sweeps(street())} == {0}


def test_sweeping_is_over_when_the_hours_to_keep_off_begin():
    rush = (TimeWindow(earliest_s=7 * HOUR_S, latest_s=9 * HOUR_S),)
    # 700 m at 7 km/h take 360 s.
    for task in sweeps(street(700), with_standard(keep_off=rush)):
        assert task.windows == (
            TimeWindow(earliest_s=6 * HOUR_S, latest_s=7 * HOUR_S - 360),
            TimeWindow(earliest_s=9 * HOUR_S, latest_s=11 * HOUR_S),
        )


def test_the_slowest_sweeper_must_be_done_in_time_too():
    rush = (TimeWindow(earliest_s=7 * HOUR_S, latest_s=9 * HOUR_S),)
    slow = replace(SWEEPER, id="S2", working_kph=5)
    scenario = replace(with_standard(keep_off=rush), vehicles=(SWEEPER, slow))
    # 700 m at 5 km/h take 504 s.
    (task, _) = sweeps(street(700), scenario)
    assert task.windows[0].latest_s == 7 * HOUR_S - 504


def test_a_street_for_which_the_hours_to_keep_off_leave_no_time_is_uncovered():
    all_morning = (TimeWindow(earliest_s=5 * HOUR_S, latest_s=12 * HOUR_S),)
    work = work_of(street(width_cm=1400), with_standard(keep_off=all_morning))
    assert [task for task in work.tasks if task.work is Work.SWEEP] == []
    assert [(lot.lot, lot.reason) for lot in work.lots] == [(Lot.UNCOVERED, LotReason.NO_TIME)] * 2


def test_a_kerb_that_is_not_due_today_is_uncovered_with_that_reason():
    work = work_of(street(width_cm=1400), with_standard(weekdays=(1,)))
    assert [task for task in work.tasks if task.work is Work.SWEEP] == []
    assert [(lot.lot, lot.reason) for lot in work.lots] == [
        (Lot.UNCOVERED, LotReason.NOT_DUE_TODAY)
    ] * 2
    audit = audit_coverage(work.lots, work.tasks, Plan(routes=()))
    (row,) = audit.streets
    assert (row.lot, row.reason, row.area_m2) == ("uncovered", "not_due_today", 2800)


def test_sweeping_five_days_a_week_leaves_each_street_out_on_two():
    works = week(street(), with_standard(sweeps_per_week=5))
    due = [all(lot.lot is Lot.DUE for lot in work.lots) for work in works]
    assert due.count(True) == 5
    assert [bool(s) for s in due] == [
        any(task.work is Work.SWEEP for task in work.tasks) for work in works
    ]


def test_the_weekdays_of_sweeping_and_of_washing_are_stated_apart():
    scenario = with_standard(weekdays=(0,), wash=replace(WASH, weekdays=(1,), washes_per_week=1))
    monday, tuesday, *others = week(street(), scenario)
    assert {task.work for task in monday.tasks} == {Work.SWEEP}
    assert {task.work for task in tuesday.tasks} == {Work.WASH}
    assert all(work.tasks == () for work in others)


@pytest.mark.parametrize(
    "weather",
    [{"rain": True}, {"snow": True}, {"lowest_c": -1}, {"wind_force": 5}],
)
def test_weather_cancels_sweeping_and_washing_and_the_audit_says_so(weather):
    scenario = on(MONDAY, **weather)
    (condition,) = scenario.conditions
    work = work_of(street(width_cm=1400), scenario)
    assert work.tasks == ()
    assert tuple(map(str, work.notices)) == (
        f"Weather of 2024-05-06: {condition}; no sweeping and no washing of class II.",
    )
    audit = audit_coverage(work.lots, work.tasks, Plan(routes=()), lanes=work.lanes)
    assert (audit.total.maintained_m2, audit.total.uncovered_m2) == (2800, 2800)
    assert [(row.lot, row.reason) for row in audit.streets] == [("uncovered", "weather")]
    (wash,) = audit.lanes
    assert (wash.due_m2, wash.cancelled_m2, wash.done_m2) == (0, 2800, 0)


@pytest.mark.parametrize("weather", [{"lowest_c": 0}, {"wind_force": 4}])
def test_weather_that_is_not_bad_enough_cancels_nothing(weather):
    work = work_of(street(), on(MONDAY, **weather))
    assert work.tasks == work_of(street()).tasks
    assert tuple(map(str, work.notices)) == ()


def test_the_weather_of_another_day_cancels_nothing():
    tomorrow = MONDAY + dt.timedelta(days=1)
    scenario = replace(on(tomorrow, rain=True), date=MONDAY)
    assert work_of(street(), scenario).tasks == work_of(street()).tasks


def test_a_standard_says_which_weather_cancels_it():
    snow_only = with_standard(cancelled_by=(Condition.SNOW,))
    assert work_of(street(), on(MONDAY, snow_only, rain=True)).tasks
    assert not work_of(street(), on(MONDAY, snow_only, snow=True)).tasks


def test_rain_does_not_make_what_is_swept_by_hand_uncovered():
    manual = with_standard(method=Method.MANUAL)
    work = work_of(street(), on(MONDAY, manual, rain=True))
    assert {(lot.lot, lot.reason) for lot in work.lots} == {(Lot.MANUAL, LotReason.BY_STANDARD)}


def test_weather_and_season_of_the_day_are_notices_of_the_plan():
    leaves = Season(id="leaves", first=(5, 1), last=(5, 31), sweepings_share=1.6)
    network = street_network(
        {1: (0, 0), 2: (200, 0), 3: (200, 200), 4: (0, 200)},
        [(a, b, {"highway": "secondary"}) for a, b in [(1, 2), (2, 3), (3, 4), (4, 1)]],
    )
    scenario = replace(on(MONDAY, rain=True), seasons=(leaves,), vehicles=(SWEEPER,))
    notices = tuple(map(str, find_due_work(scenario, network).notices))
    assert "Weather of 2024-05-06: rain; no sweeping and no washing of class II." in notices
    assert "Season leaves: kerbs yield 1.6 times the sweepings of the standards." in notices
    calm = tuple(
        map(str, find_due_work(replace(scenario, weather=(), seasons=()), network).notices)
    )
    assert not any("Weather" in one or "Season" in one for one in calm)


@pytest.mark.parametrize(
    ("changes", "width_cm", "lot", "reason"),
    [
        ({"method": Method.MANUAL}, 800, Lot.MANUAL, LotReason.BY_STANDARD),
        ({"passes": ()}, 800, Lot.MANUAL, LotReason.BY_STANDARD),
        ({"min_width_cm": 500}, 499, Lot.MANUAL, LotReason.TOO_NARROW),
        ({"min_width_cm": 500}, 501, Lot.DUE, None),
        ({}, 800, Lot.DUE, None),
    ],
)
def test_the_standard_says_what_is_swept_by_machine(changes, width_cm, lot, reason):
    work = work_of(street(width_cm=width_cm), with_standard(**changes))
    assert {(one.lot, one.reason) for one in work.lots} == {(lot, reason)}
    assert any(task.work is Work.SWEEP for task in work.tasks) is (lot is Lot.DUE)


def test_roads_of_no_standard_are_counted_apart():
    network = street_network(
        {1: (0, 0), 2: (200, 0), 3: (400, 0)},
        [(1, 2, {"highway": "secondary"}), (2, 3, {"highway": "track"})],
    )
    work = work_of(network)
    # 200 m x 8 m each.
    assert (sum(lot.area_m2 for lot in work.lots), work.unmaintained_m2) == (1600, 1600)
    assert {task.name for task in work.tasks} == {"1-2 Street"}


def test_streets_without_a_name_are_told_by_their_class():
    (lot, _) = work_of(street(name="")).lots
    assert lot.name == "(secondary)"


def test_an_unpaved_street_is_swept_by_hand_and_says_why():
    work = work_of(street(unpaved=True))
    assert [task for task in work.tasks if task.work is Work.SWEEP] == []
    assert {(lot.lot, lot.reason) for lot in work.lots} == {(Lot.MANUAL, LotReason.UNPAVED)}
    # 200 m x 8 m stay in the area that the rate is a share of.
    assert sum(lot.area_m2 for lot in work.lots) == 1_600
    (row,) = audit_coverage(work.lots, work.tasks, Plan(routes=())).streets
    assert (row.lot, row.reason, row.area_m2) == ("manual", "unpaved", 1_600)


def test_drives_beyond_the_edge_of_the_data_are_nobodys_street():
    network = street_network(
        {1: (0, 0), 2: (200, 0), 3: (400, 0)},
        [
            (1, 2, {"highway": "secondary"}),
            (2, 3, {"highway": BEYOND, "width_cm": 0, "one_way": True}),
        ],
    )
    assert {task.name for task in sweeps(network)} == {"1-2 Street"}
    assert work_of(network).unmaintained_m2 == 0
