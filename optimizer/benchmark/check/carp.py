"""A second reader of public CARP files, to judge solutions from the file alone.

It shares no code with the reader that the solver uses, so that a misread file cannot pass.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import networkx as nx

from optimizer.benchmark.check.verdict import Verdict
from optimizer.errors import InputError

_EDGE = re.compile(r"\(\s*(\d+)\s*,\s*(\d+)\s*\)\s*coste\s*(\d+)(?:\s*demanda\s*(\d+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """What a file says; `required` is (cost, demand) by the edge's two ends."""

    depot: int
    capacity: int
    required: dict[frozenset[int], tuple[int, int]]
    distance: dict[int, dict[int, float]]


def check_carp(path: Path, routes: Sequence[Sequence[tuple[int, ...]]]) -> Verdict:
    """Returns the verdict on routes of directed required edges (u, v), in order of service.

    Raises
    ------
    InputError
        When the file is no CARP file of this format, or contradicts itself.
    """
    file = _read(path)
    total = 0
    faults: list[str] = []
    served: Counter[frozenset[int]] = Counter()
    for number, route in enumerate(routes, start=1):
        at, load = file.depot, 0
        for step in route:
            edge = frozenset(step)
            if len(step) != 2 or edge not in file.required:
                faults.append(f"route {number}: {step} is no required edge")
                continue
            u, v = step
            cost, demand = file.required[edge]
            served[edge] += 1
            total += int(file.distance[at][u]) + cost
            load += demand
            at = v
        total += int(file.distance[at][file.depot])
        if load > file.capacity:
            faults.append(f"route {number}: load {load} exceeds the capacity {file.capacity}")
    for edge in file.required:
        if served[edge] != 1:
            ends = ", ".join(str(node) for node in sorted(edge))
            faults.append(f"edge ({ends}) is served {served[edge]} times")
    return Verdict(cost=total, violations=tuple(faults))


def _read(path: Path) -> _File:
    try:
        text = path.read_text(encoding="latin-1")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error
    graph: nx.Graph[int] = nx.Graph()
    required: dict[frozenset[int], tuple[int, int]] = {}
    rows = [tuple(int(value or -1) for value in row) for row in _EDGE.findall(text)]
    for u, v, cost, demand in rows:
        graph.add_edge(u, v, cost=cost)
        if demand >= 0:
            required[frozenset((u, v))] = (cost, demand)
    for keyword, found in (
        ("ARISTAS_REQ", len(required)),
        ("ARISTAS_NOREQ", graph.number_of_edges() - len(required)),
    ):
        if found != _number(path, text, keyword):
            raise InputError(
                f"{path}: {keyword} says {_number(path, text, keyword)} edges, the lists hold "
                f"{found}; parallel edges and other layouts are not read."
            )
    depot = _number(path, text, "DEPOSITO")
    if depot not in graph or not nx.is_connected(graph):
        raise InputError(f"{path}: not every edge can be reached from depot {depot}.")
    return _File(
        depot=depot,
        capacity=_number(path, text, "CAPACIDAD"),
        required=required,
        distance=dict(nx.all_pairs_dijkstra_path_length(graph, weight="cost")),
    )


def _number(path: Path, text: str, keyword: str) -> int:
    found = re.search(rf"\b{keyword}\s*:\s*(\d+)", text)
    if not found:
        raise InputError(f"{path}: {keyword} is missing; is this a CARP .dat file?")
    return int(found[1])
