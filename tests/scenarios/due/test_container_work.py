"""Which collection points are due, and what a collection is worth."""

import datetime as dt
import math
from dataclasses import replace
from pathlib import Path

import pytest

from fleet import LonLat, OverflowPolicy, Work
from optimizer.network.place import Position
from optimizer.network.snap import Snap
from scenarios.due.container_work import Decision, container_tasks, points_due, prize_fen
from scenarios.due.demand import find_due_work
from scenarios.files.store import from_snapshot, load_scenario, snapshot
from tests.fleet.test_container import POINT, WEDNESDAY
from tests.scenarios.due.one_street import street

HAMLET = load_scenario(str(Path(__file__).parents[2] / "data" / "hamlet"))
POLICY = OverflowPolicy(price_fen=10_000, must_share=0.25, skip_share=0.01)


def due(point, date=WEDNESDAY, policy=POLICY):
    scenario = replace(HAMLET, date=date, containers=(point,), overflow=policy)
    (one,) = points_due(scenario)
    return one


def test_a_collection_is_worth_the_overflows_that_it_prevents():
    # An exponential day of mean 100 kg, one day until the next collection at 00:00: skipped, 200
    # kg leave room for 200: exp(-2); emptied, for 400: exp(-4). 100 yuan x (13.53 % - 1.83 %).
    midnight = tuple(replace(w, earliest_s=0, latest_s=0) for w in POINT.windows)
    point = replace(POINT, windows=midnight, fill_spread_share=1)
    assert prize_fen(point, WEDNESDAY, 10_000) == round(10_000 * (math.exp(-2) - math.exp(-4)))
    assert due(point).decision is Decision.MAY
    assert due(point, policy=replace(POLICY, must_share=0.13)).decision is Decision.MUST
    assert due(point, policy=replace(POLICY, skip_share=0.14)).decision is Decision.WAIT


def test_full_points_must_be_emptied_and_empty_ones_wait():
    # Tomorrow by 06:00 come 125 kg; 400 kg fit.
    assert due(replace(POINT, level_kg=276)).decision is Decision.MUST
    assert due(replace(POINT, level_kg=275)).decision is Decision.WAIT


def test_a_full_point_waits_for_a_day_on_which_it_may_be_emptied():
    # 2012-12-12 is a Wednesday.
    closed = due(replace(POINT, level_kg=400, weekdays=(0, 1, 3, 4)))
    assert (closed.decision, closed.risk, closed.allowed) == (Decision.WAIT, 1, False)
    assert closed.next_due == dt.date(2012, 12, 13)


def test_tasks_weigh_what_is_there_and_are_required_when_they_must():
    network = street()
    both = (Position(arc=0, offset_m=50), Position(arc=1, offset_m=150))
    points = [
        replace(POINT, id="full", level_kg=300),
        replace(POINT, id="own-side", level_kg=300, may_cross=False),
        replace(POINT, id="empty", level_kg=0),
    ]
    scenario = replace(HAMLET, date=WEDNESDAY, containers=tuple(points), overflow=POLICY)
    snap = Snap(distance_m=3.0, positions=both)
    tasks = container_tasks(points_due(scenario), network, [(point, snap) for point in points])
    assert [task.id for task in tasks] == ["container/full", "container/own-side"]
    # 300 kg and a quarter of 100 kg; 2 minutes and 4 bins.
    assert {(t.work, t.demand_kg, t.required) for t in tasks} == {(Work.CONTAINER, 325, True)}
    assert {mode.service_s for task in tasks for mode in task.modes} == {360}
    assert [len(task.modes) for task in tasks] == [2, 1]


def test_a_point_may_limit_the_truck():
    point = replace(POINT, level_kg=300, max_length_cm=650, max_width_cm=240, max_weight_kg=8_000)
    scenario = replace(HAMLET, date=WEDNESDAY, containers=(point,), overflow=POLICY)
    snap = Snap(distance_m=3.0, positions=(Position(arc=0, offset_m=50),))
    (task,) = container_tasks(points_due(scenario), street(), [(point, snap)])
    assert (task.max_length_cm, task.max_width_cm, task.max_weight_kg) == (650, 240, 8_000)
    with pytest.raises(ValueError, match="max_length_cm must not be negative"):
        replace(POINT, max_length_cm=-1)


def test_points_without_a_vehicle_are_due_all_the_same():
    point = replace(POINT, level_kg=400, at=LonLat(lon=0.0009, lat=0.0))
    scenario = replace(HAMLET, containers=(point,), contracts=(), max_snap_m=10_000)
    found = find_due_work(scenario, street())
    assert [one.decision for one in found.points] == [Decision.MUST]
    assert "container/P" in {task.id for task in found.tasks}


def test_a_snapshot_keeps_points_and_trucks():
    scenario = load_scenario(str(Path(__file__).parents[2] / "data" / "hamlet-chain"))
    assert len(scenario.containers) == 4
    assert from_snapshot(snapshot(scenario)) == scenario


def test_the_reference_fleet_collects_the_share_that_its_assumptions_state():
    scenario = load_scenario("yinzhou-2012")
    tonnes = sum(point.fill_kg_per_day for point in scenario.containers) / 1000
    assert any(
        f"{tonnes:.1f} t a day, {tonnes / 1200:.0%}".replace("%", " %") in sentence
        for sentence in scenario.assumptions
    )
