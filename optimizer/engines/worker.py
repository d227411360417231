"""One of the further processes of a search: what it is told, what it tells, what it does."""

import contextlib
import logging
import signal
import time
from collections.abc import Callable
from enum import Enum
from multiprocessing.connection import Connection
from typing import NamedTuple

from optimizer.engines.compiling import make_kernels_ready
from optimizer.engines.loop import search_until
from optimizer.instance import Instance, Solution
from optimizer.orphans import die_with_forker
from optimizer.search import Elite, Params, Search
from optimizer.stop import AnyOf, Progress

ELITE_EVERY_S = 1.0
"""Least time between two bests sent on the way; at meetings the best is always sent."""

logger = logging.getLogger(__name__)


class SearchJob(NamedTuple):
    """What a worker is told at first; the arguments of `ruin_recreate`.

    The clock is called in the worker: of `time.process_time` each process has its own.
    """

    instance: Instance
    stop: AnyOf
    seed: int
    params: Params
    start: Solution | None
    clock: Callable[[], float]


class Pause(Enum):
    """Whether a worker goes on by itself."""

    NONE = "none"
    MEETING = "meeting"
    END = "end"


class Report(NamedTuple):
    """What a worker tells after each stretch of search.

    Parameters
    ----------
    steps
        Steps done.
    elite
        Its best solution, or None when that is known already or need not be known yet.
    pause
        At a meeting it waits for the bests of all; at the end, for the line to be closed.
    """

    steps: int
    elite: Elite | None
    pause: Pause


class Failure(NamedTuple):
    """The last word of a worker that met an error."""

    reason: str


def work(line: Connection) -> None:
    """Does the job that comes over the line, until the other end is closed."""
    attend(line, _work)


def attend(line: Connection, do: Callable[[Connection], None]) -> None:
    """Does what comes over a line, in a process of its own, until the other end is closed.

    A parent that has heard enough, was killed or crashed leaves the line closed, and each of
    these ends this process at the next look around.
    """
    # Both go to all processes of a terminal or service; the parent decides what becomes of them.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    die_with_forker()
    try:
        do(line)
    except (EOFError, ConnectionError):
        return
    except Exception as error:  # the process boundary: the parent reports it and goes on
        logger.debug("a worker failed", exc_info=True)
        with contextlib.suppress(OSError):
            line.send(Failure(f"{type(error).__name__}: {error}"))


def _work(line: Connection) -> None:
    job: SearchJob = line.recv()
    make_kernels_ready()
    line.send(Report(0, None, Pause.MEETING))
    line.recv()
    begin_s = job.clock()
    search = Search(job.instance, seed=job.seed, params=job.params, start=job.start)
    told_cost, told_s = None, 0.0

    def report(pause: Pause) -> None:
        nonlocal told_cost, told_s
        now_s = time.perf_counter()
        elite = None
        if search.best_cost != told_cost and (
            pause is not Pause.NONE or now_s >= told_s + ELITE_EVERY_S
        ):
            elite, told_cost, told_s = search.elite(), search.best_cost, now_s
        line.send(Report(search.steps, elite, pause))

    def look(progress: Progress) -> bool:
        report(Pause.NONE)
        # Between meetings nothing comes but the end of the line.
        return line.poll()

    def meet() -> bool:
        report(Pause.MEETING)
        for elite in line.recv():
            search.adopt(elite)
        return False

    if not search_until(
        search, stop=job.stop, clock=job.clock, begin_s=begin_s, look=look, meet=meet
    ):
        report(Pause.END)
        # Until the line is closed: its end before that would look like a crash.
        while True:
            line.recv()
