"""Nodes, edges and arcs with turn penalties: the sets BHW-TP and DI-NEARP-TP.

What a turn costs depends on the arc that one comes by, so the places are arcs, not nodes: the
paths lead through *states*, a state being that the vehicle stands at the end of an arc.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from optimizer.benchmark.read.distances import shortest_distances, travel_between
from optimizer.benchmark.read.instance_file import InstanceFile, Parallels, Step
from optimizer.benchmark.read.kind import Kind
from optimizer.benchmark.read.notice import Notice, NoticeCode
from optimizer.benchmark.read.one_type import naming, one_type_instance, require_manageable
from optimizer.benchmark.read.text import (
    Fields,
    at_line,
    parse_whole,
    unreadable_in,
    value_at,
)
from optimizer.errors import InputError, message
from optimizer.instance import NEVER, Instance

Arc = tuple[int, int]

_FIELD = re.compile(r"\s*#?([A-Za-z-]+)\s*:(.*)")
_SECTION = re.compile(r"-{3,}\s*([A-Z]+)\s*-{3,}\s*")
_COLUMNS = {"NODES": 5, "EDGES": 5, "ARCS": 5, "TURNS": 5}
"""Sections, and how many columns their rows have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class McgrpTask:
    """A required node, edge or arc.

    Parameters
    ----------
    ends
        The node, or the two nodes.
    cost
        Of driving along; 0 for a node.
    two_way
        True for an edge.
    line
        Where in the file it stands.
    """

    ends: tuple[int, ...]
    demand: int
    cost: int
    two_way: bool
    line: int

    @property
    def ways(self) -> tuple[Arc, ...]:
        """The directions in which an edge or arc can be served: a loop has but one."""
        u, v = self.ends
        return ((u, v), (v, u)) if self.two_way and u != v else ((u, v),)


@dataclass(frozen=True, slots=True, kw_only=True)
class McgrpTpFile:
    """What a file says.

    Parameters
    ----------
    num_vehicles
        None for any number.
    arcs
        Cost of the cheapest arc between two nodes; an edge is two arcs.
    turns
        Penalty of going from i by j to k; what is not there is forbidden, but at the depot.
    notices
        Where the file contradicts itself.
    """

    path: Path
    num_vehicles: int | None
    capacity: int
    depot: int
    tasks: tuple[McgrpTask, ...]
    arcs: dict[Arc, int]
    turns: dict[tuple[int, int, int], int]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class McgrpWay:
    """A mode: one way of serving a task.

    Parameters
    ----------
    target
        The graph's node at which serving begins.
    state
        The one at which it ends.
    """

    target: int
    state: int
    cost: int
    step: Step


def mcgrp_tp_file(path: Path, lines: Sequence[str]) -> InstanceFile:
    """Returns the file as an instance.

    Raises
    ------
    InputError
        Names file, line, value and remedy.
    """
    file = parse_mcgrp_tp(path, lines)
    instance, steps = mcgrp_tp_instance(file)
    return InstanceFile(
        name=path.stem,
        kind=Kind.MCGRP_TP,
        instance=instance,
        steps=steps,
        notices=file.notices,
    )


