"""Rules of load: the hopper fills, the tank runs down, facilities set them back."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from fleet import WORKS, Facility, Message, Stream, Supply, Vehicle, message
from optimizer.checker.kinds import AT_A_TASK, is_lost
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
        self.left_m = vehicle.range_m
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
                    detail=message(
                        "violation.compartment",
                        "{load_kg} kg of {stream:word.stream} aboard, its compartment holds "
                        "{holds_kg} kg",
                        load_kg=self.by_stream[part],
                        stream=part,
                        holds_kg=holds_kg,
                    ),
                )
        if task.demand_kg and self.load_kg > self.vehicle.hopper_kg:
            yield Fault(
                code=ViolationCode.OVERLOAD,
                detail=message(
                    "violation.hopper",
                    "{load_kg} kg aboard, the hopper holds {hopper_kg} kg",
                    load_kg=self.load_kg,
                    hopper_kg=self.vehicle.hopper_kg,
                ),
            )
        if task.demand_l and self.tank_l < 0:
            yield Fault(
                code=ViolationCode.TANK_EMPTY,
                detail=message(
                    "violation.tank",
                    "{short_l} l of {supplies:both} short, a full tank holds {tank_l} l",
                    short_l=-self.tank_l,
                    supplies=_name_supplies(self.drawn),
                    tank_l=self.vehicle.tank_l,
                ),
            )

    def drive(self, activity: Activity) -> Iterator[Fault]:
        """Uses up the range, and yields how far the vehicle came too far."""
        if not self.vehicle.range_m:
            return
        before_m = self.left_m
        self.left_m -= activity.service_m + (activity.drive.distance_m if activity.drive else 0)
        if self.left_m < 0 <= before_m:
            yield Fault(
                code=ViolationCode.TANK_EMPTY,
                detail=message(
                    "violation.range",
                    "{short_m} m too far, a charge is enough for {range_m} m",
                    short_m=-self.left_m,
                    range_m=self.vehicle.range_m,
                ),
            )

    def unload(self, facility: Facility) -> Iterator[Fault]:
        """Empties the hopper, and yields what the facility does not accept."""
        refused = set(self.by_stream) - set(facility.streams)
        if refused or not facility.streams:
            yield Fault(
                code=ViolationCode.WRONG_FACILITY,
                detail=message(
                    "violation.not_accepted",
                    "{facility} does not accept {refused:list.stream}; it accepts "
                    "{streams:list.stream}",
                    facility=facility.id,
                    refused=sorted(refused),
                    streams=facility.streams,
                ),
            )
        self.load_kg = 0
        self.by_stream.clear()

    def refill(self, facility: Facility) -> Iterator[Fault]:
        """Fills the tank, and yields what of it is not to be had there."""
        if self.vehicle.range_m and Supply.CHARGE in facility.supplies:
            self.left_m = self.vehicle.range_m
            if not self.drawn & set(facility.supplies):
                return
        missing = self.drawn - set(facility.supplies)
        if missing or not facility.supplies:
            yield Fault(
                code=ViolationCode.WRONG_FACILITY,
                detail=message(
                    "violation.no_supply",
                    "{facility} has no {supplies:both} to refill",
                    facility=facility.id,
                    supplies=_name_supplies(missing),
                ),
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
            detail=message(
                "violation.tank_mixed",
                "draws {supplies:both} from one tank",
                supplies=_name_supplies(aboard.drawn),
            ),
        )
    for number, activity in enumerate(route.activities):
        task = tasks.get(activity.task_id or "")
        facility = facilities.get(activity.facility_id or "")
        for fault in aboard.drive(activity):
            yield fault.at(activity_label(route, number))
        faults: Iterator[Fault] = iter(())
        if activity.kind is ActivityKind.SERVICE and task is not None:
            faults = aboard.serve(task)
        elif activity.kind is ActivityKind.UNLOAD and facility is not None:
            faults = aboard.unload(facility)
        elif activity.kind is ActivityKind.REFILL and facility is not None:
            faults = aboard.refill(facility)
        for fault in faults:
            yield fault.at(activity_label(route, number))
        for fault in _check_stated(activity, task, aboard):
            yield fault.at(activity_label(route, number))
    # What a vehicle carries that broke down stays aboard.
    if aboard.load_kg and not (route.activities and is_lost(route.activities[-1])):
        yield Violation(
            code=ViolationCode.LOAD_AT_END,
            where=route_label(route),
            detail=message(
                "violation.load_at_end",
                "comes home with {load_kg} kg aboard",
                load_kg=aboard.load_kg,
            ),
        )


def _name_supplies(supplies: Collection[Supply]) -> list[Message]:
    """Returns what tanks hold, as people say it."""
    if not supplies:
        return [message("violation.supply", "supply")]
    return [
        message("violation.this_supply", "{supply:word.supply}", supply=one)
        for one in sorted(supplies)
    ]


def _check_stated(activity: Activity, task: Task | None, aboard: _Aboard) -> Iterator[Fault]:
    """Yields figures that the plan states and that the tasks do not bear out."""
    worked_m: int | None = 0
    if activity.kind in AT_A_TASK:
        known = task is not None and 0 <= activity.mode < len(task.modes)
        worked_m = task.modes[activity.mode].service_m if task and known else None
    if worked_m is not None and activity.service_m != worked_m:
        yield Fault(
            code=ViolationCode.SERVICE_LENGTH,
            detail=message(
                "violation.service_length",
                "says {service_m} m worked, it is {worked_m} m",
                service_m=activity.service_m,
                worked_m=worked_m,
            ),
        )
    if (activity.load_kg, activity.tank_l) != (aboard.load_kg, aboard.tank_l):
        yield Fault(
            code=ViolationCode.STATED_LOAD,
            detail=message(
                "violation.stated_load",
                "says {load_kg} kg and {tank_l} l aboard, it is {true_kg} kg and {true_l} l",
                load_kg=activity.load_kg,
                tank_l=activity.tank_l,
                true_kg=aboard.load_kg,
                true_l=aboard.tank_l,
            ),
        )
