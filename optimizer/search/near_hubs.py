"""Which tasks are near which, out of hub labels: without looking at every pair.

Every hub keeps the modes that it leads to, and those that lead to it, by rising cost. From a mode
the hubs of its own list are followed in step, always the one that is cheapest so far: so other
modes come by rising cost, and a search ends when it has enough (k nearest neighbours by hub
labels: Abraham, Delling, Fiat, Goldberg & Werneck 2012, HLDB, doi 10.1145/2424321.2424365).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import Instance
from optimizer.kernel import allocating_kernel, kernel
from optimizer.network.heap import Heap, make_heap, pop, push
from optimizer.network.hub_query import LAST, HubLabels, seconds_and_metres

CANDIDATES = 2
"""Lists of candidates are so many times longer than the lists of neighbours."""

LOOKS = 100
"""How many times more entries of hubs a search may look at, most of them of tasks it has."""


class _Side(NamedTuple):
    """The lists by mode, and those of the other side by hub: h has [first[h], first[h + 1])."""

    start: NDArray[np.int64]
    hub: NDArray[np.int32]
    cost: NDArray[np.int64]
    first: NDArray[np.int64]
    met_task: NDArray[np.int64]
    met_cost: NDArray[np.int64]


class _Windows(NamedTuple):
    """First and last second of each task's windows."""

    begin_s: NDArray[np.int64]
    end_s: NDArray[np.int64]


