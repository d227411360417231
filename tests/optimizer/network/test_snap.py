from dataclasses import replace

import numpy as np
import pytest

from optimizer.errors import NetworkError
from optimizer.network.place import Place, Position
from optimizer.network.road_network import Structure
from optimizer.network.snap import Snapper
from tests.streets import METRES_PER_DEGREE, street_network

NODES = {1: (0, 0), 2: (200, 0), 3: (0, 100), 4: (200, 100)}


def snapper(network, closed=()):
    routable = np.ones(network.num_arcs, dtype=np.bool_)
    routable[[network.arc_of_key[key] for key in closed]] = False
    return Snapper(network, routable)


def snap(network, x_m, y_m, closed=()):
    return snapper(network, closed).nearest(x_m / METRES_PER_DEGREE, y_m / METRES_PER_DEGREE)


def at(network, key, offset_m):
    return Position(arc=network.arc_of_key[key], offset_m=offset_m)


@pytest.mark.parametrize(
    ("y_m", "key", "offset_m"), [(-8, "1>2", 60), (8, "2>1", 140)], ids=["south", "north"]
)
def test_a_point_is_on_the_arc_whose_right_side_it_is_on(y_m, key, offset_m):
    # The street runs east, so its right is the south; 60 m from node 1 are 140 m from node 2.
    network = street_network(NODES, [(1, 2), (3, 4)])
    found = snap(network, 60, y_m)
    assert found.arc == network.arc_of_key[key]
    assert found.place == Place(
        entries=(at(network, key, offset_m),), exits=(at(network, key, offset_m),)
    )
    assert found.distance_m == pytest.approx(8, abs=0.01)


def test_the_other_direction_comes_second():
    network = street_network(NODES, [(1, 2)])
    assert snap(network, 60, 8).positions == (at(network, "2>1", 140), at(network, "1>2", 60))


def test_on_a_one_way_street_the_side_does_not_matter():
    network = street_network(NODES, [(1, 2, {"one_way": True})])
    assert snap(network, 60, 8).positions == (at(network, "1>2", 60),)
    assert snap(network, 60, -8).positions == (at(network, "1>2", 60),)


def test_a_direction_closed_to_the_vehicle_is_not_offered():
    network = street_network(NODES, [(1, 2)])
    assert snap(network, 60, -8, closed=["1>2"]).positions == (at(network, "2>1", 140),)


def test_a_street_closed_to_the_vehicle_is_passed_over():
    network = street_network(NODES, [(1, 2), (3, 4)])
    found = snap(network, 60, 8, closed=["1>2", "2>1"])
    # 3>4 runs east at y = 100 m: 92 m away, and the point is on its right.
    assert found.positions[0] == at(network, "3>4", 60)
    assert found.distance_m == pytest.approx(92, abs=0.01)


def test_the_offset_is_scaled_to_the_length_of_the_arc():
    # 200 m as the crow flies, posted as 300 m: a quarter of the way is 75 m.
    network = street_network(NODES, [(1, 2, {"length_m": 300})])
    assert snap(network, 50, -8).positions == (at(network, "1>2", 75), at(network, "2>1", 225))


def test_a_point_beyond_the_end_is_at_the_end():
    network = street_network(NODES, [(1, 2)])
    assert snap(network, 230, -5).positions == (at(network, "1>2", 200), at(network, "2>1", 0))


@pytest.mark.parametrize(
    ("y_m", "street"), [(-25.5, {"3>4", "4>3"}), (-24.5, {"1>2", "2>1"})], ids=["49 m", "51 m"]
)
def test_a_bridge_is_chosen_only_when_all_else_is_50_m_farther(y_m, street):
    # The bridge lies at y = 0 m, the street at y = -100 m: from y = -25.5 m they are 25.5 and
    # 74.5 m away, which is 49 m apart; from y = -24.5 m it is 51 m.
    nodes = {1: (0, 0), 2: (200, 0), 3: (0, -100), 4: (200, -100)}
    network = street_network(nodes, [(1, 2, {"structure": Structure.BRIDGE}), (3, 4)])
    assert network.arc_key(snap(network, 100, y_m).arc) in street


def test_with_nothing_but_tunnels_a_tunnel_is_chosen():
    network = street_network(NODES, [(1, 2, {"structure": Structure.TUNNEL})])
    assert snap(network, 60, -8).positions[0] == at(network, "1>2", 60)


def test_of_equally_near_streets_the_lowest_arc_is_chosen():
    network = street_network(NODES, [(3, 4), (1, 2)])
    assert snap(network, 60, 50).arc == network.arc_of_key["3>4"]


def test_at_a_sharp_bend_the_side_is_that_of_the_whole_street():
    # The street comes from the west and turns back sharply to the north-west; the point lies east
    # of the tip, on the outside of the bend: right of the street, though on the left of the line
    # that prolongs the first segment.
    straight = street_network({1: (0, 0), 2: (0, 50)}, [(1, 2, {"length_m": 206})])
    tip = np.array([(0, 0), (100, 0), (0, 50)]) / METRES_PER_DEGREE
    network = replace(
        straight,
        geometry=np.concatenate((tip, tip[::-1])),
        geometry_start=np.array([0, 3, 6]),
    )
    assert network.arc_key(snap(network, 110, 3).arc) == "1>2"
    assert network.arc_key(snap(network, 50, 10).arc) == "2>1"


def test_a_yard_is_entered_and_left_in_both_directions():
    network = street_network(NODES, [(1, 2)])
    found = snapper(network).yard(60 / METRES_PER_DEGREE, 8 / METRES_PER_DEGREE)
    both = (at(network, "2>1", 140), at(network, "1>2", 60))
    assert found.place == Place(entries=both, exits=both)
    assert found.positions == both


def test_distances_are_metres_away_from_the_equator_too():
    # At 60 degrees north the builder's 100 m east are 50 m.
    network = street_network({1: (0, 0), 2: (0, 200)}, [(1, 2)], origin=(120, 60))
    found = snapper(network).nearest(120 + 100 / METRES_PER_DEGREE, 60 + 50 / METRES_PER_DEGREE)
    assert found.distance_m == pytest.approx(50, abs=0.1)


def test_a_network_without_a_routable_street_is_refused():
    network = street_network(NODES, [(1, 2)])
    with pytest.raises(NetworkError, match="no street is routable"):
        snapper(network, closed=["1>2", "2>1"])
