"""Plain CARP files: the sets gdb, val and egl, with Spanish keywords."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from optimizer.benchmark.read.distances import travel_between
from optimizer.benchmark.read.instance_file import InstanceFile
from optimizer.benchmark.read.kind import Kind
from optimizer.benchmark.read.one_type import naming, one_type_instance, require_manageable
from optimizer.benchmark.read.text import Fields, lines_of, whole
from optimizer.errors import InputError
from optimizer.instance import COMPACT, NEVER, Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class CarpFile:
    """A capacitated arc routing problem as its file states it.

    Parameters
    ----------
    required, optional
        Edges as (u, v, cost, demand); demand 0 for the optional ones.
    """

    path: Path
    capacity: int
    depot: int
    required: tuple[tuple[int, int, int, int], ...]
    optional: tuple[tuple[int, int, int, int], ...]


_EDGE = re.compile(
    r"^\s*\(\s*(\d+)\s*,\s*(\d+)\s*\)\s*coste\s+(\d+)(?:\s+demanda\s+(\d+))?\s*$", re.IGNORECASE
)
_FIELD = re.compile(r"\s*([A-Z_]+)\s*:(.*)")


def carp_file(path: Path, lines: Sequence[str]) -> InstanceFile:
    """Returns the file as an instance.

    Raises
    ------
    InputError
        Names file, line, value and remedy.
    """
    file = parse_carp(path, lines)
    return InstanceFile(
        name=path.stem,
        kind=Kind.CARP,
        instance=carp_instance(file),
        steps=tuple(step for u, v, _, _ in file.required for step in ((u, v), (v, u))),
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
    edges: dict[str, list[tuple[int, int, int, int]]] = {
        "LISTA_ARISTAS_REQ": [],
        "LISTA_ARISTAS_NOREQ": [],
    }
    section = ""
    for number, line in enumerate(lines, start=1):
        where = f"{path}, line {number}"
        if not line.strip():
            continue
        if match := _FIELD.match(line):
            section = match[1]
            fields.note(section, match[2].strip(), number)
        elif match := _EDGE.match(line):
            if section not in edges:
                raise InputError(f"{where}: an edge outside a list of edges.")
            u, v, cost = (whole(match[group], where) for group in (1, 2, 3))
            demand = whole(match[4] or "0", f"{where}: demanda")
            if section == "LISTA_ARISTAS_REQ" and demand <= 0:
                raise InputError(
                    f"{where}: required edge ({u}, {v}) needs a positive demanda, "
                    f"got {match[4] or 'none'}."
                )
            edges[section].append((u, v, cost, demand))
        else:
            raise InputError(
                f"{where}: cannot be understood: {line.strip()[:80]!r}; is the file complete?"
            )

    required = edges["LISTA_ARISTAS_REQ"]
    fields.require_count("ARISTAS_REQ", len(required))
    if not required:
        raise InputError(f"{path}: no required edge; there is nothing to plan.")
    capacity = fields.whole("CAPACIDAD")
    for u, v, _, demand in required:
        if demand > capacity:
            raise InputError(
                f"{path}: edge ({u}, {v}) has demanda {demand}, above CAPACIDAD {capacity}."
            )
    return CarpFile(
        path=path,
        capacity=capacity,
        depot=fields.whole("DEPOSITO"),
        required=tuple(required),
        optional=tuple(edges["LISTA_ARISTAS_NOREQ"]),
    )


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
    ways = [way for u, v, _, _ in file.required for way in ((u, v), (v, u))]
    ways.append((file.depot, file.depot))
    with naming(file.path):
        travel = travel_between(
            arcs, [head for _, head in ways], [tail for tail, _ in ways], compact=compact
        )
    every = np.arange(len(ways))
    unreached = np.flatnonzero(travel.part(every[-1:], every)[0] >= NEVER)
    if len(unreached):
        u, v = ways[unreached[0]]
        raise InputError(
            f"{file.path}: required edge ({u}, {v}) cannot be reached from depot {file.depot}."
        )
    demand = [q for _, _, _, q in file.required]
    trips = -(-sum(demand) // file.capacity)
    return one_type_instance(
        file.path,
        modes=[2] * tasks,
        service=[cost for _, _, cost, _ in file.required for _ in range(2)],
        travel=travel,
        demand=demand,
        capacity=file.capacity,
        duties=min(tasks, 2 * trips + 2),
    )
