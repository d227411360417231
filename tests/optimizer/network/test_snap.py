from dataclasses import replace

import numpy as np
import pytest

from optimizer.errors import NetworkError
from optimizer.network.place import Place, Position
from optimizer.network.road_network import DrivingSide, Structure
from optimizer.network.snap import NoStreet, Snapper
from tests.streets import METRES_PER_DEGREE, street_network

NODES = {1: (0, 0), 2: (200, 0), 3: (0, 100), 4: (200, 100)}


def snapper(network, closed=(), **options):
    routable = np.ones(network.num_arcs, dtype=np.bool_)
    routable[[network.arc_of_key[key] for key in closed]] = False
    return Snapper(network, routable, **options)


def snap(network, x_m, y_m, closed=(), **options):
    (found,) = snapper(network, closed, **options).snap(
        [(x_m / METRES_PER_DEGREE, y_m / METRES_PER_DEGREE)]
    )
    return found


def at(network, key, offset_m):
    return Position(arc=network.arc_of_key[key], offset_m=offset_m)


@pytest.mark.parametrize(
    ("y_m", "key", "offset_m"), [(-8, "1>2", 60), (8, "2>1", 140)], ids=["south", "north"]
)
def test_a_point_is_on_the_arc_whose_right_side_it_is_on(y_m, key, offset_m):
    # The street runs east, so its right is the south; 60 m from node 1 are 140 m from node 2.
    network = street_network(NODES, [(1, 2), (3, 4)])
    found = snap(network, 60, y_m)
    assert found.arc == network.arc_of_key[key]
    assert found.place == Place(
        entries=(at(network, key, offset_m),), exits=(at(network, key, offset_m),)
    )
    assert found.distance_m == pytest.approx(8, abs=0.01)


def test_the_other_direction_comes_second():
    network = street_network(NODES, [(1, 2)])
    assert snap(network, 60, 8).positions == (at(network, "2>1", 140), at(network, "1>2", 60))


def test_on_a_one_way_street_the_side_does_not_matter():
    network = street_network(NODES, [(1, 2, {"one_way": True})])
    assert snap(network, 60, 8).positions == (at(network, "1>2", 60),)
    assert snap(network, 60, -8).positions == (at(network, "1>2", 60),)


def test_a_direction_closed_to_the_vehicle_is_not_offered():
    network = street_network(NODES, [(1, 2)])
    assert snap(network, 60, -8, closed=["1>2"]).positions == (at(network, "2>1", 140),)


def test_a_street_closed_to_the_vehicle_is_passed_over():
    network = street_network(NODES, [(1, 2), (3, 4)])
    found = snap(network, 60, 8, closed=["1>2", "2>1"])
    # 3>4 runs east at y = 100 m: 92 m away, and the point is on its right.
    assert found.positions[0] == at(network, "3>4", 60)
    assert found.distance_m == pytest.approx(92, abs=0.01)


def test_the_offset_is_scaled_to_the_length_of_the_arc():
    # 200 m as the crow flies, posted as 300 m: a quarter of the way is 75 m.
    network = street_network(NODES, [(1, 2, {"length_m": 300})])
    assert snap(network, 50, -8).positions == (at(network, "1>2", 75), at(network, "2>1", 225))


def test_a_point_beyond_the_end_is_at_the_end():
    network = street_network(NODES, [(1, 2)])
    assert snap(network, 230, -5).positions == (at(network, "1>2", 200), at(network, "2>1", 0))


@pytest.mark.parametrize(
    ("y_m", "street"), [(-25.5, {"3>4", "4>3"}), (-24.5, {"1>2", "2>1"})], ids=["49 m", "51 m"]
)
def test_a_bridge_is_chosen_only_when_all_else_is_50_m_farther(y_m, street):
    # The bridge lies at y = 0 m, the street at y = -100 m: from y = -25.5 m they are 25.5 and
    # 74.5 m away, which is 49 m apart; from y = -24.5 m it is 51 m.
    nodes = {1: (0, 0), 2: (200, 0), 3: (0, -100), 4: (200, -100)}
    network = street_network(nodes, [(1, 2, {"structure": Structure.BRIDGE}), (3, 4)])
    assert network.arc_key(snap(network, 100, y_m).arc) in street


def test_with_nothing_but_tunnels_a_tunnel_is_chosen():
    network = street_network(NODES, [(1, 2, {"structure": Structure.TUNNEL})])
    assert snap(network, 60, -8).positions[0] == at(network, "1>2", 60)


def test_of_equally_near_streets_the_lowest_arc_is_chosen():
    network = street_network(NODES, [(3, 4), (1, 2)])
    assert snap(network, 60, 50).arc == network.arc_of_key["3>4"]


