"""Which streets meet where, and how a driver is told of a place by them."""

import heapq
import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from api.exports.tracks import Point
from api.words import Phrasebook
from optimizer.network.plane import narrowing_at
from optimizer.network.road_network import BEYOND, RoadNetwork

FAR_M = 600
"""How far back or ahead along its street a place is told by a corner (assumed)."""

_LANE_M = 1_500
"""How far along lanes without names the nearest street is looked for (assumed)."""

_CLASSES = (
    *("motorway", "trunk", "primary", "secondary", "tertiary"),
    *("motorway_link", "trunk_link", "primary_link", "secondary_link", "tertiary_link"),
    *("unclassified", "residential", "living_street", "service"),
)
"""The better known a street, the earlier."""

_LANES = ("service", "living_street", "track", "pedestrian")

HEADINGS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


class Corners:
    """A network as a driver asks about it.

    Made once for a network; `corners_of` keeps it.
    """

    def __init__(self, network: RoadNetwork) -> None:
        self.network = network
        self._out = _by_node(network.arc_from, network.num_nodes)
        self._in = _by_node(network.arc_to, network.num_nodes)
        self._rank = {
            number: _CLASSES.index(highway) if highway in _CLASSES else len(_CLASSES)
            for number, highway in enumerate(network.highways)
        }
        self.name_of = cache(self._name_of)
        self.ends_of_lane = cache(self._ends_of_lane)

    def leaving(self, node: int) -> Sequence[int]:
        """Returns the arcs that begin at a node."""
        return self._out[node]

    def ways_on(self, arc: int) -> list[int]:
        """Returns the arcs that one can go on to from the end of an arc, without turning back."""
        inverse = self.network.arc_inverse[arc]
        return [one for one in self._out[int(self.network.arc_to[arc])] if one != inverse]

    def _name_of(self, arc: int) -> str:
        return "" if self.network.highway(arc) == BEYOND else self.network.street_name(arc)

    def streets_at(self, node: int) -> list[str]:
        """Returns the names of the streets that meet at a node, the best known first."""
        rank: dict[str, int] = {}
        for arc in (*self._out[node], *self._in[node]):
            if name := self.name_of(arc):
                of_arc = self._rank[int(self.network.arc_highway[arc])]
                rank[name] = min(of_arc, rank.get(name, of_arc))
        return sorted(rank, key=lambda name: (rank[name], name))

    def crossing(self, node: int, own: str) -> str:
        """Returns the street that crosses another at a node, "" where none with a name does."""
        return next((name for name in self.streets_at(node) if name != own), "")

    def is_end(self, node: int) -> bool:
        """Whether one can only turn back at a node."""
        ends = {int(self.network.arc_to[arc]) for arc in self._out[node]}
        ends |= {int(self.network.arc_from[arc]) for arc in self._in[node]}
        return len(ends) < 2

    def look_back(self, arc: int, offset_m: int) -> tuple[str, int]:
        """Returns the last crossing of an arc's street before a place on it, and how far it is."""
        return self._look(arc, offset_m, ahead=False)

    def look_ahead(self, arc: int, offset_m: int) -> tuple[str, int]:
        """Returns the next crossing of an arc's street after a place on it, and how far it is."""
        rest_m = int(self.network.arc_length_m[arc]) - offset_m
        return self._look(arc, rest_m, ahead=True)

    def _look(self, arc: int, metres: int, *, ahead: bool) -> tuple[str, int]:
        own, network = self.name_of(arc), self.network
        seen = {arc}
        while metres <= FAR_M:
            node = int((network.arc_to if ahead else network.arc_from)[arc])
            if other := self.crossing(node, own):
                return other, metres
            around = self._out[node] if ahead else self._in[node]
            further = [
                one
                for one in around
                if one not in seen
                and one != network.arc_inverse[arc]
                and self.name_of(one) == own
                and network.arc_highway[one] == network.arc_highway[arc]
            ]
            if not own or len(further) != 1:
                break
            (arc,) = further
            seen.add(arc)
            metres += int(network.arc_length_m[arc])
        return "", 0

    def _ends_of_lane(self, arc: int) -> tuple[str, str]:
        """Returns the nearest streets with names before and behind an arc without one."""
        before = self._nearest(int(self.network.arc_from[arc]), arc)
        return before, self._nearest(int(self.network.arc_to[arc]), arc, but=before)

    def _nearest(self, node: int, barred: int, but: str = "") -> str:
        network = self.network
        queue, seen = [(0, node)], set[int]()
        blocked = {barred, int(network.arc_inverse[barred])}
        fallback = ""
        while queue:
            metres, here = heapq.heappop(queue)
            if here in seen:
                continue
            seen.add(here)
            names = self.streets_at(here)
            if found := next((name for name in names if name != but), ""):
                return found
            if names:
                fallback = fallback or names[0]
                continue
            for arc in (*self._out[here], *self._in[here]):
                further_m = metres + int(network.arc_length_m[arc])
                if arc not in blocked and further_m <= _LANE_M:
                    other = network.arc_to[arc] + network.arc_from[arc] - here
                    heapq.heappush(queue, (further_m, int(other)))
        return fallback

    def describe(self, arc: int, words: Phrasebook) -> str:
        """Returns what a driver can look for: its name, or what a lane without one joins."""
        if self.network.highway(arc) == BEYOND:
            return words("instruction.beyond")
        if name := self.name_of(arc):
            return name
        highway = self.network.highway(arc)
        what = "lane" if highway in _LANES else "link" if highway.endswith("_link") else "road"
        before, behind = self.ends_of_lane(arc)
        if before and behind and before != behind:
            return words(f"instruction.{what}_between", first=before, second=behind)
        if before or behind:
            return words(f"instruction.{what}_off", street=before or behind)
        return words("instruction.unnamed", highway=highway)


def _by_node(ends: np.ndarray, num_nodes: int) -> list[list[int]]:
    of_node: list[list[int]] = [[] for _ in range(num_nodes)]
    for arc, node in enumerate(ends.tolist()):
        of_node[node].append(arc)
    return of_node


def corners_of(network: RoadNetwork) -> Corners:
    """Returns the corners of a network."""
    kept = network.worked_out.setdefault(Corners, {})
    if "all" not in kept:
        kept["all"] = Corners(network)
    found: Corners = kept["all"]
    return found


def heading_of(points: Sequence[Point]) -> str:
    """Returns where a line leads to, one of `HEADINGS`; one that comes back: begins to."""
    narrowing = narrowing_at(points[0][1])

    def size(a: Point, b: Point) -> float:
        return math.hypot((b[0] - a[0]) * narrowing, b[1] - a[1])

    begin, end = points[0], points[-1]
    whole = sum(size(a, b) for a, b in pairwise(points))
    if size(begin, end) < 0.4 * whole:
        end = next((one for one in points if size(begin, one) > 0.1 * whole), end)
    angle = math.degrees(math.atan2((end[0] - begin[0]) * narrowing, end[1] - begin[1]))
    return HEADINGS[round(angle / 45) % 8]
