"""Plain CARP files: the sets gdb, val, egl and the large ones, in two dialects.

gdb, val, egl, Hefei and Beijing have Spanish keywords, the Danish ones (K, O, N, S) English ones.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from optimizer.benchmark.read.distances import travel_between
from optimizer.benchmark.read.instance_file import InstanceFile, Parallels
from optimizer.benchmark.read.kind import Kind
from optimizer.benchmark.read.notice import Notice
from optimizer.benchmark.read.one_type import naming, one_type_instance, require_manageable
from optimizer.benchmark.read.text import Fields, at_line, lines_of, parse_whole, value_at
from optimizer.errors import InputError, Message
from optimizer.instance import COMPACT, NEVER, Instance

Edge = tuple[int, int, int, int]
"""Two nodes, cost and demand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarpFile:
    """A capacitated arc routing problem as its file states it.

    Parameters
    ----------
    required, optional
        Edges in the file's order; demand 0 for the optional ones. Several may join the same two
        nodes, and one may lead back to the node it comes from.
    notices
        Where the file contradicts itself.
    """

    path: Path
    capacity: int
    depot: int
    required: tuple[Edge, ...]
    optional: tuple[Edge, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dialect:
    """The keywords of a language."""

    nodes: str
    num_required: str
    num_optional: str
    capacity: str
    required: str
    optional: str
    depot: str
    demand: str
    total: str = "COSTE_TOTAL_REQ"


_SPANISH = _Dialect(
    nodes="VERTICES",
    num_required="ARISTAS_REQ",
    num_optional="ARISTAS_NOREQ",
    capacity="CAPACIDAD",
    required="LISTA_ARISTAS_REQ",
    optional="LISTA_ARISTAS_NOREQ",
    depot="DEPOSITO",
    demand="demanda",
)

# The published files have kept one Spanish keyword, that of the sum.
_ENGLISH = _Dialect(
    nodes="NODES",
    num_required="EDGES_REQ",
    num_optional="EDGES_NOREQ",
    capacity="CAPACITY",
    required="EDGE_REQ_LIST",
    optional="EDGE_NOREQ_LIST",
    depot="DEPOT",
    demand="demand",
)

_EDGE = re.compile(
    r"^\s*\(\s*(\d+)\s*,\s*(\d+)\s*\)\s*coste?\s+(\d+)(?:\s+demanda?\s+(\d+))?\s*$", re.IGNORECASE
)
_FIELD = re.compile(r"\s*([A-Z_]+(?: [A-Z_]+)*)\s*:(.*)")
_RULE = re.compile(r"\s*-+\s*")


def carp_file(path: Path, lines: Sequence[str]) -> InstanceFile:
    """Returns the file as an instance.

    Raises
    ------
    InputError
        Names file, line, value and remedy.
    """
    file = parse_carp(path, lines)
    parallels = Parallels()
    return InstanceFile(
        name=path.stem,
        kind=Kind.CARP,
        instance=carp_instance(file),
        steps=tuple(parallels.step(*way) for edge in file.required for way in _ways(edge)),
        notices=file.notices,
    )


def read_carp(path: Path) -> CarpFile:
    """Returns what a file of this family states; errors as `parse_carp`."""
    return parse_carp(path, lines_of(path))


def parse_carp(path: Path, lines: Sequence[str]) -> CarpFile:
    """Returns what the lines of a file say.

    Raises
    ------
    InputError
        Names file, line, value and remedy.
    """
    fields = Fields(path)
    edges: dict[str, list[Edge]] = {}
    section = ""
    for number, line in enumerate(lines, start=1):
        if not line.strip() or _RULE.fullmatch(line):
            continue
        if match := _FIELD.match(line):
            section = match[1]
            fields.note(section, match[2].strip(), number)
        elif match := _EDGE.match(line):
            edges.setdefault(section, []).append(_edge(match, at_line(path, number), section))
        else:
            raise InputError(
                "benchmark.not_understood",
                "{where}: cannot be understood: {text!r}; is the file complete?",
                where=at_line(path, number),
                text=line.strip()[:80],
            )
    words = _ENGLISH if _ENGLISH.num_required in fields else _SPANISH
    required = edges.get(words.required, [])
    optional = edges.get(words.optional, [])
    fields.compare_count(words.num_required, len(required), is_last=section == words.required)
    if words.num_optional in fields:
        fields.compare_count(words.num_optional, len(optional), is_last=section == words.optional)
    if not required:
        raise InputError(
            "benchmark.no_required_edge",
            "{path}: no required edge; there is nothing to plan.",
            path=path,
        )
    fields.compare_sum(words.total, sum(cost for _, _, cost, _ in required))
    if words.nodes in fields:
        named = {node for u, v, _, _ in (*required, *optional) for node in (u, v)}
        fields.compare_count(words.nodes, len(named))
    capacity = fields.parse_whole(words.capacity)
    for u, v, _, demand in required:
        if demand > capacity:
            raise InputError(
                "benchmark.edge_above_capacity",
                "{path}: edge ({u}, {v}) has {demand_word} {demand}, above {capacity_word} "
                "{capacity}.",
                path=path,
                u=u,
                v=v,
                demand_word=words.demand,
                demand=demand,
                capacity_word=words.capacity,
                capacity=capacity,
            )
    return CarpFile(
        path=path,
        capacity=capacity,
        depot=fields.parse_whole(words.depot),
        required=tuple(required),
        optional=tuple(optional),
        notices=tuple(fields.notices),
    )


def _edge(match: re.Match[str], where: Message, section: str) -> Edge:
    """Returns the edge of a line."""
    if section not in (_SPANISH.required, _ENGLISH.required):
        if section not in (_SPANISH.optional, _ENGLISH.optional):
            raise InputError(
                "benchmark.edge_outside",
                "{where}: an edge outside a list of edges.",
                where=where,
            )
        return (
            parse_whole(match[1], where),
            parse_whole(match[2], where),
            parse_whole(match[3], where),
            0,
        )
    words = _ENGLISH if section == _ENGLISH.required else _SPANISH
    u, v, cost = (parse_whole(match[group], where) for group in (1, 2, 3))
    demand = parse_whole(match[4] or "0", value_at(where, words.demand))
    if demand <= 0:
        raise InputError(
            "benchmark.edge_without_demand",
            "{where}: required edge ({u}, {v}) needs a positive {demand_word}, got {given!r}.",
            where=where,
            u=u,
            v=v,
            demand_word=words.demand,
            given=match[4] or "",
        )
    return u, v, cost, demand


def _ways(edge: Edge) -> tuple[tuple[int, int], ...]:
    """Returns the directions in which an edge can be served: a loop has but one."""
    u, v, _, _ = edge
    return ((u, v),) if u == v else ((u, v), (v, u))


def carp_instance(file: CarpFile, *, compact: int = COMPACT) -> Instance:
    """Returns the instance: an edge is a task with two modes, metres are the file's cost.

    There are as many duties as could ever help: the fleet is not limited, and duties left over
    cost nothing.

    Parameters
    ----------
    compact
        With more places, travel comes in hub labels.

    Raises
    ------
    InputError
        When a required edge cannot be reached from the depot.
    """
    tasks = len(file.required)
    require_manageable(file.path, 2 * tasks)
    arcs = [
        arc
        for u, v, cost, _ in file.required + file.optional
        for arc in ((u, v, cost), (v, u, cost))
    ]
    modes = [_ways(edge) for edge in file.required]
    ways = [*(way for both in modes for way in both), (file.depot, file.depot)]
    with naming(file.path):
        travel = travel_between(
            arcs, [head for _, head in ways], [tail for tail, _ in ways], compact=compact
        )
    every = np.arange(len(ways))
    unreached = np.flatnonzero(travel.part(every[-1:], every)[0] >= NEVER)
    if len(unreached):
        u, v = ways[unreached[0]]
        raise InputError(
            "benchmark.edge_out_of_reach",
            "{path}: required edge ({u}, {v}) cannot be reached from depot {depot}.",
            path=file.path,
            u=u,
            v=v,
            depot=file.depot,
        )
    demand = [q for _, _, _, q in file.required]
    trips = -(-sum(demand) // file.capacity)
    return one_type_instance(
        file.path,
        modes=[len(both) for both in modes],
        service=[
            cost for (_, _, cost, _), both in zip(file.required, modes, strict=True) for _ in both
        ],
        travel=travel,
        demand=demand,
        capacity=file.capacity,
        duties=min(tasks, 2 * trips + 2),
    )
