"""plan.json: a plan with everything that is needed to check, export and show it later."""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from fleet import Fleet, Message, StreetClosure
from optimizer.beside import begin_beside
from optimizer.errors import InputError
from optimizer.events import Event
from optimizer.garbage import nothing_thrown_away
from optimizer.hands import EarlyHand, Hand
from optimizer.network.place import ArcKey, Place
from optimizer.network.road_network import EMBEDDED, DrivingSide, RoadNetwork
from optimizer.plan import Plan
from optimizer.task import Task
from scenarios.files import faults_in, parse_json, plan_of_format_2, read_text
from scenarios.measures import Measures

FORMAT = 3
"""Counts changes of plan.json that older readers cannot follow; format 2 is read too."""


_CLOSURE = TypeAdapter(StreetClosure)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRecord:
    """Which streets a plan is for; see `RoadNetwork`."""

    name: str
    source: str
    digest: str
    generated: bool
    driving_side: DrivingSide = DrivingSide.RIGHT
    country: str = ""

    @property
    def label(self) -> Message | str:
        """What people call them."""
        return EMBEDDED if self.generated else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningDay:
    """How a plan goes on from another while the day runs.

    Parameters
    ----------
    based_on
        SHA-256 of the plan.json that it goes on from, as `digest_of` gives it.
    number
        1 for the first new plan of the day, and so on.
    now_s, freeze_s
        When it was made, and for how long from then on everything stays as it was.
    events
        All that was known, by when it was told; those that the plan before knew come first.
    hands
        What was decided by hand, in the order in which it was told; those that the plan before
        kept come first.
    """

    based_on: str
    number: int
    now_s: int
    freeze_s: int
    events: tuple[Event, ...]
    hands: tuple[Hand, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanFile:
    """What plan.json holds; nothing in it depends on the clock.

    Parameters
    ----------
    date
        Service day, YYYY-MM-DD.
    scenario, scenario_digest
        The scenario as placed on the streets, as `scenarios.files.snapshot` gives it, and its
        digest; "" in plans of earlier versions.
    moved
        Whether the scenario's places were moved onto the streets as a whole.
    on_calendar
        Ids of the contracts that the week's calendar has on the day, sorted; None where the plan
        keeps to no calendar.
    fleet
        The vehicles with the depots and shifts that they were given.
    running
        What the plan goes on from; None for one that was made before the day began.
    hands
        What was decided by hand before the day began. It binds every later plan of the day, and
        stands first in the `running.hands` of those.
    interrupted
        True when the search was ended before its limit.
    iterations, processes
        Steps of all processes together, and how many there were.
    tasks
        All that was due, served or not, with the bulk loads that came of it.
    sites
        The place of every facility, by id.
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
    notices: tuple[Message, ...]
    measures: Measures
    plan: Plan
    tasks: tuple[Task[ArcKey], ...]
    sites: Mapping[str, Place[ArcKey]]
    fleet: Fleet
    scenario: dict[str, Any] = field(default_factory=dict)
    scenario_digest: str = ""
    moved: bool = False
    on_calendar: tuple[str, ...] | None = None
    running: RunningDay | None = None
    hands: tuple[EarlyHand, ...] = ()

    @property
    def hands_by_now(self) -> tuple[Hand, ...]:
        """All that was decided by hand when it was made, in the order in which it was told."""
        return self.running.hands if self.running else self.hands

    @property
    def closures(self) -> tuple[StreetClosure, ...]:
        """The streets that its scenario closes, as they lie on these streets."""
        values = self.scenario.get("closures") or ()
        return tuple(_CLOSURE.validate_python(one) for one in values)

    def shift_label(self, vehicle_id: str, shift_id: str) -> Message | str:
        """Returns what people call a shift of a vehicle; its id where the fleet has none such."""
        shifts = self.fleet.vehicle(vehicle_id).shifts
        return next((shift.label for shift in shifts if shift.id == shift_id), shift_id)

    def tasks_on(self, network: RoadNetwork) -> tuple[Task, ...]:
        """Returns the tasks on a network.

        Raises
        ------
        InputError
            When the network lacks an arc that a task names.
        """
        kept = self._kept.get("tasks_on")
        # Streets of another day, or with some of them closed, have the same arcs.
        if kept is not None and kept[0] is network.arc_from:
            tasks: tuple[Task, ...] = kept[1]
            return tasks
        number = arc_numbers(network)
        return self.keep_tasks(network, tuple(task.with_arcs(number) for task in self.tasks))

    def keep_tasks(self, network: RoadNetwork, tasks: tuple[Task, ...]) -> tuple[Task, ...]:
        """Keeps the plan's tasks on a network for the next plan of the day, and returns them."""
        self._kept["tasks_on"] = (network.arc_from, tasks)
        return tasks

    @cached_property
    def _kept(self) -> dict[str, Any]:
        """What was worked out of it and may be asked for again."""
        return {}

    @cached_property
    def digest(self) -> str:
        """The digest of its text, by which another names it that goes on from it."""
        return hashlib.sha256(dumps(self).encode()).hexdigest()

    def begin_digest(self) -> Callable[[], str]:
        """Begins to work the digest out beside this process; returns what waits for it."""
        if "digest" in vars(self):
            return lambda: self.digest
        wait = begin_beside(lambda: self.digest)

        def keep() -> str:
            vars(self)["digest"] = digest = wait()
            return digest

        return keep

    @property
    def kept_text(self) -> str | None:
        """Its text, if that was made beforehand."""
        return self._kept.get("text")

    def keep_text(self) -> None:
        """Makes its text for who writes it next, while nobody waits for this process."""
        self._kept["text"] = dumps(self)

    def sites_on(self, network: RoadNetwork) -> dict[str, Place]:
        """Returns the place of every facility on a network.

        Raises
        ------
        InputError
            When the network lacks an arc that a site names.
        """
        number = arc_numbers(network)
        return {id_: place.with_arcs(number) for id_, place in self.sites.items()}


def arc_numbers(network: RoadNetwork) -> Callable[[ArcKey], int]:
    """Returns what gives an arc's number on a network, and refuses what it does not have."""

    def number(key: ArcKey) -> int:
        arc = network.arc_of_key.get(key)
        if arc is None:
            raise InputError(
                "plan_file.unknown_arc",
                "the plan names street piece {arc}, which {network} does not have; give the "
                "streets that the plan was made for.",
                arc=key,
                network=network.label,
            )
        return arc

    return number


_ADAPTER = TypeAdapter(PlanFile)


def dumps(plan_file: PlanFile) -> str:
    """Returns plan.json as text; the same plan gives the same bytes."""
    kept: str | None = plan_file.kept_text
    if kept is not None:
        return kept
    return _ADAPTER.dump_json(plan_file, indent=1).decode() + "\n"


def digest_of(plan_file: PlanFile) -> str:
    """Returns the digest of a plan, by which another names it that goes on from it."""
    return plan_file.digest


def loads(text: str, *, where: str = "plan.json") -> PlanFile:
    """Returns the plan in a text.

    Raises
    ------
    InputError
        Names the file, the place in it and the remedy.
    """
    with nothing_thrown_away():
        return _loads(text, where)


def _loads(text: str, where: str) -> PlanFile:
    values = parse_json(text, where=where)
    if not isinstance(values, dict) or "plan" not in values:
        raise InputError(
            "plan_file.no_plan",
            "{where}: is no plan of OneBroom; give a plan.json that it wrote.",
            where=where,
        )
    if values.get("format") == 2:
        try:
            values = plan_of_format_2(values)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise InputError(
                "plan_file.no_format_2",
                "{where}: has format 2 and cannot be read as such{error:aside}; undo the edit, or "
                "plan the day again.",
                where=where,
                error=repr(error),
            ) from None
    if values.get("format") != FORMAT:
        raise InputError(
            "plan_file.other_format",
            "{where}: has format {format!r}, this version reads {known}; plan the day again.",
            where=where,
            format=values.get("format"),
            known=FORMAT,
        )
    try:
        plan_file = _ADAPTER.validate_python(values)
    except ValidationError as error:
        raise InputError(
            "plan_file.faults",
            "{where}: {num} faults: {faults:clauses}; undo the edit, or plan the day again.",
            where=where,
            num=error.error_count(),
            faults=faults_in(error),
        ) from None
    try:
        dt.date.fromisoformat(plan_file.date)
    except ValueError:
        raise InputError(
            "plan_file.no_date",
            "{where}: date {date!r} does not exist; undo the edit, or plan the day again.",
            where=where,
            date=plan_file.date,
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
    return loads(read_text(path, wanted="plan.json"), where=str(path))


def summary_of(plan_file: PlanFile) -> dict[str, Any]:
    """Returns what a list of plans shows of one, without its drives."""
    measures = plan_file.measures
    return {
        "title": plan_file.title,
        "title_zh": plan_file.title_zh,
        "date": plan_file.date,
        "network": asdict(plan_file.network),
        "shifts": [
            _json(plan_file.shift_label(row.vehicle_id, row.shift_id)) for row in measures.routes
        ],
        "notices": [asdict(notice) for notice in plan_file.notices],
        "interrupted": plan_file.interrupted,
        "mechanised_rate": round(measures.rate, 4),
        "cost_yuan": round(measures.costs.total_fen / 100, 2),
        "unassigned": len(plan_file.plan.unassigned),
        "measures": asdict(measures),
    }


def _json(said: Message | str) -> object:
    return asdict(said) if isinstance(said, Message) else said
