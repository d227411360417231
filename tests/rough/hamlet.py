"""Runs `./run` on the hamlet in real processes, and holds it at a stage."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
HAMLET = ROOT / "tests" / "data" / "hamlet"
STREETS = ROOT / "tests" / "data" / "nine_corners.osm"

PATIENCE_S = 900.0
"""No test waits for longer; on an idle machine all of them take seconds."""


def plan(out: Path, *limits: str) -> list[str]:
    """The arguments of a plan of the hamlet."""
    return ["plan", str(HAMLET), "--osm", str(STREETS), *limits, "--out", str(out)]


def start(
    arguments: Sequence[str],
    *,
    module: str = "api.commands.supervised",
    environment: dict[str, str] | None = None,
    stdout: int | IO[bytes] = subprocess.PIPE,
    stderr: int | IO[bytes] = subprocess.PIPE,
) -> subprocess.Popen[bytes]:
    """Starts a command as `./run` does."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=os.environ | {"LC_ALL": "C.UTF-8", **(environment or {})},
        stdout=stdout,
        stderr=stderr,
    )


def read_until(stream: IO[bytes], text: bytes) -> bytes:
    """Reads what a process tells until it tells this, and returns it."""
    told = b""
    while text not in told:
        more = os.read(stream.fileno(), 1 << 16)
        assert more, f"ended without saying {text!r}: {told!r}"
        told += more
    return told


def descendants(pid: int) -> set[int]:
    """Processes that a process has started, and those that these have."""
    found: set[int] = set()
    todo = [pid]
    while todo:
        listed = Path(f"/proc/{todo.pop()}/task").glob("*/children")
        for path in listed:
            fresh = set(map(int, path.read_text().split())) - found
            found |= fresh
            todo += fresh
    return found


def is_running(pid: int) -> bool:
    """Whether a process is there and has not just ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"
