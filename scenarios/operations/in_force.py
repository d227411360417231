"""The plan in force with what is known of its day: where written names are looked up."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fleet import CaseCategory, Message, Vehicle, message
from optimizer.events import Event, added_task
from optimizer.network.place import ArcKey
from optimizer.network.road_network import RoadNetwork
from optimizer.task import Task
from scenarios.files import from_snapshot
from scenarios.operations.categories import categories_of
from scenarios.operations.faults import Note
from scenarios.operations.nearest import nearest_names
from scenarios.operations.schema import OfTaskIn
from scenarios.plan_file import PlanFile
from scenarios.scenario import Scenario

MAX_SNAP_M = 300
"""A place farther from every street is refused, where the plan has no scenario that says."""


@dataclass(frozen=True, kw_only=True)
class InForce:
    """What there is on the day, to look up what people write.

    Parameters
    ----------
    streets
        The network that the plan was made for.
    known
        The events that were told before.
    """

    plan_file: PlanFile
    streets: RoadNetwork
    known: tuple[Event, ...]

    @cached_property
    def network(self) -> RoadNetwork:
        """The streets as the plan has them: with its side of the road, on its day."""
        return replace(
            self.streets,
            driving_side=self.plan_file.network.driving_side,
            date=dt.date.fromisoformat(self.plan_file.date),
        )

    @cached_property
    def scenario(self) -> Scenario | None:
        """The scenario that the plan was made of; None where its file does not have it."""
        return from_snapshot(self.plan_file.scenario) if self.plan_file.scenario else None

    @property
    def max_snap_m(self) -> int:
        """A place farther from every street than this is refused."""
        return self.scenario.max_snap_m if self.scenario else MAX_SNAP_M

    @cached_property
    def new_events(self) -> tuple[Event, ...]:
        """What was told since the plan was made."""
        running = self.plan_file.running
        counted = {event.id for event in running.events} if running else set()
        return tuple(event for event in self.known if event.id not in counted)

    @property
    def categories(self) -> tuple[CaseCategory, ...]:
        """What cases come to."""
        return categories_of(self.scenario)

    @cached_property
    def tasks(self) -> Mapping[str, Task[ArcKey]]:
        """The plan's tasks and those that were added since, by id."""
        added = map(added_task, self.known)
        return {task.id: task for task in (*self.plan_file.tasks, *added) if task is not None}

    @cached_property
    def task_ids(self) -> frozenset[str]:
        """Ids of all tasks that the day has or had: a plan drops those that were cancelled."""
        told = (getattr(event, "task_id", "") for event in self.known)
        return frozenset((*self.tasks, *filter(None, told)))

    @cached_property
    def numbers_of_street(self) -> Mapping[str, tuple[int, ...]]:
        """The numbers of a street's names in the network, by what people may call it."""
        found: dict[str, list[int]] = {}
        for number, names in enumerate(
            zip(self.streets.names, self.streets.names_en, strict=True)
        ):
            for name in set(names) - {""}:
                found.setdefault(name, []).append(number)
        return {name: tuple(numbers) for name, numbers in found.items()}

    def vehicle(self, written: str, note: Note) -> Vehicle | None:
        """Returns the vehicle with an id."""
        vehicles = {one.id: one for one in self.plan_file.fleet.vehicles}
        found = _one_named(written, {id_: [id_] for id_ in vehicles})
        if found is None:
            note(
                "vehicle",
                message(
                    "events.unknown_vehicle",
                    "vehicle {written!r} is unknown; nearest are {near:list}.",
                    written=written,
                    near=_near(written, vehicles),
                ),
            )
            return None
        return vehicles[found]

    def facility(self, written: str, note: Note) -> str:
        """Returns the id of a facility that is called by id or name."""
        names = {one.id: [one.id, one.name] for one in self.plan_file.fleet.facilities}
        found = _one_named(written, names)
        if found is None:
            note(
                "facility",
                message(
                    "events.unknown_facility",
                    "facility {written!r} is unknown; nearest are {near:list}.",
                    written=written,
                    near=_near(written, [name for both in names.values() for name in both]),
                ),
            )
        return found or ""

    def category(self, written: str, note: Note) -> CaseCategory | None:
        """Returns the category of cases that is called by a name or code."""
        names = {one.name: list(one.names) for one in self.categories}
        found = _one_named(written, names)
        if found is None:
            every = [name for all_ in names.values() for name in all_]
            note(
                "category",
                message(
                    "events.unknown_category",
                    "category {written!r} is unknown; nearest are {near:list}, or add it to the "
                    "scenario's case_categories.",
                    written=written,
                    near=_near(written, every),
                ),
            )
        return next((one for one in self.categories if one.name == found), None)

    def street(self, written: str, field: str, note: Note) -> NDArray[np.bool_]:
        """Returns a mask of the arcs of a street."""
        numbers = self.numbers_of_street.get(written.strip(), ())
        if not numbers:
            note(
                field,
                message(
                    "events.unknown_street",
                    "there is no street {written!r}; nearest are {near:list}.",
                    written=written,
                    near=nearest_names(written, self.numbers_of_street),
                ),
            )
        return np.isin(self.streets.arc_name, numbers) & ~self.streets.is_beyond

    def task_id(self, given: OfTaskIn, note: Note) -> str:
        """Returns the id of the task that is named in one of four ways."""
        ways = {
            name: value
            for name in ("task", "contract", "point", "case")
            if (value := getattr(given, name))
        }
        if len(ways) != 1:
            note(
                "task",
                message(
                    "events.which_task",
                    "names no task, or more than one; give one of task, contract, point and case.",
                ),
            )
            return ""
        ((way, written),) = ways.items()
        found = _FIND[way](self, written)
        if not found:
            note(way, _unknown_task(way, written, _NAMES[way](self)))
        return found

    def _of_task(self, written: str) -> str:
        return written if written in self.task_ids else ""

    def _of_case(self, written: str) -> str:
        return self._of_task(case_task_id(written))

    def _of_contract(self, written: str) -> str:
        names = {
            id_: [task.contract_id, task.name]
            for id_, task in self.tasks.items()
            if task.contract_id
        }
        return _one_named(written, names) or self._of_task(f"kitchen/{written}")

    def _of_point(self, written: str) -> str:
        names = {
            id_: [task.point_id, task.name] for id_, task in self.tasks.items() if task.point_id
        }
        return _one_named(written, names) or self._of_task(f"container/{written}")


