"""Arcs with tags become the arrays of a road network."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.legible import is_legible, make_legible
from optimizer.network.findings import LeftOut, Unread
from optimizer.network.osm.node_tags import FREE, Passage
from optimizer.network.osm.restrictions import Restriction, bans_of
from optimizer.network.osm.tags import Heading, OsmStreet
from optimizer.network.road_network import Control, Posted, RoadNetwork, Sign, Tags

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
    heading
        The street's in the direction of the arc.
    control
        Met at its head.
    signs
        What stands along it.
    """

    tail: int
    head: int
    length_m: int
    ways: tuple[int, ...]
    points: tuple[tuple[float, float], ...]
    street: OsmStreet
    heading: Heading
    control: Control
    signs: Posted


def build_network(
    pieces: Sequence[Piece],
    *,
    nodes: Mapping[int, tuple[float, float]],
    passages: Mapping[int, Passage],
    restrictions: Sequence[Restriction],
    water: Sequence[Sequence[tuple[float, float]]],
    left_out: tuple[LeftOut, ...],
    unread: tuple[Unread, ...],
    name: str,
    source: str,
    digest: str,
    generated: bool,
) -> RoadNetwork:
    """Returns the network; the same pieces in any order give the same arrays."""
    arcs = sorted(pieces, key=lambda piece: (piece.tail, piece.head, piece.length_m, piece.points))
    used = sorted({end for arc in arcs for end in (arc.tail, arc.head)})
    index = {osm_id: number for number, osm_id in enumerate(used)}
    at_node = [passages.get(osm_id, FREE) for osm_id in used]
    inverse = _inverses(arcs)
    seen: Counter[tuple[int, int]] = Counter()
    parallel = []
    for arc in arcs:
        parallel.append(seen[arc.tail, arc.head])
        seen[arc.tail, arc.head] += 1
    highways = tuple(sorted({arc.street.highway for arc in arcs}))
    highway_number = {highway: number for number, highway in enumerate(highways)}
    shown = {arc.street.name: make_legible(arc.street.name).strip() for arc in arcs}
    names = ("", *sorted(set(shown.values()) - {""}))
    number_of = {street: number for number, street in enumerate(names)}
    name_number = {street: number_of[name] for street, name in shown.items()}
    width_cm = [arc.street.width_cm for arc in arcs]
    arc_from = np.array([index[arc.tail] for arc in arcs], dtype=np.int32)
    arc_to = np.array([index[arc.head] for arc in arcs], dtype=np.int32)
    node_osm_id = np.array(used, dtype=np.int64)
    signs = _Numbers()
    of_arcs = [signs.of(arc.signs) for arc in arcs]
    of_nodes = [signs.of((Sign(one.signs),) if one.signs else ()) for one in at_node]
    bans = bans_of(
        restrictions, arc_from, arc_to, inverse, node_osm_id, [arc.ways for arc in arcs]
    )
    return RoadNetwork(
        name=name,
        source=source,
        digest=digest,
        generated=generated,
        node_lon=np.array([nodes[n][0] for n in used], dtype=np.float64),
        node_lat=np.array([nodes[n][1] for n in used], dtype=np.float64),
        node_osm_id=node_osm_id,
        node_signs=np.array(of_nodes, dtype=np.int32),
        node_turning=np.array([one.turning_place for one in at_node], dtype=np.bool_),
        arc_from=arc_from,
        arc_to=arc_to,
        arc_parallel=np.array(parallel, dtype=np.int16),
        arc_length_m=np.array([arc.length_m for arc in arcs], dtype=np.int32),
        arc_highway=np.array([highway_number[a.street.highway] for a in arcs], dtype=np.int16),
        arc_lanes=np.array([arc.heading.lanes for arc in arcs], dtype=np.int16),
        arc_width_cm=np.array(width_cm, dtype=np.int32),
        arc_area_m2=np.array(_areas(arcs, inverse, width_cm), dtype=np.int32),
        arc_speed_kph=np.array([arc.heading.speed_kph for arc in arcs], dtype=np.int16),
        arc_name=np.array([name_number[arc.street.name] for arc in arcs], np.int32),
        arc_way_id=np.array([arc.ways[0] for arc in arcs], dtype=np.int64),
        arc_inverse=np.array(inverse, dtype=np.int32),
        arc_structure=np.array([arc.street.structure for arc in arcs], dtype=np.int8),
        arc_layer=np.array([arc.street.layer for arc in arcs], dtype=np.int8),
        arc_signs=np.array(of_arcs, dtype=np.int32),
        arc_unpaved=np.array([arc.street.unpaved for arc in arcs], dtype=np.bool_),
        arc_roundabout=np.array([arc.street.roundabout for arc in arcs], dtype=np.bool_),
        arc_control=np.array([arc.control for arc in arcs], dtype=np.int8),
        geometry=np.array([point for arc in arcs for point in arc.points], dtype=np.float64),
        geometry_start=np.cumsum([0, *(len(arc.points) for arc in arcs)], dtype=np.int64),
        banned_turns=bans.turns,
        banned_turn_signs=_number_relations(signs, bans.turn_tags),
        banned_paths=bans.paths,
        banned_path_start=bans.path_start,
        banned_path_signs=_number_relations(signs, bans.path_tags),
        water=np.array([point for line in water for point in line], np.float64).reshape(-1, 2),
        water_start=np.cumsum([0, *map(len, water)], dtype=np.int64),
        highways=highways,
        names=names,
        names_en=_english_names(arcs, names, shown),
        cleaned_names=tuple(sorted(name for raw, name in shown.items() if not is_legible(raw))),
        signs=signs.all,
        left_out=left_out,
        restrictions=bans.report,
        unread=unread,
    )


class _Numbers:
    """Numbers what stands along arcs, at nodes and in restrictions, the same things alike."""

    def __init__(self) -> None:
        self._number: dict[Posted, int] = {(): 0}

    def of(self, posted: Posted) -> int:
        return self._number.setdefault(posted, len(self._number))

    @property
    def all(self) -> tuple[Posted, ...]:
        return tuple(self._number)


def _number_relations(signs: _Numbers, relations: Sequence[Tags]) -> NDArray[np.int32]:
    return np.array([signs.of((Sign(tags),)) for tags in relations], dtype=np.int32)


def _english_names(
    arcs: Sequence[Piece], names: Sequence[str], shown: Mapping[str, str]
) -> tuple[str, ...]:
    """Returns the English name most often given with each name, "" where none is."""
    given: dict[str, Counter[str]] = defaultdict(Counter)
    for arc in arcs:
        if arc.street.name_en:
            given[shown[arc.street.name]][make_legible(arc.street.name_en).strip()] += 1
    # Of equally frequent ones the first in the alphabet.
    return tuple(
        min(given[name], key=lambda english: (-given[name][english], english))
        if given[name]
        else ""
        for name in names
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
