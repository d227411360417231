"""Which tasks are whose before there are routes: each duty gets a piece of the map.

First the tasks are dealt to groups of duties that stand in one place, each to the nearest that has
hours left for it, those first that would lose most by going elsewhere. Then each group's tasks are
dealt to its duties, one patch of neighbours after the other. These are no routes, only a hint at
which duties and tasks belong into one part.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from optimizer.drives import Drives
from optimizer.instance import FAR, Instance

NO_WAY = 4 * FAR
"""Seconds to a task that a group cannot do."""


def territories(instance: Instance) -> list[list[int]]:
    """Returns tasks for each duty, each task once; those that nobody may do are left out."""
    groups = [
        np.flatnonzero(instance.duty_group == number)
        for number in range(int(instance.duty_group.max()) + 1)
    ]
    drives = Drives(instance)
    away_s = np.array([_away_s(instance, drives, int(duties[0])) for duties in groups])
    work_s = _work_s(instance)
    group_of_task = _dealt(instance, groups, away_s, work_s)
    patches: list[list[int]] = [[] for _ in range(instance.num_duties)]
    for number, duties in enumerate(groups):
        tasks = np.flatnonzero(group_of_task == number)
        order = tasks[np.argsort(away_s[number, tasks], kind="stable")]
        _deal_patches(instance, order, duties, work_s, patches)
    return patches


def _away_s(instance: Instance, drives: Drives, duty: int) -> NDArray[np.int64]:
    """Returns the seconds from a duty's depot to each task, NO_WAY where it cannot do it."""
    kind = int(instance.duty_type[duty])
    profile = int(instance.type_profile[kind])
    mode = instance.mode_start[: instance.num_tasks]
    end = instance.mode_start[1 : instance.num_tasks + 1] - 1
    opens_s = instance.window_earliest_s[instance.window_start[mode]]
    shuts_s = instance.window_latest_s[instance.window_start[end + 1] - 1]
    may = instance.allowed[kind] & (instance.mode_place[profile, mode] >= 0)
    may &= (opens_s < instance.duty_end_s[duty]) & (shuts_s >= instance.duty_start_s[duty])
    away_s = np.full(instance.num_tasks, NO_WAY, dtype=np.int64)
    row = drives.leaving(profile, int(instance.duty_start_place[duty]))
    away_s[may] = row[instance.mode_place[profile, mode[may]], 0]
    return away_s


def _work_s(instance: Instance) -> NDArray[np.int64]:
    """Returns the least seconds that each task takes any type."""
    starts = instance.mode_start[: instance.num_tasks]
    least = instance.mode_service_s[:, : instance.mode_start[instance.num_tasks]].min(axis=0)
    return np.minimum.reduceat(least, starts) if len(starts) else starts


def _dealt(
    instance: Instance,
    groups: list[NDArray[np.int64]],
    away_s: NDArray[np.int64],
    work_s: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Returns the group that gets each task, -1 for none; shape (T,)."""
    pins = instance.pins
    order = np.argsort(away_s, axis=0, kind="stable")
    ranked_s = np.take_along_axis(away_s, order, axis=0)
    # What the second choice costs more is lost when the first is full.
    loss_s = (ranked_s[1] if len(groups) > 1 else ranked_s[0]) - ranked_s[0]
    shift_s = instance.duty_end_s - instance.duty_start_s
    hours_s = np.array([float(shift_s[duties].sum()) for duties in groups])
    # Where there is more work than hours, each group gets its share of what it may do.
    scarcity = max(1.0, float(work_s.sum()) / max(1.0, float(hours_s.sum())))
    left_s = hours_s * scarcity
    found = np.full(instance.num_tasks, -1, dtype=np.int64)
    for task in np.argsort(-loss_s, kind="stable").tolist():
        if pins[task] >= 0:
            found[task] = instance.duty_group[pins[task]]
            continue
        choices = order[ranked_s[:, task] < FAR, task]
        if len(choices):
            room = left_s[choices] >= work_s[task]
            found[task] = choices[int(room.argmax())]
            left_s[found[task]] -= work_s[task]
    return found


def _deal_patches(
    instance: Instance,
    tasks: NDArray[np.int64],
    duties: NDArray[np.int64],
    work_s: NDArray[np.int64],
    patches: list[list[int]],
) -> None:
    """Deals tasks to the duties of one group: to one after the other a patch of equal work.

    A patch spreads from neighbour to neighbour, at first from the farthest task.
    """
    pins = instance.pins
    waiting = np.zeros(instance.num_tasks, dtype=np.bool_)
    waiting[tasks] = pins[tasks] < 0
    for task in tasks[pins[tasks] >= 0].tolist():
        patches[pins[task]].append(task)
    share_s = float(work_s[tasks].sum()) / len(duties)
    seeds = deque(tasks[::-1].tolist())
    edge: deque[int] = deque()
    done_s = 0.0
    number = 0
    while True:
        while edge and not waiting[edge[0]]:
            edge.popleft()
        if not edge:
            while seeds and not waiting[seeds[0]]:
                seeds.popleft()
            if not seeds:
                return
            edge.append(seeds.popleft())
        task = edge.popleft()
        waiting[task] = False
        patches[int(duties[number])].append(task)
        near = instance.neighbours[task]
        near = near[near >= 0]
        edge.extend(near[waiting[near]].tolist())
        done_s += float(work_s[task])
        if done_s >= share_s * (number + 1) and number < len(duties) - 1:
            # The next patch begins at the edge of this one, so nothing is left between them.
            number += 1
            first = next((one for one in edge if waiting[one]), None)
            edge.clear()
            if first is not None:
                edge.append(first)
