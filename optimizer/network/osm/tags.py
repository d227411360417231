"""The tag table of streets: what OSM tags make of a way.

Each rule names the page of the OSM wiki that it follows. Values of public extracts that were met
and not understood are treated as absent, never as an error. Who may drive there is the matter of
`optimizer.network.signs`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from optimizer.network.findings import Omission
from optimizer.network.profile import VehicleClass
from optimizer.network.road_network import Structure, Tags
from optimizer.network.signs import (
    Direction,
    SignRules,
    count,
    imply_directions,
    length_cm,
    list_conditional_values,
    may_ever_say,
    pick_posted,
    rules_of,
    speed_kph,
)

Given = Mapping[str, str]
"""The tags of an object."""

DRIVABLE = (
    "motorway",
    "trunk",
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "motorway_link",
    "trunk_link",
    "primary_link",
    "secondary_link",
    "tertiary_link",
    "road",
)
"""`highway` values that a vehicle may drive on (Key:highway)."""

LEFT_OUT_SERVICE = {
    "parking_aisle": "parking aisle",
    "driveway": "driveway",
    "drive-through": "drive-through",
    "emergency_access": "emergency access",
}
"""`service` values that are nobody's street (Key:service)."""

SPEED_KPH = {
    "motorway": 100,
    "trunk": 70,
    "primary": 60,
    "secondary": 50,
    "tertiary": 40,
    "unclassified": 40,
    "residential": 30,
    "living_street": 15,
    "service": 20,
    "road": 30,
}
"""Speed where `maxspeed` is silent (assumed, for a Chinese city)."""

LINK_KPH = 40
"""The most on a link where `maxspeed` is silent: it is a bend, not a road (assumed)."""

LANE_CM = {"motorway": 375, "trunk": 375, "primary": 350, "secondary": 350, "tertiary": 325}
"""Width of one lane where `lanes` is given (GB 50220, CJJ 37: 3.25 to 3.75 m by design speed)."""

OTHER_LANE_CM = 300

ONE_WAY_LANES = {"motorway": 3, "trunk": 3, "primary": 3, "secondary": 2, "tertiary": 2}
TWO_WAY_LANES = {"motorway": 4, "trunk": 4, "primary": 4, "secondary": 4}
"""Lanes that the widths by class below stand for; other classes have one each way."""

SAFETY_STRIPS_CM = 50
"""The least that a carriageway has beside its lanes."""

ONE_WAY_WIDTH_CM = {
    "motorway": 1150,
    "trunk": 1150,
    "primary": 1100,
    "secondary": 900,
    "tertiary": 750,
    "unclassified": 600,
    "residential": 550,
    "living_street": 450,
    "service": 400,
    "road": 550,
}
TWO_WAY_WIDTH_CM = {
    "motorway": 1800,
    "trunk": 1800,
    "primary": 1800,
    "secondary": 1400,
    "tertiary": 1050,
    "unclassified": 700,
    "residential": 700,
    "living_street": 550,
    "service": 450,
    "road": 700,
}
LINK_WIDTH_CM = 600
"""Maintained width where `width` and `lanes` are silent, strips for cycles included (assumed)."""

PLAUSIBLE_WIDTH_CM = (200, 6000)
MOST_LANES = 16


UNPAVED = frozenset(
    {
        "unpaved",
        "clay",
        "compacted",
        "dirt",
        "earth",
        "fine_gravel",
        "grass",
        "gravel",
        "ground",
        "ice",
        "mud",
        "pebblestone",
        "rock",
        "salt",
        "sand",
        "shells",
        "snow",
        "soil",
        "stepping_stones",
        "woodchips",
        "土",
        "土路",
        "泥",
        "泥土",
        "泥路",
        "沙",
        "沙石",
        "砂石",
        "碎石",
    }
)
"""Surfaces that a machine cannot sweep (Key:surface)."""

