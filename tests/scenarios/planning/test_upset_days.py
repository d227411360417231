"""Days on which something upsets what hours and vehicles were planned for.

On the hamlet's works S1 sweeps from 06:00 and S2 sweeps the same kerbs again from 09:00; passes
keep two hours apart. A kitchen of 900 kg fits into no vehicle, and nobody washes but W1.
"""

from dataclasses import replace

import pytest

from fleet import TimeWindow, Work
from optimizer.events import DriverLate, StreetClosed, VehicleOut
from optimizer.operations import live, tasks_after
from optimizer.plan import ActivityKind, Reason
from optimizer.stop import limits
from scenarios.files.networks import load_network
from scenarios.plan_request import PlanRequest, plan_day
from scenarios.planning.replanning import ReplanOptions, replan
from scenarios.rest_of_day import Choice
from scenarios.second_opinion import judge
from tests.scenarios.planning.test_chain import DATA, STREETS


@pytest.fixture(scope="module")
def network():
    return load_network(osm=STREETS)


@pytest.fixture(scope="module")
def works():
    scenario = str(DATA / "hamlet-works")
    return plan_day(PlanRequest(scenario=scenario, osm=STREETS, iterations=300, seed=1))


def go_on(before, network, *events, now_s, open_s):
    options = ReplanOptions(now_s=now_s, freeze_s=open_s - now_s, choices=(Choice.LEAST,))
    (found,) = replan(before, network, events, options, stop=limits(iterations=20))
    return found.plan_file


def begins_of(plan_file):
    return {
        activity.task_id: activity.begin_s
        for route in plan_file.plan.routes
        for activity in route.activities
        if activity.kind is ActivityKind.SERVICE
    }


def test_a_second_pass_keeps_apart_from_a_first_one_that_was_late(works, network):
    # S1 left at 25,612 s instead of 21,600 s, as is told at 28,896 s.
    late = DriverLate(
        id="late",
        at_s=28_896,
        told_s=28_896,
        vehicle_id="S1",
        shift_id="day",
        until_s=25_612,
    )
    after = go_on(works, network, late, now_s=29_350, open_s=32_350)
    begins = begins_of(after)
    seconds = [id_ for id_ in begins if id_.startswith("sweep/") and id_.endswith("/2")]
    assert seconds
    for id_ in seconds:
        assert begins[id_] - begins.get(id_.removesuffix("2") + "1", 0) >= 7_200
    assert judge(after, network, before=works).violations == ()


@pytest.mark.parametrize(
    ("latest_s", "earliest_s"),
    # The first pass begins at 22,141 s, and 7,200 s later the second may.
    [(29_341, 29_341), (29_340, None)],
)
def test_a_pass_whose_hours_are_over_by_then_is_too_soon(works, network, latest_s, earliest_s):
    first, second = "sweep/14>11/right/1", "sweep/14>11/right/2"
    assert begins_of(works)[first] == 22_141
    tasks = {task.id: task for task in works.tasks_on(network)}
    hours = TimeWindow(earliest_s=20_000, latest_s=latest_s)
    tasks[second] = replace(tasks[second], windows=(hours,))
    lived = live(works.plan, (), tasks, now_s=25_000, freeze_s=0)
    found = tasks_after(tasks, (), lived, network)
    if earliest_s is None:
        assert found.too_soon == {second}
        assert second not in found.open
    else:
        assert found.open[second].windows == (replace(hours, earliest_s=earliest_s),)
        assert not found.too_soon


def test_what_no_vehicle_could_ever_do_says_so_whatever_happens(works, network):
    reasons = {
        one.task_id: one.reason
        for one in works.plan.unassigned
        if one.reason in (Reason.NO_VEHICLE, Reason.CAPACITY)
    }
    task_of = {task.id: task for task in works.tasks}
    never = {id_: why for id_, why in reasons.items() if task_of[id_].work is not Work.HAUL}
    assert set(never.values()) == {Reason.NO_VEHICLE, Reason.CAPACITY}
    # Their streets are closed for the day, that of a bulk load too, and who collects is out.
    arcs = tuple(
        spot.arc for id_ in reasons for mode in task_of[id_].modes for spot in mode.place.entries
    )
    told = {"at_s": 20_000, "told_s": 20_000}
    closed = StreetClosed(**told, id="closed", names=("x",), arcs=arcs, from_s=0, driving=False)
    after = go_on(works, network, closed, now_s=20_000, open_s=20_600)
    left = {one.task_id: one.reason for one in after.plan.unassigned}
    assert {id_: left[id_] for id_ in never} == never
    out = VehicleOut(**told, id="out", vehicle_id="T1")
    later = go_on(after, network, out, now_s=20_100, open_s=20_700)
    assert judge(later, network, before=after).violations == ()
