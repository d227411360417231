"""The tag table, rule by rule; each rule that shapes arcs is read from a file too."""

from dataclasses import replace

import pytest

from optimizer.network.barrier import Barrier
from optimizer.network.osm import read_osm, tags
from optimizer.network.osm.tags import Refusal, street_of
from optimizer.network.road_network import Structure
from optimizer.network.signs import Direction, verdict
from tests.optimizer.network.osm.driving import CAR, TRUCK, may_drive
from tests.osm_text import write_square

BOTH = (Direction.FORWARD, Direction.BACKWARD)
FORWARD, BACKWARD = (Direction.FORWARD,), (Direction.BACKWARD,)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"highway": "residential"}, BOTH),
        ({"highway": "residential", "oneway": "yes"}, FORWARD),
        ({"highway": "residential", "oneway": "1"}, FORWARD),
        ({"highway": "residential", "oneway": "true"}, FORWARD),
        ({"highway": "residential", "oneway": "-1"}, BACKWARD),
        ({"highway": "residential", "oneway": "reverse"}, BACKWARD),
        ({"highway": "residential", "oneway": "alternating"}, BOTH),
        ({"highway": "residential", "oneway": "perhaps"}, BOTH),
        ({"highway": "residential", "oneway": "reversible"}, ()),
        ({"highway": "motorway"}, FORWARD),
        ({"highway": "motorway_link"}, FORWARD),
        ({"highway": "motorway", "oneway": "no"}, BOTH),
        ({"highway": "motorway", "oneway": "-1"}, BACKWARD),
        ({"highway": "trunk"}, BOTH),
        ({"highway": "trunk_link"}, BOTH),
        ({"highway": "tertiary", "junction": "roundabout"}, FORWARD),
        ({"highway": "tertiary", "junction": "circular"}, FORWARD),
        ({"highway": "tertiary", "junction": "roundabout", "oneway": "no"}, BOTH),
        # Only forward is left when the other direction is closed to everybody.
        ({"highway": "tertiary", "motor_vehicle:backward": "no"}, FORWARD),
        ({"highway": "tertiary", "access:forward": "no"}, BACKWARD),
    ],
)
def test_the_arcs_of_a_way_run_where_traffic_may(tmp_path, given, expected):
    # The middle street runs from 2 to 5; the frame makes every direction of it connected.
    network = read_osm(write_square(tmp_path, [(1, [2, 5], given)]))
    keys = {Direction.FORWARD: "2>5", Direction.BACKWARD: "5>2"}
    assert {keys[way] for way in expected} == {"2>5", "5>2"} & set(network.arc_of_key)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"highway": "residential"}, None),
        ({"highway": "footway"}, "not drivable"),
        ({"highway": "construction"}, "not drivable"),
        ({"highway": "service", "service": "alley"}, None),
        ({"highway": "service", "service": "parking_aisle"}, "not drivable"),
        ({"highway": "service", "service": "driveway"}, "not drivable"),
        ({"highway": "service", "service": "drive-through"}, "not drivable"),
        ({"highway": "service", "service": "emergency_access"}, "not drivable"),
        ({"highway": "service", "area": "yes"}, "not drivable"),
        ({"highway": "residential", "access": "private"}, "access"),
        ({"highway": "residential", "access": "no"}, "access"),
        ({"highway": "residential", "access": "military"}, "access"),
        ({"highway": "residential", "motor_vehicle": "no"}, "access"),
        ({"highway": "residential", "vehicle": "no"}, "access"),
        ({"highway": "residential", "vehicle": "no", "motor_vehicle": "yes"}, None),
        ({"highway": "residential", "access": "no", "motor_vehicle": "permissive"}, None),
        ({"highway": "residential", "access": "private", "hgv": "yes"}, None),
        ({"highway": "residential", "access": "destination"}, None),
        ({"highway": "residential", "oneway": "reversible"}, "direction changes by the hour"),
    ],
)
def test_what_cannot_be_driven_is_listed_with_its_reason(tmp_path, given, reason):
    network = read_osm(write_square(tmp_path, [(1, [2, 5], given)]))
    assert [one.reason for one in network.left_out] == ([reason] if reason else [])
    assert ("2>5" in network.arc_of_key) == (reason is None)


