"""A second reader of public files with turn penalties, to judge solutions from the file alone.

It shares no code with the reader that the solver uses, so that a misread file cannot pass. Routes
do not say how the vehicle drives between two steps, nor by which arc it comes to a node that it
serves: the cheapest way of doing all steps in order is what counts.
"""

import heapq
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from optimizer.benchmark.check.verdict import (
    Verdict,
    report_in_route,
    report_not_once,
    report_overload,
)
from optimizer.errors import InputError, Message, message, system_message

Arc = tuple[int, int]

_NOWHERE = -1
"""Where a vehicle comes from that has not left the depot yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _McgrpTpData:
    """What a file says.

    Parameters
    ----------
    arcs
        Cost of driving along, by tail and head; of parallel arcs the least.
    onward
        Heads of the arcs that leave a node.
    tasks
        (cost, demand) of all that is required; nodes cost 0.
    vehicles
        How many there are, -1 for any number.
    servable
        Which tasks can be served at a node (w,) or from one node to another (u, v).
    """

    depot: int
    capacity: int
    vehicles: int
    arcs: dict[Arc, int]
    onward: dict[int, list[int]]
    turns: dict[tuple[int, int, int], int]
    tasks: list[tuple[int, int]]
    servable: dict[tuple[int, ...], list[int]]

    def turn(self, i: int, j: int, k: int) -> int | None:
        """Returns what going from i by j to k adds, or None where that is forbidden."""
        return 0 if j == self.depot else self.turns.get((i, j, k))

    def spread(self, labels: dict[Arc, int]) -> dict[Arc, int]:
        """Returns the least cost of standing at the end of each arc, from some that are known."""
        final: dict[Arc, int] = {}
        heap = [(cost, arc) for arc, cost in labels.items()]
        heapq.heapify(heap)
        while heap:
            cost, (i, j) = heapq.heappop(heap)
            if (i, j) in final:
                continue
            final[i, j] = cost
            for k in self.onward.get(j, ()):
                penalty = self.turn(i, j, k)
                if penalty is not None and (j, k) not in final:
                    heapq.heappush(heap, (cost + penalty + self.arcs[j, k], (j, k)))
        return final


def check_mcgrp_tp(path: Path, routes: Sequence[Sequence[tuple[int, ...]]]) -> Verdict:
    """Returns the verdict on routes.

    Parameters
    ----------
    routes
        Steps in order: (w,) serves a required node, (u, v) a required edge or arc from u to v,
        (u, v, n) the n-th one of the file between the same nodes.

    Raises
    ------
    InputError
        When the file is none of this format, or contradicts itself.
    """
    file = _read(path)
    total = 0
    faults: list[Message] = []
    served: Counter[int] = Counter()
    used = [(number, route) for number, route in enumerate(routes, start=1) if route]
    for number, route in used:
        cost, found = _judge(file, route, served)
        total += cost
        faults += [report_in_route(number, fault) for fault in found]
    if 0 <= file.vehicles < len(used):
        faults.append(
            message(
                "benchmark.too_many_routes",
                "{routes} routes, but {vehicles} vehicles",
                routes=len(used),
                vehicles=file.vehicles,
            )
        )
    names: dict[int, tuple[int, ...]] = {}
    for name, entries in file.servable.items():
        for entry in entries:
            names.setdefault(entry, name)
    faults += [
        report_not_once(str(names[entry]), served[entry])
        for entry in range(len(file.tasks))
        if served[entry] != 1
    ]
    return Verdict(cost=total, faults=tuple(faults))


def _judge(
    file: _McgrpTpData, route: Sequence[tuple[int, ...]], served: Counter[int]
) -> tuple[int, list[Message]]:
    """Returns the least cost of doing a route's steps in order, and what is wrong with them."""
    faults: list[Message] = []
    load = 0
    labels = {(_NOWHERE, file.depot): 0}
    for step in route:
        entries = file.servable.get(step[:2], [])
        number = step[2] if len(step) == 3 else 1
        if not 1 <= number <= len(entries):
            faults.append(
                message("benchmark.nothing_there", "{step} is nothing required", step=str(step))
            )
            continue
        cost, demand = file.tasks[entries[number - 1]]
        served[entries[number - 1]] += 1
        load += demand
        reached = _advance(file, labels, step, cost)
        if reached:
            labels = reached
        else:
            faults.append(
                message(
                    "benchmark.no_turns_to",
                    "no way leads to {step} by the turns that are allowed",
                    step=str(step),
                )
            )
    if load > file.capacity:
        faults.append(report_overload(load, file.capacity))
    home = [cost for (_, node), cost in file.spread(labels).items() if node == file.depot]
    if not home:
        faults.append(
            message(
                "benchmark.no_turns_back",
                "no way leads back to the depot by the turns that are allowed",
            )
        )
    return min(home, default=0), faults


