"""From a plan to the nodes and ways of a map: junctions, bridges, split ways."""

import bisect
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from scenarios.district.ground import Point
from scenarios.district.street import ALONG_U, ALONG_V, DistrictPlan, DistrictStreet, Link, Name

ARTERIAL = ("trunk", "primary", "secondary")
MAIN = (*ARTERIAL, "tertiary")
_SHAPE_STEP_M = 40.0
_SAME_M = 0.05
_APART_M = 0.2
_RAMP_M = 60.0
_OLD_BRIDGE_SHARE = {"tertiary": 0.06, "residential": 0.35, "unclassified": 0.25}
_OLD_BRIDGE_TONNES = ("8", "10", "15")


@dataclass(slots=True, kw_only=True)
class Way:
    """An OSM way; `street` is the index of its street, -1 for links."""

    id: int
    nodes: list[int]
    tags: dict[str, str]
    street: int = -1
    is_one_way: bool = False


@dataclass(slots=True, kw_only=True)
class Web:
    """Nodes and ways; `meeting[node]` are the indices of the streets that meet there."""

    places: list[Point] = field(default_factory=list)
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    node_of: dict[tuple[int, int, bool], int] = field(default_factory=dict)
    meeting: dict[int, list[int]] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)

    def node(self, point: Point, *, is_elevated: bool = False) -> int:
        """Returns the node at a junction or street end, made when new."""
        key = (round(point[0] * 10), round(point[1] * 10), is_elevated)
        if key not in self.node_of:
            self.node_of[key] = self.add(point)
        return self.node_of[key]

    def add(self, point: Point) -> int:
        """Returns a node of its own."""
        self.places.append(point)
        return len(self.places) - 1

    def add_way(
        self, nodes: list[int], tags: dict[str, str], street: int, *, is_one_way: bool
    ) -> None:
        """Adds a way with the next number."""
        way = Way(id=len(self.ways), nodes=nodes, tags=tags, street=street, is_one_way=is_one_way)
        self.ways.append(way)


def weave(plan: DistrictPlan, rng: Random) -> Web:
    """Returns the map of a plan: streets that cross at the same height share a node."""
    web = Web()
    junctions = junctions_of(plan)
    roads = {
        (street.axis, round(street.at * 10))
        for street in plan.streets
        if street.highway in ARTERIAL
    }
    for index, street in enumerate(plan.streets):
        # Mappers cut ways where they meet a main road.
        cuts = [
            along
            for along in junctions[index]
            if street.highway in MAIN or (1 - street.axis, round(along * 10)) in roads
        ]
        _weave_street(web, plan, index, sorted(junctions[index]), cuts, rng)
        for along in junctions[index]:
            node = web.node(street.point(along), is_elevated=street.is_elevated)
            if index not in web.meeting.setdefault(node, []):
                web.meeting[node].append(index)
    for link in plan.links:
        _weave_link(web, link)
    return web


def junctions_of(plan: DistrictPlan) -> list[list[float]]:
    """Returns for each street where along it there is an end or a crossing.

    An end that meets another street is there twice.
    """
    junctions = [[street.start, street.end] for street in plan.streets]
    along_v = sorted(
        (street.at, index)
        for index, street in enumerate(plan.streets)
        if street.axis == ALONG_V and not street.is_elevated
    )
    for index, street in enumerate(plan.streets):
        if street.axis != ALONG_U or street.is_elevated:
            continue
        first = bisect.bisect_left(along_v, (street.start - _SAME_M, -1))
        for at, other in along_v[first:]:
            if at > street.end + _SAME_M:
                break
            crossed = plan.streets[other]
            if crossed.start - _SAME_M <= street.at <= crossed.end + _SAME_M:
                junctions[index].append(at)
                junctions[other].append(street.at)
    hosts: dict[tuple[int, int], list[int]] = {}
    for index, street in enumerate(plan.streets):
        hosts.setdefault((street.axis, round(street.at * 10)), []).append(index)
    for link in plan.links:
        for u, v in (link.points[0], link.points[-1]):
            for axis, at, along in ((ALONG_U, v, u), (ALONG_V, u, v)):
                for index in hosts.get((axis, round(at * 10)), ()):
                    street = plan.streets[index]
                    if street.start - _SAME_M <= along <= street.end + _SAME_M:
                        junctions[index].append(along)
    return junctions


def _weave_street(
    web: Web,
    plan: DistrictPlan,
    index: int,
    junctions: list[float],
    cuts: list[float],
    rng: Random,
) -> None:
    street = plan.streets[index]
    bridges = [] if street.is_elevated else list(_bridges(plan, street, junctions, rng))
    # (along, node or None for one of its own, may the way end here)
    stations: list[tuple[float, int | None, bool]] = []
    for along in junctions:
        if stations and along - stations[-1][0] < _APART_M:
            continue
        node = web.node(street.point(along), is_elevated=street.is_elevated)
        stations.append((along, node, along in cuts))
    for first, last in bridges:
        stations += [(first, None, True), (last, None, True)]
    stations.sort(key=lambda station: station[0])
    places = _Places(street=street, junctions=_drop_doubles(junctions))
    nodes: list[int] = []
    begun = stations[0][0]
    for number, (along, known, may_end) in enumerate(stations):
        if number > 0:
            nodes += _shape(web, places, stations[number - 1][0], along)
        node = web.add(places.at(along)) if known is None else known
        nodes.append(node)
        if number > 0 and (may_end or number == len(stations) - 1):
            middle = (begun + along) / 2
            is_bridge = any(first <= middle <= last for first, last in bridges)
            _add_street_way(web, street, index, nodes, is_bridge=is_bridge, rng=rng)
            nodes, begun = [node], along


