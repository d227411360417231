"""What a vehicle carries that breaks down: another takes it over where it stands, or nobody."""

from dataclasses import replace

import pytest

from optimizer.plan import ActivityKind, Reason
from optimizer.stop import limits
from scenarios.files.networks import load_network
from scenarios.operations import EventFaults, events_of
from scenarios.plan_request import PlanRequest, plan_day
from scenarios.planning.replanning import ReplanOptions, replan
from scenarios.rest_of_day import Choice
from scenarios.second_opinion import judge
from tests.scenarios.planning.two_sweepers import STREETS, plan_two, write_scenario


@pytest.fixture(scope="module")
def network():
    return load_network(osm=STREETS)


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory):
    return plan_two(tmp_path_factory.mktemp("two"))


def route_of(plan_file, vehicle_id):
    return next(one for one in plan_file.plan.routes if one.vehicle_id == vehicle_id)


def last_of_two(plan_file):
    """Returns a vehicle that has swept twice, the other one, and a second after that."""
    for vehicle_id, other in (("S1", "S2"), ("S2", "S1")):
        services = [
            one
            for route in plan_file.plan.routes
            for one in route.activities
            if route.vehicle_id == vehicle_id and one.kind is ActivityKind.SERVICE
        ]
        if len(services) > 2:
            return vehicle_id, other, services[1].end_s
    raise AssertionError("nobody sweeps three times")


def clock_of(second):
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"


def tell(plan_file, network, at_s, vehicle_id, **values):
    event = {"kind": "vehicle_out", "vehicle": vehicle_id, "at": clock_of(at_s)} | values
    return events_of([event], plan_file, network)


def least(plan_file, network, events, now_s):
    options = ReplanOptions(now_s=now_s, freeze_s=0, choices=(Choice.LEAST,))
    (found,) = replan(plan_file, network, events, options, stop=limits(iterations=50))
    return found.plan_file


@pytest.fixture(scope="module")
def taken(plan_file, network):
    """The plan after the breakdown, who broke down, who came, and the event."""
    vehicle_id, other, now_s = last_of_two(plan_file)
    (event,) = tell(plan_file, network, now_s, vehicle_id, taken_by=other, minutes=7)
    return least(plan_file, network, (event,), now_s), vehicle_id, other, event


def aboard_kg(plan_file, vehicle_id, at_s):
    """Returns what the tasks bring that a vehicle has served by then, since it unloaded."""
    demand_kg, kg = {task.id: task.demand_kg for task in plan_file.tasks}, 0
    for one in route_of(plan_file, vehicle_id).activities:
        if one.end_s <= at_s and one.kind is ActivityKind.SERVICE:
            kg += demand_kg[one.task_id]
        elif one.end_s <= at_s and one.kind is ActivityKind.UNLOAD:
            kg = 0
    return kg


def test_the_vehicle_named_takes_the_load_over_and_unloads_it(plan_file, network, taken):
    after, vehicle_id, other, event = taken
    kg = aboard_kg(plan_file, vehicle_id, event.at_s)
    assert event.load.demand_kg == kg > 0
    activities = route_of(after, other).activities
    (at,) = [n for n, one in enumerate(activities) if one.task_id == f"load/{vehicle_id}"]
    assert activities[at].end_s - activities[at].begin_s == 7 * 60
    assert activities[at].begin_s >= event.at_s
    assert activities[at].load_kg == activities[at - 1].load_kg + kg
    # It is driven to where the other one ended its work.
    done = [one for one in route_of(after, vehicle_id).activities if one.task_id]
    (mode, *_) = next(one for one in plan_file.tasks if one.id == done[-1].task_id).modes
    assert event.load.modes[0].place.exits == mode.place.exits
    unloads = [one for one in activities[at:] if one.kind is ActivityKind.UNLOAD]
    assert unloads
    assert all(one.code != "notice.load_stands" for one in after.notices)
    assert judge(after, network, before=plan_file).violations == ()


def test_what_is_unloaded_of_both_is_what_both_have_swept(plan_file, network, taken):
    after, _, _, _ = taken
    demand_kg = {task.id: task.demand_kg for task in after.tasks if not task.taken_from}
    swept_kg = sum(
        demand_kg.get(id_, 0)
        for route in after.plan.routes
        if route.vehicle_id.startswith("S")
        for id_ in route.task_ids
    )
    unloaded_kg = sum(
        before.load_kg
        for route in after.plan.routes
        if route.vehicle_id.startswith("S")
        for before, one in zip(route.activities, route.activities[1:], strict=False)
        if one.kind is ActivityKind.UNLOAD
    )
    assert unloaded_kg == swept_kg


def test_the_same_report_is_the_same_event_after_the_new_plan(network, taken):
    after, vehicle_id, other, event = taken
    again = tell(after, network, event.at_s, vehicle_id, taken_by=other, minutes=7)
    assert again == (event,)


def test_a_load_that_nobody_can_take_is_listed_with_its_reason(plan_file, network):
    vehicle_id, other, now_s = last_of_two(plan_file)
    events = (
        *tell(plan_file, network, now_s, vehicle_id, taken_by=other),
        *tell(plan_file, network, now_s, other),
    )
    after = least(plan_file, network, events, now_s)
    (left,) = [one for one in after.plan.unassigned if one.task_id == f"load/{vehicle_id}"]
    assert left.reason is Reason.SHIFT_TIME
    assert str(left.detail).startswith(f"{other} was to take it over and takes no more work")
    told = {one.arguments["vehicle"] for one in after.notices if one.code == "notice.load_stands"}
    assert vehicle_id in told
    assert judge(after, network, before=plan_file).violations == ()


