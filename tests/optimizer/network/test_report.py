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
