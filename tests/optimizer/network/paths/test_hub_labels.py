"""Labels say what the matrix says, and what scipy's Dijkstra says on plain graphs.

The matrix has its own tests against plain searches.
"""

from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from optimizer.instance.instance import FAR
from optimizer.kernel import allocating_kernel
from optimizer.network.osm import read_osm
from optimizer.network.paths.hub_labels import graph_labels, stack_profiles
from optimizer.network.paths.hub_query import (
    LAST,
    lookup,
    recall,
    seconds_and_metres,
    spread,
    travel,
    wipe,
)
from optimizer.network.paths.path_finder import UNREACHABLE, PathFinder
from optimizer.network.paths.paths_kernel import NO_COST
from optimizer.network.place import Place, Position
from optimizer.network.profile import PROFILES
from scenarios.district import district_file
from tests.optimizer.network.paths.test_paths_reference import PROFILE, streets_and_places
from tests.optimizer.network.random_streets import random_grid, random_places, random_tree
from tests.streets import street_network

NINE_CORNERS = Path(__file__).parents[3] / "data" / "nine_corners.osm"
DRAWINGS = {
    "bent blocks": lambda: random_grid(Random(1), columns=14, rows=11),
    "straight blocks, many ties": lambda: random_grid(Random(2), columns=12, rows=12, bend_m=0),
    "narrow strip": lambda: random_grid(Random(3), columns=60, rows=2),
    "tree": lambda: random_tree(Random(4), num_nodes=120),
}


@allocating_kernel
def merged_pairs(labels, num_places):
    out_start, out_hub, out_cost, in_start, in_hub, in_cost = labels
    found = np.empty((2, num_places, num_places), dtype=np.int64)
    for i in range(num_places):
        for j in range(num_places):
            found[0, i, j], found[1, i, j] = travel(
                out_start, out_hub, out_cost, in_start, in_hub, in_cost, i, j
            )
    return found


@allocating_kernel
def remembered_pairs(labels, num_places, memory):
    out_start, out_hub, out_cost, in_start, in_hub, in_cost = labels
    found = np.empty((2, num_places, num_places), dtype=np.int64)
    for _ in range(2):
        for i in range(num_places):
            for j in range(num_places):
                cost = recall(
                    memory, out_start, out_hub, out_cost, in_start, in_hub, in_cost, i, j
                )
                found[0, i, j], found[1, i, j] = seconds_and_metres(cost)
    return found


@allocating_kernel
def spread_pairs(start, hub, cost, other_start, other_hub, other_cost, row):
    """One side in the row, the other looked up; the row's side is the first index."""
    num_places = len(start)
    found = np.empty((2, num_places, num_places), dtype=np.int64)
    for i in range(num_places):
        spread(start, hub, cost, i, row)
        for j in range(num_places):
            met = lookup(other_start, other_hub, other_cost, j, row)
            found[0, i, j], found[1, i, j] = seconds_and_metres(met)
        wipe(start, hub, i, row)
    return found


def pairs_of(labels):
    """Seconds and metres of all pairs, which all ways to ask must agree on."""
    number = len(labels.out_start)
    found = merged_pairs(labels, number)
    row = np.full(labels.num_hubs, NO_COST, dtype=np.int64)
    out, into = labels[:3], labels[3:]
    assert np.array_equal(spread_pairs(*out, *into, row), found)
    assert np.array_equal(spread_pairs(*into, *out, row).transpose(0, 2, 1), found)
    assert (row == NO_COST).all()
    # Sixteen slots, so that pairs drive each other out; a large one, in which most stay.
    for length in (32, 2**14):
        memory = np.full(length, -1, dtype=np.int64)
        assert np.array_equal(remembered_pairs(labels, number, memory), found)
    return found


def assert_equals_matrix(finder, places):
    matrix, found = finder.matrix(places), pairs_of(finder.hub_labels(places))
    assert np.array_equal(found[0], matrix.duration_s)
    assert np.array_equal(found[1], matrix.distance_m)
    return matrix


@settings(max_examples=60, deadline=None)
@given(streets_and_places())
def test_labels_give_the_matrix_of_random_streets_with_banned_ways(case):
    network, places = case
    assert_equals_matrix(PathFinder(network, PROFILE), [*places, places[0]])


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.id)
@pytest.mark.parametrize("drawing", DRAWINGS)
def test_labels_give_the_matrix_of_larger_streets(drawing, profile):
    network = DRAWINGS[drawing]().build()
    finder = PathFinder(network, profile)
    places = random_places(Random(6), network, 60)
    matrix = assert_equals_matrix(finder, places)
    # Streets closed to the profile make some places unreachable; not all pairs may be so.
    assert (matrix.duration_s < UNREACHABLE).mean() > 0.25


