from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.network.components import find_largest_part, keep_strongly_connected, lacks
from optimizer.network.findings import LeftOut, Omission
from optimizer.network.profile import PROFILES
from optimizer.network.road_network import Lack
from optimizer.network.turns import open_arcs, turns_of
from tests.optimizer.network.random_streets import random_grid
from tests.streets import METRES_PER_DEGREE, street_network

NODES = {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (0, 100), 7: (500, 0), 8: (560, 0)}
ROUND = [
    (1, 2, {"one_way": True}),
    (2, 3, {"one_way": True}),
    (3, 4, {"one_way": True}),
    (4, 1, {"one_way": True}),
]


def keys(network):
    return {network.arc_key(arc) for arc in range(network.num_arcs)}


def test_a_street_that_nobody_can_come_back_from_is_left_out():
    network = keep_strongly_connected(
        street_network(NODES, [*ROUND, (2, 7, {"one_way": True, "name": "Outward Road"})])
    )
    assert keys(network) == {"1>2", "2>3", "3>4", "4>1"}
    # From (100, 0) to (500, 0).
    assert network.left_out == (
        # 400 m x 8 m.
        LeftOut(
            name="Outward Road", reason=Omission.OUTSIDE, length_m=400, num_arcs=1, area_m2=3200
        ),
    )


def test_a_two_way_street_left_out_counts_its_length_once():
    network = keep_strongly_connected(street_network(NODES, [*ROUND, (7, 8, {"name": "Island"})]))
    # 60 m x 8 m.
    assert network.left_out == (
        LeftOut(name="Island", reason=Omission.OUTSIDE, length_m=60, num_arcs=2, area_m2=480),
    )


def test_a_street_that_loses_one_direction_loses_none_of_its_surface():
    # 2>7 is two-way, but whoever drives 7>2 finds both turns there banned.
    source = street_network(
        NODES,
        [*ROUND, (2, 7, {"length_m": 401, "width_cm": 1400}), (7, 3, {"one_way": True})],
        banned=[("7>2", "2>3"), ("7>2", "2>7")],
    )
    network = keep_strongly_connected(source)
    arc = network.arc_of_key["2>7"]
    assert "7>2" not in network.arc_of_key
    # 401 m x 14 m = 5,614 m2, half of it with each direction.
    assert network.arc_area_m2[arc] == 2807
    (out,) = network.left_out
    assert (out.name, out.area_m2, out.num_arcs) == ("2-7 Street", 2807, 1)
    assert network.arc_area_m2.sum() + out.area_m2 == source.arc_area_m2.sum()


def lines(network):
    outside = network.outside
    return [
        (
            network.names[outside.name[n]],
            network.highways[outside.highway[n]],
            Lack(int(outside.lack[n])),
            int(outside.length_m[n]),
            bool(outside.one_direction[n]),
            np.round(outside.line(n) * METRES_PER_DEGREE).tolist(),
        )
        for n in range(len(outside))
    ]


def test_what_is_left_out_keeps_its_line_and_what_it_lacks():
    network = keep_strongly_connected(
        street_network(
            NODES | {9: (-200, 0)},
            [
                *ROUND,
                (2, 7, {"one_way": True, "name": "Outward Road"}),
                (9, 1, {"one_way": True, "name": "Inward Road", "highway": "service"}),
                (7, 8, {"one_way": True, "name": "Farther Road"}),
            ],
        )
    )
    assert lines(network) == [
        ("Outward Road", "residential", Lack.WAY_OUT, 400, False, [[100, 0], [500, 0]]),
        ("Inward Road", "service", Lack.WAY_IN, 200, False, [[-200, 0], [0, 0]]),
        ("Farther Road", "residential", Lack.WAY_OUT, 60, False, [[500, 0], [560, 0]]),
    ]


def test_both_directions_of_an_island_are_one_line():
    network = keep_strongly_connected(street_network(NODES, [*ROUND, (7, 8, {"name": "Island"})]))
    both = Lack.WAY_IN | Lack.WAY_OUT
    assert lines(network) == [("Island", "residential", both, 60, False, [[500, 0], [560, 0]])]
    assert network.outside.area_m2.tolist() == [480]


def test_a_street_left_out_in_one_direction_says_so():
    source = street_network(
        NODES, [*ROUND, (2, 7), (7, 3, {"one_way": True})], banned=[("7>2", "2>3"), ("7>2", "2>7")]
    )
    (line,) = lines(keep_strongly_connected(source))
    # A small vehicle may turn round at 7, but 7>2 leads to banned turns only.
    assert line[2:5] == (Lack.WAY_OUT, 400, True)


def test_streets_left_out_are_grouped_by_name():
    away = {"one_way": True, "name": "Outward Road"}
    network = keep_strongly_connected(street_network(NODES, [*ROUND, (2, 7, away), (7, 8, away)]))
    # 400 m to node 7 and 60 m on to node 8.
    assert [(out.length_m, out.num_arcs) for out in network.left_out] == [(460, 2)]


