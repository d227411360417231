"""What was read: the first thing to look at when a plan seems odd."""

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from optimizer.network.barrier import Barrier, limit_text
from optimizer.network.findings import EdgeJoins, LeftOut, RestrictionCount, Unread
from optimizer.network.profile import PROFILES
from optimizer.network.reach import (
    BarredStreet,
    ProfileReach,
    outside_reach,
    reach_of,
)
from optimizer.network.road_network import RoadNetwork, Structure
from optimizer.network.signs import conditional_tags

LISTED = 12
"""Streets printed by name for each reason; `--json` lists them all."""


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

    def __str__(self) -> str:
        lines = [
            f"{self.name}: {self.num_nodes:,} junctions, {self.num_arcs:,} arcs, "
            f"{self.street_m / 1000:,.1f} km of streets, {self.area_m2 / 1e6:.3f} million m2",
        ]
        if self.generated:
            lines.append(
                "A generated stand-in for the real streets (--osm or --place give those)."
            )
        if self.copied_of:
            lines.append(
                f"A copy of the streets as of {self.copied_of}; --fresh asks for a newer one."
            )
        lines += [
            f"one-way {self.one_way_share:.0%} of the length, bridges {self.bridge_share:.0%}, "
            f"named {self.named_share:.0%}",
            "",
            f"{'class':<18}{'arcs':>8}{'km':>10}{'one-way km':>12}{'1,000 m2':>11}",
        ]
        lines += [
            f"{row.highway:<18}{row.num_arcs:>8,}{row.street_m / 1000:>10,.1f}"
            f"{row.one_way_m / 1000:>12,.1f}{row.area_m2 / 1000:>11,.1f}"
            for row in self.classes
        ]
        lines.append(
            f"{'total':<18}{self.num_arcs:>8,}{self.street_m / 1000:>10,.1f}"
            f"{sum(row.one_way_m for row in self.classes) / 1000:>12,.1f}"
            f"{self.area_m2 / 1000:>11,.1f}"
        )
        lines += [
            "",
            f"turn restrictions: {self.restrictions.found} in the file, "
            f"{self.restrictions.applied} applied as {self.num_banned_turns} banned turns and "
            f"{self.num_banned_paths} banned ways over via ways",
        ]
        for why, count in self.restrictions.reasons.items():
            those = [one for one in self.restrictions.not_applied if one.reason == why]
            examples = ", ".join(f"{one.kind} (relation {one.relation_id})" for one in those[:3])
            more = f" and {count - 3} more" if count > 3 else ""
            lines.append(f"  not applied: {count} ({why}): {examples}{more}")
        lines += ["", "left out:" if self.left_out else "left out: nothing"]
        groups: dict[str, list[LeftOut]] = defaultdict(list)
        for one in self.left_out:
            groups[one.reason].append(one)
        for reason, members in sorted(groups.items()):
            examples = ", ".join(
                f"{one.name or '(no name)'} {one.length_m / 1000:.1f} km" for one in members[:4]
            )
            more = f" and {len(members) - 4} more" if len(members) > 4 else ""
            area_m2 = sum(one.area_m2 for one in members)
            surface = f", {area_m2:,} m2" if area_m2 else ""
            lines.append(
                f"  {reason}: {sum(one.length_m for one in members) / 1000:,.1f} km{surface} "
                f"in {sum(one.num_arcs for one in members):,} pieces: {examples}{more}"
            )
        if self.edge.number:
            lines += [
                "",
                f"cut in two by the edge of the data: {_length(self.edge.street_m)} of streets, "
                f"in reach by {_drives(self.edge.number)} beyond it, "
                f"{_length(self.edge.length_m)} in all",
            ]
        lines += _sign_lines(self)
        return "\n".join([*lines, "", *_barred_lines(self)])


def _sign_lines(report: NetworkReport) -> list[str]:
    """Returns the signs that hold under conditions, and those that are not understood."""
    lines = []
    if report.conditional:
        lines += ["", "signs under conditions, applied by vehicle and hours of the shift:"]
        lines += [
            f"  {text}" + (f": {_length(length_m)}" if length_m else "")
            for text, length_m in report.conditional[:LISTED]
        ]
        if len(report.conditional) > LISTED:
            lines.append(f"  and {len(report.conditional) - LISTED} more")
    if report.unread:
        lines += ["", "signs not understood and not applied:"]
        lines += [f"  {one}" for one in report.unread[:LISTED]]
        if len(report.unread) > LISTED:
            lines.append(f"  and {len(report.unread) - LISTED} more")
    return lines


def _barred_lines(report: NetworkReport) -> list[str]:
    """Returns what cannot be driven to and back, by who, why and street name."""
    alike: dict[tuple[BarredStreet, ...], list[str]] = defaultdict(list)
    for reach in report.reach:
        alike[reach.barred].append(reach.profile)
    lines = ["cannot be driven to and back:"]
    for barred, who in ((report.outside, ["any vehicle"]), *alike.items()):
        length_m = sum(one.length_m for one in barred)
        lines.append(f"  {', '.join(who)}: {_length(length_m) if barred else 'nothing'}")
        reasons: dict[tuple[Barrier, int], Counter[str]] = defaultdict(Counter)
        for one in barred:
            street = one.name or f"({one.highway}, no name)"
            reasons[one.barrier, one.limit][street] += one.length_m
        for (barrier, limit), streets in reasons.items():
            listed = ", ".join(f"{name} {_length(m)}" for name, m in streets.most_common(LISTED))
            more = f" and {len(streets) - LISTED} more" if len(streets) > LISTED else ""
            reason = f"{barrier.phrase} {limit_text(barrier, limit)}".strip()
            lines.append(f"    {reason}: {_length(streets.total())}: {listed}{more}")
    return lines


def _drives(number: int) -> str:
    return "1 drive" if number == 1 else f"{number} drives"


def _length(length_m: int) -> str:
    return f"{length_m:,} m" if length_m < 1000 else f"{length_m / 1000:,.1f} km"


def _conditional(network: RoadNetwork) -> tuple[tuple[str, int], ...]:
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
            f"{key} = {value}" for sign in posted for key, value in conditional_tags(sign.tags)
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
        outside=outside_reach(network),
        copied_of=network.copied_of.isoformat() if network.copied_of else "",
        conditional=_conditional(network),
        unread=network.unread,
        edge=network.edge,
        reach=tuple(reach_of(network, profile) for profile in PROFILES.values()),
        left_out=tuple(sorted(network.left_out, key=lambda one: -one.length_m)),
    )
