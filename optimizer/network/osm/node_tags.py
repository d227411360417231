"""The tag table of nodes: what stops, slows or lets turn on the way.

Each rule names the page of the OSM wiki that it follows.
"""

from dataclasses import dataclass

from optimizer.network.osm.tag_values import length_cm, weight_kg
from optimizer.network.osm.tags import GOODS_KEYS, Direction, Tags, access
from optimizer.network.road_network import Access, Control

SHUT_BARRIERS = frozenset(
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

_CONTROL = {
    "traffic_signals": Control.SIGNALS,
    "stop": Control.STOP,
    "give_way": Control.GIVE_WAY,
}

TURNING_PLACES = frozenset({"turning_circle", "turning_loop", "mini_roundabout"})
"""Where there is room to turn round (Tag:highway=turning_circle)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What a node on a street does to who passes it.

    `towards` is the direction of traffic that `control` holds for, None for both.
    """

    control: Control = Control.NONE
    towards: Direction | None = None
    shut: bool = False
    turning_place: bool = False
    max_weight_kg: int = 0
    max_height_cm: int = 0
    max_width_cm: int = 0


FREE = Passage()


def passage_of(tags: Tags) -> Passage:
    """Returns what a node does to who passes it (Key:barrier, Tag:highway=traffic_signals)."""
    highway, barrier = tags.get("highway", ""), tags.get("barrier", "")
    control = _CONTROL.get(highway, Control.NONE)
    if barrier in GATES:
        control = max(control, Control.GATE)
    elif barrier == "toll_booth":
        control = max(control, Control.TOLL)
    return Passage(
        control=control,
        towards=_towards(tags),
        shut=_is_shut(tags),
        turning_place=highway in TURNING_PLACES,
        max_weight_kg=weight_kg(tags.get("maxweight")),
        max_height_cm=length_cm(tags.get("maxheight")),
        max_width_cm=length_cm(tags.get("maxwidth")),
    )


def _towards(tags: Tags) -> Direction | None:
    """Returns whom a sign faces (Key:direction, Key:traffic_signals:direction)."""
    value = tags.get("traffic_signals:direction") or tags.get("direction") or ""
    return {"forward": Direction.FORWARD, "backward": Direction.BACKWARD}.get(value.strip())


def _is_shut(tags: Tags) -> bool:
    barrier = tags.get("barrier", "")
    if not barrier:
        return False
    if any(key in tags for key in GOODS_KEYS):
        return access(tags, GOODS_KEYS) is Access.CLOSED
    return barrier in SHUT_BARRIERS or (barrier in GATES and tags.get("locked") == "yes")
