"""The reader on small files: which arcs and turns come of which tags."""

from pathlib import Path

import numpy as np
import osmnx
import pytest

from optimizer.errors import NetworkError
from optimizer.network.osm import read_osm
from tests.osm_text import osm_text, write_square

MIDDLE = (1, [2, 5], {"highway": "tertiary", "name": "Middle"})
NINE_CORNERS = Path(__file__).parents[3] / "data" / "nine_corners.osm"


def keys(network):
    return set(network.arc_of_key)


def test_a_two_way_street_is_two_arcs_that_name_each_other(tmp_path):
    network = read_osm(write_square(tmp_path, [MIDDLE]))
    there, back = network.arc_of_key["2>5"], network.arc_of_key["5>2"]
    assert network.arc_inverse[there] == back
    assert network.arc_inverse[back] == there
    assert network.street_name(there) == "Middle"
    # 0.001 degrees of latitude are 111.2 m.
    assert network.arc_length_m[there] == 111


def test_a_one_way_street_is_one_arc(tmp_path):
    network = read_osm(write_square(tmp_path, [(1, [2, 5], MIDDLE[2] | {"oneway": "yes"})]))
    assert "2>5" in keys(network)
    assert "5>2" not in keys(network)
    assert network.arc_inverse[network.arc_of_key["2>5"]] == -1


def test_oneway_minus_one_runs_against_the_way(tmp_path):
    network = read_osm(write_square(tmp_path, [(1, [2, 5], MIDDLE[2] | {"oneway": "-1"})]))
    assert "5>2" in keys(network)
    assert "2>5" not in keys(network)


def test_a_motorway_without_a_tag_is_one_way(tmp_path):
    network = read_osm(write_square(tmp_path, [(1, [2, 5], {"highway": "motorway"})]))
    assert "2>5" in keys(network)
    assert "5>2" not in keys(network)


def test_every_square_metre_is_counted_once(tmp_path):
    network = read_osm(write_square(tmp_path, [(1, [2, 5], MIDDLE[2] | {"width": "9"})]))
    there, back = network.arc_of_key["2>5"], network.arc_of_key["5>2"]
    # 111 m x 9 m = 999 m2, shared as 500 and 499.
    assert sorted(network.arc_area_m2[[there, back]]) == [499, 500]


def test_a_private_street_is_listed_and_not_driven(tmp_path):
    network = read_osm(
        write_square(tmp_path, [MIDDLE, (2, [5, 7], {"highway": "service", "access": "private"})])
    )
    assert not any("7" in key.split(">") for key in keys(network))
    assert [(one.name, one.reason, one.length_m) for one in network.left_out] == [
        ("service", "access", 111)
    ]


def test_a_way_clipped_at_the_edge_keeps_what_is_there(tmp_path):
    path = tmp_path / "clipped.osm"
    text = write_square(tmp_path, [(1, [2, 5, 99, 98], MIDDLE[2])]).read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    network = read_osm(path)
    assert "2>5" in keys(network)
    assert [(one.name, one.reason) for one in network.left_out] == [("Middle", "clipped")]


def test_what_cannot_be_left_again_is_listed_by_name(tmp_path):
    network = read_osm(
        write_square(
            tmp_path,
            [MIDDLE, (2, [5, 7], {"highway": "residential", "name": "Trap", "oneway": "yes"})],
        )
    )
    assert [(one.name, one.reason) for one in network.left_out] == [
        ("Trap", "outside the strongly connected part")
    ]


def restricted(tmp_path, kind, members=None, **tags):
    members = members or [("way", 1, "from"), ("node", 5, "via"), ("way", 3, "to")]
    ways = [
        MIDDLE,
        (2, [5, 7], {"highway": "residential", "name": "Beyond"}),
        (3, [4, 5], {"highway": "residential", "name": "North-west"}),
        (4, [5, 6], {"highway": "residential", "name": "North-east"}),
    ]
    frame_without_north = write_square(
        tmp_path, ways, [(members, {"type": "restriction", **tags} | kind)]
    )
    text = frame_without_north.read_text(encoding="utf-8")
    # The frame's own northern way would lie on top of ways 3 and 4.
    begin = text.index('<way id="1002">')
    end = text.index("</way>", begin) + len("</way>")
    frame_without_north.write_text(text[:begin] + text[end:], encoding="utf-8")
    return read_osm(frame_without_north)


def banned(network):
    return {(network.arc_key(int(a)), network.arc_key(int(b))) for a, b in network.banned_turns}


def test_no_left_turn_bans_one_turn(tmp_path):
    network = restricted(tmp_path, {"restriction": "no_left_turn"})
    assert banned(network) == {("2>5", "5>4")}
    assert network.restrictions.applied == 1


def test_only_turns_are_written_out_as_the_bans_they_imply(tmp_path):
    network = restricted(tmp_path, {"restriction": "only_left_turn"})
    # From 2 to 5 only 5>4 is left: straight on, right and back are banned.
    assert banned(network) == {("2>5", "5>7"), ("2>5", "5>6"), ("2>5", "5>2")}


