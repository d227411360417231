"""Which facilities a part can do without, where a region has many of them.

A reset has a mode for each facility, and every route keeps room for all of them at every position:
with a hundred facilities a part would take a hundred times the memory it needs.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import Drives, Instance

MOST_FACILITIES = 16
"""Resets with no more modes than this keep all of them."""

SAMPLES, NEAREST = 100, 3
"""So many tasks of a part are asked for their so many nearest facilities."""


def find_needless_modes(
    instance: Instance,
    drives: Drives,
    duties: NDArray[np.int64],
    tasks: NDArray[np.int64],
    routes: Sequence[Sequence[int]],
) -> NDArray[np.bool_] | None:
    """Returns modes of resets that are near nothing in a part, None when all are to stay.

    Those stay that are among the nearest to a duty's depot, to a sample of the tasks, or to the
    tasks beside a visit in a route; of facilities with other opening hours each kind has its
    nearest.
    """
    types = np.unique(instance.duty_type[duties])
    resets = np.union1d(instance.type_reset[types], instance.type_final_reset[types])
    crowded = [e for e in resets[resets >= 0].tolist() if len(instance.modes(e)) > MOST_FACILITIES]
    if not crowded:
        return None
    beside = [_tasks_beside_resets(instance, routes[duty]) for duty in duties]
    sample = np.unique(
        np.concatenate((tasks[:: max(1, len(tasks) // SAMPLES)], *beside)).astype(np.int64)
    )
    needless = np.zeros(len(instance.mode_service_m), dtype=np.bool_)
    for element in crowded:
        needless[instance.modes(element)] = True
    for profile in np.unique(instance.type_profile[types]).tolist():
        mine = duties[instance.type_profile[instance.duty_type[duties]] == profile]
        places = instance.mode_place[profile, instance.mode_start[sample]]
        depots = (instance.duty_start_place[mine], instance.duty_end_place[mine])
        places = np.unique(np.concatenate((places[places >= 0], *depots)))
        for element in crowded:
            for modes in _group_by_hours(instance, element):
                modes = modes[instance.mode_place[profile, modes] >= 0]
                if len(modes):
                    needless[_find_nearest(instance, drives, profile, modes, places)] = False
    return needless


def _tasks_beside_resets(instance: Instance, route: Sequence[int]) -> NDArray[np.int64]:
    """Returns the tasks right before and right behind the facility visits of a route."""
    elements = np.asarray(route, dtype=np.int64)
    is_reset = elements >= instance.num_tasks
    beside = np.zeros(len(elements), dtype=np.bool_)
    beside[:-1] |= is_reset[1:]
    beside[1:] |= is_reset[:-1]
    return elements[beside & ~is_reset]


def _group_by_hours(instance: Instance, element: int) -> list[NDArray[np.int64]]:
    """Returns the modes of a reset by their windows."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for mode in instance.modes(element):
        own = slice(int(instance.window_start[mode]), int(instance.window_start[mode + 1]))
        hours = (*instance.window_earliest_s[own], *instance.window_latest_s[own])
        groups.setdefault(tuple(int(second) for second in hours), []).append(mode)
    return [np.array(modes, dtype=np.int64) for modes in groups.values()]


def _find_nearest(
    instance: Instance,
    drives: Drives,
    profile: int,
    modes: NDArray[np.int64],
    places: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Returns the modes that are among the nearest to any of the places, there and back."""
    # Metres too: a benchmark file may have no times.
    away = [
        drives.round_trips(profile, int(instance.mode_place[profile, mode]), places).sum(axis=1)
        for mode in modes
    ]
    ranked = np.argsort(np.array(away), axis=0, kind="stable")
    return modes[np.unique(ranked[:NEAREST])]