def test_at_a_sharp_bend_the_side_is_that_of_the_whole_street():
    # The street comes from the west and turns back sharply to the north-west; the point lies east
    # of the tip, on the outside of the bend: right of the street, though on the left of the line
    # that prolongs the first segment.
    straight = street_network({1: (0, 0), 2: (0, 50)}, [(1, 2, {"length_m": 206})])
    tip = np.array([(0, 0), (100, 0), (0, 50)]) / METRES_PER_DEGREE
    network = replace(
        straight,
        geometry=np.concatenate((tip, tip[::-1])),
        geometry_start=np.array([0, 3, 6]),
    )
    assert network.arc_key(snap(network, 110, 3).arc) == "1>2"
    assert network.arc_key(snap(network, 50, 10).arc) == "2>1"


def test_a_yard_is_entered_and_left_in_both_directions():
    network = street_network(NODES, [(1, 2)])
    both = (at(network, "2>1", 140), at(network, "1>2", 60))
    assert snap(network, 60, 8).yard == Place(entries=both, exits=both)


def test_distances_are_metres_away_from_the_equator_too():
    # At 60 degrees north the builder's 100 m east are 50 m.
    network = street_network({1: (0, 0), 2: (0, 200)}, [(1, 2)], origin=(120, 60))
    found = snapper(network).find_nearest(
        120 + 100 / METRES_PER_DEGREE, 60 + 50 / METRES_PER_DEGREE
    )
    assert found.distance_m == pytest.approx(50, abs=0.1)


def test_a_network_without_a_routable_street_is_refused():
    network = street_network(NODES, [(1, 2)])
    with pytest.raises(NetworkError, match="no street is routable"):
        snapper(network, closed=["1>2", "2>1"])


# Two streets run east, at y = 0 and y = 100 m; most tests of water put a canal between them.
CANAL = [(-500, 30), (500, 30)]


def test_a_street_beyond_water_is_passed_over_for_the_next():
    network = street_network(NODES, [(1, 2), (3, 4)], water=[CANAL])
    # At y = 40 m the near street is 40 m away, across the canal; the other is 60 m away.
    found = snap(network, 60, 40)
    assert network.arc_key(found.arc) == "3>4"
    assert found.distance_m == pytest.approx(60, abs=0.01)
    assert network.arc_key(snap(network, 60, 20).arc) == "2>1"


def test_with_water_before_every_street_the_point_is_refused_with_the_distances():
    network = street_network(NODES, [(1, 2), (3, 4)], water=[CANAL])
    found = snap(network, 60, 40, max_distance_m=50)
    assert found == NoStreet(
        arc=network.arc_of_key["1>2"],
        street="1-2 Street",
        distance_m=pytest.approx(40, abs=0.01),
        limit_m=50,
    )
    assert str(found) == (
        "40 m from the nearest street, 1-2 Street, but water lies between, "
        "as before every street within 50 m"
    )


def test_a_far_point_is_refused_with_its_distance():
    network = street_network(NODES, [(1, 2), (3, 4)])
    assert snap(network, 60, 350, max_distance_m=251).distance_m == pytest.approx(250, abs=0.1)
    found = snap(network, 60, 350, max_distance_m=249)
    assert str(found) == "250 m from the nearest street, 3-4 Street (limit 249 m)"
    with pytest.raises(NetworkError, match="250 m from the nearest street"):
        snapper(network, max_distance_m=249).find_nearest(
            60 / METRES_PER_DEGREE, 350 / METRES_PER_DEGREE
        )


@pytest.mark.parametrize(("y_m", "street"), [(32, "2>1"), (28, "2>1"), (33, "3>4")])
def test_a_point_in_the_canal_by_a_survey_error_is_on_its_bank(y_m, street):
    # The canal's line at y = 30 m may be missed by 2.5 m: at y = 32 m the street at y = 0 is still
    # walked to, at y = 33 m it is not.
    network = street_network(NODES, [(1, 2), (3, 4)], water=[CANAL])
    assert network.arc_key(snap(network, 60, y_m).arc) == street


def test_a_door_a_metre_inside_the_outline_of_a_lake_is_on_the_near_shore():
    lake = [(-50, 20), (250, 20), (250, 60), (-50, 60), (-50, 20)]
    network = street_network(NODES, [(1, 2), (3, 4)], water=[lake])
    # Of 40 m of water only the near bank is forgiven: from y = 59 m the far street is 59 m away.
    assert network.arc_key(snap(network, 60, 21).arc) == "2>1"
    assert network.arc_key(snap(network, 60, 59).arc) == "3>4"
    assert isinstance(snap(network, 60, 40), NoStreet)


def test_a_quay_drawn_on_the_bank_is_reached_from_its_land_side():
    network = street_network(NODES, [(1, 2), (3, 4)], water=[[(0, 1), (200, 1)]])
    assert network.arc_key(snap(network, 60, 10).arc) == "2>1"


def test_water_that_ends_beside_the_walk_does_not_bar_it():
    network = street_network(NODES, [(1, 2)], water=[[(-500, 30), (59, 30)]])
    assert network.arc_key(snap(network, 60, 40).arc) == "2>1"


