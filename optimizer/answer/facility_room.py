"""What facilities with a daily limit still take, after a solution."""

import numpy as np

from optimizer.day import Day
from optimizer.instance import Solution


def facility_room(day: Day, solution: Solution) -> dict[tuple[int, int], int]:
    """Returns what each limit (`mode_limit`) still lets through, by facility and resource."""
    instance = day.instance
    limits = instance.daily_limits
    mode_limit, left = limits.mode_limit, limits.capacity.copy()
    for duty, route in enumerate(solution.routes):
        resets = instance.type_reset[instance.duty_type[duty]]
        load = np.zeros(len(resets), dtype=np.int64)
        for element, mode in route:
            if element < instance.num_tasks:
                load += instance.demand[element]
                continue
            for r in np.flatnonzero(resets == element):
                if mode_limit[mode, r] >= 0:
                    left[mode_limit[mode, r]] -= load[r]
                load[r] = 0
    return {
        (day.mode_of[mode], int(r)): int(left[mode_limit[mode, r]])
        for mode, r in np.argwhere(mode_limit >= 0)
    }
