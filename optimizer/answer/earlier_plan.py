"""An earlier plan as a solution of today's instance, to go on from."""

from optimizer.day import Day
from optimizer.instance import Solution, Visit
from optimizer.plan import ActivityKind, Plan
from optimizer.search import evaluate, shuns_of_solution


def solution_of(day: Day, plan: Plan) -> Solution:
    """Returns what an earlier plan has of a day's duties and tasks, as a solution to start from.

    It may break rules of the day; a search keeps what keeps them.
    """
    duty_of, task_of = day.duty_numbers, day.task_numbers
    facility_of = {facility.id: facility for facility in day.facilities}
    routes: list[list[Visit]] = [[] for _ in day.duties]
    for route in plan.routes:
        duty = duty_of.get((route.vehicle_id, route.shift_id))
        if duty is None:
            continue
        resets = day.instance.type_reset[day.instance.duty_type[duty]]
        for activity in route.activities:
            element = -1
            if activity.task_id is not None:
                element = task_of.get(activity.task_id, -1)
            elif activity.kind is ActivityKind.UNLOAD:
                element = day.resources.find_unloading(resets)
            elif activity.kind is ActivityKind.REFILL:
                facility = facility_of.get(activity.facility_id or "")
                element = day.resources.find_refilling(resets, facility) if facility else -1
            if element >= 0:
                mode = _mode_of(day, element, activity.facility_id)
                routes[duty].append(Visit(element, mode))
    # With limits a visit goes where it went, not where it is nearest.
    visits = Solution(routes=tuple(map(tuple, routes)), cost=0, absent=())
    return evaluate(
        day.instance,
        [[visit.element for visit in route] for route in routes],
        shuns_of_solution(day.instance, visits),
    )


def _mode_of(day: Day, element: int, facility_id: str | None) -> int:
    """Returns the mode of a reset at a facility, or the first of an element."""
    first = int(day.instance.mode_start[element])
    if element >= day.instance.num_tasks:
        for k, number in enumerate(day.resets[element - day.instance.num_tasks]):
            if day.facilities[number].id == facility_id:
                return first + k
    return first
