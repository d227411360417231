"""What the signs of a network mean to one vehicle in its hours: streets, nodes and turns."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from optimizer.network.barrier import Barrier
from optimizer.network.profile import Profile, VehicleClass
from optimizer.network.road_network import Access, Posted, RoadNetwork, Tags
from optimizer.network.signs.keys import Direction
from optimizer.network.signs.node_rules import read_passing_rules
from optimizer.network.signs.reading import has_hours, may_ever_say, read_said
from optimizer.network.signs.rules import SignRules, imply_directions, limits_length, rules_of
from optimizer.network.signs.turn_bans import EVERYBODY, binds, list_always_bound

_SIZES = {
    Barrier.WEIGHT: "weight_kg",
    Barrier.AXLE_LOAD: "axle_load_kg",
    Barrier.HEIGHT: "height_cm",
    Barrier.WIDTH: "width_cm",
    Barrier.LENGTH: "length_cm",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureVerdict:
    """Whether a vehicle may go somewhere in its hours.

    Parameters
    ----------
    barrier
        What closes it, None where nothing does.
    limit
        What the sign says, in kg or cm; 0 where the barrier is no limit.
    """

    barrier: Barrier | None = None
    limit: int = 0


_OPEN = ClosureVerdict()


@lru_cache(maxsize=1 << 16)
def verdict(posted: Posted, profile: Profile) -> ClosureVerdict:
    """Returns whether a vehicle may drive along all of an arc at all of its hours."""
    for rules in _rules_along(posted, profile):
        one = _judge(rules, profile)
        if one.barrier is not None:
            usual = verdict(posted, replace(profile, hours=None)) if profile.hours else one
            return one if usual.barrier is not None else ClosureVerdict(barrier=Barrier.HOURS)
    return _OPEN


@lru_cache(maxsize=1 << 16)
def _is_for_business(posted: Posted, profile: Profile) -> bool:
    """Says whether an arc is for those only who have business there, whatever the hour."""
    levels = {rules.access for rules in _rules_along(posted, replace(profile, hours=None))}
    return max(levels, default=Access.OPEN) is Access.DESTINATION


def _rules_along(posted: Posted, profile: Profile) -> Iterator[SignRules]:
    """Yields what holds along each way of an arc at each time of a vehicle's hours."""
    for sign in posted:
        way = Direction.BACKWARD if sign.against else Direction.FORWARD
        implied = imply_directions(sign.tags)
        for said in read_said(sign.tags, profile):
            yield rules_of(said, profile.vehicle_class, way, implied=implied)


def _judge(rules: SignRules, profile: Profile) -> ClosureVerdict:
    """Returns what rules mean to a vehicle of its size."""
    if rules.barrier is not None:
        return ClosureVerdict(barrier=rules.barrier)
    for barrier, limit in rules.limits:
        if limit < getattr(profile, _SIZES[barrier]):
            return ClosureVerdict(barrier=barrier, limit=limit)
    return _OPEN


@lru_cache(maxsize=1 << 16)
def _is_shut(posted: Posted, profile: Profile) -> bool:
    """Says whether a node lets a vehicle through at no time, or not at all times, of its hours."""
    return any(
        _judge(rules, profile).barrier is not None
        for sign in posted
        for said in read_said(sign.tags, profile)
        for rules in read_passing_rules(sign.tags, said, profile.vehicle_class)
    )


@lru_cache(maxsize=4096)
def may_stop(tags: Tags) -> bool:
    """Says whether a node stops any vehicle, of whatever class and size, at any hour."""
    return any(
        rules.barrier is not None or rules.limits
        for said in may_ever_say(tags)
        for one in VehicleClass
        for rules in read_passing_rules(tags, said, one)
    )


def _is_shut_to_everybody(posted: Posted) -> bool:
    """Says whether a node lets no vehicle through, of any class and size, at any hour."""
    return bool(posted) and all(
        any(rules.barrier is not None for rules in read_passing_rules(sign.tags, said, one))
        for sign in posted
        for said in may_ever_say(sign.tags)
        for one in VehicleClass
    )


def arc_verdicts(
    network: RoadNetwork, profile: Profile
) -> tuple[list[ClosureVerdict], NDArray[np.int32]]:
    """Returns verdicts, and by arc which of them holds."""
    numbers, of_arc = np.unique(network.arc_signs, return_inverse=True)
    verdicts = [verdict(network.signs[number], profile) for number in numbers.tolist()]
    return verdicts, of_arc.astype(np.int32)


def find_closed_arcs(network: RoadNetwork, profile: Profile) -> NDArray[np.bool_]:
    """Returns a mask of the arcs that signs close to a vehicle."""
    verdicts, of_arc = arc_verdicts(network, profile)
    return np.array([one.barrier is not None for one in verdicts], dtype=np.bool_)[of_arc]


def business_arcs(network: RoadNetwork, profile: Profile) -> NDArray[np.bool_]:
    """Returns a mask of the arcs that are for those only who have business there."""
    only = [_is_for_business(posted, profile) for posted in network.signs]
    return np.array(only, dtype=np.bool_)[network.arc_signs]


def find_shut_nodes(network: RoadNetwork, profile: Profile | None) -> NDArray[np.bool_]:
    """Returns a mask of the nodes that a vehicle cannot pass; without one, that nobody can."""
    shut = {
        number: _is_shut(network.signs[number], profile)
        if profile is not None
        else _is_shut_to_everybody(network.signs[number])
        for number in np.unique(network.node_signs).tolist()
    }
    return np.array([shut[number] for number in network.node_signs.tolist()], dtype=np.bool_)


def bans_in_force(
    network: RoadNetwork, signs: NDArray[np.int32], profile: Profile | None
) -> NDArray[np.bool_]:
    """Returns which bans bind a vehicle; without one, those that bind everybody at all hours.

    Parameters
    ----------
    signs
        The signs of each ban.
    """

    def is_in_force(tags: Tags) -> bool:
        if profile is None:
            return list_always_bound(tags) == EVERYBODY
        return binds(tags, profile)

    found = {
        number: any(is_in_force(sign.tags) for sign in network.signs[number])
        for number in np.unique(signs).tolist()
    }
    return np.array([found[number] for number in signs.tolist()], dtype=np.bool_)


def arcs_with_hours(network: RoadNetwork) -> NDArray[np.bool_]:
    """Returns a mask of the arcs along which a sign holds at some hours only."""
    timed = [any(has_hours(sign.tags) for sign in posted) for posted in network.signs]
    return np.array(timed, dtype=np.bool_)[network.arc_signs]


def arcs_with_length_limits(network: RoadNetwork) -> NDArray[np.bool_]:
    """Returns a mask of the arcs on which some sign limits the length of vehicles."""
    limited = [
        any(limits_length(said) for sign in posted for said in may_ever_say(sign.tags))
        for posted in network.signs
    ]
    return np.array(limited, dtype=np.bool_)[network.arc_signs]


def depends_on_hours(network: RoadNetwork) -> bool:
    """Says whether any sign of a network holds at some hours only."""
    return any(has_hours(sign.tags) for posted in network.signs for sign in posted)
