"""Who takes over the load of a vehicle that stands broken down, in the instance of the rest.

It is a stop where that vehicle stands, which brings what is aboard there. Only the vehicle that
was named may come for it, in the first of its shifts in which it can; and it comes, though what it
was to do last has no time any more then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from fleet import Fleet
from optimizer.day import Day
from optimizer.instance import Pins
from optimizer.operations.open_tasks import DayTasks
from optimizer.plan import Activity, ActivityKind, DutyId, Plan, Route
from optimizer.task import Task


def find_takers(tasks: DayTasks, takers: Mapping[str, str], fleet: Fleet) -> dict[str, DutyId]:
    """Returns the duty that is to take over each load that is still open, by its task.

    Parameters
    ----------
    takers
        The vehicle of each load, by the id of its task.
    fleet
        The vehicles with the shifts that can still take work.
    """
    shifts = {vehicle.id: vehicle.shifts for vehicle in fleet.vehicles}
    found: dict[str, DutyId] = {}
    for task_id, vehicle_id in takers.items():
        task = tasks.open.get(task_id)
        for shift in shifts.get(vehicle_id, ()):
            if task is not None and shift.end_s > task.windows[0].earliest_s:
                found[task_id] = vehicle_id, shift.id
                break
    return found


def give_loads(day: Day, loads: Sequence[str], takers: Mapping[str, DutyId]) -> Day:
    """Returns a day in which loads are taken over by who is to, or by nobody.

    Of what is pinned none is dearer to leave out than a load.

    Parameters
    ----------
    loads
        Ids of all their tasks.
    takers
        As `find_takers` gives them.
    """
    if not loads:
        return day
    instance, duty_of = day.instance, day.duty_numbers
    pins, allowed, prize = instance.pins.copy(), instance.allowed.copy(), instance.prize.copy()
    most = int(np.max(prize, initial=0))
    for task_id in loads:
        number = day.task_numbers.get(task_id)
        if number is None:
            continue
        duty = duty_of.get(takers[task_id]) if task_id in takers else None
        if duty is None or not allowed[instance.duty_type[duty], number]:
            allowed[:, number] = False
        else:
            pins[number], prize[number] = duty, most
    bound = instance.replace(fixed=Pins(duty=pins), prize=prize, allowed=allowed)
    return replace(day, instance=bound)


def send_for_loads(plan: Plan, tasks: DayTasks, takers: Mapping[str, DutyId]) -> Plan:
    """Returns a plan to go on from in which loads come before what is planned after they stand.

    What no longer fits behind them, the search leaves out.
    """
    taken = plan.served
    routes = []
    for route in plan.routes:
        for task_id, duty_id in takers.items():
            if duty_id == (route.vehicle_id, route.shift_id) and task_id not in taken:
                route = _with_load(route, tasks.open[task_id], tasks)
        routes.append(route)
    return replace(plan, routes=tuple(routes))


def _with_load(route: Route, load: Task, tasks: DayTasks) -> Route:
    stands_s = load.windows[0].earliest_s
    at = next(
        (
            number
            for number, one in enumerate(route.activities)
            if one.task_id in tasks.open and one.begin_s >= stands_s
        ),
        len(route.activities),
    )
    stop = Activity(
        kind=ActivityKind.SERVICE,
        task_id=load.id,
        arrival_s=stands_s,
        begin_s=stands_s,
        end_s=stands_s,
    )
    return replace(route, activities=(*route.activities[:at], stop, *route.activities[at:]))
