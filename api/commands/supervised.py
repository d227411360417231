"""The commands of `./run` in a process of their own: `python -m api.commands.supervised plan ...`.

Much of the work is compiled code, which hears no signal for as long as it takes. So this process
does nothing but listen: to Ctrl-C and SIGTERM, which it hands on as a request, and to how the
other ends. When that has not ended soon after, or is asked a second time, it is ended, whatever it
does. Nothing is lost by that: files appear whole, and the best plan is written when it is found.

Nothing large is imported here: this process is there before anything else is.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from types import FrameType

from api.commands.lifeline import ENDED, LAST_WORDS, LIFELINE, LITTER, LOST
from api.commands.streams import fill_missing

GRACE_S = 2.5
"""Time to keep the best after a request; a user waits for three seconds at most."""

SAME_S = 0.5
"""Signals within this time are one request: `timeout` sends two at once."""

ON_THEIR_OWN = frozenset({"serve", "bench"})
"""Commands that look after processes of theirs, and that end as these see fit."""

_MOST_WORDS = 1 << 16
"""What a pipe holds."""

_REQUESTS = (signal.SIGINT, signal.SIGTERM)


class _Supervisor:
    """Starts a process, hands on what it is asked, and waits for its end."""

    def __init__(self, command: Sequence[str]) -> None:
        self._asked = 0
        # Its end tells the other process that this one is gone.
        lifeline, self._alive = os.pipe()
        self._last_words, told = os.pipe()
        for end in (self._last_words, told):
            os.set_blocking(end, False)
        environment = {LIFELINE: str(lifeline), LAST_WORDS: str(told)}
        # The other is started deaf, and stays so for Ctrl-C, which goes to all processes of a
        # terminal: what it is to do it hears from here.
        signal.pthread_sigmask(signal.SIG_BLOCK, _REQUESTS)
        self._process = subprocess.Popen(
            command, env=os.environ | environment, pass_fds=(lifeline, told)
        )
        os.close(lifeline)
        os.close(told)
        for number in _REQUESTS:
            signal.signal(number, self._hand_on)
        signal.signal(signal.SIGALRM, self._kill)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _REQUESTS)

    def wait(self) -> int:
        """Returns the exit code once the other process has ended."""
        code = self._process.wait()
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number in _REQUESTS:
            # Asked once more now, the answer is the same.
            signal.signal(number, signal.SIG_IGN)
        if code < 0:
            self._speak_for_the_dead(-code)
        if self._asked:
            return 128 + self._asked
        return 128 - code if code < 0 else code

    def _hand_on(self, number: int, frame: FrameType | None) -> None:
        left_s, _ = signal.getitimer(signal.ITIMER_REAL)
        if self._asked and left_s < GRACE_S - SAME_S:
            self._kill(number, frame)
        elif not self._asked:
            self._asked = number
            signal.setitimer(signal.ITIMER_REAL, GRACE_S)
            self._process.send_signal(signal.SIGTERM)

    def _kill(self, number: int, frame: FrameType | None) -> None:
        self._process.kill()

    def _speak_for_the_dead(self, number: int) -> None:
        """Prints what the other process left to be said, and removes what it left behind."""
        try:
            told = os.read(self._last_words, _MOST_WORDS).decode(errors="replace")
        except BlockingIOError:
            return
        words = [line.split("\t", 1) for line in told.splitlines() if "\t" in line]
        for occasion, path in words:
            if occasion == LITTER:
                shutil.rmtree(path, ignore_errors=True)
        said = dict(words).get(ENDED if self._asked else LOST, "")
        with contextlib.suppress(OSError):
            os.write(2, f"\n{said.replace('SIGNAL', signal.Signals(number).name)}\n".encode())


def supervise(command: Sequence[str]) -> int:
    """Runs a program in a process of its own and returns its exit code."""
    fill_missing()
    return _Supervisor(command).wait()


def main(arguments: Sequence[str]) -> int:
    """Runs one command of `./run` and returns its exit code."""
    command = [sys.executable, "-m", "api.commands", *arguments]
    if ON_THEIR_OWN & set(arguments) or not hasattr(signal, "pthread_sigmask"):
        os.execv(sys.executable, command)
    return supervise(command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
