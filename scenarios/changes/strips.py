"""What work along a street is called, and what of it is one run to people."""

from optimizer.network.place import ArcKey
from optimizer.task import Task

Strip = tuple[str, ...]
"""Work, street, side and lane."""


def side_of(task: Task[ArcKey]) -> str:
    """Returns the side of the kerb that a task works on, "" for work at a stop."""
    return str(task.kerb.side) if task.kerb else ""


def lane_of(task: Task[ArcKey]) -> str:
    """Returns the lane that a task works, counted from its kerb, "" for other work."""
    return str(task.kerb.lane) if task.kerb and task.kerb.lane else ""


def strip_of(task: Task[ArcKey]) -> Strip:
    """Returns what two pieces of work on end must share to be one run."""
    return (task.work, task.name, side_of(task), lane_of(task))
