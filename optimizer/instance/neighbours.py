"""Which tasks are near which."""

import numpy as np
from numpy.typing import NDArray

from optimizer.instance.instance import FAR, Instance
from optimizer.instance.near_hubs import near_by_labels
from optimizer.kernel import allocating_kernel


def nearest_tasks(
    instance: Instance, profile_of_task: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    """Returns the `count` nearest tasks of each task, -1 behind a short list.

    Near is what costs few metres and seconds from one to the other, in the better direction and
    between the best modes. Tasks of different profiles are no neighbours, nor are tasks whose
    windows have no moment in common.
    """
    if instance.labels is not None:
        return near_by_labels(instance, profile_of_task, count)
    return _near_by_matrix(instance, profile_of_task, count)


@allocating_kernel
def _near_by_matrix(
    problem: Instance, profile_of_task: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    n = problem.demand.shape[0]
    near = np.full((n, count), -1, dtype=np.int64)
    apart = np.empty(n, dtype=np.int64)
    for t in range(n):
        profile = profile_of_task[t]
        for u in range(n):
            apart[u] = 4 * FAR
            if u == t or profile_of_task[u] != profile or not _overlap(problem, t, u):
                continue
            size = problem.travel_size[profile]
            start = problem.travel_offset[profile]
            for a in range(problem.mode_start[t], problem.mode_start[t + 1]):
                i = problem.mode_place[profile, a]
                for b in range(problem.mode_start[u], problem.mode_start[u + 1]):
                    j = problem.mode_place[profile, b]
                    out = start + 2 * (i * size + j)
                    back = start + 2 * (j * size + i)
                    apart[u] = min(
                        apart[u],
                        np.int64(problem.travel[out]) + problem.travel[out + 1],
                        np.int64(problem.travel[back]) + problem.travel[back + 1],
                    )
        # Sorting all of them would take most of the time; only the nearest need an order.
        farthest = min(np.partition(apart, count)[count] if count < n else 2 * FAR, 2 * FAR - 1)
        within = np.flatnonzero(apart <= farthest)
        order = np.argsort(apart[within], kind="mergesort")
        for k in range(min(count, len(within))):
            near[t, k] = within[order[k]]
    return near


@allocating_kernel
def _overlap(problem: Instance, t: int, u: int) -> bool:
    """Says whether the spans of two tasks' windows have a moment in common."""
    a, b = problem.mode_start[t], problem.mode_start[u]
    begin_a = problem.window_earliest_s[problem.window_start[a]]
    begin_b = problem.window_earliest_s[problem.window_start[b]]
    end_a = problem.window_latest_s[problem.window_start[a + 1] - 1]
    end_b = problem.window_latest_s[problem.window_start[b + 1] - 1]
    return begin_a <= end_b and begin_b <= end_a