def _bridges(
    plan: DistrictPlan, street: DistrictStreet, junctions: list[float], rng: Random
) -> Iterator[tuple[float, float]]:
    """Yields where a street leaves the ground for a canal, ramps included, inside of its ends."""
    ramp_m = _RAMP_M if street.highway in MAIN else _RAMP_M / 3
    for canal in plan.canals:
        along = canal.crosses(street)
        if along is None:
            continue
        bank_m = canal.width_m / 2 + 3.0
        half_m = bank_m + ramp_m * (0.5 + rng.random())
        first, last = max(street.start + 1, along - half_m), min(street.end - 1, along + half_m)
        # A ramp is over where another street comes in.
        first = max([first, *(j + 1 for j in junctions if j < along - bank_m)])
        last = min([last, *(j - 1 for j in junctions if j > along + bank_m)])
        if first < last:
            yield first, last


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """Where a street lies in the plan; its junctions are in rising order."""

    street: DistrictStreet
    junctions: list[float]

    def at(self, along: float) -> Point:
        """Returns the place at one coordinate inside of the street."""
        after = bisect.bisect_right(self.junctions, along, 1, len(self.junctions) - 1)
        start, end = self.junctions[after - 1 : after + 1]
        return self.street.bend_point(along, start, end, is_turn=after % 2 == 0)


def _drop_doubles(junctions: list[float]) -> list[float]:
    """Returns each junction once."""
    first, *rest = junctions
    kept = [first]
    kept += [along for before, along in pairwise((first, *rest)) if along - before >= _APART_M]
    return kept


def _shape(web: Web, places: _Places, start: float, end: float) -> list[int]:
    """Returns nodes between two stations, so that the street follows the ground's bends."""
    num_pieces = math.ceil((end - start) / _SHAPE_STEP_M)
    return [
        web.add(places.at(start + (end - start) * number / num_pieces))
        for number in range(1, num_pieces)
    ]


def _add_street_way(
    web: Web, street: DistrictStreet, index: int, nodes: list[int], *, is_bridge: bool, rng: Random
) -> None:
    tags = {"highway": street.highway, **_names(street.name), **dict(street.tags)}
    if street.one_way:
        tags["oneway"] = "yes"
        if street.one_way < 0 and street.highway == "tertiary":
            tags["oneway"] = "-1"
        elif street.one_way < 0:
            nodes = nodes[::-1]
        if street.highway == "tertiary":
            tags["lanes"] = "2"
    if is_bridge:
        tags |= {"bridge": "yes", "layer": "1"}
        if rng.random() < _OLD_BRIDGE_SHARE.get(street.highway, 0.0):
            tags["maxweight"] = _OLD_BRIDGE_TONNES[int(rng.random() * 3)]
    web.add_way(nodes, tags, index, is_one_way=street.one_way != 0)


def _names(name: Name | None) -> dict[str, str]:
    return {} if name is None else {"name": name.zh, "name:zh": name.zh, "name:en": name.en}


def _weave_link(web: Web, link: Link) -> None:
    ends = []
    for point in (link.points[0], link.points[-1]):
        key = (round(point[0] * 10), round(point[1] * 10), True)
        ends.append(web.node(point, is_elevated=key in web.node_of))
    nodes = [ends[0], *(web.add(point) for point in link.points[1:-1]), ends[1]]
    tags = {"highway": link.highway, **_names(link.name), **dict(link.tags), "oneway": "yes"}
    web.add_way(nodes, tags, -1, is_one_way=True)


def streets_outside(web: Web) -> set[int]:
    """Returns the streets with a way that cannot be driven to and from the rest of the town."""
    pairs = [
        (first, second, way.tags.get("oneway"))
        for way in web.ways
        for first, second in _pieces(web, way)
    ]
    links = {(b, a) if sign == "-1" else (a, b) for a, b, sign in pairs}
    links |= {(b, a) for a, b, sign in pairs if sign is None}
    rows, columns = np.array(sorted(links)).T
    size = len(web.places)
    graph = coo_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(size, size))
    part = connected_components(graph.tocsr(), directed=True, connection="strong")[1]
    town = np.bincount(part).argmax()
    return {
        way.street
        for way in web.ways
        if any(part[node] != town for node in (way.nodes[0], way.nodes[-1]))
    }


def _pieces(web: Web, way: Way) -> list[tuple[int, int]]:
    """Returns the pieces of a way between the junctions that it passes."""
    ends = (way.nodes[0], way.nodes[-1])
    return list(pairwise(node for node in way.nodes if node in ends or node in web.meeting))
