"""Who takes over the load of a vehicle that stands broken down, in the instance of the rest.

It is a stop where that vehicle stands, which brings what is aboard there; only the vehicle that
was named may come for it.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from optimizer.day import Day
from optimizer.instance import Pins


def give_loads(day: Day, takers: Mapping[str, str]) -> Day:
    """Returns a day in which loads are taken over by the vehicles named, or by nobody.

    Of what is pinned none is dearer to leave out than a load.

    Parameters
    ----------
    takers
        The vehicle of each load, by the id of its task.
    """
    instance = day.instance
    pins, allowed = instance.pins.copy(), instance.allowed.copy()
    given = []
    for task_id, vehicle_id in takers.items():
        number = day.task_numbers.get(task_id)
        if number is None:
            continue
        can_come = (
            duty
            for duty, one in enumerate(day.duties)
            if one.vehicle.id == vehicle_id and allowed[instance.duty_type[duty], number]
        )
        duty = next(can_come, None)
        if duty is None:
            allowed[:, number] = False
        else:
            pins[number] = duty
            given.append(number)
    if not takers:
        return day
    prize = instance.prize.copy()
    prize[given] = max(int(np.max(prize, initial=0)), 0)
    bound = instance.replace(fixed=Pins(duty=pins), prize=prize, allowed=allowed)
    return replace(day, instance=bound)
