"""Work in a process beside this one, where the system can fork one."""

import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

from optimizer.forking import can_fork
from optimizer.orphans import die_with_forker

Outcome = TypeVar("Outcome")


def begin_beside(work: Callable[[], Outcome]) -> Callable[[], Outcome]:
    """Begins work in a forked process; returns what waits for its outcome.

    Where a process cannot be forked or ends early, the work is done here when its outcome is asked
    for. So its errors are raised here too.
    """
    if not can_fork():
        return work
    context = multiprocessing.get_context("fork")
    mine, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(work, theirs), daemon=True)
    process.start()
    theirs.close()

    def wait() -> Outcome:
        try:
            outcome: Outcome = mine.recv()
        except EOFError:
            outcome = work()
        process.join()
        return outcome

    return wait


def _work(work: Callable[[], Outcome], line: Connection) -> None:
    # Ctrl-C is heard by the process that the user started; this one ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_forker()
    try:
        outcome = work()
    except Exception:  # it is met again, and told, by who asks for the outcome
        line.close()
    else:
        line.send(outcome)
