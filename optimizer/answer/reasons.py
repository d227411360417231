"""Why a task is in no route, and what would have to change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fleet import clock
from optimizer.answer.remedies import cheapest_changes
from optimizer.answer.timetable import schedule
from optimizer.day import Day
from optimizer.instance import FEN, UNBOUNDED, Solution
from optimizer.plan import Reason, Unassigned
from optimizer.search import insertion_prices, shuns_of_solution

CHANGEABLE = (Reason.WINDOW, Reason.SHIFT_TIME)
"""Reasons that more time may take away."""


NOT_EXPLAINED = "its reason was not worked out, since the planning was ended before."


def list_unassigned(day: Day, solution: Solution) -> tuple[Unassigned, ...]:
    """Returns every task that is in no route, at once, sorted by task id.

    A reason is given only where that takes no time: `explain` finds the others.
    """
    absent = [
        Unassigned(task_id=day.tasks[number].id, reason=Reason.NOT_EXPLAINED, detail=NOT_EXPLAINED)
        for number in solution.absent
    ]
    return tuple(sorted((*absent, *day.left_out), key=lambda one: one.task_id))


def explain(day: Day, solution: Solution) -> tuple[Unassigned, ...]:
    """Returns every task that is in no route, with the reason; sorted by task id."""
    price = insertion_prices(
        day.instance,
        solution.sequences,
        shuns_of_solution(day.instance, solution),
    )
    returns_s = [
        schedule(day, duty, route)[2] if route else day.duties[duty].shift.start_s
        for duty, route in enumerate(solution.routes)
    ]
    room = _room(day, solution)
    pins = day.instance.pins
    found = {task: _explain(day, price, returns_s, room, pins, task) for task in solution.absent}
    # Kerbs are left out for want of hours by the thousand; stops are somebody's, one by one.
    stops = [
        task
        for task, one in found.items()
        if one.reason in CHANGEABLE and not day.tasks[task].modes[0].service_m
    ]
    for task, change in cheapest_changes(day, solution, stops).items():
        found[task] = replace(found[task], change=change)
    return tuple(sorted((*found.values(), *day.left_out), key=lambda one: one.task_id))


def _explain(
    day: Day,
    price: Callable[[int], int],
    returns_s: Sequence[int],
    room: Mapping[tuple[int, int], int],
    pins: NDArray[np.int64],
    number: int,
) -> Unassigned:
    instance, task = day.instance, day.tasks[number]
    duties = [
        duty
        for duty in range(instance.num_duties)
        if instance.allowed[instance.duty_type[duty], number] and pins[number] in (-1, duty)
    ]

    def answer(reason: Reason, detail: str) -> Unassigned:
        return Unassigned(task_id=task.id, reason=reason, detail=detail)

    kinds = [int(instance.duty_type[duty]) for duty in duties]
    for resource, demand in enumerate(day.resources.demand(task)):
        unit = day.resources.unit(resource)
        most = max(int(instance.type_capacity[kind, resource]) for kind in kinds)
        if demand > most:
            return answer(
                Reason.CAPACITY,
                f"needs {demand} {unit}, the largest vehicle holds {most} {unit}; split the task "
                "or add a larger vehicle.",
            )
    # Interchangeable duties reach the same.
    groups = {int(instance.duty_group[duty]): duty for duty in duties}
    reached = {group for group, duty in groups.items() if _in_reach(day, duty, number)}
    reaching = [duty for duty in duties if instance.duty_group[duty] in reached]
    if not reaching:
        bands = ", ".join(f"{clock(w.earliest_s)}-{clock(w.latest_s)}" for w in task.windows)
        return answer(
            Reason.WINDOW,
            f"no shift can begin it within {bands} and be back in time; widen the window or add "
            "a shift.",
        )
    cost = price(number)
    if cost < UNBOUNDED:
        worth = int(instance.prize[number])
        return answer(
            Reason.NOT_WORTH,
            f"would cost {cost / FEN / 100:.0f} yuan and is worth {worth / FEN / 100:.0f}; raise "
            "its prize or make it required.",
        )
    full = _full_facilities(
        day, room, [int(instance.duty_type[duty]) for duty in reaching], number
    )
    if full:
        return answer(
            Reason.CAPACITY,
            f"{', '.join(full)} take no more of its {task.demand_kg} kg today; raise a daily "
            "capacity or add a facility.",
        )
    least_s = min(
        int(instance.mode_service_s[kind, mode])
        for kind in kinds
        for mode in instance.modes(number)
    )
    left_s = max(day.duties[duty].shift.end_s - returns_s[duty] for duty in reaching)
    if left_s < least_s:
        return answer(
            Reason.SHIFT_TIME,
            f"needs {least_s} s of work, the best shift has {max(0, left_s)} s left; add a shift "
            "or a vehicle.",
        )
    return answer(
        Reason.SHIFT_TIME,
        f"needs {least_s} s of work and the drive there; no shift has that much left within its "
        f"windows (most time left in one: {left_s} s); add a shift or a vehicle.",
    )


def _room(day: Day, solution: Solution) -> dict[tuple[int, int], int]:
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


def _full_facilities(
    day: Day, room: Mapping[tuple[int, int], int], kinds: Sequence[int], number: int
) -> list[str]:
    """Returns the facilities where a task might be unloaded, when none of them has room for it."""
    instance, by_column = day.instance, day.resources.demand(day.tasks[number])
    column = max(day.resources.hoppers, key=lambda one: by_column[one])
    demand = by_column[column]
    reached = {
        day.mode_of[mode]
        for kind in kinds
        if instance.type_reset[kind, column] >= 0
        for mode in instance.modes(int(instance.type_reset[kind, column]))
    }
    if not demand or any(room.get((one, column), demand) >= demand for one in reached):
        return []
    return sorted(day.facilities[one].id for one in reached)


def _in_reach(day: Day, duty: int, number: int) -> bool:
    """Says whether a duty could do a task if it did nothing else."""
    instance = day.instance
    profile, kind = day.profile_of(duty), int(instance.duty_type[duty])
    start, end = int(instance.duty_start_place[duty]), int(instance.duty_end_place[duty])
    for mode in instance.modes(number):
        place = int(instance.mode_place[profile, mode])
        earliest_s = int(instance.duty_start_s[duty]) + instance.travel_s(profile, start, place)
        latest_s = (
            int(instance.duty_end_s[duty])
            - instance.travel_s(profile, place, end)
            - int(instance.mode_service_s[kind, mode])
        )
        for window in day.tasks[number].windows:
            if max(earliest_s, window.earliest_s) <= min(latest_s, window.latest_s):
                return True
    return False
