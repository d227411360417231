"""Where work is done on the network, and the drives between.

A position names its arc by number, which is quick to look up, or by key, which outlasts a
network's numbering and is what files have. Both are the same classes: a `Place` is one of numbers,
a `Place[ArcKey]` one of keys, and `with_arcs` turns one into the other.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, cast

from typing_extensions import TypeVar

ArcKey = str
"""An arc's name in files, as `RoadNetwork.arc_key` gives it."""

Arc = TypeVar("Arc", bound=int | ArcKey, default=int)
OtherArc = TypeVar("OtherArc", bound=int | ArcKey)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Position(Generic[Arc]):
    """A point on an arc, `offset_m` metres from its start, by the arc's length in metres."""

    arc: Arc
    offset_m: int

    def with_arcs(self, name: Callable[[Arc], OtherArc]) -> "Position[OtherArc]":
        """Returns the position with its arc named otherwise."""
        return Position(arc=name(self.arc), offset_m=self.offset_m)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Generic[Arc]):
    """Where a vehicle may come in and go out.

    A swept arc is entered at its start and left at its end. A contract is entered and left at one
    position. A yard (depot, facility) may be entered from either side of its street and left by
    either, since a vehicle can turn inside.
    """

    entries: tuple[Position[Arc], ...]
    exits: tuple[Position[Arc], ...]

    def with_arcs(self, name: Callable[[Arc], OtherArc]) -> "Place[OtherArc]":
        """Returns the place with its arcs named otherwise."""
        return Place(
            entries=tuple(one.with_arcs(name) for one in self.entries),
            exits=tuple(one.with_arcs(name) for one in self.exits),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive(Generic[Arc]):
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

    arcs: tuple[Arc, ...]
    from_offset_m: int
    to_offset_m: int
    distance_m: int
    duration_s: int

    def with_arcs(self, name: Callable[[Arc], OtherArc]) -> "Drive[OtherArc]":
        """Returns the drive with its arcs named otherwise."""
        arcs = tuple(name(arc) for arc in self.arcs)
        return replace(cast("Drive[OtherArc]", self), arcs=arcs)
