"""Days that are lived: whatever happens, every plan on the way is checked and keeps the past."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.events import TaskCancelled, TaskSkipped, VehicleOut
from optimizer.plan import ActivityKind
from scenarios.plan_file import dumps
from scenarios.simulation import (
    Blocked,
    DrawnDay,
    Policy,
    ReplanPace,
    draw_day,
    figures_of,
    live_through,
    mean_of,
)
from tests.scenarios.simulation.days import STOP, hamlet_plan, hamlet_streets

ON_THE_WAY = [one for one in Policy if one is not Policy.FORESIGHT]


@pytest.fixture(scope="module")
def network():
    return hamlet_streets()


@pytest.fixture(scope="module")
def plan_file(network):
    return hamlet_plan(network)


def lived(plan_file, network, day, policy, **changes):
    return live_through(plan_file, network, day, policy, stop=STOP, seed=1, **changes)


def route_of(plan_file, vehicle_id):
    return next(one for one in plan_file.plan.routes if one.vehicle_id == vehicle_id)


@pytest.mark.parametrize("policy", ON_THE_WAY)
def test_a_day_without_events_is_the_plan_itself_byte_for_byte(plan_file, network, policy):
    quiet = DrawnDay(seed=1, events=())
    found = lived(plan_file, network, quiet, policy)
    assert found.steps == ()
    assert dumps(found.plan_file) == dumps(plan_file)


def test_one_day_is_lived_alike_twice(plan_file, network):
    day = draw_day(plan_file, network, 2)
    texts = {dumps(lived(plan_file, network, day, Policy.BEST).plan_file) for _ in range(2)}
    assert len(texts) == 1


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 999), policy=st.sampled_from(list(Policy)))
def test_random_days_pass_the_checker_and_done_work_never_changes(
    plan_file, network, seed, policy
):
    # A violation in any plan on the way raises.
    found = lived(plan_file, network, draw_day(plan_file, network, seed), policy)
    for step in found.steps:
        touched = {getattr(event, "vehicle_id", None) for event in step.events}
        touched |= {route.vehicle_id for route in step.before.plan.routes if came(route, step)}
        for route in step.before.plan.routes:
            if route.vehicle_id in touched:
                continue
            done = tuple(one for one in route.activities if one.end_s <= step.now_s)
            if done:
                after = route_of(step.after, route.vehicle_id)
                assert after.activities[: len(done)] == done


def test_nobody_turns_round_before_a_street_that_is_closed(plan_file, network):
    # On this day North Road is closed on the truck's way; where the closed piece begins is no
    # dead end for the checker, and too narrow to turn round.
    day = draw_day(plan_file, network, 100)
    assert any(event.kind == "street_closed" for event in day.events)
    assert lived(plan_file, network, day, Policy.LEAST).steps


def came(route, step):
    """Whether a vehicle came to something in vain, as the events tell."""
    ids = {event.task_id for event in step.events if isinstance(event, TaskSkipped)}
    return bool(ids & set(route.task_ids))


def test_what_is_found_blocked_is_told_when_a_vehicle_comes_there(plan_file, network):
    route = route_of(plan_file, "S1")
    first = next(one for one in route.activities if one.kind is ActivityKind.SERVICE)
    blocked = Blocked(task_id=first.task_id, reason="parked cars", again=False)
    day = DrawnDay(seed=1, events=(), blocked=(blocked,))
    found = lived(plan_file, network, day, Policy.LEAST)
    (step,) = found.steps
    (event,) = step.events
    assert (event.at_s, event.told_s) == (first.begin_s, first.begin_s + 60)
    assert first.task_id not in found.plan_file.plan.served
    # A kerb is left; nothing else is lost.
    assert found.plan_file.plan.served == plan_file.plan.served - {first.task_id}


def test_work_that_no_vehicle_comes_to_is_never_found_blocked(plan_file, network):
    (kitchen, *_) = route_of(plan_file, "T1").task_ids
    cancelled = TaskCancelled(id="c", at_s=30_000, told_s=30_000, task_id=kitchen)
    blocked = Blocked(task_id=kitchen, reason="gate shut", again=False)
    day = DrawnDay(seed=1, events=(cancelled,), blocked=(blocked,))
    found = lived(plan_file, network, day, Policy.LEAST)
    assert [event for step in found.steps for event in step.events] == [cancelled]


def test_what_is_told_soon_after_waits_for_one_new_plan(plan_file, network):
    kitchens = route_of(plan_file, "T1").task_ids[:2]
    events = tuple(
        TaskCancelled(id=f"c{number}", at_s=told_s, told_s=told_s, task_id=task_id)
        for number, (task_id, told_s) in enumerate(zip(kitchens, (30_000, 30_300), strict=True))
    )
    day = DrawnDay(seed=1, events=events)
    together = lived(plan_file, network, day, Policy.LEAST, pace=ReplanPace(gather_s=300))
    apart = lived(plan_file, network, day, Policy.LEAST, pace=ReplanPace(gather_s=299))
    assert [step.now_s for step in together.steps] == [30_300]
    assert [step.now_s for step in apart.steps] == [30_000, 30_300]


def test_without_re_planning_what_a_vehicle_leaves_is_left(plan_file, network):
    # At 13:00 the truck breaks down in the yard until 14:00 and goes on; with none of its work
    # lost both policies are the same. Out for good, nobody else collects.
    out = VehicleOut(id="o", at_s=46_800, told_s=46_800, vehicle_id="T1")
    day = DrawnDay(seed=1, events=(out,))
    for policy in (Policy.NONE, Policy.LEAST):
        figures = figures_of(lived(plan_file, network, day, policy))
        assert (figures.contracts_served, figures.contracts_due) == (0, 2)


def test_a_vehicle_that_was_told_to_be_out_stays_out_in_every_later_plan(plan_file, network):
    # 12:48 until 14:52; another event at 14:20, when it has not left yet.
    out = VehicleOut(id="o", at_s=46_080, told_s=46_080, vehicle_id="T1", until_s=53_520)
    late = replace(out, id="p", vehicle_id="S1", at_s=51_600, told_s=51_600, until_s=51_660)
    found = lived(plan_file, network, DrawnDay(seed=1, events=(out, late)), Policy.BEST)
    assert len(found.steps) == 2
    assert all(route_of(step.after, "T1").start_s >= 53_520 for step in found.steps)


def test_the_mean_of_two_days(plan_file, network):
    quiet = figures_of(lived(plan_file, network, DrawnDay(seed=1, events=()), Policy.NONE))
    other = replace(quiet, moved=4, longest_replan_s=2.0, swept_m2={"II": 10.0})
    mean = mean_of([quiet, other])
    # (0 + 4) / 2, and the longer of 0 and 2 s.
    assert (mean.moved, mean.longest_replan_s) == (2, 2.0)
    assert mean.swept_m2["II"] == (quiet.swept_m2["II"] + 10) / 2
