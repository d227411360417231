"""Turn restrictions from OSM relations, as bans of arcs driven one after the other.

The rules follow the OSM wiki page Relation:restriction.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.network.findings import NotApplied, RestrictionCount
from optimizer.network.road_network import Tags
from optimizer.network.signs import (
    EVERYBODY,
    ON_RED,
    Sense,
    Subject,
    key_of,
    list_spared,
    pick_posted,
    senses_of,
)

UNREAD = ("day_on", "day_off", "hour_on", "hour_off")
"""Keys that once said when a restriction holds; nobody knows what the rest of them mean today."""

LONGEST_VIA = 12
"""Arcs on via ways at most; longer ones are slips of the mapper's."""


class RestrictionFault(Exception):
    """Why a restriction cannot be applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """One relation: what it says and between which ways; `fault` names why it cannot be used.

    `via_ways` is empty where a node joins from and to, else `via_node` is 0. `tags` say whom it
    binds, and when.
    """

    relation_id: int
    kind: str
    sense: Sense = Sense.NO
    tags: Tags = ()
    from_ways: tuple[int, ...] = ()
    via_node: int = 0
    via_ways: tuple[int, ...] = ()
    to_ways: tuple[int, ...] = ()
    fault: str = ""

    @classmethod
    def from_relation(
        cls, relation_id: int, tags: Mapping[str, str], members: Sequence[tuple[str, int, str]]
    ) -> "Restriction":
        """Reads a relation's tags and members (type "n" or "w", id, role)."""

        def of(role: str, kind: str) -> tuple[int, ...]:
            return tuple(ref for is_, ref, has in members if has == role and is_ == kind)

        signs = pick_posted(tags, also=("except",))
        one = cls(
            relation_id=relation_id,
            kind=_kind(tags),
            tags=signs,
            from_ways=of("from", "w"),
            via_ways=of("via", "w"),
            to_ways=of("to", "w"),
        )
        senses = senses_of(signs)
        if any(key in tags for key in UNREAD):
            return replace(one, fault="conditional")
        if len(senses) != 1:
            return replace(one, fault=_explain_nobody(tags, signs, one.kind, len(senses)))
        nodes = of("via", "n")
        whole = one.from_ways and one.to_ways and (len(nodes) == 1) != bool(one.via_ways)
        one = replace(one, sense=next(iter(senses)))
        if not whole:
            return replace(one, fault="incomplete")
        return replace(one, via_node=nodes[0] if nodes else 0)


def _kind(tags: Mapping[str, str]) -> str:
    """Returns what a relation says, by the first of its keys that says anything."""
    keys = sorted(
        (key for key in tags if key.partition(":")[0] == "restriction"),
        key=lambda key: (key.endswith(":conditional"), key),
    )
    return tags[keys[0]] if keys else "?"


def _explain_nobody(tags: Mapping[str, str], signs: Tags, kind: str, num_senses: int) -> str:
    """Returns why a restriction cannot be applied to any of our vehicles."""
    if num_senses > 1:
        return "forbids its way and all others"
    if list_spared(signs) >= EVERYBODY:
        return "our vehicles are excepted"
    if any(_is_for_us(key) and key.endswith(":conditional") for key in tags):
        return "condition not understood"
    if kind.endswith(ON_RED):
        return "holds on red only"
    if any(_is_for_us(key) for key in tags):
        return "unknown kind"
    return "for another class of vehicle"


def _is_for_us(key: str) -> bool:
    taken_apart = key_of(key)
    return taken_apart is not None and taken_apart.subject is Subject.TURN


class Bans(NamedTuple):
    """Bans as `RoadNetwork` keeps them, and what became of each relation."""

    turns: NDArray[np.int32]
    turn_tags: tuple[Tags, ...]
    paths: NDArray[np.int32]
    path_start: NDArray[np.int64]
    path_tags: tuple[Tags, ...]
    report: RestrictionCount


def bans_of(
    restrictions: Sequence[Restriction],
    arc_from: NDArray[np.int32],
    arc_to: NDArray[np.int32],
    arc_inverse: Sequence[int],
    node_osm_id: NDArray[np.int64],
    ways_of: Sequence[tuple[int, ...]],
) -> Bans:
    """Returns the arcs that must not follow each other, and what became of each restriction.

    An `only_*` restriction is written out as bans of all other ways on: from its first arc on,
    too, when it leads over via ways. A way that goes on through the via node leaves open which of
    its two sides is meant; such a restriction is not applied, unless it forbids turning round on
    that way.
    """
    streets = _RestrictedStreets(arc_from, arc_to, arc_inverse, node_osm_id, ways_of)
    banned: set[tuple[tuple[int, ...], Tags]] = set()
    not_applied: list[NotApplied] = []
    over_ways = 0
    for one in restrictions:
        try:
            if one.fault:
                raise RestrictionFault(one.fault)
            sequences = set(streets.list_banned(one))
        except RestrictionFault as fault:
            not_applied.append(
                NotApplied(relation_id=one.relation_id, kind=one.kind, reason=str(fault))
            )
            continue
        over_ways += bool(one.via_ways)
        banned.update((arcs, one.tags) for arcs in sequences)
    turns = sorted(one for one in banned if len(one[0]) == 2)
    paths = sorted(one for one in banned if len(one[0]) > 2)
    return Bans(
        turns=np.array([arcs for arcs, _ in turns], dtype=np.int32).reshape(-1, 2),
        turn_tags=tuple(tags for _, tags in turns),
        paths=np.array([arc for arcs, _ in paths for arc in arcs], dtype=np.int32),
        path_start=np.cumsum([0, *(len(arcs) for arcs, _ in paths)], dtype=np.int64),
        path_tags=tuple(tags for _, tags in paths),
        report=RestrictionCount(
            found=len(restrictions),
            applied=len(restrictions) - len(not_applied),
            over_ways=over_ways,
            not_applied=tuple(not_applied),
        ),
    )


