"""Whom a turn restriction binds, and when.

References
----------
OSM wiki: Relation:restriction, Conditional restrictions.
"""

from enum import StrEnum

from optimizer.network.profile import Profile, VehicleClass
from optimizer.network.road_network import Tags
from optimizer.network.signs.keys import Key, Subject, TransportMode
from optimizer.network.signs.reading import may_ever_say, read_said
from optimizer.network.signs.rules import MODES, Said


class Sense(StrEnum):
    """Whether a restriction forbids the way that it names, or all others."""

    NO = "no"
    ONLY = "only"


SENSES = {
    **dict.fromkeys(
        (
            "no_left_turn",
            "no_right_turn",
            "no_straight_on",
            "no_u_turn",
            "no_entry",
            "no_exit",
        ),
        Sense.NO,
    ),
    **dict.fromkeys(
        ("only_left_turn", "only_right_turn", "only_straight_on", "only_u_turn"), Sense.ONLY
    ),
}
"""The values that the rules define. A turn that is banned on red only is none of them."""

LIFTED = frozenset({"no", "none"})
"""Values that say that nothing is restricted."""

ON_RED = "_on_red"
"""How values end that restrict who may turn at a red light: others wait for the green."""

EVERYBODY = frozenset(VehicleClass)


def list_spared(tags: Tags) -> frozenset[VehicleClass]:
    """Returns the classes of vehicle that a restriction excepts."""
    named = {value.strip() for value in dict(tags).get("except", "").split(";")}
    return frozenset(
        one
        for one, modes in MODES.items()
        if named & {str(mode) for mode in modes if mode is not TransportMode.ANY}
    )


def binds(tags: Tags, profile: Profile) -> bool:
    """Says whether a restriction binds a vehicle at any time of its hours."""
    return profile.vehicle_class not in list_spared(tags) and any(
        _sense(said, profile.vehicle_class) for said in read_said(tags, profile)
    )


def list_always_bound(tags: Tags) -> frozenset[VehicleClass]:
    """Returns the classes of vehicle that a restriction binds at any hour and of any size."""
    plain = may_ever_say(tags)[0]
    return frozenset(one for one in EVERYBODY - list_spared(tags) if _sense(plain, one))


def senses_of(tags: Tags) -> frozenset[Sense]:
    """Returns what a restriction says to those whom it binds at some time."""
    found = {
        _sense(said, one) for said in may_ever_say(tags) for one in EVERYBODY - list_spared(tags)
    }
    return frozenset(sense for sense in found if sense is not None)


def _sense(said: Said, vehicle_class: VehicleClass) -> Sense | None:
    """Returns what a restriction says to a class of vehicle, None for nothing."""
    for mode in MODES[vehicle_class]:
        value = said.get(Key(Subject.TURN, mode), "").strip().lower()
        if value in SENSES:
            return SENSES[value]
        if value in LIFTED:
            return None
    return None
