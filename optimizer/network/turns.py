"""Which arcs a profile may drive, how long they take, and what each turn between them costs.

A turn leads from state to state. A state is an arc; where a ban over via ways must remember how an
arc was reached, the arc has a further state for each such way.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.network.plane import narrowing_at
from optimizer.network.profile import Profile
from optimizer.network.road_network import Control, DrivingSide, RoadNetwork
from optimizer.network.signs import bans_in_force, business_arcs, find_closed_arcs, find_shut_nodes

STRAIGHT_BELOW_DEG = 30.0
"""A turn by less than this angle, to either side, goes straight on."""

ROUND_FROM_DEG = 150.0
"""A turn by this angle or more, to either side, is as slow as a U-turn."""

Arcs = tuple[int, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Turns:
    """Allowed turns, packed by the state that is left.

    State s may be followed by `next_state[start[s]:start[s + 1]]`, in rising order of arcs, for
    `cost_ms` at the same place. `state_arc` is the arc of each state; state a is arc a for every
    arc, and the remaining ones are `num_arcs` and up.
    """

    start: NDArray[np.int64]
    next_state: NDArray[np.int32]
    cost_ms: NDArray[np.int64]
    state_arc: NDArray[np.int32]
    num_arcs: int

    @property
    def num_states(self) -> int:
        """Number of states, of arcs drivable or not."""
        return len(self.start) - 1

    @property
    def from_state(self) -> NDArray[np.int32]:
        """The state that each turn leaves."""
        return np.repeat(np.arange(self.num_states, dtype=np.int32), np.diff(self.start))

    @property
    def next_arc(self) -> NDArray[np.int32]:
        """The arc that each turn leads onto."""
        return self.state_arc[self.next_state]

    @cached_property
    def further_states(self) -> dict[int, tuple[int, ...]]:
        """The states of arcs that have more than one, beside the first."""
        found: dict[int, list[int]] = defaultdict(list)
        for state in range(self.num_arcs, self.num_states):
            found[int(self.state_arc[state])].append(state)
        return {arc: tuple(states) for arc, states in found.items()}

    def keep_within(self, states: NDArray[np.bool_]) -> "Turns":
        """Returns only the turns between marked states."""
        first = self.from_state
        kept = states[first] & states[self.next_state]
        start = _starts(first[kept], self.num_states)
        return replace(
            self, start=start, next_state=self.next_state[kept], cost_ms=self.cost_ms[kept]
        )

    def find(self, state: int, next_arc: int) -> int | None:
        """Returns the milliseconds of the turn onto an arc, or None where it is not allowed."""
        mine = slice(int(self.start[state]), int(self.start[state + 1]))
        at = np.flatnonzero(self.next_arc[mine] == next_arc)
        return int(self.cost_ms[mine][at[0]]) if len(at) else None


def open_arcs(network: RoadNetwork, profile: Profile | None) -> NDArray[np.bool_]:
    """Returns a mask of the arcs that a profile may drive; all of them without a profile."""
    opened = np.ones(network.num_arcs, dtype=np.bool_)
    if profile is None:
        return opened
    closed = [highway in profile.closed_highways for highway in network.highways]
    opened &= ~np.array(closed, dtype=np.bool_)[network.arc_highway]
    return opened & ~find_closed_arcs(network, profile)


def arc_times_ms(network: RoadNetwork, profile: Profile) -> NDArray[np.int64]:
    """Returns the milliseconds that each whole arc takes, rounded up."""
    traffic = dict(profile.traffic_percent)
    percent = np.array(
        [traffic.get(highway.removesuffix("_link"), 100) for highway in network.highways],
        dtype=np.int64,
    )[network.arc_highway]
    speed_m_per_h = network.arc_speed_kph.astype(np.int64) * 1000 * profile.speed_share
    slowest, fastest = 1000, profile.max_speed_kph * 1000
    reached = speed_m_per_h.astype(np.int64) * percent // 100
    whole = np.maximum(slowest, np.minimum(reached, fastest))
    return np.asarray(-(-(network.arc_length_m.astype(np.int64) * 3_600_000) // whole))


def turns_of(network: RoadNetwork, profile: Profile | None) -> Turns:
    """Returns the turns that a profile may make, with their cost.

    Without a profile every arc is open, a U-turn is allowed wherever one can be made at all, and
    turns cost nothing: what the signs alone allow to the smallest vehicle.

    A U-turn is made in dead ends, before barriers, at turning places, and where the street is wide
    enough for the vehicle; never where a sign forbids it.
    """
    first, then = _meetings(network, profile, open_arcs(network, profile))
    turns = Turns(
        start=_starts(first, network.num_arcs),
        next_state=then.astype(np.int32),
        cost_ms=_costs_ms(network, profile, first, then).astype(np.int64),
        state_arc=np.arange(network.num_arcs, dtype=np.int32),
        num_arcs=network.num_arcs,
    )
    in_force = bans_in_force(network, network.banned_path_signs, profile)
    bans = [tuple(network.banned_path(ban).tolist()) for ban in np.flatnonzero(in_force).tolist()]
    return _remember_bans(turns, bans) if bans else turns


def _meetings(
    network: RoadNetwork, profile: Profile | None, opened: NDArray[np.bool_]
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

    at = network.arc_to[first]
    u_turn = then == network.arc_inverse[first]
    blocked = find_shut_nodes(network, profile)[at]
    room = blocked | network.node_turning[at] | (num_leaving[at] == 1)
    room |= profile is None or network.arc_width_cm[first] >= profile.turning_circle_cm
    size = np.int64(network.num_arcs)
    in_force = bans_in_force(network, network.banned_turn_signs, profile)
    bans = network.banned_turns[in_force]
    banned = np.isin(first * size + then, bans[:, 0] * size + bans[:, 1])
    allowed = np.where(u_turn, room, ~blocked) & ~banned
    return first[allowed], then[allowed]


def _costs_ms(
    network: RoadNetwork,
    profile: Profile | None,
    first: NDArray[np.int32],
    then: NDArray[np.int32],
) -> NDArray[np.int64]:
    if profile is None:
        return np.zeros(len(first), dtype=np.int64)
    angle_deg = turn_angles_deg(network, first, then)
    if network.driving_side is DrivingSide.LEFT:
        angle_deg = -angle_deg
    straight = np.abs(angle_deg) < STRAIGHT_BELOW_DEG
    round_ = (np.abs(angle_deg) >= ROUND_FROM_DEG) | (then == network.arc_inverse[first])
    near = ~straight & ~round_ & (angle_deg > 0)
    far = ~straight & ~round_ & (angle_deg < 0)
    seconds = np.select(
        [round_, near, far],
        [profile.u_turn_s, profile.near_turn_s, profile.far_turn_s],
        profile.straight_s,
    )
    control = network.arc_control[first]
    waits = np.zeros(len(Control), dtype=np.int64)
    waits[Control.GIVE_WAY] = profile.give_way_s
    waits[Control.STOP] = profile.stop_s
    waits[Control.SIGNALS] = profile.signal_s
    waits[Control.TOLL] = profile.toll_s
    waits[Control.GATE] = profile.gate_s
    signals = control == Control.SIGNALS
    seconds = seconds + np.where(signals & near, 0, waits[control])
    across = dict(profile.across_traffic_s)
    gap_s = np.array(
        [across.get(highway.removesuffix("_link"), 0) for highway in network.highways],
        dtype=np.int64,
    )[network.arc_highway]
    larger = np.maximum(gap_s[first], gap_s[then])
    seconds = seconds + np.where((far | round_) & ~signals, larger, 0)
    for_business = business_arcs(network, profile)
    enters = for_business[then] & ~for_business[first]
    return np.asarray((seconds + np.where(enters, profile.destination_s, 0)) * 1000)


def turn_angles_deg(
    network: RoadNetwork, first: NDArray[np.int32], then: NDArray[np.int32]
) -> NDArray[np.float64]:
    """Returns the angle of each turn in (-180, 180], clockwise positive."""
    end = network.geometry_start[first.astype(np.int64) + 1]
    begin = network.geometry_start[then]
    into = network.geometry[end - 1] - network.geometry[end - 2]
    out = network.geometry[begin + 1] - network.geometry[begin]
    # Both segments are flattened at the junction's own latitude.
    narrowing = narrowing_at(network.geometry[begin, 1])
    turned_deg = _bearings_deg(out, narrowing) - _bearings_deg(into, narrowing)
    # Straight back onto a parallel arc is 180 degrees, whatever the last binary digit says.
    turned_deg = np.round(turned_deg, 6)
    return np.asarray(180.0 - (180.0 - turned_deg) % 360.0)


def _bearings_deg(
    step_deg: NDArray[np.float64], narrowing: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.asarray(np.degrees(np.arctan2(step_deg[:, 0] * narrowing, step_deg[:, 1])))


def _starts(first: NDArray[np.int32], num_states: int) -> NDArray[np.int64]:
    """Returns where each state's turns begin, for turns sorted by the state they leave."""
    counts = np.bincount(first, minlength=num_states)
    return np.concatenate(([0], np.cumsum(counts)), dtype=np.int64)


