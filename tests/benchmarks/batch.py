"""Many plans on the same streets, side by side: `./run bench batch --runs 40 --seconds 10`.

Variations of one scenario are planned as `./run compare` does, each on one core. Told are the time
for all of them against the ideal, the seconds of search shared out among the processes; from the
call to the first step of search, for a first comparison and for a second on the same streets, by
processes that are new and by processes that have stayed; and the most memory that one took. A
machine that is busy with other things shows in `load`.

Then short runs of a hamlet are made on a Dask scheduler with some workers on this machine: at half
of them a worker is killed, at three quarters the scheduler, which is started again. Told is what
was lost or doubled. `--only local` and `--only cluster` leave out the other.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

from optimizer.engines.compiling import make_kernels_ready
from optimizer.errors import OneBroomError
from optimizer.stop import Progress, Stage
from scenarios.batch import LocalRunners, PlanJob, RunsWatch, open_jobs, run_on_cluster
from scenarios.files import load_network
from scenarios.plan_request import PlanRequest
from scenarios.variations import read_variation

from .machine import machine

VARIED = "prices.apart_fen=0..300:10"
"""What is varied: a price, so that all plans are as much work."""


FAULTS = ("lost or doubled", "lost on the cluster", "doubled on the cluster")
"""Figures that have to be 0."""


class Clock:
    """When the first plan of a batch began to search, and how many are complete."""

    def __init__(self) -> None:
        self.begin_s = time.perf_counter()
        self.first_search_s: float | None = None
        self.done = 0

    def watch(self, *, stop_at_search: bool = False) -> RunsWatch:
        def note(number: int, progress: Progress) -> None:
            if progress.stage is Stage.SEARCH and self.first_search_s is None:
                self.first_search_s = time.perf_counter() - self.begin_s

        def end(number: int) -> None:
            self.done += 1
            print(f"{self.done} plans", file=sys.stderr, flush=True)

        def should_stop() -> bool:
            return stop_at_search and self.first_search_s is not None

        return RunsWatch(
            on_progress=note,
            on_plan=lambda number, plan: None,
            on_done=end,
            should_stop=should_stop,
        )


def timed(what: Callable[[], object]) -> float:
    """Returns the seconds that something takes."""
    begin_s = time.perf_counter()
    what()
    return time.perf_counter() - begin_s


def jobs_of(options: argparse.Namespace) -> dict[int, PlanJob]:
    """Returns the runs: values in turn, each time round with the next seed."""
    settings = read_variation(VARIED)
    requests = [
        PlanRequest(
            scenario=options.scenario,
            osm=options.osm,
            seconds=options.seconds,
            seed=options.seed + number // len(settings),
            bound_seconds=0,
            reasons=False,
            processes=1,
            varied=(setting,),
        )
        for number, setting in enumerate(islice(cycle(settings), options.runs))
    ]
    return dict(enumerate(open_jobs(requests)))


def measure_cluster(options: argparse.Namespace) -> dict:
    """Returns the figures of runs on a cluster that loses a worker and its scheduler.

    Raises
    ------
    ModuleNotFoundError
        Where the tests, which have the cluster, are not beside the benchmarks.
    """
    from tests.scenarios.batch.loopback import Loopback, Record, hamlet_jobs, hamlet_streets

    runs = options.cluster_runs
    with tempfile.TemporaryDirectory() as folder, Loopback(Path(folder)) as cluster:

        def start_workers() -> None:
            for _ in range(options.workers):
                cluster.start_worker()

        def restart() -> None:
            cluster.kill(cluster.scheduler)
            cluster.start_scheduler()
            # Workers end with their scheduler; whoever keeps the cluster starts them again.
            start_workers()

        start_workers()
        cluster.wait_for_workers(options.workers)
        record = Record(
            at={runs // 2: lambda: cluster.kill(cluster.workers[0]), 3 * runs // 4: restart}
        )
        jobs, streets = hamlet_jobs(runs), hamlet_streets()
        whole_s = timed(
            lambda: run_on_cluster(jobs, streets, address=cluster.address, watch=record.watch())
        )
    return {
        "runs on the cluster": runs,
        "workers": options.workers,
        "all on the cluster, s": round(whole_s, 1),
        "lost on the cluster": len(set(range(runs)) - set(record.done)),
        "doubled on the cluster": len(record.done) - len(set(record.done)),
        "load then": [round(one, 1) for one in os.getloadavg()],
    }


def measure(options: argparse.Namespace) -> dict:
    """Returns the figures of runs on processes of this machine."""
    make_kernels_ready()
    jobs = jobs_of(options)
    network = load_network(osm=options.osm)
    whole, second, kept = Clock(), Clock(), Clock()
    with LocalRunners(network, processes=options.processes) as runners:
        whole.begin_s = time.perf_counter()
        whole_s = timed(lambda: runners.run(jobs, whole.watch()))
        kept.begin_s = time.perf_counter()
        runners.run(jobs, kept.watch(stop_at_search=True))
    with LocalRunners(network, processes=options.processes) as runners:
        second.begin_s = time.perf_counter()
        runners.run(jobs, second.watch(stop_at_search=True))
    ideal_s = options.seconds * options.runs / options.processes
    return {
        "runs": options.runs,
        "seconds of search each": options.seconds,
        "processes": options.processes,
        "all, s": round(whole_s, 1),
        "ideal, s": round(ideal_s, 1),
        "times the ideal": round(whole_s / ideal_s, 2),
        "lost or doubled": whole.done - options.runs,
        "first comparison searches after s": round(whole.first_search_s or -1, 1),
        "second, new processes, after s": round(second.first_search_s or -1, 1),
        "second, same processes, after s": round(kept.first_search_s or -1, 1),
        "most memory of a process, GB": round(
            resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6, 2
        ),
        "load": [round(one, 1) for one in os.getloadavg()],
    }


def main() -> int:
    """Makes the plans and prints the figures; exit code 1 when one is missing."""
    parser = argparse.ArgumentParser(
        prog="./run bench batch",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--scenario", default="yinzhou-2012")
    parser.add_argument("--osm")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("local", "cluster"))
    parser.add_argument("--cluster-runs", type=int, default=100)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = {}
    if options.only != "cluster":
        figures |= measure(options)
    if options.only != "local":
        figures |= measure_cluster(options)
    if options.json:
        print(json.dumps({"machine": machine(), "seed": options.seed} | figures))
    else:
        print(f"machine: {machine()}; seed {options.seed}")
        for name, value in figures.items():
            print(f"{name:36} {value}")
    return int(any(value for name, value in figures.items() if name in FAULTS))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OneBroomError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
