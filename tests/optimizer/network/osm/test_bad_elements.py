"""Maps with broken or absurd parts: refused by name, or read with the bad part listed."""

import networkx as nx
import osmnx
import pytest

from optimizer.network.osm import limits, read_osm
from tests.optimizer.network.osm.osm_text import (
    NODES,
    TAG,
    WAY,
    members,
    nds,
    osm_text,
    refusal,
    tags,
    write,
)

# Elements of absurd size.


@pytest.mark.parametrize(
    ("parts", "content"),
    [
        ("nodes", f'<way id="7">{nds([1] * 100)}{TAG}</way>'),
        ("tags", f'<way id="7">{tags(100)}</way>'),
        ("members", f'<relation id="7">{members(100)}</relation>'),
    ],
)
def test_an_element_of_too_many_parts_is_named(tmp_path, monkeypatch, parts, content):
    path = write(tmp_path / "streets.osm", osm_text(*NODES, WAY, content))
    monkeypatch.setattr(limits, "MAX_PARTS", 100)
    assert read_osm(path).num_arcs == 6
    monkeypatch.setattr(limits, "MAX_PARTS", 99)
    assert f" 7 has 100 {parts}, more than 99" in refusal(path)


def test_a_way_with_100_000_tags_is_read(tmp_path):
    way = WAY.replace(TAG, TAG + tags(100_000))
    path = write(tmp_path / "streets.osm", osm_text(*NODES, way))
    assert read_osm(path).num_arcs == 6


def test_a_restriction_with_100_000_members_is_read_and_not_applied(tmp_path):
    relation = (
        f'<relation id="1">{members(100_000)}<member type="node" ref="9" role="via"/>'
        '<tag k="type" v="restriction"/><tag k="restriction" v="no_u_turn"/></relation>'
    )
    network = read_osm(write(tmp_path / "streets.osm", osm_text(*NODES, WAY, relation)))
    assert network.num_arcs == 6
    assert (network.restrictions.found, network.restrictions.applied) == (1, 0)


@pytest.mark.parametrize("length", [60_000, 1_000_000])
def test_a_tag_of_a_megabyte_is_refused(tmp_path, length):
    tag = f'<tag k="name" v="{"x" * length}"/>'
    path = write(tmp_path / "streets.osm", osm_text(*NODES, WAY.replace(TAG, TAG + tag)))
    assert "too long" in refusal(path)


@pytest.mark.parametrize("pieces", [1, 10_000], ids=["one way", "ways of two nodes"])
@pytest.mark.parametrize("is_ring", [False, True], ids=["line", "ring"])
def test_an_endless_street_is_parted_so_that_no_search_is_quadratic(tmp_path, pieces, is_ring):
    count = 10_001
    nodes = [
        f'<node id="{i + 1}" lat="{30 + i * 1e-6:.7f}" lon="{120 + i % 2 * 1e-5:.7f}"/>'
        for i in range(count)
    ]
    refs = [*range(1, count + 1)] + [1] * is_ring
    step = (len(refs) - 1) // pieces
    ways = [
        f'<way id="{i + 1}">{nds(refs[i : i + step + 1])}{TAG}</way>'
        for i in range(0, len(refs) - 1, step)
    ]
    network = read_osm(write(tmp_path / "streets.osm", osm_text(*nodes, *ways)))
    longest = max(network.geometry_start[1:] - network.geometry_start[:-1])
    assert limits.MAX_CHAIN / 2 < longest <= limits.MAX_CHAIN + 2
    # Every point but the nodes is in the geometry once for each direction.
    assert len(network.geometry) - 2 * network.num_arcs == 2 * (count - network.num_nodes)


@pytest.mark.parametrize(
    ("limit", "highway", "what"),
    [
        ("MAX_STREET_NODES", "residential", "streets"),
        ("MAX_OTHER_NODES", "footway", "footways and waters"),
    ],
)
def test_more_streets_than_the_memory_is_made_for_are_refused(
    tmp_path, monkeypatch, limit, highway, what
):
    more = WAY.replace('id="1"', 'id="2"', 1).replace("residential", highway)
    path = write(tmp_path / "streets.osm", osm_text(*NODES, WAY, more))
    # Four nodes of the triangle, which returns to its start, and four of the other way.
    most = 8 if highway == "residential" else 4
    monkeypatch.setattr(limits, limit, most)
    read_osm(path)
    monkeypatch.setattr(limits, limit, most - 1)
    assert f"its {what} have more than {most - 1} nodes" in refusal(path)


# Numbers out of range.


@pytest.mark.parametrize(("lat", "lon"), [("95", "120"), ("30", "200"), ("-90.1", "0")])
def test_a_node_off_the_globe_is_left_out_and_its_street_listed(tmp_path, lat, lon):
    stray = f'<node id="4" lat="{lat}" lon="{lon}"/>'
    way = f'<way id="2"><nd ref="3"/><nd ref="4"/>{TAG}<tag k="name" v="Elm Street"/></way>'
    network = read_osm(write(tmp_path / "streets.osm", osm_text(*NODES, stray, WAY, way)))
    assert network.num_arcs == 6
    assert [(one.name, one.reason) for one in network.left_out] == [("Elm Street", "clipped")]


@pytest.mark.parametrize("lat", ["NaN", "inf", "", "north"])
def test_a_coordinate_that_is_no_number_is_refused(tmp_path, lat):
    path = write(
        tmp_path / "streets.osm", osm_text(*NODES, f'<node id="4" lat="{lat}" lon="120"/>', WAY)
    )
    assert "cannot be read as OpenStreetMap data" in refusal(path)


