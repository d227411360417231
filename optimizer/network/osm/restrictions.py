"""Turn restrictions from OSM relations, as bans of arcs driven one after the other.

The rules follow the OSM wiki page Relation:restriction.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.network.road_network import Banned, NotApplied, RestrictionCount

EVERYONE = Banned.GOODS | Banned.OTHERS

EXCEPTED = {"hgv": Banned.GOODS, "motor_vehicle": EVERYONE, "vehicle": EVERYONE}
"""Whom the values of `except=` spare; other values spare none of ours."""

BOUND_BY = {
    "restriction": EVERYONE,
    "restriction:vehicle": EVERYONE,
    "restriction:motor_vehicle": EVERYONE,
    "restriction:hgv": Banned.GOODS,
}
"""The keys that bind our vehicles, the first one present decides."""

LONGEST_VIA = 12
"""Arcs on via ways at most; longer ones are slips of the mapper's."""


class RestrictionFault(Exception):
    """Why a restriction cannot be applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """One relation: what it says and between which ways; `fault` names why it cannot be used.

    `via_ways` is empty where a node joins from and to, else `via_node` is 0.
    """

    relation_id: int
    kind: str
    banned: Banned = EVERYONE
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

        key = next((key for key in BOUND_BY if key in tags), "")
        conditional = next((tags[k] for k in sorted(tags) if k.endswith(":conditional")), "")
        kind = tags.get(key) or conditional or tags.get("restriction:bus", "")
        one = cls(
            relation_id=relation_id,
            kind=kind or "?",
            from_ways=of("from", "w"),
            via_ways=of("via", "w"),
            to_ways=of("to", "w"),
        )
        if not key:
            fault = "conditional" if conditional else "for another class of vehicle"
            return replace(one, fault=fault)
        if "day_on" in tags or "hour_on" in tags:
            return replace(one, fault="conditional")
        if not kind.startswith(("no_", "only_")):
            return replace(one, fault="unknown kind")
        banned = BOUND_BY[key]
        for value in tags.get("except", "").split(";"):
            banned &= ~EXCEPTED.get(value.strip(), Banned(0))
        if not banned:
            return replace(one, fault="our vehicles are excepted")
        nodes = of("via", "n")
        whole = one.from_ways and one.to_ways and (len(nodes) == 1) != bool(one.via_ways)
        if not whole:
            return replace(one, banned=banned, fault="incomplete")
        return replace(one, banned=banned, via_node=nodes[0] if nodes else 0)


class Bans(NamedTuple):
    """Bans as `RoadNetwork` keeps them, and what became of each relation."""

    turns: NDArray[np.int32]
    turn_for: NDArray[np.uint8]
    paths: NDArray[np.int32]
    path_start: NDArray[np.int64]
    path_for: NDArray[np.uint8]
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
    streets = _Streets(arc_from, arc_to, arc_inverse, node_osm_id, ways_of)
    banned: dict[tuple[int, ...], Banned] = {}
    not_applied: list[NotApplied] = []
    over_ways = 0
    for one in restrictions:
        try:
            if one.fault:
                raise RestrictionFault(one.fault)
            sequences = set(streets.banned_by(one))
        except RestrictionFault as fault:
            not_applied.append(
                NotApplied(relation_id=one.relation_id, kind=one.kind, reason=str(fault))
            )
            continue
        over_ways += bool(one.via_ways)
        for arcs in sequences:
            banned[arcs] = banned.get(arcs, Banned(0)) | one.banned
    turns = sorted(arcs for arcs in banned if len(arcs) == 2)
    paths = sorted(arcs for arcs in banned if len(arcs) > 2)
    return Bans(
        turns=np.array(turns, dtype=np.int32).reshape(-1, 2),
        turn_for=np.array([banned[arcs] for arcs in turns], dtype=np.uint8),
        paths=np.array([arc for arcs in paths for arc in arcs], dtype=np.int32),
        path_start=np.cumsum([0, *map(len, paths)], dtype=np.int64),
        path_for=np.array([banned[arcs] for arcs in paths], dtype=np.uint8),
        report=RestrictionCount(
            found=len(restrictions),
            applied=len(restrictions) - len(not_applied),
            over_ways=over_ways,
            not_applied=tuple(not_applied),
        ),
    )


class _Streets:
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

    def banned_by(self, one: Restriction) -> Iterator[tuple[int, ...]]:
        """Yields the arcs that a restriction forbids to drive one after the other.

        Raises
        ------
        RestrictionFault
            When the relation does not fit the streets.
        """
        ways = self._over_ways(one) if one.via_ways else self._over_node(one)
        if one.kind.startswith("no_"):
            yield from ways
            return
        # Whoever has begun the way prescribed must go on with it.
        allowed = {way[:length] for way in ways for length in range(2, len(way) + 1)}
        for begun in {way[:length] for way in ways for length in range(1, len(way))}:
            for arc in self._going[self._to[begun[-1]]]:
                if (*begun, arc) not in allowed:
                    yield (*begun, arc)

    def _over_node(self, one: Restriction) -> list[tuple[int, ...]]:
        node = self._node_of.get(one.via_node, -1)
        if node < 0:
            raise RestrictionFault("its junction is not in the network")
        entering = self._among(self._coming[node], one.from_ways)
        leaving = self._among(self._going[node], one.to_ways)
        if not entering:
            raise RestrictionFault("its from way does not lead there")
        if not leaving:
            raise RestrictionFault("its to way cannot be driven from there")
        if one.kind == "no_u_turn" and one.from_ways == one.to_ways:
            back = [arc for arc in entering if self._inverse[arc] in leaving]
            if back:
                return [(arc, self._inverse[arc]) for arc in back]
        if len(entering) > len(one.from_ways) or len(leaving) > len(one.to_ways):
            raise RestrictionFault("a way goes on through the junction")
        return [(arc, then) for arc in entering for then in leaving]

    def _over_ways(self, one: Restriction) -> list[tuple[int, ...]]:
        entering = [arc for way in one.from_ways for arc in self._on_way[way]]
        if not entering:
            raise RestrictionFault("its from way is not in the network")
        found = [way for arc in entering for way in self._extended((arc,), one)]
        if not found:
            raise RestrictionFault("its ways do not lead from one to the other")
        if len({way[0] for way in found}) > len(one.from_ways):
            raise RestrictionFault("a way goes on through the junction")
        return found

    def _extended(self, way: tuple[int, ...], one: Restriction) -> Iterator[tuple[int, ...]]:
        """Yields the ways on over all via ways to a to way, none through a junction twice."""
        last = way[-1]
        going = [arc for arc in self._going[self._to[last]] if arc != self._inverse[last]]
        done = {on for arc in way[1:] for on in self._ways_of[arc]}
        if done >= set(one.via_ways):
            for arc in self._among(going, one.to_ways):
                yield (*way, arc)
        if len(way) > LONGEST_VIA:
            return
        passed = {self._to[arc] for arc in way}
        for arc in self._among(going, one.via_ways):
            if self._to[arc] not in passed:
                yield from self._extended((*way, arc), one)

    def _among(self, arcs: Sequence[int], ways: Sequence[int]) -> list[int]:
        return [arc for arc in arcs if not set(self._ways_of[arc]).isdisjoint(ways)]
