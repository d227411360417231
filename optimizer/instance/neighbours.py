"""Which tasks are near which."""

from typing import NamedTuple

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
    starts = instance.mode_start[: instance.num_tasks]
    return _near_by_matrix(
        _Travel(
            mode_start=instance.mode_start,
            mode_place=instance.mode_place,
            # The first mode's windows stand for all.
            earliest_s=instance.window_earliest_s[instance.window_start[starts]],
            latest_s=instance.window_latest_s[instance.window_start[starts + 1] - 1],
            pairs=instance.travel,
            offset=instance.travel_offset,
            size=instance.travel_size,
        ),
        profile_of_task,
        count,
    )


class _Travel(NamedTuple):
    """What the search of neighbours reads of an instance with matrices.

    Parameters
    ----------
    earliest_s, latest_s
        When a task may begin at all; shape (T,).
    """

    mode_start: NDArray[np.int64]
    mode_place: NDArray[np.int64]
    earliest_s: NDArray[np.int64]
    latest_s: NDArray[np.int64]
    pairs: NDArray[np.int32]
    offset: NDArray[np.int64]
    size: NDArray[np.int64]


@allocating_kernel
def _near_by_matrix(
    travel: _Travel, profile_of_task: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    n = len(profile_of_task)
    near = np.full((n, count), -1, dtype=np.int64)
    apart = np.empty(n, dtype=np.int64)
    for t in range(n):
        profile = profile_of_task[t]
        size, start = travel.size[profile], travel.offset[profile]
        for u in range(n):
            apart[u] = 4 * FAR
            if u == t or profile_of_task[u] != profile:
                continue
            if max(travel.earliest_s[t], travel.earliest_s[u]) > min(
                travel.latest_s[t], travel.latest_s[u]
            ):
                continue
            for a in range(travel.mode_start[t], travel.mode_start[t + 1]):
                i = travel.mode_place[profile, a]
                for b in range(travel.mode_start[u], travel.mode_start[u + 1]):
                    j = travel.mode_place[profile, b]
                    out = start + 2 * (i * size + j)
                    back = start + 2 * (j * size + i)
                    apart[u] = min(
                        apart[u],
                        np.int64(travel.pairs[out]) + travel.pairs[out + 1],
                        np.int64(travel.pairs[back]) + travel.pairs[back + 1],
                    )
        # Sorting all of them would take most of the time; only the nearest need an order.
        farthest = min(np.partition(apart, count)[count] if count < n else 2 * FAR, 2 * FAR - 1)
        within = np.flatnonzero(apart <= farthest)
        order = np.argsort(apart[within], kind="mergesort")
        for k in range(min(count, len(within))):
            near[t, k] = within[order[k]]
    return near
