"""The chain while the day runs: bulk loads that are begun, points whose work is told otherwise.

The day of `test_chain`: C1 unloads 910 kg at the station until 16,182 s and 720 kg until 17,553 s;
300 kg are there. B1 takes 1,200 kg from 18,053 s on and 730 kg from 20,674 s on.
"""

import random
from dataclasses import replace

import pytest

from fleet import Work
from optimizer.errors import InfeasibleScenario
from optimizer.events import (
    AmountChanged,
    Delayed,
    FacilityShut,
    TaskCancelled,
    TaskSkipped,
    VehicleOut,
)
from optimizer.plan import ActivityKind
from optimizer.stop import limits
from scenarios.files.networks import load_network
from scenarios.measures.balance import PointOutcome
from scenarios.planning.replanning import ReplanOptions, replan
from scenarios.rest_of_day import Choice
from scenarios.second_opinion import judge
from tests.scenarios.planning.test_chain import DATA, STREETS, of_work, planned, variant

AT_S = 18_053
"""When B1 begins to load."""


@pytest.fixture(scope="module")
def network():
    return load_network(osm=STREETS)


@pytest.fixture(scope="module")
def chain():
    return planned()


def go_on(before, network, *events, now_s, open_s):
    options = ReplanOptions(now_s=now_s, freeze_s=open_s - now_s, choices=(Choice.LEAST,))
    (found,) = replan(before, network, events, options, stop=limits(iterations=20))
    return found.plan_file


def loads_of(plan_file):
    return {id_[-2:]: task.demand_kg for id_, task in of_work(plan_file, Work.HAUL).items()}


def loadings_of(plan_file):
    """Returns when loads are taken and what is aboard after that."""
    return {
        activity.task_id[-2:]: (activity.begin_s, activity.load_kg)
        for route in plan_file.plan.routes
        for activity in route.activities
        if activity.kind is ActivityKind.SERVICE and activity.task_id.startswith("haul/")
    }


def delayed(late_s, at_s=15_900):
    return Delayed(id="late", at_s=at_s, told_s=at_s, vehicle_id="C1", late_s=late_s)


def test_a_truck_on_its_way_takes_what_is_there(chain, network):
    after = go_on(chain, network, delayed(3_600), now_s=16_000, open_s=19_000)
    # 300 kg are there; of 910 + 720 = 1,630 kg that come later 1,200 kg fill a truck.
    assert loads_of(after) == {"01": 300, "02": 1_200, "03": 430}
    assert loadings_of(after)["01"] == (AT_S, 300)
    assert judge(after, network, before=chain).violations == ()
    # Nothing else happens: all stays as it is, and is judged as it was.
    again = go_on(after, network, now_s=16_100, open_s=19_000)
    assert again.plan == after.plan
    assert judge(again, network, before=after).violations == ()


def test_a_delay_that_a_load_does_not_notice_changes_no_load(chain, network):
    # 910 kg and the stock are there by 16,782 s.
    after = go_on(chain, network, delayed(600), now_s=16_000, open_s=19_000)
    assert loads_of(after) == {"01": 1_200, "02": 730}
    assert judge(after, network, before=chain).violations == ()


def test_the_checker_refuses_more_than_was_there_and_less(chain, network):
    after = go_on(chain, network, delayed(3_600), now_s=16_000, open_s=19_000)
    for kg, codes in ((299, {"past_changed"}), (301, {"past_changed", "bulk_too_much"})):
        tasks = tuple(
            replace(task, demand_kg=kg) if task.id == "haul/station/01" else task
            for task in after.tasks
        )
        routes = tuple(
            replace(route, activities=tuple(_aboard(one, kg) for one in route.activities))
            for route in after.plan.routes
        )
        forged = replace(after, tasks=tasks, plan=replace(after.plan, routes=routes))
        found = {one.code for one in judge(forged, network, before=chain).violations}
        assert codes <= found
        assert "stated_load" not in found


def _aboard(activity, kg):
    is_it = activity.task_id == "haul/station/01"
    return replace(activity, load_kg=kg) if is_it else activity


def test_without_a_bulk_truck_the_loads_stay_with_their_reason(chain, network):
    out = VehicleOut(id="out", at_s=15_000, told_s=15_000, vehicle_id="B1")
    after = go_on(chain, network, out, now_s=15_000, open_s=15_100)
    left = {one.task_id[-2:]: one for one in after.plan.unassigned if "haul" in one.task_id}
    assert left.keys() == {"01", "02"}
    assert {str(one.detail) for one in left.values()} == {
        "every vehicle with the skill is home, on its way there, or out of order."
    }
    assert judge(after, network, before=chain).violations == ()


def test_who_carries_what_nobody_takes_any_more_is_told_of(chain, network):
    # C1 has 500 kg of G1 aboard, and the station shuts for good.
    shut = FacilityShut(
        id="shut", at_s=14_900, told_s=14_900, facility_id="station", from_s=15_000
    )
    with pytest.raises(InfeasibleScenario, match="C1: no facility that takes what it carries"):
        go_on(chain, network, shut, now_s=14_900, open_s=15_000)


