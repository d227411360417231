"""The embedded district: the same every time, of the right size, and shaped like a town.

The figures are those of real canal-plain towns: in the core of one, 3.3 streets meet at a node,
7 % of the nodes are dead ends, 52 % join three streets and 39 % four, a street is 260 m long and
1.05 times as long as the straight line, and 25 % of the length is on streets with a bridge.
"""

import datetime as dt
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from optimizer.network.osm import read_osm
from optimizer.network.profile import PROFILES, Hours
from optimizer.network.road_network import RoadNetwork, Structure
from optimizer.network.signs import bans_in_force
from scenarios.district import district_file
from tests.scenarios.district.street_figures import StreetFigures
from tests.streets import tags_along


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return district_file(tmp_path_factory.mktemp("district"))


@pytest.fixture(scope="module")
def district(file: Path) -> RoadNetwork:
    return read_osm(file, generated=True)


@pytest.fixture(scope="module")
def figures(district: RoadNetwork) -> StreetFigures:
    return StreetFigures.of(district)


@pytest.fixture(scope="module")
def elements(file: Path) -> ElementTree.Element:
    return ElementTree.parse(file).getroot()


def tags_of(element: ElementTree.Element) -> dict[str, str]:
    return {tag.attrib["k"]: tag.attrib["v"] for tag in element.iter("tag")}


def street_m(network: RoadNetwork) -> np.ndarray:
    """Returns metres of mapped line for each arc; the two arcs of a street share its line."""
    return np.where(network.is_one_way, 1.0, 0.5) * network.arc_length_m


def test_the_same_seed_gives_the_same_file_byte_for_byte(file: Path, tmp_path: Path) -> None:
    assert district_file(tmp_path).read_bytes() == file.read_bytes()


def test_another_seed_gives_another_district(file: Path, tmp_path: Path) -> None:
    other = district_file(tmp_path, seed=2)
    assert other.name != file.name
    assert other.read_bytes() != file.read_bytes()


def test_a_file_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    first = district_file(tmp_path)
    first.write_text("kept")
    assert district_file(tmp_path).read_text() == "kept"
    assert [path.name for path in tmp_path.iterdir()] == [first.name]


def test_the_file_says_that_it_is_a_stand_in(elements: ElementTree.Element) -> None:
    assert "generated stand-in, not real streets" in elements.attrib["generator"]


def test_lies_inside_its_box_and_fills_it(district: RoadNetwork) -> None:
    west, south, east, north = district.bounds
    assert (west, east) == pytest.approx((121.494, 121.598), abs=0.0005)
    assert (south, north) == pytest.approx((29.771, 29.861), abs=0.0005)
    assert west >= 121.494
    assert east <= 121.598
    assert south >= 29.771
    assert north <= 29.861


def test_has_the_road_surface_of_the_report(district: RoadNetwork) -> None:
    assert int(district.arc_area_m2.sum()) == pytest.approx(5_264_000, rel=0.01)


def test_has_the_length_of_mapped_lines_of_such_a_town(district: RoadNetwork) -> None:
    assert street_m(district).sum() / 1000 == pytest.approx(585, abs=30)


@pytest.mark.parametrize("seed", [2, 3])
def test_other_seeds_give_towns_of_the_same_kind(tmp_path: Path, seed: int) -> None:
    other = read_osm(district_file(tmp_path, seed=seed), generated=True)
    assert int(other.arc_area_m2.sum()) == pytest.approx(5_264_000, rel=0.01)
    assert street_m(other).sum() / 1000 == pytest.approx(585, abs=30)
    assert sum(left.length_m for left in other.left_out) < 0.03 * street_m(other).sum()
    figures = StreetFigures.of(other)
    assert 3.05 <= figures.streets_per_node <= 3.35
    assert 0.06 <= figures.node_share(1) <= 0.13
    assert 0.48 <= figures.node_share(3) <= 0.62
    assert 0.26 <= figures.node_share(4) <= 0.42
    assert 140 <= figures.mean_m <= 250
    assert 1.03 <= figures.circuity <= 1.07
    assert 0.12 <= figures.bridge_share <= 0.28


def test_only_lanes_behind_bollards_cannot_be_driven(district: RoadNetwork) -> None:
    left_m = sum(one.length_m for one in district.left_out)
    assert left_m < 0.002 * street_m(district).sum()
    local = {"residential", "living_street", "service"}
    outside = district.outside
    assert {district.highways[number] for number in outside.highway.tolist()} <= local


