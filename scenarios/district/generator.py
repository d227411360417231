"""Writes the embedded district, or a plain of such towns, once."""

import math
import os
from pathlib import Path
from typing import BinaryIO

from scenarios.district.ground import EAST, NORTH, SOUTH, WEST
from scenarios.district.osm_xml import OsmSheet
from scenarios.district.street import ALONG_U, ALONG_V
from scenarios.district.town import TownMap

VERSION = 2
"""Goes up when the same seed gives another file."""

_NEXT_SEED = 7919
_APART_DEG = 0.007


def district_file(directory: Path, *, seed: int = 1, scale: int = 1) -> Path:
    """Returns the OSM XML file of the generated district, written when it is not there yet.

    The same seed and scale give the same file, byte for byte.

    Parameters
    ----------
    directory
        Where the file is kept; made when missing.
    scale
        How many towns of the district's size, each of its own seed, with arterial roads from one
        to the next; the first is the district of this seed. They bear the same street names.

    Raises
    ------
    ValueError
        When the scale is not positive.
    """
    if scale < 1:
        raise ValueError(f"scale must be positive, got {scale}.")
    size = f"-x{scale}" if scale > 1 else ""
    path = directory / f"district-v{VERSION}-seed{seed}{size}.osm"
    if path.exists():
        return path
    directory.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.part")
    try:
        with partial.open("wb") as file:
            _generate(seed, scale, file)
        # Renamed when whole: nobody sees half a district, whoever else writes it at the same time.
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def town_offsets_deg(scale: int) -> list[tuple[float, float]]:
    """Returns how far east and north of the district each town lies, the district first."""
    columns = math.ceil(math.sqrt(scale))
    return [
        (column * (EAST - WEST + _APART_DEG), row * (NORTH - SOUTH + _APART_DEG))
        for row, column in (divmod(number, columns) for number in range(scale))
    ]


def _generate(seed: int, scale: int, file: BinaryIO) -> None:
    columns = math.ceil(math.sqrt(scale))
    sheet = OsmSheet()
    towns: dict[tuple[int, int], tuple[TownMap, int]] = {}
    for number, (east, north) in enumerate(town_offsets_deg(scale)):
        row, column = divmod(number, columns)
        town = TownMap.draw(seed + _NEXT_SEED * number, west=WEST + east, south=SOUTH + north)
        first_node = sheet.add_town(town)
        towns[column, row] = town, first_node
        for axis, neighbour in ((ALONG_U, (column - 1, row)), (ALONG_V, (column, row - 1))):
            if neighbour in towns:
                _join(sheet, axis, towns[neighbour], towns[column, row])
    sheet.write(file)


def _join(
    sheet: OsmSheet, axis: int, before: tuple[TownMap, int], after: tuple[TownMap, int]
) -> None:
    """Draws the arterial roads on from one town to the next."""
    (town, first_node), (other, other_first_node) = before, after
    ends = {arterial.name: (arterial, node) for arterial, node in town.ends(axis, at_start=False)}
    for arterial, node in other.ends(axis, at_start=True):
        if arterial.name in ends:
            known, end = ends[arterial.name]
            tags = {"highway": known.highway, "name": known.name.zh, "lanes": "4"}
            sheet.ways.append(([first_node + end, other_first_node + node], tags))
