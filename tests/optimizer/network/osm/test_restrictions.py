"""Turn restrictions, kind by kind, from small files.

A dual carriageway of two one-way streets with a crossing between, and streets that lead off::

    21 <- 22 <- 23      north carriageway, ways 2 (23 to 22) and 3 (22 to 21)
           |            link, way 5, two-way between 12 and 22
    11 -> 12 -> 13      south carriageway, ways 1 (11 to 12) and 4 (12 to 13)
           |
          31            side street, way 6

Both ends are joined by ways 7 (21 to 11) and 8 (13 to 23), so that everything is connected.
"""

import datetime as dt
from dataclasses import replace

import pytest

from optimizer.network.osm import read_osm
from optimizer.network.profile import PROFILES, Hours, VehicleClass
from optimizer.network.signs import bans_in_force
from tests.osm_text import osm_text

HEAVY = PROFILES["truck"]
LIGHT = replace(HEAVY, weight_kg=3_500)
CAR = replace(HEAVY, is_truck=False)
EVERYBODY = {VehicleClass.HEAVY_GOODS, VehicleClass.LIGHT_GOODS, VehicleClass.OTHER}

NODES = {
    11: (0, 1),
    12: (1, 1),
    13: (2, 1),
    21: (0, 2),
    22: (1, 2),
    23: (2, 2),
    31: (1, 0),
    41: (1, 1.5),
}
ONE_WAY = {"highway": "primary", "oneway": "yes"}
WAYS = [
    (1, [11, 12], ONE_WAY | {"name": "South"}),
    (4, [12, 13], ONE_WAY | {"name": "South-east"}),
    (2, [23, 22], ONE_WAY | {"name": "North"}),
    (3, [22, 21], ONE_WAY | {"name": "North-west"}),
    (5, [12, 22], {"highway": "primary_link"}),
    (6, [12, 31], {"highway": "residential", "name": "Side"}),
    (7, [21, 11], {"highway": "secondary", "name": "West"}),
    (8, [13, 23], {"highway": "secondary", "name": "East"}),
]


def restricted(tmp_path, tags, members, ways=WAYS):
    path = tmp_path / "dual.osm"
    relation = (members, {"type": "restriction", **tags})
    path.write_text(osm_text(NODES, ways, [relation]), encoding="utf-8")
    return read_osm(path)


def turns(network):
    """The classes of vehicle that each banned turn binds."""
    bound = {
        profile.vehicle_class: bans_in_force(network, network.banned_turn_signs, profile)
        for profile in (HEAVY, LIGHT, CAR)
    }
    return {
        (network.arc_key(int(a)), network.arc_key(int(b))): {
            one for one, binds in bound.items() if binds[ban]
        }
        for ban, (a, b) in enumerate(network.banned_turns)
    }


def ways_over(network):
    return {
        tuple(network.arc_key(int(arc)) for arc in network.banned_path(ban))
        for ban in range(len(network.banned_path_signs))
    }


def over_node(way_from, node, way_to):
    return [("way", way_from, "from"), ("node", node, "via"), ("way", way_to, "to")]


def over_ways(way_from, *rest):
    *via, way_to = rest
    return [
        ("way", way_from, "from"),
        *(("way", one, "via") for one in via),
        ("way", way_to, "to"),
    ]


@pytest.mark.parametrize(
    "kind", ["no_left_turn", "no_right_turn", "no_straight_on", "no_u_turn", "no_entry", "no_exit"]
)
def test_every_no_kind_bans_its_turn(tmp_path, kind):
    network = restricted(tmp_path, {"restriction": kind}, over_node(1, 12, 5))
    assert turns(network) == {("11>12", "12>22"): EVERYBODY}


@pytest.mark.parametrize("kind", ["only_straight_on", "only_left_turn", "only_right_turn"])
def test_every_only_kind_bans_the_other_turns(tmp_path, kind):
    network = restricted(tmp_path, {"restriction": kind}, over_node(1, 12, 4))
    assert set(turns(network)) == {("11>12", "12>22"), ("11>12", "12>31")}


