"""The road network: directed arcs in frozen arrays.

Everything downstream indexes arcs. An arc is one carriageway in one direction; a two-way street is
a pair of arcs that name each other in `arc_inverse`.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum, IntFlag, StrEnum
from functools import cached_property
from operator import is_
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from optimizer.errors import Message, message
from optimizer.network.findings import EdgeJoins, LeftOut, RestrictionCount, Unread

EMBEDDED = message("network.embedded", "the embedded district (generated)")
"""What the streets that were generated are called, wherever they are named."""


class DrivingSide(StrEnum):
    """The side of the road on which traffic keeps."""

    RIGHT = "right"
    LEFT = "left"


class Structure(IntEnum):
    """What carries an arc."""

    GROUND = 0
    BRIDGE = 1
    TUNNEL = 2


class Access(IntEnum):
    """Who may drive on a street."""

    OPEN = 0
    DESTINATION = 1
    CLOSED = 2


class Control(IntEnum):
    """What a vehicle meets at the end of an arc; of several the one that costs most counts."""

    NONE = 0
    GIVE_WAY = 1
    STOP = 2
    SIGNALS = 3
    TOLL = 4
    GATE = 5


class Lack(IntFlag):
    """What a street lacks: a way in from the other streets, a way out to them, or both."""

    WAY_IN = 1
    WAY_OUT = 2


BEYOND = "beyond the edge"
"""Road class of the drives by which streets that the edge of the data cuts are joined."""

Tags = tuple[tuple[str, str], ...]
"""OSM keys with their values, sorted."""


class Sign(NamedTuple):
    """What stands along a way, on a node or in a turn restriction, in the words of its tags.

    Kept unread: what it means depends on the vehicle, its hours and the date, and the checker
    reads it for itself. `against` is True where an arc runs against the way as it was drawn, so
    that what is posted `:forward` does not hold on it.
    """

    tags: Tags
    against: bool = False


_Worked = TypeVar("_Worked")

Posted = tuple[Sign, ...]
"""All that stands along one arc, of one way after the other, or at one node."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OutsideStreets:
    """Streets outside the strongly connected part, kept to be listed and drawn.

    Both directions of a street are one entry where they lack the same.

    Parameters
    ----------
    geometry, geometry_start
        Packed as in `RoadNetwork`, one line an entry.
    name, highway
        Indices into the network's `names` and `highways` (int32, int16).
    length_m, area_m2
        int32.
    one_direction
        True for one direction of a two-way street whose other one lacks something else, or nothing
        (bool).
    lack
        `Lack` (int8).
    """

    geometry: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 2)))
    geometry_start: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))
    name: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    highway: NDArray[np.int16] = field(default_factory=lambda: np.zeros(0, np.int16))
    length_m: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    area_m2: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    one_direction: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    lack: NDArray[np.int8] = field(default_factory=lambda: np.zeros(0, np.int8))

    def __len__(self) -> int:
        """Number of lines."""
        return len(self.length_m)

    def line(self, number: int) -> NDArray[np.float64]:
        """Returns the (lon, lat) points of an entry."""
        return self.geometry[self.geometry_start[number] : self.geometry_start[number + 1]]


