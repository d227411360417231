"""Rules of load: the hopper fills, the tank runs down, facilities set them back."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from fleet import WORKS, Facility, Stream, Supply, Vehicle
from optimizer.checker.violation import (
    Fault,
    Violation,
    ViolationCode,
    activity_label,
    route_label,
)
from optimizer.plan import Activity, ActivityKind, Route
from optimizer.task import Task


class _Aboard:
    """What one vehicle carries, followed through a route by its tasks and facilities alone.

    Parameters
    ----------
    drawn
        What the route brings out of the tank.
    """

    def __init__(self, vehicle: Vehicle, drawn: frozenset[Supply]) -> None:
        self.vehicle = vehicle
        self.drawn = drawn
        self.load_kg = 0
        self.tank_l = vehicle.tank_l
        self.by_stream: Counter[Stream] = Counter()

    def serve(self, task: Task) -> Iterator[Fault]:
        """Adds a task's demand, and yields what does not fit."""
        self.load_kg += task.demand_kg
        self.tank_l -= task.demand_l
        stream = WORKS[task.work].stream
        if stream is not None:
            # Counted even without kilograms: the facility must accept it.
            self.by_stream[stream] += task.demand_kg
        for part, holds_kg in self.vehicle.compartments:
            if part == stream and task.demand_kg and self.by_stream[part] > holds_kg:
                yield Fault(
                    code=ViolationCode.OVERLOAD,
                    detail=f"{self.by_stream[part]} kg of {part} aboard, its compartment holds "
                    f"{holds_kg} kg",
                )
        if task.demand_kg and self.load_kg > self.vehicle.hopper_kg:
            yield Fault(
                code=ViolationCode.OVERLOAD,
                detail=f"{self.load_kg} kg aboard, the hopper holds {self.vehicle.hopper_kg} kg",
            )
        if task.demand_l and self.tank_l < 0:
            yield Fault(
                code=ViolationCode.TANK_EMPTY,
                detail=f"{-self.tank_l} l of {_named(self.drawn)} short, a full tank holds "
                f"{self.vehicle.tank_l} l",
            )

    def unload(self, facility: Facility) -> Iterator[Fault]:
        """Empties the hopper, and yields what the facility does not accept."""
        refused = set(self.by_stream) - set(facility.streams)
        if refused or not facility.streams:
            yield Fault(
                code=ViolationCode.WRONG_FACILITY,
                detail=f"{facility.id} does not accept {', '.join(sorted(refused)) or 'waste'}; "
                f"it accepts {', '.join(facility.streams) or 'none'}",
            )
        self.load_kg = 0
        self.by_stream.clear()

    def refill(self, facility: Facility) -> Iterator[Fault]:
        """Fills the tank, and yields what of it is not to be had there."""
        missing = self.drawn - set(facility.supplies)
        if missing or not facility.supplies:
            yield Fault(
                code=ViolationCode.WRONG_FACILITY,
                detail=f"{facility.id} has no {_named(missing)} to refill",
            )
        self.tank_l = self.vehicle.tank_l


def check_loads(
    route: Route,
    vehicle: Vehicle,
    tasks: Mapping[str, Task],
    facilities: Mapping[str, Facility],
) -> Iterator[Violation]:
    """Yields what is wrong with a route's loads, metres worked and facilities."""
    served = [tasks[id_] for id_ in route.task_ids if id_ in tasks]
    supplies = {WORKS[task.work].supply for task in served if task.demand_l}
    aboard = _Aboard(vehicle, frozenset(one for one in supplies if one is not None))
    if len(aboard.drawn) > 1:
        yield Violation(
            code=ViolationCode.TANK_MIXED,
            where=route_label(route),
            detail=f"draws {_named(aboard.drawn)} from one tank",
        )
    for number, activity in enumerate(route.activities):
        where = activity_label(route, number)
        task = tasks.get(activity.task_id or "")
        facility = facilities.get(activity.facility_id or "")
        faults: Iterator[Fault] = iter(())
        if activity.kind is ActivityKind.SERVICE and task is not None:
            faults = aboard.serve(task)
        elif activity.kind is ActivityKind.UNLOAD and facility is not None:
            faults = aboard.unload(facility)
        elif activity.kind is ActivityKind.REFILL and facility is not None:
            faults = aboard.refill(facility)
        for fault in faults:
            yield fault.at(where)
        for fault in _stated_faults(activity, task, aboard):
            yield fault.at(where)
    if aboard.load_kg:
        yield Violation(
            code=ViolationCode.LOAD_AT_END,
            where=route_label(route),
            detail=f"comes home with {aboard.load_kg} kg aboard",
        )


def _named(supplies: Collection[Supply]) -> str:
    return " and ".join(sorted(supplies)) or "supply"


def _stated_faults(activity: Activity, task: Task | None, aboard: _Aboard) -> Iterator[Fault]:
    """Yields figures that the plan states and that the tasks do not bear out."""
    worked_m: int | None = 0
    if activity.kind is ActivityKind.SERVICE:
        known = task is not None and 0 <= activity.mode < len(task.modes)
        worked_m = task.modes[activity.mode].service_m if task and known else None
    if worked_m is not None and activity.service_m != worked_m:
        yield Fault(
            code=ViolationCode.SERVICE_LENGTH,
            detail=f"says {activity.service_m} m worked, it is {worked_m} m",
        )
    if (activity.load_kg, activity.tank_l) != (aboard.load_kg, aboard.tank_l):
        yield Fault(
            code=ViolationCode.STATED_LOAD,
            detail=f"says {activity.load_kg} kg and {activity.tank_l} l aboard, it is "
            f"{aboard.load_kg} kg and {aboard.tank_l} l",
        )
