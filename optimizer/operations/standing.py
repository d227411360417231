"""Where a vehicle stands after what it has lived, and what is aboard."""

from collections.abc import Mapping, Sequence

from fleet import WORKS, Fleet, Stream, Supply
from optimizer.network.place import Place
from optimizer.plan import Activity, ActivityKind
from optimizer.task import Task

ON_THE_SPOT = (ActivityKind.BREAK, ActivityKind.DELAY)
"""Activities where the vehicle happens to be."""


def find_last_place(
    lived: Sequence[Activity], depot: Place, tasks: Mapping[str, Task], sites: Mapping[str, Place]
) -> tuple[Place, Task | None]:
    """Returns the place of the last activity, and its task; None for one at a facility.

    Parameters
    ----------
    depot
        Where the vehicle has come from.
    tasks, sites
        By id.
    """
    place, last = depot, None
    for activity in lived:
        if activity.kind in ON_THE_SPOT or _is_lost(activity):
            continue
        last = tasks[activity.task_id] if activity.task_id is not None else None
        place = (
            last.modes[activity.mode].place
            if last is not None
            else sites[activity.facility_id or ""]
        )
    return place, last


def _is_lost(activity: Activity) -> bool:
    return activity.kind is ActivityKind.END and activity.facility_id is None


def leave_from(place: Place) -> Place:
    """Returns the stop of who stands at the ways out of a place."""
    return Place(entries=place.exits, exits=place.exits)


def find_aboard_kg(lived: Sequence[Activity], tasks: Mapping[str, Task]) -> dict[Stream, int]:
    """Returns what of each stream has been loaded since the last unloading."""
    aboard: dict[Stream, int] = {}
    for activity in lived:
        if activity.kind is ActivityKind.UNLOAD:
            aboard = {}
        elif activity.kind is ActivityKind.SERVICE and activity.task_id is not None:
            task = tasks[activity.task_id]
            stream = WORKS[task.work].stream
            if stream is not None and task.demand_kg:
                aboard[stream] = aboard.get(stream, 0) + task.demand_kg
    return aboard


def find_driven_m(lived: Sequence[Activity], fleet: Fleet) -> int:
    """Returns the metres since the vehicle was charged."""
    driven_m = 0
    for activity in lived:
        driven_m += activity.service_m + (activity.drive.distance_m if activity.drive else 0)
        if activity.kind is ActivityKind.REFILL:
            supplies = fleet.facility(activity.facility_id or "").supplies
            driven_m = 0 if Supply.CHARGE in supplies else driven_m
    return driven_m
