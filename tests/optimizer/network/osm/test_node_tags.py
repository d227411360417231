"""What stands on a street: signals, signs, gates, barriers and turning places, from files."""

from dataclasses import replace

import pytest

from optimizer.network.osm import read_osm
from optimizer.network.paths import PathFinder
from optimizer.network.profile import PROFILES
from optimizer.network.road_network import Control
from optimizer.network.signs import find_shut_nodes
from optimizer.network.turns import turns_of
from tests.osm_text import write_square

MIDDLE = (1, [2, 5], {"highway": "tertiary", "name": "Middle"})
BEYOND = (2, [5, 7, 4], {"highway": "tertiary", "name": "Beyond"})


def square(tmp_path, node, tags, ways=(MIDDLE, BEYOND)):
    return read_osm(write_square(tmp_path, ways, node_tags={node: tags}))


def controls(network):
    """The controls met at the end of each arc that has one."""
    return {
        network.arc_key(arc): Control(int(network.arc_control[arc]))
        for arc in range(network.num_arcs)
        if network.arc_control[arc]
    }


@pytest.mark.parametrize(
    ("tags", "control"),
    [
        ({"highway": "traffic_signals"}, Control.SIGNALS),
        ({"highway": "stop"}, Control.STOP),
        ({"highway": "give_way"}, Control.GIVE_WAY),
        ({"barrier": "toll_booth"}, Control.TOLL),
        ({"barrier": "gate"}, Control.GATE),
        ({"barrier": "lift_gate", "access": "yes"}, Control.GATE),
        ({"highway": "stop", "barrier": "gate"}, Control.GATE),
    ],
)
def test_a_node_in_mid_street_is_met_from_both_sides(tmp_path, tags, control):
    # Node 7 is passed between 5 and 4 only; it stays a node for what stands there.
    network = square(tmp_path, 7, tags)
    assert controls(network) == {"5>7": control, "4>7": control}


@pytest.mark.parametrize("tags", [{"highway": "crossing"}, {"barrier": "kerb"}, {"note": "x"}])
def test_what_stops_nobody_leaves_no_node(tmp_path, tags):
    network = square(tmp_path, 7, tags)
    assert controls(network) == {}
    assert "5>4" in network.arc_of_key


@pytest.mark.parametrize(
    ("tags", "met_by"),
    [
        ({"highway": "traffic_signals", "traffic_signals:direction": "forward"}, "5>7"),
        ({"highway": "traffic_signals", "traffic_signals:direction": "backward"}, "4>7"),
        ({"highway": "stop", "direction": "forward"}, "5>7"),
        ({"highway": "give_way", "direction": "backward"}, "4>7"),
    ],
)
def test_a_sign_is_met_by_those_it_faces(tmp_path, tags, met_by):
    assert list(controls(square(tmp_path, 7, tags))) == [met_by]


def test_a_sign_faces_along_the_way_as_it_was_drawn(tmp_path):
    turned = (2, [4, 7, 5], BEYOND[2])
    tags = {"highway": "stop", "direction": "forward"}
    assert list(controls(square(tmp_path, 7, tags, (MIDDLE, turned)))) == ["4>7"]


@pytest.mark.parametrize(
    ("tags", "shut"),
    [
        ({"barrier": "bollard"}, True),
        ({"barrier": "block"}, True),
        ({"barrier": "jersey_barrier"}, True),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, False),
        ({"barrier": "gate"}, False),
        ({"barrier": "gate", "access": "private"}, True),
        ({"barrier": "gate", "access": "no", "hgv": "yes"}, False),
        ({"barrier": "gate", "locked": "yes"}, True),
        ({"barrier": "height_restrictor"}, False),
    ],
)
def test_barriers_that_stop_lorries(tmp_path, tags, shut):
    network = square(tmp_path, 7, tags)
    stopped = find_shut_nodes(network, PROFILES["truck"])
    assert network.node_osm_id[stopped].tolist() == ([7] if shut else [])


@pytest.mark.parametrize(
    ("tags", "passes", "stops"),
    [
        (
            {"barrier": "height_restrictor", "maxheight": "2.8"},
            {"height_cm": 280},
            {"height_cm": 281},
        ),
        ({"barrier": "block", "access": "yes", "maxwidth:physical": "2.4"}, {}, {"width_cm": 241}),
        ({"maxweight": "10"}, {"weight_kg": 10_000}, {}),
    ],
)
def test_a_limit_of_a_node_stops_what_is_larger_there_and_shuts_no_street(
    tmp_path, tags, passes, stops
):
    # The lorry is 12 t, 3.0 m high and 2.4 m wide.
    network = square(tmp_path, 7, tags)
    small = replace(PROFILES["truck"], **passes)
    large = replace(PROFILES["truck"], **stops)
    assert not find_shut_nodes(network, small).any()
    assert network.node_osm_id[find_shut_nodes(network, large)].tolist() == [7]
    # Both halves of the street are driven up to it, and left by turning round there.
    assert PathFinder(network, large).routable.all()
    turns = turns_of(network, large)
    arc = network.arc_of_key
    assert turns.find(arc["5>7"], arc["7>4"]) is None
    assert turns.find(arc["5>7"], arc["7>5"]) is not None


@pytest.mark.parametrize("value", ["turning_circle", "turning_loop", "mini_roundabout"])
def test_turning_places(tmp_path, value):
    network = square(tmp_path, 7, {"highway": value})
    assert network.node_osm_id[network.node_turning].tolist() == [7]