def test_labels_give_the_matrix_of_the_hamlet():
    network = read_osm(NINE_CORNERS)
    finder = PathFinder(network, PROFILES["sweeper"])
    places = random_places(Random(1), network, 50)
    assert_equals_matrix(finder, places)


def test_labels_give_the_matrix_of_the_district(tmp_path):
    network = read_osm(district_file(tmp_path), generated=True)
    finder = PathFinder(network, PROFILES["truck"])
    assert_equals_matrix(finder, random_places(Random(1), network, 300))


def test_stops_along_one_street_drive_on_ahead_and_around_the_block_back():
    corners = {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (0, 100)}
    sides = [(1, 2, {"one_way": True}), (2, 3), (3, 4), (4, 1)]
    network = street_network(corners, sides)
    finder = PathFinder(network, PROFILE)
    side = network.arc_of_key["1>2"]
    positions = [(Position(arc=side, offset_m=metres),) for metres in (0, 20, 55, 100)]
    places = [Place(entries=position, exits=position) for position in positions]
    metres = pairs_of(finder.hub_labels(places))[1]
    # Ahead the difference; back around the block of 400 m; at the same place no metre.
    at = np.array([0, 20, 55, 100])
    ahead = at[None, :] - at[:, None]
    assert np.array_equal(metres, np.where(ahead >= 0, ahead, ahead + 400))
    assert_equals_matrix(finder, places)


def test_a_place_that_cannot_be_driven_to_is_far_from_all():
    network = street_network(
        {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (0, 100)},
        [(1, 2), (2, 3), (3, 1), (3, 4, {"highway": "motorway", "max_weight_kg": 1})],
    )
    finder = PathFinder(network, PROFILE)
    opened, closed = (
        Place(entries=(Position(arc=arc, offset_m=5),), exits=(Position(arc=arc, offset_m=5),))
        for arc in (network.arc_of_key["1>2"], network.arc_of_key["3>4"])
    )
    seconds, metres = pairs_of(finder.hub_labels([opened, closed]))
    assert UNREACHABLE == FAR
    assert seconds.tolist() == metres.tolist() == [[0, FAR], [FAR, FAR]]


def test_no_places_have_no_labels():
    network = street_network({1: (0, 0), 2: (100, 0)}, [(1, 2)])
    labels = PathFinder(network, PROFILE).hub_labels([])
    assert labels.num_hubs == 0
    assert pairs_of(labels).shape == (2, 0, 0)


def test_labels_are_the_same_each_time():
    network = DRAWINGS["bent blocks"]().build()
    places = random_places(Random(6), network, 40)
    one, two = (PathFinder(network, PROFILES["truck"]).hub_labels(places) for _ in range(2))
    assert all(np.array_equal(a, b) and a.dtype == b.dtype for a, b in zip(one, two, strict=True))


def test_stacked_labels_keep_profiles_apart():
    network = DRAWINGS["tree"]().build()
    places = random_places(Random(6), network, 12)
    finders = [PathFinder(network, PROFILES[name]) for name in ("sweeper", "truck")]
    labels, first = stack_profiles([finder.hub_labels(places) for finder in finders])
    found = merged_pairs(labels, 24)
    assert first.tolist() == [0, 12]
    for at, finder in zip(first, finders, strict=True):
        own = slice(at, at + 12)
        matrix = finder.matrix(places)
        assert np.array_equal(found[0, own, own], matrix.duration_s)
        assert np.array_equal(found[1, own, own], matrix.distance_m)


@st.composite
def graphs(draw):
    """Digraphs in one part or several, with free arcs, loops and many equal costs."""
    number = draw(st.integers(1, 14))
    node = st.integers(0, number - 1)
    cost = st.integers(0, draw(st.sampled_from([1, 5, 1000])))
    arcs = draw(st.dictionaries(st.tuples(node, node), cost, max_size=4 * number))
    ends = np.array(list(arcs), dtype=np.int64).reshape(-1, 2)
    costs = np.array(list(arcs.values()), dtype=np.int64)
    graph = csr_array((costs, (ends[:, 0], ends[:, 1])), shape=(number, number))
    places = draw(st.lists(st.tuples(node, node), max_size=8))
    return graph, np.array(places, dtype=np.int64).reshape(-1, 2)