def _remember_bans(turns: Turns, bans: list[Arcs]) -> Turns:
    """Returns the turns without those that would complete a ban over several arcs.

    Every beginning of a ban, from two arcs on, becomes a further state of its last arc: an
    automaton that reads arcs and knows the longest beginning just driven.

    References
    ----------
    Aho & Corasick (1975), doi 10.1145/360825.360855.
    """
    banned = set(bans)
    beginnings = sorted({ban[:length] for ban in bans for length in range(2, len(ban))})
    state_of = {begun: turns.num_arcs + number for number, begun in enumerate(beginnings)}

    def follow(begun: Arcs, then: int) -> int | None:
        """Returns the state after one more arc, or None when that completes a ban."""
        driven = (*begun, then)
        tails = [driven[at:] for at in range(len(driven))]
        if any(tail in banned for tail in tails):
            return None
        return next((state_of[tail] for tail in tails if tail in state_of), then)

    starting = {begun[0] for begun in beginnings}
    first, then, cost_ms = turns.from_state, turns.next_state.copy(), turns.cost_ms
    for turn in np.flatnonzero(np.isin(first, sorted(starting))):
        after = follow((int(first[turn]),), int(then[turn]))
        if after is not None:
            then[turn] = after
    more_first: list[int] = []
    more_then: list[int] = []
    more_ms: list[int] = []
    for begun in beginnings:
        arc = begun[-1]
        for onward in range(int(turns.start[arc]), int(turns.start[arc + 1])):
            state = follow(begun, int(turns.next_state[onward]))
            if state is not None:
                more_first.append(state_of[begun])
                more_then.append(state)
                more_ms.append(int(cost_ms[onward]))
    num_states = turns.num_arcs + len(beginnings)
    return Turns(
        start=_starts(np.concatenate((first, np.array(more_first, dtype=np.int32))), num_states),
        next_state=np.concatenate((then, np.array(more_then, dtype=np.int32))),
        cost_ms=np.concatenate((cost_ms, np.array(more_ms, dtype=np.int64))),
        state_arc=np.concatenate(
            (turns.state_arc, np.array([begun[-1] for begun in beginnings], dtype=np.int32))
        ),
        num_arcs=turns.num_arcs,
    )
