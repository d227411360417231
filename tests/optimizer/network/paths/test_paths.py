"""Streets drive at 36 km/h and the profile at all of it: 100 m take 10 s."""

from dataclasses import replace
from math import ceil

import pytest

from optimizer.errors import NetworkError
from optimizer.network.paths.path_finder import UNREACHABLE, PathFinder
from optimizer.network.place import Drive, Place, Position
from optimizer.network.profile import Profile
from tests.streets import street_network

PROFILE = Profile(
    id="test",
    max_speed_kph=60,
    speed_share=1.0,
    weight_kg=10_000,
    height_cm=300,
    width_cm=250,
    near_turn_s=3,
    straight_s=0,
    far_turn_s=8,
    u_turn_s=45,
    signal_s=12,
)
BLOCK = {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (0, 100), 5: (0, -50), 6: (100, 200)}
SIDES = [(1, 2), (2, 3), (3, 4), (4, 1)]
TAILS = [(5, 1), (3, 6)]


def place_on(network, *positions):
    points = tuple(Position(arc=network.arc_of_key[key], offset_m=at) for key, at in positions)
    return Place(entries=points, exits=points)


def kerb(network, key):
    arc = network.arc_of_key[key]
    end_m = int(network.arc_length_m[arc])
    return Place(
        entries=(Position(arc=arc, offset_m=0),), exits=(Position(arc=arc, offset_m=end_m),)
    )


def keys(network, drive):
    return [network.arc_key(arc) for arc in drive.arcs]


def test_a_drive_adds_the_rest_of_an_arc_turns_whole_arcs_and_a_part():
    # Longer than it looks, or the other way round the block would cost the same.
    network = street_network(BLOCK, [(1, 2, {"length_m": 120}), *SIDES[1:], *TAILS])
    drive = PathFinder(network, PROFILE).drive(
        place_on(network, ("5>1", 20)), place_on(network, ("3>6", 30))
    )
    assert keys(network, drive) == ["5>1", "1>4", "4>3", "3>6"]
    assert (drive.from_offset_m, drive.to_offset_m) == (20, 30)
    # 30 m on 5>1, straight on, 100 m, right, 100 m, left, 30 m.
    assert drive.distance_m == 30 + 100 + 100 + 30
    assert drive.duration_s == 3 + 0 + 10 + 3 + 10 + 8 + 3


def test_a_drive_ahead_on_the_same_arc_stays_on_it():
    network = street_network(BLOCK, [*SIDES, *TAILS])
    drive = PathFinder(network, PROFILE).drive(
        place_on(network, ("1>2", 20)), place_on(network, ("1>2", 75))
    )
    # 55 m at 10 m/s are 5.5 s, rounded up.
    assert drive == Drive(
        arcs=(network.arc_of_key["1>2"],),
        from_offset_m=20,
        to_offset_m=75,
        distance_m=55,
        duration_s=6,
    )


def test_a_drive_back_on_the_same_arc_goes_around_the_block():
    network = street_network(BLOCK, [*SIDES, *TAILS])
    drive = PathFinder(network, PROFILE).drive(
        place_on(network, ("1>2", 75)), place_on(network, ("1>2", 20))
    )
    assert keys(network, drive) == ["1>2", "2>3", "3>4", "4>1", "1>2"]
    # 25 + 300 + 20 m and four left turns.
    assert drive.distance_m == 345
    assert drive.duration_s == ceil(34.5 + 4 * 8)


def test_a_place_is_zero_metres_from_itself_when_it_is_one_point():
    network = street_network(BLOCK, [*SIDES, *TAILS])
    place = place_on(network, ("1>2", 40))
    matrix = PathFinder(network, PROFILE).matrix([place])
    assert (matrix.duration_s[0, 0], matrix.distance_m[0, 0]) == (0, 0)


def test_a_yard_is_left_and_entered_in_the_better_direction():
    network = street_network(BLOCK, [*SIDES, *TAILS])
    yard = place_on(network, ("1>2", 90), ("2>1", 10))
    other = place_on(network, ("3>2", 60), ("2>3", 40))
    drive = PathFinder(network, PROFILE).drive(yard, other)
    assert keys(network, drive) == ["1>2", "2>3"]
    # 10 m, left, 40 m.
    assert (drive.distance_m, drive.duration_s) == (50, 1 + 8 + 4)


def test_a_kerb_drives_on_from_its_end_to_the_start_of_the_next():
    network = street_network(BLOCK, [*SIDES, *TAILS])
    drive = PathFinder(network, PROFILE).drive(kerb(network, "1>2"), kerb(network, "2>3"))
    # Nothing but the left turn.
    assert (drive.distance_m, drive.duration_s) == (0, 8)
    assert keys(network, drive) == ["1>2", "2>3"]


def test_a_ban_is_driven_around():
    network = street_network(BLOCK, [*SIDES, *TAILS], banned=[("5>1", "1>4")])
    drive = PathFinder(network, PROFILE).drive(kerb(network, "5>1"), kerb(network, "3>6"))
    assert keys(network, drive) == ["5>1", "1>2", "2>3", "3>6"]
    # Right, 100 m, left, 100 m, straight on.
    assert (drive.distance_m, drive.duration_s) == (200, 3 + 10 + 8 + 10)


