"""Depots and shifts for the day's vehicles, from where and when the work is due."""

from collections import defaultdict
from dataclasses import replace

from fleet import Fleet, Shift, Vehicle, VehicleKind, Work
from optimizer.day import DueHours, assign, working_s
from optimizer.network.road_network import RoadNetwork
from optimizer.task import Task
from scenarios.due import DueWork
from scenarios.overtime import lengthen
from scenarios.scenario import Scenario


def staff(due: DueWork, network: RoadNetwork) -> Fleet:
    """Returns the fleet with every depot and shift settled.

    Raises
    ------
    InfeasibleScenario
        When the depots cannot house the fleet.
    InputError
        When a shift that is to be longer would break a rule.
    """
    scenario = due.scenario
    first_of: dict[VehicleKind, Vehicle] = {}
    for vehicle in scenario.vehicles:
        first_of.setdefault(vehicle.kind, vehicle)
    minutes: dict[tuple[Work, VehicleKind, frozenset[str]], int] = defaultdict(int)
    near: dict[VehicleKind, dict[str, float]] = {}
    for kind, vehicle in first_of.items():
        templates = scenario.shift_templates.get(kind, ())
        tasks = [task for task in due.tasks if task.work in vehicle.works]
        for task in tasks:
            fitting = frozenset(shift.id for shift in templates if _fits(task, shift))
            minutes[task.work, kind, fitting] += working_s(task.modes[0], vehicle)
        near[kind] = _share_near(due, network, tasks)
    fleet = assign(
        replace(scenario.fleet, vehicles=(*scenario.vehicles, *_list_on_duty(scenario))),
        templates=scenario.shift_templates,
        due=tuple(
            DueHours(work=work, kind=kind, shift_ids=shift_ids, minutes=seconds // 60)
            for (work, kind, shift_ids), seconds in sorted(
                minutes.items(), key=lambda item: (item[0][0], item[0][1], sorted(item[0][2]))
            )
        ),
        near=near,
    )
    return replace(fleet, vehicles=tuple(_longer(one, scenario) for one in fleet.vehicles))


def _longer(vehicle: Vehicle, scenario: Scenario) -> Vehicle:
    for wish in scenario.overtime:
        if wish.vehicle_id == vehicle.id:
            vehicle = lengthen(vehicle, wish, scenario.shift_templates.get(vehicle.kind, ()))
    return vehicle


def _list_on_duty(scenario: Scenario) -> list[Vehicle]:
    """Returns the bulk trucks with every shift of their kind, where they state none.

    What there is to haul is known only when the collection is planned.
    """
    return [
        truck
        if truck.shifts
        else replace(truck, shifts=scenario.shift_templates.get(truck.kind, ()))
        for truck in scenario.bulk_trucks
    ]


def _fits(task: Task, shift: Shift) -> bool:
    """Says whether a task may begin within a shift."""
    return any(
        window.earliest_s < shift.end_s and window.latest_s > shift.start_s
        for window in task.windows
    )


def _share_near(due: DueWork, network: RoadNetwork, tasks: list[Task]) -> dict[str, float]:
    """Returns the share of tasks that lie nearest to each depot, as the crow flies."""
    depots = due.scenario.fleet.depots
    counts = dict.fromkeys((depot.id for depot in depots), 0)
    for task in tasks:
        lon, lat = network.arc_geometry(task.modes[0].place.entries[0].arc)[0]
        nearest = min(
            depots,
            key=lambda depot: (depot.at.lon - lon) ** 2 * 0.75 + (depot.at.lat - lat) ** 2,
        )
        counts[nearest.id] += 1
    return {id_: count / len(tasks) for id_, count in counts.items()} if tasks else {}