@pytest.mark.parametrize(
    ("given", "car", "truck"),
    [
        ({}, "open", "open"),
        ({"access": "destination"}, "business", "business"),
        ({"motor_vehicle": "customers"}, "business", "business"),
        ({"hgv": "no"}, "open", "closed"),
        ({"hgv": "destination"}, "open", "business"),
        ({"hgv": "designated", "access": "delivery"}, "business", "open"),
        ({"access": "no", "hgv": "permit"}, "closed", "business"),
        ({"access": "yes;bus"}, "open", "open"),
        # Light goods vehicles are another class.
        ({"goods": "no"}, "open", "open"),
    ],
)
def test_access_differs_by_class_of_vehicle(tmp_path, given, car, truck):
    network = read_osm(write_square(tmp_path, [(1, [2, 5], {"highway": "tertiary"} | given)]))
    assert (may_drive(network, "2>5", CAR), may_drive(network, "2>5", TRUCK)) == (car, truck)


def test_access_by_direction(tmp_path):
    street = {"highway": "tertiary", "hgv:backward": "no"}
    network = read_osm(write_square(tmp_path, [(1, [2, 5], street)]))
    assert may_drive(network, "2>5", TRUCK) == "open"
    assert may_drive(network, "5>2", TRUCK) == "closed"


def test_a_way_drawn_the_other_way_round_has_its_directions_the_other_way_round(tmp_path):
    street = {"highway": "tertiary", "hgv:backward": "no"}
    network = read_osm(write_square(tmp_path, [(1, [5, 2], street)]))
    assert may_drive(network, "2>5", TRUCK) == "closed"
    assert may_drive(network, "5>2", TRUCK) == "open"


@pytest.mark.parametrize(
    ("given", "there_kph", "back_kph"),
    [
        ({}, 40, 40),
        ({"maxspeed": "50"}, 50, 50),
        ({"maxspeed": "50", "maxspeed:backward": "30"}, 50, 30),
        ({"maxspeed:forward": "60"}, 60, 40),
        ({"maxspeed": "quick", "maxspeed:type": "CN:urban"}, 50, 50),
        ({"source:maxspeed": "CN:rural"}, 70, 70),
    ],
)
def test_speed_by_direction_and_source(tmp_path, given, there_kph, back_kph):
    network = read_osm(write_square(tmp_path, [(1, [2, 5], {"highway": "tertiary"} | given)]))
    there, back = network.arc_of_key["2>5"], network.arc_of_key["5>2"]
    assert network.arc_speed_kph[[there, back]].tolist() == [there_kph, back_kph]


@pytest.mark.parametrize(
    ("highway", "kph"),
    [("trunk", 70), ("trunk_link", 40), ("service", 20), ("tertiary_link", 40)],
)
def test_speed_by_class(highway, kph):
    street = street_of({"highway": highway})
    assert not isinstance(street, Refusal)
    assert street.forward is not None
    assert street.forward.speed_kph == kph


@pytest.mark.parametrize(
    ("given", "there", "back"),
    [
        ({}, 2, 2),
        ({"lanes": "6"}, 3, 3),
        ({"lanes": "3", "lanes:forward": "2", "lanes:backward": "1"}, 2, 1),
        ({"lanes": "1"}, 1, 1),
    ],
)
def test_lanes_by_direction(tmp_path, given, there, back):
    network = read_osm(write_square(tmp_path, [(1, [2, 5], {"highway": "primary"} | given)]))
    arcs = [network.arc_of_key["2>5"], network.arc_of_key["5>2"]]
    assert network.arc_lanes[arcs].tolist() == [there, back]


