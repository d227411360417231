"""Streets that the edge of the data cuts in two, joined by stated detours beyond it.

An extract ends somewhere: of a dual carriageway one side leads out and never back, the other comes
in from nowhere, and a street across a corner meets no other. Each could be swept, since the world
goes on beyond the edge. So that they can be driven to and back, ends are joined:

- where both carriageways of a street break off side by side, the one that leads out with the one
  that comes in, wherever that is: whatever lies there, one can turn round;
- where the data are known to end, what is still cut off with the nearest end of a street that is
  not. They are known to end at nodes that a way names and the file lacks, at the box that the file
  states, and, in a file of many streets without one, outside of all its junctions.

What is drawn as a dead end by hand, in a small file without a box, stays what it is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import shapely
from numpy.typing import NDArray

from optimizer.network.components import find_largest_part
from optimizer.network.findings import EdgeJoins
from optimizer.network.osm.assembly import Piece
from optimizer.network.osm.node_tags import FREE, Passage
from optimizer.network.osm.tags import Heading, OsmStreet
from optimizer.network.road_network import BEYOND, Control, RoadNetwork, Structure
from optimizer.network.turns import turns_of

SIDE_BY_SIDE_M = 100.0
"""Carriageways that break off no farther apart belong to one street (assumed: a boulevard)."""

OPPOSITE_DEG = 120.0
"""Their directions differ by at least so much."""

DETOUR_SHARE = 1.5
"""Length of a drive beyond the edge, as a multiple of the way that the crow flies (assumed)."""

LEAST_DETOUR_M = 400
"""The least of it (assumed): to the next junction and back."""

BEYOND_KPH = 40
"""Speed beyond the edge (assumed)."""

AT_BOX_M = 30.0
"""So near to the box of a file a street's end is cut off by it."""

MANY_JUNCTIONS = 200
"""From so many junctions on, what lies outside of all of them is at the edge (assumed)."""

METRES_PER_DEGREE = 111_195.0

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeJoin:
    """A drive beyond the edge from one end of a street to another, by node index."""

    tail: int
    head: int
    length_m: int


def join_at_edge(
    build: Callable[[Sequence[Piece]], RoadNetwork], *, cut: Iterable[int], box: Box | None
) -> RoadNetwork:
    """Returns a network with the streets that the edge cuts in two joined beyond it.

    Parameters
    ----------
    build
        Makes the network, with further arcs.
    cut
        OSM ids of nodes beyond which ways go on to nodes that are not in the file.
    box
        Of the data, where the file states it.
    """
    plain = network = build(())
    beyond: list[Piece] = []
    # What turns round is in reach, and so are the ends of which others are the nearest.
    for find in (turns_round, partial(ways_round, cut=cut, box=box)):
        joins = find(network)
        if joins:
            beyond += list_pieces_beyond(network, joins)
            network = build(beyond)
    if not beyond:
        return plain
    return replace(
        network,
        edge=EdgeJoins(
            number=len(beyond),
            length_m=sum(piece.length_m for piece in beyond),
            street_m=_street_m(network) - _street_m(plain),
        ),
    )


def with_room(passages: Mapping[int, Passage], beyond: Sequence[Piece]) -> dict[int, Passage]:
    """Returns what nodes do to who passes them, with room to turn round beyond the edge."""
    ends = {end for piece in beyond for end in (piece.tail, piece.head)}
    return dict(passages) | {
        end: replace(passages.get(end, FREE), turning_place=True) for end in ends
    }


def _street_m(network: RoadNetwork) -> int:
    """Returns the length of the streets that can be driven to and back, two-way ones once."""
    part = _part(network) & ~network.is_beyond
    inverse = network.arc_inverse
    second = (inverse >= 0) & (inverse < np.arange(network.num_arcs)) & part[inverse]
    return int(network.arc_length_m[part & ~second].sum())


def _part(network: RoadNetwork) -> NDArray[np.bool_]:
    return find_largest_part(turns_of(network, None), np.ones(network.num_arcs, dtype=np.bool_))


def turns_round(network: RoadNetwork) -> list[EdgeJoin]:
    """Returns joins of carriageways that break off side by side, each end once."""
    ends = _CutEnds(network)
    sinks, sources = ends.sinks, ends.sources
    if not len(sinks) or not len(sources):
        return []
    apart_m = _distance_m(network, sinks, sources)
    outward_deg = _bearings_deg(network, sinks, leaving=False)
    inward_deg = _bearings_deg(network, sources, leaving=True)
    turned = np.abs((outward_deg[:, None] - inward_deg[None, :] + 180) % 360 - 180)
    apart_m[(apart_m > SIDE_BY_SIDE_M) | (turned < OPPOSITE_DEG)] = np.inf
    joins = []
    while np.isfinite(apart_m).any():
        a, b = np.unravel_index(np.argmin(apart_m), apart_m.shape)
        joins.append(_join(int(sinks[a]), int(sources[b]), float(apart_m[a, b])))
        apart_m[a, :] = apart_m[:, b] = np.inf
    return joins


