"""A sweeper that is home early is sent out again when something comes up.

The hamlet with two sweepers: their work is over in the morning, and their shift lasts on.
"""

from dataclasses import replace

import pytest

from fleet import TimeWindow, Work
from optimizer.checker import ViolationCode
from optimizer.events import StreetClosed, TaskAdded, VehicleOut
from optimizer.plan import ActivityKind
from optimizer.stop import limits
from scenarios.files.networks import load_network
from scenarios.plan_request import PlanRequest, plan_day
from scenarios.planning import ReplanOptions, replan
from scenarios.rest_of_day import Choice
from scenarios.second_opinion import judge
from tests.scenarios.planning.two_sweepers import STREETS, plan_two, write_scenario


@pytest.fixture(scope="module")
def network():
    return load_network(osm=STREETS)


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory):
    return plan_two(tmp_path_factory.mktemp("again"))


@pytest.fixture(scope="module")
def route(plan_file):
    """The sweeper that is home last; a quarter of an hour later no sweeper is out."""
    sweepers = [one for one in plan_file.plan.routes if one.vehicle_id.startswith("S")]
    return max(sweepers, key=lambda one: one.end_s)


@pytest.fixture(scope="module")
def now_s(route):
    return route.end_s + 900


@pytest.fixture(scope="module")
def added(plan_file, now_s):
    """A kerb that is to be swept once more, until noon."""
    swept = next(one for one in plan_file.tasks if one.work is Work.SWEEP)
    window = TimeWindow(earliest_s=now_s, latest_s=12 * 3600)
    task = replace(swept, id="case/leaves", kerb=None, area_m2=0, windows=(window,))
    return TaskAdded(id="leaves", at_s=now_s, told_s=now_s, task=task)


def go_on(plan_file, network, events, now_s, choice=Choice.LEAST):
    options = ReplanOptions(now_s=now_s, freeze_s=600, choices=(choice,))
    (one,) = replan(plan_file, network, events, options, stop=limits(iterations=20))
    return one.plan_file


def again_in(plan):
    """The route that is left twice."""
    (route,) = [one for one in plan.plan.routes if one.count(ActivityKind.START) == 2]
    return route


def test_who_is_home_is_sent_out_again(plan_file, network, route, now_s, added):
    for choice in (Choice.LEAST, Choice.BEST):
        plan = go_on(plan_file, network, (added,), now_s, choice)
        assert judge(plan, network, before=plan_file).violations == ()
        after = again_in(plan)
        before = next(one for one in plan_file.plan.routes if one.vehicle_id == after.vehicle_id)
        # The morning stays as it was, its END too; then it leaves when the plan opens.
        assert after.activities[: len(before.activities)] == before.activities
        start, work, *_, end = after.activities[len(before.activities) :]
        assert (start.kind, start.begin_s) == (ActivityKind.START, now_s + 600)
        assert work.task_id == "case/leaves"
        assert (end.kind, end.facility_id) == (ActivityKind.END, "yard")


def test_nobody_is_sent_out_for_nothing(plan_file, network, now_s):
    plan = go_on(plan_file, network, (), now_s)
    assert plan.plan == plan_file.plan


def test_what_is_not_yet_left_for_may_be_given_up_again(plan_file, network, now_s, added):
    first = go_on(plan_file, network, (added,), now_s)
    gone = again_in(first)
    # Before it leaves, it breaks down in the yard: it stays there, and the other one goes.
    out = VehicleOut(id="out", at_s=now_s + 60, told_s=now_s + 60, vehicle_id=gone.vehicle_id)
    second = go_on(first, network, (out,), now_s + 60)
    assert judge(second, network, before=first).violations == ()
    assert all(one.count(ActivityKind.START) == 1 for one in second.plan.routes)
    (does,) = [one for one in second.plan.routes if "case/leaves" in one.task_ids]
    assert does.vehicle_id != gone.vehicle_id
    # Back in half an hour, it leaves then.
    back = replace(out, until_s=now_s + 1860)
    later = go_on(first, network, (back,), now_s + 60)
    assert judge(later, network, before=first).violations == ()
    starts_s = [
        one.begin_s
        for route in later.plan.routes
        for one in route.activities
        if one.kind is ActivityKind.START and one.begin_s > now_s
    ]
    assert starts_s
    assert all(
        start_s >= now_s + 1860
        for route in later.plan.routes
        if route.vehicle_id == gone.vehicle_id and route.count(ActivityKind.START) == 2
        for start_s in starts_s
    )


