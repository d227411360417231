"""The bound of a day on streets that can be drawn, with the sum by hand."""

from dataclasses import replace

import pytest

from fleet import Fleet, Supply, TimeWindow, Work
from optimizer.bounds.time_bound import Ignored, bound_time
from tests.optimizer.bounds.one_vehicle import (
    bound,
    facility,
    one_sweeper,
    plan_serving,
    stretch,
    yard,
    yard_on_both_sides,
)
from tests.streets import street_network


def square(**attributes):
    """Four streets of 400 m round a block: 1 - 2 - 3 - 4 - 1."""
    nodes = {1: (0, 0), 2: (400, 0), 3: (400, 400), 4: (0, 400)}
    return nodes, [(1, 2, attributes), (2, 3, attributes), (3, 4, attributes), (4, 1, attributes)]


def test_one_way_loop_needs_its_corners_and_nothing_else():
    network = street_network(*square(one_way=True))
    keys = ("1>2", "2>3", "3>4", "4>1")
    tasks = [stretch(network, key) for key in keys]
    found = bound(network, tasks, sites={"yard": yard(network, "1>2")})
    # 4 x 400 m at 2.5 m/s; four left turns of 8 s, across oncoming traffic.
    assert found.service_s == 4 * 160
    assert found.deadhead_s == 4 * 8
    assert found.value_s == 640 + 32


def test_a_street_that_is_not_swept_is_driven_where_it_closes_the_loop():
    network = street_network(*square(one_way=True))
    tasks = [stretch(network, key) for key in ("1>2", "2>3", "3>4")]
    found = bound(network, tasks, sites={"yard": yard(network, "1>2")})
    # 400 m at 8 m/s and the four corners.
    assert found.deadhead_s == 50 + 32


def test_both_kerbs_of_a_dead_end_need_the_turn_at_its_end():
    network = street_network({1: (0, 0), 2: (300, 0)}, [(1, 2)])
    tasks = [stretch(network, "1>2"), stretch(network, "2>1")]
    found = bound(network, tasks, sites={"yard": yard(network, "1>2")})
    # Both ends are dead ends: two U-turns of 45 s.
    assert found.service_s == 2 * 120
    assert found.deadhead_s == 2 * 45


def test_one_kerb_of_a_dead_end_needs_the_way_back_too():
    network = street_network({1: (0, 0), 2: (300, 0)}, [(1, 2)])
    found = bound(network, [stretch(network, "1>2")], sites={"yard": yard(network, "1>2")})
    # 300 m at 8 m/s = 37.5 s and two U-turns; no part of a second is lost.
    assert found.deadhead_s == 2 * 45 + 38


def test_who_turns_round_in_the_yard_need_not_drive_to_the_end_of_the_street():
    network = street_network({1: (0, 0), 2: (400, 0)}, [(1, 2)])
    task = stretch(network, "1>2", start_m=200)
    sites = {"yard": yard_on_both_sides(network, "1>2", 200)}
    found = bound(network, [task], sites=sites)
    # Out of the yard to work, 200 m at 2.5 m/s; a U-turn of 45 s, and 200 m at 8 m/s back. On the
    # streets alone the round would take 200 m twice more, and another U-turn.
    assert found.service_s == 80
    assert found.deadhead_s == 45 + 25


def test_routes_that_turn_round_in_the_yard_are_not_forced_to_be_more():
    network = street_network({1: (0, 0), 2: (8000, 0)}, [(1, 2)])
    task = stretch(network, "1>2", start_m=2000)
    found = bound(
        network,
        [task],
        vehicle=one_sweeper(hours=1, num_shifts=2),
        facilities=(facility("yard", visit_s=300),),
        sites={"yard": yard_on_both_sides(network, "1>2", 2000)},
    )
    # 6,000 m at 2.5 m/s, a U-turn of 45 s, 6,000 m at 8 m/s, and 300 s to unload: 3,495 s, within
    # one shift of 3,600 s. By the end of the street behind the yard it would be 545 s more, and
    # each of two routes would unload.
    assert found.rows[0].departures == 1
    assert found.service_s == 2400
    assert found.deadhead_s == 45 + 750
    assert found.facility_s == 300


def dual_carriageway(**options):
    """1 > 2 > 3 eastward and 6 > 5 > 4 westward, joined at both ends and between 2 and 5."""
    nodes = {1: (0, 0), 2: (400, 0), 3: (800, 0), 4: (0, 80), 5: (400, 80), 6: (800, 80)}
    streets = [
        (1, 2, {"one_way": True}),
        (2, 3, {"one_way": True}),
        (6, 5, {"one_way": True}),
        (5, 4, {"one_way": True}),
        (3, 6, {"one_way": True}),
        (4, 1, {"one_way": True}),
        (2, 5, {"one_way": True}),
    ]
    return street_network(nodes, streets, **options)


