"""Tiny road networks that can be drawn on paper, for tests."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from optimizer.network.road_network import Control, RoadNetwork, Sign

METRES_PER_DEGREE = 111_195.0
"""One degree of latitude, and of longitude at the equator, where these networks lie."""


def street_network(
    nodes: Mapping[int, tuple[float, float]],
    streets: Sequence[tuple[int, int] | tuple[int, int, dict]],
    *,
    banned: Sequence[tuple[str, ...]] = (),
    bans: Sequence[Mapping[str, str]] = (),
    signals: Sequence[int] = (),
    blocked: Sequence[int] = (),
    turning: Sequence[int] = (),
    node_tags: Mapping[int, Mapping[str, str]] | None = None,
    water: Sequence[Sequence[tuple[float, float]]] = (),
    origin: tuple[float, float] = (0.0, 0.0),
) -> RoadNetwork:
    """Builds a network from nodes in metres and streets between them.

    Parameters
    ----------
    nodes
        OSM id -> (x, y) in metres east and north of `origin` (lon, lat), near the equator.
    streets
        (from, to) or (from, to, attributes); two-way unless `one_way=True`. Attributes:
        `one_way`, `highway`, `name`, `length_m` (default: straight line, rounded), `width_cm`,
        `lanes`, `speed_kph`, `structure`, `layer`, `control`, `unpaved`, `roundabout`, `signs`
        (the tags that say who may drive), and for short `max_weight_kg`, `max_height_cm`,
        `max_width_cm`, `no_trucks`, and `access` as its value.
    banned
        Arc keys that must not follow each other, "1>2" then "2>3", two or more; they bind all.
    bans
        The tags of their restrictions, where they are others than that.
    blocked
        Nodes with a bollard.
    node_tags
        The tags of other nodes that say who may pass.
    water
        Lines of water, each a list of (x, y) in metres.
    """
    ids = sorted(nodes)
    index = {osm_id: i for i, osm_id in enumerate(ids)}
    lon = np.array([origin[0] + nodes[i][0] / METRES_PER_DEGREE for i in ids])
    lat = np.array([origin[1] + nodes[i][1] / METRES_PER_DEGREE for i in ids])
    rows: list[dict] = []
    for way_id, street in enumerate(streets, start=1):
        start, end, given = (*street, {}) if len(street) == 2 else street
        attributes = {
            "one_way": False,
            "highway": "residential",
            "name": f"{start}-{end} Street",
            "length_m": round(
                float(np.hypot(nodes[end][0] - nodes[start][0], nodes[end][1] - nodes[start][1]))
            ),
            "width_cm": 800,
            "lanes": 2,
            "speed_kph": 36,
            "structure": 0,
            "layer": 0,
            "max_weight_kg": 0,
            "max_height_cm": 0,
            "max_width_cm": 0,
            "no_trucks": False,
            "access": "",
            "signs": {},
            "control": 0,
            "unpaved": False,
            "roundabout": False,
        } | dict(given)
        area = round(attributes["length_m"] * attributes["width_cm"] / 100)
        if attributes["one_way"]:
            rows.append(
                {"ends": (start, end), "inverse": -1, "area": area, "way": way_id} | attributes
            )
        else:
            number = len(rows)
            rows.append(
                {
                    "ends": (start, end),
                    "inverse": number + 1,
                    "area": area - area // 2,
                    "way": way_id,
                }
                | attributes
            )
            rows.append(
                {
                    "ends": (end, start),
                    "inverse": number,
                    "area": area // 2,
                    "way": way_id,
                    "against": True,
                }
                | attributes
            )
    seen: Counter[tuple[int, int]] = Counter()
    parallels = []
    for row in rows:
        parallels.append(seen[row["ends"]])
        seen[row["ends"]] += 1
    highways = tuple(sorted({row["highway"] for row in rows}))
    names = ("", *sorted({row["name"] for row in rows} - {""}))
    geometry = np.array(
        [(lon[index[end]], lat[index[end]]) for row in rows for end in row["ends"]],
        dtype=np.float64,
    )

    def column(key: str, dtype: type) -> np.ndarray:
        return np.array([row[key] for row in rows], dtype=dtype)

    keys = {
        f"{row['ends'][0]}>{row['ends'][1]}" + (f"#{parallel}" if parallel else ""): arc
        for arc, (row, parallel) in enumerate(zip(rows, parallels, strict=True))
    }
    signs = _Signs()
    bollards = {i: {"barrier": "bollard"} for i in blocked}
    at_node = {i: {} for i in ids} | bollards | dict(node_tags or {})
    tags_of = list(bans) or [{"restriction": "no_entry"}] * len(banned)
    ruled = [
        ([keys[key] for key in ban], signs.of(tags))
        for ban, tags in zip(banned, tags_of, strict=True)
    ]
    pairs = sorted(one for one in ruled if len(one[0]) == 2)
    paths = [one for one in ruled if len(one[0]) > 2]
    return RoadNetwork(
        name="hand-drawn streets",
        source="test",
        digest="0" * 64,
        generated=False,
        node_lon=lon,
        node_lat=lat,
        node_osm_id=np.array(ids, dtype=np.int64),
        node_signs=np.array([signs.of(at_node[i]) for i in ids], dtype=np.int32),
        node_turning=np.array([i in turning for i in ids]),
        arc_from=np.array([index[row["ends"][0]] for row in rows], dtype=np.int32),
        arc_to=np.array([index[row["ends"][1]] for row in rows], dtype=np.int32),
        arc_parallel=np.array(parallels, dtype=np.int16),
        arc_length_m=column("length_m", np.int32),
        arc_highway=np.array([highways.index(row["highway"]) for row in rows], dtype=np.int16),
        arc_lanes=column("lanes", np.int16),
        arc_width_cm=column("width_cm", np.int32),
        arc_area_m2=column("area", np.int32),
        arc_speed_kph=column("speed_kph", np.int16),
        arc_name=np.array([names.index(row["name"]) for row in rows], dtype=np.int32),
        arc_way_id=column("way", np.int64),
        arc_inverse=column("inverse", np.int32),
        arc_structure=column("structure", np.int8),
        arc_layer=column("layer", np.int8),
        arc_signs=np.array(
            [signs.of(_tags(row), against=row.get("against", False)) for row in rows],
            dtype=np.int32,
        ),
        arc_unpaved=column("unpaved", np.bool_),
        arc_roundabout=column("roundabout", np.bool_),
        arc_control=np.array(
            [Control.SIGNALS if row["ends"][1] in signals else row["control"] for row in rows],
            dtype=np.int8,
        ),
        geometry=geometry,
        geometry_start=np.arange(0, 2 * len(rows) + 1, 2, dtype=np.int64),
        banned_turns=np.array([arcs for arcs, _ in pairs], dtype=np.int32).reshape(-1, 2),
        banned_turn_signs=np.array([sign for _, sign in pairs], dtype=np.int32),
        banned_paths=np.array([arc for arcs, _ in paths for arc in arcs], dtype=np.int32),
        banned_path_start=np.cumsum([0, *(len(arcs) for arcs, _ in paths)], dtype=np.int64),
        banned_path_signs=np.array([sign for _, sign in paths], dtype=np.int32),
        water=np.array(
            [
                (origin[0] + x / METRES_PER_DEGREE, origin[1] + y / METRES_PER_DEGREE)
                for line in water
                for x, y in line
            ],
            dtype=np.float64,
        ).reshape(-1, 2),
        water_start=np.cumsum([0, *map(len, water)], dtype=np.int64),
        highways=highways,
        names=names,
        names_en=("",) * len(names),
        signs=signs.all,
    )


class _Signs:
    """Numbers tags as `RoadNetwork.signs` has them."""

    def __init__(self) -> None:
        self._number: dict[tuple[Sign, ...], int] = {(): 0}

    def of(self, tags: Mapping[str, str], *, against: bool = False) -> int:
        sign = Sign(tuple(sorted(tags.items())), against)
        return self._number.setdefault((sign,) if tags else (), len(self._number))

    @property
    def all(self) -> tuple[tuple[Sign, ...], ...]:
        return tuple(self._number)


def _tags(row: Mapping[str, object]) -> dict[str, str]:
    """Returns the tags that a street's attributes stand for."""
    limits = {
        "maxweight": f"{row['max_weight_kg']} kg",
        "maxheight": f"{row['max_height_cm']} cm",
        "maxwidth": f"{row['max_width_cm']} cm",
    }
    tags = {key: value for key, value in limits.items() if not value.startswith("0 ")}
    if row["no_trucks"]:
        tags["hgv"] = "no"
    if row["access"]:
        tags["access"] = str(row["access"])
    if row["one_way"]:
        tags["oneway"] = "yes"
    return tags | dict(row["signs"])


def tags_along(network: RoadNetwork, arc: int) -> dict[str, str]:
    """Returns the tags along an arc that say who may drive."""
    return {
        key: value for sign in network.signs[network.arc_signs[arc]] for key, value in sign.tags
    }


def has_bollard(network: RoadNetwork, node: int) -> bool:
    """Says whether a bollard stands at a node, by its index."""
    return network.node_signs[node] > 0