def test_one_way_streets_are_half_to_five_eighths_of_the_length(district: RoadNetwork) -> None:
    length_m = street_m(district)
    assert 0.50 <= length_m[district.is_one_way].sum() / length_m.sum() <= 0.62


@pytest.mark.parametrize(
    ("highway", "least", "most"),
    [
        ("primary", 0.95, 1.0),
        ("secondary", 0.95, 1.0),
        ("tertiary", 0.15, 0.33),
        ("residential", 0.01, 0.06),
    ],
)
def test_one_way_share_fits_the_class(
    district: RoadNetwork, highway: str, least: float, most: float
) -> None:
    of_class = district.arc_highway == district.highways.index(highway)
    length_m = np.where(of_class, street_m(district), 0.0)
    assert least <= length_m[district.is_one_way].sum() / length_m.sum() <= most


def test_streets_meet_as_in_a_real_town(figures: StreetFigures) -> None:
    assert 3.1 <= figures.streets_per_node <= 3.3
    assert 0.07 <= figures.node_share(1) <= 0.12
    assert 0.50 <= figures.node_share(3) <= 0.60
    assert 0.28 <= figures.node_share(4) <= 0.40


def test_streets_are_as_long_and_as_bent_as_in_a_real_town(figures: StreetFigures) -> None:
    assert 140 <= figures.mean_m <= 250
    assert 1.04 <= figures.circuity <= 1.06


def test_a_fifth_of_the_length_is_on_streets_with_a_bridge(figures: StreetFigures) -> None:
    """A street from junction to junction counts whole when a piece of it carries the tag."""
    assert 0.15 <= figures.bridge_share <= 0.25


def test_seven_tenths_of_the_length_have_a_name(district: RoadNetwork) -> None:
    length_m = street_m(district)
    assert length_m[district.arc_name > 0].sum() / length_m.sum() == pytest.approx(0.70, abs=0.03)


def test_alleys_and_links_have_no_name(elements: ElementTree.Element) -> None:
    for tags in map(tags_of, elements.iter("way")):
        highway = tags.get("highway", "")
        if highway == "service" or highway.endswith("_link"):
            assert "name" not in tags


@pytest.mark.parametrize(
    "name",
    ["嵩江西路", "鄞县大道", "天童路", "鄞州大道", "宁南路", "钱湖路", "四明路", "世纪大道"],
)
def test_arterial_roads_have_their_real_names(district: RoadNetwork, name: str) -> None:
    assert name in district.names


def test_all_turn_restrictions_that_a_reader_can_use_are_applied(
    district: RoadNetwork, elements: ElementTree.Element
) -> None:
    through_ways = sum(
        kind_of(one) == "restriction via a way" for one in elements.iter("relation")
    )
    conditional = sum(kind_of(one) == "conditional" for one in elements.iter("relation"))
    assert district.restrictions.found == len(list(elements.iter("relation")))
    assert district.restrictions.found >= 100
    assert district.restrictions.reasons == {}
    assert district.restrictions.over_ways == through_ways >= 10
    assert district.restrictions.applied == district.restrictions.found
    assert len(district.banned_turns) > 0
    assert len(district.banned_path_signs) >= through_ways
    # Those of some hours bind nobody whose hours are not known.
    shift = Hours(date=dt.date(2012, 12, 12), start_s=6 * 3600, end_s=12 * 3600)
    at_rest = bans_in_force(district, district.banned_turn_signs, PROFILES["truck"])
    on_duty = bans_in_force(
        district, district.banned_turn_signs, replace(PROFILES["truck"], hours=shift)
    )
    assert 0 < conditional <= on_duty.sum() - at_rest.sum()


def kind_of(relation: ElementTree.Element) -> str:
    """Returns a restriction's value, or what else makes it special."""
    tags = tags_of(relation)
    via = [member for member in relation.iter("member") if member.attrib["role"] == "via"]
    if via[0].attrib["type"] == "way":
        return "restriction via a way"
    if "restriction:conditional" in tags:
        return "conditional"
    return "hgv" if "restriction:hgv" in tags else tags["restriction"]


