"""In which lane work is done, and what going over to another one takes."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from optimizer.day.day import Day
from optimizer.instance import FEN, Interruptions, LaneChanges
from optimizer.network.kerb import Side
from optimizer.network.road_network import RoadNetwork
from optimizer.task import Task

WITHIN_M = 50
"""Who drives farther between two works has gone over on the way (assumed)."""

KERB_WIDTH_M = 4
"""How wide a strip is that a metre of kerb stands for (assumed)."""

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


def goes_over(before: int, lane: int, drive_m: int) -> bool:
    """Says whether who drives so far from work in one lane to work in another changes lanes."""
    return before != lane and NO_LANE not in (before, lane) and drive_m <= WITHIN_M


def lanes_across(network: RoadNetwork, task: Task) -> int:
    """Returns how many lanes lie between the right edge of the road and where a task is done."""
    lane = lane_of(task)
    if lane == MEDIAN:
        return max(0, int(network.arc_lanes[task.modes[0].place.entries[0].arc]) - 1)
    return max(0, lane - 1)


def lane_changes_of(
    network: RoadNetwork,
    tasks: Sequence[Task],
    num_modes: Sequence[int],
    *,
    total: int,
    types: int,
) -> LaneChanges:
    """Returns the lanes of a day's tasks and the seconds of going over, without a price.

    Parameters
    ----------
    num_modes
        Of each task.
    total, types
        The number of modes, with those of facilities, and of vehicle types.
    """
    rows = [
        (lane_of(task), lanes_across(network, task), task.lane_change_s, task.lane_crossed_s)
        for task in tasks
    ]
    columns = np.zeros((4, total), dtype=np.int64)
    columns[:, : sum(num_modes)] = np.repeat(
        np.array(rows, dtype=np.int64).reshape(-1, 4), num_modes, axis=0
    ).T
    lane, across, change_s, crossed_s = columns
    return LaneChanges(
        mode_lane=lane,
        mode_across=across,
        mode_change_s=change_s,
        mode_crossed_s=crossed_s,
        mode_change_cost=np.zeros(total, dtype=np.int64),
        type_within_m=np.full(types, WITHIN_M, dtype=np.int64),
    )


def with_price_on_lane_changes(
    day: Day,
    network: RoadNetwork,
    *,
    lane_change_fen: int = 0,
    lane_change_m: int = 0,
    fen_per_m2: NDArray[np.float64] | float = 0.0,
) -> Day:
    """Returns the day with a price on going over to another lane.

    Parameters
    ----------
    lane_change_fen, lane_change_m
        The price, and how many metres of kerb it is worth on top.
    fen_per_m2
        What a square metre of each task is worth to the search; shape (T,).
    """
    if not lane_change_fen and not lane_change_m:
        return day
    instance = day.instance
    lanes = instance.lane_changes
    if lanes is None:
        lanes = lane_changes_of(
            network,
            day.tasks,
            np.diff(instance.mode_start)[: len(day.tasks)].tolist(),
            total=len(instance.mode_service_m),
            types=len(instance.type_profile),
        )
    fen = lane_change_fen + _worth_fen(day, fen_per_m2, metres=lane_change_m)
    priced = replace(lanes, mode_change_cost=_of_modes(day, FEN * fen))
    return replace(day, instance=instance.replace(lane_changes=priced))


def with_least_run(day: Day, *, least_run_m: int, fen_per_m2: NDArray[np.float64] | float) -> Day:
    """Returns the day with a price on driving to a kerb or lane: so many metres of it.

    Parameters
    ----------
    fen_per_m2
        As for `with_price_on_lane_changes`.
    """
    if not least_run_m:
        return day
    fen = _worth_fen(day, fen_per_m2, metres=least_run_m)
    begins = Interruptions(mode_begin_cost=_of_modes(day, FEN * fen))
    return replace(day, instance=day.instance.replace(interruptions=begins))


def _worth_fen(
    day: Day, fen_per_m2: NDArray[np.float64] | float, *, metres: int
) -> NDArray[np.int64]:
    """Returns what so many metres of each task's kerb are worth."""
    worth = np.broadcast_to(np.asarray(fen_per_m2), len(day.tasks)) * KERB_WIDTH_M * metres
    return np.asarray(np.round(worth).astype(np.int64))


def _of_modes(day: Day, values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns values of the tasks for each mode; 0 for those of facilities."""
    starts = day.instance.mode_start
    of_modes = np.zeros(len(day.instance.mode_service_m), dtype=np.int64)
    modes = np.diff(starts)[: len(day.tasks)]
    of_modes[: int(modes.sum())] = np.repeat(values, modes)
    return of_modes