def near_by_labels(
    instance: Instance, profile_of_task: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    """Returns what `nearest_tasks` returns.

    Of each mode, to it and from it, the tasks that are fastest to drive to are candidates, twice
    as many as are wanted; those are sorted as by the matrix. So lists are the same where cost is
    one number and no more than that are equally far, as in benchmark files, and differ in a few
    far ones where seconds and metres do not agree. A task whose windows hardly any other shares
    may get a short list.
    """
    assert instance.labels is not None
    near = np.full((instance.num_tasks, count), -1, dtype=np.int64)
    starts = instance.mode_start[: instance.num_tasks]
    windows = _Windows(
        instance.window_earliest_s[instance.window_start[starts]],
        instance.window_latest_s[instance.window_start[starts + 1] - 1],
    )
    task_of_mode = np.repeat(np.arange(instance.num_elements), np.diff(instance.mode_start))
    num_hubs = instance.labels.num_hubs
    for profile in range(len(instance.travel_size)):
        tasks = np.flatnonzero(profile_of_task == profile)
        is_mine = np.zeros(instance.num_elements, dtype=np.bool_)
        is_mine[tasks] = True
        modes = np.flatnonzero(is_mine[task_of_mode])
        place = np.full(len(task_of_mode), -1, dtype=np.int64)
        place[modes] = instance.travel_offset[profile] + instance.mode_place[profile, modes]
        ahead, back = _sides(instance.labels, place, modes, task_of_mode, num_hubs)
        _search(instance.mode_start, tasks, ahead, back, windows, near, CANDIDATES * count)
    return near


def _sides(
    labels: HubLabels,
    place: NDArray[np.int64],
    modes: NDArray[np.int64],
    task_of_mode: NDArray[np.int64],
    num_hubs: int,
) -> tuple[_Side, _Side]:
    """Returns what drives out of modes meet, and what drives to them come from."""
    lists = (
        (labels.out_start[place], labels.out_hub, labels.out_cost),
        (labels.in_start[place], labels.in_hub, labels.in_cost),
    )
    met = [_by_hub(start, hub, cost, modes, task_of_mode, num_hubs) for start, hub, cost in lists]
    return _Side(*lists[0], *met[1]), _Side(*lists[1], *met[0])


def _by_hub(
    start: NDArray[np.int64],
    hub: NDArray[np.int32],
    cost: NDArray[np.int64],
    modes: NDArray[np.int64],
    task_of_mode: NDArray[np.int64],
    num_hubs: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Returns the entries of the modes' lists by hub and rising cost: first, tasks and costs."""
    ends = np.flatnonzero(hub == LAST)
    length = ends[np.searchsorted(ends, start[modes])] - start[modes]
    before = np.cumsum(length) - length
    entry = np.arange(int(length.sum())) + np.repeat(start[modes] - before, length)
    task = np.repeat(task_of_mode[modes], length)
    order = np.lexsort((task, cost[entry], hub[entry]))
    first = np.searchsorted(hub[entry][order], np.arange(num_hubs + 1))
    return first, task[order], cost[entry][order]


@kernel
def _gather(
    side: _Side,
    windows: _Windows,
    task: int,
    mode: int,
    heap: Heap,
    at: NDArray[np.int64],
    end: NDArray[np.int64],
    own: NDArray[np.int64],
    seen_in: NDArray[np.int64],
    search: int,
    apart: NDArray[np.int64],
    found: NDArray[np.int64],
    num_found: int,
    wanted: int,
) -> int:
    """Adds the tasks nearest to a mode to those found; returns how many these are.

    `apart` is the least sum of seconds and metres to a task, -1 for those not found before.
    """
    num_hubs, size, num_new, looks = 0, 0, 0, LOOKS * wanted
    k = side.start[mode]
    while side.hub[k] != LAST:
        hub = side.hub[k]
        if side.first[hub] < side.first[hub + 1]:
            at[num_hubs], end[num_hubs] = side.first[hub], side.first[hub + 1]
            own[num_hubs] = side.cost[k]
            size = push(heap, size, own[num_hubs] + side.met_cost[at[num_hubs]], num_hubs)
            num_hubs += 1
        k += 1
    while size > 0 and num_new < wanted and looks > 0:
        cost, hub = heap.key[0], heap.item[0]
        size = pop(heap, size)
        near = side.met_task[at[hub]]
        at[hub] += 1
        looks -= 1
        if at[hub] < end[hub]:
            size = push(heap, size, own[hub] + side.met_cost[at[hub]], hub)
        # The first time a task is met is the cheapest way to it.
        if near == task or seen_in[near] == search:
            continue
        if windows.begin_s[near] > windows.end_s[task]:
            continue
        if windows.begin_s[task] > windows.end_s[near]:
            continue
        seen_in[near] = search
        num_new += 1
        seconds, metres = seconds_and_metres(cost)
        if apart[near] < 0:
            found[num_found] = near
            num_found += 1
            apart[near] = seconds + metres
        else:
            apart[near] = min(apart[near], seconds + metres)
    return num_found


@allocating_kernel
def _search(
    mode_start: NDArray[np.int64],
    tasks: NDArray[np.int64],
    ahead: _Side,
    back: _Side,
    windows: _Windows,
    near: NDArray[np.int64],
    wanted: int,
) -> None:
    num_tasks, count = near.shape
    longest = len(ahead.first)
    heap = make_heap(longest)
    at = np.empty(longest, dtype=np.int64)
    end = np.empty(longest, dtype=np.int64)
    own = np.empty(longest, dtype=np.int64)
    seen_in = np.full(num_tasks, -1, dtype=np.int64)
    apart = np.full(num_tasks, -1, dtype=np.int64)
    found = np.empty(num_tasks, dtype=np.int64)
    search = 0
    for task in tasks:
        num_found = 0
        for mode in range(mode_start[task], mode_start[task + 1]):
            for side in (ahead, back):
                search += 1
                num_found = _gather(
                    side,
                    windows,
                    task,
                    mode,
                    heap,
                    at,
                    end,
                    own,
                    seen_in,
                    search,
                    apart,
                    found,
                    num_found,
                    wanted,
                )
        # Of equally near ones those with the lower number come first.
        candidates = np.sort(found[:num_found])
        order = np.argsort(apart[candidates], kind="mergesort")
        for k in range(min(count, num_found)):
            near[task, k] = candidates[order[k]]
        for k in range(num_found):
            apart[found[k]] = -1
