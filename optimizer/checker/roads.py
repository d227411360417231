"""The checker's own reading of the streets: times, turns and bans for one vehicle.

Written anew from the rules, in plain Python; it shares nothing with `paths` and `turns`.
"""

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fleet import Vehicle
from optimizer.checker.violation import Fault, ViolationCode
from optimizer.network.profile import PROFILES, Profile
from optimizer.network.road_network import RoadNetwork

STRAIGHT_BELOW_DEG = 30.0
SLOWEST_M_PER_H = 1000


class Roads:
    """Streets as one vehicle may drive them.

    Arrays are kept as lists, which are faster at the single look-ups that a checker makes.
    """

    def __init__(self, network: RoadNetwork, vehicle: Vehicle) -> None:
        self.network = network
        self.profile: Profile = PROFILES[vehicle.profile]
        self.length_m: list[int] = network.arc_length_m.tolist()
        self._top_m_per_h = 1000 * min(self.profile.max_speed_kph, vehicle.travel_kph)
        self._from: list[int] = network.arc_from.tolist()
        self._to: list[int] = network.arc_to.tolist()
        self._inverse: list[int] = network.arc_inverse.tolist()
        self._bans = {(int(a), int(b)) for a, b in network.banned_turns}
        self._turn_ms: dict[tuple[int, int], int] = {}
        self._whole_ms: dict[int, int] = {}

    def arc(self, key: str) -> int | None:
        """Returns the arc that a plan calls by this name, or None."""
        return self.network.arc_of_key.get(key)

    def key(self, arc: int) -> str:
        """Returns the name of an arc in plans."""
        return self.network.arc_key(arc)

    def name_fault(self, key: str) -> Fault:
        """Returns what is wrong with a name that no arc has."""
        ends, mark, parallel = key.partition("#")
        tail, _, head = ends.partition(">")
        forward = self.arc(f"{head}>{tail}{mark}{parallel}")
        if forward is not None:
            return Fault(
                code=ViolationCode.AGAINST_ONE_WAY,
                detail=f"{key} drives {self._street(forward)} against its one-way direction",
            )
        return Fault(code=ViolationCode.UNKNOWN_ARC, detail=f"{key!r} is no arc of the streets")

    def arc_fault(self, arc: int) -> Fault | None:
        """Returns why the vehicle may not use an arc at all, or None."""
        return self._closed[arc]

    def turn_faults(self, arc: int, following: int) -> Iterator[Fault]:
        """Yields why an arc may not be followed by another."""
        if self._to[arc] != self._from[following]:
            yield Fault(
                code=ViolationCode.PATH_BROKEN,
                detail=f"{self.key(arc)} and {self.key(following)} do not join",
            )
            return
        if (arc, following) in self._bans:
            yield Fault(
                code=ViolationCode.FORBIDDEN_TURN,
                detail=f"the turn from {self.key(arc)} ({self._street(arc)}) into "
                f"{self.key(following)} ({self._street(following)}) is forbidden",
            )
        if following == self._inverse[arc] and any(
            other != following and self._closed[other] is None
            for other in self._leaving[self._to[arc]]
        ):
            yield Fault(
                code=ViolationCode.U_TURN,
                detail=f"turns round from {self.key(arc)} into {self.key(following)} "
                f"({self._street(arc)}), which is no dead end",
            )

    def measure(self, arcs: Sequence[int], start_m: int, end_m: int) -> tuple[int, int]:
        """Returns metres and seconds from an offset on the first arc to one on the last."""
        if len(arcs) == 1:
            metres = end_m - start_m
            return metres, -(-self._part_ms(arcs[0], metres) // 1000)
        rest_m = self.length_m[arcs[0]] - start_m
        metres = rest_m + end_m + sum(self.length_m[arc] for arc in arcs[1:-1])
        milliseconds = self._part_ms(arcs[0], rest_m) + self._part_ms(arcs[-1], end_m)
        milliseconds += sum(self._arc_ms(arc) for arc in arcs[1:-1])
        milliseconds += sum(self._turn_cost_ms(a, b) for a, b in pairwise(arcs))
        return metres, -(-milliseconds // 1000)

    @cached_property
    def _closed(self) -> list[Fault | None]:
        return [self._closure(arc) for arc in range(self.network.num_arcs)]

    @cached_property
    def _leaving(self) -> list[list[int]]:
        leaving: list[list[int]] = [[] for _ in range(self.network.num_nodes)]
        for arc, node in enumerate(self._from):
            leaving[node].append(arc)
        return leaving

    def _closure(self, arc: int) -> Fault | None:
        network, profile = self.network, self.profile
        why = ""
        if network.highway(arc) in profile.closed_highways:
            why = f"it is a {network.highway(arc)}"
        elif profile.is_truck and network.arc_no_trucks[arc]:
            why = "goods vehicles are banned"
        for noun, limit, size in (
            ("kg", network.arc_max_weight_kg[arc], profile.weight_kg),
            ("cm of height", network.arc_max_height_cm[arc], profile.height_cm),
            ("cm of width", network.arc_max_width_cm[arc], profile.width_cm),
        ):
            if 0 < limit < size:
                why = why or f"{limit} {noun} are allowed, the profile has {size}"
        if not why:
            return None
        return Fault(
            code=ViolationCode.CLOSED_ARC,
            detail=f"{self.key(arc)} ({self._street(arc)}) is closed to profile {profile.id}: "
            f"{why}",
        )

    def _arc_ms(self, arc: int) -> int:
        """Returns the milliseconds for a whole arc, rounded up."""
        if arc not in self._whole_ms:
            reached = int(int(self.network.arc_speed_kph[arc]) * 1000 * self.profile.speed_share)
            metres_an_hour = max(SLOWEST_M_PER_H, min(reached, self._top_m_per_h))
            self._whole_ms[arc] = -(-self.length_m[arc] * 3_600_000 // metres_an_hour)
        return self._whole_ms[arc]

    def _part_ms(self, arc: int, metres: int) -> int:
        """Returns the milliseconds for the first or last metres of an arc, rounded down."""
        return self._arc_ms(arc) * metres // self.length_m[arc]

    def _turn_cost_ms(self, arc: int, following: int) -> int:
        turn = (arc, following)
        if turn not in self._turn_ms:
            self._turn_ms[turn] = 1000 * self._turn_s(arc, following)
        return self._turn_ms[turn]

    def _turn_s(self, arc: int, following: int) -> int:
        profile = self.profile
        signal_s = profile.signal_s if self.network.signals[self._to[arc]] else 0
        if following == self._inverse[arc]:
            return profile.u_turn_s + signal_s
        angle_deg = self._angle_deg(arc, following)
        if abs(angle_deg) < STRAIGHT_BELOW_DEG:
            return profile.straight_s + signal_s
        if angle_deg > 0:
            # A right turn does not wait for the signal: we drive on the right.
            return profile.right_turn_s
        return profile.left_turn_s + signal_s

    def _angle_deg(self, arc: int, following: int) -> float:
        """Returns how far a turn veers, in (-180, 180], clockwise positive."""
        coming, going = self.network.arc_geometry(arc), self.network.arc_geometry(following)
        latitude_deg = float(going[0][1])
        angle_deg = _bearing_deg(going[0], going[1], latitude_deg) - _bearing_deg(
            coming[-2], coming[-1], latitude_deg
        )
        # Rounded, so that the last binary digit of a right angle or of straight back says nothing.
        angle_deg = round(angle_deg, 6) % 360.0
        return angle_deg - 360.0 if angle_deg > 180.0 else angle_deg

    def _street(self, arc: int) -> str:
        return self.network.street_name(arc) or self.network.highway(arc)


def _bearing_deg(
    start: NDArray[np.float64], end: NDArray[np.float64], latitude_deg: float
) -> float:
    """Returns the compass bearing of a short line between two (lon, lat) points."""
    east = float(end[0] - start[0]) * math.cos(math.radians(latitude_deg))
    return math.degrees(math.atan2(east, float(end[1] - start[1])))
