"""A second reader of public files with dumping sites and a time limit, to judge solutions.

It shares no code with the reader that the solver uses, so that a misread file cannot pass.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import networkx as nx

from optimizer.benchmark.check.verdict import (
    Verdict,
    report_in_route,
    report_load_home,
    report_not_once,
)
from optimizer.errors import InputError, Message, message, system_message

_LIST = re.compile(r"LIST_(REQ|NOREQ)_(EDGES|ARCS)\s*:")
_ROW = re.compile(r"\(\s*(-?\d+)\s*,\s*(-?\d+)\s*\)([^(]*)")
_COST = re.compile(r"\b(serv_cost|trav_cost|cost|demand)\s+(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _McarptifData:
    """What a file says.

    Parameters
    ----------
    required
        (cost of service, demand) of each required edge and arc, in the file's order.
    servable
        Which of them can be served from one node to another, in the file's order.
    """

    depot: int
    capacity: int
    max_trip: int
    dumping_cost: int
    sites: frozenset[int]
    graph: "nx.DiGraph[int]"
    required: list[tuple[int, int]]
    servable: dict[tuple[int, int], list[int]]
    known: dict[int, dict[int, float]] = field(default_factory=dict)

    def distance(self, origin: int, target: int) -> int | None:
        """Returns the cost of the cheapest path, or None."""
        if origin not in self.known:
            self.known[origin] = nx.single_source_dijkstra_path_length(
                self.graph, origin, weight="cost"
            )
        found = self.known[origin].get(target)
        return None if found is None else int(found)


def check_mcarptif(path: Path, routes: Sequence[Sequence[tuple[int, ...]]]) -> Verdict:
    """Returns the verdict on routes.

    Parameters
    ----------
    routes
        Steps in order: (u, v) serves a required edge or arc from u to v, (u, v, n) the n-th one
        of the file between the same nodes, (w,) unloads at dumping site w.

    Raises
    ------
    InputError
        When the file is none of this format, or contradicts itself.
    """
    file = _read(path)
    total = 0
    faults: list[Message] = []
    served: Counter[int] = Counter()
    for number, route in enumerate(routes, start=1):
        if route:
            cost, found = _judge(file, route, served)
            total += cost
            faults += [report_in_route(number, fault) for fault in found]
    names: dict[int, tuple[int, int]] = {}
    for ends, entries in file.servable.items():
        for entry in entries:
            names.setdefault(entry, ends)
    faults += [
        report_not_once(str(names[entry]), served[entry])
        for entry in range(len(file.required))
        if served[entry] != 1
    ]
    return Verdict(cost=total, faults=tuple(faults))


def _judge(
    file: _McarptifData, route: Sequence[tuple[int, ...]], served: Counter[int]
) -> tuple[int, list[Message]]:
    """Returns the cost of a route and its faults; counts what it serves."""
    faults: list[Message] = []
    cost, load, at = 0, 0, file.depot

    def drive(target: int) -> int:
        way = file.distance(at, target)
        if way is None:
            faults.append(
                message(
                    "benchmark.no_way",
                    "no way leads from {origin} to {target}",
                    origin=at,
                    target=target,
                )
            )
        return way or 0

    for step in route:
        entry = _entry(file, step)
        if len(step) == 1 and step[0] in file.sites:
            cost += drive(step[0]) + file.dumping_cost
            load = 0
        elif entry is not None:
            service, demand = file.required[entry]
            cost += drive(step[0]) + service
            load += demand
            served[entry] += 1
            if load > file.capacity:
                faults.append(
                    message(
                        "benchmark.load_at",
                        "load {load} at {place} exceeds the capacity {capacity}",
                        load=load,
                        place=str(step),
                        capacity=file.capacity,
                    )
                )
        else:
            faults.append(
                message(
                    "benchmark.no_site_nor_street",
                    "{step} is no dumping site and nothing required",
                    step=str(step),
                )
            )
            continue
        at = step[0] if len(step) == 1 else step[1]
    cost += drive(file.depot)
    if len(route[-1]) != 1:
        faults.append(report_load_home())
    if cost > file.max_trip:
        faults.append(
            message(
                "benchmark.trip_too_dear",
                "costs {cost}, above the limit {most}",
                cost=cost,
                most=file.max_trip,
            )
        )
    return cost, faults


def _entry(file: _McarptifData, step: tuple[int, ...]) -> int | None:
    """Returns which required edge or arc a step serves, or None."""
    if len(step) not in (2, 3):
        return None
    between = file.servable.get((step[0], step[1]), [])
    number = step[2] if len(step) == 3 else 1
    return between[number - 1] if 1 <= number <= len(between) else None


def _read(path: Path) -> _McarptifData:
    try:
        text = path.read_text(encoding="latin-1")
    except OSError as error:
        raise InputError(
            "benchmark.unreadable",
            "{path}: cannot be read ({why}).",
            path=path,
            why=system_message(error),
        ) from error
    graph: nx.DiGraph[int] = nx.DiGraph()
    required: list[tuple[int, int]] = []
    servable: dict[tuple[int, int], list[int]] = {}
    found: Counter[str] = Counter()
    heads = [*_LIST.finditer(text)]
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        rows = text[head.end() : following.start() if following else len(text)]
        for u_text, v_text, rest in _ROW.findall(rows):
            found[f"{head[1]}_{head[2]}"] += 1
            values = {name: int(value) for name, value in _COST.findall(rest)}
            needed = {"serv_cost", "trav_cost", "demand"} if head[1] == "REQ" else {"cost"}
            if not needed <= values.keys():
                raise InputError(
                    "benchmark.street_lacks",
                    "{path}: ({u},{v}) lacks {names:list}; is the file complete?",
                    path=path,
                    u=u_text,
                    v=v_text,
                    names=sorted(needed - values.keys()),
                )
            ways = [(int(u_text), int(v_text))]
            # A loop can be gone round one way only.
            if head[2] == "EDGES" and u_text != v_text:
                ways.append(ways[0][::-1])
            for u, v in ways:
                cost = values["trav_cost" if head[1] == "REQ" else "cost"]
                known = graph.get_edge_data(u, v, {"cost": cost})["cost"]
                graph.add_edge(u, v, cost=min(cost, known))
                if head[1] == "REQ":
                    servable.setdefault((u, v), []).append(len(required))
            if head[1] == "REQ":
                required.append((values["serv_cost"], values["demand"]))
    # A published head may be wrong; but where a list ends the file, rows may be missing.
    if heads and ":" not in text[heads[-1].end() :]:
        last = f"{heads[-1][1]}_{heads[-1][2]}"
        if found[last] < _numbers(path, text, last)[0]:
            raise InputError(
                "benchmark.ends_within",
                "{path}: ends within {name}; is the file complete?",
                path=path,
                name=f"LIST_{last}",
            )
    depot = _numbers(path, text, "DEPOT")[0]
    if depot not in graph:
        raise InputError(
            "benchmark.no_street_at_depot",
            "{path}: no edge or arc touches depot {depot}.",
            path=path,
            depot=depot,
        )
    return _McarptifData(
        depot=depot,
        capacity=_numbers(path, text, "CAPACITY")[0],
        max_trip=_numbers(path, text, "MAX_TRIP")[0],
        dumping_cost=_numbers(path, text, "DUMPING_COST")[0],
        sites=frozenset(_numbers(path, text, "DUMPING_SITES")),
        graph=graph,
        required=required,
        servable=servable,
    )


def _numbers(path: Path, text: str, keyword: str) -> list[int]:
    found = re.search(rf"(?<![A-Z_]){keyword}\s*:([-\d, \t]*)", text)
    numbers = [int(number) for number in re.findall(r"-?\d+", found[1])] if found else []
    if not numbers:
        raise InputError(
            "benchmark.no_site_keyword",
            "{path}: {keyword} is missing; is this a file with dumping sites?",
            path=path,
            keyword=keyword,
        )
    return numbers
