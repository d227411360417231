"""Turns at a crossing: the arms lie 100 m north, east, south and west of node 5.

::

        2
        |
    4 - 5 - 6
        |
        8
"""

from dataclasses import replace

import numpy as np
import pytest

from optimizer.network.profile import Profile
from optimizer.network.road_network import Control, DrivingSide
from optimizer.network.turns import arc_times_ms, open_arcs, turns_of
from tests.streets import street_network

PROFILE = Profile(
    id="test",
    max_speed_kph=40,
    weight_kg=10_000,
    height_cm=300,
    width_cm=250,
    near_turn_s=3,
    straight_s=1,
    far_turn_s=8,
    u_turn_s=45,
    signal_s=12,
)
NODES = {2: (0, 100), 4: (-100, 0), 5: (0, 0), 6: (100, 0), 8: (0, -100)}
ARMS = [(2, 5), (4, 5), (6, 5), (8, 5)]


def cost_ms(network, a, b, profile=PROFILE):
    arc = network.arc_of_key
    return turns_of(network, profile).find(arc[a], arc[b])


@pytest.mark.parametrize(
    ("onto", "seconds"), [("5>6", 3), ("5>2", 1), ("5>4", 8)], ids=["right", "straight", "left"]
)
def test_a_turn_costs_by_its_side_when_coming_from_the_south(onto, seconds):
    assert cost_ms(street_network(NODES, ARMS), "8>5", onto) == seconds * 1000


@pytest.mark.parametrize(
    ("x", "seconds"),
    [(57, 1), (58, 3), (-57, 1), (-58, 8)],
    ids=["29.7", "30.1", "-29.7", "-30.1"],
)
def test_a_bend_is_a_turn_from_thirty_degrees_on(x, seconds):
    # tan(30 degrees) = 0.577: 57 m aside in 100 m is less, 58 m is more.
    network = street_network({1: (0, -100), 2: (0, 0), 3: (x, 100)}, [(1, 2), (2, 3)])
    assert cost_ms(network, "1>2", "2>3") == seconds * 1000


def test_a_turn_is_measured_in_metres_not_in_degrees():
    # At 60 degrees north a degree of longitude is half as long. The builder draws 80 m as degrees
    # at the equator, so the bend is atan(40 / 100) = 22 degrees there, and 39 at the equator.
    nodes, streets = {1: (0, -100), 2: (0, 0), 3: (80, 100)}, [(1, 2), (2, 3)]
    assert cost_ms(street_network(nodes, streets), "1>2", "2>3") == 3_000
    assert cost_ms(street_network(nodes, streets, origin=(0, 60)), "1>2", "2>3") == 1_000


def test_straight_back_onto_a_parallel_street_is_as_slow_as_a_u_turn():
    network = street_network({1: (0, 0), 2: (70, 30)}, [(1, 2), (1, 2)])
    assert network.arc_key(3) == "2>1#1"
    assert cost_ms(network, "1>2", "2>1#1") == 45_000


def test_on_the_left_the_sides_change_places():
    network = street_network(NODES, ARMS, signals=[5])
    network = replace(network, driving_side=DrivingSide.LEFT)
    costs = [cost_ms(network, "8>5", onto) for onto in ("5>4", "5>2", "5>6")]
    assert costs == [3_000, 13_000, 20_000]


@pytest.mark.parametrize(
    ("arms", "onto", "seconds"),
    [
        # A gap of 8 s in the traffic of a primary road: left into it, left out of it, not right.
        ({"8": "residential", "4": "primary"}, "5>4", 8 + 8),
        ({"8": "primary", "4": "residential"}, "5>4", 8 + 8),
        ({"8": "secondary_link", "4": "residential"}, "5>4", 8 + 5),
        ({"8": "primary", "4": "primary"}, "5>6", 3),
        ({"8": "residential", "4": "residential"}, "5>4", 8),
    ],
)
def test_a_turn_across_the_traffic_of_a_larger_road_waits_for_a_gap(arms, onto, seconds):
    streets = [(a, b, {"highway": arms.get(str(a), "residential")}) for a, b in ARMS]
    assert cost_ms(street_network(NODES, streets), "8>5", onto) == seconds * 1000


