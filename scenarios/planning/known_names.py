"""What a wish names: tasks, vehicles, shifts and hands that there are on the day."""

from collections.abc import Iterable

from fleet import Fleet, Work
from optimizer.errors import InputError
from optimizer.hands import (
    Forbid,
    Hand,
    Lock,
    Move,
    Pin,
    PinAfter,
    PinHours,
    Release,
    hands_in_force,
)
from scenarios.operations import nearest_names
from scenarios.planning.day_work import DayWork


def only_shift_of(fleet: Fleet, vehicle_id: str) -> str:
    """Returns the shift that is meant where none is named; "" of a vehicle that there is not.

    Raises
    ------
    InputError
        When the vehicle has several.
    """
    shifts = [
        shift.id
        for vehicle in fleet.vehicles
        if vehicle.id == vehicle_id
        for shift in vehicle.shifts
    ]
    if len(shifts) > 1:
        raise InputError(
            "edit.which_shift",
            "{vehicle} has the shifts {shifts:list}; write one of them: {vehicle}/{example}.",
            vehicle=vehicle_id,
            shifts=shifts,
            example=shifts[0],
        )
    return shifts[0] if shifts else ""


def require_known(work: DayWork, hand: Hand) -> None:
    """Requires that a hand names what there is on a day.

    Raises
    ------
    InputError
        When it names a task, a vehicle, a shift or a hand that there is not.
    """
    going_on = work.going_on
    assert going_on is not None
    running = going_on.running
    if hand.told_s > running.now_s or any(one.id == hand.id for one in running.hands):
        raise InputError(
            "hand.told_wrong",
            "hand {id!r}: is decided after {now_s:clock}, or its id is taken; give another.",
            id=hand.id,
            now_s=running.now_s,
        )
    if isinstance(hand, Release):
        known = [one.id for one in hands_in_force(running.hands)]
        if hand.hand_id not in known:
            raise InputError(
                "hand.none_such",
                "hand {id!r}: is not in force; those that are: {known:list}.",
                id=hand.hand_id,
                known=known or ["-"],
            )
        return
    if not isinstance(hand, Lock):
        _require_task(work, hand.task_id)
    if isinstance(hand, PinAfter):
        _require_task(work, hand.other_id)
    if isinstance(hand, PinHours | PinAfter):
        return
    if isinstance(hand, Move) and hand.before is not None:
        _require_task(work, hand.before)
    require_duty(work.fleet, hand)


def require_duty(fleet: Fleet, hand: Pin | Move | Lock | Forbid) -> None:
    """Requires that a hand names a vehicle that there is on a day, and a shift of it.

    Raises
    ------
    InputError
        When it does not, or the vehicle is a bulk truck.
    """
    vehicle = next((one for one in fleet.vehicles if one.id == hand.vehicle_id), None)
    if vehicle is None:
        raise InputError(
            "hand.no_vehicle",
            "vehicle {id!r}: there is none such on this day; nearest are {near:list}.",
            id=hand.vehicle_id,
            near=nearest_names(hand.vehicle_id, (one.id for one in fleet.vehicles)),
        )
    if Work.HAUL in vehicle.works:
        raise InputError(
            "hand.bulk_truck",
            "vehicle {id!r}: is a bulk truck, whose loads follow from what is collected; decide "
            "about the vehicles that collect.",
            id=hand.vehicle_id,
        )
    if not isinstance(hand, Forbid) and all(one.id != hand.shift_id for one in vehicle.shifts):
        raise InputError(
            "hand.no_shift",
            "vehicle {vehicle!r} has no shift {id!r}; its shifts are {known:list}.",
            vehicle=hand.vehicle_id,
            id=hand.shift_id,
            known=[one.id for one in vehicle.shifts],
        )


def _require_task(work: DayWork, task_id: str) -> None:
    going_on = work.going_on
    assert going_on is not None
    if task_id not in going_on.tasks.all:
        raise say_no_task(task_id, going_on.tasks.all)


def say_no_task(name: str, known: Iterable[str]) -> InputError:
    """Returns that the day has no task of a name, and those nearest to it."""
    return InputError(
        "hand.no_task",
        "task {id!r}: the day has none such; nearest are {near:list}.",
        id=name,
        near=nearest_names(name, known),
    )
