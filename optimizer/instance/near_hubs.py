"""Which tasks are near which, out of hub labels: without looking at every pair.

Every hub keeps the modes that it leads to, and those that lead to it, by rising cost. From a mode
the hubs of its own list are followed in step, always the one that is cheapest so far: so other
modes come by rising cost, and a search ends when it has enough (k nearest neighbours by hub
labels: Abraham, Delling, Fiat, Goldberg & Werneck 2012, HLDB, doi 10.1145/2424321.2424365).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.instance.instance import Instance
from optimizer.kernel import allocating_kernel, kernel
from optimizer.network.paths import LAST, Heap, HubLabels, make_heap, pop, push, seconds_and_metres

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
    met_mode: NDArray[np.int64]
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
    one number, as in benchmark files, unless more than that are equally far; where seconds and
    metres disagree, a few of the farther ones may differ. A task with whose windows hardly any
    other shares a moment may get a short list.
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
        ahead, back = _sides(instance.labels, place, modes, num_hubs)
        _search(instance.mode_start, task_of_mode, tasks, ahead, back, windows, near)
    return near


def _sides(
    labels: HubLabels,
    place: NDArray[np.int64],
    modes: NDArray[np.int64],
    num_hubs: int,
) -> tuple[_Side, _Side]:
    """Returns what drives out of modes meet, and what drives to them come from."""
    lists = (
        (labels.out_start[place], labels.out_hub, labels.out_cost),
        (labels.in_start[place], labels.in_hub, labels.in_cost),
    )
    met = [_by_hub(start, hub, cost, modes, num_hubs) for start, hub, cost in lists]
    return _Side(*lists[0], *met[1]), _Side(*lists[1], *met[0])


def _by_hub(
    start: NDArray[np.int64],
    hub: NDArray[np.int32],
    cost: NDArray[np.int64],
    modes: NDArray[np.int64],
    num_hubs: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Returns the entries of the modes' lists by hub and rising cost: first, modes and costs."""
    ends = np.flatnonzero(hub == LAST)
    length = ends[np.searchsorted(ends, start[modes])] - start[modes]
    before = np.cumsum(length) - length
    entry = np.arange(int(length.sum())) + np.repeat(start[modes] - before, length)
    owner = np.repeat(modes, length)
    hub, cost = hub[entry], cost[entry]
    # The sort is stable: of the same hub and cost the entries stay in the order of the modes.
    order = np.lexsort((cost, hub))
    first = np.searchsorted(hub[order], np.arange(num_hubs + 1))
    return first, owner[order], cost[order]


class _Scratch(NamedTuple):
    """What searches write to; the first three by hub of the list that is searched from.

    Parameters
    ----------
    at, end, own
        Entry that is next, end of the entries, and what the own list says of the hub.
    met_in, seen_in
        Search in which a mode, and a task, was last met.
    apart
        Least sum of seconds and metres to a task, -1 for one that is not found.
    found
        The tasks found.
    """

    heap: Heap
    at: NDArray[np.int64]
    end: NDArray[np.int64]
    own: NDArray[np.int64]
    met_in: NDArray[np.int64]
    seen_in: NDArray[np.int64]
    apart: NDArray[np.int64]
    found: NDArray[np.int64]


@kernel
def _gather(
    side: _Side,
    windows: _Windows,
    task_of_mode: NDArray[np.int64],
    mode: int,
    scratch: _Scratch,
    search: int,
    num_found: int,
    wanted: int,
) -> int:
    """Adds the tasks nearest to a mode to those found; returns how many these are."""
    task = task_of_mode[mode]
    num_hubs, size, num_new, looks = 0, 0, 0, LOOKS * wanted
    k = side.start[mode]
    while side.hub[k] != LAST:
        hub = side.hub[k]
        if side.first[hub] < side.first[hub + 1]:
            first, own = side.first[hub], side.cost[k]
            scratch.at[num_hubs], scratch.end[num_hubs] = first, side.first[hub + 1]
            scratch.own[num_hubs] = own
            size = push(scratch.heap, size, own + side.met_cost[first], num_hubs)
            num_hubs += 1
        k += 1
    while size > 0 and num_new < wanted and looks > 0:
        cost, hub = scratch.heap.key[0], scratch.heap.item[0]
        size = pop(scratch.heap, size)
        met = side.met_mode[scratch.at[hub]]
        near = task_of_mode[met]
        scratch.at[hub] += 1
        looks -= 1
        if scratch.at[hub] < scratch.end[hub]:
            following = scratch.own[hub] + side.met_cost[scratch.at[hub]]
            size = push(scratch.heap, size, following, hub)
        # The first time a mode is met is the cheapest way to it.
        if near == task or scratch.met_in[met] == search:
            continue
        scratch.met_in[met] = search
        if windows.begin_s[near] > windows.end_s[task]:
            continue
        if windows.begin_s[task] > windows.end_s[near]:
            continue
        num_new += scratch.seen_in[near] != search
        scratch.seen_in[near] = search
        seconds, metres = seconds_and_metres(cost)
        if scratch.apart[near] < 0:
            scratch.found[num_found] = near
            num_found += 1
            scratch.apart[near] = seconds + metres
        else:
            scratch.apart[near] = min(scratch.apart[near], seconds + metres)
    return num_found


@allocating_kernel
def _search(
    mode_start: NDArray[np.int64],
    task_of_mode: NDArray[np.int64],
    tasks: NDArray[np.int64],
    ahead: _Side,
    back: _Side,
    windows: _Windows,
    near: NDArray[np.int64],
) -> None:
    """Writes the rows of the given tasks."""
    num_tasks, count = near.shape
    num_hubs = len(ahead.first)
    scratch = _Scratch(
        make_heap(num_hubs),
        np.empty(num_hubs, dtype=np.int64),
        np.empty(num_hubs, dtype=np.int64),
        np.empty(num_hubs, dtype=np.int64),
        np.full(len(task_of_mode), -1, dtype=np.int64),
        np.full(num_tasks, -1, dtype=np.int64),
        np.full(num_tasks, -1, dtype=np.int64),
        np.empty(num_tasks, dtype=np.int64),
    )
    search, wanted = 0, CANDIDATES * count
    for task in tasks:
        num_found = 0
        for mode in range(mode_start[task], mode_start[task + 1]):
            for side in (ahead, back):
                search += 1
                num_found = _gather(
                    side, windows, task_of_mode, mode, scratch, search, num_found, wanted
                )
        # Of equally near ones those with the lower number come first.
        found = np.sort(scratch.found[:num_found])
        order = np.argsort(scratch.apart[found], kind="mergesort")
        for k in range(min(count, num_found)):
            near[task, k] = found[order[k]]
        scratch.apart[found] = -1