def _advance(
    file: _McgrpTpData, labels: dict[Arc, int], step: tuple[int, ...], cost: int
) -> dict[Arc, int]:
    """Returns the least cost of standing at the end of each arc right after a step."""
    everywhere = file.spread(labels)
    if len(step) == 1:
        return {
            arc: cost
            for arc, cost in everywhere.items()
            if arc[1] == step[0] and arc[0] != _NOWHERE
        }
    u, v = step[:2]
    begun = [
        before + penalty
        for (i, j), before in everywhere.items()
        if j == u and (penalty := file.turn(i, j, v)) is not None
    ]
    return {(u, v): min(begun) + cost} if begun else {}


def _read(path: Path) -> _McgrpTpData:
    try:
        text = path.read_text(encoding="latin-1")
    except OSError as error:
        raise InputError(
            "benchmark.unreadable",
            "{path}: cannot be read ({why}).",
            path=path,
            why=system_message(error),
        ) from error
    head, *parts = re.split(r"-{3,}", text)
    values = dict(line.split(":", 1) for line in head.splitlines() if ":" in line)
    tables = dict(zip((name.strip() for name in parts[::2]), parts[1::2], strict=False))
    arcs: dict[Arc, int] = {}
    tasks: list[tuple[int, int]] = []
    servable: dict[tuple[int, ...], list[int]] = {}

    def require(names: Sequence[tuple[int, ...]], cost: int, demand: int) -> None:
        for name in names:
            servable.setdefault(name, []).append(len(tasks))
        tasks.append((cost, demand))

    try:
        for node, demand, required, *_ in _rows(tables, "NODES"):
            if int(required):
                require([(int(node),)], 0, int(demand))
        for name in ("EDGES", "ARCS"):
            for u, v, demand, required, cost in _rows(tables, name):
                # A loop can be gone round one way only.
                both = name == "EDGES" and u != v
                ways = [(int(u), int(v)), (int(v), int(u))][: 2 if both else 1]
                for way in ways:
                    arcs[way] = min(int(cost), arcs.get(way, int(cost)))
                if int(required):
                    require(ways, int(cost), int(demand))
        turns: dict[tuple[int, int, int], int] = {}
        num_turns = 0
        for i, j, k, penalty, _ in _rows(tables, "TURNS"):
            turns[int(i), int(j), int(k)] = int(penalty)
            num_turns += 1
        # A published head may be wrong; but the turns end the file, so that some may be missing.
        if num_turns < int(values["#Nb-Turns"]):
            raise InputError(
                "benchmark.too_few_turns",
                "{path}: {keyword} says {stated}, {found} are listed; is the file complete?",
                path=path,
                keyword="#Nb-Turns",
                stated=int(values["#Nb-Turns"]),
                found=num_turns,
            )
        onward: dict[int, list[int]] = {}
        for tail, head_node in arcs:
            onward.setdefault(tail, []).append(head_node)
        return _McgrpTpData(
            depot=int(values["Depot"]),
            capacity=int(values["Capacity"]),
            vehicles=int(values["#Vehicles"]),
            arcs=arcs,
            onward=onward,
            turns=turns,
            tasks=tasks,
            servable=servable,
        )
    except (KeyError, ValueError) as error:
        raise InputError(
            "benchmark.no_turn_file",
            "{path}: cannot be read as a file with turns{error:aside}.",
            path=path,
            error=error,
        ) from error


def _rows(tables: dict[str, str], name: str) -> Iterator[list[str]]:
    """Yields the rows of a section, without the one that names its columns."""
    for line in tables[name].splitlines():
        words = line.split()
        if words and words[0].isdecimal():
            yield words
