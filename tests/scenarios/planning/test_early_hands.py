"""Pins, bans and hours that are decided before the day begins, on the hamlet with two sweepers.

Without them S1 sweeps all 24 kerbs from 06:00 on and may until 11:00, and S2, which is like it,
stays in; T1 collects both kitchens between 13:30 and 16:30, K2 and then K1.
"""

from dataclasses import replace

import pytest

from optimizer.checker import ViolationCode
from optimizer.errors import InputError
from optimizer.hands import Forbid, Lock, Pin, PinHours, Release
from optimizer.plan import ActivityKind, Reason
from optimizer.stop import limits
from scenarios.files.networks import load_network
from scenarios.plan_file import dumps, loads
from scenarios.plan_request import PlanRequest, plan_on
from scenarios.planning import ReplanOptions, replan, try_hand
from scenarios.second_opinion import judge
from tests.scenarios.planning.two_sweepers import STREETS, write_scenario

HOUR_S = 3600
KERB = "sweep/14>11/right/1"


@pytest.fixture(scope="module")
def network():
    return load_network(osm=STREETS)


@pytest.fixture(scope="module")
def plan_with(tmp_path_factory, network):
    scenario = str(write_scenario(tmp_path_factory.mktemp("two")))

    def plan(*hands, **request):
        asked = PlanRequest(
            scenario=scenario, iterations=300, seed=1, bound_seconds=0, hands=hands, **request
        )
        return plan_on(network, asked)

    return plan


def pin(task, vehicle, id_="p1", shift=""):
    return Pin(id=id_, told_s=0, task_id=task, vehicle_id=vehicle, shift_id=shift)


def ban(task, vehicle, id_="f1"):
    return Forbid(id=id_, told_s=0, task_id=task, vehicle_id=vehicle)


def hours(task, earliest_s, latest_s, id_="t1"):
    return PinHours(
        id=id_, told_s=0, task_id=task, earliest_s=int(earliest_s), latest_s=int(latest_s)
    )


def whose(plan_file):
    """Returns the vehicle that does each task."""
    return {id_: one.vehicle_id for one in plan_file.plan.routes for id_ in one.task_ids}


def begins_of(plan_file):
    return {
        one.task_id: one.begin_s
        for route in plan_file.plan.routes
        for one in route.activities
        if one.kind is ActivityKind.SERVICE
    }


def reason_of(plan_file, task_id):
    return next(one for one in plan_file.plan.unassigned if one.task_id == task_id).reason


def codes(plan_file):
    return [one.code for one in plan_file.notices]


def test_a_kerb_that_is_pinned_goes_to_its_vehicle_and_stays_there(plan_with, network):
    plan_file = plan_with(pin(KERB, "S2"))
    assert whose(plan_file)[KERB] == "S2"
    # In the one shift that the vehicle has.
    assert [one.duty_id for one in plan_file.hands] == [("S2", "day")]
    again = loads(dumps(plan_file))
    assert again.hands == plan_file.hands
    assert judge(again, network).violations == ()
    # The rest of the day keeps to it too, until it is released.
    options = ReplanOptions(now_s=6 * HOUR_S - 600, freeze_s=0)
    locked = Lock(id="h2", told_s=0, vehicle_id="S2", shift_id="day")
    answer = try_hand(plan_file, network, (), locked, options)
    assert answer.plan_file.running.hands == (*plan_file.hands, locked)
    assert whose(answer.plan_file)[KERB] == "S2"
    assert judge(answer.plan_file, network, before=plan_file).violations == ()
    free = try_hand(
        answer.plan_file, network, (), Release(id="h3", told_s=0, hand_id="p1"), options
    )
    assert free.refused is None


def test_a_street_by_its_name_is_all_that_the_vehicle_can_do_there(plan_with):
    plan_file = plan_with(pin("Middle Road", "S2"))
    there = {task.id for task in plan_file.tasks if task.name == "Middle Road"}
    assert len(there) == 4
    assert {whose(plan_file)[id_] for id_ in there} == {"S2"}
    assert [one.id for one in plan_file.hands] == ["p1.1", "p1.2", "p1.3", "p1.4"]


def test_what_a_vehicle_is_not_to_do_another_does_or_nobody(plan_with):
    plan_file = plan_with(ban(KERB, "S1"), ban("kitchen/K1", "T1", "f2"))
    assert whose(plan_file)[KERB] == "S2"
    assert reason_of(plan_file, "kitchen/K1") is Reason.BY_HAND
    assert plan_file.plan.unassigned[0].detail.code == "reason.by_hand"


def test_hours_hold_within_the_own_ones(plan_with):
    noon_s = 12 * HOUR_S
    plan_file = plan_with(
        hours("kitchen/K1", noon_s, 13.75 * HOUR_S), hours(KERB, 8 * HOUR_S, 9 * HOUR_S, "t2")
    )
    begins = begins_of(plan_file)
    assert 13.5 * HOUR_S <= begins["kitchen/K1"] <= 13.75 * HOUR_S < begins["kitchen/K2"]
    assert 8 * HOUR_S <= begins[KERB] <= 9 * HOUR_S


