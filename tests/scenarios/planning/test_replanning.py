"""A day that goes on, on a hamlet drawn by hand: what was lived stays, what is left is planned."""

from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.events import Delayed, TaskCancelled, TaskSkipped, VehicleOut
from optimizer.plan import ActivityKind, Reason
from optimizer.stop import limits
from scenarios.files.networks import load_network
from scenarios.plan_file import dumps
from scenarios.plan_request import PlanRequest, plan_day
from scenarios.planning.left_alone import leave_alone
from scenarios.planning.replanning import ReplanOptions, day_going_on, replan
from scenarios.rest_of_day import Choice
from scenarios.second_opinion import judge

DATA = Path(__file__).parents[2] / "data"
STREETS = str(DATA / "nine_corners.osm")


@pytest.fixture(scope="module")
def network():
    return load_network(osm=STREETS)


@pytest.fixture(scope="module")
def plan_file():
    request = PlanRequest(scenario=str(DATA / "hamlet"), osm=STREETS, iterations=300, seed=1)
    return plan_day(request)


def proposals(plan_file, network, events, now_s, **changes):
    options = ReplanOptions(now_s=now_s, freeze_s=0, **changes)
    stop = limits(iterations=200)
    found = replan(plan_file, network, events, options, stop=stop)
    return {one.choice: one.plan_file for one in found}


def route_of(plan_file, vehicle_id):
    return next(one for one in plan_file.plan.routes if one.vehicle_id == vehicle_id)


