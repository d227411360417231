"""Processes of this machine that search the parts of a large instance.

They are started when there are parts for the first time, and stay for the next rounds and levels.
"""

import contextlib
import logging
from collections.abc import Sequence
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Self

from optimizer.engines.compiling import make_kernels_ready
from optimizer.engines.part_search import (
    PartsCaller,
    PartTask,
    PartWord,
    SearchedHere,
    search_part,
)
from optimizer.engines.worker import Failure, attend
from optimizer.engines.workers import LOOK_S, WorkerProcess, require_may_start

MOST_DEATHS = 3
"""Processes that may be lost before the parts are searched in this one."""

logger = logging.getLogger(__name__)


class PartProcesses:
    """Searches parts in further processes; a context manager that leaves none behind.

    What a process that is lost was at is searched again, to the same end: so nothing of a plan
    depends on it.

    Parameters
    ----------
    count
        Parts at a time.

    Raises
    ------
    InputError
        When this process may not start others.
    """

    def __init__(self, count: int) -> None:
        require_may_start()
        self._count = count
        self._idle: list[WorkerProcess] = []
        self._busy: dict[WorkerProcess, list[int]] = {}
        self._deaths = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in (*self._idle, *self._busy):
            worker.end()
        self._idle, self._busy = [], {}

    def count_lanes(self) -> int:
        """Returns how many parts are searched at a time."""
        return self._count

    def search(self, lanes: Sequence[Sequence[int]], caller: PartsCaller) -> bool:
        """Searches parts, several at a time; says whether the caller ended that."""
        # All at once: each reads its packages first, and takes no part before.
        with contextlib.suppress(OSError):
            while len(self._idle) < len(lanes) and self._deaths <= MOST_DEATHS:
                self._idle.append(WorkerProcess(_work))
        for lane in lanes:
            self._begin_next(list(lane), caller)
        while self._busy:
            speaking = wait([worker.line for worker in self._busy], LOOK_S)
            ended = caller.should_stop()
            for worker in [one for one in self._busy if one.line in speaking]:
                ended = self._hear(worker, caller) or ended
            if ended:
                # What they are at makes nothing that anybody waits for.
                for worker in self._busy:
                    worker.end()
                self._busy = {}
                return True
        return False

    def _begin_next(self, lane: list[int], caller: PartsCaller) -> None:
        """Has the next part of a lane searched that there is time for."""
        while lane:
            task = caller.task_of(lane[0])
            if task is None:
                lane.pop(0)
                continue
            if self._deaths > MOST_DEATHS:
                SearchedHere().search([lane], caller)
                return
            try:
                worker = self._idle.pop() if self._idle else WorkerProcess(_work)
            except OSError as error:
                self._count_loss(lane, str(error))
                continue
            self._busy[worker] = lane
            try:
                worker.line.send(task)
            except OSError as error:
                self._lose(worker, str(error))
                continue
            return

    def _hear(self, worker: WorkerProcess, caller: PartsCaller) -> bool:
        """Takes in one thing that a process says; says whether the caller wants the end."""
        lane = self._busy[worker]
        try:
            said: PartWord | Failure = worker.line.recv()
        except (EOFError, OSError):
            said = Failure("it ended unexpectedly")
        if isinstance(said, Failure):
            self._lose(worker, said.reason)
            self._begin_next(lane, caller)
            return False
        if caller.hear(lane[0], said):
            return True
        if said.end is not None:
            del self._busy[worker]
            self._idle.append(worker)
            lane.pop(0)
            self._begin_next(lane, caller)
        return False

    def _lose(self, worker: WorkerProcess, why: str) -> None:
        """Gives up a process; the part that it was at is still the first of its lane."""
        self._count_loss(self._busy.pop(worker), why)
        worker.end()

    def _count_loss(self, lane: Sequence[int], why: str) -> None:
        logger.warning("a process for part %d of the search was lost: %s", lane[0], why)
        self._deaths += 1


def _work(line: Connection) -> None:
    attend(line, _search_parts)


def _search_parts(line: Connection) -> None:
    """Searches the parts that come over the line until the other end is closed."""
    make_kernels_ready()
    while True:
        task: PartTask = line.recv()

        def say(word: PartWord) -> bool:
            line.send(word)
            # While a part is searched nothing comes but the end of the line.
            return line.poll()

        search_part(task, say)
