"""What was decided by hand, in the work of a day and in what its plan says."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from fleet import Fleet, Message, message
from optimizer.day import Day, is_able
from optimizer.hands import Move, Pin, PinAfter, PinHours
from optimizer.operations import Holds, between
from optimizer.plan import DutyId, Plan, Reason, Unassigned, duties_of
from optimizer.task import Task


def duties_of_fleet(fleet: Fleet) -> frozenset[DutyId]:
    """Returns vehicle and shift of every duty."""
    return frozenset((one.id, shift.id) for one in fleet.vehicles for shift in one.shifts)


def within_hours(holds: Holds, tasks: Sequence[Task]) -> tuple[Task, ...]:
    """Returns tasks in the hours that were decided; as they were where none of theirs are left."""
    return tuple(_in_hours(holds, task) or task for task in tasks)


def keep_decided(holds: Holds, day: Day, fleet: Fleet) -> Day:
    """Returns a whole day, of tasks `within_hours`, that keeps to what was decided.

    Nobody may do a task that has no hour left.
    """
    none_left = np.array([_in_hours(holds, task) is None for task in day.tasks], dtype=bool)
    if none_left.any():
        allowed = np.ascontiguousarray(day.instance.allowed & ~none_left)
        day = replace(day, instance=day.instance.replace(allowed=allowed))
    return holds.bind(day, duties_of_fleet(fleet))


def _in_hours(holds: Holds, task: Task) -> Task | None:
    pin = holds.hours.get(task.id)
    return between(task, pin.earliest_s, pin.latest_s) if pin else task


def say_decided(
    holds: Holds, left: Sequence[Unassigned], tasks: Sequence[Task], fleet: Fleet
) -> Iterator[Unassigned]:
    """Yields what is in no route, with the reason of those that hands leave to nobody."""
    decided = {*holds.pins, *holds.bans, *holds.hours}
    task_of = {task.id: task for task in tasks if task.id in decided}
    for one in left:
        task = task_of.get(one.task_id) if one.reason is Reason.NO_VEHICLE else None
        able = task is not None and any(
            vehicle.shifts and is_able(vehicle, task) for vehicle in fleet.vehicles
        )
        yield say_by_hand(one.task_id) if able else one


def say_by_hand(task_id: str) -> Unassigned:
    """Returns that nobody may do a task by what was decided."""
    detail = message(
        "reason.by_hand",
        "by what was decided by hand no vehicle may do it; release a pin or a ban.",
    )
    return Unassigned(task_id=task_id, reason=Reason.BY_HAND, detail=detail)


def tell_missed_pins(
    holds: Holds, plan: Plan, tasks: Mapping[str, Task], duties: Collection[DutyId]
) -> Iterator[Message]:
    """Yields which pins a plan does not keep, and why.

    Parameters
    ----------
    tasks
        Those that are still open, by id.
    duties
        Those that can still take work.
    """
    duty_of = duties_of(plan)
    # Who pins a whole street is not told of each of its kerbs.
    missed: dict[tuple[str, DutyId], list[Pin | Move]] = defaultdict(list)
    for task_id, pin in holds.pins.items():
        task = tasks.get(task_id)
        if task is not None and duty_of.get(task_id) != pin.duty_id:
            missed[task.name, pin.duty_id].append(pin)
    for (name, duty_id), pins in missed.items():
        first = pins[0]
        if duty_id not in duties:
            yield message(
                "notice.pin_gave_way",
                "{vehicle} takes no more work: {name:street} is not held to it any more ({id}).",
                vehicle=first.vehicle_id,
                name=name,
                id=first.id,
            )
        elif len(pins) == 1:
            yield message(
                "notice.pin_left_out",
                "{name:street} is pinned to {vehicle} ({id}), which has no room for it, so "
                "nobody does it; release the pin, or move other work.",
                name=name,
                vehicle=first.vehicle_id,
                id=first.id,
            )
        else:
            yield message(
                "notice.pins_left_out",
                "{name:street}: {count:,} tasks are pinned to {vehicle} ({id} ...), which has no "
                "room for them, so nobody does them; release the pins, or move other work.",
                name=name,
                count=len(pins),
                vehicle=first.vehicle_id,
                id=first.id,
            )


def tell_missed_times(holds: Holds, plan: Plan, tasks: Mapping[str, Task]) -> Iterator[Message]:
    """Yields what nobody does that is to begin at its hours, or after another task.

    Parameters
    ----------
    tasks
        All of the day, by id.
    """
    timed: list[PinHours | PinAfter] = [*holds.hours.values(), *holds.orders.values()]
    told: set[str] = set()
    for hand in timed:
        task = tasks.get(hand.task_id)
        if task is None or hand.task_id in plan.served or task.name in told:
            continue
        told.add(task.name)
        yield message(
            "notice.time_left_out",
            "{name:street} has no place at the time that was decided ({id}), so nobody does "
            "it; release that, or move other work.",
            name=task.name,
            id=hand.id,
        )