def test_a_street_is_left_against_the_direction_only_by_its_dead_end():
    network = street_network(BLOCK, [*SIDES, *TAILS])
    drive = PathFinder(network, PROFILE).drive(
        place_on(network, ("3>6", 40)), place_on(network, ("6>3", 60))
    )
    assert keys(network, drive) == ["3>6", "6>3"]
    # 60 m, the U-turn, 60 m.
    assert (drive.distance_m, drive.duration_s) == (120, 6 + 45 + 6)


def test_of_equally_fast_ways_the_shorter_is_driven():
    # Below: 120 m at 36 km/h. Above: 100 m at 30 km/h, also 12 s.
    tails = [(4, 1, {"one_way": True}), (2, 3, {"one_way": True}), (3, 4, {"one_way": True})]
    ways = [
        (1, 2, {"one_way": True, "length_m": 120, "speed_kph": 36}),
        (1, 2, {"one_way": True, "length_m": 100, "speed_kph": 30}),
    ]
    for order in (ways, ways[::-1]):
        network = street_network({1: (0, 0), 2: (80, 0), 3: (200, 0), 4: (-50, 0)}, order + tails)
        drive = PathFinder(network, PROFILE).drive(kerb(network, "4>1"), kerb(network, "2>3"))
        assert drive.distance_m == 100
        assert drive.duration_s == 12


def test_of_equal_ways_the_one_with_the_lower_arc_is_driven():
    tails = [(4, 1, {"one_way": True}), (2, 3, {"one_way": True}), (3, 4, {"one_way": True})]
    way = (1, 2, {"one_way": True})
    network = street_network({1: (0, 0), 2: (80, 0), 3: (200, 0), 4: (-50, 0)}, [way, way, *tails])
    drive = PathFinder(network, PROFILE).drive(kerb(network, "4>1"), kerb(network, "2>3"))
    assert keys(network, drive) == ["4>1", "1>2", "2>3"]


def test_the_order_of_positions_does_not_matter():
    network = street_network(BLOCK, [*SIDES, *TAILS])
    finder = PathFinder(network, PROFILE)
    points = [("1>2", 50), ("2>1", 50)]
    drives = {
        finder.drive(place_on(network, *order), place_on(network, ("3>4", 50), ("4>3", 50)))
        for order in (points, points[::-1])
    }
    assert len(drives) == 1


def test_places_that_share_their_exits_have_the_same_row():
    network = street_network(BLOCK, [*SIDES, *TAILS])
    first = kerb(network, "1>2")
    second = Place(entries=place_on(network, ("1>4", 10)).entries, exits=first.exits)
    matrix = PathFinder(network, PROFILE).matrix([first, second, kerb(network, "3>6")])
    assert matrix.duration_s[0].tolist() == matrix.duration_s[1].tolist()
    assert matrix.duration_s[0, 0] != matrix.duration_s[0, 1]


def test_a_place_off_the_routable_part_is_marked_and_has_no_drive():
    network = street_network(BLOCK, [*SIDES, *TAILS, (5, 1, {"no_trucks": True})])
    finder = PathFinder(network, PROFILE)
    inside, outside = kerb(network, "1>2"), kerb(network, "5>1#1")
    assert finder.reaches(inside)
    assert not finder.reaches(outside)
    matrix = finder.matrix([inside, outside])
    assert matrix.duration_s[0, 1] == matrix.distance_m[1, 0] == UNREACHABLE
    assert matrix.duration_s[0, 0] < UNREACHABLE
    with pytest.raises(NetworkError, match=r"profile 'test' from arc 1>2 to arc 5>1#1"):
        finder.drive(inside, outside)


def test_no_places_make_an_empty_matrix():
    network = street_network(BLOCK, SIDES)
    finder = PathFinder(network, PROFILE)
    assert finder.matrix([]).duration_s.shape == (0, 0)
    assert finder.drives([]) == []


def test_a_network_closed_to_the_profile_is_refused_by_name():
    network = street_network(BLOCK, SIDES)
    closed = replace(PROFILE, closed_highways=frozenset({"residential"}))
    with pytest.raises(NetworkError, match=r"hand-drawn streets: .*'test' .*residential"):
        PathFinder(network, closed)


def test_a_network_too_long_to_add_up_is_refused():
    network = street_network(BLOCK, [(1, 2, {"length_m": 100_000_000}), *SIDES[1:]])
    with pytest.raises(NetworkError, match="Use a smaller area"):
        PathFinder(network, PROFILE)


def test_an_offset_beyond_the_arc_is_refused():
    network = street_network(BLOCK, SIDES)
    with pytest.raises(ValueError, match=r"1>2: offset_m must be in \[0, 100\], got 101"):
        PathFinder(network, PROFILE).matrix([place_on(network, ("1>2", 101))])
