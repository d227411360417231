"""Which arcs a profile may drive, how long they take, and what each turn between them costs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.network.profile import Profile
from optimizer.network.road_network import RoadNetwork

STRAIGHT_BELOW_DEG = 30.0
"""A turn by less than this angle, to either side, goes straight on."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Turns:
    """Allowed turns, packed by the arc that is left.

    Arc `a` may be followed by `next_arc[start[a]:start[a + 1]]`, in rising order, for `cost_ms` at
    the same place.
    """

    start: NDArray[np.int64]
    next_arc: NDArray[np.int32]
    cost_ms: NDArray[np.int64]

    @property
    def num_arcs(self) -> int:
        """Number of arcs, drivable or not."""
        return len(self.start) - 1

    @property
    def from_arc(self) -> NDArray[np.int32]:
        """The arc that each turn leaves."""
        return np.repeat(np.arange(self.num_arcs, dtype=np.int32), np.diff(self.start))

    def within(self, arcs: NDArray[np.bool_]) -> "Turns":
        """Returns only the turns between marked arcs."""
        first = self.from_arc
        kept = arcs[first] & arcs[self.next_arc]
        return _pack(first[kept], self.next_arc[kept], self.cost_ms[kept], self.num_arcs)

    def find(self, arc: int, next_arc: int) -> int | None:
        """Returns the milliseconds of one turn, or None where it is not allowed."""
        begin, end = int(self.start[arc]), int(self.start[arc + 1])
        at = begin + int(np.searchsorted(self.next_arc[begin:end], next_arc))
        if at < end and self.next_arc[at] == next_arc:
            return int(self.cost_ms[at])
        return None


def open_arcs(network: RoadNetwork, profile: Profile | None) -> NDArray[np.bool_]:
    """Returns a mask of the arcs that a profile may drive; all of them without a profile."""
    opened = np.ones(network.num_arcs, dtype=np.bool_)
    if profile is None:
        return opened
    closed = [highway in profile.closed_highways for highway in network.highways]
    opened &= ~np.array(closed, dtype=np.bool_)[network.arc_highway]
    if profile.is_truck:
        opened &= ~network.arc_no_trucks
    for limit, size in (
        (network.arc_max_weight_kg, profile.weight_kg),
        (network.arc_max_height_cm, profile.height_cm),
        (network.arc_max_width_cm, profile.width_cm),
    ):
        opened &= (limit <= 0) | (limit >= size)
    return opened


def arc_times_ms(network: RoadNetwork, profile: Profile) -> NDArray[np.int64]:
    """Returns the milliseconds that each whole arc takes, rounded up."""
    speed_m_per_h = network.arc_speed_kph.astype(np.int64) * 1000 * profile.speed_share
    slowest, fastest = 1000, profile.max_speed_kph * 1000
    whole = np.maximum(slowest, np.minimum(speed_m_per_h.astype(np.int64), fastest))
    return -(-(network.arc_length_m.astype(np.int64) * 3_600_000) // whole)


def turns_of(network: RoadNetwork, profile: Profile | None) -> Turns:
    """Returns the turns that a profile may make, with their cost.

    Without a profile every arc is open and turns cost nothing: what the signs alone allow.
    A U-turn in mid street is never allowed; at a dead end (no other open arc leaves it) it is.
    """
    first, then = _meetings(network, open_arcs(network, profile))
    return _pack(first, then, _costs_ms(network, profile, first, then), network.num_arcs)


def _meetings(
    network: RoadNetwork, opened: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Returns the pairs of open arcs that may follow each other, sorted."""
    arcs = np.flatnonzero(opened).astype(np.int32)
    num_leaving = np.bincount(network.arc_from[arcs], minlength=network.num_nodes)
    leaving_start = np.concatenate(([0], np.cumsum(num_leaving)))
    leaving = arcs[np.argsort(network.arc_from[arcs], kind="stable")]
    junction = network.arc_to[arcs]
    counts = num_leaving[junction]
    first = np.repeat(arcs, counts)
    group_start = np.cumsum(counts) - counts
    within_group = np.arange(len(first)) - np.repeat(group_start, counts)
    then = leaving[np.repeat(leaving_start[junction], counts) + within_group]

    u_turn = then == network.arc_inverse[first]
    dead_end = num_leaving[network.arc_to[first]] == 1
    size = np.int64(network.num_arcs)
    banned = np.isin(
        first * size + then,
        network.banned_turns[:, 0] * size + network.banned_turns[:, 1],
    )
    allowed = (~u_turn | dead_end) & ~banned
    return first[allowed], then[allowed]


def _costs_ms(
    network: RoadNetwork,
    profile: Profile | None,
    first: NDArray[np.int32],
    then: NDArray[np.int32],
) -> NDArray[np.int64]:
    if profile is None:
        return np.zeros(len(first), dtype=np.int64)
    angle_deg = _angles_deg(network, first, then)
    u_turn = then == network.arc_inverse[first]
    right = (angle_deg >= STRAIGHT_BELOW_DEG) & ~u_turn
    left = (angle_deg <= -STRAIGHT_BELOW_DEG) & ~u_turn
    seconds = np.select(
        [u_turn, right, left],
        [profile.u_turn_s, profile.right_turn_s, profile.left_turn_s],
        profile.straight_s,
    )
    waits = network.signals[network.arc_to[first]] & ~right
    return np.asarray((seconds + np.where(waits, profile.signal_s, 0)) * 1000, dtype=np.int64)


def _angles_deg(
    network: RoadNetwork, first: NDArray[np.int32], then: NDArray[np.int32]
) -> NDArray[np.float64]:
    """Returns the angle of each turn in (-180, 180], clockwise positive."""
    end = network.geometry_start[first.astype(np.int64) + 1]
    begin = network.geometry_start[then]
    into = network.geometry[end - 1] - network.geometry[end - 2]
    out = network.geometry[begin + 1] - network.geometry[begin]
    # Both segments are flattened at the junction's own latitude.
    narrowing = np.cos(np.radians(network.geometry[begin, 1]))
    turned_deg = _bearings_deg(out, narrowing) - _bearings_deg(into, narrowing)
    # Straight back onto a parallel arc is 180 degrees, whatever the last binary digit says.
    turned_deg = np.round(turned_deg, 6)
    return np.asarray(180.0 - (180.0 - turned_deg) % 360.0)


def _bearings_deg(
    step_deg: NDArray[np.float64], narrowing: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.asarray(np.degrees(np.arctan2(step_deg[:, 0] * narrowing, step_deg[:, 1])))


def _pack(
    first: NDArray[np.int32],
    then: NDArray[np.int32],
    cost_ms: NDArray[np.int64],
    num_arcs: int,
) -> Turns:
    """Packs turns that are sorted by the arc they leave."""
    start = np.concatenate(([0], np.cumsum(np.bincount(first, minlength=num_arcs))))
    return Turns(
        start=start.astype(np.int64),
        next_arc=then.astype(np.int32),
        cost_ms=cost_ms.astype(np.int64),
    )
