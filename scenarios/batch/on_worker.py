"""What a worker of a cluster does: it makes plans in processes of its own.

A search inside the worker itself would keep it from answering the scheduler, and could not be
ended. The processes stay for the next plan on the same streets, and end with the worker.
"""

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from optimizer.network.road_network import RoadNetwork
from optimizer.stop import Progress, Stage
from scenarios.batch.content import has_content, open_content
from scenarios.batch.installation import describe_installation
from scenarios.batch.job import RunJob
from scenarios.batch.runner import FailedRun, FinishedRun, RunnerProcess

if TYPE_CHECKING:
    from distributed import Worker

LOOK_S = 0.2
"""Seconds between two looks at whether the plan is still wanted."""

TELL_EVERY_S = 1.0
"""Seconds between two words on a search."""

MOST_IDLE = 4
"""Processes without work that are kept for the next plan."""


@dataclass(frozen=True, slots=True)
class StreetsMapped:
    """Streets in this machine's cache, by content."""

    digest: str

    def __call__(self) -> RoadNetwork:
        """Returns them, mapped."""
        network: RoadNetwork = open_content(self.digest)
        return network


@dataclass(frozen=True, slots=True)
class NoStreets:
    """For runs that bring all they need."""

    def __call__(self) -> None:
        """Returns none."""


class ClusterRun(NamedTuple):
    """A run as it is sent to a worker.

    Parameters
    ----------
    batch
        Names the trial, on the cluster.
    streets
        The digest of their content, "" for a run that needs none.
    topic
        What is said of the run is told under it.
    installation
        What the caller is made of.
    """

    batch: str
    number: int
    job: RunJob
    streets: str
    installation: dict[str, str]
    topic: str


class Unequipped(NamedTuple):
    """What a worker answers that lacks the streets, or is made of other parts."""

    worker: str
    lacks_streets: bool


class Answer(NamedTuple):
    """What became of a run: what it came to, or the error that there was."""

    made: Any
    error: Exception | None


class Unwanted(Exception):
    """Nobody waits for the plan any more."""


class LostProcess(Exception):
    """The process that made the plan ended unexpectedly."""


class _Runners:
    """The processes of this worker that wait for a plan to make."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[RunnerProcess] = []

    def take(self, streets: StreetsMapped | NoStreets) -> RunnerProcess:
        with self._lock:
            found = next((one for one in self._idle if one.streets == streets), None)
            if found is not None:
                self._idle.remove(found)
        return found or RunnerProcess(streets)

    def give_back(self, runner: RunnerProcess) -> None:
        with self._lock:
            kept = [*self._idle, runner]
            self._idle = kept[-MOST_IDLE:]
        for one in kept[:-MOST_IDLE]:
            one.end()


_RUNNERS = _Runners()


def worker_lacks(digest: str) -> bool:
    """Says whether this machine does not have a content."""
    return not has_content(digest)


def make_on_worker(run: ClusterRun) -> Answer | Unequipped:
    """Makes a plan in a process of this worker.

    Raises
    ------
    LostProcess
        When that ended unexpectedly.
    Unwanted
        When the scheduler has forgotten the run, as after its client has gone.
    """
    from distributed import get_worker

    worker = get_worker()
    if describe_installation() != run.installation:
        return Unequipped(worker=worker.address, lacks_streets=False)
    if run.streets and worker_lacks(run.streets):
        return Unequipped(worker=worker.address, lacks_streets=True)
    runner = _RUNNERS.take(StreetsMapped(run.streets) if run.streets else NoStreets())
    try:
        runner.begin(run.number, run.job)
        answer = _follow(runner, run, worker)
    except BaseException as error:
        # It is still at it, or dead: no other plan may get it.
        runner.end()
        if isinstance(error, EOFError | OSError):
            raise LostProcess(run.job.name) from None
        raise
    _RUNNERS.give_back(runner)
    return answer


def _follow(runner: RunnerProcess, run: ClusterRun, worker: "Worker") -> Answer:
    """Returns what a process says in the end; how it stands is told to the caller."""
    key = key_of(run)
    latest: Any = None
    error: Exception | None = None
    told: tuple[Stage | None, float] = (None, 0.0)
    while True:
        while not runner.line.poll(LOOK_S):
            task = worker.state.tasks.get(key)
            if task is None or task.state == "cancelled" or worker.status.name != "running":
                raise Unwanted(key)
        said = runner.line.recv()
        if isinstance(said, FailedRun):
            error = said.error
        elif isinstance(said, FinishedRun):
            return Answer(latest, error)
        elif isinstance(said, Progress):
            now_s = time.monotonic()
            if said.stage != told[0] or now_s > told[1] + TELL_EVERY_S:
                told = said.stage, now_s
                worker.log_event(run.topic, [run.number, said.stage.value, said.share])
        else:
            latest = said


def key_of(run: ClusterRun) -> str:
    """Returns what a run is called on the cluster."""
    return f"{run.batch}-{run.number}"
