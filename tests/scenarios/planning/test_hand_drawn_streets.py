"""Streets drawn by hand whose best answer is known, solved end to end.

Times of drives as in `tests.hand_drawn`; a sweeper works at 6 km/h: 0.6 s a metre.
"""

from dataclasses import replace

import pytest

from fleet import (
    Facility,
    FacilityKind,
    LonLat,
    Shift,
    Supply,
    TimeWindow,
    VehicleKind,
    WashStandard,
    Work,
)
from optimizer.plan import ActivityKind
from tests.hand_drawn import (
    HOUR_S,
    SERVICE_ROAD,
    STANDARD,
    SWEEPER,
    YARD,
    beside,
    kerbs,
    services,
    small_day,
    yard_at,
)
from tests.streets import street_network


def dual_carriageway(width_cm):
    """Two carriageways, 300 m long and 30 m apart, that links join; the yard is on the west one.

    ::

        4 <========== 3
        D             |
        1 ==========> 2     1>2 has a median kerb where it is 7 m wide or more; 3>4 has none
    """
    network = street_network(
        {1: (0, 0), 2: (300, 0), 3: (300, 30), 4: (0, 30)},
        [
            (1, 2, {"one_way": True, "width_cm": width_cm}),
            (3, 4, {"one_way": True, "width_cm": 600}),
            (2, 3, SERVICE_ROAD),
            (4, 1, SERVICE_ROAD),
        ],
    )
    return small_day(network, {"yard": yard_at(network, "4>1", 15)})


def test_without_a_median_kerb_a_dual_carriageway_is_swept_in_one_round():
    day = dual_carriageway(width_cm=699)
    (route,) = day.solved().routes
    assert kerbs(day, route) == ["1>2/right", "3>4/right"]
    # 15 m to 1, the link 2-3 of 30 m, 15 m from 4 home; three times left, and left into 4>1.
    assert route.deadhead_m == 15 + 30 + 15
    # 1,875 + 8,000 -> 10 s; 8,000 + 3,750 + 8,000 -> 20 s; 8,000 + 1,875 -> 10 s.
    assert route.drive_s == 10 + 20 + 10


def test_the_median_kerb_of_a_dual_carriageway_forces_a_second_round():
    day = dual_carriageway(width_cm=900)
    (route,) = day.solved().routes
    # 1>2 is driven twice, so 3>4 is too, once without work: whatever the order, 300 m and both
    # links once more. 15 + 30 + 300 + 30 + 30 + 15 m empty, against 60 m without the median kerb.
    assert sorted(kerbs(day, route)) == ["1>2/left", "1>2/right", "3>4/right"]
    assert route.deadhead_m == 60 + 30 + 300 + 30
    # Eight turns left of 8 s, 420 m at 125 ms: 116,500 ms, in four or five drives rounded up.
    assert 117 <= route.drive_s <= 120
    # 900 m at 0.6 s.
    assert route.service_s == 540


def dead_end(width_cm, length_m=200, **day):
    """A street with a dead end at 2; behind 1 a service road of 40 m with the yard, dead too.

    ::

        3 --D-- 1 ------------ 2
    """
    network = street_network(
        {3: (-40, 0), 1: (0, 0), 2: (length_m, 0)},
        [(3, 1, SERVICE_ROAD), (1, 2, {"width_cm": width_cm})],
    )
    return small_day(network, {"yard": yard_at(network, "3>1", 20)}, **day)


def test_both_kerbs_of_a_dead_end_are_swept_in_and_out_with_the_turn_at_its_end():
    day = dead_end(800)
    (route,) = day.solved().routes
    assert kerbs(day, route) == ["1>2/right", "2>1/right"]
    assert route.deadhead_m == 20 + 20
    # 20 m are 2,500 ms, 3 s each way; turning round takes 45 s.
    assert route.drive_s == 3 + 45 + 3
    (_, back) = services(route)
    assert back.drive is not None
    assert (back.drive.arcs, back.drive.distance_m) == (("1>2", "2>1"), 0)