def test_the_median_kerb_of_a_dual_carriageway_forces_a_second_round():
    network = dual_carriageway()
    right = [stretch(network, "2>3")]
    both = [*right, stretch(network, "2>3", number=2)]
    sites = {"yard": yard(network, "1>2")}
    once = bound(network, right, sites=sites)
    twice = bound(network, both, sites=sites)
    # A round is 1>2 (50 s), 3>6 (10), 6>5 (50), 5>4 (50), 4>1 (10) and four corners of 8 s.
    assert once.deadhead_s == 170 + 32
    assert twice.deadhead_s == 2 * (170 + 32)


def test_a_ban_on_turning_raises_the_bound():
    free, barred = dual_carriageway(), dual_carriageway(banned=[("1>2", "2>5")])
    # Without the ban 2 > 5 leads back: 10 + 50 + 10 s and four corners.
    for network, deadhead_s in ((free, 70 + 32), (barred, 50 + 10 + 50 + 50 + 10 + 32)):
        sites = {"yard": yard(network, "1>2")}
        assert bound(network, [stretch(network, "1>2")], sites=sites).deadhead_s == deadhead_s


def test_a_ban_over_a_via_way_raises_the_bound():
    nodes = {1: (0, 0), 2: (400, 0), 3: (400, 400), 4: (0, 400), 5: (800, 400)}
    streets = [
        (1, 2, {"one_way": True}),
        (2, 3, {"one_way": True}),
        (3, 4, {"one_way": True}),
        (4, 1, {"one_way": True}),
        (3, 5, {"one_way": True}),
        (5, 2, {"one_way": True}),
    ]
    free = street_network(nodes, streets)
    barred = street_network(nodes, streets, banned=[("1>2", "2>3", "3>4")])
    values = [
        bound(network, [stretch(network, "1>2")], sites={"yard": yard(network, "1>2")}).deadhead_s
        for network in (free, barred)
    ]
    assert values[0] == 150 + 32
    assert values[1] > values[0]


def test_a_lane_swept_either_way_takes_the_better_direction():
    nodes, streets = square(one_way=True)
    network = street_network(nodes, [*streets[:2], (3, 4), streets[3]], turning=[3, 4])
    keys = ("1>2", "2>3", "4>1")
    kerbs = [stretch(network, key) for key in keys]
    sites = {"yard": yard(network, "1>2")}
    either = bound(network, [*kerbs, stretch(network, "4>3", "3>4")], sites=sites)
    assert either.deadhead_s == 4 * 8
    against = bound(network, [*kerbs, stretch(network, "4>3")], sites=sites)
    assert against.deadhead_s > either.deadhead_s


def test_part_of_an_arc_is_driven_in_part():
    network = street_network(*square(one_way=True))
    tasks = [
        stretch(network, "1>2", start_m=0, end_m=120),
        stretch(network, "1>2", start_m=200, end_m=400),
        *(stretch(network, key) for key in ("2>3", "3>4", "4>1")),
    ]
    found = bound(network, tasks, sites={"yard": yard(network, "1>2", 120)})
    # 80 m of the first street at 8 m/s.
    assert found.deadhead_s == 4 * 8 + 10


def test_every_route_unloads_and_demand_forces_the_rest():
    network = street_network(*square(one_way=True))
    tasks = [stretch(network, key, kg=30) for key in ("1>2", "2>3", "3>4", "4>1")]
    sites = {"yard": yard(network, "1>2")}
    facilities = (facility("yard", visit_s=600),)
    plenty = bound(network, tasks, sites=sites, facilities=facilities)
    assert plenty.facility_s == 600
    # 120 kg in hoppers of 50 kg: three visits, whatever the sizes of the tasks.
    scarce = bound(
        network, tasks, vehicle=one_sweeper(hopper_kg=50), sites=sites, facilities=facilities
    )
    assert scarce.facility_s == 3 * 600


def test_the_nearer_of_two_facilities_is_enough():
    nodes, streets = square(one_way=True)
    nodes |= {5: (800, 0), 6: (-1600, 0)}
    network = street_network(nodes, [*streets, (2, 5), (1, 6)])
    tasks = [stretch(network, key) for key in ("1>2", "2>3", "3>4", "4>1")]
    sites = {
        "yard": yard(network, "1>2"),
        "near": yard(network, "2>5", 400),
        "far": yard(network, "1>6", 1600),
    }
    dry = facility("yard", streams=())
    without = bound(network, tasks, sites=sites)
    found = bound(network, tasks, sites=sites, facilities=(dry, facility("near"), facility("far")))
    # Instead of a left turn at 2: straight on, 400 m, a U-turn, 400 m, and a right turn.
    assert found.deadhead_s - without.deadhead_s == 50 + 45 + 50 + 3 - 8
    far_only = bound(network, tasks, sites=sites, facilities=(dry, facility("far")))
    assert far_only.deadhead_s > found.deadhead_s