def test_several_from_ways_are_all_bound(tmp_path):
    members = [("way", 1, "from"), ("way", 6, "from"), ("node", 12, "via"), ("way", 5, "to")]
    network = restricted(tmp_path, {"restriction": "no_entry"}, members)
    assert set(turns(network)) == {("11>12", "12>22"), ("31>12", "12>22")}


def test_no_u_turn_on_a_way_that_goes_on(tmp_path):
    ways = [way for way in WAYS if way[0] not in (5, 6)]
    ways.append((5, [31, 12, 22], {"highway": "residential", "name": "Across"}))
    network = restricted(tmp_path, {"restriction": "no_u_turn"}, over_node(5, 12, 5), ways)
    assert set(turns(network)) == {("31>12", "12>31"), ("22>12", "12>22")}


def test_a_turn_off_a_way_that_goes_on_is_not_applied(tmp_path):
    ways = [way for way in WAYS if way[0] not in (5, 6)]
    ways.append((5, [31, 12, 22], {"highway": "residential", "name": "Across"}))
    network = restricted(tmp_path, {"restriction": "no_right_turn"}, over_node(5, 12, 4), ways)
    assert network.restrictions.reasons == {"a way goes on through the junction": 1}


def test_a_ban_over_a_via_way(tmp_path):
    network = restricted(tmp_path, {"restriction": "no_u_turn"}, over_ways(1, 5, 3))
    assert ways_over(network) == {("11>12", "12>22", "22>21")}
    assert turns(network) == {}
    assert (network.restrictions.applied, network.restrictions.over_ways) == (1, 1)


def test_a_ban_over_two_via_ways(tmp_path):
    network = restricted(tmp_path, {"restriction": "no_u_turn"}, over_ways(8, 2, 5, 4))
    assert ways_over(network) == {("13>23", "23>22", "22>12", "12>13")}


def test_an_only_over_a_via_way_bans_every_other_way_on(tmp_path):
    detour = (9, [21, 31], {"highway": "residential", "name": "Detour"})
    members = over_ways(1, 5, 3)
    network = restricted(tmp_path, {"restriction": "only_u_turn"}, members, [*WAYS, detour])
    # From the first arc on there is no choice, nor after the via way.
    assert set(turns(network)) == {("11>12", "12>13"), ("11>12", "12>31")}
    assert ways_over(network) == {("11>12", "12>22", "22>12")}


def test_the_end_of_a_via_way_survives_simplification(tmp_path):
    # The link in two halves that meet in mid-street, at node 41.
    ways = [way for way in WAYS if way[0] != 5]
    ways += [
        (5, [12, 41], {"highway": "primary_link"}),
        (9, [41, 22], {"highway": "primary_link"}),
    ]
    network = restricted(tmp_path, {"restriction": "no_u_turn"}, over_ways(1, 9, 5, 3), ways)
    # The relation may name its via ways in any order.
    assert ways_over(network) == {("11>12", "12>41", "41>22", "22>21")}


@pytest.mark.parametrize(
    ("tags", "spared"),
    [
        ({"restriction": "no_left_turn"}, set()),
        (
            {"restriction:hgv": "no_left_turn"},
            {VehicleClass.LIGHT_GOODS, VehicleClass.OTHER},
        ),
        (
            {"restriction:goods": "no_left_turn"},
            {VehicleClass.HEAVY_GOODS, VehicleClass.OTHER},
        ),
        ({"restriction": "no_left_turn", "restriction:hgv": "none"}, {VehicleClass.HEAVY_GOODS}),
        ({"restriction": "no_left_turn", "except": "hgv"}, {VehicleClass.HEAVY_GOODS}),
        ({"restriction": "no_left_turn", "except": "bus; hgv"}, {VehicleClass.HEAVY_GOODS}),
        ({"restriction": "no_left_turn", "except": "psv"}, set()),
        ({"restriction:motor_vehicle": "no_left_turn"}, set()),
        (
            {"type": "restriction:hgv", "restriction:hgv": "no_left_turn"},
            {VehicleClass.LIGHT_GOODS, VehicleClass.OTHER},
        ),
        (
            {"restriction:conditional": "no_left_turn @ (weight>3.5)"},
            {VehicleClass.LIGHT_GOODS},
        ),
    ],
)
def test_whom_a_restriction_binds(tmp_path, tags, spared):
    # The car is as heavy as the lorry, 12 t.
    network = restricted(tmp_path, tags, over_node(1, 12, 5))
    assert turns(network) == {("11>12", "12>22"): EVERYBODY - spared}


