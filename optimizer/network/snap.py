"""Points beside the streets to places on them."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import STRtree, get_coordinates, line_interpolate_point, linestrings
from shapely import length as length_of

from optimizer.errors import Message, NetworkError, message
from optimizer.network.nearby import TIE_M, Nearby, feet
from optimizer.network.place import Place, Position
from optimizer.network.plane import Plane
from optimizer.network.road_network import DrivingSide, RoadNetwork, Structure
from optimizer.network.water import Water

DETOUR_OFF_STRUCTURE_M = 50.0
"""A deck is chosen only if it is nearer than any street on the ground by more than this.

Doors open on the ground. From any point beside a bridge of up to 100 m one of its approaches is
less than 50 m farther than the deck, so the bridges of a canal plain (half of them are under 60 m)
never take a point from their approaches; a boulevard on a long causeway or quay can have doors.
"""

WAY_ROUND_M = 500.0
"""Streets farther than the nearest one by more than this are not tried when water bars that."""

_STEP_M = 0.1
"""Half of the chord that gives a street's direction at a point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snap:
    """Where a point meets the streets.

    Parameters
    ----------
    positions
        The position on the near side first, then that of the other direction where there is one.
    distance_m
        From the point to the street's line.
    """

    positions: tuple[Position, ...]
    distance_m: float

    @property
    def arc(self) -> int:
        """The arc of the near side, or a one-way arc."""
        return self.positions[0].arc

    @property
    def place(self) -> Place:
        """Where a vehicle stops that works from the near side."""
        return Place(entries=self.positions[:1], exits=self.positions[:1])

    @property
    def yard(self) -> Place:
        """The place of a yard: in and out by either direction."""
        return Place(entries=self.positions, exits=self.positions)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoStreet:
    """Why a point was put on no street.

    Parameters
    ----------
    arc
        Of the nearest street, whatever lies between.
    street
        What to call it.
    distance_m
        To its line.
    limit_m
        How far the point's street was looked for.
    """

    arc: int
    street: str
    distance_m: float
    limit_m: float

    @property
    def over_water(self) -> bool:
        """True when the nearest street is near enough, but beyond water like all that are."""
        return self.distance_m <= self.limit_m

    @property
    def message(self) -> Message:
        """What is to be said of it."""
        if self.over_water:
            return message(
                "snap.over_water",
                "{distance_m:.0f} m from the nearest street, {street:street}, but water lies "
                "between, as before every street within {limit_m:.0f} m",
                distance_m=self.distance_m,
                street=self.street,
                limit_m=self.limit_m,
            )
        return message(
            "snap.too_far",
            "{distance_m:.0f} m from the nearest street, {street:street} (limit {limit_m:.0f} m)",
            distance_m=self.distance_m,
            street=self.street,
            limit_m=self.limit_m,
        )

    def __str__(self) -> str:
        return self.message.text