def parse_mcgrp_tp(path: Path, lines: Sequence[str]) -> McgrpTpFile:
    """Returns what the lines of a file say.

    Raises
    ------
    InputError
        Names file, line, value and remedy.
    """
    fields = Fields(path)
    rows: dict[str, list[tuple[int, list[str]]]] = {section: [] for section in _COLUMNS}
    section = ""
    for number, line in enumerate(lines, start=1):
        words = line.split()
        if not words or words[0].startswith("INDEX"):
            continue
        if match := _SECTION.fullmatch(line.strip()):
            section = match[1]
        elif match := _FIELD.fullmatch(line):
            fields.note(match[1], match[2].strip(), number)
        elif section in rows and len(words) == _COLUMNS[section]:
            rows[section].append((number, words))
        else:
            raise unreadable_in(section, at_line(path, number), line)
    for keyword, name in (("Nodes", "NODES"), ("Edges", "EDGES"), ("Arcs", "ARCS")):
        fields.compare_count(keyword, len(rows[name]))
    # The turns end the file, so that a lack of them means that it is cut short.
    fields.compare_count("Nb-Turns", len(rows["TURNS"]), is_last=True)

    capacity = fields.parse_whole("Capacity", least=1)
    tasks: list[McgrpTask] = []
    arcs: dict[Arc, int] = {}
    for name in ("NODES", "EDGES", "ARCS"):
        found = len(tasks)
        for number, words in rows[name]:
            task = _row(path, number, words, name)
            if name != "NODES":
                for way in task.ways:
                    arcs[way] = min(task.cost, arcs.get(way, task.cost))
            is_required = words[2 if name == "NODES" else 3]
            if parse_whole(is_required, value_at(at_line(path, number), "IS-REQUIRED")):
                if task.demand > capacity:
                    raise InputError(
                        "benchmark.task_above_capacity",
                        "{where}: QTY {demand} is above the Capacity {capacity}; split it or "
                        "raise the capacity.",
                        where=at_line(path, number),
                        demand=task.demand,
                        capacity=capacity,
                    )
                tasks.append(task)
        fields.compare_count(f"Required-{name[0]}", len(tasks) - found)
    if not tasks:
        raise InputError(
            "benchmark.nothing_required",
            "{path}: nothing is required; there is nothing to plan.",
            path=path,
        )
    turns, over_nothing = _turns(path, rows["TURNS"], arcs)
    vehicles = fields.parse_whole("Vehicles", least=-1)
    if vehicles == 0:
        raise InputError(
            "benchmark.no_vehicles",
            "{what} must be 1 or more, or -1 for any number.",
            what=fields.locate("Vehicles"),
        )
    return McgrpTpFile(
        path=path,
        num_vehicles=None if vehicles < 0 else vehicles,
        capacity=capacity,
        depot=fields.parse_whole("Depot"),
        tasks=tuple(tasks),
        arcs=arcs,
        turns=turns,
        notices=(*fields.notices, *over_nothing),
    )


def _row(path: Path, line: int, words: Sequence[str], section: str) -> McgrpTask:
    """Returns a node, edge or arc, required or not."""
    where = at_line(path, line)
    if section == "NODES":
        return McgrpTask(
            ends=(parse_whole(words[0], value_at(where, "INDEX")),),
            demand=parse_whole(words[1], value_at(where, "QTY")),
            cost=0,
            two_way=False,
            line=line,
        )
    return McgrpTask(
        ends=(
            parse_whole(words[0], value_at(where, "INDEX-I")),
            parse_whole(words[1], value_at(where, "INDEX-J")),
        ),
        demand=parse_whole(words[2], value_at(where, "QTY")),
        cost=parse_whole(words[4], value_at(where, "TR-COST")),
        two_way=section == "EDGES",
        line=line,
    )


def _turns(
    path: Path, rows: Sequence[tuple[int, list[str]]], arcs: dict[Arc, int]
) -> tuple[dict[tuple[int, int, int], int], list[Notice]]:
    """Returns the penalties, and a notice where turns lead over arcs that are not listed."""
    turns: dict[tuple[int, int, int], int] = {}
    over_nothing: list[tuple[int, str]] = []
    for number, words in rows:
        where = at_line(path, number)
        i, j, k = (
            parse_whole(word, value_at(where, f"INDEX-{name}"))
            for word, name in zip(words, "IJK", strict=False)
        )
        if (i, j) not in arcs or (j, k) not in arcs:
            over_nothing.append((number, f"{i} {j} {k}"))
            continue
        cost = parse_whole(words[3], value_at(where, "COST"))
        if turns.setdefault((i, j, k), cost) != cost:
            raise InputError(
                "benchmark.turn_twice",
                "{where}: turn {turn} costs {cost}, but {before} further up; keep one of the two.",
                where=where,
                turn=f"{i} {j} {k}",
                cost=cost,
                before=turns[i, j, k],
            )
    if not over_nothing:
        return turns, []
    line, first = over_nothing[0]
    notice = Notice(
        code=NoticeCode.TURN,
        line=line,
        stated=first,
        taken="left out",
        said=message(
            "benchmark.turns_over_nothing",
            "turn {turn} leads over an arc that is not listed: {number:,} such turns are left "
            "out.",
            turn=first,
            number=len(over_nothing),
        ),
    )
    return turns, [notice]