@pytest.mark.parametrize(
    ("given", "one_way", "cm"),
    [
        ({"highway": "primary", "width": "20"}, False, 2000),
        ({"highway": "primary", "width": "20", "width:carriageway": "16"}, False, 1600),
        ({"highway": "primary", "est_width": "15"}, False, 1500),
        ({"highway": "primary"}, True, 1100),
        ({"highway": "primary"}, False, 1800),
        ({"highway": "primary_link"}, True, 600),
        # A street a kilometre wide is a slip of the mapper's.
        ({"highway": "primary", "width": "1000"}, True, 1100),
        # One lane of 3.5 m more than the usual three, one less.
        ({"highway": "primary", "lanes": "4"}, True, 1450),
        ({"highway": "primary", "lanes": "2"}, True, 750),
        ({"highway": "tertiary", "lanes": "2"}, False, 1050),
        ({"highway": "residential", "lanes:forward": "2", "lanes:backward": "1"}, False, 1000),
        # Two lanes of 3.5 m and the least that lies beside them.
        ({"highway": "secondary", "lanes": "2"}, False, 750),
    ],
)
def test_width_comes_from_the_tag_from_the_class_and_from_the_lanes(given, one_way, cm):
    assert tags.width_cm(given, one_way=one_way) == cm


@pytest.mark.parametrize(
    ("given", "structure", "layer"),
    [
        ({}, Structure.GROUND, 0),
        ({"bridge": "yes"}, Structure.BRIDGE, 1),
        ({"bridge": "viaduct", "layer": "2"}, Structure.BRIDGE, 2),
        ({"bridge": "no"}, Structure.GROUND, 0),
        ({"tunnel": "yes"}, Structure.TUNNEL, -1),
        ({"tunnel": "building_passage", "layer": "0"}, Structure.TUNNEL, 0),
        ({"layer": "high"}, Structure.GROUND, 0),
        ({"layer": "-1"}, Structure.GROUND, -1),
    ],
)
def test_what_carries_a_street_and_on_which_level(tmp_path, given, structure, layer):
    network = read_osm(write_square(tmp_path, [(1, [2, 5], {"highway": "tertiary"} | given)]))
    arc = network.arc_of_key["2>5"]
    assert (network.arc_structure[arc], network.arc_layer[arc]) == (structure, layer)


@pytest.mark.parametrize(
    ("given", "barrier", "limit"),
    [
        ({"maxweight": "10"}, Barrier.WEIGHT, 10_000),
        ({"maxweight": "10", "maxweightrating": "7.5"}, Barrier.WEIGHT, 7_500),
        ({"maxweightrating:hgv": "7.5"}, Barrier.WEIGHT, 7_500),
        ({"maxaxleload": "2"}, Barrier.AXLE_LOAD, 2_000),
        ({"maxheight": "3.2"}, Barrier.HEIGHT, 320),
        ({"maxheight:physical": "2.4"}, Barrier.HEIGHT, 240),
        ({"maxheight": "default"}, None, 0),
        ({"maxwidth": "2.3", "maxwidth:physical": "2.5"}, Barrier.WIDTH, 230),
        ({"maxlength": "8"}, Barrier.LENGTH, 800),
    ],
)
def test_posted_limits_close_a_street_to_what_is_larger(tmp_path, given, barrier, limit):
    network = read_osm(write_square(tmp_path, [(1, [2, 5], {"highway": "tertiary"} | given)]))
    giant = replace(TRUCK, weight_kg=60_000, height_cm=900, width_cm=900, length_cm=2_500)
    found = verdict(network.signs[network.arc_signs[network.arc_of_key["2>5"]]], giant)
    assert (found.barrier, found.limit) == (barrier, limit)


def test_the_name_falls_back_on_chinese_english_and_the_number():
    assert tags.street_name({"name": "A", "ref": "S1"}) == "A"
    assert tags.street_name({"name:zh": "天童路", "name:en": "Tiantong Road"}) == "天童路"
    assert tags.street_name({"ref": "S1"}) == "S1"
    assert tags.street_name({}) == ""