class Snapper:
    """Finds the street of a point among the routable ones, in a local projection to metres.

    A point beside a two-way street is on the arc that has it on the network's driving side.

    A point belongs to the nearest street that can be walked to: a street beyond water is passed
    over for the next one. Streets off the ground serve a point only as a last resort, by kind:

    - a bridge, or a street on a `layer` of its own, under the rule of `DETOUR_OFF_STRUCTURE_M`;
    - a tunnel when nothing else lies within the limit;
    - a structure that crosses another street without meeting it, never: no vehicle can stop there
      for what lies below. That holds for all pieces of a viaduct, of which some cross nothing.

    Parameters
    ----------
    routable
        By arc.
    max_distance_m
        No point is put on a street that is farther.
    cross_water
        True to look only at distances, for points that are not meant to be exact.

    Raises
    ------
    NetworkError
        When no arc is routable.
    """

    def __init__(
        self,
        network: RoadNetwork,
        routable: NDArray[np.bool_],
        *,
        max_distance_m: float = math.inf,
        cross_water: bool = False,
    ) -> None:
        if not routable.any():
            raise NetworkError(
                "network.nothing_routable",
                "{network}: no street is routable, so nothing can be placed on it. Use a network "
                "with streets that the vehicles may drive.",
                network=network.label,
            )
        if not max_distance_m >= 0:
            raise ValueError(f"max_distance_m must be 0 or more, got {max_distance_m}.")
        self.network = network
        self.max_distance_m = max_distance_m
        west, south, east, north = network.bounds
        self._plane = Plane(lon=(west + east) / 2, lat=(south + north) / 2)
        self._water = (
            None if cross_water else Water(self._metres(network.water), network.water_start)
        )
        self._lines = self._arc_lines()
        routable = routable & ~network.is_beyond
        self._inverse = _inverse_within(network, routable)
        # One line for each street; of two directions the lower arc's.
        arcs = np.flatnonzero(routable & ~_is_second(self._inverse))
        usable = arcs[~_find_passing(network, self._lines)[arcs]]
        # A place on a viaduct is better than none where there is nothing but viaducts.
        arcs = usable if len(usable) else arcs
        self._all = self._nearby(arcs)
        raised = (network.arc_structure[arcs] != Structure.GROUND) | (network.arc_layer[arcs] != 0)
        under = network.arc_structure[arcs] == Structure.TUNNEL
        self._ranks = (
            (self._nearby(arcs[~raised]), 0.0),
            (self._nearby(arcs[raised & ~under]), DETOUR_OFF_STRUCTURE_M),
            (self._nearby(arcs[under]), math.inf),
        )

    def find_nearest(self, lon: float, lat: float) -> Snap:
        """Returns where one point meets the streets.

        Raises
        ------
        NetworkError
            When no street is near enough; names the distance.
        """
        (found,) = self.snap([(lon, lat)])
        if isinstance(found, NoStreet):
            raise NetworkError(
                "network.off_street",
                "({lon}, {lat}): {found}; correct lon/lat.",
                lon=lon,
                lat=lat,
                found=found.message,
            )
        return found

    def snap(
        self, points: Sequence[tuple[float, float]] | NDArray[np.float64]
    ) -> list[Snap | NoStreet]:
        """Returns where each point (lon, lat) meets the streets, or why it does not.

        Raises
        ------
        ValueError
            When a coordinate is not a number.
        """
        degrees = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        if not np.isfinite(degrees).all():
            raise ValueError("a point's lon and lat must be finite numbers.")
        xy = self._metres(degrees)
        anywhere = np.full(len(xy), math.inf)
        nearest, nearest_m = self._all.find_nearest(xy, limit_m=anywhere, water=None)
        limit_m = np.minimum(self.max_distance_m, nearest_m + WAY_ROUND_M)
        arcs, distances_m = self._choose(xy, limit_m)
        placed = arcs >= 0
        positions = self._positions(arcs[placed], xy[placed])
        return [
            Snap(positions=next(positions), distance_m=distance_m)
            if is_placed
            else self._explain_no_street(*refused)
            for is_placed, distance_m, *refused in zip(
                placed.tolist(),
                distances_m.tolist(),
                nearest.tolist(),
                nearest_m.tolist(),
                limit_m.tolist(),
                strict=True,
            )
        ]

    def _explain_no_street(self, arc: int, distance_m: float, limit_m: float) -> NoStreet:
        name = self.network.street_name(arc)
        return NoStreet(
            arc=arc,
            street=name or f"({self.network.highway(arc)})",
            distance_m=distance_m,
            limit_m=limit_m,
        )

    def _choose(
        self, xy: NDArray[np.float64], limit_m: NDArray[np.float64]
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Returns the arc of each point's street, or -1, and its distance."""
        arcs = np.full(len(xy), -1, dtype=np.intp)
        distances_m = np.full(len(xy), math.inf)
        for nearby, detour_m in self._ranks:
            # Nearer than a street that is preferred, by more than the detour to that.
            chosen = arcs >= 0
            within_m = limit_m.copy()
            within_m[chosen] = distances_m[chosen] - detour_m - TIE_M
            better, better_m = nearby.find_nearest(xy, limit_m=within_m, water=self._water)
            arcs = np.where(better >= 0, better, arcs)
            distances_m = np.where(better >= 0, better_m, distances_m)
        return arcs, distances_m

    def _positions(
        self, arcs: NDArray[np.intp], xy: NDArray[np.float64]
    ) -> Iterator[tuple[Position, ...]]:
        """Yields the positions on the streets of these arcs, that on the point's side first."""
        network = self.network
        lines = self._lines[arcs]
        along_m, _ = feet(lines, xy)
        line_m = length_of(lines)
        share = np.divide(along_m, line_m, out=np.zeros(len(arcs)), where=line_m > 0)
        length_m = network.arc_length_m[arcs]
        offset_m = np.clip(np.rint(share * length_m).astype(np.int64), 0, length_m)
        others = self._inverse[arcs]
        other_m = np.clip(length_m - offset_m, 0, network.arc_length_m[others])
        on_left = _is_left(lines, along_m, xy)
        there_first = on_left == (network.driving_side is DrivingSide.RIGHT)
        for arc, offset, other, mirrored, swapped in zip(
            arcs.tolist(),
            offset_m.tolist(),
            others.tolist(),
            other_m.tolist(),
            there_first.tolist(),
            strict=True,
        ):
            here = (Position(arc=arc, offset_m=offset),)
            there = (Position(arc=other, offset_m=mirrored),) if other >= 0 else ()
            yield (*there, *here) if swapped else (*here, *there)

    def _metres(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns (lon, lat) points in metres around the network's centre."""
        return np.stack(self._plane.metres(degrees[..., 0], degrees[..., 1]), axis=-1)

    def _arc_lines(self) -> NDArray[np.object_]:
        starts = self.network.geometry_start
        owner = np.repeat(np.arange(self.network.num_arcs), np.diff(starts))
        lines = linestrings(self._metres(self.network.geometry), indices=owner)
        return np.asarray(lines, dtype=np.object_)

    def _nearby(self, arcs: NDArray[np.intp]) -> Nearby:
        return Nearby(self._lines[arcs], arcs)


def _inverse_within(network: RoadNetwork, allowed: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Returns the inverse of each arc where both are allowed, else -1."""
    inverse = network.arc_inverse
    return np.where((inverse >= 0) & allowed & allowed[inverse], inverse, -1)


def _is_second(inverse: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Says whether an arc is the higher of the two arcs of its street."""
    return np.asarray((inverse >= 0) & (inverse < np.arange(len(inverse))))


def _find_passing(network: RoadNetwork, lines: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Says of each arc whether it belongs to a structure that crosses a street without meeting it.

    A structure is everything off the ground that hangs together.
    """
    raised = (network.arc_structure != Structure.GROUND) | (network.arc_layer != 0)
    streets = np.flatnonzero(~_is_second(network.arc_inverse))
    above = np.flatnonzero(raised)
    # Arcs that meet share a node, which is an end of both: their insides do not cross.
    crossing, _ = STRtree(lines[streets]).query(lines[above], predicate="crosses")
    tails, heads = network.arc_from[above], network.arc_to[above]
    links = coo_array(
        (np.ones(len(above), dtype=np.int8), (tails, heads)),
        shape=(network.num_nodes, network.num_nodes),
    )
    _, structure_of = connected_components(links, directed=False)
    passing = np.zeros(network.num_arcs, dtype=np.bool_)
    passing[above] = np.isin(structure_of[tails], structure_of[tails[crossing]])
    return passing


def _is_left(
    lines: NDArray[np.object_], along_m: NDArray[np.float64], xy: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Says whether each point lies left of its line, seen along it at `along_m`.

    The direction is that of a short chord around the nearest point: at a bend it halves the angle,
    where either segment alone could name the wrong side.
    """
    behind, here, ahead = (
        get_coordinates(line_interpolate_point(lines, at_m))
        for at_m in (np.maximum(0.0, along_m - _STEP_M), along_m, along_m + _STEP_M)
    )
    chord, aside = ahead - behind, xy - here
    return np.asarray(chord[:, 0] * aside[:, 1] - chord[:, 1] * aside[:, 0] > 0)
