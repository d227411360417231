"""Runs on processes of this machine.

The streets are read once and handed to every process. Each plan takes one core, so that two that
run at the same time get as much of the machine as one alone.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from multiprocessing.connection import wait
from typing import Self

from optimizer.errors import InputError
from optimizer.network.road_network import RoadNetwork
from optimizer.stop import Progress
from scenarios.batch.job import RunJob
from scenarios.batch.runner import FailedRun, FinishedRun, RunnerProcess, StreetsSent
from scenarios.batch.watch import RunsWatch

LOOK_S = 0.2
"""Seconds between two looks at the caller."""


class LocalRunners:
    """Processes of this machine that make plans on the same streets, for one batch after another.

    A context manager that leaves none behind.

    Parameters
    ----------
    processes
        Plans at a time.
    """

    def __init__(self, network: RoadNetwork, *, processes: int) -> None:
        # Without what others have worked out of them.
        self._network, self._processes = replace(network), processes
        self._idle: list[RunnerProcess] = []
        self._living = contextlib.ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._living.close()

    def run(self, jobs: Mapping[int, RunJob], watch: RunsWatch) -> None:
        """Plans what is asked for, in the order that it comes in.

        Raises
        ------
        OneBroomError
            What the planning of one of them raised; the others are ended.
        """
        waiting = list(jobs.items())
        runners: list[RunnerProcess] = []
        try:
            while waiting and len(runners) < self._processes:
                runners.append(self._begin_first(*waiting.pop(0)))
            while runners and not watch.should_stop():
                lines = wait([runner.line for runner in runners], LOOK_S)
                for runner in [one for one in runners if one.line in lines]:
                    if not _hear(runner, jobs[runner.number], watch):
                        continue
                    if waiting:
                        _begin(runner, *waiting.pop(0))
                    else:
                        runners.remove(runner)
                        self._idle.append(runner)
        finally:
            # What is still at it makes nothing that anybody waits for.
            for runner in runners:
                runner.end()

    def _begin_first(self, number: int, job: RunJob) -> RunnerProcess:
        """Returns a process that is at a plan: one that has made others, or a new one."""
        if self._idle:
            runner = self._idle.pop()
        else:
            try:
                runner = RunnerProcess(StreetsSent(self._network))
            except ConnectionError:
                raise _say_lost(job) from None
            self._living.callback(runner.end)
        _begin(runner, number, job)
        return runner


def run_on_processes(
    jobs: Mapping[int, RunJob], network: RoadNetwork, *, processes: int, watch: RunsWatch
) -> None:
    """Plans what is asked for, `processes` plans at a time, in the order that it comes in.

    Raises
    ------
    OneBroomError
        What the planning of one of them raised; the others are ended.
    """
    with LocalRunners(network, processes=processes) as runners:
        runners.run(jobs, watch)


def _begin(runner: RunnerProcess, number: int, job: RunJob) -> None:
    """Hands a process what to plan next; it may have ended since it was last heard of."""
    try:
        runner.begin(number, job)
    except ConnectionError:
        raise _say_lost(job) from None


def _say_lost(job: RunJob) -> InputError:
    return InputError(
        "compare.lost",
        "{scenario}, seed {seed}: its process ended unexpectedly, perhaps for want of "
        "memory; use fewer --processes.",
        scenario=job.name,
        seed=job.seed,
    )


def _hear(runner: RunnerProcess, job: RunJob, watch: RunsWatch) -> bool:
    """Takes in one thing that a process says; returns whether its plan is done."""
    try:
        said = runner.line.recv()
    except (EOFError, OSError):
        raise _say_lost(job) from None
    if isinstance(said, FailedRun):
        raise said.error
    if isinstance(said, Progress):
        watch.on_progress(runner.number, said)
    elif isinstance(said, FinishedRun):
        watch.on_done(runner.number)
    else:
        watch.on_plan(runner.number, said)
    return isinstance(said, FinishedRun)
