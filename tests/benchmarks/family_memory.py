"""What a process takes with all that come of it, as Linux tells it."""

import os
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

_PROC = Path("/proc")


class Taken(NamedTuple):
    """What processes take together.

    Parameters
    ----------
    memory_bytes
        What several share counts once: of a page that two have, each is given half.
    computing_s
        Processor time of those that run.
    """

    memory_bytes: int
    computing_s: float


def taken_by_family(process_id: int) -> dict[int, Taken]:
    """Returns what a process and each of its descendants take, by process.

    Empty where the system does not tell.
    """
    children: defaultdict[int, list[int]] = defaultdict(list)
    computing_s: dict[int, float] = {}
    for path in _PROC.glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        number = int(path.parent.name)
        children[int(fields[1])].append(number)
        computing_s[number] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    found: dict[int, Taken] = {}
    todo = [process_id]
    while todo:
        number = todo.pop()
        todo += children[number]
        memory_bytes = _proportional_bytes(number)
        if memory_bytes is not None:
            found[number] = Taken(memory_bytes, computing_s[number])
    return found


def _proportional_bytes(process_id: int) -> int | None:
    try:
        text = (_PROC / str(process_id) / "smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return None
    return sum(int(row.split()[1]) * 1024 for row in text.splitlines() if row.startswith("Pss:"))