def test_water_must_be_brought_tank_by_tank():
    """A street that ends 1,600 m from the only hydrant, washed in four passes."""
    nodes = {1: (0, 0), 2: (1600, 0), 3: (2000, 0)}
    network = street_network(nodes, [(1, 2), (2, 3)], turning=[2])
    tasks = [
        stretch(network, key, kg=0, litres=100, number=number)
        for key in ("2>3", "3>2")
        for number in (1, 2, 3, 4)
    ]
    sites = {"yard": yard(network, "1>2")}
    facilities = (facility("yard", supplies=(Supply.WATER,), visit_s=600),)
    found = bound(
        network, tasks, vehicle=one_sweeper(tank_l=200), sites=sites, facilities=facilities
    )
    # 800 l in tanks of 200 l: the first is full at the start, three are filled; four ways out and
    # back along 1,600 m at 8 m/s, and a U-turn at either end each time.
    assert found.facility_s == 3 * 600
    assert found.rows[0].balance_s == 4 * 2 * 45
    assert found.rows[0].depot_s == 2 * 200
    assert found.rows[0].trips_s == 3 * 2 * 200


def test_long_work_forces_several_routes():
    network = street_network(*square(one_way=True))
    tasks = [stretch(network, "1>2", number=number) for number in range(60)]
    found = bound(
        network,
        tasks,
        vehicle=one_sweeper(hours=1, num_shifts=9),
        sites={"yard": yard(network, "2>3")},
    )
    # 9,600 s of work and 60 rounds of 182 s: 20,520 s in shifts of 3,600 s.
    assert found.rows[0].departures == 6


def test_works_of_one_vehicle_are_bounded_together():
    network = street_network(*square(one_way=True))
    tasks = [stretch(network, "1>2"), stretch(network, "2>3", work=Work.WASH, kg=0, litres=1)]
    vehicle = one_sweeper(tank_l=10, works=(Work.SWEEP, Work.WASH))
    found = bound(network, tasks, vehicle=vehicle, sites={"yard": yard(network, "1>2")})
    assert [row.works for row in found.rows] == [(Work.SWEEP, Work.WASH)]
    # One round serves both.
    assert found.deadhead_s == 2 * 50 + 32


def test_only_the_works_asked_for_are_bounded():
    network = street_network(*square(one_way=True))
    fleet = Fleet(vehicles=(one_sweeper(),), facilities=(facility("yard"),))
    tasks, sites = [stretch(network, "1>2")], {"yard": yard(network, "1>2")}
    plan = plan_serving(tasks)
    assert bound_time(network, fleet, tasks, sites, plan, works=[Work.WASH]).rows == ()
    assert len(bound_time(network, fleet, tasks, sites, plan, works=[Work.SWEEP]).rows) == 1


def test_passes_in_different_shifts_make_a_round_each():
    network = street_network(*square(one_way=True))
    sites = {"yard": yard(network, "1>2")}
    vehicle = one_sweeper(num_shifts=2)
    kerbs = [stretch(network, "1>2", number=1), stretch(network, "2>3", number=2)]
    late = (TimeWindow(earliest_s=10 * 3600, latest_s=12 * 3600),)
    early = (TimeWindow(earliest_s=0, latest_s=2 * 3600),)
    apart = [replace(kerbs[0], windows=early), replace(kerbs[1], windows=late)]
    # Together one round with two streets unswept; apart two rounds with three each.
    assert bound(network, kerbs, vehicle=vehicle, sites=sites).deadhead_s == 2 * 50 + 32
    assert bound(network, apart, vehicle=vehicle, sites=sites).deadhead_s == 2 * (3 * 50 + 32)


@pytest.mark.parametrize(("num_shifts", "refills"), [(1, 3), (2, 2)])
def test_only_the_routes_of_the_fleet_begin_with_a_full_tank(num_shifts, refills):
    network = street_network(*square(one_way=True))
    sites = {"yard": yard(network, "1>2")}
    tasks = [stretch(network, key, kg=0, litres=100) for key in ("1>2", "2>3", "3>4", "4>1")]
    found = bound(
        network,
        tasks,
        vehicle=one_sweeper(tank_l=100, num_shifts=num_shifts),
        sites=sites,
        facilities=(facility("yard", supplies=(Supply.WATER,), visit_s=600),),
    )
    assert found.facility_s == refills * 600


def test_what_is_left_out_is_said_in_sentences():
    assert all(ignored.sentence.endswith(".") for ignored in Ignored)


def test_the_bound_says_the_gap_and_its_parts():
    network = street_network(*square(one_way=True))
    tasks = [stretch(network, "1>2")]
    found = bound(network, tasks, sites={"yard": yard(network, "1>2")})
    assert found.gap == pytest.approx((0 - found.value_s) / found.value_s)
    assert str(found).startswith("Bound: ")