def test_hours_that_are_none_of_its_own_leave_it_out_and_say_so(plan_with, network):
    plan_file = plan_with(hours("kitchen/K1", 6 * HOUR_S, 7 * HOUR_S))
    assert reason_of(plan_file, "kitchen/K1") is Reason.BY_HAND
    assert codes(plan_file).count("notice.time_left_out") == 1
    assert judge(plan_file, network).violations == ()


def test_a_pin_for_which_there_is_no_skill_leaves_it_out_and_says_so(plan_with, network):
    plan_file = plan_with(pin("kitchen/K1", "S1"))
    assert reason_of(plan_file, "kitchen/K1") is Reason.BY_HAND
    assert codes(plan_file).count("notice.pin_left_out") == 1
    assert judge(plan_file, network).violations == ()


def test_a_street_that_finds_no_room_is_told_of_once(plan_with, network):
    plan_file = plan_with(pin("Middle Road", "S2"), hours("Middle Road", 5 * HOUR_S, 5.5 * HOUR_S))
    told = [one for one in plan_file.notices if one.code == "notice.pins_left_out"]
    assert [one.arguments["count"] for one in told] == [4]
    assert codes(plan_file).count("notice.time_left_out") == 1
    assert judge(plan_file, network).violations == ()


@pytest.mark.parametrize("hands", [(), (pin(KERB, "S2"),)])
def test_a_reference_gives_way_to_a_pin(plan_with, tmp_path, hands):
    path = tmp_path / "plan.json"
    path.write_text(dumps(plan_with()), encoding="utf-8")
    plan_file = plan_with(*hands, reference=str(path), change_fen=3000)
    assert whose(plan_file)[KERB] == ("S2" if hands else "S1")


@pytest.mark.parametrize(
    ("hands", "code"),
    [
        ([pin("kitchen/K9", "T1")], "hand.no_task"),
        ([pin("Midle Road", "S1")], "hand.no_task"),
        ([pin(KERB, "S9")], "hand.no_vehicle"),
        ([pin(KERB, "S1", shift="night")], "hand.no_shift"),
        ([pin("Middle Road", "T1")], "hand.no_work_there"),
        ([pin(KERB, "S1"), pin(KERB, "S2", "p2")], "hand.contradiction"),
        ([pin(KERB, "S1"), ban(KERB, "S1")], "hand.contradiction"),
        ([ban(KERB, "S1"), pin(KERB, "S1")], "hand.contradiction"),
        ([hours(KERB, 0, 9), hours(KERB, 0, 8, "t2")], "hand.contradiction"),
    ],
)
def test_what_is_not_there_or_contradicts_itself_is_refused(plan_with, hands, code):
    with pytest.raises(InputError) as caught:
        plan_with(*hands)
    assert caught.value.message.code == code


def test_one_task_may_be_pinned_banned_elsewhere_and_timed(plan_with):
    plan_file = plan_with(
        pin(KERB, "S2"),
        ban(KERB, "S1"),
        hours(KERB, 7 * HOUR_S, 8 * HOUR_S),
        pin(KERB, "S2", "p2"),
    )
    assert whose(plan_file)[KERB] == "S2"
    assert 7 * HOUR_S <= begins_of(plan_file)[KERB] <= 8 * HOUR_S


@pytest.mark.parametrize(
    "forged",
    [ban(KERB, "S1"), pin(KERB, "S2", shift="day"), hours(KERB, 0, HOUR_S)],
    ids=["ban", "pin", "hours"],
)
def test_the_checker_refuses_a_plan_that_does_not_keep_to_it(plan_with, network, forged):
    plan_file = replace(plan_with(), hands=(forged,))
    found = judge(plan_file, network).violations
    assert {one.code for one in found} == {ViolationCode.HAND_BROKEN}


def test_hands_of_before_the_day_stand_once_and_in_their_place(plan_with, network):
    plan_file = plan_with(pin(KERB, "S2"))
    twice = replace(plan_file, hands=2 * plan_file.hands)
    late = replace(plan_file, hands=tuple(replace(one, told_s=60) for one in plan_file.hands))
    options = ReplanOptions(now_s=6 * HOUR_S, freeze_s=0)
    running, *_ = replan(plan_file, network, (), options, stop=limits(iterations=20))
    assert running.plan_file.hands == ()
    displaced = replace(running.plan_file, hands=plan_file.hands)
    forgotten = replace(running.plan_file, running=replace(running.plan_file.running, hands=()))
    for forged, before in (
        (twice, None),
        (late, None),
        (displaced, plan_file),
        (forgotten, plan_file),
    ):
        found = judge(forged, network, before=before).violations
        assert ViolationCode.STATED_RUNNING in {one.code for one in found}