@pytest.mark.parametrize("number", ["-5", "0", "4611686018427387904"])
def test_any_number_of_64_bits_may_name_a_node(tmp_path, number):
    text = osm_text(*NODES, WAY).replace('id="3"', f'id="{number}"')
    path = write(tmp_path / "streets.osm", text.replace('ref="3"', f'ref="{number}"'))
    network = read_osm(path)
    assert network.num_arcs == 6
    assert int(number) in network.node_osm_id


@pytest.mark.parametrize("number", ["9223372036854775808", "18446744073709551617", "x", ""])
def test_a_number_beyond_64_bits_is_refused(tmp_path, number):
    text = osm_text(*NODES, WAY).replace('id="3"', f'id="{number}"')
    assert "illegal id" in refusal(write(tmp_path / "streets.osm", text))


# Maps without streets, or with broken ones.


def test_a_file_of_buildings_is_refused_as_no_road_extract(tmp_path):
    path = write(tmp_path / "streets.osm", osm_text(*NODES, WAY.replace("highway", "building")))
    assert "holds no street" in refusal(path)


def test_streets_without_any_of_their_nodes_are_refused(tmp_path):
    assert "none of its streets" in refusal(write(tmp_path / "streets.osm", osm_text(WAY)))


@pytest.mark.parametrize(
    "refs", ['<nd ref="1"/>', '<nd ref="1"/><nd ref="1"/>', "", '<nd ref="8"/><nd ref="9"/>']
)
def test_a_way_that_goes_nowhere_is_listed_beside_the_good_ones(tmp_path, refs):
    way = f'<way id="2">{refs}{TAG}<tag k="name" v="Elm Street"/></way>'
    network = read_osm(write(tmp_path / "streets.osm", osm_text(*NODES, WAY, way)))
    assert network.num_arcs == 6
    assert [(one.name, one.reason) for one in network.left_out] == [("Elm Street", "clipped")]
    alone = way.replace("nd ref=", "nd  ref=")
    refusal(write(tmp_path / "alone.osm", osm_text(*NODES, alone)))


def test_there_and_back_over_one_node_is_a_street(tmp_path):
    refs = '<nd ref="1"/><nd ref="2"/><nd ref="1"/>'
    path = write(tmp_path / "streets.osm", osm_text(*NODES, f'<way id="1">{refs}{TAG}</way>'))
    assert read_osm(path).num_arcs > 0


def test_of_two_ways_or_nodes_with_one_id_the_later_counts(tmp_path):
    later = WAY.replace("residential", "primary")
    moved = '<node id="3" lat="30.002" lon="120.001"/>'
    network = read_osm(write(tmp_path / "streets.osm", osm_text(*NODES, moved, WAY, later)))
    assert network.num_arcs == 6
    assert network.highways == ("primary",)
    assert max(network.node_lat) == pytest.approx(30.002)


# XML as other programs write it.


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n\r\n"])
def test_any_ends_of_lines_are_read(tmp_path, ends):
    text = osm_text(*NODES, WAY).replace("><", f">{ends}<")
    assert read_osm(write(tmp_path / "streets.osm", text)).num_arcs == 6


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_any_encoding_that_says_so_is_read(tmp_path, encoding):
    content = osm_text(*NODES, WAY).encode(encoding)
    assert read_osm(write(tmp_path / "streets.osm", content)).num_arcs == 6


def test_an_encoding_that_contradicts_the_text_is_refused(tmp_path):
    text = osm_text(*NODES, WAY).replace('"1.0"', '"1.0" encoding="UTF-8"')
    refusal(write(tmp_path / "streets.osm", text.encode("utf-16")))


# GraphML that is not what osmnx saves.


def graphml(path, **changes):
    """A triangle as osmnx saves it, with the data of node 1 or edge 1-2 changed."""
    graph = nx.MultiDiGraph(crs="epsg:4326")
    for number, (x, y) in enumerate([(120.0, 30.0), (120.0, 30.001), (120.001, 30.001)], start=1):
        graph.add_node(number, x=x, y=y)
    for tail, head in [(1, 2), (2, 3), (3, 1)]:
        graph.add_edge(tail, head, osmid=tail, highway="residential", length=111.0, oneway=True)
    for key, value in changes.items():
        data = graph.nodes[1] if key in ("x", "y") else graph.edges[1, 2, 0]
        data.update({key: value})
        if value is None:
            del data[key]
    osmnx.save_graphml(graph, path)
    return path


def test_the_triangle_is_read_as_graphml(tmp_path):
    assert read_osm(graphml(tmp_path / "streets.graphml")).num_arcs == 3


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"x": None}, "node 1 lies at"),
        ({"y": float("nan")}, "node 1 lies at"),
        ({"x": 13_358_338.9}, "node 1 lies at"),
        ({"length": None}, "from 1 to 2 has no sensible length"),
        ({"length": float("inf")}, "from 1 to 2 has no sensible length"),
        ({"length": -1.0}, "from 1 to 2 has no sensible length"),
        ({"length": "long"}, "cannot be read as osmnx GraphML"),
        ({"geometry": "LINESTRING (1"}, "cannot be read as osmnx GraphML"),
        ({"geometry": "POINT (1 1)"}, "from 1 to 2 is no line"),
    ],
)
def test_graphml_without_the_numbers_of_osmnx_is_refused(tmp_path, changes, says):
    assert says in refusal(graphml(tmp_path / "streets.graphml", **changes))
