"""Public benchmark files as instances."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from optimizer.errors import InputError
from optimizer.instance import NEVER, Instance, Solution, pack_travel
from optimizer.search.neighbours import nearest_tasks

NEIGHBOURS = 40
"""Length of the neighbour lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarpFile:
    """A capacitated arc routing problem as its file states it.

    Parameters
    ----------
    required, optional
        Edges as (u, v, cost, demand); demand 0 for the optional ones.
    """

    name: str
    num_nodes: int
    num_vehicles: int
    capacity: int
    depot: int
    required: tuple[tuple[int, int, int, int], ...]
    optional: tuple[tuple[int, int, int, int], ...]


_EDGE = re.compile(
    r"^\s*\(\s*(\d+)\s*,\s*(\d+)\s*\)\s*coste\s+(\d+)(?:\s+demanda\s+(\d+))?\s*$", re.IGNORECASE
)
_FIELD = re.compile(r"^\s*([A-Z_]+)\s*:\s*(.*?)\s*$")


def read_carp(path: Path) -> CarpFile:
    """Reads a `.dat` file of the sets gdb, val and egl (Spanish keywords).

    Raises
    ------
    InputError
        Names file, line, value and remedy.
    """
    try:
        lines = path.read_text(encoding="latin-1").splitlines()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from None
    fields: dict[str, str] = {}
    edges: dict[str, list[tuple[int, int, int, int]]] = {
        "LISTA_ARISTAS_REQ": [],
        "LISTA_ARISTAS_NOREQ": [],
    }
    section = ""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if match := _FIELD.match(line):
            section = match[1]
            fields[section] = match[2]
        elif match := _EDGE.match(line):
            if section not in edges:
                raise InputError(f"{path}, line {number}: an edge outside a list of edges.")
            u, v, cost = int(match[1]), int(match[2]), int(match[3])
            demand = int(match[4] or 0)
            if section == "LISTA_ARISTAS_REQ" and demand <= 0:
                raise InputError(
                    f"{path}, line {number}: required edge ({u}, {v}) needs a positive demanda, "
                    f"got {match[4] or 'none'}."
                )
            edges[section].append((u, v, cost, demand))
        else:
            raise InputError(f"{path}, line {number}: cannot be understood: {line.strip()!r}.")

    def whole(key: str) -> int:
        if key not in fields:
            raise InputError(f"{path}: keyword {key} is missing; is the file complete?")
        try:
            return int(fields[key])
        except ValueError:
            raise InputError(
                f"{path}: {key} must be a whole number, got {fields[key]!r}."
            ) from None

    required = edges["LISTA_ARISTAS_REQ"]
    if len(required) != whole("ARISTAS_REQ"):
        raise InputError(
            f"{path}: ARISTAS_REQ says {fields['ARISTAS_REQ']} required edges, "
            f"{len(required)} are listed; is the file complete?"
        )
    if not required:
        raise InputError(f"{path}: no required edge; there is nothing to plan.")
    capacity = whole("CAPACIDAD")
    for u, v, _, demand in required:
        if demand > capacity:
            raise InputError(
                f"{path}: edge ({u}, {v}) has demanda {demand}, above CAPACIDAD {capacity}."
            )
    return CarpFile(
        name=path.stem,
        num_nodes=whole("VERTICES"),
        num_vehicles=whole("VEHICULOS"),
        capacity=capacity,
        depot=whole("DEPOSITO"),
        required=tuple(required),
        optional=tuple(edges["LISTA_ARISTAS_NOREQ"]),
    )


def node_distances(file: CarpFile) -> NDArray[np.int64]:
    """Returns shortest distances between nodes by number, shape (nodes + 1, nodes + 1).

    Raises
    ------
    InputError
        When a required edge cannot be reached from the depot.
    """
    edges = file.required + file.optional
    size = max(file.num_nodes, file.depot, *(max(u, v) for u, v, _, _ in edges)) + 1
    cheapest: dict[tuple[int, int], int] = {}
    for u, v, cost, _ in edges:
        for pair in ((u, v), (v, u)):
            cheapest[pair] = min(cost, cheapest.get(pair, cost))
    ends = np.array(list(cheapest), dtype=np.int64)
    # A sparse graph takes a stored zero for an edge only when it is explicit, as it is here.
    graph = csr_array(
        (np.array(list(cheapest.values()), float), (ends[:, 0], ends[:, 1])), (size,) * 2
    )
    distances = shortest_path(graph, method="D")
    for u, v, _, _ in file.required:
        if not np.isfinite(distances[file.depot, u]):
            raise InputError(
                f"{file.name}: required edge ({u}, {v}) cannot be reached from depot {file.depot}."
            )
    distances[~np.isfinite(distances)] = 0
    return distances.astype(np.int64)