UNPAVED_TRACKS = frozenset({"grade2", "grade3", "grade4", "grade5"})
"""The same where only Key:tracktype speaks of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a way is no street of ours."""

    reason: Omission


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A street in one direction: what differs between its two arcs.

    Parameters
    ----------
    rules
        What its signs say to each class of vehicle, whatever their words.
    conditional
        The signs that hold under conditions, in their own words.
    """

    speed_kph: int
    lanes: int
    rules: tuple[SignRules, ...]
    conditional: Tags


@dataclass(frozen=True, slots=True, kw_only=True)
class OsmStreet:
    """Everything that the tags of a way say of a street; as in `RoadNetwork`, field by field.

    `forward` or `backward` is None where no vehicle ever drives so.
    """

    highway: str
    name: str
    name_en: str
    structure: Structure
    layer: int
    width_cm: int
    unpaved: bool
    roundabout: bool
    signs: Tags
    forward: Heading | None
    backward: Heading | None

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The directions in which it can be driven."""
        return tuple(one for one in (self.forward, self.backward) if one is not None)


def street_of(tags: Given) -> OsmStreet | Refusal:
    """Returns the street that a way is, or why it is none."""
    highway = tags.get("highway", "")
    if highway not in DRIVABLE or tags.get("area") == "yes":
        return Refusal(reason=Omission.NOT_DRIVABLE)
    if highway == "service" and tags.get("service") in LEFT_OUT_SERVICE:
        return Refusal(reason=Omission.NOT_DRIVABLE)
    signs = pick_posted(tags)
    ways = directions(signs)
    if not ways:
        oneway = tags.get("oneway", "").strip().lower()
        changing = oneway == "reversible"
        return Refusal(reason=Omission.CHANGING if changing else Omission.ACCESS)
    one_way = len(ways) == 1
    headings = {way: _heading(tags, signs, way, one_way=one_way) for way in ways}
    return OsmStreet(
        highway=highway,
        name=street_name(tags),
        name_en=tags.get("name:en", ""),
        structure=_structure(tags),
        layer=layer(tags),
        width_cm=width_cm(tags, one_way=one_way),
        unpaved=is_unpaved(tags),
        roundabout=tags.get("junction") in ("roundabout", "circular"),
        signs=signs,
        forward=headings.get(Direction.FORWARD),
        backward=headings.get(Direction.BACKWARD),
    )


@lru_cache(maxsize=4096)
def directions(signs: Tags) -> tuple[Direction, ...]:
    """Returns the directions in which vehicles of any class, at any hour, may drive."""
    implied = imply_directions(signs)
    return tuple(
        way
        for way in Direction
        if any(
            rules_of(said, one, way, implied=implied).barrier is None
            for said in may_ever_say(signs)
            for one in VehicleClass
        )
    )


def is_unpaved(tags: Given) -> bool:
    """Says whether any part of a street is unpaved (Key:surface, Key:tracktype)."""
    surface = tags.get("surface", "")
    if surface:
        return any(value.strip().lower() in UNPAVED for value in surface.split(";"))
    return tags.get("tracktype", "") in UNPAVED_TRACKS


@lru_cache(maxsize=4096)
def _rules(signs: Tags, way: Direction) -> tuple[SignRules, ...]:
    """Returns what signs say to each class of vehicle when no condition holds."""
    said, implied = may_ever_say(signs)[0], imply_directions(signs)
    return tuple(rules_of(said, one, way, implied=implied) for one in VehicleClass)


def _heading(tags: Given, signs: Tags, way: Direction, *, one_way: bool) -> Heading:
    suffix = ":forward" if way is Direction.FORWARD else ":backward"
    return Heading(
        speed_kph=_speed_kph(tags, suffix),
        lanes=_lanes(tags, suffix, one_way=one_way),
        rules=_rules(signs, way),
        conditional=tuple((key, text) for key, text in signs if key.endswith(":conditional")),
    )


def base_class(highway: str) -> str:
    """Returns a link's parent class, any other class as it is."""
    return highway.removesuffix("_link")


