"""Ctrl-C as a request: stop, and keep the best so far."""

import os
import signal
from collections.abc import Callable
from types import FrameType

from api.words import Phrasebook
from optimizer.stop import Progress

ShowProgress = Callable[[Progress], None]


class Interrupt:
    """Turns the first Ctrl-C into a request to stop; the second one ends at once."""

    def __init__(self, words: Phrasebook) -> None:
        self.asked = False
        self._said = f"\n{words('command.interrupting')}\n".encode()
        self._listen()

    def _listen(self) -> None:
        signal.signal(signal.SIGINT, self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        # Not print: the signal may arrive while a line of progress is being printed.
        os.write(2, self._said)

    def watching(self, show: ShowProgress) -> ShowProgress:
        """Returns `show` as a callback that also keeps the interrupt alive."""

        def note(progress: Progress) -> None:
            # CP-SAT takes SIGINT for itself while it solves and leaves it to the system's default
            # afterwards, which would end the program without a plan.
            self._listen()
            show(progress)

        return note

    def __call__(self) -> bool:
        return self.asked
