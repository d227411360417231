"""How the time of a plan grows with the fleet: `./run bench growth --towns 1 3 10`.

As many generated towns, fleets and contracts as told, so 30, 90 and 300 vehicles. Every size gets
the same number of steps for each task, runs in a process of its own, and is told in processor
time, stage by stage, because the machine may be busy with other things. `growth` is the time
against the smallest size's, `n log n` what that would be by the number of tasks.
"""

import argparse
import json
import math
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from optimizer.answer.reasons import explain
from optimizer.answer.timetable import routes_of
from optimizer.checker import check
from optimizer.day.building import build_day
from optimizer.engines import Run, Watch
from optimizer.engines.compiling import make_kernels_ready
from optimizer.errors import OneBroomError
from optimizer.plan import Plan
from optimizer.solver import solve
from optimizer.stop import Progress, limits
from scenarios.due.demand import find_due_work
from scenarios.files.districts import put_in_each_district
from scenarios.files.networks import load_network
from scenarios.files.store import load_scenario
from scenarios.planning import YUAN
from scenarios.planning.staffing import staff

from .machine import machine


def run(towns: int, steps_per_task: float, engine: str, seed: int, folder: str) -> dict:
    """Returns the figures of one size."""
    seconds: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        begin_s = time.process_time()
        yield
        seconds[name] = time.process_time() - begin_s

    make_kernels_ready()
    # Drawing the towns is no part of planning.
    network = load_network(districts=towns)
    scenario = put_in_each_district(
        replace(load_scenario("yinzhou-2012"), districts=towns, max_snap_m=3000)
    )
    network = replace(network, driving_side=scenario.driving_side, date=scenario.date)
    with stage("tasks"):
        due = find_due_work(scenario, network)
        fleet = staff(due, network)
    with stage("matrix"):
        day = build_day(network, fleet, due.tasks, due.sites)
    instance = day.instance
    first: dict[str, float] = {}

    def note(progress: Progress) -> None:
        if progress.stage == "search" and not first:
            first.update(after_s=progress.elapsed_s, cost=progress.best_cost)

    with stage("search"):
        outcome = solve(
            instance,
            Run(
                stop=limits(iterations=round(steps_per_task * instance.num_tasks)),
                seed=seed,
                cost_unit=YUAN,
                watch=Watch(on_progress=note, clock=time.process_time),
            ),
            engine=engine,
        )
    solution = outcome.solution
    with stage("plan"):
        plan = Plan(routes=routes_of(day, solution), unassigned=explain(day, solution))
    with stage("check"):
        violations = check(network, fleet, due.tasks, due.sites, plan)
    absent = np.array(solution.absent, dtype=np.int64)
    return {
        "towns": towns,
        "vehicles": len(fleet.vehicles),
        "duties": instance.num_duties,
        "tasks": instance.num_tasks,
        "steps": outcome.iterations,
        "first plan s": round(first["after_s"], 1),
        "first objective": round(first["cost"]),
        "objective": round((solution.cost + int(instance.prize[absent].sum())) / YUAN),
        "required unserved": int(instance.required[absent].sum()),
        "unserved": len(absent),
        "peak memory GB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
        "violations": len(violations),
        "seconds": {name: round(value, 2) for name, value in seconds.items()},
        "whole s": round(sum(seconds.values()), 1),
    }


def _with_growth(figures: list[dict]) -> None:
    """Adds each size's time against the smallest one's, and n log n."""

    def weight(one: dict) -> float:
        return one["tasks"] * math.log(one["tasks"])

    for one in figures:
        one["n log n"] = round(weight(one) / weight(figures[0]), 2)
        one["growth"] = round(one["whole s"] / figures[0]["whole s"], 2)
        one["growth of search"] = round(
            one["seconds"]["search"] / figures[0]["seconds"]["search"], 2
        )


def main() -> int:
    """Plans each size and prints the figures; exit code 1 when a plan breaks a rule."""
    parser = argparse.ArgumentParser(
        prog="./run bench growth",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--towns", type=int, nargs="+", default=[1, 3, 10])
    parser.add_argument("--steps-per-task", type=float, default=4.0)
    parser.add_argument("--engine", default="divided")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--streets", help="folder in which the towns are kept for the next time")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for towns in options.towns:
            job = (
                towns,
                options.steps_per_task,
                options.engine,
                options.seed,
                options.streets or folder,
            )
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                figures.append(pool.apply(run, job))
            print(f"{towns} towns: {figures[-1]['whole s']} s", file=sys.stderr, flush=True)
    _with_growth(figures)
    if options.json:
        print(json.dumps({"machine": machine(), "seed": options.seed, "sizes": figures}))
    else:
        print(f"machine: {machine()}; engine {options.engine}, seed {options.seed}")
        for one in figures:
            one.update({f"{name} s": s for name, s in one.pop("seconds").items()})
        for key in figures[0]:
            print(f"{key:<20}" + "".join(f"{one[key]:>14}" for one in figures))
    return int(any(one["violations"] for one in figures))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OneBroomError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
