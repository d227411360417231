"""Nodes that lie far from all streets but their own: at 0, 0, or where a digit slipped.

One of them would make a street around half the globe, and a map on which the city is a point.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

CELL_DEG = 0.5
"""Side of the squares of the globe that are looked at, some 50 km (assumed): no road of a city
goes so far without a bend."""

Cell = tuple[int, int]


def find_far_nodes(
    places: Mapping[int, tuple[float, float]], on_streets: Iterable[int]
) -> dict[int, tuple[float, float]]:
    """Returns the nodes that are far from where most nodes of streets lie, with their places.

    Squares that hold nodes of streets and touch each other are one region; the largest region is
    kept, with what lies within a square of it.
    """
    count = Counter(_cell(places[ref]) for ref in on_streets if ref in places)
    if len(count) < 2:
        home = set(count)
    else:
        regions = _regions(set(count))
        home = max(regions, key=lambda region: (sum(count[cell] for cell in region), min(region)))
    near = {beside for cell in home for beside in _list_around(cell)}
    if not near:
        return {}
    return {ref: place for ref, place in places.items() if _cell(place) not in near}


def _cell(place: tuple[float, float]) -> Cell:
    lon, lat = place
    return int(lon // CELL_DEG), int(lat // CELL_DEG)


def _list_around(cell: Cell) -> list[Cell]:
    column, row = cell
    around = round(360 / CELL_DEG)
    half = around // 2
    # East of 180 degrees lies 180 degrees west.
    return [
        ((column + dx + half) % around - half, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)
    ]


def _regions(cells: set[Cell]) -> list[set[Cell]]:
    """Returns the cells in groups that touch."""
    left = set(cells)
    regions = []
    while left:
        region = {left.pop()}
        edge = list(region)
        while edge:
            for beside in _list_around(edge.pop()):
                if beside in left:
                    left.discard(beside)
                    region.add(beside)
                    edge.append(beside)
        regions.append(region)
    return regions
