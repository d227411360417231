"""`api.commands`, held at a stage: as if that took a quarter of an hour.

`ONEBROOM_TEST_HOLD` names the stage. With `deaf` after a colon it is held as compiled code holds
it, which hears no signal.
"""

import os
import signal
import sys
import time

from api.commands.__main__ import run
from api.commands.lifeline import LIFELINE
from api.commands.supervised import supervise
from api.screen import ProgressLine
from optimizer.stop import Progress

HOLD_S = 900.0
STAGE, _, HOW = os.environ["ONEBROOM_TEST_HOLD"].partition(":")

show = ProgressLine.__call__


def hold(line: ProgressLine, progress: Progress) -> None:
    held = progress.stage == STAGE
    if held and HOW == "deaf":
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTERM,))
    show(line, progress)
    if held:
        time.sleep(HOLD_S)


if __name__ == "__main__":
    if LIFELINE in os.environ:
        setattr(ProgressLine, "__call__", hold)  # noqa: B010  # mypy knows no other way
        run()
    sys.exit(supervise([sys.executable, "-m", "tests.rough.held", *sys.argv[1:]]))
