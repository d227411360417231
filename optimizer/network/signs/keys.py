"""The keys of tags that say who may drive: what they speak of, for whom, and which way.

References
----------
OSM wiki: Key:access, Key:oneway, Key:maxheight, Forward & backward, Lanes, Conditional
restrictions.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import NamedTuple

from optimizer.network.road_network import Tags


class Direction(IntEnum):
    """A direction on a way, as its nodes are listed or against that."""

    FORWARD = 1
    BACKWARD = -1


class TransportMode(StrEnum):
    """Means of transport that a tag may speak of and that a service vehicle is one of."""

    ANY = "access"
    VEHICLE = "vehicle"
    MOTOR_VEHICLE = "motor_vehicle"
    LIGHT_GOODS = "goods"
    HEAVY_GOODS = "hgv"
    SERVICE = "service"


class Subject(StrEnum):
    """What a tag says something of."""

    ACCESS = "access"
    ONE_WAY = "oneway"
    TURN = "restriction"
    WEIGHT = "maxweight"
    RATED_WEIGHT = "maxweightrating"
    TRAIN_WEIGHT = "maxgcweight"
    RATED_TRAIN_WEIGHT = "maxgcweightrating"
    AXLE_LOAD = "maxaxleload"
    HEIGHT = "maxheight"
    WIDTH = "maxwidth"
    LENGTH = "maxlength"
    PHYSICAL_HEIGHT = "maxheight:physical"
    PHYSICAL_WIDTH = "maxwidth:physical"
    PHYSICAL_LENGTH = "maxlength:physical"


class Key(NamedTuple):
    """A key taken apart: `maxweight:hgv:forward:conditional`."""

    subject: Subject
    mode: TransportMode = TransportMode.ANY
    way: Direction | None = None
    of_lanes: bool = False
    is_conditional: bool = False


_MODES = {str(mode): mode for mode in TransportMode}
_SUBJECTS = {str(subject): subject for subject in Subject}
_WAYS = {"forward": Direction.FORWARD, "backward": Direction.BACKWARD}
_STEMS = (*_MODES, *(name for name in _SUBJECTS if ":" not in name))

MOTORWAYS = frozenset({"motorway", "motorway_link"})
ROUNDABOUTS = frozenset({"roundabout", "circular"})
_ALSO = {"highway": MOTORWAYS, "junction": ROUNDABOUTS}
"""Values of other keys that say in which direction one drives."""

_ROAD_KINDS = frozenset(
    {
        "alley",
        "bus",
        "busway",
        "crossover",
        "drive-through",
        "driveway",
        "emergency_access",
        "layby",
        "parking_aisle",
        "siding",
        "slipway",
        "spur",
        "yard",
    }
)
"""Values of `service` that say what kind of road it is, not who may drive there (Key:service)."""


def pick_posted(tags: Mapping[str, str], *, also: Iterable[str] = ()) -> Tags:
    """Returns those of the tags that may say something of who drives where, sorted.

    Whatever begins like such a key is kept, understood or not, for the checker to read anew.
    """
    wanted = set(also)
    return tuple(
        sorted(
            (key, value)
            for key, value in tags.items()
            if (key.partition(":")[0] in _STEMS and not _is_road_kind(key, value))
            or value in _ALSO.get(key, ())
            or key in wanted
        )
    )


def _is_road_kind(key: str, value: str) -> bool:
    return key == "service" and value in _ROAD_KINDS


@lru_cache(maxsize=4096)
def key_of(text: str) -> Key | None:
    """Returns a key taken apart, None where it speaks of other things or other vehicles."""
    stem, *rest = text.split(":")
    if stem in _MODES:
        subject, mode = Subject.ACCESS, _MODES[stem]
    elif stem in _SUBJECTS:
        subject, mode = _SUBJECTS[stem], TransportMode.ANY
    else:
        return None
    key = Key(subject, mode)
    for number, word in enumerate(rest, start=1):
        if word == "conditional" and number == len(rest):
            key = key._replace(is_conditional=True)
        elif word in _MODES and word != TransportMode.ANY and key.mode is TransportMode.ANY:
            key = key._replace(mode=_MODES[word])
        elif word in _WAYS and key.way is None:
            key = key._replace(way=_WAYS[word])
        elif word == "lanes" and not key.of_lanes:
            key = key._replace(of_lanes=True)
        elif word == "physical" and f"{key.subject}:physical" in _SUBJECTS:
            key = key._replace(subject=_SUBJECTS[f"{key.subject}:physical"])
        else:
            return None
    return key
