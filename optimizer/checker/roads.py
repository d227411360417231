"""The checker's own reading of the streets: times, turns and bans for one vehicle.

Written anew from the rules, in plain Python; it shares nothing with `paths` and `turns`.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from fleet import Vehicle
from optimizer.checker.violation import ViolationCode
from optimizer.network.profile import PROFILES, Profile
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import DrivenPath

STRAIGHT_BELOW_DEG = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with a drive."""

    code: ViolationCode
    detail: str


class Roads:
    """Streets as one vehicle may drive them."""

    def __init__(self, network: RoadNetwork, vehicle: Vehicle) -> None:
        profile = PROFILES[vehicle.profile]
        top_kph = min(profile.max_speed_kph, vehicle.travel_kph)
        self.network = network
        self.profile: Profile = replace(profile, max_speed_kph=top_kph)
        self._bans = {(int(a), int(b)) for a, b in network.banned_turns}
        self._leaving: list[list[int]] = [[] for _ in range(network.num_nodes)]
        for arc in range(network.num_arcs):
            self._leaving[int(network.arc_from[arc])].append(arc)

    def is_open(self, arc: int) -> bool:
        """Says whether the vehicle may use an arc at all."""
        network, profile = self.network, self.profile
        if network.highway(arc) in profile.closed_highways:
            return False
        if profile.is_truck and network.arc_no_trucks[arc]:
            return False
        return all(
            not posted or posted >= size
            for posted, size in (
                (int(network.arc_max_weight_kg[arc]), profile.weight_kg),
                (int(network.arc_max_height_cm[arc]), profile.height_cm),
                (int(network.arc_max_width_cm[arc]), profile.width_cm),
            )
        )

    def part_ms(self, arc: int, metres: int) -> int:
        """Returns the milliseconds for the first or last metres of an arc."""
        length_m = int(self.network.arc_length_m[arc])
        kph = int(self.network.arc_speed_kph[arc])
        reached = int(kph * 1000 * self.profile.speed_share)
        metres_an_hour = max(1000, min(reached, self.profile.max_speed_kph * 1000))
        whole_ms = -(-length_m * 3_600_000 // metres_an_hour)
        return whole_ms * metres // length_m

    def turn_fault(self, arc: int, following: int) -> Fault | None:
        """Returns why an arc may not be followed by another, or None."""
        network = self.network
        names = f"{network.arc_key(arc)} to {network.arc_key(following)}"
        if network.arc_to[arc] != network.arc_from[following]:
            return Fault(code=ViolationCode.PATH_BROKEN, detail=f"{names} do not join")
        if (arc, following) in self._bans:
            return Fault(
                code=ViolationCode.FORBIDDEN_TURN,
                detail=f"{names} ({self._street(arc)} to {self._street(following)}) is forbidden",
            )
        if following == network.arc_inverse[arc] and any(
            other != following and self.is_open(other)
            for other in self._leaving[int(network.arc_to[arc])]
        ):
            return Fault(
                code=ViolationCode.U_TURN,
                detail=f"{names} turns round where the street goes on ({self._street(arc)})",
            )
        return None

    def turn_ms(self, arc: int, following: int) -> int:
        """Returns the milliseconds that a turn costs."""
        network, profile = self.network, self.profile
        signal_s = profile.signal_s if network.signals[int(network.arc_to[arc])] else 0
        if following == network.arc_inverse[arc]:
            return 1000 * (profile.u_turn_s + signal_s)
        latitude = float(network.node_lat[int(network.arc_to[arc])])
        coming, going = network.arc_geometry(arc), network.arc_geometry(following)
        angle = _bearing(going[0], going[1], latitude) - _bearing(coming[-2], coming[-1], latitude)
        angle = round(angle, 6) % 360.0
        if angle > 180.0:
            angle -= 360.0
        if abs(angle) < STRAIGHT_BELOW_DEG:
            return 1000 * (profile.straight_s + signal_s)
        # A right turn does not wait for the signal: we drive on the right.
        return 1000 * (profile.right_turn_s if angle > 0 else profile.left_turn_s + signal_s)

    def read(self, drive: DrivenPath) -> tuple[list[int], list[Fault]]:
        """Returns the arcs that a drive names, and what is wrong with the names."""
        arcs, faults = [], []
        keys = self.network.arc_of_key
        for key in drive.arcs:
            if key in keys:
                arcs.append(keys[key])
                continue
            ends, mark, parallel = key.partition("#")
            tail, _, head = ends.partition(">")
            if f"{head}>{tail}{mark}{parallel}" in keys:
                street = self._street(keys[f"{head}>{tail}{mark}{parallel}"])
                faults.append(
                    Fault(
                        code=ViolationCode.AGAINST_ONE_WAY,
                        detail=f"{key} drives {street} against its one-way direction",
                    )
                )
            else:
                faults.append(
                    Fault(code=ViolationCode.UNKNOWN_ARC, detail=f"{key} is no street piece")
                )
        if not drive.arcs:
            faults.append(Fault(code=ViolationCode.PATH_BROKEN, detail="a drive without streets"))
        return arcs, faults

    def faults_along(self, arcs: list[int]) -> Iterator[Fault]:
        """Yields what forbids driving these arcs in this order."""
        for arc in arcs:
            if not self.is_open(arc):
                yield Fault(
                    code=ViolationCode.CLOSED_ARC,
                    detail=f"{self.network.arc_key(arc)} ({self._street(arc)}) is closed to "
                    f"profile {self.profile.id}",
                )
        for arc, following in pairwise(arcs):
            fault = self.turn_fault(arc, following)
            if fault:
                yield fault

    def measure(self, arcs: list[int], start_m: int, end_m: int) -> tuple[int, int]:
        """Returns metres and seconds from an offset on the first arc to one on the last."""
        if len(arcs) == 1:
            metres = end_m - start_m
            return metres, -(-self.part_ms(arcs[0], metres) // 1000)
        length_m = self.network.arc_length_m
        rest_m = int(length_m[arcs[0]]) - start_m
        metres = rest_m + end_m + sum(int(length_m[arc]) for arc in arcs[1:-1])
        milliseconds = self.part_ms(arcs[0], rest_m) + self.part_ms(arcs[-1], end_m)
        milliseconds += sum(self.part_ms(arc, int(length_m[arc])) for arc in arcs[1:-1])
        milliseconds += sum(self.turn_ms(a, b) for a, b in pairwise(arcs))
        return metres, -(-milliseconds // 1000)

    def _street(self, arc: int) -> str:
        return self.network.street_name(arc) or self.network.highway(arc)


def _bearing(start, end, latitude: float) -> float:  # type: ignore[no-untyped-def]
    """Returns the compass bearing of a short line between two (lon, lat) points."""
    east = (float(end[0]) - float(start[0])) * math.cos(math.radians(latitude))
    north = float(end[1]) - float(start[1])
    return math.degrees(math.atan2(east, north))