def carp_instance(file: CarpFile) -> Instance:
    """Returns the instance: an edge is a task with two modes, metres are the file's cost.

    There are as many duties as could ever help: the fleet is not limited, and duties left over
    cost nothing.
    """
    tasks = len(file.required)
    ends = np.array([((u, v), (v, u)) for u, v, _, _ in file.required]).reshape(-1, 2)
    places = np.vstack((ends, [[file.depot, file.depot]]))
    distances = node_distances(file)
    metres = distances[places[:, 1][:, None], places[:, 0][None, :]].astype(np.int32)
    travel, offset, size = pack_travel([(np.zeros_like(metres), metres)])
    demand = np.array([[q] for _, _, _, q in file.required], dtype=np.int64)
    trips = -(-int(demand.sum()) // file.capacity)
    duties = min(tasks, 2 * trips + 2)
    costs = np.repeat(np.array([c for _, _, c, _ in file.required], dtype=np.int64), 2)
    worst = int(2 * metres.max() + costs.max() + 1)
    modes = 2 * tasks
    zeros = np.zeros(duties, dtype=np.int64)
    depot_place = np.full(duties, modes, dtype=np.int64)
    instance = Instance(
        mode_start=np.arange(0, modes + 1, 2, dtype=np.int64),
        mode_place=np.arange(modes, dtype=np.int64)[None, :].copy(),
        mode_service_s=np.zeros((1, modes), dtype=np.int64),
        mode_service_m=costs,
        window_start=np.arange(modes + 1, dtype=np.int64),
        window_earliest_s=np.zeros(modes, dtype=np.int64),
        window_latest_s=np.full(modes, 2**30, dtype=np.int64),
        travel=travel,
        travel_offset=offset,
        travel_size=size,
        demand=demand,
        prize=np.full(tasks, 10 * worst, dtype=np.int64),
        worth=demand[:, 0].astype(np.float64),
        required=np.ones(tasks, dtype=np.bool_),
        allowed=np.ones((1, tasks), dtype=np.bool_),
        type_profile=np.zeros(1, dtype=np.int64),
        type_capacity=np.array([[file.capacity]], dtype=np.int64),
        type_reset=np.array([[-1]], dtype=np.int64),
        type_final_reset=np.array([-1], dtype=np.int64),
        type_per_m=np.ones(1, dtype=np.int64),
        type_per_s=np.zeros(1, dtype=np.int64),
        duty_type=np.zeros(duties, dtype=np.int64),
        duty_start_place=depot_place,
        duty_end_place=depot_place.copy(),
        duty_start_s=zeros,
        duty_end_s=np.full(duties, NEVER // 2, dtype=np.int64),
        duty_cost=zeros.copy(),
        duty_group=np.zeros(duties, dtype=np.int64),
        rest_earliest_s=np.full(duties, NEVER, dtype=np.int64),
        rest_latest_s=np.full(duties, NEVER, dtype=np.int64),
        rest_s=zeros.copy(),
        neighbours=np.empty((tasks, 0), dtype=np.int64),
    )
    return instance._replace(
        neighbours=nearest_tasks(instance, np.zeros(tasks, dtype=np.int64), NEIGHBOURS)
    )


def directed_edges(file: CarpFile, solution: Solution) -> list[list[tuple[int, int]]]:
    """Returns routes as directed required edges (u, v), in the order in which they are served."""
    routes = []
    for route in solution.routes:
        if route:
            edges = []
            for task, mode in route:
                u, v, _, _ = file.required[task]
                edges.append((u, v) if mode == 2 * task else (v, u))
            routes.append(edges)
    return routes
