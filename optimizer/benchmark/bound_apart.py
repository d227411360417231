"""The lower bound in a process of its own: `python -m optimizer.benchmark.bound_apart FILE`.

It is proved by compiled code, which hears no signal for as long as it takes. Apart, it can be
ended at any time, and what was found is told all the same.
"""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from optimizer.benchmark.bound import lower_bound
from optimizer.benchmark.read import read_carp
from optimizer.errors import InputError

LOOK_S = 0.1
"""Seconds between two looks at the caller."""

_ROOT = Path(__file__).parents[2]
_DONE, _TOO_LARGE = 0, 3


def lower_bound_apart(path: Path, *, should_stop: Callable[[], bool]) -> int | None:
    """Returns what no solution of a file can undercut.

    None when it is not known: the file is too large for it, or it was ended before it was there.
    """
    known = os.environ.get("PYTHONPATH")
    process = subprocess.Popen(
        [sys.executable, "-m", "optimizer.benchmark.bound_apart", str(path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), known)))},
        # Its end tells the other process that this one is gone.
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    # At its end this closes the pipes and waits for it.
    with process:
        while not should_stop():
            # It tells one number, which the pipe holds.
            with contextlib.suppress(subprocess.TimeoutExpired):
                return _read_answer(process, process.wait(LOOK_S))
        process.kill()
    return None


def _read_answer(process: "subprocess.Popen[bytes]", code: int) -> int | None:
    if code == _DONE and process.stdout is not None:
        return int(process.stdout.read())
    if code == _TOO_LARGE:
        return None
    raise RuntimeError(f"proving the bound ended with {code}")


def _end_with_parent() -> None:
    # Not by Python's stream, whose lock would be held when the interpreter goes down.
    os.read(0, 1)
    os._exit(1)


def main() -> int:
    """Prints the bound of the file that the command line names."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        print(lower_bound(read_carp(Path(sys.argv[1]))).value)
    except InputError:
        return _TOO_LARGE
    return _DONE


if __name__ == "__main__":
    sys.exit(main())
