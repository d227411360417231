"""A second reader of public CARP files, to judge solutions from the file alone.

It shares no code with the reader that the solver uses, so that a misread file cannot pass. Several
edges between the same two nodes are streets of their own: each has its cost and demand and must be
served, and a vehicle that passes without serving takes the cheapest.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from optimizer.benchmark.check.verdict import (
    Verdict,
    report_in_route,
    report_not_once,
    report_overload,
)
from optimizer.errors import InputError, Message, message, system_message

BLOCK = 256
"""Origins whose distances are sought at a time."""

FIRST_RADIUS, GROWTH = 4.0, 3.0
"""Distances are sought within so many mean edges, then so many times farther, and again."""

_LISTS = {
    "LISTA_ARISTAS_REQ": "ARISTAS_REQ",
    "EDGE_REQ_LIST": "EDGES_REQ",
    "LISTA_ARISTAS_NOREQ": "ARISTAS_NOREQ",
    "EDGE_NOREQ_LIST": "EDGES_NOREQ",
}
"""The lists of edges in both languages, and which keyword says how long each is."""

_HEAD = re.compile(r"^[ \t]*([A-Z][A-Z_ ]*?)[ \t]*:[ \t]*(.*)$", re.MULTILINE)
_EDGE = re.compile(
    r"\(\s*(\d+)\s*,\s*(\d+)\s*\)\s*coste?\s+(\d+)(?:\s+demanda?\s+(\d+))?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _CarpData:
    """What a file says.

    Parameters
    ----------
    required
        (cost, demand) of each required edge, in the file's order.
    servable
        Which of them can be served from one node to another, in the file's order.
    graph, vertex
        The cheapest cost from node to node, and which vertex of the graph a node is.
    """

    depot: int
    capacity: int
    required: list[tuple[int, int]]
    servable: dict[tuple[int, int], list[int]]
    graph: csr_array
    vertex: dict[int, int]


def check_carp(path: Path, routes: Sequence[Sequence[tuple[int, ...]]]) -> Verdict:
    """Returns the verdict on routes.

    Parameters
    ----------
    routes
        Steps in order: (u, v) serves a required edge from u to v, (u, v, n) the n-th one of the
        file between the same nodes.

    Raises
    ------
    InputError
        When the file is no CARP file of this format, is cut short, or has a required edge that
        cannot be reached.
    """
    file = _read(path)
    total = 0
    faults: list[Message] = []
    served: Counter[int] = Counter()
    drives: Counter[tuple[int, int]] = Counter()
    for number, route in enumerate(routes, start=1):
        at, load = file.depot, 0
        for step in route:
            entry = _entry(file, step)
            if entry is None:
                faults.append(
                    report_in_route(
                        number,
                        message("benchmark.no_edge", "{step} is no required edge", step=str(step)),
                    )
                )
                continue
            cost, demand = file.required[entry]
            served[entry] += 1
            drives[at, step[0]] += 1
            total += cost
            load += demand
            at = step[1]
        # The way home is as long as the way out, which one search finds for all.
        drives[file.depot, at] += 1
        if load > file.capacity:
            faults.append(report_in_route(number, report_overload(load, file.capacity)))
    distance = _distances(file, drives)
    total += sum(distance[drive] * times for drive, times in drives.items())
    faults += [
        report_not_once(
            message("benchmark.edge_named", "edge {name}", name=str(name)), served[entry]
        )
        for entry, name in _names(file).items()
        if served[entry] != 1
    ]
    return Verdict(cost=total, faults=tuple(faults))


def _entry(file: _CarpData, step: tuple[int, ...]) -> int | None:
    """Returns which required edge a step serves, or None."""
    if len(step) not in (2, 3):
        return None
    between = file.servable.get((step[0], step[1]), [])
    number = step[2] if len(step) == 3 else 1
    return between[number - 1] if 1 <= number <= len(between) else None


def _names(file: _CarpData) -> dict[int, tuple[int, ...]]:
    """Returns each required edge as a step, in the file's order."""
    names: dict[int, tuple[int, ...]] = {}
    for (u, v), entries in file.servable.items():
        for number, entry in enumerate(entries, start=1):
            names.setdefault(entry, (u, v) if number == 1 else (u, v, number))
    return dict(sorted(names.items()))


