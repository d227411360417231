"""What is decided by hand before there is a plan, as it is typed."""

import argparse
from typing import TYPE_CHECKING, Any

from optimizer.errors import InputError

if TYPE_CHECKING:
    from optimizer.hands import EarlyHand, PinHours


def early_hands(options: argparse.Namespace) -> "tuple[EarlyHand, ...]":
    """Returns what is decided of a day of which there is no plan yet."""
    if not (options.pin or options.forbid or options.pin_hours):
        return ()
    from optimizer.hands import Forbid, Pin

    hands: list[EarlyHand] = []

    def begin(text: str) -> tuple[str, str, dict[str, Any]]:
        return *pair_of(text), {"id": f"p{len(hands) + 1}", "told_s": 0}

    for text in options.pin or ():
        task_id, whose, both = begin(text)
        vehicle_id, _, shift_id = whose.partition("/")
        hands.append(Pin(**both, task_id=task_id, vehicle_id=vehicle_id, shift_id=shift_id))
    for text in options.forbid or ():
        task_id, whose, both = begin(text)
        hands.append(Forbid(**both, task_id=task_id, vehicle_id=whose))
    for text in options.pin_hours or ():
        task_id, whose, both = begin(text)
        hands.append(hours_of(text, task_id, whose, both))
    return tuple(hands)


def pair_of(text: str) -> tuple[str, str]:
    """Returns the task that a text names, and what it says of it."""
    task_id, _, whose = text.rpartition("=")
    if not task_id or not whose:
        raise InputError(
            "edit.no_pair",
            "{text!r}: write TASK=VEHICLE, or TASK=VEHICLE/SHIFT.",
            text=text,
        )
    return task_id, whose


def hours_of(text: str, task_id: str, hours: str, both: dict[str, Any]) -> "PinHours":
    """Returns the wish that a task begins in some hours."""
    from pydantic import ValidationError

    from optimizer.hands import PinHours
    from scenarios.shapes import WindowIn

    try:
        window = WindowIn.model_validate(hours)
    except ValidationError:
        raise InputError(
            "edit.no_hours",
            "{text!r}: write TASK=HH:MM-HH:MM, such as TASK=10:00-11:30.",
            text=text,
        ) from None
    return PinHours(
        **both, task_id=task_id, earliest_s=window.earliest_s, latest_s=window.latest_s
    )
