"""No process computes on when the one that began it is gone, however that one ended."""

import contextlib
import ctypes
import multiprocessing
import os
import signal
import threading

from optimizer.forking import WAITS_ONLY

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Ends this process with its parent, though it be compiling and look at no line.

    For a process that multiprocessing has begun; in any other it does nothing. A thread waits for
    the parent's end, which a pipe tells. After forks that can be late: processes that are forked
    later hold that pipe open too.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_die_after, args=(parent,), name=WAITS_ONLY, daemon=True).start()


def die_with_forker() -> None:
    """Ends this process with the thread that forked it: at once, where the kernel can do that.

    Elsewhere it is no more than `die_with_parent`.
    """
    die_with_parent()
    # Other systems have no such call.
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    parent = multiprocessing.parent_process()
    # It may have ended before it was asked for.
    if parent is not None and os.getppid() != parent.pid:
        os.kill(os.getpid(), signal.SIGKILL)


def _die_after(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGKILL)
