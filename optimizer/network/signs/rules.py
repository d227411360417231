"""The rule table: what plain tags say to a class of vehicle in a direction.

Of tags for several means of transport the most specific decides, and of one for a direction and
one for both that for the direction. What is written out here is tried row by row against the
checker's own reading in the tests.

References
----------
OSM wiki: Key:access, Key:oneway, Tag:junction=roundabout, Key:maxweight, Key:maxheight, Lanes.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from optimizer.network.barrier import Barrier
from optimizer.network.profile import VehicleClass
from optimizer.network.road_network import Access, Tags
from optimizer.network.signs.keys import (
    MOTORWAYS,
    ROUNDABOUTS,
    Direction,
    Key,
    Subject,
    TransportMode,
)
from optimizer.network.signs.values import Limit, length_limit, weight_limit

Said = Mapping[Key, str]
"""What unconditional keys say."""

MODES = {
    VehicleClass.HEAVY_GOODS: (
        TransportMode.SERVICE,
        TransportMode.HEAVY_GOODS,
        TransportMode.MOTOR_VEHICLE,
        TransportMode.VEHICLE,
        TransportMode.ANY,
    ),
    VehicleClass.LIGHT_GOODS: (
        TransportMode.SERVICE,
        TransportMode.LIGHT_GOODS,
        TransportMode.MOTOR_VEHICLE,
        TransportMode.VEHICLE,
        TransportMode.ANY,
    ),
    VehicleClass.OTHER: (
        TransportMode.SERVICE,
        TransportMode.MOTOR_VEHICLE,
        TransportMode.VEHICLE,
        TransportMode.ANY,
    ),
}
"""From the particular to the general: the first one that says something decides (Key:access)."""

ACCESS = {
    **dict.fromkeys(
        ("no", "private", "agricultural", "forestry", "emergency", "military"), Access.CLOSED
    ),
    **dict.fromkeys(
        ("destination", "customers", "delivery", "permit", "residents"), Access.DESTINATION
    ),
    **dict.fromkeys(("yes", "permissive", "designated", "official", "public"), Access.OPEN),
}
"""`access` values that keep the bureau out, let in who has business there, as the bureau has, or
let in everybody (Key:access)."""

_SILENT = frozenset({"", "unknown", "none"})
"""`access` values that say nothing (Key:access)."""

BOTH = (Direction.FORWARD, Direction.BACKWARD)
ONE_WAY: dict[str, tuple[Direction, ...]] = {
    **dict.fromkeys(("yes", "true", "1"), (Direction.FORWARD,)),
    **dict.fromkeys(("-1", "reverse"), (Direction.BACKWARD,)),
    **dict.fromkeys(("no", "false", "0", "alternating"), BOTH),
    # Changes by the hour: no direction is safe to plan with unless a condition says which.
    "reversible": (),
}
"""Directions of traffic (Key:oneway)."""

LIMITS: dict[Subject, tuple[Barrier, Callable[[str], Limit]]] = {
    Subject.WEIGHT: (Barrier.WEIGHT, weight_limit),
    Subject.RATED_WEIGHT: (Barrier.WEIGHT, weight_limit),
    Subject.TRAIN_WEIGHT: (Barrier.WEIGHT, weight_limit),
    Subject.RATED_TRAIN_WEIGHT: (Barrier.WEIGHT, weight_limit),
    Subject.AXLE_LOAD: (Barrier.AXLE_LOAD, weight_limit),
    Subject.HEIGHT: (Barrier.HEIGHT, length_limit),
    Subject.PHYSICAL_HEIGHT: (Barrier.HEIGHT, length_limit),
    Subject.WIDTH: (Barrier.WIDTH, length_limit),
    Subject.PHYSICAL_WIDTH: (Barrier.WIDTH, length_limit),
    Subject.LENGTH: (Barrier.LENGTH, length_limit),
    Subject.PHYSICAL_LENGTH: (Barrier.LENGTH, length_limit),
}
"""Which size each limit is held against, and how its values are read."""

NO_LIMIT = 1 << 30
"""A limit that nothing reaches, in kg or cm."""

_LIMIT_ORDER = (
    Barrier.WEIGHT,
    Barrier.AXLE_LOAD,
    Barrier.HEIGHT,
    Barrier.WIDTH,
    Barrier.LENGTH,
)


class SignRules(NamedTuple):
    """What holds in one direction for one class of vehicle.

    Parameters
    ----------
    access
        Who may drive there, whatever the direction.
    barrier
        What closes the direction, None where nothing does.
    limits
        The largest that may pass, in kg or cm, by what is limited.
    """

    access: Access = Access.OPEN
    barrier: Barrier | None = None
    limits: tuple[tuple[Barrier, int], ...] = ()


def rules_of(
    said: Said,
    vehicle_class: VehicleClass,
    way: Direction,
    *,
    implied: tuple[Direction, ...] = BOTH,
) -> SignRules:
    """Returns what holds in a direction of a way, or for who passes a node.

    Parameters
    ----------
    implied
        The directions where no tag speaks of them.
    """
    modes = MODES[vehicle_class]
    limits = _limits(said, modes, way)
    access, mode = _access(said, modes, way)
    barrier = None
    if way not in _directions(said, modes, implied):
        barrier = Barrier.ONE_WAY
    elif access is Access.CLOSED:
        goods = mode in (TransportMode.HEAVY_GOODS, TransportMode.LIGHT_GOODS)
        barrier = Barrier.NO_TRUCKS if goods else Barrier.ACCESS
    return SignRules(access, barrier, limits)


def says_who_passes(said: Said, vehicle_class: VehicleClass) -> bool:
    """Says whether any tag speaks of the access of a class of vehicle."""
    return any(key.subject is Subject.ACCESS and key.mode in MODES[vehicle_class] for key in said)


def limits_length(said: Said) -> bool:
    """Says whether any tag limits the length of vehicles of ours."""
    return any(
        barrier is Barrier.LENGTH
        for one in VehicleClass
        for way in BOTH
        for barrier, _ in rules_of(said, one, way).limits
    )


def access_value(text: str) -> Access | None:
    """Returns what a value of an access key says, the strictest of several; None for nothing.

    Raises
    ------
    KeyError
        When it is no value of the table.
    """
    values = [value.strip().lower() for value in text.split(";")]
    known = [ACCESS[value] for value in values if value in ACCESS]
    if not known and not all(value in _SILENT for value in values):
        raise KeyError(text)
    return max(known, default=None)


def _directions(
    said: Said, modes: Sequence[TransportMode], implied: tuple[Direction, ...]
) -> tuple[Direction, ...]:
    for mode in modes:
        value = said.get(Key(Subject.ONE_WAY, mode), "").strip().lower()
        if value in ONE_WAY:
            return ONE_WAY[value]
    return implied


def _access(
    said: Said, modes: Sequence[TransportMode], way: Direction
) -> tuple[Access, TransportMode]:
    """Returns who may pass, and whom the tag that says so speaks of."""
    found = _decide(_texts(said, Subject.ACCESS, modes, way), _read_access, best=min)
    return (Access(found[0]), found[1]) if found is not None else (Access.OPEN, TransportMode.ANY)


def _read_access(value: str) -> Access | None:
    try:
        return access_value(value)
    except KeyError:
        return None


def _limits(
    said: Said, modes: Sequence[TransportMode], way: Direction
) -> tuple[tuple[Barrier, int], ...]:
    least: dict[Barrier, int] = {}
    subjects = {key.subject for key in said}
    for subject, (barrier, read) in LIMITS.items():
        if subject not in subjects:
            continue

        def read_known(text: str, read: Callable[[str], Limit] = read) -> int | None:
            limit = read(text)
            if limit.least:
                return limit.least
            return NO_LIMIT if text and limit.is_whole else None

        found = _decide(_texts(said, subject, modes, way), read_known, best=max)
        if found is not None and found[0] < NO_LIMIT:
            least[barrier] = min(found[0], least.get(barrier, NO_LIMIT))
    return tuple((barrier, least[barrier]) for barrier in _LIMIT_ORDER if barrier in least)


def _texts(
    said: Said, subject: Subject, modes: Sequence[TransportMode], way: Direction
) -> list[tuple[list[str], TransportMode]]:
    """Returns what tags say of a subject, from the particular to the general.

    Each with its means of transport; one text for all lanes, or one a lane.
    """
    found: list[tuple[list[str], TransportMode]] = []
    for mode in modes:
        for towards in (way, None):
            lanes = said.get(Key(subject, mode, towards, of_lanes=True))
            if lanes is not None:
                found.append(([text.strip() for text in lanes.split("|")], mode))
            whole = said.get(Key(subject, mode, towards))
            if whole is not None:
                found.append(([whole.strip()], mode))
    return found


def _decide(
    texts: Sequence[tuple[Sequence[str], TransportMode]],
    read: Callable[[str], int | None],
    *,
    best: Callable[[list[int]], int],
) -> tuple[int, TransportMode] | None:
    """Returns what the first text that says something says, None where none does.

    Of lanes that differ a vehicle takes the best; one that says nothing is as the next text says.
    """
    for number, (of_lanes, mode) in enumerate(texts):
        values = [read(text) for text in of_lanes]
        known = [value for value in values if value is not None]
        if not known:
            continue
        if len(known) < len(values):
            otherwise = _decide(texts[number + 1 :], read, best=best)
            # Nothing said is nothing forbidden.
            if otherwise is None:
                return None
            known.append(otherwise[0])
        return best(known), mode
    return None


def imply_directions(tags: Tags) -> tuple[Direction, ...]:
    """Returns the directions of traffic where no `oneway` speaks of them (Key:oneway).

    A motorway is one-way by definition, and mappers leave the tag out; so is a roundabout.
    """
    either = dict(tags)
    one_way = either.get("junction") in ROUNDABOUTS or either.get("highway") in MOTORWAYS
    return (Direction.FORWARD,) if one_way else BOTH
