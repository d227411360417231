"""The checker's own reading of the streets: times, turns and bans for one vehicle.

Written anew from the rules, in plain Python; it shares nothing with `paths` and `turns`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from fleet import Message, Shift, Vehicle, message
from optimizer.checker.bends import ROUND_FROM_DEG, STRAIGHT_BELOW_DEG, veers_deg
from optimizer.checker.facts import facts_of
from optimizer.checker.signs import (
    access_of,
    explain_closed,
    explain_shut,
    is_bound,
    may_be_closed,
    may_be_shut,
)
from optimizer.checker.violation import Fault, ViolationCode
from optimizer.network.profile import PROFILES, RUSH_HOURS, Profile
from optimizer.network.road_network import Access, Control, RoadNetwork

SLOWEST_M_PER_H = 1000
DAY_S = 86_400

MOST_KEPT = 50_000
"""Drives that are remembered to be right; a day of a district has ten thousand."""


def driving_key(vehicle: Vehicle) -> tuple[object, ...]:
    """Returns all of a vehicle that says how it may drive."""
    return (
        vehicle.profile,
        vehicle.travel_kph,
        vehicle.weight_kg,
        vehicle.height_cm,
        vehicle.width_cm,
        vehicle.length_cm,
    )


class Roads:
    """Streets as one vehicle may drive them in a shift, or in free traffic without one.

    Arrays are kept as lists, which are faster at the single look-ups that a checker makes.
    """

    def __init__(self, network: RoadNetwork, vehicle: Vehicle, shift: Shift | None = None) -> None:
        self.network = network
        self.vehicle = vehicle
        self.shift = shift
        self.profile: Profile = PROFILES[vehicle.profile]
        self.length_m: list[int] = network.arc_length_m.tolist()
        self._top_m_per_h = 1000 * min(self.profile.max_speed_kph, vehicle.travel_kph)
        self._from: list[int] = network.arc_from.tolist()
        self._to: list[int] = network.arc_to.tolist()
        self._inverse: list[int] = network.arc_inverse.tolist()
        self._facts = facts_of(network, vehicle, shift)
        self._bans = {
            (int(a), int(b))
            for (a, b), sign in zip(network.banned_turns, network.banned_turn_signs, strict=True)
            if self._binds(int(sign))
        }
        self._banned_ways: defaultdict[int, list[list[int]]] = defaultdict(list)
        for ban, sign in enumerate(network.banned_path_signs.tolist()):
            if self._binds(sign):
                way = network.banned_path(ban).tolist()
                self._banned_ways[way[0]].append(way)
        self._control: list[int] = network.arc_control.tolist()
        self._wait_s = {
            Control.NONE: 0,
            Control.GIVE_WAY: self.profile.give_way_s,
            Control.STOP: self.profile.stop_s,
            Control.SIGNALS: self.profile.signal_s,
            Control.TOLL: self.profile.toll_s,
            Control.GATE: self.profile.gate_s,
        }
        self._turn_ms: dict[tuple[int, int], int] = {}
        self._whole_ms: dict[int, int] = {}
        self._percent_of: dict[str, int] = {}
        self.found_right: set[tuple[object, ...]] = set()

    def keep_right(self, drive: tuple[object, ...]) -> None:
        """Keeps a drive in which nothing is wrong, with the places that it joins."""
        if len(self.found_right) >= MOST_KEPT:
            self.found_right.clear()
        self.found_right.add(drive)

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
                detail=message(
                    "violation.against_one_way",
                    "{key} drives {street:street} against its one-way direction",
                    key=key,
                    street=self._street(forward),
                ),
            )
        return Fault(
            code=ViolationCode.UNKNOWN_ARC,
            detail=message(
                "violation.unknown_arc",
                "{key!r} is no arc of the streets",
                key=key,
            ),
        )

    def arc_fault(self, arc: int) -> Fault | None:
        """Returns why the vehicle may not use an arc at all, or None."""
        return self._closed[arc]

    def turn_faults(self, arc: int, following: int) -> Iterator[Fault]:
        """Yields why an arc may not be followed by another."""
        if self._to[arc] != self._from[following]:
            yield Fault(
                code=ViolationCode.PATH_BROKEN,
                detail=message(
                    "violation.no_join",
                    "{key} and {next} do not join",
                    key=self.key(arc),
                    next=self.key(following),
                ),
            )
            return
        if (arc, following) in self._bans:
            yield Fault(
                code=ViolationCode.FORBIDDEN_TURN,
                detail=message(
                    "violation.forbidden_turn",
                    "the turn from {key} ({street:street}) into {next} ({next_street:street}) is "
                    "forbidden",
                    key=self.key(arc),
                    street=self._street(arc),
                    next=self.key(following),
                    next_street=self._street(following),
                ),
            )
        if following == self._inverse[arc]:
            if not self._has_room_to_turn(arc):
                yield Fault(
                    code=ViolationCode.U_TURN,
                    detail=message(
                        "violation.u_turn",
                        "turns round from {key} into {next} ({street:street}), which is no dead "
                        "end, no turning place and narrower than {circle_cm} cm",
                        key=self.key(arc),
                        next=self.key(following),
                        street=self._street(arc),
                        circle_cm=self.profile.turning_circle_cm,
                    ),
                )
        elif why := self._shut[self._to[arc]]:
            yield Fault(
                code=ViolationCode.FORBIDDEN_TURN,
                detail=message(
                    "violation.barrier",
                    "no way through between {key} ({street:street}) and {next} "
                    "({next_street:street}): {why}",
                    key=self.key(arc),
                    street=self._street(arc),
                    next=self.key(following),
                    next_street=self._street(following),
                    why=why,
                ),
            )

    def way_faults(self, arcs: Sequence[int | None]) -> Iterator[Fault]:
        """Yields bans over several arcs that a drive breaks."""
        for at, arc in enumerate(arcs):
            if arc is None or arc not in self._banned_ways:
                continue
            for banned in self._banned_ways[arc]:
                if list(arcs[at : at + len(banned)]) == banned:
                    yield Fault(
                        code=ViolationCode.FORBIDDEN_TURN,
                        detail=message(
                            "violation.forbidden_way",
                            "from {key} ({street:street}) over {over:list} into {next} "
                            "({next_street:street}) is forbidden",
                            key=self.key(banned[0]),
                            street=self._street(banned[0]),
                            over=[*map(self.key, banned[1:-1])],
                            next=self.key(banned[-1]),
                            next_street=self._street(banned[-1]),
                        ),
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

    def _binds(self, sign: int) -> bool:
        return any(is_bound(one.tags, self._facts) for one in self.network.signs[sign])

    @cached_property
    def _closed(self) -> list[Fault | None]:
        why = [explain_closed(one, self._facts) for one in self.network.signs]
        return [
            self._closure(arc, why[sign])
            for arc, sign in enumerate(self.network.arc_signs.tolist())
        ]

    @cached_property
    def _shut(self) -> list[Message | None]:
        why = [explain_shut(one, self._facts) for one in self.network.signs]
        return [why[sign] for sign in self.network.node_signs.tolist()]

    @cached_property
    def _perhaps_closed(self) -> list[bool]:
        """By signs, whether they may close a street."""
        return [may_be_closed(one, self._facts) for one in self.network.signs]

    @cached_property
    def _perhaps_shut(self) -> list[bool]:
        """By signs, whether they may stop the vehicle at a node."""
        return [may_be_shut(one, self._facts) for one in self.network.signs]

    @cached_property
    def _is_for_business(self) -> list[bool]:
        """By arc, whether only those may drive there who have business there."""
        only = [access_of(one, self._facts) == Access.DESTINATION for one in self.network.signs]
        return [only[sign] for sign in self.network.arc_signs.tolist()]

    @cached_property
    def _leaving(self) -> list[list[int]]:
        leaving: list[list[int]] = [[] for _ in range(self.network.num_nodes)]
        for arc, node in enumerate(self._from):
            leaving[node].append(arc)
        return leaving

    def _has_room_to_turn(self, arc: int) -> bool:
        node = self._to[arc]
        # What is not understood of a sign may make a dead end.
        ways_on = [
            other
            for other in self._leaving[node]
            if other != self._inverse[arc]
            and self._closed[other] is None
            and not self._perhaps_closed[self.network.arc_signs[other]]
        ]
        return bool(
            not ways_on
            or self.network.node_turning[node]
            or self._perhaps_shut[self.network.node_signs[node]]
            or self.network.arc_width_cm[arc] >= self.profile.turning_circle_cm
        )

    def _closure(self, arc: int, sign: Message | None) -> Fault | None:
        """Returns why the vehicle may not use an arc: its class, or what a sign says."""
        why = sign
        highway = self.network.highway(arc)
        if highway in self.profile.closed_highways:
            why = message("violation.closed_class", "it is a {highway}", highway=highway)
        if not why:
            return None
        return Fault(
            code=ViolationCode.CLOSED_ARC,
            detail=message(
                "violation.closed_arc",
                "{key} ({street:street}) is closed to profile {profile}: {why}",
                key=self.key(arc),
                street=self._street(arc),
                profile=self.profile.id,
                why=why,
            ),
        )

    def _arc_ms(self, arc: int) -> int:
        """Returns the milliseconds for a whole arc, rounded up."""
        if arc not in self._whole_ms:
            free = int(int(self.network.arc_speed_kph[arc]) * 1000 * self.profile.speed_share)
            reached = free * self._traffic_percent(arc) // 100
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
        control = Control(self._control[arc])
        wait_s = self._wait_s[control]
        if self._is_for_business[following] and not self._is_for_business[arc]:
            wait_s += profile.destination_s
        angle_deg = veers_deg(self.network, arc, following)
        if self.network.driving_side == "left":
            # Where traffic keeps right, clockwise is to the near side.
            angle_deg = -angle_deg
        gap_s = 0
        if control != Control.SIGNALS:
            gap_s = max(self._gap_s(arc), self._gap_s(following))
        if following == self._inverse[arc] or abs(angle_deg) >= ROUND_FROM_DEG:
            return profile.u_turn_s + wait_s + gap_s
        if abs(angle_deg) < STRAIGHT_BELOW_DEG:
            return profile.straight_s + wait_s
        if angle_deg < 0:
            return profile.far_turn_s + wait_s + gap_s
        if control == Control.SIGNALS:
            # A turn to the near side does not wait for signals.
            wait_s -= profile.signal_s
        return profile.near_turn_s + wait_s

    def _gap_s(self, arc: int) -> int:
        """Returns the wait for a gap in the traffic of a street, by its class."""
        highway = self.network.highway(arc).removesuffix("_link")
        return next((s for name, s in self.profile.across_traffic_s if name == highway), 0)

    def _traffic_percent(self, arc: int) -> int:
        """Returns the share of the free speed that the traffic of the shift's hours leaves."""
        if self.shift is None:
            return 100
        highway = self.network.highway(arc).removesuffix("_link")
        if highway not in self._percent_of:
            self._percent_of[highway] = self._mean_percent(highway, self.shift)
        return self._percent_of[highway]

    def _mean_percent(self, highway: str, shift: Shift) -> int:
        """Returns the mean pace of a shift, cut where the traffic changes, as a share."""
        changes = {shift.start_s, shift.end_s}
        for day in range(3):
            for band in RUSH_HOURS:
                changes |= {band.start_s + day * DAY_S, band.end_s + day * DAY_S}
        cuts = sorted(one for one in changes if shift.start_s <= one <= shift.end_s)
        needed_s = Fraction(0)
        for start_s, end_s in pairwise(cuts):
            percent = 100
            for band in RUSH_HOURS:
                if band.start_s <= start_s % DAY_S < band.end_s:
                    percent = dict(band.percent).get(highway, 100)
            needed_s += Fraction((end_s - start_s) * 100, percent)
        return max(1, int(100 * Fraction(shift.end_s - shift.start_s) / needed_s))

    def _street(self, arc: int) -> str:
        return self.network.street_name(arc) or self.network.highway(arc)