def test_a_narrow_dead_end_is_swept_once_and_driven_back_empty():
    day = dead_end(500)
    (route,) = day.solved().routes
    assert kerbs(day, route) == ["1>2/whole"]
    # Swept on the way in or on the way out, 200 m are driven without work.
    assert route.deadhead_m == 20 + 200 + 20
    assert route.service_m == 200


def one_way_loop(width_cm, sites=(), **day):
    """A square of one-way streets of 200 m, driven clockwise, with the yard on a dead end.

    ::

        2 =====> 3
        ^        |
        |        v
        1 <===== 4
        D
        5
    """
    network = street_network(
        {1: (0, 0), 2: (0, 200), 3: (200, 200), 4: (200, 0), 5: (0, -100)},
        [
            (5, 1, SERVICE_ROAD),
            *((a, b, {"one_way": True, "width_cm": width_cm}) for a, b in [(1, 2), (2, 3)]),
            *((a, b, {"one_way": True, "width_cm": width_cm}) for a, b in [(3, 4), (4, 1)]),
        ],
    )
    places = {"yard": yard_at(network, "5>1", 50)}
    places |= {id_: beside(network, key, offset_m) for id_, key, offset_m in sites}
    return small_day(network, places, **day)


def test_a_one_way_loop_is_swept_in_one_round_with_the_traffic():
    day = one_way_loop(600)
    (route,) = day.solved().routes
    assert kerbs(day, route) == ["1>2/right", "2>3/right", "3>4/right", "4>1/right"]
    assert route.deadhead_m == 50 + 50
    # 50 m straight on: 6,250 ms; three turns right of 3 s; left and 50 m: 14,250 ms.
    assert route.drive_s == 7 + 3 + 3 + 3 + 15


def test_both_kerbs_of_a_one_way_loop_take_two_rounds():
    day = one_way_loop(900)
    (route,) = day.solved().routes
    # Eight kerbs in two rounds: from 4>1 into the next round it is a turn right, too.
    assert sorted(kerbs(day, route)) == [
        f"{arc}/{side}" for arc in ("1>2", "2>3", "3>4", "4>1") for side in ("left", "right")
    ]
    assert route.deadhead_m == 50 + 50
    assert route.drive_s == 7 + 7 * 3 + 15


WASHER = replace(
    SWEEPER,
    id="W1",
    kind=VehicleKind.WASHER,
    profile="washer",
    works=(Work.WASH,),
    hopper_kg=0,
    tank_l=1_600,
    sweeping_width_cm=350,
    working_kph=8,
)
WATER = Facility(
    id="water",
    name="Hydrant",
    kind=FacilityKind.WATER_POINT,
    at=LonLat(lon=0, lat=0),
    supplies=(Supply.WATER,),
    visit_s=720,
)
WASHED = replace(
    STANDARD,
    passes=(),
    wash=WashStandard(
        washes_per_week=7,
        windows=(TimeWindow(earliest_s=6 * HOUR_S, latest_s=10 * HOUR_S),),
        required=True,
    ),
)


def test_a_tank_is_refilled_exactly_twice_and_the_water_is_kept_for_where_it_saves_a_round():
    # 800 m x 3.5 m x 1.5 l/m2 = 4,200 l, eight pieces of 100 m and 525 l (half a tank is 800 l).
    # A tank does three pieces, so two refills are the least. The hydrant lies 500 m into the
    # round, after the fifth piece.
    day = one_way_loop(
        350,
        sites=[("water", "3>4", 100)],
        standards=(WASHED,),
        vehicles=(WASHER,),
        facilities=(YARD, WATER),
    )
    assert [task.demand_l for task in day.tasks] == [525] * 8
    (route,) = day.solved().routes
    assert len(services(route)) == 8
    assert route.count(ActivityKind.REFILL) == 2
    # One round does six pieces at most, three before the hydrant and three behind it. Two rounds
    # of 800 m do all eight: of the five before the hydrant three are done in the first round; two
    # of the second tank are kept for the other two, and its third piece is done behind the
    # hydrant; the third tank does the last two. Whoever uses up the second tank behind the
    # hydrant needs a third round.
    assert route.deadhead_m == 50 + 2 * 800 - 800 + 50
    assert route.service_m == 800


