"""Rules of facilities over the whole day: what all vehicles together unload and draw there."""

from collections import Counter
from collections.abc import Iterator, Mapping

from fleet import Fleet, message
from optimizer.checker.violation import Violation, ViolationCode
from optimizer.plan import ActivityKind, Plan
from optimizer.task import Task


def check_facilities(fleet: Fleet, tasks: Mapping[str, Task], plan: Plan) -> Iterator[Violation]:
    """Yields the facilities at which more is unloaded or drawn than they take or give in a day."""
    unloaded_kg: Counter[str] = Counter()
    drawn_l: Counter[str] = Counter()
    for route in plan.routes:
        aboard_kg = used_l = 0
        for activity in route.activities:
            task = tasks.get(activity.task_id or "")
            if activity.kind is ActivityKind.SERVICE and task is not None:
                aboard_kg += task.demand_kg
                used_l += task.demand_l
            elif activity.kind is ActivityKind.UNLOAD:
                unloaded_kg[activity.facility_id or ""] += aboard_kg
                aboard_kg = 0
            elif activity.kind is ActivityKind.REFILL:
                drawn_l[activity.facility_id or ""] += used_l
                used_l = 0
    for facility in fleet.facilities:
        for amount, most, unit, done in (
            (unloaded_kg[facility.id], facility.daily_capacity_kg, "kg", "unloaded"),
            (drawn_l[facility.id], facility.daily_capacity_l, "l", "drawn"),
        ):
            if 0 < most < amount:
                yield Violation(
                    code=ViolationCode.FACILITY_FULL,
                    where=facility.id,
                    detail=message(
                        "violation.facility_full",
                        "{amount} {unit} are {done:word.verb} there in all, at most {most} {unit} "
                        "may be",
                        amount=amount,
                        unit=unit,
                        done=done,
                        most=most,
                    ),
                )
