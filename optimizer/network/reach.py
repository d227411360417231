"""What a profile cannot use of the streets, and why: closed to it, no way in, or no way out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.network.barrier import Barrier, barrier_of_lack
from optimizer.network.components import lacks
from optimizer.network.profile import Profile
from optimizer.network.road_network import RoadNetwork
from optimizer.network.signs import arc_verdicts, verdict
from optimizer.network.turns import open_arcs, turns_of

_NUMBERED = tuple(Barrier)
"""Arrays hold a barrier as its place here plus one; 0 stands for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarredStreet:
    """Streets of one name that a profile cannot use for one reason.

    Parameters
    ----------
    limit
        What the sign says, in kg or cm; 0 where the barrier is no limit.
    length_m
        A two-way street once, also where only one of its directions is barred.
    """

    name: str
    highway: str
    barrier: Barrier
    limit: int
    length_m: int
    area_m2: int
    num_arcs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileReach:
    """What one profile cannot use of a network, the longest first."""

    profile: str
    barred: tuple[BarredStreet, ...]

    @property
    def length_m(self) -> int:
        """Length of all of it."""
        return sum(street.length_m for street in self.barred)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BarredPiece:
    """One street from junction to junction that some profiles cannot use for one reason.

    Parameters
    ----------
    points
        (lon, lat), shape (points, 2).
    profiles
        Those that it is barred to.
    limit
        As in `BarredStreet`.
    one_direction
        True where the street's other direction is not barred alike.
    """

    points: NDArray[np.float64]
    name: str
    highway: str
    barrier: Barrier
    limit: int
    profiles: tuple[str, ...]
    length_m: int
    one_direction: bool


def barriers_of(network: RoadNetwork, profile: Profile) -> NDArray[np.int8]:
    """Returns what bars each arc, for `barrier_of`; 0 where the profile can go and come back."""
    opened = open_arcs(network, profile)
    turns = turns_of(network, profile)
    lack = lacks(turns, opened)
    found = np.zeros(network.num_arcs, dtype=np.int8)

    def mark(arcs: NDArray[np.bool_], barrier: Barrier) -> None:
        found[arcs & (found == 0)] = 1 + _NUMBERED.index(barrier)

    in_class = [highway in profile.closed_highways for highway in network.highways]
    mark(np.array(in_class, dtype=np.bool_)[network.arc_highway], Barrier.ROAD_CLASS)
    verdicts, of_arc = arc_verdicts(network, profile)
    for number, one in enumerate(verdicts):
        if one.barrier is not None:
            mark(of_arc == number, one.barrier)
    for missing in np.unique(lack[lack != 0]).tolist():
        mark(lack == missing, barrier_of_lack(missing))
    return found


def barrier_of(number: int) -> Barrier:
    """Returns the barrier that a number of `barriers_of` other than 0 stands for."""
    return _NUMBERED[number - 1]


def reach_of(network: RoadNetwork, profile: Profile) -> ProfileReach:
    """Returns by street name what a profile cannot use.

    Streets outside the network's strongly connected part are barred to every profile and are not
    repeated here: see `list_outside_reach`.
    """
    number = barriers_of(network, profile)
    rows = []
    for arc in np.flatnonzero((number > 0) & ~network.is_beyond).tolist():
        inverse = int(network.arc_inverse[arc])
        counted = 0 <= inverse < arc and number[inverse] == number[arc]
        barrier = barrier_of(int(number[arc]))
        rows.append(
            BarredStreet(
                name=network.street_name(arc),
                highway=network.highway(arc),
                barrier=barrier,
                limit=_limit(network, profile, arc, barrier),
                length_m=0 if counted else int(network.arc_length_m[arc]),
                area_m2=int(network.arc_area_m2[arc]),
                num_arcs=1,
            )
        )
    return ProfileReach(profile=profile.id, barred=_sum_by_name(rows))


def list_outside_reach(network: RoadNetwork) -> tuple[BarredStreet, ...]:
    """Returns by street name what lies outside the strongly connected part, for no profile."""
    outside = network.outside
    return _sum_by_name(
        BarredStreet(
            name=network.names[outside.name[n]],
            highway=network.highways[outside.highway[n]],
            barrier=barrier_of_lack(int(outside.lack[n])),
            limit=0,
            length_m=int(outside.length_m[n]),
            area_m2=int(outside.area_m2[n]),
            num_arcs=1,
        )
        for n in range(len(outside))
    )


def _sum_by_name(rows: Iterable[BarredStreet]) -> tuple[BarredStreet, ...]:
    """Returns the sums over pieces of one street, class and barrier, the longest first."""
    groups: dict[tuple[str, str, Barrier, int], list[BarredStreet]] = defaultdict(list)
    for row in rows:
        groups[row.name, row.highway, row.barrier, row.limit].append(row)
    sums = [
        BarredStreet(
            name=name,
            highway=highway,
            barrier=barrier,
            limit=limit,
            length_m=sum(row.length_m for row in members),
            area_m2=sum(row.area_m2 for row in members),
            num_arcs=sum(row.num_arcs for row in members),
        )
        for (name, highway, barrier, limit), members in groups.items()
    ]
    return tuple(sorted(sums, key=lambda row: (-row.length_m, row.name, row.highway, row.barrier)))


def list_barred_pieces(
    network: RoadNetwork, profiles: Iterable[Profile]
) -> tuple[BarredPiece, ...]:
    """Returns every piece of street that one of the profiles cannot use, to be drawn.

    Both directions of a street are one piece where the same profiles are barred for the same
    reason; what lies outside the strongly connected part is barred to all of them.
    """
    profiles = tuple(profiles)
    groups: dict[tuple[int, int, int], list[str]] = defaultdict(list)
    for profile in profiles:
        number = barriers_of(network, profile)
        for arc in np.flatnonzero((number > 0) & ~network.is_beyond).tolist():
            code = int(number[arc])
            limit = _limit(network, profile, arc, barrier_of(code))
            groups[arc, code, limit].append(profile.id)
    pieces = []
    for (arc, code, limit), ids in sorted(groups.items()):
        inverse = int(network.arc_inverse[arc])
        alike = inverse >= 0 and groups.get((inverse, code, limit)) == ids
        if alike and inverse < arc:
            continue
        barrier = barrier_of(code)
        pieces.append(
            BarredPiece(
                points=network.arc_geometry(arc),
                name=network.street_name(arc),
                highway=network.highway(arc),
                barrier=barrier,
                limit=limit,
                profiles=tuple(ids),
                length_m=int(network.arc_length_m[arc]),
                one_direction=inverse >= 0 and not alike,
            )
        )
    outside = network.outside
    pieces += [
        BarredPiece(
            points=outside.line(n),
            name=network.names[outside.name[n]],
            highway=network.highways[outside.highway[n]],
            barrier=barrier_of_lack(int(outside.lack[n])),
            limit=0,
            profiles=tuple(profile.id for profile in profiles),
            length_m=int(outside.length_m[n]),
            one_direction=bool(outside.one_direction[n]),
        )
        for n in range(len(outside))
    ]
    return tuple(pieces)


def _limit(network: RoadNetwork, profile: Profile, arc: int, barrier: Barrier) -> int:
    """Returns what the sign that bars an arc says, 0 where the barrier is no limit."""
    posted = network.signs[int(network.arc_signs[arc])]
    one = verdict(posted, profile)
    return one.limit if one.barrier is barrier else 0
