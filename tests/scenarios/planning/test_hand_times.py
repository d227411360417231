"""Hours and orders that are decided by hand, on the hamlet with two sweepers.

S1 sweeps all 24 kerbs from 06:00 to about seven, and may until 11:00; T1 collects two kitchens
between 13:30 and 16:30, K2 and then K1.
"""

import pytest

from optimizer.errors import InputError
from optimizer.events import Delayed
from optimizer.hands import PinAfter, PinHours, Release, hands_in_force
from optimizer.plan import ActivityKind
from optimizer.stop import limits
from scenarios.files.networks import load_network
from scenarios.planning import HandRule, ReplanOptions, replan, try_hand
from scenarios.second_opinion import judge
from tests.scenarios.planning.two_sweepers import STREETS, plan_two

HOUR_S = 3600
NOW_S = 6 * HOUR_S + 300
"""Five minutes past six: S1 sweeps."""


@pytest.fixture(scope="module")
def network():
    return load_network(osm=STREETS)


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory):
    return plan_two(tmp_path_factory.mktemp("two"))


def times_of(plan_file):
    """Returns when each task is begun and over."""
    return {
        one.task_id: (one.begin_s, one.end_s)
        for route in plan_file.plan.routes
        for one in route.activities
        if one.kind is ActivityKind.SERVICE
    }


def kerbs_of(plan_file):
    """Returns the ids of what S1 sweeps, in order."""
    return next(one for one in plan_file.plan.routes if one.vehicle_id == "S1").task_ids


def at(now_s):
    return ReplanOptions(now_s=now_s, freeze_s=0)


def ask(plan_file, network, hand, now_s=NOW_S):
    return try_hand(plan_file, network, (), hand, at(now_s))


def hours(task_id, earliest_s, latest_s):
    return PinHours(
        id="hours", told_s=NOW_S, task_id=task_id, earliest_s=earliest_s, latest_s=latest_s
    )


def after(task_id, other_id):
    return PinAfter(id="after", told_s=NOW_S, task_id=task_id, other_id=other_id)


def later_plans(plan_file, network, now_s, *events):
    stop = limits(iterations=40)
    found = replan(plan_file, network, events, at(now_s), stop=stop)
    return [one.plan_file for one in found]


@pytest.fixture(scope="module")
def at_nine(plan_file, network):
    """The last kerb of S1 between nine and half past."""
    last = kerbs_of(plan_file)[-1]
    return last, ask(plan_file, network, hours(last, 9 * HOUR_S, 9 * HOUR_S + 1800))


def test_a_task_is_done_in_the_hours_that_are_wished(plan_file, network, at_nine):
    last, answer = at_nine
    assert answer.refused is None
    assert answer.falls_out == ()
    begin_s, _ = times_of(answer.plan_file)[last]
    assert 9 * HOUR_S <= begin_s <= 9 * HOUR_S + 1800
    # It is S1's last kerb anyway: it waits for it, and waiting costs nothing.
    assert answer.price_fen == 0
    opinion = judge(answer.plan_file, network, before=plan_file)
    assert opinion.violations == ()


def test_hours_hold_in_every_later_plan(network, at_nine):
    last, answer = at_nine
    for plan in later_plans(answer.plan_file, network, NOW_S + 600):
        begin_s, _ = times_of(plan)[last]
        assert 9 * HOUR_S <= begin_s <= 9 * HOUR_S + 1800
        assert judge(plan, network, before=answer.plan_file).violations == ()


def test_released_hours_hold_no_more(network, at_nine):
    last, answer = at_nine
    release = Release(id="free", told_s=NOW_S, hand_id="hours")
    released = ask(answer.plan_file, network, release).plan_file
    assert hands_in_force(released.running.hands) == ()
    *_, best = later_plans(released, network, NOW_S)
    begin_s, _ = times_of(best)[last]
    # It is on S1's way again, which is home before eight.
    assert begin_s < 8 * HOUR_S


def test_hours_in_which_it_is_done_anyway_are_free(plan_file, network):
    last = kerbs_of(plan_file)[-1]
    answer = ask(plan_file, network, hours(last, 6 * HOUR_S, 11 * HOUR_S))
    assert answer.price_fen == 0
    assert answer.plan_file.plan.routes == plan_file.plan.routes


def test_hours_that_are_none_of_its_own_are_refused(plan_file, network):
    # Kerbs may be swept until 11:00.
    wish = hours(kerbs_of(plan_file)[-1], 11 * HOUR_S + 60, 12 * HOUR_S)
    refused = ask(plan_file, network, wish).refused
    assert refused.rules == (HandRule.WINDOW,)
    assert "11:01" in str(refused.why)


def test_what_its_hours_have_passed_by_is_in_no_route_and_is_told(network, at_nine):
    last, answer = at_nine
    # Half past six and four hours are half past ten: the hours are over by then. That is told at
    # ten, so S2 can do nothing about it either.
    ten_s = 10 * HOUR_S
    for plan in later_plans(answer.plan_file, network, ten_s, late_for(last, answer)):
        assert last not in plan.plan.served
        assert "notice.time_left_out" in {one.code for one in plan.notices}
        assert judge(plan, network, before=answer.plan_file).violations == ()


def late_for(task_id, answer):
    """Returns that whoever is to do a task is four hours behind at half past six."""
    route = next(one for one in answer.plan_file.plan.routes if task_id in one.task_ids)
    at_s = 6 * HOUR_S + 1800
    return Delayed(
        id="late", at_s=at_s, told_s=at_s, vehicle_id=route.vehicle_id, late_s=4 * HOUR_S
    )


@pytest.fixture(scope="module")
def turned(plan_file, network):
    """K2 after K1: the other way round."""
    first, second = next(one.task_ids for one in plan_file.plan.routes if one.vehicle_id == "T1")
    return first, second, ask(plan_file, network, after(first, second))


def test_a_task_is_done_after_the_other(plan_file, network, turned):
    first, second, answer = turned
    times = times_of(answer.plan_file)
    assert times[second][1] <= times[first][0]
    assert judge(answer.plan_file, network, before=plan_file).violations == ()


def test_an_order_holds_in_every_later_plan_also_after_a_delay(network, turned):
    first, second, answer = turned
    noon_s = 13 * HOUR_S
    late = Delayed(id="late", at_s=noon_s, told_s=noon_s, vehicle_id="T1", late_s=HOUR_S)
    for plan in later_plans(answer.plan_file, network, noon_s, late):
        times = times_of(plan)
        assert times[second][1] <= times[first][0]
        assert judge(plan, network, before=answer.plan_file).violations == ()


def test_an_order_that_stands_is_free(plan_file, network, turned):
    first, second, _ = turned
    answer = ask(plan_file, network, after(second, first))
    assert answer.price_fen == 0
    assert answer.plan_file.plan.routes == plan_file.plan.routes


def test_a_task_that_there_is_not_is_named(plan_file, network):
    last = kerbs_of(plan_file)[-1]
    with pytest.raises(InputError, match="'nothing'"):
        ask(plan_file, network, after(last, "nothing"))
    with pytest.raises(InputError, match="'nothing'"):
        ask(plan_file, network, hours("nothing", 0, HOUR_S))