def test_the_joint_of_two_lines_of_water_is_no_gap():
    halves = [[(-500, 30), (60, 30)], [(60, 30), (500, 30)]]
    network = street_network(NODES, [(1, 2)], water=halves)
    assert isinstance(snap(network, 60, 40), NoStreet)


@pytest.mark.parametrize("turn_x_m", [0, 200], ids=["turns west", "turns east"])
def test_a_bank_along_the_walk_is_not_crossed(turn_x_m):
    network = street_network(NODES, [(1, 2)], water=[[(60, 60), (60, 30), (turn_x_m, 30)]])
    assert network.arc_key(snap(network, 60, 50).arc) == "2>1"


def test_places_that_are_not_exact_may_cross_water():
    network = street_network(NODES, [(1, 2), (3, 4)], water=[CANAL])
    assert network.arc_key(snap(network, 60, 40, cross_water=True).arc) == "2>1"


def test_streets_far_beyond_the_nearest_are_no_way_round_the_water():
    nodes = {1: (0, 0), 2: (200, 0), 3: (0, 600), 4: (200, 600)}
    network = street_network(nodes, [(1, 2), (3, 4)], water=[CANAL])
    # From y = 45 m the streets are 45 and 555 m away, 510 m apart; from y = 55 m 55 and 545 m.
    assert isinstance(snap(network, 60, 45), NoStreet)
    assert network.arc_key(snap(network, 60, 55).arc) == "3>4"


def test_where_people_drive_on_the_left_the_sides_are_swapped():
    network = replace(street_network(NODES, [(1, 2)]), driving_side=DrivingSide.LEFT)
    assert snap(network, 60, -8).positions == (
        at(network, "2>1", 140),
        at(network, "1>2", 60),
    )
    assert snap(network, 60, 8).arc == network.arc_of_key["1>2"]


def test_a_short_bridge_leaves_its_doors_to_the_approaches():
    # A street crosses a canal by a bridge of 40 m; the point lies 3 m beside the middle of it.
    nodes = {1: (0, 0), 2: (100, 0), 3: (140, 0), 4: (240, 0)}
    bridge = (2, 3, {"structure": Structure.BRIDGE, "layer": 1})
    network = street_network(nodes, [(1, 2), bridge, (3, 4)])
    assert network.arc_key(snap(network, 119, -3).arc) == "1>2"
    assert network.arc_key(snap(network, 121, -3).arc) == "3>4"


def test_a_long_causeway_has_doors_of_its_own():
    nodes = {1: (0, 0), 2: (100, 0), 3: (700, 0), 4: (800, 0)}
    bridge = (2, 3, {"structure": Structure.BRIDGE, "layer": 1})
    network = street_network(nodes, [(1, 2), bridge, (3, 4)])
    assert snap(network, 400, -8).positions[0] == at(network, "2>3", 300)


@pytest.mark.parametrize(
    "raised",
    [{"structure": Structure.BRIDGE, "layer": 1}, {"layer": 1}, {"structure": Structure.TUNNEL}],
    ids=["bridge", "layer", "tunnel"],
)
def test_a_structure_that_crosses_a_street_without_meeting_it_is_never_chosen(raised):
    # The viaduct 5-6-7 passes over the street 1-2 with its first piece only.
    nodes = {1: (0, -50), 2: (0, 50), 5: (-50, 0), 6: (100, 0), 7: (900, 0)}
    network = street_network(nodes, [(1, 2), (5, 6, raised), (6, 7, raised)])
    assert network.arc_key(snap(network, 450, -3).arc) in {"1>2", "2>1"}
    refused = snap(network, 450, -3, max_distance_m=300)
    assert isinstance(refused, NoStreet)
    assert refused.distance_m == pytest.approx(450, abs=0.1)


def test_a_tunnel_serves_only_where_nothing_else_is_near():
    nodes = {1: (0, 0), 2: (900, 0), 3: (0, 200), 4: (900, 200)}
    network = street_network(nodes, [(1, 2, {"structure": Structure.TUNNEL}), (3, 4)])
    assert network.arc_key(snap(network, 450, 8, max_distance_m=300).arc) == "3>4"
    assert network.arc_key(snap(network, 450, 8, max_distance_m=100).arc) == "2>1"


def test_many_points_are_snapped_as_one_by_one():
    network = street_network(NODES, [(1, 2), (3, 4)], water=[CANAL])
    points = [
        (x / METRES_PER_DEGREE, y / METRES_PER_DEGREE) for x in (5, 90) for y in (-9, 28, 31)
    ]
    many = snapper(network).snap(points)
    assert many == [snapper(network).snap([point])[0] for point in points]
    assert snapper(network).snap([]) == []


@pytest.mark.parametrize("options", [{"max_distance_m": -1}, {"max_distance_m": float("nan")}])
def test_options_out_of_range_are_refused_by_name(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        snapper(street_network(NODES, [(1, 2)]), **options)


def test_a_coordinate_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="finite"):
        snapper(street_network(NODES, [(1, 2)])).snap([(float("nan"), 0)])
