"""Every line once, and nothing that lies far away."""

import pytest

from optimizer.network.osm import read_osm
from tests.osm_text import FRAME, SQUARE, osm_text, write_square

TERTIARY = {"highway": "tertiary", "name": "Middle"}
ONE_WAY = TERTIARY | {"oneway": "yes"}


def left_out(network, reason):
    return [
        (one.name, one.length_m, one.num_arcs) for one in network.left_out if one.reason == reason
    ]


def ways_at(network, *keys):
    return [int(network.arc_way_id[network.arc_of_key[key]]) for key in keys]


def test_a_street_drawn_by_two_ways_counts_once(tmp_path):
    twice = read_osm(write_square(tmp_path, [(1, [2, 5], TERTIARY), (2, [2, 5], TERTIARY)]))
    once = read_osm(write_square(tmp_path, [(1, [2, 5], TERTIARY)]))
    assert twice.arc_area_m2.sum() == once.arc_area_m2.sum()
    assert set(twice.arc_of_key) == set(once.arc_of_key)
    assert left_out(twice, "drawn twice") == [("Middle", 111, 1)]


@pytest.mark.parametrize("number", [1, 2])
def test_of_two_ways_the_two_way_street_and_the_larger_road_stay(tmp_path, number):
    other = 3 - number
    ways = [(number, [2, 5], TERTIARY), (other, [5, 2], ONE_WAY)]
    network = read_osm(write_square(tmp_path, ways))
    assert ways_at(network, "2>5", "5>2") == [number, number]
    ways = [(number, [2, 5], TERTIARY), (other, [2, 5], {"highway": "service", "name": "Lane"})]
    network = read_osm(write_square(tmp_path, ways))
    assert ways_at(network, "2>5", "5>2") == [number, number]
    assert left_out(network, "drawn twice") == [("Lane", 111, 1)]


def test_two_carriageways_on_one_line_are_no_doubles(tmp_path):
    network = read_osm(write_square(tmp_path, [(1, [2, 5], ONE_WAY), (2, [5, 2], ONE_WAY)]))
    assert ways_at(network, "2>5", "5>2") == [1, 2]
    assert left_out(network, "drawn twice") == []


def test_a_bridge_over_a_street_on_the_same_line_is_no_double(tmp_path):
    bridge = TERTIARY | {"bridge": "yes"}
    network = read_osm(write_square(tmp_path, [(1, [2, 5], TERTIARY), (2, [2, 5], bridge)]))
    assert {"2>5", "2>5#1"} <= set(network.arc_of_key)
    assert left_out(network, "drawn twice") == []


def test_the_part_that_two_ways_share_counts_once(tmp_path):
    ways = [(1, [2, 5, 7], TERTIARY), (2, [5, 7, 4], TERTIARY | {"name": "Beyond"})]
    network = read_osm(write_square(tmp_path, ways))
    assert left_out(network, "drawn twice") == [("Beyond", 111, 1)]
    assert {"2>5", "5>7", "7>4"} <= set(network.arc_of_key)


def test_a_restriction_of_a_double_binds_on_the_way_that_stays(tmp_path):
    ways = [
        (1, [2, 5], TERTIARY),
        (2, [2, 5], TERTIARY),
        (3, [5, 7], {"highway": "residential"}),
    ]
    members = [("way", 2, "from"), ("node", 5, "via"), ("way", 3, "to")]
    relation = (members, {"type": "restriction", "restriction": "no_straight_on"})
    network = read_osm(write_square(tmp_path, ways, [relation]))
    banned = [tuple(network.arc_key(int(arc)) for arc in ban) for ban in network.banned_turns]
    assert banned == [("2>5", "5>7")]


def test_a_way_that_goes_there_and_back_is_one_street(tmp_path):
    network = read_osm(write_square(tmp_path, [(1, [2, 5, 7, 5], TERTIARY)]))
    # 5 to 7 and back is one two-way street of 111 m.
    assert sorted(key for key in network.arc_of_key if "7" in key.split(">")) == ["5>7", "7>5"]


@pytest.mark.parametrize("far", [(-121_500, -29_800), (58_000, 0), (0, 60_200)])
def test_a_node_far_from_all_streets_is_left_out_and_told(tmp_path, far):
    # At null island, where longitude lost a digit, and 60 degrees to the north of the town.
    place = (-121_500, -29_800)
    nodes = {id_: (x - place[0], y - place[1]) for id_, (x, y) in SQUARE.items()}
    nodes[77] = (far[0] - place[0], far[1] - place[1])
    ways = [*FRAME, (1, [2, 5], TERTIARY), (2, [6, 77], {"highway": "residential", "name": "Far"})]
    path = tmp_path / "far.osm"
    path.write_text(osm_text(nodes, ways), encoding="utf-8")
    network = read_osm(path)
    assert left_out(network, "far from all other streets") == [("Far", 0, 1)]
    west, south, east, north = network.bounds
    assert max(east - west, north - south) < 0.01
    assert "5>2" in network.arc_of_key


def test_of_two_regions_the_one_with_the_most_streets_is_kept(tmp_path):
    # Ten degrees east, where 0.001 degrees are a step.
    away = {id_ + 100: (x + 10_000, y) for id_, (x, y) in SQUARE.items() if id_ < 3}
    ways = [*FRAME, (1, [101, 102], {"highway": "residential", "name": "Away"})]
    path = tmp_path / "two.osm"
    path.write_text(osm_text(SQUARE | away, ways), encoding="utf-8")
    network = read_osm(path)
    assert network.node_osm_id.max() < 100
    assert left_out(network, "far from all other streets") == [("Away", 0, 1)]


def test_a_long_country_keeps_all_its_streets(tmp_path):
    # A road of 300 km with a bend every 11 km.
    nodes = {id_: (100 * id_, 0) for id_ in range(1, 28)}
    path = tmp_path / "long.osm"
    way = (1, list(nodes), {"highway": "trunk", "name": "Highway"})
    path.write_text(osm_text(nodes, [way]), encoding="utf-8")
    assert read_osm(path).left_out == ()