def _distances(file: _CarpData, drives: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Returns the costs of the cheapest ways of some drives.

    Most drives are short, so those around an origin are sought within a radius first, which grows
    until all of them are found.
    """
    found: dict[tuple[int, int], int] = {}
    sought: dict[int, list[int]] = {}
    for origin, target in drives:
        sought.setdefault(origin, []).append(target)
    radius = FIRST_RADIUS * float(file.graph.data.mean()) + 1.0
    while sought:
        origins = [*sought]
        for start in range(0, len(origins), BLOCK):
            block = origins[start : start + BLOCK]
            vertices = [file.vertex[node] for node in block]
            rows = dijkstra(file.graph, indices=vertices, limit=radius)
            for origin, row in zip(block, rows, strict=True):
                costs = {target: row[file.vertex[target]] for target in sought.pop(origin)}
                near = {target: int(cost) for target, cost in costs.items() if np.isfinite(cost)}
                found |= {(origin, target): cost for target, cost in near.items()}
                if len(near) < len(costs):
                    sought[origin] = [target for target in costs if target not in near]
        radius *= GROWTH
    return found


def _read(path: Path) -> _CarpData:
    try:
        text = path.read_text(encoding="latin-1")
    except OSError as error:
        raise InputError(
            "benchmark.unreadable",
            "{path}: cannot be read ({why}).",
            path=path,
            why=system_message(error),
        ) from error
    said = {head[1]: head[2].strip() for head in _HEAD.finditer(text)}
    cheapest: dict[tuple[int, int], int] = {}
    required: list[tuple[int, int]] = []
    servable: dict[tuple[int, int], list[int]] = {}
    for name, rows in _rows(path, text, said):
        for u, v, cost, demand in rows:
            if "NOREQ" not in name and demand is None:
                raise InputError(
                    "benchmark.edge_demands_nothing",
                    "{path}: required edge ({u}, {v}) has no demand.",
                    path=path,
                    u=u,
                    v=v,
                )
            # A loop can be gone round one way only.
            for way in {(u, v), (v, u)}:
                cheapest[way] = min(cost, cheapest.get(way, cost))
                if "NOREQ" not in name:
                    servable.setdefault(way, []).append(len(required))
            if "NOREQ" not in name:
                required.append((cost, demand or 0))
    depot = _number(path, said, "DEPOSITO", "DEPOT")
    vertex = {node: number for number, node in enumerate(sorted({u for u, _ in cheapest}))}
    if depot not in vertex or not required:
        raise InputError(
            "benchmark.no_edge_at_depot",
            "{path}: no edge is required, or none touches depot {depot}.",
            path=path,
            depot=depot,
        )
    ends = np.array([(vertex[u], vertex[v]) for u, v in cheapest], dtype=np.int64)
    costs = np.array([*cheapest.values()], dtype=np.float64)
    graph = csr_array((costs, (ends[:, 0], ends[:, 1])), shape=(len(vertex), len(vertex)))
    reach = dijkstra(graph, indices=[vertex[depot]])[0]
    for u, v in servable:
        if not np.isfinite(reach[vertex[u]]):
            raise InputError(
                "benchmark.edge_out_of_reach",
                "{path}: required edge ({u}, {v}) cannot be reached from depot {depot}.",
                path=path,
                u=u,
                v=v,
                depot=depot,
            )
    return _CarpData(
        depot=depot,
        capacity=_number(path, said, "CAPACIDAD", "CAPACITY"),
        required=required,
        servable=servable,
        graph=graph,
        vertex=vertex,
    )


def _rows(
    path: Path, text: str, said: dict[str, str]
) -> Iterator[tuple[str, list[tuple[int, int, int, int | None]]]]:
    """Yields the lists with their edges as (u, v, cost, demand)."""
    heads = [*_HEAD.finditer(text)]
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        name = head[1]
        if name not in _LISTS:
            continue
        found = _EDGE.findall(text, head.end(), following.start() if following else len(text))
        # A published head may be wrong; but where the file ends within a list, rows are missing.
        if following is None and len(found) < _number(path, said, _LISTS[name]):
            raise InputError(
                "benchmark.ends_within",
                "{path}: ends within {name}; is the file complete?",
                path=path,
                name=name,
            )
        yield name, [(int(u), int(v), int(c), int(d) if d else None) for u, v, c, d in found]


def _number(path: Path, said: dict[str, str], *keywords: str) -> int:
    """Returns the value of a keyword in either language."""
    value = next((said[keyword] for keyword in keywords if keyword in said), "")
    if not value.isdecimal():
        raise InputError(
            "benchmark.no_carp_keyword",
            "{path}: {keywords:either} is missing; is this a CARP file?",
            path=path,
            keywords=keywords,
        )
    return int(value)
