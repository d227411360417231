"""In which lane work is done, and what going over to another one costs."""

from dataclasses import replace

import numpy as np

from optimizer.day.day import Day
from optimizer.instance import FEN, LaneChanges
from optimizer.network.kerb import Side
from optimizer.task import Task

WITHIN_M = 50
"""Who drives farther between two works has gone over on the way (assumed)."""

NO_LANE, RIGHT_EDGE, MEDIAN = 0, 1, 99


def lane_of(task: Task) -> int:
    """Returns the lane that a task is done in: 1 is the right edge, 0 stands for none.

    Lanes are counted from the right, and the kerb on the left has a number of its own: how many
    lanes there are in between changes along a street that is worked straight on.
    """
    if task.kerb is None:
        return NO_LANE
    if task.kerb.lane:
        return task.kerb.lane
    return MEDIAN if task.kerb.side is Side.LEFT else RIGHT_EDGE


def with_lane_changes(day: Day, *, lane_change_fen: int) -> Day:
    """Returns the day with a price on going over to another lane."""
    if not lane_change_fen:
        return day
    instance = day.instance
    lanes = np.zeros(len(instance.mode_service_m), dtype=np.int64)
    lanes[: int(instance.mode_start[len(day.tasks)])] = np.repeat(
        [lane_of(task) for task in day.tasks], np.diff(instance.mode_start[: len(day.tasks) + 1])
    )
    return replace(
        day,
        instance=instance.replace(
            lane_changes=LaneChanges(
                mode_lane=lanes,
                mode_change_s=np.zeros_like(lanes),
                mode_change_cost=np.full_like(lanes, FEN * lane_change_fen),
                type_within_m=np.full(len(instance.type_profile), WITHIN_M, dtype=np.int64),
            )
        ),
    )
