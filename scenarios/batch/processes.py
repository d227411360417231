"""Runs on processes of this machine.

The streets are read once and handed to every process. Each plan takes one core, so that two that
run at the same time get as much of the machine as one alone.
"""

import contextlib
from collections.abc import Mapping
from multiprocessing.connection import wait

from optimizer.errors import InputError
from optimizer.network.road_network import RoadNetwork
from optimizer.stop import Progress
from scenarios.batch.job import PlanJob
from scenarios.batch.runner import FailedRun, FinishedRun, RunnerProcess, StreetsSent
from scenarios.batch.watch import RunsWatch
from scenarios.plan_file import PlanFile

LOOK_S = 0.2
"""Seconds between two looks at the caller."""


def run_on_processes(
    jobs: Mapping[int, PlanJob], network: RoadNetwork, *, processes: int, watch: RunsWatch
) -> None:
    """Plans what is asked for, `processes` plans at a time, in the order that it comes in.

    Raises
    ------
    OneBroomError
        What the planning of one of them raised; the others are ended.
    """
    waiting = list(jobs.items())
    with contextlib.ExitStack() as living:
        runners: list[RunnerProcess] = []
        for _ in range(min(processes, len(waiting))):
            runner = RunnerProcess(StreetsSent(network))
            living.callback(runner.end)
            runner.begin(*waiting.pop(0))
            runners.append(runner)
        while runners and not watch.should_stop():
            lines = wait([runner.line for runner in runners], LOOK_S)
            for runner in [one for one in runners if one.line in lines]:
                if not _hear(runner, jobs[runner.number], watch):
                    continue
                if waiting:
                    runner.begin(*waiting.pop(0))
                else:
                    runners.remove(runner)


def _hear(runner: RunnerProcess, job: PlanJob, watch: RunsWatch) -> bool:
    """Takes in one thing that a process says; returns whether its plan is done."""
    try:
        said = runner.line.recv()
    except (EOFError, OSError):
        raise InputError(
            "compare.lost",
            "{scenario}, seed {seed}: its process ended unexpectedly, perhaps for want of "
            "memory; use fewer --processes.",
            scenario=job.name,
            seed=job.seed,
        ) from None
    if isinstance(said, FailedRun):
        raise said.error
    if isinstance(said, Progress):
        watch.on_progress(runner.number, said)
    elif isinstance(said, PlanFile):
        watch.on_plan(runner.number, said)
    else:
        watch.on_done(runner.number)
    return isinstance(said, FinishedRun)