def test_the_checker_refuses_that_another_takes_it(plan_file, network, taken):
    after, vehicle_id, _, event = taken
    wrong = replace(event, taken_by="T1")
    running = replace(after.running, events=(wrong,))
    found = judge(replace(after, running=running), network, before=plan_file).violations
    assert (
        [str(one) for one in found if one.code == "load_taken"]
        == [
            f"[load_taken] {where}: takes over the load of {vehicle_id}; T1 was to do that"
            for where in [one.where for one in found if one.code == "load_taken"]
        ]
        != []
    )


@pytest.mark.parametrize("change", ["demand_kg", "place"])
def test_the_checker_refuses_a_load_that_is_not_what_stands_there(
    plan_file, network, taken, change
):
    after, vehicle_id, _, event = taken
    load = event.load
    if change == "demand_kg":
        load = replace(load, demand_kg=load.demand_kg + 1)
        said = f"is {load.demand_kg} kg, aboard {vehicle_id} are {load.demand_kg - 1} kg"
    else:
        other = next(one for one in plan_file.tasks if one.modes[0].place != load.modes[0].place)
        load = replace(load, modes=(replace(load.modes[0], place=other.modes[0].place),))
        said = f"is taken over elsewhere than where {vehicle_id} stands"
    running = replace(after.running, events=(replace(event, load=load),))
    found = judge(replace(after, running=running), network, before=plan_file).violations
    assert f"[load_taken] load/{vehicle_id}: {said}" in [str(one) for one in found]


def test_a_load_that_is_left_out_of_the_plan_is_found(plan_file, network, taken):
    after, vehicle_id, _, _ = taken
    tasks = tuple(one for one in after.tasks if not one.taken_from)
    found = judge(replace(after, tasks=tasks), network, before=plan_file).violations
    assert ("task_not_added", f"load/{vehicle_id}") in [
        (str(one.code), str(one.where)) for one in found
    ]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"taken_by": "S9"}, "events.unknown_vehicle"),
        ({"taken_by": "self"}, "events.own_load"),
        ({"taken_by": "T1"}, "events.cannot_take"),
        ({"taken_by": "other", "until": "11:30"}, "events.goes_on_loaded"),
        ({"taken_by": "other", "kg": 6001}, "events.too_much"),
    ],
)
def test_a_load_that_cannot_be_taken_over_is_refused(plan_file, network, values, code):
    vehicle_id, other, now_s = last_of_two(plan_file)
    named = {"self": vehicle_id, "other": other}
    values = values | {"taken_by": named.get(values["taken_by"], values["taken_by"])}
    with pytest.raises(EventFaults) as caught:
        tell(plan_file, network, now_s, vehicle_id, **values)
    assert [one.why.code for one in caught.value.faults] == [code]


def test_who_was_emptied_is_not_back(plan_file, network):
    vehicle_id, other, now_s = last_of_two(plan_file)
    values = [
        {"kind": "vehicle_out", "vehicle": vehicle_id, "at": clock_of(now_s), "taken_by": other},
        {"kind": "vehicle_back", "vehicle": vehicle_id, "at": "11:45"},
    ]
    with pytest.raises(EventFaults) as caught:
        events_of(values, plan_file, network)
    assert [one.why.code for one in caught.value.faults] == ["events.emptied"]


def test_what_is_told_of_the_amount_counts(plan_file, network):
    vehicle_id, other, now_s = last_of_two(plan_file)
    (event,) = tell(plan_file, network, now_s, vehicle_id, taken_by=other, kg=500)
    assert event.load.demand_kg == 500
    after = least(plan_file, network, (event,), now_s)
    assert judge(after, network, before=plan_file).violations == ()


def test_a_vehicle_that_is_to_stand_later_stands_from_then_on(plan_file, network):
    vehicle_id, _, now_s = last_of_two(plan_file)
    (event,) = tell(plan_file, network, now_s - 1, vehicle_id, **{"from": clock_of(now_s)})
    assert (event.at_s, event.from_s, event.stands_s) == (now_s - 1, now_s, now_s)
    after = least(plan_file, network, (event,), now_s - 1)
    assert route_of(after, vehicle_id).end_s == now_s


@pytest.fixture(scope="module")
def short_day(tmp_path_factory):
    """Both sweepers are out until a quarter to seven, and both are needed."""
    scenario = write_scenario(tmp_path_factory.mktemp("short"))
    path = scenario / "scenario.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('start = "06:00", end = "12:00"', 'start = "06:00", end = "06:45"')
    )
    return plan_day(PlanRequest(scenario=str(scenario), osm=STREETS, iterations=300, seed=1))


def test_who_is_named_comes_though_the_last_work_has_no_time_then(short_day, network):
    vehicle_id, other, now_s = last_of_two(short_day)
    planned = route_of(short_day, other).task_ids
    (event,) = tell(short_day, network, now_s, vehicle_id, taken_by=other, minutes=15)
    after = least(short_day, network, (event,), now_s)
    route = route_of(after, other)
    assert f"load/{vehicle_id}" in route.task_ids
    # A quarter of an hour at the load is no more at the kerbs: 900 s are eight pieces of 103 s.
    lost = set(planned) - after.plan.served
    assert lost
    assert lost <= {one.task_id for one in after.plan.unassigned}
    # What it still does of its own it does in the order that was planned.
    own = [id_ for id_ in route.task_ids if id_ in planned]
    assert own == [id_ for id_ in planned if id_ in own]
    assert judge(after, network, before=short_day).violations == ()
