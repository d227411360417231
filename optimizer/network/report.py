"""What was read: the first thing to look at when a plan seems odd."""

from dataclasses import dataclass

import numpy as np

from optimizer.errors import Message
from optimizer.network.profile import PROFILES
from optimizer.network.reach import BarredStreet, ProfileReach, outside_reach, reach_of
from optimizer.network.road_network import (
    EMBEDDED,
    LeftOut,
    RestrictionCount,
    RoadNetwork,
    Structure,
)


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
    reach: tuple[ProfileReach, ...]

    @property
    def label(self) -> Message | str:
        """What to call the network; see `RoadNetwork`."""
        return EMBEDDED if self.generated else self.name


def summarise(network: RoadNetwork) -> NetworkReport:
    """Returns the figures of a network."""
    one_way = network.is_one_way
    # Two-way streets are two arcs: count the one with the smaller number.
    first = one_way | (network.arc_inverse > np.arange(network.num_arcs))
    length_m = network.arc_length_m.astype(np.int64)
    street_m = int(length_m[first].sum())
    bridge = network.arc_structure == Structure.BRIDGE
    rows = []
    for number, highway in enumerate(network.highways):
        mine = network.arc_highway == number
        if not mine.any():
            # All of its streets were left out, and are listed as such.
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
        num_arcs=network.num_arcs,
        street_m=street_m,
        arc_m=int(length_m.sum()),
        area_m2=int(network.arc_area_m2.sum(dtype=np.int64)),
        left_out_m2=sum(one.area_m2 for one in network.left_out),
        one_way_share=float(length_m[one_way].sum() / street_m),
        bridge_share=float(length_m[first & bridge].sum() / street_m),
        named_share=float(length_m[first & (network.arc_name > 0)].sum() / street_m),
        classes=tuple(sorted(rows, key=lambda row: -row.area_m2)),
        restrictions=network.restrictions,
        num_banned_turns=len(network.banned_turns),
        num_banned_paths=len(network.banned_path_for),
        outside=outside_reach(network),
        reach=tuple(reach_of(network, profile) for profile in PROFILES.values()),
        left_out=tuple(sorted(network.left_out, key=lambda one: -one.length_m)),
    )
