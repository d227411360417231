"""Processes on this machine, for tests that kill them."""

import contextlib
from pathlib import Path

from api.service.jobs.lifeline import process_name


def processes_of(plan_id):
    """The processes that work on a plan, or another job; copies of theirs that help are none."""
    found = processes_named(process_name(plan_id))
    helpers = {child for pid in found for child in children_of(pid)}
    return [pid for pid in found if pid not in helpers]


def processes_named(name):
    """The processes of a name, as the kernel has it."""
    found = []
    for path in Path("/proc").glob("[0-9]*/comm"):
        with contextlib.suppress(OSError):
            if path.read_text().strip() == name:
                found.append(int(path.parent.name))
    return found


def children_of(pid):
    """The processes that a process has begun."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(one) for one in path.read_text().split()]
    return found


def is_alive(pid):
    """Whether there is such a process, and not only what is left of one."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in ("Z", "X")
