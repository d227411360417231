"""Which nodes let a vehicle through: barriers, and limits of what passes them.

References
----------
OSM wiki: Key:barrier, Tag:barrier=height_restrictor.
"""

from optimizer.network.barrier import Barrier
from optimizer.network.profile import VehicleClass
from optimizer.network.road_network import Access, Tags
from optimizer.network.signs.keys import Direction, Subject
from optimizer.network.signs.rules import Said, SignRules, rules_of, says_who_passes

SHUT = frozenset(
    {
        "block",
        "bollard",
        "bus_trap",
        "chain",
        "cycle_barrier",
        "debris",
        "delineators",
        "fence",
        "full-height_turnstile",
        "jersey_barrier",
        "kissing_gate",
        "log",
        "motorcycle_barrier",
        "planter",
        "rope",
        "stile",
        "tank_trap",
        "turnstile",
        "wall",
    }
)
"""Barriers that stop every vehicle unless their own access tags open them (Key:barrier)."""

GATES = frozenset(
    {
        "border_control",
        "checkpoint",
        "gate",
        "hampshire_gate",
        "lift_gate",
        "sally_port",
        "sliding_beam",
        "sliding_gate",
        "swing_gate",
        "wicket_gate",
    }
)
"""Barriers that a vehicle of the bureau passes after a wait (Key:barrier)."""


def read_passing_rules(tags: Tags, said: Said, vehicle_class: VehicleClass) -> list[SignRules]:
    """Returns what holds for who passes a node, in either direction.

    Only what stands in the way says who may pass; limits hold wherever they are posted.
    """
    barrier = dict(tags).get("barrier", "")
    # A node has no direction.
    said = {key: text for key, text in said.items() if key.subject is not Subject.ONE_WAY}
    rules = [rules_of(said, vehicle_class, way) for way in Direction]
    if barrier and says_who_passes(said, vehicle_class):
        return rules
    shut = barrier in SHUT or (barrier in GATES and dict(tags).get("locked") == "yes")
    access = Access.CLOSED if shut else Access.OPEN
    return [SignRules(access, Barrier.ACCESS if shut else None, one.limits) for one in rules]