@pytest.mark.parametrize(
    ("kind", "more", "why"),
    [
        ({"restriction": "no_left_turn"}, {"except": "vehicle"}, "our vehicles are excepted"),
        ({"restriction:hgv": "no_left_turn"}, {"except": "hgv"}, "our vehicles are excepted"),
        ({"restriction": "no_left_turn"}, {"hour_on": "07:00"}, "conditional"),
        ({"restriction": "turn_around"}, {}, "unknown kind"),
        ({"restriction:conditional": "no_left_turn @ (07:00-09:00)"}, {}, "conditional"),
        ({"restriction:bus": "no_left_turn"}, {}, "for another class of vehicle"),
    ],
)
def test_a_restriction_that_is_not_applied_says_why(tmp_path, kind, more, why):
    network = restricted(tmp_path, kind, **more)
    assert len(network.banned_turns) == 0
    assert network.restrictions.reasons == {why: 1}
    assert [one.relation_id for one in network.restrictions.not_applied] == [900]


def test_a_restriction_for_goods_vehicles_is_ours(tmp_path):
    network = restricted(tmp_path, {"restriction:hgv": "no_left_turn"})
    assert banned(network) == {("2>5", "5>4")}


def test_a_via_node_in_mid_street_survives_simplification(tmp_path):
    # Node 5 has two neighbours only; without the restriction it would vanish.
    members = [("way", 1, "from"), ("node", 5, "via"), ("way", 1, "to")]
    ways = [MIDDLE, (2, [5, 7], {"highway": "tertiary", "name": "Middle"})]
    text = osm_text(
        {1: (0, 0), 2: (1, 0), 3: (2, 0), 5: (1, 1), 7: (1, 2)},
        [
            (9, [1, 2, 3], {"highway": "residential"}),
            (10, [1, 7], {"highway": "residential"}),
            (11, [3, 7], {"highway": "residential"}),
            *ways,
        ],
        [(members, {"type": "restriction", "restriction": "no_u_turn"})],
    )
    path = tmp_path / "via.osm"
    path.write_text(text, encoding="utf-8")
    network = read_osm(path)
    assert network.restrictions.applied == 1
    assert banned(network) == {("2>5", "5>2")}


def test_signals_are_kept(tmp_path):
    network = read_osm(
        write_square(tmp_path, [MIDDLE], node_tags={5: {"highway": "traffic_signals"}})
    )
    assert network.node_osm_id[network.signals].tolist() == [5]


def test_the_same_file_gives_the_same_arrays():
    first, second = read_osm(NINE_CORNERS), read_osm(NINE_CORNERS)
    assert first.arc_of_key == second.arc_of_key
    assert np.array_equal(first.geometry, second.geometry)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.osm", b"", "cannot be read"),
        ("garbage.osm", b"<osm><node", "cannot be read"),
        ("truncated.osm.pbf", b"\x00\x00\x00\x0d\x0a\x09OSMHeader", "cannot be read"),
        ("streets.txt", b"x", "unknown kind of file"),
        ("bad.graphml", b"<graphml", "cannot be read as osmnx GraphML"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(NetworkError, match=message) as caught:
        read_osm(path)
    assert name in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(NetworkError, match="no such file"):
        read_osm(tmp_path / "nowhere.osm")


def test_a_file_of_buildings_holds_no_street(tmp_path):
    path = tmp_path / "buildings.osm"
    path.write_text(
        osm_text({1: (0, 0), 2: (1, 0)}, [(1, [1, 2], {"building": "yes"})]), encoding="utf-8"
    )
    with pytest.raises(NetworkError, match="no street that can be driven"):
        read_osm(path)


def test_signals_before_the_junction_survive_simplification(tmp_path):
    # Node 5 is passed in mid-street only: from 2 over 5 to 7, one name, one class.
    ways = [(1, [2, 5, 7], {"highway": "tertiary", "name": "Middle"})]
    text = osm_text(
        {1: (0, 0), 2: (1, 0), 3: (2, 0), 5: (1, 1), 7: (1, 2)},
        [
            (9, [1, 2, 3], {"highway": "residential"}),
            (10, [1, 7], {"highway": "residential"}),
            (11, [3, 7], {"highway": "residential"}),
            *ways,
        ],
        node_tags={5: {"highway": "traffic_signals"}},
    )
    path = tmp_path / "signals.osm"
    path.write_text(text, encoding="utf-8")
    network = read_osm(path)
    assert network.node_osm_id[network.signals].tolist() == [5]


def test_a_street_drawn_twice_is_two_pairs_of_arcs(tmp_path):
    network = read_osm(write_square(tmp_path, [MIDDLE, (2, *MIDDLE[1:])]))
    inverse = network.arc_inverse
    assert (inverse >= 0).all()
    assert inverse[inverse].tolist() == list(range(network.num_arcs))


def test_graphml_that_osmnx_has_simplified_is_read(tmp_path):
    source = write_square(tmp_path, [MIDDLE])
    path = tmp_path / "square.graphml"
    osmnx.save_graphml(osmnx.graph_from_xml(source, retain_all=True), path)
    # 2 and 5 are joined by three two-way streets: west, middle and east.
    assert read_osm(path).num_arcs == 6
