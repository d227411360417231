"""The streets cut at the positions where work is done, for flows of vehicles along them.

A point is a position on an arc: its start, its end, and every cut between. A node is a point in a
state of `optimizer.network.turns`, so that bans and turn costs hold along a flow as they do for a
drive.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.network.place import Position
from optimizer.network.profile import Profile
from optimizer.network.road_network import RoadNetwork
from optimizer.network.turns import Turns, arc_times_ms, open_arcs, turns_of

_CLOSED_MS = 1 << 40
"""Stands for the time on a closed arc, which no edge is made of."""


@dataclass(frozen=True, kw_only=True, eq=False)
class StreetPoints:
    """Points, nodes, and the edges between nodes: pieces of arcs, turns, and free links.

    Parameters
    ----------
    num_arcs
        Arcs of the network; with several layers, arc a of layer n goes by n * num_arcs + a.
    offset_m
        Of each point, in rising order; arc a owns the points [first[a], first[a + 1]).
    crossing
        Of each point, a number that is the same for all ends of arcs at a junction.
    arrival
        Of each point, the node that a drive to it reaches in whichever state it comes along.
    departure
        Of each point, the node that a drive from it leaves: who has stopped has forgotten.
    opened
        Whether some profile may drive an arc.
    tail, head, cost_ms
        Of each edge, by nodes; never more than any of the profiles takes.
    piece
        Of each edge along an arc, the point that it leaves; -1 for turns and links.
    """

    num_arcs: int
    offset_m: NDArray[np.int64]
    first: NDArray[np.int64]
    crossing: NDArray[np.int64]
    arrival: NDArray[np.int64]
    departure: NDArray[np.int64]
    opened: NDArray[np.bool_]
    num_nodes: int
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    cost_ms: NDArray[np.int64]
    piece: NDArray[np.int64]

    @classmethod
    def of(
        cls, network: RoadNetwork, profiles: Sequence[Profile], positions: Iterable[Position]
    ) -> "StreetPoints":
        """Cuts the streets at some positions, for the fastest of some profiles."""
        opened, arc_ms, turns = _find_fastest(network, profiles)
        length_m = network.arc_length_m.astype(np.int64)
        arc, offset_m, first = _cut_arcs(length_m, positions)
        num_points = len(arc)
        # The points of an arc's first state come first, so that the number of a point is a node's.
        further_arc = turns.state_arc[turns.num_arcs :].astype(np.int64)
        counts = np.diff(first)[further_arc]
        begin = num_points + np.cumsum(counts) - counts
        state_first = np.concatenate((first[:-1], begin))
        state_last = state_first + np.diff(first)[turns.state_arc] - 1

        pieces = np.flatnonzero((offset_m < length_m[arc]) & opened[arc])
        # Rounded down piece by piece, never above what a drive over several of them takes.
        piece_ms = arc_ms[arc] * (np.append(offset_m[1:], 0) - offset_m) // length_m[arc]
        tails, heads = [pieces, state_last[turns.from_state]], [pieces + 1]
        heads.append(state_first[turns.next_state])
        costs, owners = (
            [piece_ms[pieces], turns.cost_ms],
            [pieces, np.full(len(turns.cost_ms), -1)],
        )
        arrival = np.arange(num_points)
        num_nodes = num_points + int(counts.sum())
        for number, street in enumerate(further_arc.tolist()):
            own = np.arange(first[street], first[street + 1])
            nodes = begin[number] + np.arange(len(own))
            if opened[street]:
                tails.append(nodes[:-1])
                heads.append(nodes[1:])
                costs.append(piece_ms[own[:-1]])
                owners.append(own[:-1])
            free = np.zeros(len(own), dtype=np.int64)
            if arrival[own[0]] == own[0]:
                arrival[own] = num_nodes + np.arange(len(own))
                num_nodes += len(own)
                tails.append(own)
                heads.append(arrival[own])
                costs.append(free)
                owners.append(free - 1)
            tails.append(nodes)
            heads.append(arrival[own])
            costs.append(free)
            owners.append(free - 1)
        at_end = offset_m == length_m[arc]
        crossing = np.where(at_end, network.arc_to[arc], network.arc_from[arc]).astype(np.int64)
        between = np.flatnonzero((offset_m > 0) & ~at_end)
        crossing[between] = network.num_nodes + np.arange(len(between))
        return cls(
            num_arcs=network.num_arcs,
            offset_m=offset_m,
            first=first,
            crossing=crossing,
            arrival=arrival,
            departure=np.arange(num_points),
            opened=opened,
            num_nodes=num_nodes,
            tail=np.concatenate(tails).astype(np.int64),
            head=np.concatenate(heads).astype(np.int64),
            cost_ms=np.concatenate(costs).astype(np.int64),
            piece=np.concatenate(owners).astype(np.int64),
        )

    @classmethod
    def layer(cls, layers: Sequence["StreetPoints"]) -> "StreetPoints":
        """Lays street points over each other, with no way from one layer to the next."""
        points = np.cumsum([0, *(len(layer.offset_m) for layer in layers)])
        nodes = np.cumsum([0, *(layer.num_nodes for layer in layers)])
        crossings = np.cumsum([0, *(int(layer.crossing.max()) + 1 for layer in layers)])

        def shift(name: str, by: NDArray[np.int64]) -> NDArray[np.int64]:
            parts = zip(layers, by.tolist(), strict=False)
            return np.concatenate([getattr(layer, name) + shift for layer, shift in parts])

        pieces = zip(layers, points.tolist(), strict=False)
        return cls(
            num_arcs=layers[0].num_arcs,
            offset_m=np.concatenate([layer.offset_m for layer in layers]),
            first=np.append(
                np.concatenate(
                    [
                        layer.first[:-1] + shift
                        for layer, shift in zip(layers, points.tolist(), strict=False)
                    ]
                ),
                points[-1],
            ),
            crossing=shift("crossing", crossings),
            arrival=shift("arrival", nodes),
            departure=shift("departure", nodes),
            opened=np.concatenate([layer.opened for layer in layers]),
            num_nodes=int(nodes[-1]),
            tail=shift("tail", nodes),
            head=shift("head", nodes),
            cost_ms=np.concatenate([layer.cost_ms for layer in layers]),
            piece=np.concatenate(
                [np.where(layer.piece < 0, -1, layer.piece + shift) for layer, shift in pieces]
            ),
        )

    def point(self, position: Position, layer: int = 0) -> int:
        """Returns the point of a position at which the streets were cut."""
        arc = layer * self.num_arcs + position.arc
        low, high = int(self.first[arc]), int(self.first[arc + 1])
        return low + int(np.searchsorted(self.offset_m[low:high], position.offset_m))

    def is_open(self, position: Position, layer: int = 0) -> bool:
        """Returns whether some profile of the layer may drive to a position."""
        return bool(self.opened[layer * self.num_arcs + position.arc])


def _cut_arcs(
    length_m: NDArray[np.int64], positions: Iterable[Position]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Returns the arc and offset of every point, and where each arc's points begin."""
    wanted = {(position.arc, position.offset_m) for position in positions}
    cuts = np.array(sorted(wanted), dtype=np.int64).reshape(-1, 2)
    arcs = np.arange(len(length_m))
    every = np.concatenate(
        (
            np.column_stack((arcs, np.zeros_like(arcs))),
            np.column_stack((arcs, length_m)),
            cuts,
        )
    )
    points = np.unique(every, axis=0)
    first = np.searchsorted(points[:, 0], np.arange(len(length_m) + 1))
    return points[:, 0].copy(), points[:, 1].copy(), first.astype(np.int64)


