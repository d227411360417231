"""Rules of a load that stands in the street: it is taken over as it was told, or by nobody.

That it is a task of the day at all is judged with all that is told of tasks (`orders`).
"""

from collections.abc import Iterator, Mapping

from fleet import Message, Vehicle, message
from optimizer.checker.kinds import AT_A_TASK, WHERE_IT_IS, is_lost
from optimizer.checker.past import History
from optimizer.checker.violation import Violation, ViolationCode, activity_label
from optimizer.events import VehicleOut
from optimizer.network.place import ArcKey, Place, Position
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import ActivityKind, Plan, Route
from optimizer.task import Task


def standing_load_faults(
    plan: Plan,
    network: RoadNetwork,
    vehicles: Mapping[str, Vehicle],
    tasks: Mapping[str, Task],
    sites: Mapping[str, Place],
    history: History,
) -> Iterator[Violation]:
    """Yields loads that another takes over than who was named, or that are not what stands there.

    Parameters
    ----------
    vehicles, tasks, sites
        By id; sites are the facilities' places.
    """
    for event in history.told:
        if not isinstance(event, VehicleOut) or event.load is None:
            continue
        for route in plan.routes:
            yield from _taken_by_another(route, event)
            vehicle = vehicles.get(route.vehicle_id)
            broke_down = route.activities and is_lost(route.activities[-1])
            if broke_down and vehicle is not None and vehicle.id == event.vehicle_id:
                for why in _not_what_stands(
                    route, event, network, tasks, sites.get(vehicle.depot_id or ""), sites
                ):
                    yield Violation(code=ViolationCode.LOAD_TAKEN, where=event.load.id, detail=why)


def _taken_by_another(route: Route, event: VehicleOut) -> Iterator[Violation]:
    assert event.load is not None
    for number, activity in enumerate(route.activities):
        is_it = activity.kind in AT_A_TASK and activity.task_id == event.load.id
        if is_it and route.vehicle_id != event.taken_by:
            yield Violation(
                code=ViolationCode.LOAD_TAKEN,
                where=activity_label(route, number),
                detail=message(
                    "violation.load_by_another",
                    "takes over the load of {vehicle}; {taker} was to do that",
                    vehicle=event.vehicle_id,
                    taker=event.taken_by,
                ),
            )


def _not_what_stands(
    route: Route,
    event: VehicleOut,
    network: RoadNetwork,
    tasks: Mapping[str, Task],
    depot: Place | None,
    sites: Mapping[str, Place],
) -> Iterator[Message]:
    """Yields what a load is otherwise than the vehicle that broke down has it, and where."""
    assert event.load is not None
    aboard_kg, here = 0, depot
    for activity in route.activities[:-1]:
        task = tasks.get(activity.task_id or "")
        if activity.kind is ActivityKind.SERVICE and task is not None:
            aboard_kg += task.demand_kg
        elif activity.kind is ActivityKind.UNLOAD:
            aboard_kg = 0
        if activity.kind in AT_A_TASK and task is not None:
            here = task.modes[activity.mode].place
        elif activity.kind not in WHERE_IT_IS:
            here = sites.get(activity.facility_id or "", here)
    due_kg = aboard_kg if event.carries_kg is None else event.carries_kg
    if event.load.demand_kg != due_kg:
        yield message(
            "violation.load_amount",
            "is {kg} kg, aboard {vehicle} are {due_kg} kg",
            kg=event.load.demand_kg,
            vehicle=event.vehicle_id,
            due_kg=due_kg,
        )
    if here is not None:
        exits = {_spot(network, one) for one in here.exits}
        stated = {
            (one.arc, one.offset_m)
            for mode in event.load.modes
            for one in (*mode.place.entries, *mode.place.exits)
        }
        if stated != exits:
            yield message(
                "violation.load_elsewhere",
                "is taken over elsewhere than where {vehicle} stands",
                vehicle=event.vehicle_id,
            )


def _spot(network: RoadNetwork, position: Position) -> tuple[ArcKey, int]:
    return network.arc_key(position.arc), position.offset_m
