"""Writes finished maps as OSM XML."""

from dataclasses import dataclass, field
from typing import BinaryIO
from xml.sax.saxutils import quoteattr

from scenarios.district.ground import EAST, NORTH, SOUTH, WEST, Point
from scenarios.district.town import TownMap

GENERATOR = "OneBroom district generator: a generated stand-in, not real streets"

# Clear of each other, so that a node is never mistaken for a way when reading along.
_FIRST_NODE, _FIRST_WAY, _FIRST_RELATION = 1, 10_000_001, 20_000_001
_BASE = {"node": _FIRST_NODE, "way": _FIRST_WAY}

Tags = dict[str, str]


@dataclass(slots=True, kw_only=True)
class OsmSheet:
    """Everything in a file; nodes and ways are known by their positions in the lists.

    Parameters
    ----------
    places
        Longitudes and latitudes.
    relations
        Members (kind, position, role) and tags.
    """

    places: list[Point] = field(default_factory=list)
    node_tags: dict[int, Tags] = field(default_factory=dict)
    ways: list[tuple[list[int], Tags]] = field(default_factory=list)
    relations: list[tuple[tuple[tuple[str, int, str], ...], Tags]] = field(default_factory=list)

    def add_town(self, town: TownMap) -> int:
        """Adds the streets, canals and restrictions of a town; returns where its nodes begin."""
        first_node, first_way = len(self.places), len(self.ways)
        self.places += [town.ground.lon_lat(place) for place in town.web.places]
        for node, tags in town.web.node_tags.items():
            self.node_tags[first_node + node] = tags
        for way in town.web.ways:
            self.ways.append(([first_node + node for node in way.nodes], way.tags))
        for canal in town.canals:
            points = canal.points()
            nodes = list(range(len(self.places), len(self.places) + len(points)))
            self.places += [town.ground.lon_lat(point) for point in points]
            self.ways.append((nodes, canal.tags))
        for restriction in town.restrictions:
            kind, via = restriction.via
            members = (
                ("way", first_way + restriction.from_way, "from"),
                (kind, (first_node if kind == "node" else first_way) + via, "via"),
                ("way", first_way + restriction.to_way, "to"),
            )
            self.relations.append((members, {"type": "restriction", **restriction.tags}))
        return first_node

    def write(self, file: BinaryIO) -> None:
        """Writes bounds, nodes, ways and relations."""
        east = max(EAST, max(lon for lon, _ in self.places))
        north = max(NORTH, max(lat for _, lat in self.places))
        lines = [
            "<?xml version='1.0' encoding='utf-8'?>",
            f'<osm version="0.6" generator="{GENERATOR}">',
            f' <bounds minlat="{SOUTH}" minlon="{WEST}" maxlat="{north}" maxlon="{east}" />',
        ]
        for number, (lon, lat) in enumerate(self.places):
            head = f'node id="{_FIRST_NODE + number}" lat="{lat:.7f}" lon="{lon:.7f}"'
            lines += _element("node", head, [], self.node_tags.get(number, {}))
        for number, (nodes, tags) in enumerate(self.ways):
            refs = [f'nd ref="{_FIRST_NODE + node}"' for node in nodes]
            lines += _element("way", f'way id="{_FIRST_WAY + number}"', refs, tags)
        for number, (members, tags) in enumerate(self.relations):
            parts = [
                f'member type="{kind}" ref="{_BASE[kind] + position}" role="{role}"'
                for kind, position, role in members
            ]
            head = f'relation id="{_FIRST_RELATION + number}"'
            lines += _element("relation", head, parts, tags)
        file.write("\n".join([*lines, "</osm>"]).encode())


def _element(kind: str, head: str, parts: list[str], tags: Tags) -> list[str]:
    inside = [*parts, *(f"tag k={quoteattr(k)} v={quoteattr(v)}" for k, v in tags.items())]
    if not inside:
        return [f" <{head} />"]
    return [f" <{head}>", *(f"  <{part} />" for part in inside), f" </{kind}>"]
