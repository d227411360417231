"""What bulk trucks took that had set out for a load before what was to come of it was told.

Such a truck comes at its hour and takes what it was to take, or what is there of it by then. The
checker's own reading of the rule; the planner has another.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from fleet import Fleet, Work
from optimizer.checker.chain import LoadMoves
from optimizer.checker.past import History
from optimizer.plan import Activity, ActivityKind, DutyId, Plan
from optimizer.task import Task


class _Loading(NamedTuple):
    """A load that was begun: when, and what the plan before has of it."""

    begin_s: int
    task_id: str
    station_id: str
    planned_kg: int


def lived_with_bulk_loads(
    history: History, fleet: Fleet, tasks: Mapping[str, Task], plan: Plan
) -> dict[DutyId, tuple[Activity, ...] | None]:
    """Returns what of each duty can no longer be changed, with the bulk loads as they came to be.

    Parameters
    ----------
    tasks, plan
        Of the plan that is judged: what is there is what it brings.
    """
    short_kg = _find_short_kg(history, fleet, tasks, plan)
    if not any(short_kg.values()):
        return history.lived
    return {
        duty: lived and tuple(_with_less(lived, short_kg)) for duty, lived in history.lived.items()
    }


def _find_short_kg(
    history: History, fleet: Fleet, tasks: Mapping[str, Task], plan: Plan
) -> dict[str, int]:
    """Returns by how much loads that are begun fall short of the plan before, by task."""
    moves = LoadMoves(fleet, tasks, plan)
    left_kg = {one.id: one.stock_kg for one in fleet.facilities if one.is_station}
    brought_of = {id_: sorted(moves.unloaded[id_], key=lambda m: m.end_s) for id_ in left_kg}
    short_kg = {}
    for one in sorted(_find_loadings(history, tasks)):
        if one.station_id not in left_kg:
            continue
        brought = brought_of[one.station_id]
        while brought and brought[0].end_s <= one.begin_s:
            left_kg[one.station_id] += brought.pop(0).kg
        taken_kg = min(one.planned_kg, left_kg[one.station_id])
        left_kg[one.station_id] -= taken_kg
        short_kg[one.task_id] = one.planned_kg - taken_kg
    return short_kg


def _find_loadings(history: History, tasks: Mapping[str, Task]) -> Iterator[_Loading]:
    for lived in history.lived.values():
        aboard_kg = 0
        for activity in lived or ():
            task = tasks.get(activity.task_id or "")
            is_load = task is not None and task.work is Work.HAUL
            if task is not None and is_load and activity.kind is ActivityKind.SERVICE:
                yield _Loading(
                    begin_s=activity.begin_s,
                    task_id=task.id,
                    station_id=task.facility_id,
                    planned_kg=activity.load_kg - aboard_kg,
                )
            aboard_kg = activity.load_kg


def _with_less(lived: tuple[Activity, ...], short_kg: Mapping[str, int]) -> Iterator[Activity]:
    """Yields activities with so much less aboard, until it would have been unloaded."""
    less_kg = 0
    for activity in lived:
        if activity.kind is ActivityKind.SERVICE:
            less_kg += short_kg.get(activity.task_id or "", 0)
        elif activity.kind is ActivityKind.UNLOAD:
            less_kg = 0
        yield replace(activity, load_kg=activity.load_kg - less_kg)
