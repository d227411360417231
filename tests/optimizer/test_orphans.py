"""What a process began ends with it, whatever it computes and whoever holds its pipes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# The second copy inherits the end of the first one's pipe by which that knows of its parent.
SCRIPT = """
import os, signal, sys
from optimizer.beside import begin_beside

def work():
    os.write(1, f"{os.getpid()}\\n".encode())
    while True:
        signal.pause()

for _ in range(2):
    begin_beside(work)
signal.pause()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_work_beside_ends_with_a_parent_that_was_killed(number):
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        told = [int(process.stdout.readline()) for _ in range(2)]
        assert process.pid not in told
        process.send_signal(number)
        # Each holds this pipe open as long as it lives: it ends when the last one has ended.
        assert process.communicate(timeout=60) == ("", None)
