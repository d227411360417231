"""Small CARP files drawn at random, as text in both dialects, and their optimum by trying all."""

from itertools import pairwise, permutations, product
from pathlib import Path

import numpy as np

from optimizer.benchmark.read.carp import CarpFile

SPANISH = """ NOMBRE : drawn
 COMENTARIO : by hand
 VERTICES : {nodes}
 ARISTAS_REQ : {num_required}
 ARISTAS_NOREQ : {num_optional}
 VEHICULOS : 2
 CAPACIDAD : {capacity}
 TIPO_COSTES_ARISTAS : EXPLICITOS
 COSTE_TOTAL_REQ : {total}
 LISTA_ARISTAS_REQ :
{required}
 LISTA_ARISTAS_NOREQ :
{optional}
 DEPOSITO :   {depot}
"""

ENGLISH = """NAME : drawn
UPPER BOUND : 1
NODES : {nodes}
EDGES_REQ : {num_required}
EDGES_NOREQ : {num_optional}
VEHICLES : 2
CAPACITY : {capacity}
----
COSTE_TOTAL_REQ : {total}
EDGE_REQ_LIST :
{required}
EDGE_NOREQ_LIST :
{optional}
DEPOT : {depot}
"""


def text_of(file, dialect=SPANISH):
    """Returns a file as it would be published."""
    cost, demand = ("cost", "demand") if dialect is ENGLISH else ("coste", "demanda")
    return dialect.format(
        nodes=len({node for u, v, *_ in file.required + file.optional for node in (u, v)}),
        num_required=len(file.required),
        num_optional=len(file.optional),
        capacity=file.capacity,
        total=sum(edge[2] for edge in file.required),
        required="\n".join(
            f"( {u}, {v})   {cost} {c}    {demand} {q}" for u, v, c, q in file.required
        ),
        optional="\n".join(f"( {u}, {v})   {cost} {c}" for u, v, c, _ in file.optional),
        depot=file.depot,
    )


def a_file(required, optional=(), *, capacity, depot=1):
    return CarpFile(
        path=Path("drawn"),
        capacity=capacity,
        depot=depot,
        required=tuple(required),
        optional=tuple((u, v, cost, 0) for u, v, cost in optional),
    )


def random_file(seed):
    """A connected file of at most six required edges, loops and parallel edges among them."""
    rng = np.random.default_rng(seed)
    nodes = int(rng.integers(2, 8))
    pairs = [(v, int(rng.integers(1, v))) for v in range(2, nodes + 1)]
    pairs += [(int(u), int(v)) for u, v in rng.integers(1, nodes + 1, (rng.integers(1, 6), 2))]
    rng.shuffle(pairs)
    capacity = int(rng.integers(3, 9))
    costs = rng.integers(0, 10, len(pairs))
    demand = rng.integers(1, capacity + 1, len(pairs))
    number = int(rng.integers(1, min(6, len(pairs)) + 1))
    edges = [
        (int(u), int(v), int(cost), int(amount))
        for (u, v), cost, amount in zip(pairs, costs, demand, strict=True)
    ]
    return a_file(
        edges[:number],
        [(u, v, cost) for u, v, cost, _ in edges[number:]],
        capacity=capacity,
        depot=int(rng.integers(1, nodes + 1)),
    )


def far_apart(file):
    """Shortest distances, by a relaxation that shares no code with the bound or the readers."""
    last = max(file.depot, *(max(u, v) for u, v, *_ in file.required + file.optional))
    distance = {(v, v): 0 for v in range(1, last + 1)}
    for u, v, cost, _ in file.required + file.optional:
        for pair in ((u, v), (v, u)):
            distance[pair] = min(cost, distance.get(pair, cost))
    nodes = range(1, last + 1)
    for k, i, j in product(nodes, nodes, nodes):
        if (i, k) in distance and (k, j) in distance:
            through = distance[i, k] + distance[k, j]
            distance[i, j] = min(through, distance.get((i, j), through))
    return distance


def optimum(file):
    """The least cost, by trying all orders and directions of all sets of edges."""
    distance = far_apart(file)
    tasks = range(len(file.required))
    route = {}
    for members in range(1, 1 << len(tasks)):
        chosen = [file.required[k] for k in tasks if members >> k & 1]
        if sum(amount for *_, amount in chosen) > file.capacity:
            continue
        deadhead = min(
            sum(
                distance[a[1], b[0]]
                for a, b in pairwise([(0, file.depot), *served, (file.depot, 0)])
            )
            for order in permutations(chosen)
            for served in product(*(((u, v), (v, u)) for u, v, _, _ in order))
        )
        route[members] = deadhead + sum(cost for _, _, cost, _ in chosen)
    least = {0: 0}
    for members in range(1, 1 << len(tasks)):
        least[members] = min(
            route[part] + least[members & ~part] for part in route if part & members == part
        )
    return least[(1 << len(tasks)) - 1]
