"""A second reader of public CARP files, to judge solutions from the file alone."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import networkx as nx

_EDGE = re.compile(r"\(\s*(\d+)\s*,\s*(\d+)\s*\)\s*coste\s*(\d+)(?:\s*demanda\s*(\d+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class CarpVerdict:
    """What a solution costs by the file, and which rules it breaks.

    Parameters
    ----------
    cost
        Service and deadhead of all routes, from the depot and back.
    """

    cost: int
    violations: tuple[str, ...]


def check_carp(path: Path, routes: Sequence[Sequence[tuple[int, int]]]) -> CarpVerdict:
    """Returns the verdict on routes of directed required edges (u, v), in order of service."""
    text = path.read_text(encoding="latin-1")
    capacity = int(re.findall(r"CAPACIDAD\s*:\s*(\d+)", text)[0])
    depot = int(re.findall(r"DEPOSITO\s*:\s*(\d+)", text)[0])
    graph: nx.Graph[int] = nx.Graph()
    required: dict[frozenset[int], tuple[int, int]] = {}
    for u, v, cost, demand in _EDGE.findall(text):
        graph.add_edge(int(u), int(v), cost=int(cost))
        if demand:
            required[frozenset((int(u), int(v)))] = (int(cost), int(demand))
    distance = dict(nx.all_pairs_dijkstra_path_length(graph, weight="cost"))
    total = 0
    faults: list[str] = []
    served: Counter[frozenset[int]] = Counter()
    for number, route in enumerate(routes, start=1):
        at, load = depot, 0
        for u, v in route:
            edge = frozenset((u, v))
            if edge not in required:
                faults.append(f"route {number}: ({u}, {v}) is no required edge")
                continue
            cost, demand = required[edge]
            served[edge] += 1
            total += int(distance[at][u]) + cost
            load += demand
            at = v
        total += int(distance[at][depot])
        if load > capacity:
            faults.append(f"route {number}: load {load} exceeds the capacity {capacity}")
    for edge in required:
        if served[edge] != 1:
            ends = ", ".join(str(node) for node in sorted(edge))
            faults.append(f"edge ({ends}) is served {served[edge]} times")
    return CarpVerdict(cost=total, violations=tuple(faults))
