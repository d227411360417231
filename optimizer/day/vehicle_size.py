"""Whether a vehicle can come to a task: its size against the task's limits (`fleet.Size`)."""

from fleet import Size, Vehicle
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


def limits_said(task: Task) -> str:
    """Returns a task's limits for people."""
    return " and ".join(
        f"at most {limit} {what}"
        for limit, what in (
            (task.max_length_cm, "cm long"),
            (task.max_width_cm, "cm wide"),
            (task.max_weight_kg, "kg laden"),
        )
        if limit
    )