def distances(graph):
    found = dijkstra(graph.astype(np.float64))
    return np.where(np.isfinite(found), found, FAR).astype(np.int64)


@pytest.mark.parametrize("is_time", [True, False])
@settings(max_examples=150, deadline=None)
@given(case=graphs())
def test_labels_of_a_graph_give_scipys_distances(is_time, case):
    graph, places = case
    left, entered = places[:, 0], places[:, 1]
    seconds, metres = pairs_of(graph_labels(graph, left, entered, is_time=is_time))
    costs, nothing = (seconds, metres) if is_time else (metres, seconds)
    expected = distances(graph)[left][:, entered]
    assert np.array_equal(costs, expected)
    assert np.array_equal(nothing, np.where(expected < FAR, 0, FAR))


@settings(max_examples=150, deadline=None)
@given(case=graphs())
def test_no_hub_stays_to_which_a_more_important_one_leads_as_cheaply(case):
    graph, _ = case
    nodes = np.arange(graph.shape[0])
    labels = graph_labels(graph, nodes, nodes, is_time=False)
    lists = [
        [dict(hubs_from(hub, cost, start)) for start in starts.tolist()]
        for starts, hub, cost in (labels[:3], labels[3:])
    ]
    exact = distances(graph)
    # A node that is a hub is the last one, and at no cost, in both of its own lists.
    node_of = {max(hubs): node for node, hubs in enumerate(lists[0]) if hubs[max(hubs)] == 0}
    for side, (along, against) in enumerate((lists, lists[::-1])):
        for node in nodes.tolist():
            for hub, cost in along[node].items():
                other = node_of[hub]
                assert cost == (exact[other, node] if side else exact[node, other])
                assert all(
                    along[node][above] + rest > cost
                    for above, rest in against[other].items()
                    if above < hub and above in along[node]
                )


def hubs_from(hub, cost, start):
    while hub[start] != LAST:
        yield int(hub[start]), int(cost[start])
        start += 1


def perturbed_grid(*, columns, rows, seed):
    """Blocks with random costs, a third of them one-way."""
    rng = np.random.default_rng(seed)
    node = np.arange(columns * rows).reshape(rows, columns)
    ends = np.concatenate(
        [
            np.stack([node[:, :-1].ravel(), node[:, 1:].ravel()], axis=1),
            np.stack([node[:-1].ravel(), node[1:].ravel()], axis=1),
        ]
    )
    ends = np.where(rng.random((len(ends), 1)) < 0.5, ends, ends[:, ::-1])
    costs = rng.integers(50, 150, len(ends))
    both = rng.random(len(ends)) >= 1 / 3
    tails = np.concatenate([ends[:, 0], ends[both, 1]])
    heads = np.concatenate([ends[:, 1], ends[both, 0]])
    return csr_array(
        (np.concatenate([costs, costs[both]]), (tails, heads)), shape=(node.size, node.size)
    )


def test_labels_of_a_grid_give_scipys_distances_in_less_than_a_matrix():
    graph = perturbed_grid(columns=30, rows=20, seed=1)
    nodes = np.arange(graph.shape[0])
    labels = graph_labels(graph, nodes, nodes, is_time=False)
    assert np.array_equal(merged_pairs(labels, len(nodes))[1], distances(graph))
    assert labels.nbytes < 8 * len(nodes) ** 2 / 2


@pytest.mark.parametrize("cost", [-1, 1.5])
def test_costs_that_are_no_counts_are_refused(cost):
    graph = csr_array(([cost], ([0], [1])), shape=(2, 2))
    with pytest.raises(ValueError, match="whole numbers from 0 up"):
        graph_labels(graph, np.array([0]), np.array([1]), is_time=True)


@pytest.mark.parametrize(("is_time", "limit"), [(True, 2**35 // 1000), (False, 2**27)])
def test_paths_too_long_to_be_packed_are_refused(is_time, limit):
    origin, destination = np.array([0]), np.array([2])

    def line(cost):
        return csr_array(([cost - 1, 1], ([0, 1], [1, 2])), shape=(3, 3))

    longest = graph_labels(line(limit - 1), origin, destination, is_time=is_time)
    assert merged_pairs(longest, 1).max() == limit - 1
    with pytest.raises(ValueError, match=f"must be below {limit:,}"):
        graph_labels(line(limit), origin, destination, is_time=is_time)