class _RestrictedStreets:
    """Arcs by the junctions where they end and begin."""

    def __init__(
        self,
        arc_from: NDArray[np.int32],
        arc_to: NDArray[np.int32],
        arc_inverse: Sequence[int],
        node_osm_id: NDArray[np.int64],
        ways_of: Sequence[tuple[int, ...]],
    ) -> None:
        self._node_of = {int(osm_id): node for node, osm_id in enumerate(node_osm_id)}
        self._to = arc_to.tolist()
        self._inverse = arc_inverse
        self._ways_of = ways_of
        self._coming: dict[int, list[int]] = defaultdict(list)
        self._going: dict[int, list[int]] = defaultdict(list)
        self._on_way: dict[int, list[int]] = defaultdict(list)
        for arc, (tail, head) in enumerate(zip(arc_from.tolist(), self._to, strict=True)):
            self._going[tail].append(arc)
            self._coming[head].append(arc)
            for way in ways_of[arc]:
                self._on_way[way].append(arc)

    def list_banned(self, one: Restriction) -> Iterator[tuple[int, ...]]:
        """Yields the arcs that a restriction forbids to drive one after the other.

        Raises
        ------
        RestrictionFault
            When the relation does not fit the streets.
        """
        ways = self._ban_over_ways(one) if one.via_ways else self._ban_over_node(one)
        if one.sense is Sense.NO:
            yield from ways
            return
        # Whoever has begun the way prescribed must go on with it.
        allowed = {way[:length] for way in ways for length in range(2, len(way) + 1)}
        for begun in {way[:length] for way in ways for length in range(1, len(way))}:
            for arc in self._going[self._to[begun[-1]]]:
                if (*begun, arc) not in allowed:
                    yield (*begun, arc)

    def _ban_over_node(self, one: Restriction) -> list[tuple[int, ...]]:
        node = self._node_of.get(one.via_node, -1)
        if node < 0:
            raise RestrictionFault("its junction is not in the network")
        entering = self._select_among(self._coming[node], one.from_ways)
        leaving = self._select_among(self._going[node], one.to_ways)
        if not entering:
            raise RestrictionFault("its from way does not lead there")
        if not leaving:
            raise RestrictionFault("its to way cannot be driven from there")
        if one.sense is Sense.NO and one.from_ways == one.to_ways:
            back = [arc for arc in entering if self._inverse[arc] in leaving]
            if back:
                return [(arc, self._inverse[arc]) for arc in back]
        if len(entering) > len(one.from_ways) or len(leaving) > len(one.to_ways):
            raise RestrictionFault("a way goes on through the junction")
        return [(arc, then) for arc in entering for then in leaving]

    def _ban_over_ways(self, one: Restriction) -> list[tuple[int, ...]]:
        entering = [arc for way in one.from_ways for arc in self._on_way[way]]
        if not entering:
            raise RestrictionFault("its from way is not in the network")
        found = [way for arc in entering for way in self._extend((arc,), one)]
        if not found:
            raise RestrictionFault("its ways do not lead from one to the other")
        if len({way[0] for way in found}) > len(one.from_ways):
            raise RestrictionFault("a way goes on through the junction")
        return found

    def _extend(self, way: tuple[int, ...], one: Restriction) -> Iterator[tuple[int, ...]]:
        """Yields the ways on over all via ways to a to way, none through a junction twice."""
        last = way[-1]
        going = [arc for arc in self._going[self._to[last]] if arc != self._inverse[last]]
        done = {on for arc in way[1:] for on in self._ways_of[arc]}
        if done >= set(one.via_ways):
            for arc in self._select_among(going, one.to_ways):
                yield (*way, arc)
        if len(way) > LONGEST_VIA:
            return
        passed = {self._to[arc] for arc in way}
        for arc in self._select_among(going, one.via_ways):
            if self._to[arc] not in passed:
                yield from self._extend((*way, arc), one)

    def _select_among(self, arcs: Sequence[int], ways: Sequence[int]) -> list[int]:
        return [arc for arc in arcs if not set(self._ways_of[arc]).isdisjoint(ways)]