def mcgrp_tp_instance(file: McgrpTpFile) -> tuple[Instance, tuple[Step, ...]]:
    """Returns the instance and the step of each mode.

    Traversal and turns count, so serving an edge or arc costs its traversal and serving a node
    nothing. A node is served on arriving by any arc that ends there: one mode each.

    Raises
    ------
    InputError
        When something required cannot be reached or left, or does not fit the vehicles.
    """
    graph, state, hub = _state_graph(file)
    parallels = Parallels()
    modes = [_ways(task, state, parallels) for task in file.tasks]
    require_manageable(file.path, sum(map(len, modes)))
    kept = _keep_usable(file, modes, graph, hub)
    demand = [task.demand for task in file.tasks]
    # With any number of vehicles, as many as could ever help.
    vehicles = file.num_vehicles or 2 * -(-sum(demand) // file.capacity) + 2
    if sum(demand) > vehicles * file.capacity:
        raise InputError(
            "benchmark.too_few_vehicles",
            "{path}: {demand} in all do not fit {vehicles} vehicles of Capacity {capacity}; raise "
            "one of the two.",
            path=file.path,
            demand=sum(demand),
            vehicles=vehicles,
            capacity=file.capacity,
        )
    ways = [way for ways in kept for way in ways]
    with naming(file.path):
        travel = travel_between(
            graph, [*(way.state for way in ways), hub], [*(way.target for way in ways), hub]
        )
    instance = one_type_instance(
        file.path,
        modes=[len(ways) for ways in kept],
        service=[way.cost for way in ways],
        travel=travel,
        demand=demand,
        capacity=file.capacity,
        duties=min(len(kept), vehicles),
    )
    return instance, tuple(way.step for way in ways)


def _state_graph(file: McgrpTpFile) -> tuple[list[tuple[int, int, int]], dict[Arc, int], int]:
    """Returns the graph of states, the state of each arc and that of standing in the depot.

    Beside its state each arc has a node of its beginning, at the arc's number plus their count:
    the turn into the arc is made, the arc not yet driven. Nothing leads on from there.
    """
    state = {arc: number for number, arc in enumerate(file.arcs)}
    size = len(state)
    hub = 2 * size
    graph = []
    for (i, j, k), cost in file.turns.items():
        # Turns at the depot are free, listed or not: they lead by way of the hub.
        if j != file.depot:
            tail, head = state[i, j], state[j, k]
            graph += [(tail, head, cost + file.arcs[j, k]), (tail, size + head, cost)]
    for (u, v), number in state.items():
        if v == file.depot:
            graph.append((number, hub, 0))
        if u == file.depot:
            graph += [(hub, number, file.arcs[u, v]), (hub, size + number, 0)]
    return graph, state, hub


def _ways(task: McgrpTask, state: dict[Arc, int], parallels: Parallels) -> list[McgrpWay]:
    """Returns the modes of a task, whether they can be reached or not."""
    if len(task.ends) == 1:
        return [
            McgrpWay(target=number, state=number, cost=0, step=task.ends)
            for (_, head), number in state.items()
            if head == task.ends[0]
        ]
    return [
        McgrpWay(
            target=len(state) + state[way],
            state=state[way],
            cost=task.cost,
            step=parallels.step(*way),
        )
        for way in task.ways
    ]


def _keep_usable(
    file: McgrpTpFile, modes: list[list[McgrpWay]], graph: list[tuple[int, int, int]], hub: int
) -> list[list[McgrpWay]]:
    """Returns the modes that can be reached from the depot and left for it.

    They can all be reached from each other, turns at the depot being free.
    """
    flat = [way for ways in modes for way in ways]
    backwards = [(head, tail, cost) for tail, head, cost in graph]
    reached = shortest_distances(graph, [hub], [way.target for way in flat])[0] < NEVER
    left = shortest_distances(backwards, [hub], [way.state for way in flat])[0] < NEVER
    usable = iter(reached & left)
    kept = [[way for way in ways if next(usable)] for ways in modes]
    for task, ways in zip(file.tasks, kept, strict=True):
        if not ways:
            raise InputError(
                "benchmark.task_out_of_reach",
                "{where}: required {ends} cannot be reached from depot {depot} and left again by "
                "the turns listed; add turns or arcs.",
                where=at_line(file.path, task.line),
                ends=" ".join(map(str, task.ends)),
                depot=file.depot,
            )
    return kept
