"""What ties a command's process to the one that listens for it, as `api.commands.supervised` says.

Imports next to nothing of ours, for both sides use it.
"""

import contextlib
import os
import signal
import threading

from optimizer.forking import WAITS_ONLY

LIFELINE = "ONEBROOM_LIFELINE"
"""Number of a pipe's end that closes when the listening process is gone."""

LAST_WORDS = "ONEBROOM_LAST_WORDS"
"""Number of a pipe's end for what is to be said of this process when it cannot itself."""

ENDED, LOST = "ended", "lost"
"""Ended because it was asked to and took too long; ended by the system."""

LITTER = "litter"
"""What would be left behind of this process then: a path to be removed."""

_last_words = -1
_left: dict[str, str] = {}


def follow() -> None:
    """Ties this process to the one that started it, if that listens for it.

    It starts deaf to SIGTERM, which until now would have ended it without a word, and to Ctrl-C,
    which it goes on leaving to the other.
    """
    global _last_words
    lifeline = os.environ.pop(LIFELINE, "")
    _last_words = int(os.environ.pop(LAST_WORDS, "-1"))
    if lifeline:
        for end in (int(lifeline), _last_words):
            os.set_inheritable(end, False)
        thread = threading.Thread(
            target=_die_with, args=(int(lifeline),), name=WAITS_ONLY, daemon=True
        )
        thread.start()
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTERM,))


def _die_with(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGKILL)


def leave_word(occasion: str, text: str) -> None:
    """Leaves word of what is to be said on an occasion; a later one counts for an earlier one.

    Parameters
    ----------
    text
        In it SIGNAL stands for the name of the signal that ended this process.
    """
    if _last_words >= 0 and _left.get(occasion) != text:
        _left[occasion] = text
        # Full, or nobody there: then it is not said.
        with contextlib.suppress(OSError):
            os.write(_last_words, f"{occasion}\t{text}\n".encode())
