"""The tag table of nodes: what stops, slows or lets turn on the way.

Each rule names the page of the OSM wiki that it follows. Who may pass is the matter of
`optimizer.network.signs`.
"""

from dataclasses import dataclass

from optimizer.network.osm.tags import Given
from optimizer.network.road_network import Control, Tags
from optimizer.network.signs import GATES, Direction, may_stop, pick_posted

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
    turning_place: bool = False
    signs: Tags = ()


FREE = Passage()


def passage_of(tags: Given) -> Passage:
    """Returns what a node does to who passes it (Key:barrier, Tag:highway=traffic_signals)."""
    highway, barrier = tags.get("highway", ""), tags.get("barrier", "")
    control = _CONTROL.get(highway, Control.NONE)
    if barrier in GATES:
        control = max(control, Control.GATE)
    elif barrier == "toll_booth":
        control = max(control, Control.TOLL)
    return Passage(
        control=control,
        towards=_read_facing(tags),
        turning_place=highway in TURNING_PLACES,
        signs=_signs(tags),
    )


def _read_facing(tags: Given) -> Direction | None:
    """Returns whom a sign faces (Key:direction, Key:traffic_signals:direction)."""
    value = tags.get("traffic_signals:direction") or tags.get("direction") or ""
    return {"forward": Direction.FORWARD, "backward": Direction.BACKWARD}.get(value.strip())


def read_posted(tags: Given) -> Tags:
    """Returns the signs of a node, whether or not they are understood.

    Access tags count on barriers only: elsewhere they are of doors, crossings and the like.
    """
    signs = pick_posted(tags, also=("barrier", "locked"))
    if "barrier" not in tags:
        signs = tuple((key, value) for key, value in signs if key.startswith("max"))
    return signs


def _signs(tags: Given) -> Tags:
    """Returns the signs of a node, if any of them can stop a vehicle at some time."""
    signs = read_posted(tags)
    return signs if may_stop(signs) else ()