def test_a_street_has_its_english_name_too(tmp_path):
    street = {"highway": "tertiary", "name": "天童路", "name:en": "Tiantong Road"}
    network = read_osm(write_square(tmp_path, [(1, [2, 5], street)]))
    arc = network.arc_of_key["2>5"]
    assert network.street_name(arc) == "天童路"
    assert network.street_name(arc, english=True) == "Tiantong Road"
    assert network.street_name(network.arc_of_key["1>4"], english=True) == "West"


def test_a_street_changes_into_arcs_where_its_tags_mean_something_else(tmp_path):
    # 5 to 7 and on to 8 would be one street of 222 m but for the width, which makes its area.
    ways = [
        (1, [2, 5], {"highway": "tertiary"}),
        (2, [5, 7], {"highway": "tertiary", "name": "Up", "width": "9"}),
        (3, [7, 4], {"highway": "tertiary", "name": "Up", "width": "7"}),
    ]
    network = read_osm(write_square(tmp_path, ways))
    assert network.arc_width_cm[network.arc_of_key["5>7"]] == 900
    assert network.arc_width_cm[network.arc_of_key["7>4"]] == 700
    ways[2] = (3, [4, 7], {"highway": "tertiary", "name": "Up", "width": "9 m", "note": "x"})
    network = read_osm(write_square(tmp_path, ways))
    assert "5>4" in network.arc_of_key


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"waterway": "canal"}, True),
        ({"waterway": "river"}, True),
        ({"natural": "water"}, True),
        ({"waterway": "stream"}, False),
        ({"waterway": "canal", "tunnel": "culvert"}, False),
        ({"natural": "water", "water": "fountain"}, False),
        ({"natural": "wood"}, False),
    ],
)
def test_what_parts_the_land(tmp_path, given, expected):
    path = write_square(tmp_path, [(1, [2, 5], {"highway": "tertiary"}), (2, [1, 5], given)])
    network = read_osm(path)
    assert len(network.water) == (2 if expected else 0)


@pytest.mark.parametrize(
    ("given", "unpaved"),
    [
        ({}, False),
        ({"surface": "asphalt"}, False),
        ({"surface": "sett"}, False),
        ({"surface": "瓷砖"}, False),
        ({"surface": "gravel"}, True),
        ({"surface": "Compacted"}, True),
        ({"surface": "asphalt;ground"}, True),
        ({"surface": "土路"}, True),
        ({"tracktype": "grade1"}, False),
        ({"tracktype": "grade3"}, True),
        ({"tracktype": "grade3", "surface": "concrete"}, False),
    ],
)
def test_unpaved_streets(tmp_path, given, unpaved):
    network = read_osm(write_square(tmp_path, [(1, [2, 5], {"highway": "tertiary"} | given)]))
    arcs = [network.arc_of_key["2>5"], network.arc_of_key["5>2"]]
    assert network.arc_unpaved[arcs].tolist() == [unpaved, unpaved]


@pytest.mark.parametrize(
    ("given", "kph"),
    [
        ({"maxspeed": "60", "maxspeed:hgv": "40"}, 40),
        ({"maxspeed": "60", "maxspeed:hgv": "80"}, 80),
        # What holds at some hours is kept at all.
        ({"maxspeed": "60", "maxspeed:conditional": "30 @ (22:00-06:00)"}, 30),
        ({"maxspeed": "60", "maxspeed:conditional": "80 @ (22:00-06:00)"}, 60),
        ({"maxspeed": "60", "maxspeed:conditional": "30 @ (wet)"}, 60),
    ],
)
def test_speeds_for_lorries_and_at_some_hours(tmp_path, given, kph):
    network = read_osm(write_square(tmp_path, [(1, [2, 5], {"highway": "tertiary"} | given)]))
    assert network.arc_speed_kph[network.arc_of_key["2>5"]] == kph
