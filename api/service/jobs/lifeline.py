"""What ties a process to the one that started it, and what it is called in lists of processes."""

import contextlib
import ctypes
import signal

_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15

NURSERY = "plans-nursery"
"""What the process is called that those of plans are copies of."""


def die_with_parent() -> None:
    """Lets the kernel end this process with its parent, even while compiled code hears nothing."""
    _control(_PR_SET_PDEATHSIG, signal.SIGKILL)


def hear_no_signals() -> None:
    """Leaves Ctrl-C, and the SIGTERM that systemd sends to all, to the server alone.

    It asks for the best of each search, which would else end without handing it in, and be counted
    as a death of its own.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def process_name(plan_id: str) -> str:
    """Returns what the process of a plan is called: the kernel keeps fifteen letters."""
    return f"plan-{plan_id[:10]}"


def name_process(name: str) -> None:
    """Names this process for `ps` and `top`."""
    _control(_PR_SET_NAME, name.encode())


def _control(what: int, value: int | bytes) -> None:
    # Other systems have no such thing; there the end of a pipe is heard a little later.
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(what, value, 0, 0, 0)
