"""The further processes of a search, as the first one sees them.

Each has a line to the first process, and over these lines everything goes: the instance, the best
solutions, and, by its end, that a process is gone. What is exchanged is a few thousand numbers
three times in a run, so lines do as well as a shared block of memory would, and unlike that
nothing is left behind when a process is killed, and nobody waits at a barrier for the dead.
"""

import contextlib
import logging
import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess, SpawnProcess
from types import TracebackType
from typing import Self

from optimizer.engines.worker import Failure, Pause, Report, SearchJob, work
from optimizer.errors import InputError
from optimizer.forking import can_fork
from optimizer.search import Elite

LOOK_S = 0.1
"""Seconds between two looks at the caller while others are waited for."""

PATIENCE_S = 120.0
"""Seconds of silence after which a process that is waited for is given up; a stretch of search
takes 0.1."""

logger = logging.getLogger(__name__)


def require_may_start() -> None:
    """Makes sure that this process may start others.

    Raises
    ------
    InputError
        When it may not.
    """
    if multiprocessing.current_process().daemon:
        raise InputError(
            "engine.daemon",
            "a search with several processes cannot run in a daemon of multiprocessing, which "
            "may not start others; use 1 process.",
        )


class WorkerProcess:
    """A process, and the line to it.

    Parameters
    ----------
    work
        What it does with the other end of the line.
    """

    def __init__(self, work: Callable[[Connection], None], *, name: str = "") -> None:
        # A forked one has all kernels loaded already; where none can be had one is started anew.
        context = get_context("fork") if can_fork() else get_context("spawn")
        self.line, theirs = context.Pipe()
        self.process: ForkProcess | SpawnProcess = context.Process(
            target=work, args=(theirs,), name=f"onebroom-search{name}", daemon=True
        )
        try:
            with _block_interrupts():
                self.process.start()
        except BaseException:
            self.line.close()
            raise
        finally:
            # Only the worker may hold this end, or its death would not close the line.
            theirs.close()

    def end(self) -> None:
        """Ends it, whatever it does; without effect the second time."""
        if self.line.closed:
            return
        self.line.close()
        # It owns nothing that would have to be put in order.
        self.process.kill()
        self.process.join()
        self.process.close()


class _SearchWorker(WorkerProcess):
    """A process that searches, and what it has told."""

    def __init__(self, number: int) -> None:
        super().__init__(work, name=f"-{number}")
        self.number = number
        self.elite: Elite | None = None
        self.steps = 0
        self.pause = Pause.NONE


class Workers:
    """Worker processes; a context manager that leaves none behind.

    They are numbered from 1; number 0 is the process that starts them.

    Parameters
    ----------
    count
        How many; with 0 everything here does nothing.

    Raises
    ------
    InputError
        When this process may not start others.
    """

    def __init__(self, count: int) -> None:
        if count:
            require_may_start()
        self._living: list[_SearchWorker] = []
        self._lost_steps = 0
        try:
            for number in range(1, count + 1):
                self._living.append(_SearchWorker(number))
        except OSError as error:
            logger.warning("no more than %d processes could be started: %s", number, error)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends all workers; without effect the second time."""
        while self._living:
            self._living.pop().end()

    @property
    def steps(self) -> int:
        """Steps of all workers, as far as told."""
        return self._lost_steps + sum(worker.steps for worker in self._living)

    @property
    def elites(self) -> list[Elite]:
        """The best solution of each worker that has told one, by number."""
        return [worker.elite for worker in self._living if worker.elite is not None]

    def begin(self, job: Callable[[int], SearchJob], *, give_up: Callable[[], bool]) -> None:
        """Hands each worker its job, by number, and returns when all have begun or `give_up`."""
        for worker in list(self._living):
            self._send(worker, job(worker.number))
        self.gather(give_up=give_up)
        self.release(())

    def listen(self) -> None:
        """Takes in what the workers have told since."""
        for worker in list(self._living):
            self._listen_to(worker)

    def gather(self, *, give_up: Callable[[], bool]) -> None:
        """Waits until all workers are at a meeting or at the end, or `give_up` says True."""
        heard_s = dict.fromkeys(self._living, time.perf_counter())
        while True:
            self.listen()
            moving = [worker for worker in self._living if worker.pause is Pause.NONE]
            if not moving or give_up():
                return
            speaking = wait([worker.line for worker in moving], LOOK_S)
            now_s = time.perf_counter()
            for worker in moving:
                if worker.line in speaking:
                    heard_s[worker] = now_s
                elif now_s - heard_s[worker] > PATIENCE_S:
                    self._lose(worker, f"has not been heard of for {PATIENCE_S:g} s")

    def release(self, elites: Sequence[Elite]) -> None:
        """Ends a meeting: hands the bests of all to the workers that wait for them."""
        for worker in list(self._living):
            if worker.pause is Pause.MEETING:
                worker.pause = Pause.NONE
                self._send(worker, elites)

    def _listen_to(self, worker: _SearchWorker) -> None:
        try:
            while worker.line.poll():
                told: Report | Failure = worker.line.recv()
                if isinstance(told, Failure):
                    self._lose(worker, f"met an error, {told.reason}")
                    return
                worker.steps, worker.pause = told.steps, told.pause
                worker.elite = told.elite or worker.elite
        except (EOFError, OSError):
            self._lose(worker, "ended unexpectedly")

    def _send(self, worker: _SearchWorker, message: SearchJob | Sequence[Elite]) -> None:
        try:
            worker.line.send(message)
        except OSError:
            # What it said last may tell why.
            self._listen_to(worker)
            if worker in self._living:
                self._lose(worker, "ended unexpectedly")

    def _lose(self, worker: _SearchWorker, fate: str) -> None:
        logger.warning("process %d of the search %s; the others go on.", worker.number, fate)
        self._lost_steps += worker.steps
        self._living.remove(worker)
        worker.end()


@contextlib.contextmanager
def _block_interrupts() -> Iterator[None]:
    """Keeps Ctrl-C from processes started meanwhile, until they can ignore it by themselves.

    A blocked signal stays blocked in a new program; in this process it is delivered afterwards.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # The first process started brings this helper along, which lets signals through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
