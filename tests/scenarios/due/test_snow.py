"""Snow to be cleared: when, on which classes, in how many lanes, with how much salt, by when."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet import SnowStandard, TimeWindow, Vehicle, VehicleKind, Work
from optimizer.errors import InputError
from scenarios.due.lanes import LaneDue
from tests.scenarios.due.one_street import (
    CLASS_II,
    HOUR_S,
    MONDAY,
    SCENARIO,
    WASH,
    on,
    street,
    stretch,
    work_of,
)


def hours(begin: float, over: float) -> TimeWindow:
    return TimeWindow(earliest_s=int(begin * HOUR_S), latest_s=int(over * HOUR_S))


PLOUGH = Vehicle(
    id="P1",
    kind=VehicleKind.SNOW_PLOUGH,
    profile="truck",
    works=(Work.SNOW,),
    tank_l=9_000,
    sweeping_width_cm=300,
    working_kph=20,
    travel_kph=40,
    cost_per_km_fen=300,
    cost_per_hour_fen=22_000,
)
SNOW = SnowStandard(passes=(hours(5, 7), hours(9, 12)), prize_fen_per_m2=4)
CLEARED = replace(CLASS_II, snow=SNOW)
SNOWED_ON = on(
    MONDAY,
    replace(SCENARIO, standards=(CLEARED,), vehicles=(*SCENARIO.vehicles, PLOUGH)),
    snow=True,
)


def with_snow(**changes):
    """The day with snow, with changes to what is owed."""
    return replace(SNOWED_ON, standards=(replace(CLEARED, snow=replace(SNOW, **changes)),))


def cleared(network, scenario=SNOWED_ON):
    return [task for task in work_of(network, scenario).tasks if task.work is Work.SNOW]


@pytest.mark.parametrize("weather", [{}, {"rain": True}, {"lowest_c": -5}, {"wind_force": 7}])
def test_without_snow_nothing_is_to_be_cleared_and_all_else_is_as_without_the_standard(weather):
    scenario = on(MONDAY, SNOWED_ON, **weather)
    without = replace(scenario, standards=(CLASS_II,))
    assert work_of(street(), scenario) == work_of(street(), without)


def test_the_snow_of_another_day_is_not_todays():
    assert cleared(street(), replace(SNOWED_ON, date=MONDAY + dt.timedelta(days=1))) == []


def test_snow_orders_the_plough_and_stops_sweeping_and_washing():
    work = work_of(street(), replace(SNOWED_ON, standards=(replace(CLEARED, wash=WASH),)))
    assert {task.work for task in work.tasks} == {Work.SNOW}
    assert [str(one) for one in work.notices] == [
        "Weather of 2024-05-06: snow; no sweeping and no washing of class II.",
        "Weather of 2024-05-06: snow; to be cleared is class II.",
    ]


def test_classes_that_are_owed_no_clearing_are_named():
    other = replace(CLASS_II, id="IV", highways=("residential",), snow=None)
    scenario = replace(SNOWED_ON, standards=(CLEARED, other))
    said = [str(one) for one in work_of(street(), scenario).notices]
    assert said[-1] == "No clearing of snow is owed to class IV."
    road = street(highway="residential")
    assert cleared(road, scenario) == []
    (row,) = [row for row in work_of(road, scenario).lanes if row.work is Work.SNOW]
    assert (row.service_class, row.maintained_m2) == ("II", 0)


def test_every_lane_is_cleared_in_every_pass_and_knows_by_when():
    # One-way, 6 m: two lanes of 3 m.
    tasks = cleared(street(one_way=True, width_cm=600))
    assert [task.id for task in tasks] == [
        "snow/1>2/right/1/1",
        "snow/1>2/right/1/2",
        "snow/1>2/right/2/1",
        "snow/1>2/right/2/2",
    ]
    # 200 m at 20 km/h take 36 s.
    assert [
        (t.windows[0].earliest_s, t.windows[0].latest_s, t.finish_by_s) for t in tasks[:2]
    ] == [
        (5 * HOUR_S, 7 * HOUR_S - 36, 7 * HOUR_S),
        (9 * HOUR_S, 12 * HOUR_S - 36, 12 * HOUR_S),
    ]
    # Both passes are of the same lane, so its area counts once.
    assert tasks[0].kerb == tasks[1].kerb != tasks[2].kerb


def test_salt_is_spread_by_the_square_metre_and_comes_out_of_the_tank_as_brine():
    # 200 m x 6 m / 2 = 600 m2; 20 g each are 12,000 g, in brine of 270 g a litre 44.4 l.
    (first, *_) = cleared(street(one_way=True, width_cm=600))
    assert (first.area_m2, first.demand_l, first.demand_kg) == (600, 45, 0)
    # 10 g of salt by itself, 1,200 g a litre: 6,000 g are 5 l.
    (first, *_) = cleared(
        street(one_way=True, width_cm=600), with_snow(salt_g_per_m2=10, salt_g_per_l=1_200)
    )
    assert first.demand_l == 5
    assert first.prize_fen == 4 * 600


def test_a_lane_that_half_a_tank_cannot_do_is_cleared_in_pieces():
    # 3,000 m x 3 m x 75 ml are 675 l; pieces of 250 l at most make three.
    scenario = replace(SNOWED_ON, vehicles=(replace(PLOUGH, tank_l=500),))
    network = street(3_000, one_way=True, width_cm=300)
    first, second, third = cleared(network, scenario)[::2]
    assert [stretch(network, task.modes[0]) for task in (first, second, third)] == [
        (0, 1000),
        (1000, 2000),
        (2000, 3000),
    ]
    assert [task.kerb.piece for task in (first, second, third)] == [1, 2, 3]


def test_what_is_owed_and_due_is_said_by_class():
    # Two-way, 14 m wide, 200 m.
    rows = [
        row for row in work_of(street(width_cm=1400), SNOWED_ON).lanes if row.work is Work.SNOW
    ]
    assert rows == [
        LaneDue(
            work=Work.SNOW,
            service_class="II",
            times_a_week=0,
            maintained_m2=2800,
            due_m2=2800,
            cancelled_m2=0,
        )
    ]


def test_carriageways_narrower_than_stated_are_left_to_shovels():
    scenario = with_snow(min_width_cm=500)
    assert cleared(street(width_cm=499), scenario) == []
    assert cleared(street(width_cm=500), scenario) != []


def test_hours_to_keep_off_sweeping_do_not_hold_up_the_plough():
    rush = replace(CLEARED, keep_off=(hours(5, 12),))
    assert cleared(street(), replace(SNOWED_ON, standards=(rush,))) == cleared(street())


def test_a_pass_that_leaves_no_time_for_a_street_is_refused_with_the_remedy():
    # 200 m at 20 km/h take 36 s; the pass has 30 s.
    short = with_snow(passes=(TimeWindow(earliest_s=0, latest_s=30),))
    said = r"standard II: pass 1 .* leaves no time for 1-2 Street .*36 s; let it begin earlier"
    with pytest.raises(InputError, match=said):
        work_of(street(), short)


@given(
    length_m=st.integers(1, 4_000),
    width_cm=st.integers(200, 2_500),
    one_way=st.booleans(),
    kph=st.integers(5, 40),
)
def test_the_slowest_plough_that_begins_last_is_over_in_time(length_m, width_cm, one_way, kph):
    network = street(length_m, width_cm=width_cm, one_way=one_way)
    slow = replace(PLOUGH, id="P2", working_kph=kph)
    tasks = cleared(network, replace(SNOWED_ON, vehicles=(PLOUGH, slow)))
    first_pass = [task for task in tasks if task.finish_by_s == 7 * HOUR_S]
    assert sum(task.area_m2 for task in first_pass) == int(network.arc_area_m2.sum())
    for task in tasks:
        for mode in task.modes:
            lasts_s = -(-mode.service_m * 3600 // (min(kph, 20) * 1000))
            assert task.windows[-1].latest_s + lasts_s <= task.finish_by_s
