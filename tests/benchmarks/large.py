"""Large made-up street grids: `./run bench large --tasks 10000 --seconds 20`.

A grid of streets with perturbed lengths, a third of them one-way, is written as a mixed CARP file
with a time limit and facilities, and read, solved and checked like any other. Every size runs in a
process of its own, so that peak memory is its own; kernels are compiled before the clocks start.
"""

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from optimizer.benchmark.check.mcarptif import check_mcarptif
from optimizer.benchmark.read import read_instance
from optimizer.engines import Run, Watch
from optimizer.errors import OneBroomError
from optimizer.solver import solve
from optimizer.stop import Progress, limits

from .machine import machine

ONE_WAY_SHARE = 1 / 3

VISIT = 300
"""Seconds at a facility."""

SHIFT = 28_800
"""Longest trip in seconds."""

CAPACITY = 2_000


def write_grid(path: Path, tasks: int, seed: int) -> None:
    """Writes a grid in which that many streets need service.

    Costs are seconds. One-way streets that would cut a junction off are made two-way: those of
    the grid's outer ring.
    """
    rng = np.random.default_rng(seed)
    # A grid of n by n junctions has 2 n (n - 1) streets.
    side = 2
    while 2 * side * (side - 1) < 1.05 * tasks:
        side += 1
    node = np.arange(1, side * side + 1).reshape(side, side)
    ring = np.ones((side, side), dtype=bool)
    ring[1:-1, 1:-1] = False
    across = [(node[:, :-1], node[:, 1:], ring[:, :-1] & ring[:, 1:])]
    across.append((node[:-1], node[1:], ring[:-1] & ring[1:]))
    u, v, outer = (np.concatenate([part[k].ravel() for part in across]) for k in range(3))
    # A one-way street leads east or south in even rows and columns, back in odd ones.
    row, column = (u - 1) // side, (u - 1) % side
    back = np.where(v == u + 1, row, column) % 2 == 1
    u, v = np.where(back, v, u), np.where(back, u, v)
    two_way = (rng.random(len(u)) >= ONE_WAY_SHARE) | outer
    cost = rng.integers(10, 31, len(u))
    service = cost * rng.integers(2, 5, len(u))
    demand = rng.integers(20, 61, len(u))
    required = rng.permutation(len(u)) < tasks
    lists = {
        "LIST_REQ_EDGES": required & two_way,
        "LIST_REQ_ARCS": required & ~two_way,
        "LIST_NOREQ_EDGES": ~required & two_way,
        "LIST_NOREQ_ARCS": ~required & ~two_way,
    }
    sites = [node[side // 4, side // 4], node[-side // 4, side // 4], node[side // 2, -2]]
    lines = [
        f"NAME : grid-{tasks}",
        "VEHICLES : 1",
        f"CAPACITY : {CAPACITY}",
        f"DUMPING_COST : {VISIT}",
        f"MAX_TRIP : {SHIFT}",
        f"DEPOT : {node[side // 2, side // 2]}",
        f"DUMPING_SITES : {' '.join(map(str, sites))}",
        *(f"{name.removeprefix('LIST_')} : {mask.sum()}" for name, mask in lists.items()),
    ]
    for name, mask in lists.items():
        lines.append(f"{name} :")
        for k in np.flatnonzero(mask):
            if name.startswith("LIST_REQ"):
                lines.append(
                    f"({u[k]},{v[k]}) serv_cost {service[k]} trav_cost {cost[k]} "
                    f"demand {demand[k]}"
                )
            else:
                lines.append(f"({u[k]},{v[k]}) cost {cost[k]}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def run(tasks: int, seconds: float, seed: int) -> dict[str, object]:
    """Returns the figures of one grid."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"grid-{tasks}.txt"
        # One small enough for a matrix and one that needs hub labels compile all kernels.
        for size in (100, 2_000):
            write_grid(path, size, seed)
            solve(
                read_instance(path).instance,
                Run(stop=limits(iterations=1), seed=seed),
            )
        write_grid(path, tasks, seed)
        ready_gb = _peak_gb()
        begin_s = time.perf_counter()
        file = read_instance(path)
        read_s = time.perf_counter() - begin_s
        first: dict[str, float] = {}

        def note(progress: Progress) -> None:
            if progress.stage == "search" and progress.unassigned == 0 and not first:
                first.update(after_s=time.perf_counter() - begin_s, cost=progress.best_cost)

        outcome = solve(
            file.instance,
            Run(
                stop=limits(seconds=seconds),
                seed=seed,
                watch=Watch(on_progress=note),
            ),
        )
        whole_s = time.perf_counter() - begin_s
        peak_gb = _peak_gb()
        solution = outcome.solution
        verdict = check_mcarptif(path, file.describe(solution))
    instance = file.instance
    holds = not verdict.violations and verdict.cost == solution.cost
    return {
        "tasks": tasks,
        "places": int(instance.travel_size[0]),
        "duties": instance.num_duties,
        "travel": "matrix" if instance.labels is None else "hub labels",
        "peak memory GB": round(peak_gb, 2),
        "peak before reading GB": round(ready_gb, 2),
        "read s": round(read_s, 2),
        "first complete after s": round(first["after_s"], 2) if first else "none",
        "first complete cost": round(first["cost"]) if first else "none",
        f"cost after {seconds:g} s": solution.cost,
        "routes": sum(bool(route) for route in solution.routes),
        "unserved": len(solution.absent),
        "steps/s": round(outcome.iterations / seconds),
        "whole s": round(whole_s, 1),
        "check": "holds" if holds else str(verdict)[:300],
    }


def _peak_gb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> int:
    """Runs each size and prints the figures; exit code 1 when a solution does not hold."""
    parser = argparse.ArgumentParser(
        prog="./run bench large",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--tasks", type=int, nargs="+", default=[1_000, 5_000, 10_000])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = []
    for tasks in options.tasks:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            figures.append(pool.apply(run, (tasks, options.seconds, options.seed)))
    if options.json:
        print(json.dumps({"machine": machine(), "seed": options.seed, "grids": figures}))
    else:
        print(f"machine: {machine()}; seed {options.seed}")
        for key in figures[0]:
            print(f"{key:<26}" + "".join(f"{one[key]:>14}" for one in figures))
    return int(any(one["check"] != "holds" for one in figures))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OneBroomError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
