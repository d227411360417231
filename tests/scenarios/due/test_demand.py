"""What is due on a network: kerbs, passes, areas, places."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fleet import LonLat, TimeWindow, Work
from optimizer.errors import InputError
from scenarios.due.demand import find_due_work
from scenarios.due.street_work import Lot, LotReason
from scenarios.files.store import load_scenario
from tests.streets import METRES_PER_DEGREE, street_network

HAMLET = str(Path(__file__).parents[2] / "data" / "hamlet")
CORNERS = {1: (0, 0), 2: (200, 0), 3: (200, 200), 4: (0, 200)}
"""A square; the tail 4-5 of the tests' networks keeps both ways round in one part."""


def square(**middle):
    """A square of secondary roads with a tail, one side of which has the given attributes."""
    return street_network(
        CORNERS | {5: (0, 400)},
        [
            (1, 2, {"highway": "secondary", "width_cm": 1400} | middle),
            (2, 3, {"highway": "secondary", "width_cm": 1400}),
            (3, 4, {"highway": "secondary", "width_cm": 1400}),
            (4, 1, {"highway": "secondary", "width_cm": 1400}),
            (4, 5, {"highway": "secondary", "width_cm": 1400}),
        ],
    )


def hamlet(**changes):
    return replace(load_scenario(HAMLET), contracts=(), max_snap_m=10_000, **changes)


def sides(due, key):
    return sorted(str(task.kerb.side) for task in due.tasks if task.kerb.arc == key)


def test_a_two_way_street_is_swept_along_both_kerbs():
    due = find_due_work(hamlet(), square())
    assert sides(due, "1>2") == ["right"]
    assert sides(due, "2>1") == ["right"]


def test_a_wide_one_way_carriageway_is_swept_right_and_left():
    due = find_due_work(hamlet(), square(one_way=True, width_cm=900))
    assert sides(due, "1>2") == ["left", "right"]
    tasks = [task for task in due.tasks if task.kerb.arc == "1>2"]
    # 200 m x 9 m = 1,800 m2, half to each kerb.
    assert [task.area_m2 for task in tasks] == [900, 900]


def test_a_narrow_one_way_carriageway_is_swept_once():
    due = find_due_work(hamlet(), square(one_way=True, width_cm=600))
    assert sides(due, "1>2") == ["right"]


def test_a_narrow_two_way_street_is_one_task_with_two_modes():
    due = find_due_work(hamlet(), square(width_cm=500))
    assert sides(due, "1>2") == ["whole"]
    assert sides(due, "2>1") == []
    (task,) = [task for task in due.tasks if str(task.kerb) == "1>2/whole"]
    assert len(task.modes) == 2
    # 200 m x 5 m = 1,000 m2, all of it; 20 kg and 60 l a kilometre: 4 kg and 12 l.
    assert (task.area_m2, task.demand_kg, task.demand_l) == (1000, 4, 12)


def test_a_narrow_street_of_which_one_direction_is_out_of_reach_has_a_task_in_each():
    ends = [(1, 2), (2, 3), (3, 4), (4, 1), (4, 5), (2, 6)]
    network = street_network(
        CORNERS | {5: (0, 400), 6: (400, 0)},
        [(*pair, {"highway": "secondary", "width_cm": 500}) for pair in ends],
        # The one turn at the end of 2>1 but the way back.
        banned=[("2>1", "1>4")],
    )
    due = find_due_work(hamlet(), network)
    assert sides(due, "1>2") == ["right"]
    assert sides(due, "2>1") == ["right"]
    assert sides(due, "3>4") == ["whole"]
    # 2>1 has no way out and 1>4 no way in; they are tasks all the same.
    assert sides(due, "1>4") == ["right"]


def test_each_pass_is_a_task_and_the_surface_counts_once():
    standard = load_scenario(HAMLET).standards[0]
    twice = replace(
        standard,
        passes=(
            (TimeWindow(earliest_s=0, latest_s=100),),
            (TimeWindow(earliest_s=200, latest_s=300),),
        ),
        least_apart_s=100,
        repeat_share=0.5,
    )
    due = find_due_work(hamlet(standards=(twice,)), square())
    first, second = [task for task in due.tasks if str(task.kerb) == "1>2/right"]
    assert first.area_m2 == second.area_m2
    assert second.prize_fen == first.prize_fen / 2
    maintained_m2 = sum(lot.area_m2 for lot in due.lots)
    assert sum({t.kerb: t.area_m2 for t in due.tasks}.values()) == maintained_m2


def test_the_audit_puts_every_square_metre_in_one_lot():
    network = street_network(
        CORNERS | {5: (0, 400)},
        [
            (1, 2, {"highway": "secondary"}),
            (2, 3, {"highway": "residential", "width_cm": 500}),
            (3, 4, {"highway": "trunk"}),
            (4, 1, {"highway": "residential", "width_cm": 700}),
            (4, 5, {"highway": "secondary", "max_height_cm": 250}),
        ],
    )
    # With the tail closed to the sweeper the ring falls into two parts: one way round only.
    due = find_due_work(hamlet(), network)
    # 200 m x 5 m is below the 6 m of class IV.
    by_hand = [lot for lot in due.lots if lot.lot is Lot.MANUAL]
    assert sum(lot.area_m2 for lot in by_hand) == 1000
    assert {(lot.service_class, lot.reason) for lot in by_hand} == {("IV", LotReason.TOO_NARROW)}
    # Trunk stands in no standard of the hamlet: 200 m x 8 m.
    assert due.unmaintained_m2 == 1600
    # Streets out of reach are tasks all the same, so that the plan can list them by name.
    kerbs = {t.kerb: t.area_m2 for t in due.tasks}
    assert kerbs == {lot.kerb: lot.area_m2 for lot in due.lots if lot.lot is Lot.DUE}
    assert any(t.name == "4-5 Street" for t in due.tasks)
    total = sum(lot.area_m2 for lot in due.lots) + due.unmaintained_m2
    assert total == int(network.arc_area_m2.sum())


