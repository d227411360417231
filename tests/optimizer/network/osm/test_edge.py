"""Streets that the edge of the data cuts in two, on the two blocks of `write_square`.

Node 7 lies one step of 111 m north of the blocks, and so do 8 and 9 where a test adds them::

    8   7   9
    |   |   |
    4 - 5 - 6
    |   |   |
    1 - 2 - 3
"""

import numpy as np
import pytest

from optimizer.network.findings import EdgeJoins
from optimizer.network.osm import read_osm
from optimizer.network.paths import PathFinder
from optimizer.network.place import Place, Position
from optimizer.network.profile import PROFILES
from optimizer.network.road_network import BEYOND
from optimizer.network.snap import Snapper
from optimizer.network.surface import kerbs_of
from tests.osm_text import FRAME, SQUARE, osm_text

OUT = {"highway": "residential", "name": "Outward", "oneway": "yes"}
IN = OUT | {"name": "Inward"}
BOTH = {"highway": "residential", "name": "Beside"}
NODES = SQUARE | {8: (0, 2), 9: (2, 2)}
MIDDLE = (1, [2, 5], {"highway": "tertiary"})


def read(tmp_path, *ways, nodes=None, box=None):
    text = osm_text(NODES | (nodes or {}), [*FRAME, MIDDLE, *ways])
    if box:
        west, south, east, north = (f"{corner / 1000:.6f}" for corner in box)
        bounds = f'<bounds minlon="{west}" minlat="{south}" maxlon="{east}" maxlat="{north}"/>'
        text = text.replace('<osm version="0.6">', f'<osm version="0.6">{bounds}')
    path = tmp_path / "cut.osm"
    path.write_text(text, encoding="utf-8")
    return read_osm(path)


def beyond(network):
    return [network.arc_key(arc) for arc in np.flatnonzero(network.is_beyond)]


def listed(network):
    return sorted(one.name for one in network.left_out)


def test_carriageways_that_break_off_side_by_side_are_driven_round(tmp_path):
    # Side by side, 0.2 steps (22 m) apart: out from 5 to 7, in from 77 to 6.
    network = read(
        tmp_path,
        (2, [5, 7], OUT),
        (3, [77, 6], IN),
        nodes={77: (1.2, 2), 6: (1.2, 1)},
    )
    assert beyond(network) == ["7>77"]
    assert listed(network) == []
    arc = network.arc_of_key["7>77"]
    # 1.5 x 22 m are less than the least.
    assert network.arc_length_m[arc] == 400
    # Two streets of 111 m; without the turn there is neither.
    assert network.edge == EdgeJoins(number=1, length_m=400, street_m=222)


@pytest.mark.parametrize(
    ("ways", "nodes"),
    [
        # 111 m apart.
        ([(2, [5, 7], OUT), (3, [9, 6], IN)], {}),
        # Both lead out.
        ([(2, [5, 7], OUT), (3, [6, 77], OUT)], {77: (1.2, 2), 6: (1.2, 1)}),
        # The one that comes in comes from the same side: a street goes on past a gap.
        ([(2, [5, 7], OUT), (3, [77, 4], IN)], {77: (1.0, 2.2), 4: (1.0, 3.2)}),
    ],
    ids=["far apart", "same sense", "same direction"],
)
def test_other_dead_ends_of_a_file_without_a_box_stay_what_they_are(tmp_path, ways, nodes):
    network = read(tmp_path, *ways, nodes=nodes)
    assert beyond(network) == []
    assert "Outward" in listed(network)
    assert network.edge == EdgeJoins()


def test_a_street_cut_off_within_a_way_goes_on_to_the_nearest_end_of_another(tmp_path):
    # Both go on to nodes that are not in the file; Beside can be driven both ways.
    network = read(tmp_path, (2, [5, 7, 98], OUT), (3, [6, 9, 99], BOTH), (4, [4, 8], BOTH))
    # From 7 to 9, one step (111.2 m): 1.5 times that are 167 m, less than the least.
    assert beyond(network) == ["7>9"]
    assert network.edge == EdgeJoins(number=1, length_m=400, street_m=111)
    assert {"5>7", "6>9", "9>6"} <= set(network.arc_of_key)


