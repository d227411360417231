"""Whether a vehicle can come to a task: its size against the task's limits."""

from fleet import Vehicle
from optimizer.network.profile import PROFILES
from optimizer.task import Task


def fits(vehicle: Vehicle, task: Task) -> bool:
    """Says whether a vehicle is within a task's limits; an unknown length counts as within."""
    # A city has ten thousand kerbs without a limit.
    if not (task.max_length_cm or task.max_width_cm or task.max_weight_kg):
        return True
    profile = PROFILES[vehicle.profile]
    sizes = (
        (vehicle.length_cm, task.max_length_cm),
        (vehicle.width_cm or profile.width_cm, task.max_width_cm),
        (vehicle.weight_kg or profile.weight_kg, task.max_weight_kg),
    )
    return all(not limit or size <= limit for size, limit in sizes)


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
