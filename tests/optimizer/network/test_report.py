from pathlib import Path

from optimizer.network.osm import read_osm
from optimizer.network.report import summarise

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


def test_prints_what_a_dispatcher_asks_for():
    text = str(summarise(read_osm(NINE_CORNERS)))
    assert text.startswith("nine_corners.osm: 10 junctions, 24 arcs, 2.6 km of streets")
    assert "turn restrictions: 1 in the file, 1 applied" in text
    assert "access: 0.2 km in 1 pieces: Yard 0.2 km" in text