def test_the_part_is_that_of_arcs_so_a_ban_can_cut_off_a_street():
    # By nodes all streets hang together, but 2>7 may only be left by the turn that is banned.
    streets = [*ROUND, (2, 7, {"one_way": True}), (7, 3, {"one_way": True})]
    whole = street_network(NODES, streets)
    assert keep_strongly_connected(whole) is whole
    network = keep_strongly_connected(street_network(NODES, streets, banned=[("2>7", "7>3")]))
    assert keys(network) == {"1>2", "2>3", "3>4", "4>1"}


def test_what_is_kept_keeps_its_keys_shape_bans_and_inverses():
    # The lowest node and the first street are dropped, so every number changes.
    nodes = {0: (-300, 0), 9: (50, 50)} | NODES
    source = street_network(
        nodes,
        [(1, 0, {"one_way": True}), *ROUND, (1, 2, {"one_way": True}), (3, 9)],
        banned=[("4>1", "1>0"), ("2>3", "3>4")],
        signals=[3],
    )
    network = keep_strongly_connected(source)
    assert keys(network) == {"1>2", "1>2#1", "2>3", "3>9", "9>3", "3>4", "4>1"}
    for key, arc in network.arc_of_key.items():
        before = source.arc_of_key[key]
        assert np.array_equal(network.arc_geometry(arc), source.arc_geometry(before))
        assert network.arc_length_m[arc] == source.arc_length_m[before]
        assert network.street_name(arc) == source.street_name(before)
    arc = network.arc_of_key
    assert network.arc_inverse[arc["3>9"]] == arc["9>3"]
    assert network.arc_inverse[arc["2>3"]] == -1
    assert network.banned_turns.tolist() == [[arc["2>3"], arc["3>4"]]]
    assert network.node_osm_id[network.signals].tolist() == [3]
    assert network.node_osm_id.tolist() == [1, 2, 3, 4, 9]


def test_a_profile_loses_what_lies_behind_a_closed_street():
    network = street_network(NODES, [*ROUND, (2, 7, {"max_weight_kg": 3_000}), (7, 8)])
    profile = PROFILES["truck"]
    part = find_largest_part(turns_of(network, profile), open_arcs(network, profile))
    assert {network.arc_key(arc) for arc in np.flatnonzero(part)} == {"1>2", "2>3", "3>4", "4>1"}


def test_of_equal_parts_the_one_with_the_lowest_arc_is_kept():
    network = street_network(NODES, [(7, 8), (1, 2)])
    part = find_largest_part(turns_of(network, None), np.ones(4, dtype=np.bool_))
    assert part.tolist() == [True, True, False, False]


def test_nothing_open_leaves_nothing():
    network = street_network(NODES, ROUND)
    assert not find_largest_part(turns_of(network, None), np.zeros(4, dtype=np.bool_)).any()


CROSSOVER = [
    *[(a, b, {"one_way": True}) for a, b in ((1, 2), (2, 3), (4, 5), (5, 6))],
    (3, 4),
    (6, 1),
    (2, 5, {"one_way": True, "name": "Crossover"}),
]
"""Two carriageways, 1 to 3 and 4 to 6 the other way, joined at their ends and by a crossover."""
ACROSS = {1: (0, 0), 2: (200, 0), 3: (400, 0), 4: (400, 30), 5: (200, 30), 6: (0, 30)}


def test_a_way_in_and_a_way_out_that_no_drive_joins_are_no_way_out():
    # 2>5 is entered from 1>2 alone and left into 5>6 alone, and the three may not follow each
    # other: by states it has a way out for who never gets there.
    network = keep_strongly_connected(
        street_network(ACROSS, CROSSOVER, banned=[("1>2", "2>5", "5>6")])
    )
    assert lines(network) == [
        ("Crossover", "residential", Lack.WAY_OUT, 30, False, [[200, 0], [200, 30]])
    ]


@settings(deadline=None)
@given(seed=st.integers(0, 100_000))
def test_what_is_not_in_the_part_has_a_reason_and_what_is_has_none(seed):
    rng = Random(seed)
    free = random_grid(rng, columns=3, rows=3).build()
    ways = [
        (free.arc_key(a), free.arc_key(b), free.arc_key(c))
        for a in range(free.num_arcs)
        for b in np.flatnonzero(free.arc_from == free.arc_to[a]).tolist()
        for c in np.flatnonzero(free.arc_from == free.arc_to[b]).tolist()
        if rng.random() < 0.2
    ]
    drawing = random_grid(Random(seed), columns=3, rows=3)
    network = street_network(drawing.nodes, drawing.streets, banned=ways)
    opened = np.ones(network.num_arcs, dtype=np.bool_)
    turns = turns_of(network, None)
    part = find_largest_part(turns, opened)
    assert np.array_equal(lacks(turns, opened) == 0, part)
