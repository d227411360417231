"""Ctrl-C and SIGTERM: a request to stop and keep the best so far, or the end at once."""

import contextlib
import os
import signal
from collections.abc import Callable
from types import FrameType

from api.words import Phrasebook
from optimizer.stop import Progress, Stage

ShowProgress = Callable[[Progress], None]

REQUESTS = (signal.SIGINT, signal.SIGTERM)

_FIRST_TO_KEEP = Stage.SEARCH
"""From this stage on there is something to keep that is not kept yet."""

_KEPT = frozenset({Stage.EXPLAIN, Stage.BOUND, Stage.DRAW})
"""In these stages it is kept: only more is said about it."""


class Ended(KeyboardInterrupt):
    """A signal that ends what is being done.

    Parameters
    ----------
    number
        Of the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def exit_code(number: int) -> int:
    """Returns how a command ends that a signal ended: 130 for Ctrl-C, 143 for SIGTERM."""
    return 128 + number


ENDED_BY_SIGNAL = frozenset(map(exit_code, REQUESTS))


def end_at_once(number: int, frame: FrameType | None) -> None:
    """Ends what is being done, on a signal."""
    raise Ended(number)


class Interrupt:
    """Takes a signal for a request to stop where that keeps something, else for the end.

    A search ends soon when it is asked to, and keeps its best. While streets are read, or when a
    plan is there and reasons are being found for it, there is nothing to wait for.

    Parameters
    ----------
    keeping
        Whether there is something to keep from the start, as while a week is solved.

    Attributes
    ----------
    asked
        The number of the signal, 0 before one came.
    """

    def __init__(self, words: Phrasebook, *, keeping: bool = False) -> None:
        self.asked = 0
        self._keeping = keeping
        self._said = f"\n{words('command.interrupting')}\n".encode()
        self._listen()

    def _listen(self) -> None:
        for number in REQUESTS:
            signal.signal(number, self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        again, self.asked = bool(self.asked), number
        if not self._keeping or (again and number == signal.SIGINT):
            raise Ended(number)
        if not again:
            # Not print: the signal may arrive while a line of progress is being printed.
            with contextlib.suppress(OSError):
                os.write(2, self._said)

    def watch(self, show: ShowProgress) -> ShowProgress:
        """Returns `show` as a callback that also tells what a signal is to do by now."""

        def note(progress: Progress) -> None:
            if progress.stage == _FIRST_TO_KEEP:
                self._keeping = True
            elif progress.stage in _KEPT:
                self._keeping = False
            show(progress)

        return note

    def __call__(self) -> bool:
        return bool(self.asked)
