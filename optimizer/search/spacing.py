"""How far apart tasks lie, in cost."""

import numpy as np

from optimizer.instance import Drives, Instance

NEAR = 5
"""The neighbour whose distance counts: the nearest ones mostly adjoin the task."""

LOOKED_AT = 200
"""Tasks looked at, evenly spread over all."""


def mean_spacing(instance: Instance) -> float:
    """Returns what the drive to the fifth neighbour costs on average, in the better direction.

    Each task by the rates of the first vehicle type that may do it; 0.0 where none has so many
    neighbours.
    """
    if instance.neighbours.shape[1] < NEAR:
        return 0.0
    drives = Drives(instance)
    costs: list[int] = []
    for task in range(0, instance.num_tasks, -(-instance.num_tasks // LOOKED_AT)):
        near = int(instance.neighbours[task, NEAR - 1])
        if near < 0 or not instance.allowed[:, task].any():
            continue
        kind = int(np.argmax(instance.allowed[:, task]))
        profile = int(instance.type_profile[kind])
        own, other = (
            instance.mode_place[profile, instance.mode_start[t] : instance.mode_start[t + 1]]
            for t in (task, near)
        )
        rates = np.array([instance.type_per_s[kind], instance.type_per_m[kind]])
        costs.append(
            min(
                int((row(profile, int(place))[other].astype(np.int64) @ rates).min())
                for row in (drives.leaving, drives.coming)
                for place in own
            )
        )
    return float(np.mean(costs)) if costs else 0.0