def test_the_detour_is_half_as_long_again_as_the_crow_flies(tmp_path):
    far = {9: (2, 5)}
    network = read(tmp_path, (2, [5, 7, 98], OUT), (3, [6, 9, 99], BOTH), nodes=far)
    # From (1, 2) to (2, 5): sqrt(10) steps of 111.195 m are 351.6 m; 1.5 times that 527.4 m.
    assert network.edge.length_m == 528


def test_a_street_that_comes_in_is_driven_to_from_the_nearest_end(tmp_path):
    network = read(tmp_path, (2, [98, 7, 5], IN), (3, [6, 9, 99], BOTH))
    assert beyond(network) == ["9>7"]


def test_the_box_of_a_file_says_where_its_edge_is(tmp_path):
    ways = (2, [5, 7], OUT), (3, [6, 9], BOTH)
    assert beyond(read(tmp_path, *ways, box=(-1, -1, 3, 3))) == []
    # Both ends are at the northern edge, or beyond it.
    assert beyond(read(tmp_path, *ways, box=(-1, -1, 3, 2))) == ["7>9"]
    assert beyond(read(tmp_path, *ways, box=(-1, -1, 3, 1.5))) == ["7>9"]


def test_a_street_across_a_corner_is_joined_at_both_ends(tmp_path):
    corner = {21: (5, 1), 22: (6, 2)}
    ways = (
        (2, [97, 21, 22, 98], {"highway": "residential", "name": "Corner"}),
        (3, [6, 9, 99], BOTH),
    )
    network = read(tmp_path, *ways, nodes=corner)
    assert set(beyond(network)) == {"9>21", "21>9", "9>22", "22>9"}
    assert listed(network) == ["Beside", "Corner"]  # clipped, as they are
    # sqrt(2) steps.
    assert network.edge.street_m == 157


def test_without_an_end_to_go_to_nothing_is_joined(tmp_path):
    network = read(tmp_path, (2, [5, 7, 98], OUT))
    assert beyond(network) == []
    assert "Outward" in listed(network)


@pytest.mark.parametrize(("size", "joined"), [(17, ["401>402"]), (9, [])])
def test_a_large_file_without_a_box_ends_outside_of_its_junctions(tmp_path, size, joined):
    # 17 x 17 crossings, of which the corners join two streets only: 285 junctions; or 77.
    nodes = {size * y + x + 1: (x, y) for x in range(size) for y in range(size)}
    rows = [[size * y + x + 1 for x in range(size)] for y in range(size)]
    lines = [*rows, *map(list, zip(*rows, strict=True))]
    streets = [
        (number, line, {"highway": "residential"}) for number, line in enumerate(lines, start=1)
    ]
    nodes |= {401: (3, size + 1), 402: (5, size + 1)}
    last = rows[-1]
    ways = [(90, [last[3], 401], OUT), (91, [last[5], 402], BOTH)]
    path = tmp_path / "large.osm"
    path.write_text(osm_text(nodes, [*streets, *ways]), encoding="utf-8")
    assert beyond(read_osm(path)) == joined


def test_who_goes_beyond_the_edge_drives_there_and_does_nothing_else(tmp_path):
    network = read(tmp_path, (2, [5, 7, 98], OUT), (3, [6, 9, 99], BOTH))
    arc = network.arc_of_key
    finder = PathFinder(network, PROFILES["sweeper"])
    assert finder.routable.all()

    def at_end(key):
        return (Position(arc=arc[key], offset_m=int(network.arc_length_m[arc[key]])),)

    home = Place(entries=(Position(arc=arc["9>6"], offset_m=0),), exits=at_end("5>7"))
    drive = finder.drive(home, home)
    assert [network.arc_key(one) for one in drive.arcs] == ["5>7", "7>9", "9>6"]
    # No kerb, no surface and no house lies there.
    assert arc["7>9"] not in {kerb.arc for kerb in kerbs_of(network)}
    assert network.arc_area_m2[arc["7>9"]] == 0
    middle = (0.0015, 0.002)
    assert Snapper(network, finder.routable).find_nearest(*middle).arc != arc["7>9"]
    assert network.highway(arc["7>9"]) == BEYOND


def test_at_the_edge_a_lorry_can_turn_round_as_before(tmp_path):
    network = read(tmp_path, (2, [5, 7, 98], OUT), (3, [6, 9, 99], BOTH))
    assert network.node_osm_id[network.node_turning].tolist() == [7, 9]