def middle_of(route):
    """Returns a time at which a route is just being driven."""
    services = [one for one in route.activities if one.kind is ActivityKind.SERVICE]
    return services[len(services) // 2].begin_s + 1


def test_without_events_the_least_plan_is_the_plan_in_force(plan_file, network):
    now_s = middle_of(route_of(plan_file, "S1"))
    least = proposals(plan_file, network, (), now_s, choices=(Choice.LEAST,))[Choice.LEAST]
    assert least.plan.routes == plan_file.plan.routes
    assert least.measures.costs == plan_file.measures.costs
    # Byte for byte, but for what it says of itself: what it goes on from, and of its search.
    assert least.running.based_on == plan_file.digest
    as_before = replace(
        least,
        running=None,
        engine=plan_file.engine,
        iterations=plan_file.iterations,
        measures=replace(least.measures, bound=plan_file.measures.bound),
    )
    assert dumps(as_before) == dumps(plan_file)


def test_the_least_plan_calls_nobody_for_what_was_left_out_before(plan_file, network):
    now_s = middle_of(route_of(plan_file, "S1"))
    kitchen = next(task.id for task in plan_file.tasks if task.id.startswith("kitchen"))
    late = Delayed(id="e", at_s=now_s, told_s=now_s, vehicle_id="S1", late_s=60)
    shut = TaskCancelled(id="f", at_s=now_s, told_s=now_s, task_id=kitchen)

    def rest(*events):
        options = ReplanOptions(now_s=now_s, freeze_s=0)
        return day_going_on(plan_file, network, events, options, seed=1)

    # As if nobody had thought of what is still open for the sweeper.
    work = rest(late)
    open_ids = frozenset(task.id for task in work.due.tasks[-3:])
    left_out = frozenset(plan_file.plan.unassigned_by_task)
    assert leave_alone(work) == left_out
    free, alone = (
        one.day(work.due.tasks, most_kg={}) for one in (work, replace(work, left_alone=open_ids))
    )
    is_alone = [task.id in open_ids for task in alone.tasks]
    assert any(is_alone)
    assert free.instance.allowed[:, is_alone].any()
    assert not alone.instance.allowed[:, is_alone].any()
    # Where there is room again, everybody may take what is open.
    assert leave_alone(rest(late, shut)) == frozenset()
    told = proposals(plan_file, network, (late,), now_s, choices=(Choice.LEAST,))[Choice.LEAST]
    for id_ in left_out & told.plan.unassigned_by_task.keys():
        assert told.plan.unassigned_by_task[id_] == plan_file.plan.unassigned_by_task[id_]


def test_what_was_lived_is_the_same_in_every_plan(plan_file, network):
    route = route_of(plan_file, "S1")
    now_s = middle_of(route)
    event = Delayed(id="e", at_s=now_s, told_s=now_s, vehicle_id="S1", late_s=600)
    for plan in proposals(plan_file, network, (event,), now_s).values():
        lived = [one for one in route.activities if one.end_s <= now_s]
        assert route_of(plan, "S1").activities[: len(lived)] == tuple(lived)
        assert plan.running.number == 1
    assert plan.running.events == (event,)


def test_a_delay_moves_what_comes_after_it(plan_file, network):
    route = route_of(plan_file, "S1")
    now_s = middle_of(route)
    event = Delayed(id="e", at_s=now_s, told_s=now_s, vehicle_id="S1", late_s=300)
    least = proposals(plan_file, network, (event,), now_s, choices=(Choice.LEAST,))[Choice.LEAST]
    delayed = route_of(least, "S1")
    (delay,) = [one for one in delayed.activities if one.kind is ActivityKind.DELAY]
    assert delay.end_s - delay.begin_s == 300
    # The sweeper has time: it does all the same work, and is home five minutes later.
    assert delayed.task_ids == route.task_ids
    assert delayed.end_s == route.end_s + 300


def test_a_vehicle_that_breaks_down_does_no_more(plan_file, network):
    route = route_of(plan_file, "S1")
    now_s = middle_of(route)
    event = VehicleOut(id="e", at_s=now_s, told_s=now_s, vehicle_id="S1")
    least = proposals(plan_file, network, (event,), now_s, choices=(Choice.LEAST,))[Choice.LEAST]
    broken = route_of(least, "S1")
    done = [one for one in route.activities if one.end_s <= now_s]
    assert broken.activities[:-1] == tuple(done)
    assert broken.activities[-1].facility_id is None
    # What it has not done nobody does: it is the only sweeper.
    left = set(route.task_ids) - set(broken.task_ids)
    assert left <= {one.task_id for one in least.plan.unassigned}


def test_the_load_of_a_vehicle_that_breaks_down_is_told(plan_file, network):
    now_s = middle_of(route_of(plan_file, "S1"))
    event = VehicleOut(id="e", at_s=now_s, told_s=now_s, vehicle_id="S1")
    least = proposals(plan_file, network, (event,), now_s, choices=(Choice.LEAST,))[Choice.LEAST]
    demand_kg = {task.id: task.demand_kg for task in plan_file.tasks}
    done = route_of(least, "S1").task_ids
    # It is on its first trip: all that it has swept is aboard.
    (notice,) = [one for one in least.notices if one.code == "notice.load_stands"]
    assert notice.arguments["kg"] == sum(demand_kg[id_] for id_ in done) > 0
    opinion = judge(least, network, before=plan_file)
    assert opinion.violations == ()
    silent = replace(
        least, notices=tuple(one for one in least.notices if one.code != "notice.load_stands")
    )
    assert [one.code for one in judge(silent, network, before=plan_file).violations] == [
        "stated_notice"
    ]


def test_a_cancelled_kitchen_is_not_visited(plan_file, network):
    (kitchen, *_) = route_of(plan_file, "T1").task_ids
    now_s = 9 * 3600
    event = TaskCancelled(id="e", at_s=now_s, told_s=now_s, task_id=kitchen)
    for plan in proposals(plan_file, network, (event,), now_s).values():
        assert kitchen not in plan.plan.served
        assert kitchen not in {task.id for task in plan.tasks}


def test_what_could_not_be_done_is_listed_with_what_the_driver_said(plan_file, network):
    route = route_of(plan_file, "S1")
    now_s = middle_of(route)
    task_id = route.task_ids[0]
    event = TaskSkipped(id="e", at_s=now_s, told_s=now_s, task_id=task_id, reason="parked cars")
    least = proposals(plan_file, network, (event,), now_s, choices=(Choice.LEAST,))[Choice.LEAST]
    (one,) = [left for left in least.plan.unassigned if left.task_id == task_id]
    assert one.reason is Reason.SKIPPED
    assert "parked cars" in str(one.detail)


def test_what_could_not_be_done_may_be_tried_again(plan_file, network):
    route = route_of(plan_file, "S1")
    now_s = middle_of(route)
    task_id = route.task_ids[0]
    event = TaskSkipped(
        id="e", at_s=now_s, told_s=now_s, task_id=task_id, reason="cars", again=True
    )
    least = proposals(plan_file, network, (event,), now_s, choices=(Choice.LEAST,))[Choice.LEAST]
    tried = route_of(least, "S1")
    assert [one.task_id for one in tried.activities if one.kind is ActivityKind.SKIPPED] == [
        task_id
    ]
    assert task_id in tried.task_ids


def test_a_plan_that_goes_on_can_go_on_again(plan_file, network):
    route = route_of(plan_file, "S1")
    now_s = middle_of(route)
    first = Delayed(id="a", at_s=now_s, told_s=now_s, vehicle_id="S1", late_s=300)
    least = proposals(plan_file, network, (first,), now_s, choices=(Choice.LEAST,))[Choice.LEAST]
    later_s = now_s + 900
    second = VehicleOut(
        id="b", at_s=later_s, told_s=later_s, vehicle_id="S1", until_s=later_s + 600
    )
    again = proposals(least, network, (first, second), later_s, choices=(Choice.LEAST,))[
        Choice.LEAST
    ]
    assert again.running.number == 2
    assert again.running.events == (first, second)
    delays = [one for one in route_of(again, "S1").activities if one.kind is ActivityKind.DELAY]
    assert len(delays) == 2


# The shift ends at 12:00; who is an hour later than that is free only when it is over.
@pytest.mark.parametrize("beyond_s", [0, 3600])
def test_who_cannot_be_home_in_time_goes_there_at_once(plan_file, network, beyond_s):
    route = route_of(plan_file, "S1")
    now_s = middle_of(route)
    late_s = 12 * 3600 + beyond_s - now_s
    event = Delayed(id="e", at_s=now_s, told_s=now_s, vehicle_id="S1", late_s=late_s)
    least = proposals(plan_file, network, (event,), now_s, choices=(Choice.LEAST,))[Choice.LEAST]
    late = route_of(least, "S1")
    number = next(n for n, a in enumerate(late.activities) if a.kind is ActivityKind.DELAY)
    kinds = {one.kind for one in late.activities[number + 1 :]}
    # Its break is still owed.
    assert kinds <= {ActivityKind.BREAK, ActivityKind.UNLOAD, ActivityKind.END}
    assert late.end_s > 12 * 3600
    assert any(one.code == "notice.home_late" for one in least.notices)
