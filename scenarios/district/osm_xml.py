"""Writes a finished map as OSM XML."""

from typing import BinaryIO
from xml.etree import ElementTree

from scenarios.district.ground import EAST, NORTH, SOUTH, WEST, Ground
from scenarios.district.signs import Restriction
from scenarios.district.street import Canal
from scenarios.district.weaving import Web

GENERATOR = "OneBroom district generator: a generated stand-in, not real streets"

# Clear of each other, so that a node is never mistaken for a way when reading along.
_FIRST_NODE, _FIRST_WAY, _FIRST_RELATION = 1, 1_000_001, 2_000_001


def write_osm(
    file: BinaryIO,
    web: Web,
    restrictions: list[Restriction],
    canals: list[Canal],
    ground: Ground,
) -> None:
    """Writes nodes, ways and turn restrictions, and the canals as waterways."""
    root = ElementTree.Element("osm", version="0.6", generator=GENERATOR)
    ElementTree.SubElement(
        root, "bounds", minlat=str(SOUTH), minlon=str(WEST), maxlat=str(NORTH), maxlon=str(EAST)
    )
    places = list(web.places)
    waters = []
    for canal in canals:
        points = canal.points()
        waters.append(list(range(len(places), len(places) + len(points))))
        places += [ground.lon_lat(point) for point in points]
    for number, (lon, lat) in enumerate(places):
        node = ElementTree.SubElement(
            root, "node", id=str(_FIRST_NODE + number), lat=f"{lat:.7f}", lon=f"{lon:.7f}"
        )
        _add_tags(node, web.node_tags.get(number, {}))
    for way in web.ways:
        _add_way(root, way.id, way.nodes, way.tags)
    for number, (canal, nodes) in enumerate(zip(canals, waters, strict=True)):
        tags = {"waterway": "river" if canal.width_m > 60 else "canal"}
        tags |= {"name": canal.name.zh, "name:en": canal.name.en, "width": f"{canal.width_m:.0f}"}
        _add_way(root, len(web.ways) + number, nodes, tags)
    for number, restriction in enumerate(restrictions):
        relation = ElementTree.SubElement(root, "relation", id=str(_FIRST_RELATION + number))
        for kind, ref, role in (
            ("way", _FIRST_WAY + restriction.from_way, "from"),
            ("node", _FIRST_NODE + restriction.via_node, "via"),
            ("way", _FIRST_WAY + restriction.to_way, "to"),
        ):
            ElementTree.SubElement(relation, "member", type=kind, ref=str(ref), role=role)
        _add_tags(relation, {"type": "restriction", "restriction": restriction.kind})
    ElementTree.indent(root, space=" ")
    ElementTree.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)


def _add_way(
    root: ElementTree.Element, number: int, nodes: list[int], tags: dict[str, str]
) -> None:
    way = ElementTree.SubElement(root, "way", id=str(_FIRST_WAY + number))
    for node in nodes:
        ElementTree.SubElement(way, "nd", ref=str(_FIRST_NODE + node))
    _add_tags(way, tags)


def _add_tags(element: ElementTree.Element, tags: dict[str, str]) -> None:
    for key, value in tags.items():
        ElementTree.SubElement(element, "tag", k=key, v=value)
