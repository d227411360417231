"""A process that makes plans, one after the other, on streets that it is given once."""

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from optimizer.errors import OneBroomError
from optimizer.network.road_network import RoadNetwork
from optimizer.orphans import die_with_parent
from scenarios.batch.job import MadeWatch, RunJob

Streets = Callable[[], RoadNetwork | None]
"""Says what the streets are, in the process that needs them; None where its runs need none."""


class FailedRun(NamedTuple):
    """What a process says of a plan that it could not make."""

    error: Exception


class FinishedRun(NamedTuple):
    """The last word on a plan."""


@dataclass(frozen=True, slots=True)
class StreetsSent:
    """Streets that are sent as they are."""

    network: RoadNetwork

    def __call__(self) -> RoadNetwork:
        """Returns them."""
        return self.network


@dataclass
class RunnerProcess:
    """A process that makes plans, one after the other.

    Parameters
    ----------
    streets
        Called in the process.

    Attributes
    ----------
    line
        What it says comes over this: how a plan stands, each plan that is checked, then
        `FailedRun` where there is an error to tell of, then `FinishedRun`.
    number
        Of the plan that it makes, as the caller counts them.
    """

    streets: Streets
    number: int = -1
    line: Connection = field(init=False)

    def __post_init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs,), name="onebroom-plan", daemon=True
        )
        with _as_parent():
            self._process.start()
        theirs.close()
        self.line.send(self.streets)

    def begin(self, number: int, job: RunJob) -> None:
        """Hands it what to plan next."""
        self.number = number
        self.line.send(job)

    def end(self) -> None:
        """Ends it, whatever it does; without effect the second time."""
        if self.line.closed:
            return
        self.line.close()
        self._process.kill()
        self._process.join()
        self._process.close()


@contextlib.contextmanager
def _as_parent() -> Iterator[None]:
    """Lets this process start another, though it be a daemon of multiprocessing.

    The workers of a cluster are, and what they start ends with them all the same: it waits for
    the death of its parent.
    """
    here = multiprocessing.current_process()
    before = here.daemon
    try:
        if before:
            here.daemon = False
        yield
    finally:
        if before:
            here.daemon = True


def _serve(line: Connection) -> None:
    """Plans what comes over the line until the other end is closed."""
    # Both go to all processes of a terminal; the parent decides what becomes of this one.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    die_with_parent()
    with contextlib.suppress(EOFError, ConnectionError):
        network = line.recv()()
        while True:
            for said in _plan(line.recv(), network, line):
                line.send(said)


def _plan(job: RunJob, network: Any, line: Connection) -> Iterator[FailedRun | FinishedRun]:
    try:
        job.make(network, MadeWatch(on_progress=line.send, on_made=line.send))
    except ConnectionError:
        raise
    except OneBroomError as error:
        yield FailedRun(error)
    except Exception as error:  # the process boundary: the parent says whose fault it is
        yield FailedRun(RuntimeError(f"{type(error).__name__}: {error}"))
    yield FinishedRun()
