"""The embedded district: the same every time, of the right size, and shaped like a town.

Where a figure misses what real canal-plain towns have (streets of 250 m on average, 1.05 times as
long as the straight line), the test states what the first version reaches.
"""

from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from optimizer.network.osm import read_osm
from optimizer.network.road_network import RoadNetwork, Structure
from scenarios.district import district_file


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return district_file(tmp_path_factory.mktemp("district"))


@pytest.fixture(scope="module")
def district(file: Path) -> RoadNetwork:
    return read_osm(file, generated=True)


@pytest.fixture(scope="module")
def elements(file: Path) -> ElementTree.Element:
    return ElementTree.parse(file).getroot()


def tags_of(element: ElementTree.Element) -> dict[str, str]:
    return {tag.attrib["k"]: tag.attrib["v"] for tag in element.iter("tag")}


def street_m(network: RoadNetwork) -> np.ndarray:
    """Returns metres of mapped line for each arc; the two arcs of a street share its line."""
    return np.where(network.is_one_way, 1.0, 0.5) * network.arc_length_m


def num_streets_per_junction(network: RoadNetwork) -> Counter[int]:
    """Returns how many nodes join one street, two, three, ..."""
    streets = [a for a in range(network.num_arcs) if network.arc_inverse[a] < a]
    ends = np.concatenate((network.arc_from[streets], network.arc_to[streets]))
    return Counter(np.bincount(ends, minlength=network.num_nodes).tolist())


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
def test_other_seeds_have_the_same_size(tmp_path: Path, seed: int) -> None:
    other = read_osm(district_file(tmp_path, seed=seed), generated=True)
    assert int(other.arc_area_m2.sum()) == pytest.approx(5_264_000, rel=0.01)
    assert street_m(other).sum() / 1000 == pytest.approx(585, abs=30)
    assert other.left_out == ()


def test_nothing_is_left_out_so_every_street_can_be_driven(district: RoadNetwork) -> None:
    assert district.left_out == ()


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


def test_junctions_are_mostly_of_three_streets_with_some_dead_ends(district: RoadNetwork) -> None:
    counts = num_streets_per_junction(district)
    # The reader keeps via nodes of restrictions between two streets; they are no junctions.
    num_nodes = sum(number for streets, number in counts.items() if streets != 2)
    mean = sum(k * number for k, number in counts.items() if k != 2) / num_nodes
    assert 3.05 <= mean <= 3.3
    assert 0.07 <= counts[1] / num_nodes <= 0.12
    assert 0.50 <= counts[3] / num_nodes <= 0.60
    assert 0.28 <= counts[4] / num_nodes <= 0.40


def test_two_thirds_of_the_length_has_a_name(district: RoadNetwork) -> None:
    length_m = street_m(district)
    assert 0.63 <= length_m[district.arc_name > 0].sum() / length_m.sum() <= 0.75


@pytest.mark.parametrize(
    "name",
    ["嵩江西路", "鄞县大道", "天童路", "鄞州大道", "宁南路", "钱湖路", "四明路", "世纪大道"],
)
def test_arterial_roads_have_their_real_names(district: RoadNetwork, name: str) -> None:
    assert name in district.names


def test_all_turn_restrictions_are_applied(district: RoadNetwork) -> None:
    assert district.restrictions.found >= 60
    assert district.restrictions.applied == district.restrictions.found
    assert len(district.banned_turns) > 0


def test_has_every_kind_of_restriction(elements: ElementTree.Element) -> None:
    kinds = {tags_of(relation)["restriction"] for relation in elements.iter("relation")}
    assert kinds == {"no_left_turn", "no_u_turn", "only_straight_on"}


def test_crossings_of_arterial_roads_have_signals(district: RoadNetwork) -> None:
    assert int(district.signals.sum()) > 200


def test_has_bridges_some_of_them_old(district: RoadNetwork) -> None:
    on_bridge = district.arc_structure == Structure.BRIDGE
    assert 0.05 <= street_m(district)[on_bridge].sum() / street_m(district).sum() <= 0.25
    assert (district.arc_max_weight_kg > 0).any()


def test_has_roundabouts_ramps_canals_and_one_way_tags_against_the_line(
    elements: ElementTree.Element,
) -> None:
    ways = [tags_of(way) for way in elements.iter("way")]
    # Five roundabouts of four arcs each.
    assert sum(tags.get("junction") == "roundabout" for tags in ways) == 20
    assert sum(tags.get("highway") == "trunk_link" for tags in ways) >= 12
    assert sum(tags.get("waterway") in ("canal", "river") for tags in ways) == 16
    assert any(tags.get("oneway") == "-1" for tags in ways)


def test_every_way_refers_to_nodes_of_the_file(elements: ElementTree.Element) -> None:
    nodes = {node.attrib["id"] for node in elements.iter("node")}
    assert {ref.attrib["ref"] for ref in elements.iter("nd")} <= nodes
