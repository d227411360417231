"""A day of the hamlet lived by hand: six events, each with its answer worked out on paper.

The morning's plan, of which all that follows is added up. S1 sweeps pieces of 200 m at 7 km/h,
ceil(200 x 3,600 / 7,000) = 103 s each. At 06:03:40 (21,820 s) it begins the third; it sweeps
12>15 from 24,077 to 24,180 s, 15>16 (left) from 24,200, 16>19 from 24,306 to 24,409, drives 80 s
and 511 m home along South Lane, unloads for 600 s and is home at 25,089 s. T1 empties K2 at 13:30
(48,600 s), unloads at the plant, empties K1, and unloads there again: from K1 it is 155 s to the
plant, a visit takes 1,200 s, and the plant is 116 s from the yard.
"""

from itertools import pairwise
from pathlib import Path

import pytest

from optimizer.plan import ActivityKind
from optimizer.stop import limits
from scenarios.files.networks import load_network
from scenarios.operations import append_events, events_of
from scenarios.plan_file import dumps
from scenarios.plan_request import PlanRequest, plan_day
from scenarios.planning.replanning import ReplanOptions, replan
from scenarios.rest_of_day import Choice
from scenarios.second_opinion import judge

DATA = Path(__file__).parents[2] / "data"
STREETS = str(DATA / "nine_corners.osm")
EVENTS = [
    {"kind": "delayed", "at": "06:05", "vehicle": "S1", "minutes": 20},
    {
        "kind": "urgent_case",
        "at": "07:00",
        "number": "117",
        "category": "道路遗撒",
        "lon": 0.0027,
        "lat": 0.0001,
    },
    {"kind": "vehicle_out", "at": "07:05", "vehicle": "S1", "until": "07:30"},
    {"kind": "task_cancelled", "at": "08:30", "contract": "School"},
    {"kind": "amount_changed", "at": "09:00", "contract": "K1", "kg": 120},
    {
        "kind": "facility_shut",
        "at": "11:00",
        "facility": "Plant",
        "from": "13:00",
        "until": "14:00",
    },
]


@pytest.fixture(scope="module")
def network():
    return load_network(osm=STREETS)


@pytest.fixture(scope="module")
def morning():
    return plan_day(
        PlanRequest(scenario=str(DATA / "hamlet"), osm=STREETS, iterations=300, seed=1)
    )


def live_by_hand(morning, network):
    """Returns the plan in force after each event: always the one that changes least."""
    plans, known = [morning], ()
    for value in EVENTS:
        before = plans[-1]
        known = append_events(known, events_of([value], before, network, known=known))
        now_s = known[-1].told_s
        options = ReplanOptions(now_s=now_s, freeze_s=0, choices=(Choice.LEAST,))
        (found,) = replan(before, network, known, options, stop=limits(iterations=1))
        plans.append(found.plan_file)
    return plans


@pytest.fixture(scope="module")
def plans(morning, network):
    return live_by_hand(morning, network)


def route_of(plan_file, vehicle_id):
    return next(one for one in plan_file.plan.routes if one.vehicle_id == vehicle_id)


def activity_of(plan_file, task_id):
    return next(
        one
        for route in plan_file.plan.routes
        for one in route.activities
        if one.task_id == task_id
    )


def test_the_morning_is_as_the_sums_begin(morning):
    assert activity_of(morning, "sweep/12>13/right/1").begin_s == 21_820
    assert activity_of(morning, "sweep/15>16/left/1").begin_s == 24_200
    assert route_of(morning, "S1").end_s == 25_089
    assert activity_of(morning, "kitchen/K2").begin_s == 48_600


def test_at_five_past_six_the_sweeper_is_twenty_minutes_behind(morning, plans):
    # It stands before what it was doing: from 21,820 to 21,820 + 1,200 s.
    route = route_of(plans[1], "S1")
    (delay,) = [one for one in route.activities if one.kind is ActivityKind.DELAY]
    assert (delay.begin_s, delay.end_s) == (21_820, 23_020)
    assert activity_of(plans[1], "sweep/12>13/right/1").begin_s == 23_020
    # Its shift lasts until noon: nothing is lost, and it is home at 25,089 + 1,200 s.
    assert route.task_ids == route_of(morning, "S1").task_ids
    assert route.end_s == 26_289