def test_signals_spare_the_wait_for_a_gap():
    streets = [(a, b, {"highway": "primary"}) for a, b in ARMS]
    network = street_network(NODES, streets, signals=[5])
    assert cost_ms(network, "8>5", "5>4") == (8 + 12) * 1000


@pytest.mark.parametrize(
    ("control", "seconds"),
    [(Control.GIVE_WAY, 2), (Control.STOP, 5), (Control.TOLL, 20), (Control.GATE, 20)],
)
def test_what_stands_at_the_end_of_the_arc_costs_on_every_turn(control, seconds):
    network = street_network(NODES, [(8, 5, {"control": control, "one_way": True}), *ARMS[:3]])
    assert cost_ms(network, "8>5", "5>2") == (1 + seconds) * 1000
    assert cost_ms(network, "8>5", "5>6") == (3 + seconds) * 1000
    assert cost_ms(network, "4>5", "5>6") == 1_000


def test_streets_for_those_with_business_there_are_no_short_cut():
    network = street_network(NODES, [(2, 5, {"access": "destination"}), *ARMS[1:]])
    assert cost_ms(network, "8>5", "5>2") == (1 + 60) * 1000
    assert cost_ms(network, "2>5", "5>8") == 1_000


@pytest.mark.parametrize(("width_cm", "cost"), [(1599, None), (1600, 45_000)])
def test_a_u_turn_needs_the_width_of_the_turning_circle(width_cm, cost):
    streets = [(a, b, {"width_cm": width_cm}) for a, b in ARMS]
    assert cost_ms(street_network(NODES, streets), "8>5", "5>8") == cost


def test_a_wide_street_with_a_sign_against_it_allows_no_u_turn():
    streets = [(a, b, {"width_cm": 2000}) for a, b in ARMS]
    network = street_network(NODES, streets, banned=[("8>5", "5>8")])
    assert cost_ms(network, "8>5", "5>8") is None


def test_a_turning_place_allows_the_u_turn():
    network = street_network(NODES, ARMS, turning=[5])
    assert cost_ms(network, "8>5", "5>8") == 45_000


def test_a_barrier_lets_nobody_through_but_back():
    network = street_network(NODES, ARMS, blocked=[5])
    assert cost_ms(network, "8>5", "5>2") is None
    assert cost_ms(network, "8>5", "5>8") == 45_000


def test_a_ban_over_a_via_way_holds_only_for_who_came_that_way():
    nodes = {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (300, 0), 5: (100, 100), 6: (200, 100)}
    streets = [(1, 2), (2, 3), (3, 4), (5, 2), (3, 6)]
    network = street_network(nodes, streets, banned=[("1>2", "2>3", "3>6")])
    turns, arc = turns_of(network, PROFILE), network.arc_of_key
    assert turns.num_states == network.num_arcs + 1
    (further,) = turns.further_states[arc["2>3"]]
    assert turns.find(further, arc["3>6"]) is None
    assert turns.find(further, arc["3>4"]) is not None
    assert turns.find(arc["2>3"], arc["3>6"]) is not None
    # From 5 the plain state is reached, from 1 the one that remembers.
    onto = {
        first: int(state)
        for first, state in zip(turns.from_state.tolist(), turns.next_state, strict=True)
        if turns.state_arc[state] == arc["2>3"]
    }
    assert onto == {arc["1>2"]: further, arc["5>2"]: arc["2>3"]}


def test_bans_for_goods_vehicles_bind_only_them():
    network = street_network(
        NODES, ARMS, banned=[("8>5", "5>4")], bans=[{"restriction:hgv": "no_left_turn"}]
    )
    assert cost_ms(network, "8>5", "5>4") is None
    assert cost_ms(network, "8>5", "5>4", replace(PROFILE, is_truck=False)) == 8_000
    assert cost_ms(network, "8>5", "5>4", None) == 0


def test_no_u_turn_in_mid_street():
    network = street_network({1: (0, 0), 2: (100, 0), 3: (200, 0)}, [(1, 2), (2, 3)])
    assert cost_ms(network, "1>2", "2>1") is None


def test_a_dead_end_allows_the_u_turn():
    network = street_network({1: (0, 0), 2: (100, 0), 3: (200, 0)}, [(1, 2), (2, 3)])
    assert cost_ms(network, "2>3", "3>2") == 45_000


