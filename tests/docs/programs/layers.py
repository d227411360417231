"""A layered drawing of a graph without circles: where its boxes and the bends of its arrows lie.

After Sugiyama, Tagawa and Toda (1981), Methods for visual understanding of hierarchical system
structures, doi 10.1109/TSMC.1981.4308636: an arrow over several floors bends once on each; floors
are ordered by the means of their neighbours, then pulled straight as far as the order lets them.
"""

from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise

import networkx as nx

BEND = 18.0
"""Room for the bend of an arrow between boxes."""

GAP = 22.0
"""Least gap between two boxes of a floor."""

SWEEPS = 60
STRAIGHT = 4.0
"""How much more a bend wants to lie straight than a box near its neighbours."""


def lay_out(
    floors: Sequence[Sequence[str]],
    arrows: nx.DiGraph,
    widths: Mapping[str, float],
    *,
    left: float,
    right: float,
) -> tuple[dict[str, float], dict[tuple[str, str], list[float]]]:
    """Returns the middle of each box, and the way of each arrow: where it is on every floor.

    Parameters
    ----------
    floors
        The boxes, from the top; arrows lead down.
    left, right
        Between these the boxes lie.
    """
    floor_of = {box: number for number, floor in enumerate(floors) for box in floor}
    rows: list[list[Hashable]] = [list(floor) for floor in floors]
    graph = nx.Graph()
    ways: dict[tuple[str, str], list[Hashable]] = {}
    for upper, lower in sorted(arrows.edges):
        bends = [(upper, lower, n) for n in range(floor_of[upper] + 1, floor_of[lower])]
        for bend in bends:
            rows[bend[2]].append(bend)
        way: list[Hashable] = [upper, *bends, lower]
        ways[upper, lower] = way
        for one, other in pairwise(way):
            graph.add_edge(
                one, other, weight=STRAIGHT ** sum(end in bends for end in (one, other))
            )
    width = {one: widths[one] if one in floor_of else BEND for row in rows for one in row}
    graph.add_nodes_from(width)
    middle = (left + right) / 2
    x: dict[Hashable, float] = {}
    for row in rows:
        x.update(zip(row, _apart([middle] * len(row), row, width, left, right), strict=True))
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 else reversed(rows):
            wish = {one: _mean(graph, x, one) for one in row}
            if sweep < SWEEPS // 2:
                row.sort(key=lambda one, wish=wish: (round(wish[one], 6), str(one)))
            x.update(
                zip(row, _apart([wish[one] for one in row], row, width, left, right), strict=True)
            )
    return {box: x[box] for box in floor_of}, {
        arrow: [x[one] for one in way] for arrow, way in ways.items()
    }


def _mean(graph: nx.Graph, x: Mapping[Hashable, float], one: Hashable) -> float:
    """Returns where a box or bend wants to lie: in the middle of what it is joined to."""
    near = graph[one]
    weight = sum(joined["weight"] for joined in near.values())
    if not weight:
        return x[one]
    return sum(x[other] * joined["weight"] for other, joined in near.items()) / weight


def _apart(
    wishes: Sequence[float],
    row: Sequence[Hashable],
    width: Mapping[Hashable, float],
    left: float,
    right: float,
) -> list[float]:
    """Returns the middles in the given order, apart, and as near to the wishes as can be.

    Less the least distances the middles must not fall: pools of equal ones take their mean.
    """
    least = [0.0]
    for one, other in pairwise(row):
        least.append(least[-1] + (width[one] + width[other]) / 2 + GAP)
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wishes, least, strict=True):
        mean, count = wish - offset, 1
        while pools and pools[-1][0] > mean:
            before, many = pools.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        pools.append((mean, count))
    first = left + width[row[0]] / 2
    last = right - width[row[-1]] / 2 - least[-1]
    level = [
        min(max(mean, first), max(first, last)) for mean, count in pools for _ in range(count)
    ]
    return [at + offset for at, offset in zip(level, least, strict=True)]
