"""Paths on random streets, by several profiles, against a plain search and against themselves.

The second opinion walks the network's own arrays arc by arc with a heap. Only the milliseconds of
a whole arc and of a turn are taken from `turns`, which has hand-computed tests; which arcs are
open, which turns are allowed and what is connected is found anew.
"""

from heapq import heappop, heappush
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer.errors import NetworkError
from optimizer.network.paths.path_finder import UNREACHABLE, PathFinder
from optimizer.network.place import Place, Position
from optimizer.network.profile import PROFILES, Profile
from optimizer.network.turns import arc_times_ms, turns_of
from tests.optimizer.network.random_streets import (
    Streets,
    random_grid,
    random_places,
    random_tree,
)
from tests.streets import tags_along

FREE_TURNS = Profile(
    id="free turns",
    max_speed_kph=120,
    speed_share=1.0,
    weight_kg=1_500,
    height_cm=150,
    width_cm=180,
    is_truck=False,
    near_turn_s=0,
    straight_s=0,
    far_turn_s=0,
    u_turn_s=0,
    signal_s=0,
)
DEAR_TURNS = Profile(
    id="dear turns",
    max_speed_kph=30,
    speed_share=0.7,
    weight_kg=14_000,
    height_cm=300,
    width_cm=240,
    near_turn_s=100,
    straight_s=1,
    far_turn_s=7,
    u_turn_s=2,
    signal_s=60,
)
EVERY_PROFILE = pytest.mark.parametrize(
    "profile", [*PROFILES.values(), FREE_TURNS, DEAR_TURNS], ids=lambda profile: profile.id
)
LARGER = {
    "bent blocks": lambda: random_grid(Random(1), columns=14, rows=11),
    "straight blocks": lambda: random_grid(Random(2), columns=12, rows=12, bend_m=0),
    "narrow strip": lambda: random_grid(Random(3), columns=60, rows=2),
    "tree": lambda: random_tree(Random(4), num_nodes=120),
    "chain": lambda: random_tree(Random(5), num_nodes=80, is_chain=True),
}
EVERY_LARGER = pytest.mark.parametrize("drawing", LARGER)


@st.composite
def grids(draw) -> tuple[Streets, Random]:
    rng = Random(draw(st.integers(0, 2**32 - 1)))
    streets = random_grid(
        rng,
        columns=draw(st.integers(2, 5)),
        rows=draw(st.integers(1, 4)),
        bend_m=draw(st.sampled_from([0, 30])),
    )
    return streets, rng


