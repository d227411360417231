"""A city of many districts: copies of the embedded one side by side, joined by streets."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from pathlib import Path

from scenarios.district import district_file

_COLUMNS, _ROWS = 5, 2
_JOINTS = 16
_GAP_DEG = 0.002
_PER_TILE = 10_000_000


def large_district(directory: Path, *, seed: int = 1) -> Path:
    """Returns an OSM XML file of ten districts, written when it is not there yet."""
    path = directory / f"ten-districts-seed{seed}.osm"
    if path.exists():
        return path
    district = ET.parse(district_file(directory, seed=seed)).getroot()
    bounds = {side: float(at) for side, at in district.find("bounds").attrib.items()}
    width_deg = bounds["maxlon"] - bounds["minlon"] + _GAP_DEG
    height_deg = bounds["maxlat"] - bounds["minlat"] + _GAP_DEG
    city = ET.Element("osm", {"version": "0.6"})
    # A reader expects nodes before ways before relations.
    for kind in ("node", "way", "relation"):
        for tile in range(_COLUMNS * _ROWS):
            east_deg, north_deg = tile % _COLUMNS * width_deg, tile // _COLUMNS * height_deg
            city.extend(_moved(district.iter(kind), tile, east_deg, north_deg))
        if kind == "way":
            city.extend(_joining_streets(district))
    partial = path.with_suffix(".part")
    ET.ElementTree(city).write(partial, encoding="utf-8", xml_declaration=True)
    return partial.replace(path)


def _moved(
    elements: Iterable[ET.Element], tile: int, east_deg: float, north_deg: float
) -> Iterator[ET.Element]:
    """Returns one tile's copies, under numbers of its own."""
    for element in elements:
        copy = ET.fromstring(ET.tostring(element))
        for one in copy.iter():
            for key in ("id", "ref"):
                if key in one.attrib:
                    one.set(key, str(int(one.get(key)) + tile * _PER_TILE))
        if copy.tag == "node":
            copy.set("lon", f"{float(copy.get('lon')) + east_deg:.7f}")
            copy.set("lat", f"{float(copy.get('lat')) + north_deg:.7f}")
        yield copy


def _joining_streets(district: ET.Element) -> Iterator[ET.Element]:
    """Returns two-way streets between the outermost junctions of neighbouring tiles."""
    nodes = _street_nodes(district)
    east, west = _outermost(nodes, 0, 1), _outermost(nodes, 0, -1)
    north, south = _outermost(nodes, 1, 1), _outermost(nodes, 1, -1)
    number = _COLUMNS * _ROWS * _PER_TILE
    for tile in range(_COLUMNS * _ROWS):
        pairs = []
        if (tile + 1) % _COLUMNS:
            pairs += [(a, b, tile + 1) for a, b in zip(east, west, strict=True)]
        if tile + _COLUMNS < _COLUMNS * _ROWS:
            pairs += [(a, b, tile + _COLUMNS) for a, b in zip(north, south, strict=True)]
        for a, b, other in pairs:
            number += 1
            way = ET.Element("way", {"id": str(number)})
            ET.SubElement(way, "nd", {"ref": str(a + tile * _PER_TILE)})
            ET.SubElement(way, "nd", {"ref": str(b + other * _PER_TILE)})
            ET.SubElement(way, "tag", {"k": "highway", "v": "tertiary"})
            yield way


def _street_nodes(district: ET.Element) -> list[tuple[float, float, int]]:
    """Returns (lon, lat, id) of the nodes on streets."""
    on_streets = {
        nd.get("ref")
        for way in district.iter("way")
        if any(tag.get("k") == "highway" for tag in way.iter("tag"))
        for nd in way.iter("nd")
    }
    return [
        (float(node.get("lon")), float(node.get("lat")), int(node.get("id")))
        for node in district.iter("node")
        if node.get("id") in on_streets
    ]


def _outermost(nodes: list[tuple[float, float, int]], axis: int, sign: int) -> list[int]:
    """Returns the node farthest out on one side in each of some bands across it."""
    across = [node[1 - axis] for node in nodes]
    low, high = min(across), max(across)
    best: dict[int, tuple[float, float, int]] = {}
    for node in nodes:
        share = (node[1 - axis] - low) / (high - low)
        band = min(_JOINTS - 1, int(share * _JOINTS))
        if band not in best or sign * node[axis] > sign * best[band][axis]:
            best[band] = node
    return [best[band][2] for band in range(_JOINTS)]
