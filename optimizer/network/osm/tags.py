"""The tag table: what OSM tags mean to a service vehicle.

Each rule names the page of the OSM wiki that it follows. Values of public extracts that were met
and not understood are treated as absent, never as an error.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from optimizer.network.osm.tag_values import count, length_cm, speed_kph, weight_kg
from optimizer.network.road_network import Access, Structure

Tags = Mapping[str, str]

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

CLOSED = frozenset({"no", "private", "agricultural", "forestry", "emergency", "military"})
"""`access` values that keep the bureau out (Key:access)."""

DESTINATION = frozenset({"destination", "customers", "delivery", "permit", "residents"})
"""`access` values that let in who has business there, as the bureau has (Key:access)."""

MOTOR_KEYS = ("motor_vehicle", "vehicle", "access")
GOODS_KEYS = ("hgv", *MOTOR_KEYS)
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


class Direction(IntEnum):
    """A direction on a way, as its nodes are listed or against that."""

    FORWARD = 1
    BACKWARD = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a way is no street of ours; `reason` is one of `LeftOut`'s."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A street in one direction: what differs between its two arcs."""

    speed_kph: int
    lanes: int
    access: Access
    goods_access: Access


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """Everything that the tags of a way say of a street; as in `RoadNetwork`, field by field.

    `forward` or `backward` is None where the street cannot be driven so.
    """

    highway: str
    name: str
    name_en: str
    structure: Structure
    layer: int
    width_cm: int
    max_weight_kg: int
    max_height_cm: int
    max_width_cm: int
    forward: Heading | None
    backward: Heading | None

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The directions in which it can be driven."""
        return tuple(one for one in (self.forward, self.backward) if one is not None)


def street_of(tags: Tags) -> Street | Refusal:
    """Returns the street that a way is, or why it is none."""
    highway = tags.get("highway", "")
    if highway not in DRIVABLE or tags.get("area") == "yes":
        return Refusal(reason="not drivable")
    if highway == "service" and tags.get("service") in LEFT_OUT_SERVICE:
        return Refusal(reason="not drivable")
    ways = directions(tags)
    if not ways:
        return Refusal(reason="direction changes by the hour")
    opened = {
        way: one
        for way in ways
        if (one := _heading(tags, way, one_way=len(ways) == 1)).access < Access.CLOSED
        or one.goods_access < Access.CLOSED
    }
    if not opened:
        return Refusal(reason="access")
    return Street(
        highway=highway,
        name=street_name(tags),
        name_en=tags.get("name:en", ""),
        structure=_structure(tags),
        layer=layer(tags),
        width_cm=width_cm(tags, one_way=len(opened) == 1),
        max_weight_kg=_least(
            weight_kg(tags.get(key)) for key in ("maxweight", "maxweightrating", "maxweight:hgv")
        ),
        max_height_cm=_least(length_cm(tags.get(key)) for key in ("maxheight", "maxheight:hgv")),
        max_width_cm=_least(
            length_cm(tags.get(key)) for key in ("maxwidth", "maxwidth:physical", "maxwidth:hgv")
        ),
        forward=opened.get(Direction.FORWARD),
        backward=opened.get(Direction.BACKWARD),
    )


def _least(limits: Iterable[int]) -> int:
    return min((limit for limit in limits if limit > 0), default=0)


def directions(tags: Tags) -> tuple[Direction, ...]:
    """Returns the directions of traffic (Key:oneway, Tag:junction=roundabout).

    `oneway=reversible` changes by the hour: no direction is safe to plan with.
    """
    value = tags.get("oneway", "").strip().lower()
    if value in ("-1", "reverse"):
        return (Direction.BACKWARD,)
    if value in ("yes", "true", "1"):
        return (Direction.FORWARD,)
    if value == "reversible":
        return ()
    if value in ("no", "false", "0", "alternating"):
        return (Direction.FORWARD, Direction.BACKWARD)
    if tags.get("junction") in ("roundabout", "circular"):
        return (Direction.FORWARD,)
    # A motorway is one-way by definition, and mappers leave the tag out.
    if tags.get("highway") in ("motorway", "motorway_link"):
        return (Direction.FORWARD,)
    return (Direction.FORWARD, Direction.BACKWARD)


def access(tags: Tags, keys: tuple[str, ...], way: Direction | None = None) -> Access:
    """Returns who may pass (Key:access): the first key present decides, directed keys first."""
    suffix = {Direction.FORWARD: ":forward", Direction.BACKWARD: ":backward", None: ""}[way]
    for key in keys:
        value = (tags.get(key + suffix) or tags.get(key) or "").partition(";")[0].strip()
        if value in CLOSED:
            return Access.CLOSED
        if value in DESTINATION:
            return Access.DESTINATION
        if value:
            return Access.OPEN
    return Access.OPEN


def _heading(tags: Tags, way: Direction, *, one_way: bool) -> Heading:
    suffix = ":forward" if way is Direction.FORWARD else ":backward"
    return Heading(
        speed_kph=_speed_kph(tags, suffix),
        lanes=_lanes(tags, suffix, one_way=one_way),
        access=access(tags, MOTOR_KEYS, way),
        goods_access=access(tags, GOODS_KEYS, way),
    )


def base_class(highway: str) -> str:
    """Returns a link's parent class, any other class as it is."""
    return highway.removesuffix("_link")