def _speed_kph(tags: Given, suffix: str) -> int:
    """Returns the speed of a way in km/h (Key:maxspeed), else by class.

    What holds for lorries holds for us, and what holds at some hours is kept at all: a plan is
    rather slow than fined.
    """
    keys = tuple(f"maxspeed{mode}{way}" for mode in (":hgv", "") for way in (suffix, ""))
    highway = tags.get("highway", "road")
    usual = SPEED_KPH[base_class(highway)]
    if highway.endswith("_link"):
        usual = min(usual, LINK_KPH)
    signed = (speed_kph(tags.get(key)) for key in (*keys, "maxspeed:type", "source:maxspeed"))
    at_times = (
        speed_kph(value)
        for key in keys
        for value in list_conditional_values(tags.get(f"{key}:conditional", ""))
    )
    speed = next((one for one in signed if one), usual)
    return min((speed, *(one for one in at_times if one)))


def _lanes(tags: Given, suffix: str, *, one_way: bool) -> int:
    """Returns the lanes in one direction (Key:lanes), else by class."""
    if lanes := count(tags.get(f"lanes{suffix}"), most=MOST_LANES):
        return lanes
    if total := count(tags.get("lanes"), most=MOST_LANES):
        return total if one_way else max(1, total // 2)
    return 2 if base_class(tags.get("highway", "")) in _WIDE else 1


_WIDE = ("motorway", "trunk", "primary", "secondary")


def width_cm(tags: Given, *, one_way: bool) -> int:
    """Returns the maintained width of a carriageway in cm, of a two-way street the whole.

    Key:width, else by class, corrected where Key:lanes has more or fewer than usual.
    """
    for key in ("width:carriageway", "width", "est_width"):
        value = length_cm(tags.get(key))
        if PLAUSIBLE_WIDTH_CM[0] <= value <= PLAUSIBLE_WIDTH_CM[1]:
            return value
    highway = tags.get("highway", "road")
    base = base_class(highway)
    lanes = count(tags.get("lanes"), most=MOST_LANES)
    if not lanes and "lanes:forward" in tags and "lanes:backward" in tags:
        lanes = count(tags["lanes:forward"], most=MOST_LANES) + count(
            tags["lanes:backward"], most=MOST_LANES
        )
    if highway.endswith("_link"):
        usual_cm, usual = LINK_WIDTH_CM, 1
    elif one_way:
        usual_cm, usual = ONE_WAY_WIDTH_CM[base], ONE_WAY_LANES.get(base, 1)
    else:
        usual_cm, usual = TWO_WAY_WIDTH_CM[base], TWO_WAY_LANES.get(base, 2)
    if not lanes:
        return usual_cm
    # Lanes are those of motor traffic; the strips beside them stay what they are for the class.
    lane_cm = LANE_CM.get(base, OTHER_LANE_CM)
    return max(usual_cm + (lanes - usual) * lane_cm, lanes * lane_cm + SAFETY_STRIPS_CM)


def layer(tags: Given) -> int:
    """Returns the level above the ground, -5 to 5 (Key:layer); bridges are on 1 unless told."""
    if match := re.match(r"^\s*([+-]?\d)\s*$", tags.get("layer", "")):
        return max(-5, min(5, int(match[1])))
    return {Structure.GROUND: 0, Structure.BRIDGE: 1, Structure.TUNNEL: -1}[_structure(tags)]


def _structure(tags: Given) -> Structure:
    if tags.get("bridge", "no") != "no":
        return Structure.BRIDGE
    if tags.get("tunnel", "no") != "no":
        return Structure.TUNNEL
    return Structure.GROUND


def is_water(tags: Given) -> bool:
    """Says whether a way is a line of water that one cannot step across (Key:waterway).

    Culverts and tunnels lie below the street and part nothing; streams and ditches are too narrow.
    """
    if tags.get("tunnel", "no") != "no":
        return False
    return tags.get("waterway") in ("river", "canal", "riverbank") or (
        tags.get("natural") == "water" and tags.get("water") != "fountain"
    )


def street_name(tags: Given) -> str:
    """Returns what people call the street, or "" (Key:name, Multilingual names)."""
    for key in ("name", "name:zh", "name:en", "ref"):
        if tags.get(key):
            return tags[key]
    return ""