@dataclass(frozen=True, kw_only=True, eq=False)
class RoadNetwork:
    """Streets as directed arcs; arrays are read-only.

    Parameters
    ----------
    name
        What a reader calls it, e.g. "huzhou_core10km.osm.pbf".
    source
        How to load it again: "district", "place:NAME" or a file path as the user gave it.
    digest
        SHA-256 (hex) of the source's content and of the version of the reading rules.
    generated
        True for the embedded district, a generated stand-in for real streets.
    node_lon, node_lat
        Degrees, WGS-84, shape (nodes,).
    node_osm_id
        int64, shape (nodes,).
    node_signs
        Index into `signs` (int32): barriers and limits that hold for who passes.
    node_turning
        True where there is room to turn round (bool).
    arc_from, arc_to
        Node indices, int32, shape (arcs,).
    arc_parallel
        Number among arcs with the same ends, 0 for the first (int16).
    arc_length_m
        int32, at least 1.
    arc_highway
        Index into `highways` (int16); `highways` are OSM `highway` values such as "primary_link",
        and `BEYOND`.
    arc_lanes
        Lanes in the arc's own direction (int16).
    arc_width_cm
        Width of the carriageway, for a two-way street of the whole street (int32).
    arc_area_m2
        Maintained surface of this arc (int32): the carriageway's, halved between the two arcs of a
        two-way street so that the sum over arcs counts every square metre once. Where only one of
        the two is in the network the other half is in `left_out`.
    arc_speed_kph
        int16.
    arc_name
        Index into `names` (int32); names[0] is "". `names_en` has the English ones, "" for none.
        `cleaned_names` are those in which the source has characters that no file can hold.
    arc_way_id
        OSM way of the arc's first piece (int64).
    arc_inverse
        The arc of the same street in the other direction, or -1 (int32).
    arc_structure
        `Structure` (int8).
    arc_layer
        OSM `layer` (int8): 0 is the ground, 1 passes above it.
    arc_signs
        Index into `signs` (int32): who may drive there, when, and how large.
    arc_unpaved, arc_roundabout
        True for streets that a machine cannot sweep, and for those round a roundabout (bool).
    arc_control
        `Control` met at the arc's end (int8).
    geometry, geometry_start
        Packed (lon, lat) points, float64, shape (points, 2); arc a owns
        geometry[geometry_start[a]:geometry_start[a + 1]], in its own direction.
    banned_turns, banned_turn_signs
        Pairs (arc, next arc) forbidden by turn restrictions; `only_*` written out as the bans it
        implies; int32, shape (bans, 2), sorted. Index into `signs` of each pair (int32): whom the
        restriction binds, and when.
    banned_paths, banned_path_start, banned_path_signs
        Arcs that must not be driven one after the other, three or more, packed: ban b owns
        banned_paths[banned_path_start[b]:banned_path_start[b + 1]].
    water, water_start
        Packed (lon, lat) lines of canals, rivers and banks, as `geometry`: line w is
        water[water_start[w]:water_start[w + 1]]. Nothing is carried across them but by bridges.
    signs
        What stands anywhere, each combination once; the first is nothing at all.
    left_out, restrictions, unread, edge
        The reading report.
    outside
        The streets in `left_out` that were cut off from these, with their lines.
    driving_side
        Not in the files: the country's, as the scenario says.
    date
        Not in the files: the service day, on whose weekday and season signs depend; None where no
        day is meant, and signs that hold for some hours are passed over.
    country
        Not in the files: whose public holidays signs mean, as the scenario says; empty where that
        is not known, and signs that name them are passed over.
    copied_of
        The day whose streets a downloaded copy shows; None for files and generated streets.
    """

    name: str
    source: str
    digest: str
    generated: bool
    node_lon: NDArray[np.float64]
    node_lat: NDArray[np.float64]
    node_osm_id: NDArray[np.int64]
    node_signs: NDArray[np.int32]
    node_turning: NDArray[np.bool_]
    arc_from: NDArray[np.int32]
    arc_to: NDArray[np.int32]
    arc_parallel: NDArray[np.int16]
    arc_length_m: NDArray[np.int32]
    arc_highway: NDArray[np.int16]
    arc_lanes: NDArray[np.int16]
    arc_width_cm: NDArray[np.int32]
    arc_area_m2: NDArray[np.int32]
    arc_speed_kph: NDArray[np.int16]
    arc_name: NDArray[np.int32]
    arc_way_id: NDArray[np.int64]
    arc_inverse: NDArray[np.int32]
    arc_structure: NDArray[np.int8]
    arc_layer: NDArray[np.int8]
    arc_signs: NDArray[np.int32]
    arc_unpaved: NDArray[np.bool_]
    arc_roundabout: NDArray[np.bool_]
    arc_control: NDArray[np.int8]
    geometry: NDArray[np.float64]
    geometry_start: NDArray[np.int64]
    banned_turns: NDArray[np.int32]
    banned_turn_signs: NDArray[np.int32]
    banned_paths: NDArray[np.int32]
    banned_path_start: NDArray[np.int64]
    banned_path_signs: NDArray[np.int32]
    water: NDArray[np.float64]
    water_start: NDArray[np.int64]
    highways: tuple[str, ...]
    names: tuple[str, ...]
    names_en: tuple[str, ...]
    signs: tuple[Posted, ...] = ((),)
    cleaned_names: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    restrictions: RestrictionCount = field(default_factory=RestrictionCount)
    unread: tuple[Unread, ...] = ()
    edge: EdgeJoins = field(default_factory=EdgeJoins)
    outside: OutsideStreets = field(default_factory=OutsideStreets)
    driving_side: DrivingSide = DrivingSide.RIGHT
    date: dt.date | None = None
    country: str = ""
    copied_of: dt.date | None = None

    def __post_init__(self) -> None:
        if self.num_arcs == 0:
            raise ValueError(f"{self.name}: a road network needs at least one arc.")
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    @property
    def num_nodes(self) -> int:
        """Number of junctions and street ends."""
        return len(self.node_lon)

    @property
    def num_arcs(self) -> int:
        """Number of directed arcs."""
        return len(self.arc_from)

    @property
    def signals(self) -> NDArray[np.bool_]:
        """True at nodes where some arc ends at traffic signals."""
        ends = self.arc_to[self.arc_control == Control.SIGNALS]
        return np.isin(np.arange(self.num_nodes), ends)

    def banned_path(self, ban: int) -> NDArray[np.int32]:
        """Returns the arcs of one ban over via ways."""
        return self.banned_paths[self.banned_path_start[ban] : self.banned_path_start[ban + 1]]

    def street_name(self, arc: int, *, english: bool = False) -> str:
        """Returns the street's name, or "" when it has none; the English one where asked for."""
        number = int(self.arc_name[arc])
        return (self.names_en[number] if english else "") or self.names[number]

    def highway(self, arc: int) -> str:
        """Returns the OSM `highway` value of an arc."""
        return self.highways[int(self.arc_highway[arc])]

    def arc_key(self, arc: int) -> str:
        """Returns the arc's name in files: "from>to" by OSM node id, "#n" for parallels."""
        return self._arc_keys[arc]

    @cached_property
    def _arc_keys(self) -> tuple[str, ...]:
        ids, parallels = self.node_osm_id, self.arc_parallel.tolist()
        ends = zip(ids[self.arc_from].tolist(), ids[self.arc_to].tolist(), parallels, strict=True)
        return tuple(
            f"{begin}>{end}#{parallel}" if parallel else f"{begin}>{end}"
            for begin, end, parallel in ends
        )

    @cached_property
    def worked_out(self) -> dict[Any, dict[Any, Any]]:
        """What others have worked out of it and may be asked for again, by whom and what."""
        return {}

    def on_day(self, date: dt.date, *, driving_side: DrivingSide, country: str) -> "RoadNetwork":
        """Returns the same streets on a date, made once for as long as these live.

        So what is worked out of them serves every plan of the day.
        """
        key = (date, driving_side, country)
        kept = self.worked_out.setdefault(RoadNetwork, {})
        if key not in kept:
            kept.clear()
            kept[key] = replace(self, date=date, driving_side=driving_side, country=country)
        found: RoadNetwork = kept[key]
        return found

    def work_out(
        self, who: object, things: Sequence[object], work_out: Callable[[], _Worked]
    ) -> _Worked:
        """Returns what `work_out` does, from memory where these very things were asked for last.

        Parameters
        ----------
        who
            Whose memory it is.
        things
            All that it depends on besides these streets; values that do not change.
        """
        kept = self.worked_out.setdefault(who, {})
        asked, found = kept.get("last", ((), None))
        same = len(asked) == len(things) > 0 and all(map(is_, asked, things))
        if not same:
            found = work_out()
            kept["last"] = (tuple(things), found)
        return cast("_Worked", found)

    @cached_property
    def arc_of_key(self) -> dict[str, int]:
        """The arc of each key that `arc_key` gives."""
        return {key: arc for arc, key in enumerate(self._arc_keys)}

    def arc_geometry(self, arc: int) -> NDArray[np.float64]:
        """Returns the (lon, lat) points of an arc in its direction, shape (points, 2)."""
        return self.geometry[self.geometry_start[arc] : self.geometry_start[arc + 1]]

    @property
    def is_one_way(self) -> NDArray[np.bool_]:
        """True for arcs without an inverse."""
        return np.asarray(self.arc_inverse < 0)

    @property
    def label(self) -> Message | str:
        """What to call it in a sentence: its name, or that it is the embedded district."""
        return EMBEDDED if self.generated else self.name

    @property
    def is_beyond(self) -> NDArray[np.bool_]:
        """True for arcs that are no streets but drives beyond the edge of the data."""
        if BEYOND not in self.highways:
            return np.zeros(self.num_arcs, dtype=np.bool_)
        return np.asarray(self.arc_highway == self.highways.index(BEYOND))

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """(west, south, east, north) in degrees."""
        lon, lat = self.geometry[:, 0], self.geometry[:, 1]
        return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())