def _speed_kph(tags: Tags, suffix: str) -> int:
    """Returns the speed of a way in km/h (Key:maxspeed), else by class."""
    for key in (f"maxspeed{suffix}", "maxspeed", "maxspeed:type", "source:maxspeed"):
        if speed := speed_kph(tags.get(key)):
            return speed
    highway = tags.get("highway", "road")
    speed = SPEED_KPH[base_class(highway)]
    return min(speed, LINK_KPH) if highway.endswith("_link") else speed


def _lanes(tags: Tags, suffix: str, *, one_way: bool) -> int:
    """Returns the lanes in one direction (Key:lanes), else by class."""
    if lanes := count(tags.get(f"lanes{suffix}"), most=MOST_LANES):
        return lanes
    if total := count(tags.get("lanes"), most=MOST_LANES):
        return total if one_way else max(1, total // 2)
    return 2 if base_class(tags.get("highway", "")) in _WIDE else 1


_WIDE = ("motorway", "trunk", "primary", "secondary")


def width_cm(tags: Tags, *, one_way: bool) -> int:
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


def layer(tags: Tags) -> int:
    """Returns the level above the ground, -5 to 5 (Key:layer); bridges are on 1 unless told."""
    if match := re.match(r"^\s*([+-]?\d)\s*$", tags.get("layer", "")):
        return max(-5, min(5, int(match[1])))
    return {Structure.GROUND: 0, Structure.BRIDGE: 1, Structure.TUNNEL: -1}[_structure(tags)]


def _structure(tags: Tags) -> Structure:
    if tags.get("bridge", "no") != "no":
        return Structure.BRIDGE
    if tags.get("tunnel", "no") != "no":
        return Structure.TUNNEL
    return Structure.GROUND


def is_water(tags: Tags) -> bool:
    """Says whether a way is a line of water that one cannot step across (Key:waterway).

    Culverts and tunnels lie below the street and part nothing; streams and ditches are too narrow.
    """
    if tags.get("tunnel", "no") != "no":
        return False
    return tags.get("waterway") in ("river", "canal", "riverbank") or (
        tags.get("natural") == "water" and tags.get("water") != "fountain"
    )


def street_name(tags: Tags) -> str:
    """Returns what people call the street, or "" (Key:name, Multilingual names)."""
    for key in ("name", "name:zh", "name:en", "ref"):
        if tags.get(key):
            return tags[key]
    return ""
