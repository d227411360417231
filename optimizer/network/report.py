"""What was read: the first thing to look at when a plan seems odd."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from optimizer.errors import Message
from optimizer.network.findings import EdgeJoins, LeftOut, RestrictionCount, Unread
from optimizer.network.profile import PROFILES
from optimizer.network.reach import BarredStreet, ProfileReach, list_outside_reach, reach_of
from optimizer.network.road_network import EMBEDDED, RoadNetwork, Structure
from optimizer.network.signs import select_conditional_tags


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """Streets of one OSM `highway` value; a two-way street counts once."""

    highway: str
    num_arcs: int
    street_m: int
    one_way_m: int
    area_m2: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkReport:
    """Figures of a road network.

    Parameters
    ----------
    street_m, arc_m
        Length of street lines (a two-way street once, a dual carriageway twice) and of arcs.
    one_way_share, bridge_share, named_share
        Shares of the street lines' length.
    area_m2, left_out_m2
        Surface of the arcs of the network, and of arcs that were read and left out.
    left_out
        Streets that were read and cannot be used, the longest first.
    outside
        Those of them that are cut off from the others, with what they lack.
    copied_of
        The day that a downloaded copy shows, "" for other streets.
    conditional
        Signs that hold at some hours or for some sizes, as "key = value", with the metres of
        street along which they stand; 0 for those of nodes and turns.
    unread
        Signs that are not understood and not applied.
    edge
        Streets that are in reach only by drives beyond the edge of the data.
    reach
        What each profile cannot use of the network.
    """

    name: str
    source: str
    generated: bool
    digest: str
    num_nodes: int
    num_arcs: int
    street_m: int
    arc_m: int
    area_m2: int
    left_out_m2: int
    one_way_share: float
    bridge_share: float
    named_share: float
    classes: tuple[ClassRow, ...]
    restrictions: RestrictionCount
    num_banned_turns: int
    num_banned_paths: int
    left_out: tuple[LeftOut, ...]
    outside: tuple[BarredStreet, ...]
    copied_of: str
    conditional: tuple[tuple[str, int], ...]
    unread: tuple[Unread, ...]
    edge: EdgeJoins
    reach: tuple[ProfileReach, ...]

    @property
    def label(self) -> Message | str:
        """What to call the network; see `RoadNetwork`."""
        return EMBEDDED if self.generated else self.name


def _sum_conditional(network: RoadNetwork) -> tuple[tuple[str, int], ...]:
    """Returns the conditional signs in force anywhere, with the metres along which they stand."""
    length_m: Counter[str] = Counter()
    one_each = network.is_one_way | (network.arc_inverse > np.arange(network.num_arcs))
    along = np.bincount(
        network.arc_signs,
        weights=np.where(one_each, network.arc_length_m, 0),
        minlength=len(network.signs),
    )
    for number, posted in enumerate(network.signs):
        for text in {
            f"{key} = {value}"
            for sign in posted
            for key, value in select_conditional_tags(sign.tags)
        }:
            length_m[text] += int(along[number])
    return tuple(sorted(length_m.items(), key=lambda item: (-item[1], item[0])))


def summarise(network: RoadNetwork) -> NetworkReport:
    """Returns the figures of a network."""
    streets = ~network.is_beyond
    one_way = network.is_one_way & streets
    # Two-way streets are two arcs: count the one with the smaller number.
    first = one_way | ((network.arc_inverse > np.arange(network.num_arcs)) & streets)
    length_m = network.arc_length_m.astype(np.int64)
    street_m = int(length_m[first].sum())
    bridge = network.arc_structure == Structure.BRIDGE
    rows = []
    for number, highway in enumerate(network.highways):
        mine = (network.arc_highway == number) & streets
        if not mine.any():
            # All of its streets were left out and are listed as such, or it is no street.
            continue
        rows.append(
            ClassRow(
                highway=highway,
                num_arcs=int(mine.sum()),
                street_m=int(length_m[mine & first].sum()),
                one_way_m=int(length_m[mine & one_way].sum()),
                area_m2=int(network.arc_area_m2[mine].sum(dtype=np.int64)),
            )
        )
    return NetworkReport(
        name=network.name,
        source=network.source,
        generated=network.generated,
        digest=network.digest,
        num_nodes=network.num_nodes,
        num_arcs=int(streets.sum()),
        street_m=street_m,
        arc_m=int(length_m[streets].sum()),
        area_m2=int(network.arc_area_m2.sum(dtype=np.int64)),
        left_out_m2=sum(one.area_m2 for one in network.left_out),
        one_way_share=float(length_m[one_way].sum() / street_m),
        bridge_share=float(length_m[first & bridge].sum() / street_m),
        named_share=float(length_m[first & (network.arc_name > 0)].sum() / street_m),
        classes=tuple(sorted(rows, key=lambda row: -row.area_m2)),
        restrictions=network.restrictions,
        num_banned_turns=len(network.banned_turns),
        num_banned_paths=len(network.banned_path_signs),
        outside=list_outside_reach(network),
        copied_of=network.copied_of.isoformat() if network.copied_of else "",
        conditional=_sum_conditional(network),
        unread=network.unread,
        edge=network.edge,
        reach=tuple(reach_of(network, profile) for profile in PROFILES.values()),
        left_out=tuple(sorted(network.left_out, key=lambda one: -one.length_m)),
    )
