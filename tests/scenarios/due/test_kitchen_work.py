"""Contracts as tasks: sides, priorities, limits, and those that are not due."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from fleet import LonLat, Priority, Work
from scenarios.due.demand import find_due_work
from scenarios.files.store import load_scenario
from tests.streets import street_network

SCENARIO = replace(
    load_scenario(str(Path(__file__).parents[2] / "data" / "hamlet")), max_snap_m=10_000
)
KITCHEN = replace(SCENARIO.contracts[0], at=LonLat(lon=0.0009, lat=-0.0001))
"""Just south of the street 1-2: on the right of who drives east."""


def square(width_cm=800):
    ends = [(1, 2), (2, 3), (3, 4), (4, 1), (4, 5)]
    return street_network(
        {1: (0, 0), 2: (200, 0), 3: (200, 200), 4: (0, 200), 5: (0, 400)},
        [(*pair, {"highway": "secondary", "width_cm": width_cm}) for pair in ends],
    )


def due(*contracts, **changes):
    return find_due_work(replace(SCENARIO, contracts=contracts, **changes), square())


def kitchens(*contracts):
    return [task for task in due(*contracts).tasks if task.work is Work.KITCHEN]


def test_a_truck_comes_from_either_direction_where_the_street_is_crossed():
    (task,) = kitchens(KITCHEN)
    assert len(task.modes) == 2


def test_a_contract_that_may_not_cross_is_reached_on_its_own_side_only():
    network = square()
    scenario = replace(SCENARIO, contracts=(replace(KITCHEN, may_cross=False),))
    (task,) = [t for t in find_due_work(scenario, network).tasks if t.work is Work.KITCHEN]
    assert [network.arc_key(mode.place.entries[0].arc) for mode in task.modes] == ["1>2"]


def test_limits_of_size_reach_the_task():
    (task,) = kitchens(replace(KITCHEN, max_length_cm=600, max_width_cm=220, max_weight_kg=8000))
    assert (task.max_length_cm, task.max_width_cm, task.max_weight_kg) == (600, 220, 8000)


@pytest.mark.parametrize(
    ("priority", "required"),
    [(Priority.MUST, True), (Priority.NORMAL, True), (Priority.MAY_WAIT, False)],
)
def test_what_may_wait_is_optional_and_the_rest_required(priority, required):
    (task,) = kitchens(replace(KITCHEN, priority=priority))
    assert task.required is required


def test_a_penalty_of_its_own_stands_for_the_price_per_kilogram():
    (task,) = kitchens(KITCHEN)
    # 200 kg at 40 fen.
    assert task.prize_fen == 8_000
    (task,) = kitchens(replace(KITCHEN, penalty_fen=500))
    assert task.prize_fen == 500


def test_a_contract_that_must_be_served_comes_before_the_largest_other():
    must = replace(KITCHEN, id="M", demand_kg=1, priority=Priority.MUST)
    by_id = {task.id: task for task in kitchens(must, KITCHEN)}
    # 1 kg at 40 fen and ten times the other's 8,000 fen.
    assert by_id["kitchen/M"].prize_fen == 40 + 80_000


def test_contracts_without_a_collection_on_the_day_are_counted_by_reason():
    # 2024-05-06 is a Monday.
    day = SCENARIO.date
    others = (
        replace(KITCHEN, id="sunday", weekdays=(6,)),
        replace(KITCHEN, id="holiday", excluded_dates=(day,)),
        replace(KITCHEN, id="over", last_date=day - dt.timedelta(days=1)),
        replace(KITCHEN, id="new", first_date=day + dt.timedelta(days=1)),
    )
    found = due(KITCHEN, *others)
    assert [task.id for task in found.tasks if task.work is Work.KITCHEN] == ["kitchen/K1"]
    assert (
        "4 of 5 contracts have no collection on 2024-05-06: 1 ended, 1 excluded on that date, "
        "1 not begun, 1 not one of their weekdays."
    ) in map(str, found.notices)


def test_nothing_is_said_when_every_contract_is_due():
    assert not any("contracts" in notice for notice in map(str, due(KITCHEN).notices))


def test_a_week_with_fewer_collections_than_days_is_told():
    notices = tuple(map(str, due(replace(KITCHEN, collections_per_week=3)).notices))
    assert any("fewer collections a week than they allow days: 1;" in one for one in notices)


def test_a_truck_of_unknown_length_is_told_where_a_contract_limits_it():
    assert any(
        "length of T1 is unknown" in n
        for n in map(str, due(replace(KITCHEN, max_length_cm=1)).notices)
    )
    known = tuple(replace(one, length_cm=500) for one in SCENARIO.vehicles)
    found = due(replace(KITCHEN, max_length_cm=600), vehicles=known)
    assert not any("is unknown" in notice for notice in map(str, found.notices))


def test_contracts_that_no_vehicle_has_the_skill_for_are_told():
    sweepers = tuple(one for one in SCENARIO.vehicles if Work.SWEEP in one.works)
    found = due(KITCHEN, vehicles=sweepers)
    assert any(
        one == "No vehicle has the skill for kitchen waste; contracts due: 1."
        for one in map(str, found.notices)
    )