def test_two_restrictions_of_one_turn_bind_apart(tmp_path):
    path = tmp_path / "dual.osm"
    relations = [
        (over_node(1, 12, 5), {"type": "restriction", key: "no_left_turn"})
        for key in ("restriction:hgv", "restriction:goods")
    ]
    path.write_text(osm_text(NODES, WAYS, relations), encoding="utf-8")
    network = read_osm(path)
    assert len(network.banned_turns) == 2
    bound = bans_in_force(network, network.banned_turn_signs, LIGHT)
    assert sorted(bound.tolist()) == [False, True]


@pytest.mark.parametrize(
    ("hours", "is_bound"),
    [((0, 7), False), ((6, 8), True), ((9, 12), False), ((20, 32), True)],
)
def test_a_restriction_binds_whoever_is_under_way_at_any_time_of_its_hours(
    tmp_path, hours, is_bound
):
    tags = {"restriction:conditional": "no_left_turn @ (Tu 07:00-09:00)"}
    network = restricted(tmp_path, tags, over_node(1, 12, 5))
    # 2012-12-11 is a Tuesday; the last shift begins on Monday and ends on Tuesday at 08:00.
    date = dt.date(2012, 12, 10 if hours[0] == 20 else 11)
    shift = Hours(date=date, start_s=hours[0] * 3600, end_s=hours[1] * 3600)
    profile = replace(HEAVY, hours=shift)
    assert bans_in_force(network, network.banned_turn_signs, profile).tolist() == [is_bound]
    assert bans_in_force(network, network.banned_turn_signs, HEAVY).tolist() == [False]
    assert network.restrictions.applied == 1


@pytest.mark.parametrize(
    ("tags", "members", "why"),
    [
        ({"restriction": "no_u_turn"}, over_node(1, 99, 5), "its junction is not in the network"),
        ({"restriction": "no_u_turn"}, over_node(4, 12, 5), "its from way does not lead there"),
        (
            {"restriction": "no_u_turn"},
            over_node(6, 12, 1),
            "its to way cannot be driven from there",
        ),
        ({"restriction": "no_u_turn"}, [("way", 1, "from"), ("way", 5, "to")], "incomplete"),
        (
            {"restriction": "no_u_turn"},
            [("way", 1, "from"), ("node", 12, "via"), ("node", 22, "via"), ("way", 3, "to")],
            "incomplete",
        ),
        ({"restriction": "no_u_turn"}, over_ways(77, 5, 3), "its from way is not in the network"),
        (
            {"restriction": "no_u_turn"},
            over_ways(1, 2, 3),
            "its ways do not lead from one to the other",
        ),
        (
            {"restriction:conditional": "no_u_turn @ (wet)"},
            over_node(1, 12, 5),
            "condition not understood",
        ),
        ({"restriction": "no_right_turn_on_red"}, over_node(1, 12, 5), "holds on red only"),
        ({"restriction": "no_turn_on_red"}, over_node(1, 12, 5), "holds on red only"),
        ({"restriction": "no_parking"}, over_node(1, 12, 5), "unknown kind"),
        (
            {"restriction": "no_u_turn", "restriction:hgv": "only_straight_on"},
            over_node(1, 12, 5),
            "forbids its way and all others",
        ),
        ({"restriction:bus": "no_u_turn"}, over_node(1, 12, 5), "for another class of vehicle"),
    ],
)
def test_what_is_not_applied_says_why(tmp_path, tags, members, why):
    network = restricted(tmp_path, tags, members)
    assert network.restrictions.reasons == {why: 1}
    assert network.restrictions.applied == 0
    assert turns(network) == {}
    assert ways_over(network) == set()