def test_who_has_no_time_left_stays(plan_file, network, route, now_s, added):
    ends_s = {
        shift.end_s
        for vehicle in plan_file.fleet.vehicles
        if vehicle.id.startswith("S")
        for shift in vehicle.shifts
    }
    # Half an hour before the last shift ends, less the ten minutes that are frozen.
    late_s = max(ends_s) - 1800 - 600 + 1
    window = TimeWindow(earliest_s=late_s, latest_s=max(ends_s))
    task = replace(added.task, windows=(window,))
    event = replace(added, at_s=late_s, told_s=late_s, task=task)
    plan = go_on(plan_file, network, (event,), late_s)
    # Whoever has not been out may still go; nobody goes twice.
    assert all(one.count(ActivityKind.START) == 1 for one in plan.plan.routes)


def test_a_second_start_that_nothing_went_before_is_refused(plan_file, network, now_s, added):
    plan = go_on(plan_file, network, (added,), now_s)
    alone = replace(plan, running=None)
    codes = {one.code for one in judge(alone, network).violations}
    assert ViolationCode.ACTIVITY_ORDER in codes


def test_a_vehicle_that_leaves_before_it_was_home_is_refused(plan_file, network, now_s, added):
    plan = go_on(plan_file, network, (added,), now_s)
    after = again_in(plan)
    at = [one.kind for one in after.activities].index(ActivityKind.END)
    start = replace(
        after.activities[at + 1], arrival_s=now_s - 1000, begin_s=now_s - 1000, end_s=now_s - 1000
    )
    forged = replace(
        after, activities=(*after.activities[: at + 1], start, *after.activities[at + 2 :])
    )
    routes = tuple(
        forged if one.vehicle_id == after.vehicle_id else one for one in plan.plan.routes
    )
    codes = {
        one.code
        for one in judge(
            replace(plan, plan=replace(plan.plan, routes=routes)), network, before=plan_file
        ).violations
    }
    assert ViolationCode.REPLANNED_TOO_EARLY in codes


@pytest.mark.parametrize(("minutes_left", "is_home"), [(1, False), (120, False), (40, True)])
def test_a_truck_that_has_nothing_left_unloads_no_second_time(
    network, tmp_path, minutes_left, is_home
):
    # The plant takes three quarters of an hour. Who stands there and has nothing more to do comes
    # home as planned and unloads no second time, whether there is time for it or not; who is home
    # and has no time for it does not go again.
    scenario = write_scenario(tmp_path)
    file = scenario / "scenario.toml"
    slow = file.read_text(encoding="utf-8").replace("visit_minutes = 20", "visit_minutes = 45")
    file.write_text(slow, encoding="utf-8")
    request = PlanRequest(scenario=str(scenario), osm=STREETS, iterations=300, seed=1)
    truck = next(one for one in plan_day(request).plan.routes if one.vehicle_id == "T1")
    end_s = truck.end_s // 60 * 60 + 60 * minutes_left
    text = slow.replace('"17:00"', f'"{end_s // 3600:02}:{end_s // 60 % 60:02}"')
    file.write_text(text, encoding="utf-8")
    morning = plan_day(request)
    (mine,) = [one for one in morning.plan.routes if one.vehicle_id == "T1"]
    assert mine.activities == truck.activities
    unload = [one for one in mine.activities if one.kind is ActivityKind.UNLOAD][-1]
    now_s = mine.end_s - 300 if is_home else unload.begin_s + 1
    for choice in Choice:
        options = ReplanOptions(now_s=now_s, freeze_s=600 * is_home, choices=(choice,))
        (one,) = replan(morning, network, (), options, stop=limits(iterations=20))
        assert judge(one.plan_file, network, before=morning).violations == ()
        (after,) = [one for one in one.plan_file.plan.routes if one.vehicle_id == "T1"]
        assert after.activities == mine.activities


def test_who_has_nothing_left_goes_home_round_a_closed_street(network, plan_file):
    (mine,) = [one for one in plan_file.plan.routes if one.vehicle_id == "T1"]
    unload, end = mine.activities[-2:]
    now_s = unload.begin_s + 1
    arcs = end.drive.arcs[len(end.drive.arcs) // 2 :][:1]
    closed = StreetClosed(
        id="shut", at_s=now_s, told_s=now_s, names=(), arcs=tuple(arcs), from_s=now_s
    )
    for choice in (Choice.LEAST, Choice.BEST):
        options = ReplanOptions(now_s=now_s, freeze_s=0, choices=(choice,))
        (one,) = replan(plan_file, network, (closed,), options, stop=limits(iterations=20))
        assert judge(one.plan_file, network, before=plan_file).violations == ()
        (after,) = [one for one in one.plan_file.plan.routes if one.vehicle_id == "T1"]
        assert after.activities[:-1] == mine.activities[:-1]
        assert after.end_s > mine.end_s
        assert not set(arcs).intersection(after.activities[-1].drive.arcs)
