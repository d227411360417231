"""What ties a day's tasks to vehicles: pins, an earlier plan to stay close to, a balance.

Vehicles and shifts go by their ids, so the plan may come from another search or another day; of
what no longer exists nothing is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from optimizer.day.day import Day
from optimizer.errors import InputError
from optimizer.instance import FEN, MOST_SHARES, SHARES, Pins, Reference, RouteBalance
from optimizer.plan import DutyId, Plan, duties_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How long routes are made dearer, so that work is spread over the crews.

    Parameters
    ----------
    above_s
        The part of a route that costs more than so many paid seconds of its vehicle is dearer.
    share
        By how much, as a share: at 0.5 it counts one and a half times. Rounded to 1/1024.
    """

    above_s: int
    share: float

    def __post_init__(self) -> None:
        most = MOST_SHARES // SHARES
        if self.above_s < 0:
            raise ValueError(f"above_s must not be negative, got {self.above_s}.")
        if not 0 <= self.share <= most:
            raise ValueError(f"share must lie between 0 and {most}, got {self.share}.")


def pin_tasks(day: Day, pins: Mapping[str, DutyId]) -> Day:
    """Returns the day with tasks, by id, that only one vehicle in one shift may do.

    Raises
    ------
    InputError
        When a task or a duty is not one of the day's, or the vehicle lacks the skill.
    """
    duty_of, task_of = day.duty_numbers, day.task_numbers
    pins_of = day.instance.pins.copy()
    for task_id, (vehicle_id, shift_id) in pins.items():
        task, duty = task_of.get(task_id), duty_of.get((vehicle_id, shift_id))
        if task is None:
            raise InputError(
                "pin.no_task",
                "pin of {task_id}: the day has no such task; take the pin out.",
                task_id=task_id,
            )
        if duty is None:
            raise InputError(
                "pin.no_shift",
                "pin of {task_id}: {vehicle_id} has no shift {shift_id} with work on this day; "
                "name another or add the shift.",
                task_id=task_id,
                vehicle_id=vehicle_id,
                shift_id=shift_id,
            )
        if not day.instance.allowed[day.instance.duty_type[duty], task]:
            raise InputError(
                "pin.no_skill",
                "pin of {task_id}: {vehicle_id} has no skill for {work:word.work}; name another "
                "vehicle.",
                task_id=task_id,
                vehicle_id=vehicle_id,
                work=day.tasks[task].work,
            )
        pins_of[task] = duty
    return replace(day, instance=day.instance.replace(fixed=Pins(duty=pins_of)))


def prefer_plan(day: Day, plan: Plan, *, change_fen: int) -> Day:
    """Returns the day with a price on every task that is not where an earlier plan had it.

    In another vehicle or shift a task costs `change_fen` more. Leaving it out costs that much more
    too: it is a change as well, and none that is to be preferred.

    Raises
    ------
    InputError
        When the price is negative.
    """
    return prefer_duties(day, duties_of(plan), change_fen=change_fen)


def prefer_duties(day: Day, wanted: Mapping[str, DutyId], *, change_fen: int) -> Day:
    """Returns the day with a price on every task that another vehicle or shift does than wanted.

    As `prefer_plan`, for duties that come from elsewhere: a calendar.

    Raises
    ------
    InputError
        When the price is negative.
    """
    if change_fen < 0:
        raise InputError(
            "reference.negative_price",
            "the price of a change must not be negative, got {change_fen} fen.",
            change_fen=change_fen,
        )
    instance = day.instance
    duty_of, task_of = day.duty_numbers, day.task_numbers
    reference = np.full(instance.num_tasks, -1, dtype=np.int64)
    for task_id, duty_id in wanted.items():
        duty, task = duty_of.get(duty_id), task_of.get(task_id)
        if duty is None or task is None:
            continue
        if instance.allowed[instance.duty_type[duty], task]:
            reference[task] = duty
    cost = np.where(reference >= 0, change_fen * FEN, 0)
    return replace(
        day,
        instance=instance.replace(
            reference=Reference(duty=reference, change_cost=cost), prize=instance.prize + cost
        ),
    )


def balance_routes(day: Day, balance: Balance) -> Day:
    """Returns the day with long routes made dearer."""
    if not balance.share:
        return day
    instance = day.instance
    return replace(
        day,
        instance=instance.replace(
            balance=RouteBalance(
                above=balance.above_s * instance.type_per_s[instance.duty_type],
                share=np.full(instance.num_duties, round(balance.share * SHARES), dtype=np.int64),
            )
        ),
    )
