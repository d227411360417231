"""Figures of a street network as street networks are compared: from junction to junction."""

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from optimizer.network.road_network import RoadNetwork, Structure

_METRES_PER_DEGREE = 6_371_009 * np.pi / 180


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetFigures:
    """What osmnx's statistics say, two-way streets once.

    The reader keeps signals, restricted turns and bridge ends as nodes between two streets; they
    are no junctions, and the pieces between them are joined.

    Parameters
    ----------
    streets_at
        How many streets meet at each node.
    mean_m
        Mean length from junction to junction.
    circuity
        All lengths by all straight lines between the ends.
    bridge_share
        Share of the length that is on streets of which at least a piece carries a `bridge` tag.
    """

    streets_at: dict[int, int]
    mean_m: float
    circuity: float
    bridge_share: float

    @classmethod
    def of(cls, network: RoadNetwork) -> "StreetFigures":
        """Returns the figures of a network."""
        at: dict[int, list[int]] = defaultdict(list)
        for arc in range(network.num_arcs):
            if network.arc_inverse[arc] < arc:
                at[int(network.arc_from[arc])].append(arc)
                at[int(network.arc_to[arc])].append(arc)
        lengths_m, straight_m, has_bridge = [], [], []
        for first, last, arcs in _streets(network, at):
            lengths_m.append(int(network.arc_length_m[arcs].sum()))
            straight_m.append(_straight_m(network, first, last))
            has_bridge.append(bool((network.arc_structure[arcs] == Structure.BRIDGE).any()))
        length_m = np.array(lengths_m)
        return cls(
            streets_at={node: len(arcs) for node, arcs in at.items()},
            mean_m=float(length_m.mean()),
            circuity=float(length_m.sum() / sum(straight_m)),
            bridge_share=float(length_m[has_bridge].sum() / length_m.sum()),
        )

    @property
    def _junctions(self) -> Counter[int]:
        return Counter(streets for streets in self.streets_at.values() if streets != 2)

    @property
    def streets_per_node(self) -> float:
        """Mean number of streets at a junction or dead end."""
        return sum(k * n for k, n in self._junctions.items()) / self._junctions.total()

    def node_share(self, streets: int) -> float:
        """Returns the share of the junctions and dead ends where so many streets meet."""
        return self._junctions[streets] / self._junctions.total()


def _streets(network: RoadNetwork, at: dict[int, list[int]]) -> list[tuple[int, int, list[int]]]:
    """Returns (first node, last node, arcs) for each street from junction to junction."""
    streets = []
    seen: set[int] = set()
    for start, arcs in at.items():
        if len(arcs) == 2:
            continue
        for arc in arcs:
            if arc in seen:
                continue
            street, node = [arc], _other_end(network, arc, start)
            seen.add(arc)
            while len(at[node]) == 2 and (onwards := [a for a in at[node] if a not in seen]):
                street.append(onwards[0])
                seen.add(onwards[0])
                node = _other_end(network, onwards[0], node)
            streets.append((start, node, street))
    return streets


def _other_end(network: RoadNetwork, arc: int, node: int) -> int:
    tail, head = int(network.arc_from[arc]), int(network.arc_to[arc])
    return head if tail == node else tail


def _straight_m(network: RoadNetwork, first: int, last: int) -> float:
    north = network.node_lat[first] - network.node_lat[last]
    east = network.node_lon[first] - network.node_lon[last]
    east *= np.cos(np.radians(network.node_lat[first]))
    return float(np.hypot(north, east) * _METRES_PER_DEGREE)