def test_has_every_kind_of_restriction(elements: ElementTree.Element) -> None:
    kinds = Counter(kind_of(relation) for relation in elements.iter("relation"))
    assert set(kinds) == {
        "no_left_turn",
        "no_u_turn",
        "only_straight_on",
        "hgv",
        "conditional",
        "restriction via a way",
    }
    assert kinds["conditional"] == 2
    assert 3 <= kinds["hgv"] <= 10
    # Most restrictions are at a node.
    assert 10 <= kinds["restriction via a way"] < kinds.total() / 2


def test_a_restriction_through_a_way_is_a_path_through_a_median(
    elements: ElementTree.Element,
) -> None:
    ways = {way.attrib["id"]: way for way in elements.iter("way")}
    nodes_of = {key: [nd.attrib["ref"] for nd in way.iter("nd")] for key, way in ways.items()}
    for relation in elements.iter("relation"):
        if kind_of(relation) != "restriction via a way":
            continue
        before, via, after = (member.attrib["ref"] for member in relation.iter("member"))
        path = {nodes_of[before][-1], nodes_of[after][0]}
        assert path == {nodes_of[via][0], nodes_of[via][-1]}
        assert tags_of(ways[before])["name"] == tags_of(ways[after])["name"]
        assert "oneway" in tags_of(ways[before])
        assert "oneway" not in tags_of(ways[via])


def test_signals_stand_at_junctions_and_before_some(
    district: RoadNetwork, figures: StreetFigures
) -> None:
    at_junctions = sum(
        bool(district.signals[node]) for node, streets in figures.streets_at.items() if streets > 2
    )
    before_junctions = sum(
        bool(district.signals[node])
        for node, streets in figures.streets_at.items()
        if streets == 2
    )
    assert at_junctions > 150
    assert before_junctions > 50


def test_some_streets_have_stop_signs_gates_and_bollards(elements: ElementTree.Element) -> None:
    signs = Counter(
        tags.get("barrier") or tags["highway"]
        for tags in map(tags_of, elements.iter("node"))
        if tags
    )
    assert signs["stop"] >= 5
    assert signs["gate"] >= 5
    assert signs["bollard"] >= 2


def test_has_bridges_some_of_them_old(district: RoadNetwork) -> None:
    on_bridge = district.arc_structure == Structure.BRIDGE
    assert on_bridge.any()
    limited = np.array(["maxweight" in tags_along(district, a) for a in range(district.num_arcs)])
    assert 3 <= limited.sum() < on_bridge.sum() / 4
    assert on_bridge[limited].all()


def test_has_roundabouts_ramps_canals_and_one_way_tags_against_the_line(
    elements: ElementTree.Element,
) -> None:
    ways = [tags_of(way) for way in elements.iter("way")]
    # Five roundabouts of four arcs each.
    assert sum(tags.get("junction") == "roundabout" for tags in ways) == 20
    assert sum(tags.get("highway") == "trunk_link" for tags in ways) >= 12
    waters = [tags for tags in ways if tags.get("waterway") in ("canal", "river")]
    assert len(waters) >= 8
    assert all(float(tags["width"]) > 10 for tags in waters)
    assert any(tags.get("oneway") == "-1" for tags in ways)
    assert any(
        tags.get("highway") == "trunk" and tags.get("bridge") == "yes" and tags["layer"] == "1"
        for tags in ways
    )
    for key in ("maxspeed", "lanes", "width"):
        assert sum(key in tags and "highway" in tags for tags in ways) >= 10


def test_every_way_refers_to_nodes_of_the_file(elements: ElementTree.Element) -> None:
    nodes = {node.attrib["id"] for node in elements.iter("node")}
    assert {ref.attrib["ref"] for ref in elements.iter("nd")} <= nodes


def test_towns_can_be_joined_to_a_larger_network(file: Path, tmp_path: Path) -> None:
    one = read_osm(file)
    two = read_osm(district_file(tmp_path, scale=2))
    assert 2 * 555_000 <= street_m(two).sum() <= 2 * 615_000 + 10_000
    # Only alleys between two bollards: the roads between the towns can be driven both ways.
    assert sum(one.length_m for one in two.left_out) < 0.005 * street_m(two).sum()
    assert two.bounds[2] - two.bounds[0] > 2 * (one.bounds[2] - one.bounds[0])


def test_a_larger_network_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    first = district_file(tmp_path / "first", scale=2)
    assert first.name != district_file(tmp_path / "first").name
    assert first.read_bytes() == district_file(tmp_path / "second", scale=2).read_bytes()


def test_refuses_a_network_of_no_size(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="scale must be positive"):
        district_file(tmp_path, scale=0)
