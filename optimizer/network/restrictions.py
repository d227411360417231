"""Turn restrictions from OSM relations, as bans of single turns.

The rules follow the OSM wiki page Relation:restriction.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.network.road_network import RestrictionCount

OURS = frozenset({"hgv", "motor_vehicle", "goods"})
"""Classes in `except=` that spare our vehicles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """One relation: what it says and between which ways; `fault` names why it cannot be used."""

    kind: str
    from_ways: tuple[int, ...]
    to_ways: tuple[int, ...]
    via: int
    fault: str = ""

    @classmethod
    def from_relation(
        cls, tags: dict[str, str], members: Sequence[tuple[str, int, str]]
    ) -> "Restriction":
        """Reads a relation's tags and members (type "n" or "w", id, role)."""
        kind = tags.get("restriction") or tags.get("restriction:hgv") or ""
        from_ways = tuple(ref for kind_, ref, role in members if role == "from" and kind_ == "w")
        to_ways = tuple(ref for kind_, ref, role in members if role == "to" and kind_ == "w")
        via_nodes = [ref for kind_, ref, role in members if role == "via" and kind_ == "n"]
        via_ways = [ref for kind_, ref, role in members if role == "via" and kind_ == "w"]
        fault = ""
        if not kind:
            conditional = any(key.endswith(":conditional") for key in tags)
            fault = "conditional" if conditional else "for another class of vehicle"
        elif not kind.startswith(("no_", "only_")):
            fault = f"unknown kind {kind}"
        elif OURS & {part.strip() for part in tags.get("except", "").split(";")}:
            fault = "our vehicles are excepted"
        elif via_ways:
            fault = "via way"
        elif not from_ways or not to_ways or len(via_nodes) != 1:
            fault = "incomplete"
        return cls(
            kind=kind,
            from_ways=from_ways,
            to_ways=to_ways,
            via=via_nodes[0] if via_nodes else 0,
            fault=fault,
        )


def banned_turns(
    restrictions: Sequence[Restriction],
    arc_from: NDArray[np.int32],
    arc_to: NDArray[np.int32],
    node_osm_id: NDArray[np.int64],
    ways_of: Sequence[tuple[int, ...]],
) -> tuple[NDArray[np.int32], RestrictionCount]:
    """Returns the banned (arc, next arc) pairs, and what became of each restriction.

    An `only_*` restriction is written out as bans of all other turns. A way that goes on through
    the via node leaves open which of its two sides is meant; such a restriction is not applied.
    """
    node_of = {int(osm_id): node for node, osm_id in enumerate(node_osm_id)}
    coming: dict[int, list[int]] = defaultdict(list)
    going: dict[int, list[int]] = defaultdict(list)
    for arc in range(len(arc_from)):
        coming[int(arc_to[arc])].append(arc)
        going[int(arc_from[arc])].append(arc)
    bans: set[tuple[int, int]] = set()
    faults: Counter[str] = Counter()
    for one in restrictions:
        fault = one.fault
        node = node_of.get(one.via, -1)
        if not fault and node < 0:
            fault = "its junction is not in the network"
        if not fault:
            entering = [a for a in coming[node] if set(ways_of[a]) & set(one.from_ways)]
            leaving = [a for a in going[node] if set(ways_of[a]) & set(one.to_ways)]
            if not entering:
                fault = "its from way does not lead there"
            elif not leaving:
                fault = "its to way cannot be driven from there"
            elif len(entering) > len(one.from_ways) or len(leaving) > len(one.to_ways):
                fault = "a way goes on through the junction"
        if fault:
            faults[fault] += 1
            continue
        for arc in entering:
            others = (
                leaving
                if one.kind.startswith("no_")
                else [following for following in going[node] if following not in leaving]
            )
            bans.update((arc, following) for following in others)
    found = len(restrictions)
    return (
        np.array(sorted(bans), dtype=np.int32).reshape(-1, 2),
        RestrictionCount(
            found=found,
            applied=found - sum(faults.values()),
            not_applied=tuple(sorted(faults.items())),
        ),
    )