def case_task_id(number: str) -> str:
    """Returns the id of a case's task."""
    return f"case/{number}"


_FIND: Mapping[str, Callable[[InForce, str], str]] = {
    "task": InForce._of_task,
    "contract": InForce._of_contract,
    "point": InForce._of_point,
    "case": InForce._of_case,
}

_NAMES: Mapping[str, Callable[[InForce], Iterable[str]]] = {
    "task": lambda day: day.task_ids,
    "contract": lambda day: _names(day, "contract_id"),
    "point": lambda day: _names(day, "point_id"),
    "case": lambda day: (
        id_.removeprefix(case_task_id(""))
        for id_ in day.task_ids
        if id_.startswith(case_task_id(""))
    ),
}


def _names(day: InForce, field: str) -> Iterable[str]:
    for task in day.tasks.values():
        if getattr(task, field):
            yield getattr(task, field)
            yield task.name


def _unknown_task(way: str, written: str, known: Iterable[str]) -> Message:
    near = nearest_names(written, known)
    if way == "task":
        return message(
            "events.unknown_task",
            "the day has no task {written!r}; nearest are {near:list}.",
            written=written,
            near=near,
        )
    if way == "contract":
        return message(
            "events.unknown_contract",
            "no contract {written!r} is collected on the day; nearest are {near:list}.",
            written=written,
            near=near,
        )
    if way == "point":
        return message(
            "events.unknown_point",
            "no collection point {written!r} is emptied on the day; nearest are {near:list}.",
            written=written,
            near=near,
        )
    return message(
        "events.unknown_case",
        "no case {written!r} was told on the day; nearest are {near:list}.",
        written=written,
        near=near,
    )


def _one_named(written: str, names: Mapping[str, Sequence[str]]) -> str | None:
    """Returns the id of the one thing that is called so: by its id, else as nothing else is."""
    plain = written.strip()
    if plain in names:
        return plain
    found = [
        id_
        for id_, all_names in names.items()
        if plain.casefold() in (name.casefold() for name in all_names)
    ]
    return found[0] if len(found) == 1 else None


def _near(written: str, known: Iterable[str]) -> list[str]:
    """Returns the nearest names, or the first of all where none is near."""
    names = list(dict.fromkeys(known))
    return nearest_names(written, names) or names[:5]
