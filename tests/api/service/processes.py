"""Processes on this machine, for tests that kill them."""

import contextlib
from pathlib import Path
from typing import NamedTuple

from api.service.jobs.lifeline import process_name


class Process(NamedTuple):
    """One line of a list of processes."""

    pid: int
    name: str
    state: str
    parent: int

    @property
    def is_alive(self):
        """Whether it is more than what is left of one that has ended."""
        return self.state not in ("Z", "X")


def processes_of(plan_id):
    """The processes that work on a plan, or another job; copies of theirs that help are none."""
    found = {one.pid: one for one in processes() if one.name == process_name(plan_id)}
    return [pid for pid, one in found.items() if one.is_alive and one.parent not in found]


def processes():
    """All processes there are."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name stands in parentheses, and may have some of its own.
            pid, _, rest = path.read_text().partition(" (")
            name, _, rest = rest.rpartition(") ")
            state, parent, *_ = rest.split()
            found.append(Process(int(pid), name, state, int(parent)))
    return found


def processes_named(name):
    """The processes of a name, as the kernel has it."""
    return [one.pid for one in processes() if one.name == name]


def children_of(pid):
    """The processes that a process has begun."""
    return [one.pid for one in processes() if one.parent == pid]


def is_alive(pid):
    """Whether there is such a process, and not only what is left of one."""
    return any(one.is_alive for one in processes() if one.pid == pid)