def test_a_contract_on_a_narrow_street_is_reached_from_either_direction():
    scenario = replace(load_scenario(HAMLET), max_snap_m=10_000)
    network = square(width_cm=800)
    contract = replace(scenario.contracts[0], at=LonLat(lon=0.0009, lat=-0.0001))
    (task,) = [
        t
        for t in find_due_work(replace(scenario, contracts=(contract,)), network).tasks
        if t.work is Work.KITCHEN
    ]
    keys = [network.arc_key(mode.place.entries[0].arc) for mode in task.modes]
    # The point lies south of 1>2, on the right of who drives east.
    assert keys == ["1>2", "2>1"]


def test_a_contract_on_a_wide_street_is_reached_on_its_own_side_only():
    scenario = replace(load_scenario(HAMLET), max_snap_m=10_000)
    contract = replace(scenario.contracts[0], at=LonLat(lon=0.0009, lat=-0.0001))
    network = square(width_cm=1800)
    due = find_due_work(replace(scenario, contracts=(contract,)), network)
    (task,) = [t for t in due.tasks if t.work is Work.KITCHEN]
    assert [network.arc_key(mode.place.entries[0].arc) for mode in task.modes] == ["1>2"]


def test_points_far_from_every_street_are_all_named_at_once():
    scenario = load_scenario(HAMLET)
    far = tuple(replace(c, at=replace(c.at, lon=0.02)) for c in scenario.contracts)
    with pytest.raises(InputError) as caught:
        find_due_work(replace(scenario, contracts=far), square())
    assert all(f"contracts: {c.id}" in str(caught.value) for c in far)
    assert "raise max_snap_m" in str(caught.value)


def test_points_across_water_and_far_points_are_named_in_one_error():
    # One contract lies 60 m south of the square behind a canal, the other 2 km east of it.
    network = replace(
        square(),
        water=np.array([(-0.01, -0.0003), (0.01, -0.0003)]),
        water_start=np.array([0, 2]),
    )
    scenario = load_scenario(HAMLET)
    first, second = (
        replace(scenario.contracts[0], id="behind", at=LonLat(lon=0.0009, lat=-0.00054)),
        replace(scenario.contracts[0], id="east", at=LonLat(lon=0.02, lat=0.0)),
    )
    with pytest.raises(InputError) as caught:
        find_due_work(replace(scenario, contracts=(first, second), max_snap_m=300), network)
    text = str(caught.value)
    assert "contracts: behind (0.0009, -0.00054): 60 m from the nearest street" in text
    assert "water lies between" in text
    assert "contracts: east (0.02, 0.0)" in text
    assert "(limit 300 m)" in text


def test_a_yard_is_not_put_on_a_street_that_a_sign_closes_in_some_shift():
    signs = {"hgv:conditional": "no @ (07:00-08:00)"}
    scenario = hamlet()
    # Near the middle of 1 to 2, and nearer to 2 than to 1.
    at = LonLat(lon=120 / METRES_PER_DEGREE, lat=1 / METRES_PER_DEGREE)
    yard = replace(scenario.facilities[0], at=at)
    scenario = replace(scenario, facilities=(yard,))
    network = square(signs=signs)
    for date, streets in ((None, {"1>2", "2>1"}), (scenario.date, {"2>3", "3>2"})):
        due = find_due_work(scenario, replace(network, date=date))
        arcs = [position.arc for position in due.sites[yard.id].entries]
        assert {network.arc_key(arc) for arc in arcs} == streets


def test_points_far_from_every_street_are_left_out_on_request_and_listed():
    scenario = load_scenario(HAMLET)
    near, far = scenario.contracts[0], replace(scenario.contracts[1], at=LonLat(lon=0.02, lat=0.0))
    asked = replace(scenario, contracts=(near, far))
    due = find_due_work(asked, square(), skip_faults=True)
    assert [one.id for one in due.scenario.contracts] == [near.id]
    (skipped,) = due.scenario.skipped
    assert (skipped.table, skipped.id) == ("contracts", far.id)
    assert "from the nearest street" in str(skipped.why)
    assert f"Left out of contracts because of faults: 1 ({far.id})" in str(due.notices[0])


def test_a_depot_that_is_left_out_leaves_its_vehicles_without_one():
    scenario = load_scenario(HAMLET)
    yard, plant = scenario.facilities
    asked = replace(scenario, facilities=(replace(yard, at=LonLat(lon=0.02, lat=0.001)), plant))
    with pytest.raises(InputError, match="depot_id 'yard' is unknown"):
        find_due_work(asked, square(), skip_faults=True)


def test_what_was_made_of_tables_is_a_notice_of_the_plan():
    scenario = replace(load_scenario(HAMLET), notices=("contracts.csv: hidden rows.",))
    assert "contracts.csv: hidden rows." in find_due_work(scenario, square()).notices


def test_street_names_that_were_cleaned_are_a_notice_of_the_plan():
    network = replace(square(), cleaned_names=("Mid dle Rd",))
    assert any(
        "Mid dle Rd" in str(one) for one in find_due_work(load_scenario(HAMLET), network).notices
    )