def _find_fastest(
    network: RoadNetwork, profiles: Sequence[Profile]
) -> tuple[NDArray[np.bool_], NDArray[np.int64], Turns]:
    """Returns which arcs are open to some profile, their least times, and the union of turns.

    Bans that bind only some of the profiles are dropped.
    """
    masks = [open_arcs(network, profile) for profile in profiles]
    times = [
        np.where(mask, arc_times_ms(network, profile), _CLOSED_MS)
        for mask, profile in zip(masks, profiles, strict=True)
    ]
    turns = [turns_of(network, profile) for profile in profiles]
    opened = np.logical_or.reduce(masks)
    arc_ms = np.minimum.reduce(times)
    if len(profiles) == 1:
        return opened, arc_ms, turns[0]
    states = turns[0].state_arc
    if any(not np.array_equal(other.state_arc, states) for other in turns):
        states = np.arange(network.num_arcs, dtype=np.int32)
        turns = [_forget_history(one) for one in turns]
    size = np.int64(len(states))
    keys = np.concatenate([one.from_state * size + one.next_state for one in turns])
    costs = np.concatenate([one.cost_ms for one in turns])
    order = np.lexsort((costs, keys))
    keys, chosen = np.unique(keys[order], return_index=True)
    start = np.searchsorted(keys // size, np.arange(size + 1))
    merged = Turns(
        start=start.astype(np.int64),
        next_state=(keys % size).astype(np.int32),
        cost_ms=costs[order][chosen],
        state_arc=states,
        num_arcs=network.num_arcs,
    )
    return opened, arc_ms, merged


def _forget_history(turns: Turns) -> Turns:
    """Returns the turns from arc to arc, as if no state remembered how its arc was reached."""
    first = turns.state_arc[turns.from_state]
    order = np.argsort(first, kind="stable")
    return Turns(
        start=np.searchsorted(first[order], np.arange(turns.num_arcs + 1)).astype(np.int64),
        next_state=turns.next_arc[order],
        cost_ms=turns.cost_ms[order],
        state_arc=np.arange(turns.num_arcs, dtype=np.int32),
        num_arcs=turns.num_arcs,
    )