def ways_round(network: RoadNetwork, *, cut: Iterable[int], box: Box | None) -> list[EdgeJoin]:
    """Returns joins of what is cut off at the edge with the nearest ends there that are not.

    Parameters
    ----------
    cut
        OSM ids of nodes beyond which ways go on to nodes that are not in the file.
    box
        Of the data, where the file states it.
    """
    part = _part(network)
    if part.all():
        return []
    ends, at_edge = _CutEnds(network), _find_at_edge(network, part, set(cut), box)
    within = np.zeros(network.num_nodes, dtype=np.bool_)
    within[network.arc_to[part]] = within[network.arc_from[part]] = True
    goals = np.flatnonzero(within & at_edge & ends.out & ends.into)
    if not len(goals):
        return []
    joins = []
    for mask, is_out in ((ends.out, True), (ends.into, False)):
        lost = np.flatnonzero(mask & at_edge & ~within)
        for node, row in zip(lost.tolist(), _distance_m(network, lost, goals), strict=True):
            nearest = int(np.argmin(row))
            goal, crow_m = int(goals[nearest]), float(row[nearest])
            joins.append(_join(node, goal, crow_m) if is_out else _join(goal, node, crow_m))
    return joins


def list_pieces_beyond(network: RoadNetwork, joins: Sequence[EdgeJoin]) -> Iterator[Piece]:
    """Yields joins as arcs."""
    heading = Heading(speed_kph=BEYOND_KPH, lanes=1, rules=(), conditional=())
    street = OsmStreet(
        highway=BEYOND,
        name="",
        name_en="",
        structure=Structure.GROUND,
        layer=0,
        width_cm=0,
        unpaved=False,
        roundabout=False,
        signs=(),
        forward=heading,
        backward=None,
    )
    for join in joins:
        yield Piece(
            tail=int(network.node_osm_id[join.tail]),
            head=int(network.node_osm_id[join.head]),
            length_m=join.length_m,
            ways=(0,),
            points=(_place(network, join.tail), _place(network, join.head)),
            street=street,
            heading=heading,
            control=Control.NONE,
            signs=(),
        )


class _CutEnds:
    """The nodes where a street ends: one other node is all that streets join them to.

    Attributes
    ----------
    out, into
        Masks of those that can be driven to, and of those that can be driven from.
    """

    def __init__(self, network: RoadNetwork) -> None:
        size = network.num_nodes
        streets = ~network.is_beyond
        tails, heads = network.arc_from[streets], network.arc_to[streets]
        beside = np.concatenate((np.stack((tails, heads)), np.stack((heads, tails))), axis=1)
        beside = np.unique(beside[:, beside[0] != beside[1]], axis=1)
        is_end = np.bincount(beside[0], minlength=size) == 1
        self.out = is_end & (np.bincount(heads, minlength=size) > 0)
        self.into = is_end & (np.bincount(tails, minlength=size) > 0)

    @property
    def sinks(self) -> NDArray[np.intp]:
        """Ends that can be driven to and never from."""
        return np.flatnonzero(self.out & ~self.into)

    @property
    def sources(self) -> NDArray[np.intp]:
        """Ends that can be driven from and never to."""
        return np.flatnonzero(self.into & ~self.out)


def _join(tail: int, head: int, crow_m: float) -> EdgeJoin:
    return EdgeJoin(
        tail=tail, head=head, length_m=max(LEAST_DETOUR_M, int(np.ceil(crow_m * DETOUR_SHARE)))
    )


def _find_at_edge(
    network: RoadNetwork, part: NDArray[np.bool_], cut: set[int], box: Box | None
) -> NDArray[np.bool_]:
    """Returns a mask of the nodes at which the data are known to end."""
    lon, lat = network.node_lon, network.node_lat
    found = np.isin(network.node_osm_id, sorted(cut))
    if box is not None:
        west, south, east, north = box
        high = AT_BOX_M / METRES_PER_DEGREE
        wide = high / np.cos(np.radians((south + north) / 2))
        inside = (lon > west + wide) & (lon < east - wide)
        inside &= (lat > south + high) & (lat < north - high)
        return np.asarray(found | ~inside)
    ends, begins = network.arc_to[part], network.arc_from[part]
    pairs = np.unique(np.stack((np.minimum(ends, begins), np.maximum(ends, begins))), axis=1)
    num_streets = np.bincount(pairs.ravel(), minlength=network.num_nodes)
    junctions = num_streets >= 3
    if junctions.sum() < MANY_JUNCTIONS:
        return np.asarray(found)
    hull = shapely.MultiPoint(np.column_stack((lon[junctions], lat[junctions]))).convex_hull
    return np.asarray(found | ~shapely.contains_xy(hull, lon, lat))


def _distance_m(
    network: RoadNetwork, nodes: NDArray[np.intp], others: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Returns the metres between nodes, as the crow flies."""
    narrowing = np.cos(np.radians(network.node_lat[others].mean()))
    east = (network.node_lon[nodes][:, None] - network.node_lon[others][None, :]) * narrowing
    north = network.node_lat[nodes][:, None] - network.node_lat[others][None, :]
    return np.asarray(np.hypot(east, north) * METRES_PER_DEGREE)


def _bearings_deg(
    network: RoadNetwork, nodes: NDArray[np.intp], *, leaving: bool
) -> NDArray[np.float64]:
    """Returns the direction in which traffic leaves, or reaches, the end of a street."""
    found = []
    for node in nodes.tolist():
        arc = int(np.flatnonzero((network.arc_from if leaving else network.arc_to) == node)[0])
        line = network.arc_geometry(arc)
        (x, y), (next_x, next_y) = line[:2] if leaving else line[-2:]
        narrowing = np.cos(np.radians(y))
        found.append(np.degrees(np.arctan2((next_x - x) * narrowing, next_y - y)))
    return np.array(found, dtype=np.float64)


def _place(network: RoadNetwork, node: int) -> tuple[float, float]:
    return float(network.node_lon[node]), float(network.node_lat[node])