def test_a_street_closed_to_the_profile_makes_a_dead_end():
    network = street_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0)}, [(1, 2), (2, 3, {"no_trucks": True})]
    )
    assert cost_ms(network, "1>2", "2>1") == 45_000
    assert cost_ms(network, "1>2", "2>1", replace(PROFILE, is_truck=False)) is None


def test_a_street_that_only_comes_in_leaves_a_dead_end():
    network = street_network(
        {1: (0, 0), 2: (100, 0), 3: (200, 0)}, [(1, 2), (3, 2, {"one_way": True})]
    )
    assert cost_ms(network, "1>2", "2>1") == 45_000


def test_a_banned_turn_is_no_turn():
    network = street_network(NODES, ARMS, banned=[("8>5", "5>4")])
    assert cost_ms(network, "8>5", "5>4") is None
    assert cost_ms(network, "6>5", "5>4") == 1_000


@pytest.mark.parametrize(("onto", "seconds"), [("5>6", 3), ("5>2", 1 + 12), ("5>4", 8 + 12)])
def test_signals_cost_unless_the_turn_is_to_the_right(onto, seconds):
    network = street_network(NODES, ARMS, signals=[5])
    assert cost_ms(network, "8>5", onto) == seconds * 1000


def test_a_u_turn_waits_at_signals_too():
    network = street_network({1: (0, 0), 2: (100, 0)}, [(1, 2)], signals=[2])
    assert cost_ms(network, "1>2", "2>1") == (45 + 12) * 1000


def test_the_signs_alone_ask_for_nothing():
    network = street_network(NODES, [(2, 5), (4, 5, {"no_trucks": True})], signals=[5])
    assert cost_ms(network, "2>5", "5>4", profile=None) == 0
    assert cost_ms(network, "2>5", "5>4") is None


@pytest.mark.parametrize(
    ("street", "is_open"),
    [
        ({"max_weight_kg": 9_999}, False),
        ({"max_weight_kg": 10_000}, True),
        ({"max_height_cm": 299}, False),
        ({"max_width_cm": 249}, False),
        ({"max_width_cm": 0}, True),
        ({"no_trucks": True}, False),
        ({"highway": "motorway"}, False),
        ({"highway": "motorway_link"}, True),
    ],
)
def test_an_arc_is_open_unless_a_sign_or_its_class_closes_it(street, is_open):
    network = street_network({1: (0, 0), 2: (100, 0)}, [(1, 2, {"one_way": True} | street)])
    profile = replace(PROFILE, closed_highways=frozenset({"motorway"}))
    assert open_arcs(network, profile).tolist() == [is_open]


def test_a_car_ignores_signs_for_trucks():
    network = street_network({1: (0, 0), 2: (100, 0)}, [(1, 2, {"no_trucks": True})])
    assert open_arcs(network, replace(PROFILE, is_truck=False)).all()


@pytest.mark.parametrize(
    ("speed_kph", "expected_ms"),
    [
        # 30 x 0.8 = 24 km/h: 100 m x 3,600,000 / 24,000 = 15,000 ms.
        (30, 15_000),
        # 60 x 0.8 = 48 km/h, held to 40: 100 x 3,600,000 / 40,000 = 9,000 ms.
        (60, 9_000),
        # 1 x 0.8 is raised to 1 km/h: 100 x 3,600,000 / 1,000 = 360,000 ms.
        (1, 360_000),
        # 35 x 0.8 = 28 km/h: 100 x 3,600,000 / 28,000 = 12,857.1, rounded up.
        (35, 12_858),
    ],
)
def test_time_on_an_arc_follows_the_street_the_share_and_the_limits(speed_kph, expected_ms):
    network = street_network(
        {1: (0, 0), 2: (100, 0)}, [(1, 2, {"speed_kph": speed_kph, "one_way": True})]
    )
    assert arc_times_ms(network, PROFILE).tolist() == [expected_ms]


def test_turns_within_marked_arcs_only():
    network = street_network(NODES, ARMS)
    marked = np.ones(network.num_arcs, dtype=np.bool_)
    marked[network.arc_of_key["5>6"]] = False
    turns = turns_of(network, PROFILE).keep_within(marked)
    assert turns.find(network.arc_of_key["8>5"], network.arc_of_key["5>6"]) is None
    assert turns.find(network.arc_of_key["8>5"], network.arc_of_key["5>4"]) == 8_000
