"""Random small networks against a slow second opinion: states, bans and costs by networkx.

Streets drive at 36 km/h unless drawn otherwise, and the profile at all of it.
"""

from math import atan2, ceil, degrees

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.network.paths.path_finder import UNREACHABLE, PathFinder
from optimizer.network.place import Place, Position
from optimizer.network.profile import Profile
from optimizer.network.road_network import Control
from tests.streets import has_bollard, street_network, tags_along

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
                "access": draw(st.sampled_from(["", "", "", "destination"])),
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
        or has_bollard(network, at)
        or network.arc_width_cm[a] >= PROFILE.turning_circle_cm
    ):
        return None
    if has_bollard(network, at) and not turns_round:
        return None
    at_signals = network.arc_control[a] == Control.SIGNALS
    wait_s = 12 if at_signals else 5 if network.arc_control[a] == Control.STOP else 0
    if "access" in tags_along(network, b) and "access" not in tags_along(network, a):
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
    return [tuple(network.banned_path(b).tolist()) for b in range(len(network.banned_path_signs))]


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
