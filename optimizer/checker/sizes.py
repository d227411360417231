"""Rules of size: a vehicle goes only where the customer's yard or alley takes it."""

from collections.abc import Iterator

from fleet import Vehicle, message
from optimizer.checker.violation import Fault, ViolationCode
from optimizer.network.profile import PROFILES
from optimizer.task import Task


def size_faults(vehicle: Vehicle, task: Task) -> Iterator[Fault]:
    """Yields each limit of a task that a vehicle exceeds.

    A vehicle without a width or weight of its own has that of its profile; no profile has a
    length, so one that is not stated cannot be judged.
    """
    profile = PROFILES.get(vehicle.profile)
    width_cm, weight_kg = vehicle.width_cm, vehicle.weight_kg
    if profile is not None:
        width_cm, weight_kg = width_cm or profile.width_cm, weight_kg or profile.weight_kg
    for limit, size, what in (
        (task.max_length_cm, vehicle.length_cm, "cm_long"),
        (task.max_width_cm, width_cm, "cm_wide"),
        (task.max_weight_kg, weight_kg, "kg_laden"),
    ):
        if 0 < limit < size:
            yield Fault(
                code=ViolationCode.TOO_BIG,
                detail=message(
                    "violation.too_big",
                    "{vehicle} is {size} {unit:word.unit}, the task takes at most {limit}",
                    vehicle=vehicle.id,
                    size=size,
                    unit=what,
                    limit=limit,
                ),
            )
