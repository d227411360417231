"""How time and memory of a plan grow with the city: `./run bench growth --districts 1 3 10`.

The library's day on as many generated districts as told, so 30, 90 and 300 vehicles, is planned as
`./run plan` does: streets laid over with work, instance, search, haulage, check and reasons. Every
size gets as many steps, or seconds, of search for each district, and runs in a process of its own.

`computing` is processor time of all processes, because the machine may be busy with other things;
`first plan` is complete and checked. Memory `in all` is that of all processes at their highest,
looked at once a second, what they share counted once. `growth` is the computing against the
smallest size's, `n log n` what that would be by the number of tasks. With `--bound-seconds` the
gap to the bound is told.
"""

import argparse
import json
import math
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from collections import defaultdict
from dataclasses import replace

from optimizer.engines import make_kernels_ready
from optimizer.errors import OneBroomError
from optimizer.stop import Progress, Stage, limits
from scenarios.files import load_network, load_scenario
from scenarios.files.districts import put_in_each_district
from scenarios.plan_file import PlanFile
from scenarios.planning import PlanOptions, PlanWatch, plan

from .family_memory import taken_by_family
from .machine import machine

CITY = "ten-districts"

LOOK_S = 1.0
"""Between two looks at what a run takes."""

IN_SEARCH = {Stage.JOIN, Stage.COMPILE, Stage.SEARCH}
"""What a search goes through again and again."""


class Meter:
    """Computing and clock since planning began, stage by stage, and the first plan.

    Attributes
    ----------
    first
        Computing of this process and those that it has started, and time, until the first
        complete plan was handed out.
    """

    def __init__(self) -> None:
        self.begin_s = time.perf_counter()
        self.begin_cpu_s = time.process_time()
        self.seconds: dict[str, float] = defaultdict(float)
        self.first: tuple[float, float] | None = None
        self._stage, self._since_s = "tasks", self.begin_cpu_s

    def note(self, progress: Progress) -> None:
        """Takes in what is being done now."""
        now_s = time.process_time()
        self.seconds[self._stage] += now_s - self._since_s
        stage = "search" if progress.stage in IN_SEARCH else str(progress.stage)
        self._stage, self._since_s = stage, now_s

    def keep(self, plan_file: PlanFile) -> None:
        """Takes in a plan."""
        if self.first is None:
            mine = os.getpid()
            others = taken_by_family(mine)
            self.first = (
                time.process_time()
                - self.begin_cpu_s
                + sum(one.computing_s for number, one in others.items() if number != mine)
                + _ended_children_s(),
                time.perf_counter() - self.begin_s,
            )


def _ended_children_s() -> float:
    """Returns processor time of the processes that were started here and have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def run(districts: int, options: argparse.Namespace) -> dict:
    """Returns the figures of one size."""
    make_kernels_ready()
    # Drawing and reading the streets is no part of planning.
    network = load_network(districts=districts)
    one = replace(
        load_scenario("yinzhou-2012"),
        districts=districts,
        max_snap_m=load_scenario(CITY).max_snap_m,
    )
    meter = Meter()
    plan_file = plan(
        put_in_each_district(one),
        network,
        PlanOptions(
            engine=options.engine,
            processes=options.processes,
            bound_s=options.bound_seconds * districts,
        ),
        stop=limits(
            iterations=options.steps and options.steps * districts,
            seconds=options.seconds and options.seconds * districts,
        ),
        seed=options.seed,
        watch=PlanWatch(on_progress=meter.note, on_plan=meter.keep),
    )
    whole_s = time.perf_counter() - meter.begin_s
    meter.note(Progress(stage=Stage.CHECK))
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    others_s = _ended_children_s()
    computing_s = time.process_time() - meter.begin_cpu_s + others_s
    peak_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    tasks = len(plan_file.tasks)
    measures = plan_file.measures
    assert meter.first is not None
    return {
        "districts": districts,
        "vehicles": len(plan_file.fleet.vehicles),
        "routes": len(measures.routes),
        "tasks": tasks,
        "steps": plan_file.iterations,
        "first plan, computing s": round(meter.first[0], 1),
        "first plan, after s": round(meter.first[1], 1),
        "computing s": round(computing_s, 1),
        "by the clock s": round(whole_s, 1),
        "ms a task": round(1000 * computing_s / tasks, 2),
        "peak of main process GB": round(peak_gb, 2),
        "peak of another GB": round(others.ru_maxrss / 1e6, 2),
        "kB a task": round(1e6 * peak_gb / tasks),
        "rate": round(measures.rate, 4),
        "required unserved": measures.costs.required_unserved,
        "cost yuan a district": round(measures.costs.total_fen / 100 / districts),
        "gap to the bound": round(measures.bound.gap, 4) if measures.bound else "-",
        "others, computing s": round(others_s, 1),
    } | {f"{name}, computing s": round(value, 1) for name, value in meter.seconds.items()}


def _with_growth(figures: list[dict]) -> None:
    """Adds each size's time against the smallest one's, and n log n."""

    def weight(one: dict) -> float:
        return one["tasks"] * math.log(one["tasks"])

    for one in figures:
        one["n log n"] = round(weight(one) / weight(figures[0]), 2)
        one["growth"] = round(one["computing s"] / figures[0]["computing s"], 2)


def main() -> int:
    """Plans each size and prints the figures; every plan has passed the checker."""
    parser = argparse.ArgumentParser(
        prog="./run bench growth",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--districts", type=int, nargs="+", default=[1, 3, 10])
    parser.add_argument("--steps", type=int, help="of search for each district")
    parser.add_argument("--seconds", type=float, help="of search for each district")
    parser.add_argument("--bound-seconds", type=float, default=0.0, help="for each district")
    parser.add_argument("--engine", default="divided")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.steps is None and options.seconds is None:
        options.steps = 10_000
    figures = []
    for districts in options.districts:
        # No pool: its processes are daemons, which may not start others.
        figures.append(_run_apart(districts, options))
        print(
            f"{districts} districts: {figures[-1]['computing s']} s of computing",
            file=sys.stderr,
            flush=True,
        )
    _with_growth(figures)
    load = [round(one, 1) for one in os.getloadavg()]
    if options.json:
        told = {"machine": machine(), "seed": options.seed, "load": load, "sizes": figures}
        print(json.dumps(told))
    else:
        print(
            f"machine: {machine()}; engine {options.engine}, {options.processes} processes, "
            f"seed {options.seed}, load {load}"
        )
        for key in dict.fromkeys(key for one in figures for key in one):
            print(f"{key:<26}" + "".join(f"{one.get(key, '-'):>12}" for one in figures))
    return 0


def _run_apart(districts: int, options: argparse.Namespace) -> dict:
    """Returns the figures of one size, from a process of its own so that the peak is its own."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(theirs, districts, options))
    process.start()
    theirs.close()
    assert process.pid is not None
    most_bytes = 0
    while not mine.poll(LOOK_S):
        family = taken_by_family(process.pid)
        most_bytes = max(most_bytes, sum(one.memory_bytes for one in family.values()))
    try:
        figures = mine.recv()
    except EOFError:
        sys.exit(f"{districts} districts: the process ended unexpectedly.")
    process.join()
    return figures | {"peak in all GB": round(most_bytes / 1e9, 2) if most_bytes else "-"}


def _send(line, districts: int, options: argparse.Namespace) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        line.send(run(districts, options))
    except OneBroomError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OneBroomError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
