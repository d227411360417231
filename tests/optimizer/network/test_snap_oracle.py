"""The snapper against a second opinion that looks at every street, one by one, in plain numpy."""

import math
from dataclasses import replace

import numpy as np
import pytest

from optimizer.network.nearby import TIE_M
from optimizer.network.plane import METRES_PER_DEGREE
from optimizer.network.road_network import DrivingSide
from optimizer.network.snap import (
    DETOUR_OFF_STRUCTURE_M,
    WAY_ROUND_M,
    NoStreet,
    Snapper,
)
from optimizer.network.water import BANK_TOLERANCE_M
from tests.streets import METRES_PER_DEGREE as DRAWN_METRES_PER_DEGREE
from tests.streets import street_network

KINDS = [{}] * 6 + [
    {"structure": 1, "layer": 1},
    {"structure": 1, "layer": 2},
    {"structure": 2, "layer": -1},
    {"layer": 1},
]


def random_network(rng):
    """A dozen junctions in a square of 400 m, streets between random pairs, some water."""
    nodes = {i: tuple(rng.uniform(0, 400, 2)) for i in range(1, 13)}
    streets = []
    for _ in range(12):
        start, end = rng.choice(12, 2, replace=False) + 1
        kind = KINDS[rng.integers(len(KINDS))]
        streets.append((int(start), int(end), kind | {"one_way": bool(rng.random() < 0.3)}))
    water = [rng.uniform(-50, 450, (rng.integers(2, 6), 2)).tolist() for _ in range(3)]
    return street_network(nodes, streets, water=water)


def cross(a, b):
    return a[0] * b[1] - a[1] * b[0]


def do_cross(p, q, a, b):
    """Whether the insides of two segments in general position meet."""
    return (
        cross(q - p, a - p) * cross(q - p, b - p) < 0
        and cross(b - a, p - a) * cross(b - a, q - a) < 0
    )


class Oracle:
    def __init__(self, network, routable, limit_m, driving_side):
        self.network, self.limit_m, self.side = network, limit_m, driving_side
        west, south, east, north = network.bounds
        center = np.array([(west + east) / 2, (south + north) / 2])
        scale = np.array([math.cos(math.radians(center[1])), 1.0]) * METRES_PER_DEGREE
        self.metres = lambda degrees: (np.asarray(degrees) - center) * scale
        # Streets of the drawings are straight.
        self.ends = [self.metres(network.arc_geometry(a)) for a in range(network.num_arcs)]
        self.water = [
            self.metres(network.water[i : i + 2])
            for start, end in zip(network.water_start, network.water_start[1:], strict=False)
            for i in range(start, end - 1)
        ]
        raised = {
            a
            for a in range(network.num_arcs)
            if network.arc_structure[a] != 0 or network.arc_layer[a] != 0
        }
        passing = {
            a for a in raised if any(do_cross(*self.ends[a], *other) for other in self.ends)
        }
        nodes = lambda a: {network.arc_from[a], network.arc_to[a]}  # noqa: E731
        while more := {a for a in raised - passing if any(nodes(a) & nodes(b) for b in passing)}:
            passing |= more
        arcs = set(np.flatnonzero(routable))
        self.usable = sorted(arcs - passing) or sorted(arcs)
        self.kind = {
            a: 0 if a not in raised else 2 if network.arc_structure[a] == 2 else 1
            for a in self.usable
        }

    def foot(self, arc, point):
        a, b = self.ends[arc]
        share = min(1.0, max(0.0, (point - a) @ (b - a) / ((b - a) @ (b - a))))
        return share, a + share * (b - a)

    def is_parted(self, point, foot):
        length_m = math.dist(point, foot)
        if length_m <= 2 * BANK_TOLERANCE_M:
            return False
        trim = (foot - point) * BANK_TOLERANCE_M / length_m
        return any(do_cross(point + trim, foot - trim, a, b) for a, b in self.water)

    def answer(self, degrees):
        """Returns None, or the arcs and offsets, near side first, and the distance."""
        point = self.metres(degrees)
        away_m = {a: math.dist(point, self.foot(a, point)[1]) for a in self.usable}
        limit_m = min(self.limit_m, min(away_m.values()) + WAY_ROUND_M)
        chosen = None
        for kind, detour_m in enumerate((0.0, DETOUR_OFF_STRUCTURE_M, math.inf)):
            dry = [
                a
                for a in self.usable
                if self.kind[a] == kind
                and away_m[a] <= limit_m
                and not self.is_parted(point, self.foot(a, point)[1])
            ]
            if not dry:
                continue
            least_m = min(away_m[a] for a in dry)
            if chosen is None or least_m + detour_m < away_m[chosen]:
                chosen = min(a for a in dry if away_m[a] <= least_m + TIE_M)
        if chosen is None:
            return None
        share, foot = self.foot(chosen, point)
        length_m = int(self.network.arc_length_m[chosen])
        offset_m = round(share * length_m)
        positions = [(chosen, offset_m)]
        inverse = int(self.network.arc_inverse[chosen])
        if inverse in self.usable:
            on_right = cross(self.ends[chosen][1] - self.ends[chosen][0], point - foot) <= 0
            mirrored = (inverse, length_m - offset_m)
            near_first = on_right == (self.side == "right")
            positions = [*positions, mirrored] if near_first else [mirrored, *positions]
        return positions, away_m[chosen]


@pytest.mark.parametrize("seed", range(40))
def test_the_snapper_agrees_with_a_search_through_every_street(seed):
    rng = np.random.default_rng(seed)
    side = list(DrivingSide)[seed % 2]
    network = replace(random_network(rng), driving_side=side)
    routable = rng.random(network.num_arcs) < 0.9
    routable[0] = True
    limit_m = [40.0, 120.0, math.inf][seed % 3]
    oracle = Oracle(network, routable, limit_m, side)
    points = rng.uniform(-100, 500, (60, 2)) / DRAWN_METRES_PER_DEGREE
    snapper = Snapper(network, routable, max_distance_m=limit_m)
    for point, found in zip(points, snapper.snap(points), strict=True):
        expected = oracle.answer(point)
        if expected is None:
            assert isinstance(found, NoStreet)
            continue
        positions, distance_m = expected
        assert [(p.arc, p.offset_m) for p in found.positions] == positions
        assert found.distance_m == pytest.approx(distance_m, abs=1e-3)


def test_the_random_networks_try_every_branch():
    # Otherwise the test above could agree on nothing.
    refused = parted = raised = first_is_higher = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        network = random_network(rng)
        everything = np.ones(network.num_arcs, dtype=np.bool_)
        points = rng.uniform(-100, 500, (60, 2)) / DRAWN_METRES_PER_DEGREE
        heeding = Snapper(network, everything, max_distance_m=120.0).snap(points)
        crossing = Snapper(network, everything, max_distance_m=120.0, cross_water=True)
        for found, nearest in zip(heeding, crossing.snap(points), strict=True):
            refused += isinstance(found, NoStreet)
            if isinstance(found, NoStreet) or isinstance(nearest, NoStreet):
                continue
            parted += found.arc != nearest.arc
            raised += bool(network.arc_layer[found.arc])
            first_is_higher += len(found.positions) == 2 and found.arc > found.positions[1].arc
    assert min(refused, parted, raised, first_is_higher) > 20
