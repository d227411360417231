"""The kernels of the search, compiled before its clock begins; at a first start by two processes.

Compiling takes minutes, once on a machine. What reads streets and prices paths has kernels too,
and comes first: meanwhile a second process compiles those of the search, and this one finds them
on disk. No kernel is compiled by both: see `optimizer.kernel.SharedCache`.
"""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numba

from optimizer.instance import Solution
from optimizer.search import DEFAULT_PARAMS, Search, small_instance

_ROOT = Path(__file__).parents[2]

logger = logging.getLogger(__name__)

_ahead: list[subprocess.Popen[bytes]] = []
"""The process that compiles ahead, if there is one."""


@contextlib.contextmanager
def compile_ahead() -> Iterator[None]:
    """Lets a second process compile the kernels of the search, where there are none on disk.

    `make_kernels_ready` waits for it. The end of the context ends it.
    """
    if _ahead or are_kernels_compiled() or (os.cpu_count() or 1) < 2:
        yield
        return
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    # A command and no fork: the caller may be a script, a daemon, or have threads.
    process = subprocess.Popen(
        [sys.executable, "-c", f"import {__name__} as c; c.compile_search()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": path},
    )
    _ahead.append(process)
    try:
        yield
    finally:
        _ahead.clear()
        process.kill()
        process.communicate()


@cache
def make_kernels_ready() -> None:
    """Runs every kernel once on a small instance, so that none compiles while the clock runs."""
    # The kernels of the first solution and of the last are left for this process by the other.
    search = Search(small_instance(), seed=0, params=DEFAULT_PARAMS)
    search.complete()
    for process in _ahead:
        if process.wait():
            # Whatever it was, this process meets it itself, and says so.
            logger.debug("compiling ahead ended with %s", process.returncode)
    search.run(2, 0.0, 0.5)
    search.adopt(search.elite())
    with contextlib.suppress(OSError):
        # Whoever cannot note it looks for the kernels again, and finds them.
        _mark().touch()


def compile_search() -> None:
    """Runs the kernels of the search's steps on a small instance.

    This is all that the second process does; it ends with its standard input.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        # Both go to all processes of a terminal or service; the parent decides.
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    instance = small_instance()
    nothing = Solution(routes=((),), cost=0, absent=tuple(range(instance.num_tasks)))
    search = Search(instance, seed=0, params=DEFAULT_PARAMS, start=nothing)
    search.run(2, 0.0, 0.5)


def _end_with_parent() -> None:
    """Ends this process when the one that started it is gone: its end of the line closes then."""
    # Not by `sys.stdin`, whose lock a thread that waits would still hold at the end of all.
    while os.read(0, 1):
        pass
    os._exit(1)


def are_kernels_compiled() -> bool:
    """Returns whether all kernels of the search are on disk."""
    return _mark().exists()


def _mark() -> Path:
    """Returns the file beside the kernels that says that all of the search are there."""
    return Path(numba.config.CACHE_DIR) / "search.compiled"  # type: ignore[attr-defined]
