"""Where work is done on the network, and the drives between."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Position:
    """A point on an arc, `offset_m` metres from its start, by the arc's length in metres."""

    arc: int
    offset_m: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a vehicle may come in and go out.

    A swept arc is entered at its start and left at its end. A contract is entered and left at one
    position. A yard (depot, facility) may be entered from either side of its street and left by
    either, since a vehicle can turn inside.
    """

    entries: tuple[Position, ...]
    exits: tuple[Position, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """A drive from one place to the next.

    Parameters
    ----------
    arcs
        Every arc touched, in order, from the arc that is left (at `from_offset_m`) to the arc that
        is entered (to `to_offset_m`), both included. A single arc when the drive stays on it.
    distance_m
        Metres driven.
    duration_s
        Arc and turn milliseconds added up, rounded up to a whole second at the end.
    """

    arcs: tuple[int, ...]
    from_offset_m: int
    to_offset_m: int
    distance_m: int
    duration_s: int
