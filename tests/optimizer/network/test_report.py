from pathlib import Path

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
    text = str(report)
    # 0.0018 degrees are 200 m.
    assert "  any vehicle: 400 m\n" in text
    assert "    no way in: 200 m: Inward Road 200 m\n" in text
    assert "  sweeper, washer: " in text
    assert "    height limit 2.5 m: 200 m: Low Bridge Road 200 m" in text
    assert "  truck: 200 m\n" in text


def test_says_so_when_everything_can_be_driven_to_and_back():
    text = str(summarise(read_osm(NINE_CORNERS)))
    assert "  any vehicle: nothing\n  sweeper, washer, truck: nothing" in text


def test_prints_what_a_dispatcher_asks_for():
    text = str(summarise(read_osm(NINE_CORNERS)))
    assert text.startswith("nine_corners.osm: 10 junctions, 24 arcs, 2.6 km of streets")
    assert "turn restrictions: 1 in the file, 1 applied" in text
    assert "access: 0.2 km in 1 pieces: Yard 0.2 km" in text


def test_lists_signs_under_conditions_and_those_not_understood(tmp_path):
    night = {"highway": "tertiary", "hgv:conditional": "no @ (22:00-06:00)"}
    odd = {"highway": "residential", "maxheight": "low"}
    text = str(summarise(read_osm(write_square(tmp_path, [(1, [2, 5], night), (2, [5, 7], odd)]))))
    assert (
        "signs under conditions, applied by vehicle and hours of the shift:\n"
        "  hgv:conditional = no @ (22:00-06:00): 111 m\n"
    ) in text
    assert "signs not understood and not applied:\n  way 2: maxheight = low\n" in text


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
    assert (
        "cut in two by the edge of the data: 111 m of streets, in reach by 1 drive beyond it, "
        "400 m in all"
    ) in str(report)