def test_bulk_trucks_keep_off_a_plant_that_is_shut(chain, network):
    # B1 would be at the incinerator at 19,059 s.
    shut = FacilityShut(
        id="shut",
        at_s=15_000,
        told_s=15_000,
        facility_id="incinerator",
        from_s=18_000,
        until_s=21_000,
    )
    after = go_on(chain, network, shut, now_s=15_000, open_s=15_100)
    unloads = [
        activity.begin_s
        for route in after.plan.routes
        for activity in route.activities
        if activity.facility_id == "incinerator"
    ]
    assert len(unloads) == 2
    assert min(unloads) >= 21_000
    assert judge(after, network, before=chain).violations == ()


def row_of(plan_file, point_id):
    return next(row for row in plan_file.measures.balance.points if row.point_id == point_id)


def test_a_point_that_is_called_off_is_listed_as_that(chain, network):
    off = TaskCancelled(id="off", at_s=14_500, told_s=14_500, task_id="container/G4")
    after = go_on(chain, network, off, now_s=14_500, open_s=14_600)
    row = row_of(after, "G4")
    # 600 kg are in it and 480 kg come in the day.
    assert (row.outcome, row.reason, row.left_kg) == (PointOutcome.UNSERVED, "called_off", 1_080)
    # 300 kg of stock and the 910 kg of the others.
    assert sum(loads_of(after).values()) == 1_210
    assert judge(after, network, before=chain).violations == ()


def test_what_was_called_off_too_late_is_off_when_it_does_not_begin_after_all(chain, network):
    # Told while C1 is on its way to G2, where it is from 15,075 s on: too late.
    off = TaskCancelled(id="off", at_s=14_900, told_s=14_900, task_id="container/G2")
    before = go_on(chain, network, off, now_s=14_900, open_s=15_000)
    assert row_of(before, "G2").collected_kg == 410
    # But it stood still on the way.
    after = go_on(before, network, delayed(1_000, at_s=15_000), now_s=15_000, open_s=15_100)
    assert row_of(after, "G2").reason == "called_off"
    assert judge(after, network, before=before).violations == ()


@pytest.mark.parametrize(
    ("told_kg", "level_kg", "left_kg"),
    # 440 kg are in it and 240 kg come in the day; who takes 900 kg has found 660 kg.
    [(100, 440, 580), (900, 660, 0)],
)
def test_a_point_gives_what_was_told_of_it(chain, network, told_kg, level_kg, left_kg):
    told = AmountChanged(
        id="more", at_s=14_350, told_s=14_350, task_id="container/G1", demand_kg=told_kg
    )
    after = go_on(chain, network, told, now_s=14_350, open_s=14_351)
    row = row_of(after, "G1")
    assert (row.collected_kg, row.level_kg, row.left_kg) == (told_kg, level_kg, left_kg)
    assert judge(after, network, before=chain).violations == ()


def test_a_station_that_comes_to_be_overfull_is_brought_less_from_now_on(tmp_path, network):
    # 300 + 910 + 720 kg are just held until B1 comes; told of 1,000 kg at G4, C1 has unloaded 910.
    text = (DATA / "hamlet-chain" / "scenario.toml").read_text(encoding="utf-8")
    facilities = text[text.index("[[facilities]]") :].replace("= 2500", "= 1930")
    before = variant(tmp_path, facilities)
    told = AmountChanged(
        id="more", at_s=15_600, told_s=15_600, task_id="container/G4", demand_kg=1_000
    )
    after = go_on(before, network, told, now_s=15_600, open_s=15_700)
    assert row_of(after, "G4").outcome is PointOutcome.UNSERVED
    assert any("cannot keep Station within its storage" in str(one) for one in after.notices)
    assert judge(after, network, before=before).violations == ()


def _happen(rng):
    """Draws what makes deliveries come later, or less of them."""
    events = []
    for number, id_ in enumerate(rng.sample(["G1", "G2", "G4"], rng.randint(0, 2))):
        told_s = rng.randint(16_300, 16_400) if id_ == "G4" else rng.randint(15_100, 15_900)
        events.append(
            TaskSkipped(
                id=f"skipped/{number}",
                at_s=told_s,
                told_s=told_s,
                task_id=f"container/{id_}",
                reason="gate shut",
                again=rng.random() < 0.5,
            )
        )
    if rng.random() < 0.3:
        events.append(
            AmountChanged(
                id="amount", at_s=14_450, told_s=14_450, task_id="container/G2", demand_kg=150
            )
        )
    at_s = rng.randint(14_500, 16_400)
    if rng.random() < 0.3:
        out_until_s = rng.choice([None, at_s + rng.randint(600, 4_000)])
        events.append(
            VehicleOut(id="out", at_s=at_s, told_s=at_s, vehicle_id="C1", until_s=out_until_s)
        )
    else:
        events.append(delayed(rng.randint(60, 5_000), at_s))
    return sorted(events, key=lambda one: one.told_s)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_comes_late_or_short_the_plan_is_legal(chain, network, seed):
    rng = random.Random(seed)
    events = _happen(rng)
    # From when B1 has set out on: before the first load, or while it is away with it.
    open_s = rng.choice([18_001, 18_500, 19_500, 20_600])
    after = go_on(chain, network, *events, now_s=16_500, open_s=open_s)
    assert judge(after, network, before=chain).violations == ()
    begin_s, load_kg = loadings_of(after)["01"]
    assert (begin_s, load_kg) == (AT_S, loads_of(after)["01"])
    later = go_on(after, network, now_s=17_000, open_s=max(open_s, 20_600))
    assert judge(later, network, before=after).violations == ()
