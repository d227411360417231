from pathlib import Path

from optimizer.network.findings import EdgeJoins
from optimizer.network.osm import read_osm
from optimizer.network.report import summarise
from tests.osm_text import FRAME, SQUARE, osm_text, write_square

NINE_CORNERS = Path(__file__).parents[2] / "data" / "nine_corners.osm"


def test_figures_of_the_nine_corners():
    network = read_osm(NINE_CORNERS)
    report = summarise(network)
    # Nine corners and the dead end 31.
    assert report.num_nodes == 10
    # 13 pieces of 200 m; those of Middle Road (2) are one arc, all others two: 2 + 11 x 2 = 24.
    assert report.num_arcs == 24
    assert report.street_m == sum(network.arc_length_m) - sum(
        network.arc_length_m[a] for a in range(24) if network.arc_inverse[a] > a
    )
    # 2 of 13 equal pieces are one-way.
    assert round(report.one_way_share, 3) == round(2 / 13, 3)
    assert report.named_share == 1.0
    assert report.restrictions.applied == 1
    assert sum(row.area_m2 for row in report.classes) == report.area_m2
    assert [(one.name, one.reason) for one in report.left_out] == [("Yard", "access")]


def test_lists_what_each_profile_cannot_drive_to_and_back():
    report = summarise(read_osm(NINE_CORNERS.with_name("barred_corners.osm")))
    outside = [(one.name, one.barrier) for one in report.outside]
    assert sorted(outside) == [("Inward Road", "no_way_in"), ("Outward Road", "no_way_out")]
    barred = {
        one.profile: {b.name: (b.barrier, b.limit) for b in one.barred} for one in report.reach
    }
    assert barred == {
        "sweeper": {"Low Bridge Road": ("height", 250), "Ring Expressway": ("road_class", 0)},
        "washer": {"Low Bridge Road": ("height", 250), "Ring Expressway": ("road_class", 0)},
        "truck": {"Low Bridge Road": ("height", 250)},
    }


def test_tells_signs_under_conditions_and_those_not_understood(tmp_path):
    night = {"highway": "tertiary", "hgv:conditional": "no @ (22:00-06:00)"}
    odd = {"highway": "residential", "maxheight": "low"}
    report = summarise(read_osm(write_square(tmp_path, [(1, [2, 5], night), (2, [5, 7], odd)])))
    assert report.conditional == (("hgv:conditional = no @ (22:00-06:00)", 111),)
    assert [str(one) for one in report.unread] == ["way 2: maxheight = low"]


def test_says_how_much_the_edge_of_the_data_cuts_and_counts_no_drive_beyond_it(tmp_path):
    ways = [
        (1, [2, 5], {"highway": "tertiary"}),
        (2, [5, 7, 98], {"highway": "residential", "oneway": "yes"}),
        (3, [6, 17, 99], {"highway": "residential"}),
    ]
    nodes = SQUARE | {17: (2, 2)}
    path = tmp_path / "cut.osm"
    path.write_text(osm_text(nodes, [*FRAME, *ways]), encoding="utf-8")
    network = read_osm(path)
    report = summarise(network)
    # Beyond the edge 400 m are driven from 7 to 17.
    assert network.is_beyond.sum() == 1
    assert report.num_arcs == network.num_arcs - 1
    assert report.arc_m == network.arc_length_m.sum() - 400
    assert "beyond the edge" not in {row.highway for row in report.classes}
    assert report.edge == EdgeJoins(number=1, length_m=400, street_m=111)
