"""Exact fastest paths between places, with turn costs and bans."""

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from optimizer.errors import Message, NetworkError, message
from optimizer.network.components import find_largest_part
from optimizer.network.paths import paths_kernel as kernel
from optimizer.network.paths.hub_labels import share_lists, street_labels
from optimizer.network.paths.hub_query import HubLabels
from optimizer.network.paths.kept_hierarchies import hierarchy_of
from optimizer.network.paths.paths_kernel import UNREACHABLE
from optimizer.network.paths.unpack_kernel import unpack
from optimizer.network.place import Drive, Place, Position
from optimizer.network.profile import Profile
from optimizer.network.road_network import RoadNetwork
from optimizer.network.turns import Turns, arc_times_ms, open_arcs, turns_of

__all__ = ["UNREACHABLE", "Matrix", "PathFinder", "path_finder"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matrix:
    """Seconds and metres of the fastest drive from every place (row) to every place (column).

    int32; `UNREACHABLE` where there is no way.
    """

    duration_s: NDArray[np.int32]
    distance_m: NDArray[np.int32]


def num_threads() -> int:
    """Returns how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class PathFinder:
    """Drives of one profile on one network.

    Attributes
    ----------
    routable
        True for arcs in the largest strongly connected part that is open to the profile.
    arc_ms
        Milliseconds for each whole arc, int64.
    turns
        The turns between routable arcs.

    Raises
    ------
    NetworkError
        When no street is open to the profile, or the network is too large for the numbers used.
    """

    def __init__(self, network: RoadNetwork, profile: Profile) -> None:
        turns = turns_of(network, profile)
        self.network = network
        self.profile = profile
        self.routable: NDArray[np.bool_] = find_largest_part(turns, open_arcs(network, profile))
        self.arc_ms: NDArray[np.int64] = arc_times_ms(network, profile)
        self.turns: Turns = turns.keep_within(self.routable[turns.state_arc])
        if not self.routable.any():
            raise NetworkError(
                "network.closed_to_profile",
                "{network}: no street is open to profile {profile!r} (closed to it: "
                "{classes:list}; posted limits count too). Use a network with streets that it may "
                "drive.",
                network=network.label,
                profile=profile.id,
                classes=sorted(profile.closed_highways),
            )
        length_m = network.arc_length_m.astype(np.int64)
        worst_turn_ms = int(self.turns.cost_ms.max(initial=0))
        longest_ms = int(self.arc_ms.sum()) + worst_turn_ms * network.num_arcs
        if length_m.sum() + length_m.max() >= kernel.MAX_M or longest_ms >= kernel.MAX_MS:
            raise NetworkError(
                "network.too_long",
                "{network}: {length_km} km of arcs are more than paths can add up ({most_km} km). "
                "Use a smaller area.",
                network=network.label,
                length_km=length_m.sum() // 1000,
                most_km=kernel.MAX_M // 1000,
            )

    @cached_property
    def _graph(self) -> kernel.Graph:
        """The turns and their hierarchy, built when the first drive is asked for."""
        length_m = self.network.arc_length_m.astype(np.int64)
        turns = self.turns
        next_state = turns.next_state.astype(np.int64)
        turn_cost = turns.cost_ms << kernel.METRE_BITS
        arc_cost = (self.arc_ms << kernel.METRE_BITS) + length_m
        left = turns.state_arc[turns.from_state]
        return kernel.Graph(
            start=turns.start,
            next_state=next_state,
            turn_cost=turn_cost,
            arc_ms=self.arc_ms,
            arc_length_m=length_m,
            hierarchy=hierarchy_of(turns.start, next_state, arc_cost[left] + turn_cost),
        )

    def reaches(self, place: Place) -> bool:
        """Returns whether a vehicle can come in and go out on routable arcs."""
        return bool(self._keep_usable(place.entries)) and bool(self._keep_usable(place.exits))

    def matrix(self, places: Sequence[Place]) -> Matrix:
        """Returns the fastest drives between all places.

        An element on the diagonal is the drive from a place back to itself.
        """
        shape = (len(places), len(places))
        duration_s = np.full(shape, UNREACHABLE, dtype=np.int32)
        distance_m = np.full(shape, UNREACHABLE, dtype=np.int32)
        exits_of = [self._keep_usable(place.exits) for place in places]
        entries_of = [self._keep_usable(place.entries) for place in places]
        # Places that are left in the same way have the same row.
        first_with: dict[tuple[Position, ...], int] = {}
        for number, exits in enumerate(exits_of):
            first_with.setdefault(exits, number)
        out, into = self._ends(exits_of, are_exits=True), self._ends(entries_of, are_exits=False)
        rows = np.array(list(first_with.values()), dtype=np.int64)
        graph = self._graph

        def fill(part: NDArray[np.int64]) -> None:
            kernel.fill_rows(graph, out, into, part, duration_s, distance_m)

        with ThreadPoolExecutor(num_threads()) as pool:
            list(pool.map(fill, np.array_split(rows, num_threads())))
        for number, exits in enumerate(exits_of):
            if first_with[exits] != number:
                duration_s[number] = duration_s[first_with[exits]]
                distance_m[number] = distance_m[first_with[exits]]
        return Matrix(duration_s=duration_s, distance_m=distance_m)

    def hub_labels(self, places: Sequence[Place]) -> HubLabels:
        """Returns labels that give, for any two places, what `matrix` gives.

        Memory grows with the places, not with their square.
        """
        out, origin_of = self._distinct_ends(places, are_exits=True)
        into, destination_of = self._distinct_ends(places, are_exits=False)
        return share_lists(street_labels(self._graph, out, into), origin_of, destination_of)

    def drive(self, origin: Place, destination: Place) -> Drive:
        """Returns the fastest drive with its arcs; the same seconds and metres as the matrix.

        Raises
        ------
        NetworkError
            When there is no way.
        """
        return self.drives([(origin, destination)])[0]

    def drives(self, pairs: Iterable[tuple[Place, Place]]) -> list[Drive]:
        """Returns the fastest drive of each (origin, destination), in one go.

        Raises
        ------
        NetworkError
            When there is no way between two of them.
        """
        pairs = list(pairs)
        number: dict[Place, int] = {}
        for pair in pairs:
            for place in pair:
                number.setdefault(place, len(number))
        exits_of = [self._keep_usable(place.exits) for place in number]
        entries_of = [self._keep_usable(place.entries) for place in number]
        found = unpack(
            self._graph,
            self._ends(exits_of, are_exits=True),
            self._ends(entries_of, are_exits=False),
            np.array([number[origin] for origin, _ in pairs], dtype=np.int64),
            np.array([number[destination] for _, destination in pairs], dtype=np.int64),
        )
        arcs = self.turns.state_arc[found.states].tolist()
        start, costs = found.start.tolist(), found.cost.tolist()
        drives = []
        for d, (origin, destination) in enumerate(pairs):
            if costs[d] == kernel.NO_COST:
                raise NetworkError(self._no_way(origin, destination))
            drives.append(
                Drive(
                    arcs=tuple(arcs[start[d] : start[d + 1]]),
                    from_offset_m=int(found.from_offset_m[d]),
                    to_offset_m=int(found.to_offset_m[d]),
                    distance_m=costs[d] % kernel.MAX_M,
                    duration_s=-(-(costs[d] // kernel.MAX_M) // 1000),
                )
            )
        return drives

    def _keep_usable(self, positions: tuple[Position, ...]) -> tuple[Position, ...]:
        """Returns the routable positions, once each and sorted, so that order never matters."""
        return tuple(sorted({p for p in positions if self.routable[p.arc]}))

    def _distinct_ends(
        self, places: Sequence[Place], *, are_exits: bool
    ) -> tuple[kernel.Ends, NDArray[np.int64]]:
        """Returns the different exits, or entries, and which of them each place has."""
        number: dict[tuple[Position, ...], int] = {}
        mine = [
            number.setdefault(self._keep_usable(p.exits if are_exits else p.entries), len(number))
            for p in places
        ]
        ends = self._ends(list(number), are_exits=are_exits)
        return ends, np.array(mine, dtype=np.int64)

    def _ends(
        self, positions_of: Sequence[tuple[Position, ...]], *, are_exits: bool
    ) -> kernel.Ends:
        """Packs the exits or the entries of places for the kernel.

        An entry is reached in whichever state a drive comes along; who leaves an exit has stopped
        there, and no ban over via ways reaches back beyond a stop.
        """
        ends = [
            [
                (position, state)
                for position in positions
                for state in (
                    position.arc,
                    *(() if are_exits else self.turns.further_states.get(position.arc, ())),
                )
            ]
            for positions in positions_of
        ]
        flat = [end for group in ends for end in group]
        arc = np.array([position.arc for position, _ in flat], dtype=np.int64)
        offset_m = np.array([position.offset_m for position, _ in flat], dtype=np.int64)
        length_m = self._graph.arc_length_m[arc]
        wrong = np.flatnonzero((offset_m < 0) | (offset_m > length_m))
        if len(wrong):
            raise ValueError(
                f"{self.network.arc_key(int(arc[wrong[0]]))}: offset_m must be in "
                f"[0, {length_m[wrong[0]]}], got {offset_m[wrong[0]]}."
            )
        part_m = length_m - offset_m if are_exits else offset_m
        part_ms = self.arc_ms[arc] * part_m // length_m
        return kernel.Ends(
            start=np.cumsum([0, *map(len, ends)], dtype=np.int64),
            state=np.array([state for _, state in flat], dtype=np.int64),
            arc=arc,
            offset_m=offset_m,
            cost=(part_ms << kernel.METRE_BITS) + part_m,
        )

    def _no_way(self, origin: Place, destination: Place) -> Message:
        return message(
            "network.no_drive",
            "{network}: no drive for profile {profile!r} from arc {exits:list} to arc "
            "{entries:list}; choose places on streets that it may drive and that are connected.",
            network=self.network.label,
            profile=self.profile.id,
            exits=[self.network.arc_key(p.arc) for p in origin.exits],
            entries=[self.network.arc_key(p.arc) for p in destination.entries],
        )


def path_finder(network: RoadNetwork, profile: Profile) -> PathFinder:
    """Returns the path finder of a profile on a network, made once for as long as it lives.

    What takes its time, the hierarchy of the turns, then serves all who ask: the day, the haulage
    and every plan that goes on from another.

    Raises
    ------
    NetworkError
        As `PathFinder`.
    """
    finders: dict[Profile, PathFinder] = network.worked_out.setdefault(PathFinder, {})
    if profile not in finders:
        finders[profile] = PathFinder(network, profile)
    return finders[profile]
