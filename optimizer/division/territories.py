"""Which tasks are whose before there are routes: each duty gets a piece of the map.

First the tasks are dealt to groups of duties that stand in one place, each to the nearest that has
hours left for it, those first that would lose most by going elsewhere. Then each group's tasks are
dealt to its duties, one patch of neighbours after the other. These are no routes, only a hint at
which duties and tasks belong into one part.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from optimizer.instance import FAR, Drives, Instance

NO_WAY = 4 * FAR
"""Seconds to a task that a group cannot do."""


def deal_territories(instance: Instance) -> list[list[int]]:
    """Returns tasks for each duty, each task once; those that nobody may do are left out."""
    groups = [
        np.flatnonzero(instance.duty_group == number)
        for number in range(int(instance.duty_group.max()) + 1)
    ]
    drives = Drives(instance)
    away_s = np.array([_away_s(instance, drives, int(duties[0])) for duties in groups])
    work_s = _work_s(instance)
    group_of_task = _deal(instance, groups, away_s, work_s)
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
    """Returns the least seconds that each task takes any type with the skill, 0 for none."""
    first = instance.mode_start[: instance.num_tasks]
    least_s = np.full(instance.num_tasks, NO_WAY, dtype=np.int64)
    for able, service_s in zip(instance.allowed, instance.mode_service_s, strict=True):
        least_s = np.where(able, np.minimum(least_s, service_s[first]), least_s)
    return np.where(least_s < NO_WAY, least_s, 0)


def _deal(
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
    left_s = _hours_s(instance, groups, away_s, work_s)
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


def _hours_s(
    instance: Instance,
    groups: list[NDArray[np.int64]],
    away_s: NDArray[np.int64],
    work_s: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Returns how much work each group is to be dealt: its hours, or its share where they are few.

    Groups that have work in common, if only by way of others, share it by their hours.
    """
    shift_s = instance.duty_end_s - instance.duty_start_s
    hours_s = np.array([float(shift_s[duties].sum()) for duties in groups])
    can = (away_s < FAR).astype(np.float32)
    _, component = connected_components(can @ can.T > 0, directed=False)
    for number in range(int(component.max()) + 1):
        mine = component == number
        due_s = float(work_s[can[mine].any(axis=0)].sum())
        hours_s[mine] *= max(1.0, due_s / max(1.0, float(hours_s[mine].sum())))
    return hours_s


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
