"""events.json: what happened on a drawn day, so that others can live it too."""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from optimizer.errors import InputError
from optimizer.events import Event, StreetClosed, TaskAdded, UrgentCase
from optimizer.network.road_network import RoadNetwork
from scenarios.files import faults_in, parse_json, read_text
from scenarios.plan_file import PlanFile
from scenarios.simulation.drawing import DrawnDay

FORMAT = 1

_ADAPTER = TypeAdapter(DrawnDay)


def day_json(day: DrawnDay) -> str:
    """Returns a drawn day as text; the same day gives the same bytes."""
    values = {"format": FORMAT, **_ADAPTER.dump_python(day, mode="json")}
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def read_day(path: Path) -> DrawnDay:
    """Returns the drawn day in a file.

    Raises
    ------
    InputError
        When it cannot be read or is none.
    """
    values = parse_json(read_text(path, wanted="events.json"), where=str(path))
    if not isinstance(values, dict) or values.pop("format", None) != FORMAT:
        raise InputError(
            "simulation.no_day",
            "{path}: is no drawn day of format {format}; give an events.json that simulate wrote.",
            path=path,
            format=FORMAT,
        )
    try:
        return _ADAPTER.validate_python(values)
    except ValidationError as error:
        raise InputError(
            "simulation.day_faults",
            "{path}: cannot be read: {faults:clauses}; undo the edit.",
            path=path,
            faults=faults_in(error),
        ) from None


def told_of_day(
    path: Path, plan_file: PlanFile, network: RoadNetwork, *, now_s: int
) -> tuple[Event, ...]:
    """Returns what of a drawn day has been told by a time; the rest is still to happen.

    Parameters
    ----------
    plan_file, network
        The plan in force and its streets.

    Raises
    ------
    InputError
        When the file cannot be read, or an event names what this plan does not have.
    """
    events = read_day(path).events
    known = {vehicle.id for vehicle in plan_file.fleet.vehicles}
    known |= {facility.id for facility in plan_file.fleet.facilities}
    known |= {task.id for task in plan_file.tasks} | set(network.arc_of_key)
    added = [one for one in events if isinstance(one, TaskAdded | UrgentCase)]
    known |= {event.task.id for event in added}
    for event in events:
        strange = [name for name in _names_in(event) if name not in known]
        if strange:
            raise InputError(
                "simulation.other_plan",
                "{path}: {name} is not in this plan or on its streets; give a plan of the day "
                "that was drawn, such as the plan.json beside the days.",
                path=path,
                name=strange[0],
            )
    return tuple(event for event in events if event.told_s <= now_s)


def _names_in(event: Event) -> Iterator[str]:
    """Yields the vehicle, task, facility or arcs that an event names."""
    for field in ("vehicle_id", "task_id", "facility_id"):
        if hasattr(event, field):
            yield getattr(event, field)
    if isinstance(event, StreetClosed):
        yield from event.arcs
