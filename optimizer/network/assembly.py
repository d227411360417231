"""Arcs with tags become the arrays of a road network."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.network import tags as table
from optimizer.network.restrictions import Restriction, banned_turns
from optimizer.network.road_network import LeftOut, RoadNetwork, Structure

Line = tuple[int, int, tuple[tuple[float, float], ...]]
"""Tail, head and points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One arc before it has a number.

    Parameters
    ----------
    tail, head
        OSM node ids.
    ways
        OSM way ids along it.
    points
        (lon, lat) from tail to head.
    tags
        Those of its first way.
    """

    tail: int
    head: int
    length_m: int
    ways: tuple[int, ...]
    points: tuple[tuple[float, float], ...]
    tags: Mapping[str, str]


def build_network(
    pieces: Sequence[Piece],
    *,
    nodes: Mapping[int, tuple[float, float]],
    signals: set[int],
    restrictions: Sequence[Restriction],
    water: Sequence[Sequence[tuple[float, float]]],
    left_out: tuple[LeftOut, ...],
    name: str,
    source: str,
    digest: str,
    generated: bool,
) -> RoadNetwork:
    """Returns the network; the same pieces in any order give the same arrays."""
    arcs = sorted(pieces, key=lambda piece: (piece.tail, piece.head, piece.length_m, piece.points))
    used = sorted({end for arc in arcs for end in (arc.tail, arc.head)})
    index = {osm_id: number for number, osm_id in enumerate(used)}
    inverse = _inverses(arcs)
    seen: Counter[tuple[int, int]] = Counter()
    parallel = []
    for arc in arcs:
        parallel.append(seen[arc.tail, arc.head])
        seen[arc.tail, arc.head] += 1
    highways = tuple(sorted({arc.tags["highway"] for arc in arcs}))
    names = ("", *sorted({table.street_name(arc.tags) for arc in arcs} - {""}))
    name_number = {street: number for number, street in enumerate(names)}
    one_way = [other < 0 for other in inverse]
    width_cm = [table.width_cm(a.tags, one_way=w) for a, w in zip(arcs, one_way, strict=True)]
    arc_from = np.array([index[arc.tail] for arc in arcs], dtype=np.int32)
    arc_to = np.array([index[arc.head] for arc in arcs], dtype=np.int32)
    node_osm_id = np.array(used, dtype=np.int64)
    bans, count = banned_turns(restrictions, arc_from, arc_to, node_osm_id, [a.ways for a in arcs])
    return RoadNetwork(
        name=name,
        source=source,
        digest=digest,
        generated=generated,
        node_lon=np.array([nodes[n][0] for n in used], dtype=np.float64),
        node_lat=np.array([nodes[n][1] for n in used], dtype=np.float64),
        node_osm_id=node_osm_id,
        signals=np.array([n in signals for n in used], dtype=np.bool_),
        arc_from=arc_from,
        arc_to=arc_to,
        arc_parallel=np.array(parallel, dtype=np.int16),
        arc_length_m=np.array([arc.length_m for arc in arcs], dtype=np.int32),
        arc_highway=np.array([highways.index(a.tags["highway"]) for a in arcs], dtype=np.int16),
        arc_lanes=np.array(
            [table.lanes(a.tags, one_way=w) for a, w in zip(arcs, one_way, strict=True)],
            dtype=np.int16,
        ),
        arc_width_cm=np.array(width_cm, dtype=np.int32),
        arc_area_m2=np.array(_areas(arcs, inverse, width_cm), dtype=np.int32),
        arc_speed_kph=np.array([table.speed_kph(arc.tags) for arc in arcs], dtype=np.int16),
        arc_name=np.array([name_number[table.street_name(arc.tags)] for arc in arcs], np.int32),
        arc_way_id=np.array([arc.ways[0] for arc in arcs], dtype=np.int64),
        arc_inverse=np.array(inverse, dtype=np.int32),
        arc_structure=np.array([_structure(arc.tags) for arc in arcs], dtype=np.int8),
        arc_layer=np.array([table.layer(arc.tags) for arc in arcs], dtype=np.int8),
        arc_max_weight_kg=np.array(
            [table.weight_kg(arc.tags.get("maxweight")) for arc in arcs], dtype=np.int32
        ),
        arc_max_height_cm=np.array(
            [table.length_cm(arc.tags.get("maxheight")) for arc in arcs], dtype=np.int32
        ),
        arc_max_width_cm=np.array(
            [table.length_cm(arc.tags.get("maxwidth")) for arc in arcs], dtype=np.int32
        ),
        arc_no_trucks=np.array([table.no_trucks(arc.tags) for arc in arcs], dtype=np.bool_),
        geometry=np.array([point for arc in arcs for point in arc.points], dtype=np.float64),
        geometry_start=np.cumsum([0, *(len(arc.points) for arc in arcs)], dtype=np.int64),
        banned_turns=bans,
        water=np.array([point for line in water for point in line], np.float64).reshape(-1, 2),
        water_start=np.cumsum([0, *map(len, water)], dtype=np.int64),
        highways=highways,
        names=names,
        left_out=left_out,
        restrictions=count,
    )


def _inverses(arcs: Sequence[Piece]) -> list[int]:
    """Returns for each arc the one of the same street in the other direction, or -1.

    Same ends are not enough: a dual carriageway may join two junctions twice. The line must be the
    same.
    """
    waiting: dict[Line, list[int]] = defaultdict(list)
    inverse = [-1] * len(arcs)
    for number, arc in enumerate(arcs):
        # Ends are compared too: a line of no length reads the same both ways.
        others = waiting[arc.head, arc.tail, arc.points[::-1]]
        if others:
            # A line drawn twice makes two pairs; an arc is never the inverse of two.
            other = others.pop(0)
            inverse[number], inverse[other] = other, number
        else:
            waiting[arc.tail, arc.head, arc.points].append(number)
    return inverse


def _areas(arcs: Sequence[Piece], inverse: Sequence[int], width_cm: Sequence[int]) -> list[int]:
    """Returns square metres by arc; the two arcs of a street share its area exactly."""
    areas = []
    for number, arc in enumerate(arcs):
        area = round(arc.length_m * width_cm[number] / 100)
        other = inverse[number]
        if other >= 0:
            area = area - area // 2 if number < other else area // 2
        areas.append(area)
    return areas


def _structure(tags: Mapping[str, str]) -> Structure:
    if tags.get("bridge", "no") != "no":
        return Structure.BRIDGE
    if tags.get("tunnel", "no") != "no":
        return Structure.TUNNEL
    return Structure.GROUND