def test_a_tank_that_is_refilled_at_the_yard_takes_a_round_for_each_load():
    # The same with water at the yard alone: three loads are three rounds from the yard.
    day = one_way_loop(
        350,
        standards=(WASHED,),
        vehicles=(WASHER,),
        facilities=(replace(YARD, supplies=(Supply.WATER,), visit_s=720),),
    )
    (route,) = day.solved().routes
    assert route.count(ActivityKind.REFILL) == 2
    assert route.deadhead_m == 3 * (50 + 800 + 50) - 800


def test_a_tank_that_holds_it_all_is_not_refilled():
    day = one_way_loop(
        350,
        sites=[("water", "3>4", 100)],
        standards=(WASHED,),
        vehicles=(replace(WASHER, tank_l=4_200),),
        facilities=(YARD, WATER),
    )
    (route,) = day.solved().routes
    assert route.count(ActivityKind.REFILL) == 0
    assert route.deadhead_m == 50 + 50


def test_two_passes_of_a_kerb_are_swept_far_enough_apart():
    hours = (TimeWindow(earliest_s=6 * HOUR_S, latest_s=10 * HOUR_S),)
    # 4 h less the 2 h between: the first pass begins 06:00-07:00, the second 09:00-10:00.
    twice = replace(STANDARD, passes=(hours, hours), least_apart_s=2 * HOUR_S)
    day = dead_end(800, standards=(twice,))
    (route,) = day.solved().routes
    assert kerbs(day, route) == ["1>2/right", "2>1/right"] * 2
    begins = [one.begin_s for one in services(route)]
    for first_s, second_s in zip(begins[:2], begins[2:], strict=True):
        assert second_s - first_s >= 2 * HOUR_S
        assert first_s <= 7 * HOUR_S
    assert begins[2] >= 9 * HOUR_S
    # Between the passes the sweeper turns round at 3: past the yard and back, 80 m.
    assert route.deadhead_m == 20 + 80 + 20


def test_a_pass_that_would_have_to_follow_at_once_is_left_with_its_reason():
    hours = (TimeWindow(earliest_s=6 * HOUR_S, latest_s=10 * HOUR_S),)
    twice = replace(STANDARD, passes=(hours, hours), least_apart_s=2 * HOUR_S)
    short = Shift(id="day", start_s=6 * HOUR_S, end_s=8 * HOUR_S)
    day = dead_end(800, standards=(twice,), vehicles=(replace(SWEEPER, shifts=(short,)),))
    plan = day.solved()
    assert sorted(plan.served) == ["sweep/1>2/right/1", "sweep/2>1/right/1"]
    # A longer shift would do; an earlier window would come too close to the first pass.
    assert {str(one.reason) for one in plan.unassigned} == {"shift_time"}


RUSH = (TimeWindow(earliest_s=7 * HOUR_S, latest_s=9 * HOUR_S),)


@pytest.mark.parametrize("keep_off", [(), RUSH])
def test_a_rush_hour_band_is_kept_off_to_its_last_second(keep_off):
    # 4 km of either kerb take 40 min. From 06:00 both are done by 07:21 without a break; with
    # 07:00-09:00 kept off the second cannot be over by 07:00 and waits for 09:00.
    hours = (TimeWindow(earliest_s=6 * HOUR_S, latest_s=10 * HOUR_S),)
    standard = replace(STANDARD, passes=(hours,), keep_off=keep_off)
    day = dead_end(800, length_m=4000, standards=(standard,))
    plan = day.solved()
    assert plan.unassigned == ()
    (route,) = plan.routes
    assert kerbs(day, route) == ["1>2/right", "2>1/right"]
    first, second = services(route)
    assert route.deadhead_m == 20 + 20
    if keep_off:
        assert first.end_s <= 7 * HOUR_S
        assert second.begin_s >= 9 * HOUR_S
        # Nothing is gained by beginning later: back 40 min and 20 m after 09:00.
        assert (second.begin_s, route.end_s) == (9 * HOUR_S, 9 * HOUR_S + 2400 + 3)
    else:
        # Straight on after turning round.
        assert second.begin_s == first.end_s + 45


