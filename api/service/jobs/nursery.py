"""Where the processes of plans come from: copies of one that has read all that they need.

To read the packages of a search takes three seconds of a processor, for each plan anew. On Linux
one process, which has no threads of ours and does nothing else, reads them once, and is copied
for each plan in milliseconds. Elsewhere copies are not safe: there each process reads for itself.
"""

import multiprocessing
import sys
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from multiprocessing.connection import wait
from typing import Any

LOST = 255
"""What `multiprocessing` has for the exit code of a copy when the one that was copied is gone."""

_PRELOADED = (
    "api.service.jobs.preloaded",
    "api.service.jobs.child",
    "scenarios.plan_request",
    "scenarios.repeated",
)

# Starting one looks after the others, too: two threads at once would take each other's news.
_turn = threading.Lock()


class NurseryProcess:
    """A process that calls a function, and a line to it that closes when either is gone.

    Parameters
    ----------
    target
        Called with its end of the line and the values.
    """

    def __init__(self, target: Callable[..., None], values: Mapping[str, Any]) -> None:
        context = _context()
        self._code: int | None = None
        self.line, theirs = context.Pipe()
        made = partial(context.Process, target=target, args=(theirs,), kwargs=dict(values))
        try:
            with _turn:
                self._process = _start(made)
        except BaseException:
            self.line.close()
            raise
        finally:
            theirs.close()

    @property
    def exit_code(self) -> int | None:
        """As `multiprocessing` has it: a signal's number is negative; None while it lives.

        None also while another one is begun: that may take seconds, and nobody must wait for it.
        """
        if self._code is None and _turn.acquire(blocking=False):
            try:
                self._code = self._process.exitcode
            finally:
                _turn.release()
        return self._code

    def wait(self, patience_s: float) -> None:
        """Waits until it has ended, or for so long."""
        wait([self._process.sentinel], patience_s)

    def kill(self) -> None:
        """Ends it, and returns when it has ended."""
        # Of one that has ended, the number may by now be another's.
        if not wait([self._process.sentinel], 0):
            self._process.kill()
            wait([self._process.sentinel])


def open_nursery() -> None:
    """Begins to read what plans need, so that the first one need not wait for it.

    From the main thread: what is begun ends with the thread that began it.
    """
    if _is_copied():
        from multiprocessing.forkserver import ensure_running

        _context()
        with _turn:
            ensure_running()


def _start(made: Callable[[], Any]) -> Any:
    """Returns a process that has begun; where what it is a copy of has just ended, another has."""
    for pause_s in (0.1, 0.5, 1.0):
        process = made()
        try:
            process.start()
        except (OSError, EOFError):
            # It is begun anew once the system says that it has ended, which takes a moment.
            time.sleep(pause_s)
        else:
            return process
    process = made()
    process.start()
    return process


def _is_copied() -> bool:
    return sys.platform == "linux"


def _context() -> Any:
    context = multiprocessing.get_context("forkserver" if _is_copied() else "spawn")
    if _is_copied():
        context.set_forkserver_preload([*_PRELOADED])
    return context
