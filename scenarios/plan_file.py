"""plan.json: a plan with everything that is needed to check, export and show it later."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from fleet import Fleet, TimeWindow, Work
from optimizer.errors import InputError
from optimizer.network.place import Place, Position
from optimizer.network.road_network import DrivingSide, RoadNetwork
from optimizer.plan import Plan
from optimizer.task import Mode, Task
from scenarios.files import parse_json
from scenarios.measures import Measures

FORMAT = 2
"""Counts changes of plan.json that older readers cannot follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointOnArc:
    """A `Position` whose arc goes by its key."""

    arc: str
    offset_m: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRecord:
    """A `Place` in terms of arc keys; `exits` is empty where they are the entries."""

    entries: tuple[PointOnArc, ...]
    exits: tuple[PointOnArc, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeRecord:
    """A `Mode` in terms of arc keys."""

    place: PlaceRecord
    service_m: int
    service_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRecord:
    """A `Task` in terms of arc keys."""

    id: str
    work: Work
    name: str
    modes: tuple[ModeRecord, ...]
    demand_kg: int
    demand_l: int
    windows: tuple[TimeWindow, ...]
    required: bool
    prize_fen: int
    kerb: str
    area_m2: int
    service_class: str
    apart_s: int = 0
    max_length_cm: int = 0
    max_width_cm: int = 0
    max_weight_kg: int = 0
    facility_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRecord:
    """Which streets a plan is for; see `RoadNetwork`."""

    name: str
    source: str
    digest: str
    generated: bool
    driving_side: DrivingSide = DrivingSide.RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """What plan.json holds; nothing in it depends on the clock.

    Parameters
    ----------
    date
        Service day, YYYY-MM-DD.
    scenario
        The scenario as placed on the streets, as `scenarios.files.store.snapshot` gives it.
    fleet
        The vehicles with the depots and shifts that they were given.
    interrupted
        True when the search was ended before its limit.
    iterations, processes
        Steps of all processes together, and how many there were.
    """

    format: int = FORMAT
    scenario_name: str
    title: str
    title_zh: str
    date: str
    network: NetworkRecord
    engine: str
    seed: int
    iterations: int
    interrupted: bool
    processes: int = 1
    notices: tuple[str, ...]
    measures: Measures
    plan: Plan
    task_records: tuple[TaskRecord, ...]
    site_records: Mapping[str, PlaceRecord]
    fleet: Fleet
    scenario: dict[str, Any] = field(default_factory=dict)

    def tasks(self, network: RoadNetwork) -> tuple[Task, ...]:
        """Returns the tasks on a network.

        Raises
        ------
        InputError
            When the network lacks an arc that a task names, or a task is none.
        """
        try:
            return tuple(_task(record, network) for record in self.task_records)
        except ValueError as error:
            raise InputError(f"the plan's tasks cannot be used: {error}") from None

    def sites(self, network: RoadNetwork) -> dict[str, Place]:
        """Returns the place of every facility on a network.

        Raises
        ------
        InputError
            When the network lacks an arc that a site names.
        """
        return {id_: _place(record, network) for id_, record in self.site_records.items()}


def _task(record: TaskRecord, network: RoadNetwork) -> Task:
    return Task(
        id=record.id,
        work=record.work,
        name=record.name,
        modes=tuple(
            Mode(
                place=_place(mode.place, network),
                service_m=mode.service_m,
                service_s=mode.service_s,
            )
            for mode in record.modes
        ),
        demand_kg=record.demand_kg,
        demand_l=record.demand_l,
        windows=record.windows,
        required=record.required,
        prize_fen=record.prize_fen,
        kerb=record.kerb,
        area_m2=record.area_m2,
        service_class=record.service_class,
        apart_s=record.apart_s,
        max_length_cm=record.max_length_cm,
        max_width_cm=record.max_width_cm,
        max_weight_kg=record.max_weight_kg,
        facility_id=record.facility_id,
    )


def _place(record: PlaceRecord, network: RoadNetwork) -> Place:
    entries = tuple(_position(point, network) for point in record.entries)
    exits = tuple(_position(point, network) for point in record.exits)
    return Place(entries=entries, exits=exits or entries)


def _position(point: PointOnArc, network: RoadNetwork) -> Position:
    arc = network.arc_of_key.get(point.arc)
    if arc is None:
        raise InputError(
            f"the plan names street piece {point.arc}, which {network.name} does not have; "
            "give the streets that the plan was made for."
        )
    return Position(arc=arc, offset_m=point.offset_m)


def record_place(place: Place, network: RoadNetwork) -> PlaceRecord:
    """Returns a place in terms of arc keys."""
    entries = tuple(_point(position, network) for position in place.entries)
    exits = tuple(_point(position, network) for position in place.exits)
    return PlaceRecord(entries=entries, exits=() if exits == entries else exits)


def _point(position: Position, network: RoadNetwork) -> PointOnArc:
    return PointOnArc(arc=network.arc_key(position.arc), offset_m=position.offset_m)


def record_task(task: Task, network: RoadNetwork) -> TaskRecord:
    """Returns a task in terms of arc keys."""
    return TaskRecord(
        id=task.id,
        work=task.work,
        name=task.name,
        modes=tuple(
            ModeRecord(
                place=record_place(mode.place, network),
                service_m=mode.service_m,
                service_s=mode.service_s,
            )
            for mode in task.modes
        ),
        demand_kg=task.demand_kg,
        demand_l=task.demand_l,
        windows=task.windows,
        required=task.required,
        prize_fen=task.prize_fen,
        kerb=task.kerb,
        area_m2=task.area_m2,
        service_class=task.service_class,
        apart_s=task.apart_s,
        max_length_cm=task.max_length_cm,
        max_width_cm=task.max_width_cm,
        max_weight_kg=task.max_weight_kg,
        facility_id=task.facility_id,
    )


_ADAPTER = TypeAdapter(PlanFile)


def dumps(plan_file: PlanFile) -> str:
    """Returns plan.json as text; the same plan gives the same bytes."""
    values = _ADAPTER.dump_python(plan_file, mode="json")
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def loads(text: str, *, where: str = "plan.json") -> PlanFile:
    """Returns the plan in a text.

    Raises
    ------
    InputError
        Names the file, the place in it and the remedy.
    """
    values = parse_json(text, where=where)
    if not isinstance(values, dict) or "plan" not in values:
        raise InputError(f"{where}: is no plan of OneBroom; give a plan.json that it wrote.")
    if values.get("format") != FORMAT:
        raise InputError(
            f"{where}: has format {values.get('format')!r}, this version reads {FORMAT}; "
            "plan the day again."
        )
    try:
        plan_file = _ADAPTER.validate_python(values)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}"
            for one in error.errors()[:5]
        )
        raise InputError(
            f"{where}: {error.error_count()} faults: {faults}; undo the edit, or plan the day "
            "again."
        ) from None
    try:
        dt.date.fromisoformat(plan_file.date)
    except ValueError:
        raise InputError(
            f"{where}: date {plan_file.date!r} is none; undo the edit, or plan the day again."
        ) from None
    return plan_file


def write_plan(plan_file: PlanFile, path: Path) -> None:
    """Writes plan.json; the file appears whole or not at all."""
    partial = path.with_name(path.name + ".part")
    partial.write_text(dumps(plan_file), encoding="utf-8")
    partial.replace(path)


def read_plan(path: Path) -> PlanFile:
    """Returns the plan in a file.

    Raises
    ------
    InputError
        When it cannot be read or is no plan.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}); give a plan.json.") from None
    return loads(text, where=str(path))


def summary_of(plan_file: PlanFile) -> dict[str, Any]:
    """Returns what a list of plans shows of one, without its drives."""
    measures = plan_file.measures
    return {
        "title": plan_file.title,
        "title_zh": plan_file.title_zh,
        "date": plan_file.date,
        "network": asdict(plan_file.network),
        "notices": list(plan_file.notices),
        "interrupted": plan_file.interrupted,
        "mechanised_rate": round(measures.rate, 4),
        "cost_yuan": round(measures.costs.total_fen / 100, 2),
        "unassigned": len(plan_file.plan.unassigned),
        "measures": asdict(measures),
    }
