"""Rules of load: the hopper fills, the tank runs down, facilities set them back."""

from collections.abc import Iterator, Mapping

from fleet import STREAM_OF_WORK, Facility, Stream, Vehicle
from optimizer.checker.violation import Violation, ViolationCode
from optimizer.plan import ActivityKind, Route
from optimizer.task import Task


def check_loads(
    route: Route,
    vehicle: Vehicle,
    tasks: Mapping[str, Task],
    facilities: Mapping[str, Facility],
) -> Iterator[Violation]:
    """Yields what is wrong with a route's loads, metres worked and facilities."""
    load_kg, tank_l = 0, vehicle.tank_l
    aboard: set[Stream] = set()
    for number, activity in enumerate(route.activities):
        where = f"{vehicle.id}/{route.shift_id} activity {number} ({activity.kind})"

        def violation(code: ViolationCode, detail: str, where: str = where) -> Violation:
            return Violation(code=code, where=where, detail=detail)

        task = tasks.get(activity.task_id or "")
        facility = facilities.get(activity.facility_id or "")
        worked_m = 0
        if activity.kind is ActivityKind.SERVICE and task is not None:
            load_kg += task.demand_kg
            tank_l -= task.demand_l
            if task.work in STREAM_OF_WORK:
                aboard.add(STREAM_OF_WORK[task.work])
            if load_kg > vehicle.hopper_kg:
                yield violation(
                    ViolationCode.OVERLOAD,
                    f"{load_kg} kg aboard after {task.id}, the hopper holds "
                    f"{vehicle.hopper_kg} kg",
                )
            if tank_l < 0:
                yield violation(
                    ViolationCode.TANK_EMPTY,
                    f"{-tank_l} l short at {task.id}, the tank holds {vehicle.tank_l} l",
                )
            if 0 <= activity.mode < len(task.modes):
                worked_m = task.modes[activity.mode].service_m
        elif activity.kind is ActivityKind.UNLOAD and facility is not None:
            refused = aboard - set(facility.streams)
            if refused:
                yield violation(
                    ViolationCode.WRONG_FACILITY,
                    f"{facility.id} does not accept {', '.join(sorted(refused))}",
                )
            load_kg = 0
            aboard.clear()
        elif activity.kind is ActivityKind.REFILL and facility is not None:
            if not facility.has_water:
                yield violation(ViolationCode.WRONG_FACILITY, f"{facility.id} has no water")
            tank_l = vehicle.tank_l
        if activity.service_m != worked_m:
            yield violation(
                ViolationCode.SERVICE_LENGTH,
                f"says {activity.service_m} m worked, it is {worked_m} m",
            )
        if (activity.load_kg, activity.tank_l) != (load_kg, tank_l):
            yield violation(
                ViolationCode.STATED_LOAD,
                f"says {activity.load_kg} kg and {activity.tank_l} l aboard, it is {load_kg} kg "
                f"and {tank_l} l",
            )
    if load_kg and vehicle.hopper_kg:
        yield Violation(
            code=ViolationCode.LOAD_AT_END,
            where=f"{vehicle.id}/{route.shift_id}",
            detail=f"comes home with {load_kg} kg aboard",
        )
