"""Whether a vehicle can come to a task: its size against the task's limits (`fleet.Size`)."""

from fleet import Message, Size, Vehicle, message
from optimizer.network.profile import PROFILES
from optimizer.task import Task


def size_of(vehicle: Vehicle) -> Size:
    """Returns a vehicle's size; one without a width or weight of its own has its profile's."""
    profile = PROFILES[vehicle.profile]
    return vehicle.size.or_else(Size(width_cm=profile.width_cm, weight_kg=profile.weight_kg))


def fits(vehicle: Vehicle, task: Task) -> bool:
    """Says whether a vehicle is within a task's limits."""
    # A city has ten thousand kerbs without a limit.
    if not (task.max_length_cm or task.max_width_cm or task.max_weight_kg):
        return True
    return size_of(vehicle).fits(task.size_limit)


def limits_of_size(task: Task) -> list[Message]:
    """Returns a task's limits, as people say them."""
    return [
        message("size.at_most", "at most {limit} {unit:word.unit}", limit=limit, unit=unit)
        for limit, unit in (
            (task.max_length_cm, "cm_long"),
            (task.max_width_cm, "cm_wide"),
            (task.max_weight_kg, "kg_laden"),
        )
        if limit
    ]