def between_bands(prize_fen_per_m2):
    """Two kerbs of 6 km, an hour each, in a shift from 06:15 to 10:15 with the rush hours off."""
    hours = (TimeWindow(earliest_s=6 * HOUR_S, latest_s=12 * HOUR_S),)
    standard = replace(STANDARD, passes=(hours,), keep_off=RUSH, prize_fen_per_m2=prize_fen_per_m2)
    shift = Shift(id="day", start_s=6 * HOUR_S + 900, end_s=10 * HOUR_S + 900)
    return dead_end(
        800, length_m=6000, standards=(standard,), vehicles=(replace(SWEEPER, shifts=(shift,)),)
    )


def test_work_that_fits_between_no_bands_is_not_squeezed_into_them():
    # Before 07:00 there are 45 min, so no kerb is done; from 09:00 one is, and 6 km back at 8 m/s
    # with the turn take 795 s and 20 m more 3 s: home at 10:13:18, too late for a second.
    plan = between_bands(prize_fen_per_m2=10).solved()
    (route,) = plan.routes
    (only,) = services(route)
    assert (only.begin_s, route.end_s) == (9 * HOUR_S, 10 * HOUR_S + 798)
    (left,) = plan.unassigned
    assert str(left.reason) == "shift_time"


def test_required_work_comes_before_cost_though_no_prize_is_stated():
    # The same kerb costs 73 minutes and 12 km: 281 yuan.
    plan = between_bands(prize_fen_per_m2=0).solved()
    assert len(plan.served) == 1


NOON = (TimeWindow(earliest_s=6 * HOUR_S, latest_s=12 * HOUR_S),)


def test_a_break_is_taken_between_two_stretches_of_which_both_are_too_long_together():
    # 2 km at 1 km/h are two hours a kerb: with the drives 51 s more than four hours. In a shift
    # from 06:00 to 10:40 the break may begin from 06:20 to 10:00, and work is not interrupted.
    shift = Shift(id="day", start_s=6 * HOUR_S, end_s=10 * HOUR_S + 2400)
    slow = replace(SWEEPER, working_kph=1, shifts=(shift,))
    standard = replace(STANDARD, passes=(NOON,), prize_fen_per_m2=10)
    day = dead_end(800, length_m=2000, standards=(standard,), vehicles=(slow,))
    (route,) = day.solved().routes
    assert [str(one.kind) for one in route.activities[:4]] == [
        "start",
        "service",
        "break",
        "service",
    ]
    # It costs its twenty minutes and no drive; nobody is paid for it.
    assert route.end_s - route.start_s == 3 + 7200 + 1200 + 45 + 7200 + 3
    assert route.paid_s == 3 + 7200 + 45 + 7200 + 3


def test_a_break_falls_into_a_wait_where_there_is_one():
    # 06:00-11:00 less two hours: the passes begin 06:00-07:30 and 09:30-11:00. The shift of five
    # hours owes a break; with it or without, the second pass begins at 09:30 and ends 285 s later.
    twice = replace(
        STANDARD,
        passes=((TimeWindow(earliest_s=6 * HOUR_S, latest_s=11 * HOUR_S),),) * 2,
        least_apart_s=2 * HOUR_S,
    )
    shift = Shift(id="day", start_s=5 * HOUR_S + 1800, end_s=10 * HOUR_S + 1800)
    day = dead_end(800, standards=(twice,), vehicles=(replace(SWEEPER, shifts=(shift,)),))
    (route,) = day.solved().routes
    assert len(services(route)) == 4
    assert route.count(ActivityKind.BREAK) <= 1
    assert route.end_s == 9 * HOUR_S + 1800 + 120 + 45 + 120 + 3
