"""The tag table: what OSM tags mean to a service vehicle.

Each rule names the page of the OSM wiki that it follows. Values of public extracts that were met
and not understood are treated as absent, never as an error.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

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

CLOSED_ACCESS = frozenset({"no", "private", "agricultural", "forestry", "emergency", "military"})
"""`access` values that keep the bureau out (Key:access); destination and customers do not."""

ACCESS_KEYS = ("motor_vehicle", "vehicle", "access")
"""From the particular to the general: the first one present decides (Key:access, hierarchy)."""

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

ZONE_KPH = {
    "walk": 10,
    "living_street": 20,
    "urban": 50,
    "rural": 70,
    "trunk": 80,
    "motorway": 120,
}
"""Speed of "CN:urban" and the like, by what stands behind the colon (Key:maxspeed)."""

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
"""Maintained width where `width` is silent (assumed; gives 5.35 km2 for the Huzhou core)."""

PLAUSIBLE_WIDTH_CM = (200, 6000)


class Direction(StrEnum):
    """Which way a way may be driven."""

    BOTH = "both"
    FORWARD = "forward"
    BACKWARD = "backward"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a way is no street of ours; `reason` is one of `LeftOut`'s."""

    reason: str


def refusal(tags: Mapping[str, str]) -> Refusal | None:
    """Returns why a way cannot be driven, or None when it can."""
    if tags.get("highway") not in DRIVABLE:
        return Refusal(reason="not drivable")
    if tags.get("area") == "yes":
        return Refusal(reason="not drivable")
    if tags.get("highway") == "service" and tags.get("service") in LEFT_OUT_SERVICE:
        return Refusal(reason="not drivable")
    for key in ACCESS_KEYS:
        if key in tags:
            if tags[key] in CLOSED_ACCESS:
                return Refusal(reason="access")
            break
    return None


def direction(tags: Mapping[str, str]) -> Direction:
    """Returns which way a way may be driven (Key:oneway, Tag:junction=roundabout)."""
    value = tags.get("oneway", "").strip().lower()
    if value in ("-1", "reverse"):
        return Direction.BACKWARD
    if value in ("yes", "true", "1"):
        return Direction.FORWARD
    if value in ("no", "false", "0", "reversible", "alternating"):
        return Direction.BOTH
    if tags.get("junction") in ("roundabout", "circular"):
        return Direction.FORWARD
    # A motorway is one-way by definition, and mappers leave the tag out.
    if tags.get("highway") in ("motorway", "motorway_link"):
        return Direction.FORWARD
    return Direction.BOTH


def base_class(highway: str) -> str:
    """Returns a link's parent class, any other class as it is."""
    return highway.removesuffix("_link")


def speed_kph(tags: Mapping[str, str]) -> int:
    """Returns the speed of a way in km/h (Key:maxspeed)."""
    highway = tags.get("highway", "road")
    text = tags.get("maxspeed", "").strip().lower()
    if match := re.match(r"^(\d+(?:\.\d+)?)\s*(mph|km/h|kmh|kph)?(?:[;|].*)?$", text):
        value = float(match[1]) * (1.609344 if match[2] == "mph" else 1.0)
        if 5 <= value <= 140:
            return round(value)
    zone = text.rpartition(":")[2]
    if text and zone in ZONE_KPH:
        return ZONE_KPH[zone]
    speed = SPEED_KPH[base_class(highway)]
    # A link is a bend, not a road.
    return min(speed, 40) if highway.endswith("_link") else speed


_METRES = re.compile(
    r"^\s*(\d+(?:[.,]\d+)?)\s*(m|metre|metres|meter|meters|米)?\s*$", re.IGNORECASE
)
_FEET = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(?:'|ft|feet)\s*(?:(\d+(?:\.\d+)?)\s*(?:\"|in)?)?\s*$")
_TONNES = re.compile(
    r"^\s*(\d+(?:[.,]\d+)?)\s*(t|tonnes?|kg|lbs?|st|short tons?)?\s*$", re.IGNORECASE
)


def length_cm(text: str | None) -> int:
    """Returns a width or height in cm, 0 where it is absent or not understood (Key:width)."""
    if not text:
        return 0
    if match := _METRES.match(text):
        return round(float(match[1].replace(",", ".")) * 100)
    if match := _FEET.match(text):
        return round(float(match[1]) * 30.48 + float(match[2] or 0) * 2.54)
    return 0


def weight_kg(text: str | None) -> int:
    """Returns a weight limit in kg, 0 where it is absent or not understood (Key:maxweight)."""
    if not text or not (match := _TONNES.match(text)):
        return 0
    value = float(match[1].replace(",", "."))
    unit = (match[2] or "t").lower()
    if unit == "kg":
        return round(value)
    if unit.startswith("lb"):
        return round(value * 0.45359237)
    if unit.startswith("s"):
        return round(value * 907.18474)
    return round(value * 1000)


def lanes(tags: Mapping[str, str], *, one_way: bool) -> int:
    """Returns the lanes of a carriageway, 0 to 16 (Key:lanes)."""
    text = tags.get("lanes", "")
    if text.isdigit() and 1 <= int(text) <= 16:
        return int(text)
    wide = base_class(tags.get("highway", "")) in ("motorway", "trunk", "primary", "secondary")
    return (2 if wide else 1) if one_way else (4 if wide else 2)


def width_cm(tags: Mapping[str, str], *, one_way: bool) -> int:
    """Returns the maintained width of a carriageway in cm (Key:width, else by class)."""
    for key in ("width:carriageway", "width"):
        value = length_cm(tags.get(key))
        if PLAUSIBLE_WIDTH_CM[0] <= value <= PLAUSIBLE_WIDTH_CM[1]:
            return value
    highway = tags.get("highway", "road")
    if highway.endswith("_link"):
        return LINK_WIDTH_CM
    return (ONE_WAY_WIDTH_CM if one_way else TWO_WAY_WIDTH_CM)[highway]


def layer(tags: Mapping[str, str]) -> int:
    """Returns the level above the ground, -5 to 5 (Key:layer); bridges are on 1 unless told."""
    if match := re.match(r"^\s*([+-]?\d)\s*$", tags.get("layer", "")):
        return max(-5, min(5, int(match[1])))
    if tags.get("bridge", "no") != "no":
        return 1
    return -1 if tags.get("tunnel", "no") != "no" else 0


def is_water(tags: Mapping[str, str]) -> bool:
    """Says whether a way is a line of water that one cannot step across (Key:waterway).

    Culverts and tunnels lie below the street and part nothing; streams and ditches are too narrow.
    """
    if tags.get("tunnel", "no") != "no":
        return False
    return tags.get("waterway") in ("river", "canal", "riverbank") or (
        tags.get("natural") == "water" and tags.get("water") != "fountain"
    )


def street_name(tags: Mapping[str, str]) -> str:
    """Returns what people call the street, or "" (Key:name, Multilingual names)."""
    for key in ("name", "name:zh", "name:en", "ref"):
        if tags.get(key):
            return tags[key]
    return ""


def no_trucks(tags: Mapping[str, str]) -> bool:
    """Says whether goods vehicles are banned (Key:hgv)."""
    return tags.get("hgv") in ("no", "private") or tags.get("goods") == "no"