class PlainSearch:
    """Arcs and turns of one profile in lists, and a search with nothing clever about it."""

    def __init__(self, network, profile):
        self.length_m = network.arc_length_m.tolist()
        self.ms = arc_times_ms(network, profile).tolist()
        cost_ms = turns_of(network, profile)
        banned = {tuple(pair) for pair in network.banned_turns.tolist()}
        arc_from, arc_to = network.arc_from.tolist(), network.arc_to.tolist()
        inverse = network.arc_inverse.tolist()
        opened = [arc for arc in range(network.num_arcs) if is_open(network, profile, arc)]
        self.turns = {arc: [] for arc in opened}
        for a in opened:
            leaving = [b for b in opened if arc_from[b] == arc_to[a]]
            for b in leaving:
                narrow = network.arc_width_cm[a] < profile.turning_circle_cm
                if (a, b) in banned or (b == inverse[a] and leaving != [b] and narrow):
                    continue
                self.turns[a].append((b, cost_ms.find(a, b)))
        parts = self._parts()
        part = max(parts, key=len)  # the first of equals, which has the lowest arc
        self.has_rival_part = [len(other) for other in parts].count(len(part)) > 1
        self.turns = {a: [(b, ms) for b, ms in self.turns[a] if b in part] for a in part}

    def _parts(self):
        """The sets of arcs that can all be driven to from each other, by their lowest arc."""
        backwards = {arc: [] for arc in self.turns}
        for a, onto in self.turns.items():
            for b, _ in onto:
                backwards[b].append((a, 0))
        rest, parts = set(self.turns), []
        while rest:
            arc = min(rest)
            parts.append(reached(self.turns, arc) & reached(backwards, arc))
            rest -= parts[-1]
        return parts

    def at_starts(self, exits):
        """Least (ms, metres) from any exit to the start of each arc, the turn onto it made."""
        best, heap = {}, []
        for out in exits:
            if out.arc in self.turns:
                rest_m = self.length_m[out.arc] - out.offset_m
                self._turn(heap, out.arc, self.part_ms(out.arc, rest_m), rest_m)
        while heap:
            ms, metres, arc = heappop(heap)
            if arc not in best:
                best[arc] = (ms, metres)
                self._turn(heap, arc, ms + self.ms[arc], metres + self.length_m[arc])
        return best

    def _turn(self, heap, arc, ms, metres):
        for onto, turn_ms in self.turns[arc]:
            heappush(heap, (ms + turn_ms, metres, onto))

    def part_ms(self, arc, part_m):
        return self.ms[arc] * part_m // self.length_m[arc]

    def row(self, origin, places):
        """Seconds and metres from a place to all, as a matrix has them."""
        starts = self.at_starts(origin.exits)
        return [self._arrival(origin, starts, destination) for destination in places]

    def _arrival(self, origin, starts, destination):
        ways = []
        for into in destination.entries:
            if into.arc not in self.turns:
                continue
            if into.arc in starts:
                ms, metres = starts[into.arc]
                ways.append((ms + self.part_ms(into.arc, into.offset_m), metres + into.offset_m))
            for out in origin.exits:
                ahead_m = into.offset_m - out.offset_m
                if out.arc == into.arc and ahead_m >= 0:
                    ways.append((self.part_ms(into.arc, ahead_m), ahead_m))
        if not ways:
            return UNREACHABLE, UNREACHABLE
        ms, metres = min(ways)
        return -(-ms // 1000), metres


def is_open(network, profile, arc):
    tags = tags_along(network, arc)
    sizes = {
        "maxweight": profile.weight_kg,
        "maxheight": profile.height_cm,
        "maxwidth": profile.width_cm,
    }
    return (
        network.highway(arc) not in profile.closed_highways
        and not (profile.is_truck and "hgv" in tags)
        # "13000 kg", "245 cm"
        and all(size <= int(tags[key].split()[0]) for key, size in sizes.items() if key in tags)
    )


def reached(turns, arc):
    seen, rest = {arc}, [arc]
    while rest:
        for onto, _ in turns[rest.pop()]:
            if onto not in seen:
                seen.add(onto)
                rest.append(onto)
    return seen


def finder_of(network, profile):
    """A finder, unless the draw has not a street for the profile."""
    try:
        return PathFinder(network, profile)
    except NetworkError:
        assert not any(is_open(network, profile, arc) for arc in range(network.num_arcs))
        assume(False)


def assert_equals_plain_search(network, profile, finder, places):
    plain = PlainSearch(network, profile)
    assert np.flatnonzero(finder.routable).tolist() == sorted(plain.turns)
    matrix = finder.matrix(places)
    for i, origin in enumerate(places):
        expected = plain.row(origin, places)
        found = zip(matrix.duration_s[i].tolist(), matrix.distance_m[i].tolist(), strict=True)
        assert list(found) == expected
    return plain, matrix


def assert_drives_add_up(plain, finder, places, matrix):
    """Each drive is on the drawn streets, makes allowed turns and costs what the matrix says."""
    reachable = np.argwhere(matrix.duration_s < UNREACHABLE).tolist()
    drives = finder.drives([(places[i], places[j]) for i, j in reachable])
    for (i, j), drive in zip(reachable, drives, strict=True):
        first, last = drive.arcs[0], drive.arcs[-1]
        assert Position(arc=first, offset_m=drive.from_offset_m) in places[i].exits
        assert Position(arc=last, offset_m=drive.to_offset_m) in places[j].entries
        if len(drive.arcs) == 1:
            parts = [(first, drive.to_offset_m - drive.from_offset_m)]
        else:
            parts = [
                (first, plain.length_m[first] - drive.from_offset_m),
                *((arc, plain.length_m[arc]) for arc in drive.arcs[1:-1]),
                (last, drive.to_offset_m),
            ]
        # A turn that is not allowed is not in `plain.turns`.
        turned_ms = sum(
            dict(plain.turns[a])[b] for a, b in zip(drive.arcs, drive.arcs[1:], strict=False)
        )
        ms = turned_ms + sum(plain.part_ms(arc, metres) for arc, metres in parts)
        assert drive.duration_s == -(-ms // 1000) == matrix.duration_s[i, j]
        assert drive.distance_m == sum(m for _, m in parts) == matrix.distance_m[i, j]


@EVERY_PROFILE
@settings(max_examples=60, deadline=None)
@given(case=grids())
def test_small_streets_are_driven_as_a_plain_search_drives_them(profile, case):
    streets, rng = case
    network = streets.build()
    finder = finder_of(network, profile)
    places = random_places(rng, network, 6)
    plain, matrix = assert_equals_plain_search(network, profile, finder, places)
    assert_drives_add_up(plain, finder, places, matrix)


@EVERY_PROFILE
@EVERY_LARGER
def test_larger_streets_are_driven_as_a_plain_search_drives_them(drawing, profile):
    network = LARGER[drawing]().build()
    finder = PathFinder(network, profile)
    places = random_places(Random(6), network, 40)
    plain, matrix = assert_equals_plain_search(network, profile, finder, places)
    assert 2 * finder.routable.sum() > network.num_arcs
    assert_drives_add_up(plain, finder, places, matrix)


@EVERY_LARGER
def test_a_matrix_of_some_places_is_part_of_the_matrix_of_all(drawing):
    network = LARGER[drawing]().build()
    finder = PathFinder(network, PROFILES["truck"])
    rng = Random(7)
    places = random_places(rng, network, 30)
    some = rng.sample(range(len(places)), 7)
    whole, part = finder.matrix(places), finder.matrix([places[i] for i in some])
    assert np.array_equal(part.duration_s, whole.duration_s[np.ix_(some, some)])
    assert np.array_equal(part.distance_m, whole.distance_m[np.ix_(some, some)])


def renumbered(places, arc_of):
    def moved(positions):
        return tuple(Position(arc=arc_of[p.arc], offset_m=p.offset_m) for p in positions)

    return [Place(entries=moved(p.entries), exits=moved(p.exits)) for p in places]


def assert_relabelling_changes_nothing(streets, profile, finder, rng):
    network = finder.network
    other, line_of = streets.relabelled(rng)
    other_arcs = other.arcs()
    arc_of = {arc: other_arcs[line_of[line]] for line, arc in streets.arcs().items()}
    other_finder = PathFinder(other.build(), profile)
    assert {arc_of[a] for a in np.flatnonzero(finder.routable).tolist()} == set(
        np.flatnonzero(other_finder.routable).tolist()
    )
    places = random_places(rng, network, 8)
    one, two = finder.matrix(places), other_finder.matrix(renumbered(places, arc_of))
    assert np.array_equal(one.duration_s, two.duration_s)
    assert np.array_equal(one.distance_m, two.distance_m)


@EVERY_PROFILE
@settings(max_examples=60, deadline=None)
@given(case=grids())
def test_other_labels_of_nodes_and_arcs_change_no_cost(profile, case):
    streets, rng = case
    finder = finder_of(streets.build(), profile)
    # Of equally large parts the lowest arc decides, which is a matter of labels.
    assume(not PlainSearch(finder.network, profile).has_rival_part)
    assert_relabelling_changes_nothing(streets, profile, finder, rng)


@EVERY_LARGER
def test_other_labels_change_no_cost_on_larger_streets(drawing):
    streets = LARGER[drawing]()
    finder = PathFinder(streets.build(), FREE_TURNS)
    assert 2 * finder.routable.sum() > finder.network.num_arcs
    assert_relabelling_changes_nothing(streets, FREE_TURNS, finder, Random(8))