def test_at_seven_a_case_lies_on_its_way_home(plans):
    # South Lane is its way home from 19: no metre more, but 20 min of work. It has begun 13>12,
    # so that 12>15 and two more come first: 24,409 + 1,200 = 25,609 s. The drive is cut in two,
    # each of them rounded up: a second more at the most.
    route = route_of(plans[2], "S1")
    *_, before, case, unload, end = route.activities
    assert before.task_id == "sweep/16>19/right/1"
    assert (case.task_id, before.end_s) == ("case/117", 25_609)
    assert case.end_s - case.begin_s == 1_200
    assert case.drive.distance_m + unload.drive.distance_m == 511
    assert end.end_s - 26_289 - 1_200 in (0, 1)
    # 24 pieces of 4 kg, and the 100 kg of the category.
    assert case.load_kg == 196


def test_at_five_past_seven_it_breaks_down_until_half_past(plans):
    # 15>16 (left) is under way since 24,200 + 1,200 s and is not done: it stands at 15 since
    # 24,180 + 1,200 = 25,380 s, until 27,000 s, and drives there in 20 s: 1,620 s later.
    route = route_of(plans[3], "S1")
    delay = [one for one in route.activities if one.kind is ActivityKind.DELAY][-1]
    assert (delay.begin_s, delay.end_s) == (25_380, 27_000)
    assert activity_of(plans[3], "sweep/15>16/left/1").begin_s == 27_020
    assert route.end_s == route_of(plans[2], "S1").end_s + 1_620
    # The case is still over within the hour: by 08:00 (28,800 s).
    case = activity_of(plans[3], "case/117")
    assert case.end_s == activity_of(plans[2], "case/117").end_s + 1_620 <= 28_800


def test_at_half_past_eight_a_kitchen_shuts(plans):
    # K1 alone: it is served when its window opens; then 155 s to the plant, 1,200 s, 116 s home.
    route = route_of(plans[4], "T1")
    assert route.task_ids == ("kitchen/K1",)
    assert activity_of(plans[4], "kitchen/K1").begin_s == 48_600
    assert route.end_s == 48_840 + 155 + 1_200 + 116
    assert "kitchen/K2" not in {task.id for task in plans[4].tasks}


def test_at_nine_there_is_less_to_collect(plans):
    assert activity_of(plans[5], "kitchen/K1").load_kg == 120
    assert route_of(plans[5], "T1").end_s == route_of(plans[4], "T1").end_s


def test_at_eleven_the_plant_says_that_it_shuts_for_an_hour(plans):
    # It receives from 14:00 (50,400 s) on. Who would wait there leaves the yard later: K1 is begun
    # 155 s of driving and 240 s of work before that.
    assert activity_of(plans[6], "kitchen/K1").begin_s == 50_400 - 155 - 240
    (unload,) = [
        one for one in route_of(plans[6], "T1").activities if one.kind is ActivityKind.UNLOAD
    ]
    assert (unload.arrival_s, unload.begin_s) == (50_400, 50_400)
    assert route_of(plans[6], "T1").end_s == 50_400 + 1_200 + 116


def test_every_plan_passes_and_nothing_done_is_another_later(network, plans):
    for before, after in pairwise(plans):
        assert judge(after, network, before=before).violations == ()
    # S1 is home before 08:30; what it has lived is the same in all plans from then on.
    lived = {route_of(plan, "S1").activities for plan in plans[3:]}
    assert len(lived) == 1


def test_the_same_events_from_the_start_give_the_same_state(morning, network, plans):
    assert [dumps(one) for one in live_by_hand(morning, network)] == [dumps(one) for one in plans]


def test_told_again_all_six_count_once(network, plans):
    last = plans[-1]
    again = events_of(EVENTS, last, network)
    assert append_events(last.running.events, again) == last.running.events
    options = ReplanOptions(now_s=last.running.now_s, freeze_s=0, choices=(Choice.LEAST,))
    (found,) = replan(last, network, again, options, stop=limits(iterations=1))
    assert found.plan_file.plan.routes == last.plan.routes
