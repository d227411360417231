"""Streets drive at 36 km/h and the profile at all of it: 100 m take 10 s."""

from dataclasses import replace
from math import atan2, ceil, degrees

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.errors import NetworkError
from optimizer.network.paths import UNREACHABLE, PathFinder
from optimizer.network.place import Drive, Place, Position
from optimizer.network.profile import Profile
from optimizer.network.road_network import Access, Control
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


# Random small networks against a slow second opinion.


@st.composite
def streets_and_places(draw):
    """Nine bent crossings, random streets, directions, speeds and bans; places anywhere."""
    bend = st.integers(-30, 30)
    nodes = {n: (n % 3 * 100 + draw(bend), n // 3 * 100 + draw(bend)) for n in range(9)}
    ends = st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda pair: pair[0] != pair[1])
    # A ring in both directions keeps most arcs connected.
    ring = [0, 1, 2, 5, 8, 7, 6, 3]
    chords = draw(st.lists(ends, max_size=8))
    streets = [
        (
            a,
            b,
            {
                "one_way": draw(st.booleans()),
                "speed_kph": draw(st.sampled_from([20, 33, 50])),
                "highway": draw(st.sampled_from(["residential", "primary"])),
                "width_cm": draw(st.sampled_from([800, 1800])),
                "control": draw(st.sampled_from([0, 0, 0, Control.STOP])),
                "access": draw(st.sampled_from([0, 0, 0, Access.DESTINATION])),
            },
        )
        for a, b in [*zip(ring, ring[1:] + ring[:1], strict=True), (4, 1), *chords]
    ]
    corners = st.sets(st.integers(0, 8), max_size=3)
    marks = {
        "signals": sorted(draw(corners)),
        "turning": sorted(draw(corners)),
        "blocked": sorted(draw(st.sets(st.integers(0, 8), max_size=1))),
    }
    open_streets = street_network(nodes, streets, **marks)
    meetings = [
        (open_streets.arc_key(a), open_streets.arc_key(b))
        for a in range(open_streets.num_arcs)
        for b in range(open_streets.num_arcs)
        if open_streets.arc_to[a] == open_streets.arc_from[b]
    ]
    over_via = [(a, b, d) for a, b in meetings for c, d in meetings if b == c]
    banned = draw(st.sets(st.sampled_from(meetings), max_size=5))
    banned |= draw(st.sets(st.sampled_from(over_via), max_size=5))
    network = street_network(nodes, streets, banned=sorted(banned), **marks)

    def position():
        arc = draw(st.integers(0, network.num_arcs - 1))
        return Position(arc=arc, offset_m=draw(st.integers(0, int(network.arc_length_m[arc]))))

    places = []
    for _ in range(draw(st.integers(2, 5))):
        entries = tuple(position() for _ in range(draw(st.integers(1, 2))))
        exits = entries if draw(st.booleans()) else tuple(position() for _ in range(len(entries)))
        places.append(Place(entries=entries, exits=exits))
    return network, tuple(places)


def slow_turn_ms(network, a, b):
    """The cost of a turn by the written rules, or None where it is not allowed."""
    at = network.arc_to[a]
    if at != network.arc_from[b] or [a, b] in network.banned_turns.tolist():
        return None
    ways_on = np.flatnonzero(network.arc_from == at).tolist()
    turns_round = network.arc_inverse[a] == b
    if turns_round and not (
        ways_on == [b]
        or network.node_turning[at]
        or network.node_blocked[at]
        or network.arc_width_cm[a] >= PROFILE.turning_circle_cm
    ):
        return None
    if network.node_blocked[at] and not turns_round:
        return None
    at_signals = network.arc_control[a] == Control.SIGNALS
    wait_s = 12 if at_signals else 5 if network.arc_control[a] == Control.STOP else 0
    if network.arc_goods_access[b] > network.arc_goods_access[a]:
        wait_s += 60
    gap_s = 8 if "primary" in (network.highway(a), network.highway(b)) and not at_signals else 0

    def bearing(points):
        (x, y), (next_x, next_y) = points
        return degrees(atan2(next_x - x, next_y - y))

    angle = bearing(network.arc_geometry(b)[:2]) - bearing(network.arc_geometry(a)[-2:])
    angle = round(angle, 6)
    while angle > 180:
        angle -= 360
    while angle <= -180:
        angle += 360
    if turns_round or abs(angle) >= 150:
        return (45 + wait_s + gap_s) * 1000
    if abs(angle) < 30:
        return wait_s * 1000
    if angle < 0:
        return (8 + wait_s + gap_s) * 1000
    return (3 + wait_s - (12 if at_signals else 0)) * 1000


def banned_ways(network):
    return [tuple(network.banned_path(b).tolist()) for b in range(len(network.banned_path_for))]


def slow_part_ms(network, arc, part_m):
    length_m = int(network.arc_length_m[arc])
    whole_ms = ceil(length_m * 3600 / int(network.arc_speed_kph[arc]))
    return whole_ms * part_m // length_m


def slow_arc_graph(network):
    """Arcs joined by allowed turns; an edge costs (turn and the next arc, to its end).

    A vertex is (arc before, arc), the arc before being -1 where no ban over via ways begins so.
    """
    bans = banned_ways(network)
    begun = {ban[:2] for ban in bans}
    graph = nx.DiGraph()
    waiting = [(-1, arc) for arc in range(network.num_arcs)]
    graph.add_nodes_from(waiting)
    while waiting:
        before, a = waiting.pop()
        for b in range(network.num_arcs):
            turn_ms = slow_turn_ms(network, a, b)
            if turn_ms is None or (before, a, b) in bans:
                continue
            after = (a if (a, b) in begun else -1, b)
            if after not in graph:
                waiting.append(after)
            length_m = int(network.arc_length_m[b])
            cost = weight(turn_ms + slow_part_ms(network, b, length_m), length_m)
            graph.add_edge((before, a), after, weight=cost, turn_ms=turn_ms)
    return graph


def slow_routable(graph):
    """The arcs of the largest strongly connected part."""
    parts = sorted(
        nx.strongly_connected_components(graph),
        key=lambda part: (-len(part), min((before >= 0, arc) for before, arc in part)),
    )
    return {arc for _, arc in parts[0]}


def weight(ms, metres):
    return ms * 10**9 + metres


def slow_drive(network, graph, origin, destination):
    """Seconds and metres of the best drive, by networkx from every exit to every entry."""
    best = None
    for out in origin.exits:
        if (-1, out.arc) not in graph:
            continue
        rest_m = int(network.arc_length_m[out.arc]) - out.offset_m
        rest = weight(slow_part_ms(network, out.arc, rest_m), rest_m)
        to_end = nx.single_source_dijkstra_path_length(graph, (-1, out.arc))
        for into in destination.entries:
            part = weight(slow_part_ms(network, into.arc, into.offset_m), into.offset_m)
            ways = [
                rest + to_end[a] + weight(graph.edges[a, b]["turn_ms"], 0) + part
                for b in graph
                if b[1] == into.arc
                for a in graph.predecessors(b)
                if a in to_end
            ]
            ahead_m = into.offset_m - out.offset_m
            if into.arc == out.arc and ahead_m >= 0:
                ways.append(weight(slow_part_ms(network, out.arc, ahead_m), ahead_m))
            best = min([best, *ways] if best is not None else ways, default=None)
    if best is None:
        return UNREACHABLE, UNREACHABLE
    return ceil(best // 10**9 / 1000), best % 10**9


@settings(max_examples=60, deadline=None)
@given(streets_and_places())
def test_the_matrix_equals_a_slow_reference(case):
    network, places = case
    finder = PathFinder(network, PROFILE)
    graph = slow_arc_graph(network)
    routable = slow_routable(graph)
    assert set(np.flatnonzero(finder.routable)) == routable
    graph = graph.subgraph([vertex for vertex in graph if vertex[1] in routable])
    matrix = finder.matrix(places)
    for i, origin in enumerate(places):
        for j, destination in enumerate(places):
            expected = slow_drive(network, graph, origin, destination)
            assert (matrix.duration_s[i, j], matrix.distance_m[i, j]) == expected


def reachable_drives(finder, places):
    matrix = finder.matrix(places)
    reached = np.argwhere(matrix.duration_s < UNREACHABLE)
    pairs = [(places[i], places[j]) for i, j in reached]
    return matrix, reached, pairs, finder.drives(pairs)


@settings(max_examples=60, deadline=None)
@given(streets_and_places())
def test_a_drive_costs_the_sum_of_its_arcs_and_turns_and_what_the_matrix_says(case):
    network, places = case
    finder = PathFinder(network, PROFILE)
    matrix, reached, pairs, drives = reachable_drives(finder, places)
    for (i, j), (origin, destination), drive in zip(reached, pairs, drives, strict=True):
        first, last = drive.arcs[0], drive.arcs[-1]
        assert Position(arc=first, offset_m=drive.from_offset_m) in origin.exits
        assert Position(arc=last, offset_m=drive.to_offset_m) in destination.entries
        lengths_m = network.arc_length_m.tolist()
        if len(drive.arcs) == 1:
            parts = [(first, drive.to_offset_m - drive.from_offset_m)]
        else:
            parts = [
                (first, lengths_m[first] - drive.from_offset_m),
                *((arc, lengths_m[arc]) for arc in drive.arcs[1:-1]),
                (last, drive.to_offset_m),
            ]
        assert drive.distance_m == sum(m for _, m in parts) == matrix.distance_m[i, j]
        driven_ms = sum(slow_part_ms(network, arc, m) for arc, m in parts)
        turned_ms = sum(
            slow_turn_ms(network, a, b) for a, b in zip(drive.arcs, drive.arcs[1:], strict=False)
        )
        assert drive.duration_s == ceil((driven_ms + turned_ms) / 1000) == matrix.duration_s[i, j]


@settings(max_examples=60, deadline=None)
@given(streets_and_places())
def test_no_drive_makes_a_forbidden_turn(case):
    network, places = case
    _, _, _, drives = reachable_drives(PathFinder(network, PROFILE), places)
    for drive in drives:
        for a, b in zip(drive.arcs, drive.arcs[1:], strict=False):
            assert network.arc_to[a] == network.arc_from[b]
            assert [a, b] not in network.banned_turns.tolist()
            if network.arc_inverse[a] == b:
                assert slow_turn_ms(network, a, b) is not None
        triples = set(zip(drive.arcs, drive.arcs[1:], drive.arcs[2:], strict=False))
        assert triples.isdisjoint(banned_ways(network))
