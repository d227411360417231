"""Whether a plan holds on days whose events are known."""

from dataclasses import replace

import pytest

from fleet import Disturbances
from optimizer.events import Delayed, TaskCancelled, VehicleOut
from optimizer.stop import limits
from scenarios.planning import UNWATCHED
from scenarios.simulation import (
    DrawnDay,
    HeldDay,
    LostWork,
    Policy,
    hold_day,
    judge_day,
    live_through,
    share_interval,
    strains,
)
from tests.scenarios.simulation.days import hamlet_plan, hamlet_streets

NEVER = Disturbances(
    breakdowns_per_shift=0.0,
    delays_per_shift=0.0,
    closures_per_day=0.0,
    cases_per_day=0.0,
    skipped_share=0.0,
    cancelled_share=0.0,
)


@pytest.fixture(scope="module")
def streets():
    return hamlet_streets()


@pytest.fixture(scope="module")
def morning(streets):
    return hamlet_plan(streets, NEVER)


@pytest.fixture(scope="module")
def busiest(morning):
    """The route with most required tasks."""
    required = {task.id for task in morning.tasks if task.required}
    return max(morning.plan.routes, key=lambda route: len(required & set(route.task_ids)))


def lived_with(morning, streets, *events):
    day = DrawnDay(seed=0, events=events)
    return judge_day(live_through(morning, streets, day, Policy.NONE, stop=limits(iterations=1)))


def test_a_day_on_which_nothing_happens_holds(morning, streets):
    day = hold_day(morning, streets, 1, UNWATCHED)
    assert (day.events, day.lost, day.holds) == (0, (), True)


def test_a_breakdown_for_good_loses_what_its_vehicle_had_to_do(morning, streets, busiest):
    start_s = busiest.activities[0].begin_s
    out = VehicleOut(
        id="out", at_s=start_s + 60, told_s=start_s + 60, vehicle_id=busiest.vehicle_id
    )
    day = lived_with(morning, streets, out)
    required = {task.id for task in morning.tasks if task.required}
    assert {one.task_id for one in day.lost} == required & set(busiest.task_ids)
    assert {(one.vehicle_id, one.cause) for one in day.lost} == {
        (busiest.vehicle_id, "vehicle_out")
    }
    assert not day.holds
    assert not day.held_with(24 * 3600), "no slack mends a breakdown"


def test_a_delay_beyond_the_spare_time_says_how_much_is_short(morning, streets, busiest):
    (shift,) = [
        one
        for one in morning.fleet.vehicle(busiest.vehicle_id).shifts
        if one.id == busiest.shift_id
    ]
    spare_s = shift.end_s - busiest.activities[-1].end_s
    at_s = busiest.activities[0].begin_s + 60
    # It would come home half an hour after its shift.
    late = Delayed(
        id="late",
        at_s=at_s,
        told_s=at_s,
        vehicle_id=busiest.vehicle_id,
        late_s=spare_s + 1_800,
    )
    day = lived_with(morning, streets, late)
    assert {one.cause for one in day.lost} == {"delayed"}
    assert day.short_s == (((busiest.vehicle_id, busiest.shift_id), 1_800),)
    assert day.held_with(1_800)
    assert not day.held_with(1_799)


def test_what_is_cancelled_is_not_lost(morning, streets):
    kitchen = next(task for task in morning.tasks if task.contract_id)
    called = TaskCancelled(id="call", at_s=18_000, told_s=18_000, task_id=kitchen.id)
    assert lived_with(morning, streets, called).holds


def day(seed, *lost, short=()):
    works = tuple(
        LostWork(task_id=f"t{n}", vehicle_id=v, shift_id="day", cause=cause, told_s=0)
        for n, (v, cause) in enumerate(lost)
    )
    return HeldDay(
        seed=seed,
        events=1,
        lost=works,
        short_s=tuple(((v, "day"), seconds) for v, seconds in short),
    )


def test_the_duty_that_breaks_most_often_comes_first(morning):
    first = morning.plan.routes[0]
    ids = [vehicle.id for vehicle in morning.fleet.vehicles]
    one, other = ids[0], ids[-1]
    days = [
        day(1, (one, "delayed"), (other, "vehicle_out"), short=[(one, 100)]),
        day(2, (other, "vehicle_out")),
        day(3),
        day(4, (other, "delayed"), (other, "delayed"), short=[(other, 300)]),
    ]
    found = strains(morning, days)
    assert first is not None
    assert [(s.vehicle_id, s.days_broken, s.first) for s in found] == [(other, 3, 2), (one, 1, 1)]
    assert found[0].causes == (("vehicle_out", 2), ("delayed", 1))
    # One day broke by a delay: nine in ten of one day is that day.
    assert [s.slack_s for s in found] == [300, 100]


def test_the_interval_of_a_share_is_wilsons():
    # z = 1.96: 0 of 10 reaches to z^2 / (10 + z^2) = 3.8415 / 13.8415.
    assert share_interval(0, 10) == (0.0, pytest.approx(3.8415 / 13.8415, abs=1e-4))
    low, high = share_interval(10, 20)
    # The middle is 0.5; half is z sqrt(0.25/20 + z^2/1600) / (1 + z^2/20) = 0.2007.
    assert (low, high) == (pytest.approx(0.2993, abs=1e-4), pytest.approx(0.7007, abs=1e-4))
    assert share_interval(0, 0) == (0.0, 1.0)


def test_two_plans_meet_the_same_day(streets):
    """Common random numbers: what happens to a vehicle does not depend on the plan."""
    often = replace(NEVER, delays_per_shift=1.0, breakdowns_per_shift=0.2)
    one, other = (hamlet_plan(streets, often, seed=seed) for seed in (1, 2))
    days = [hold_day(plan, streets, 5, UNWATCHED).events for plan in (one, other)]
    assert days[0] == days[1] > 0
