"""The tasks of a board: by whom and when, or why by nobody."""

from dataclasses import dataclass

from api.exports.tracks import task_points
from api.service.board.schema import SHARES, ReasonOut, TasksOut, Windows
from api.service.board.streets import NameNumbers, Ways, pairs_of, step_to
from api.words import Phrasebook, change_text
from optimizer.legible import make_legible
from optimizer.network.place import ArcKey
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import ActivityKind
from optimizer.task import Task
from scenarios.changes import side_of
from scenarios.plan_file import PlanFile


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTable:
    """The tasks, with the windows and reasons that they name by number."""

    tasks: TasksOut
    windows: list[Windows]
    reasons: list[ReasonOut]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    duty: int = -1
    mode: int = 0


_NOBODY = _Done()


def share_at(network: RoadNetwork, key: ArcKey, offset_m: int) -> int:
    """Returns where on an arc an offset lies."""
    return round(SHARES * offset_m / int(network.arc_length_m[network.arc_of_key[key]]))


def tabulate_tasks(
    plan_file: PlanFile, network: RoadNetwork, ways: Ways, words: Phrasebook, *, names: NameNumbers
) -> TaskTable:
    """Returns all tasks of a plan, in its order."""
    tasks = plan_file.tasks
    done = _list_done(plan_file)
    why, reasons = _list_reasons(plan_file, words)
    windows: dict[tuple[tuple[int, int], ...], int] = {}
    part: dict[int, tuple[int, int]] = {}
    at: dict[int, tuple[int, int]] = {}
    window_of = []
    for number, task in enumerate(tasks):
        key = tuple(pairs_of(task.windows))
        window_of.append(windows.setdefault(key, len(windows)))
        if task.modes[0].service_m == 0:
            _, (place, *_) = task_points(task, done.get(task.id, _NOBODY).mode, network)
            at[number] = step_to(*place)
        elif (piece := _part_of(task, network)) != (0, SHARES):
            part[number] = piece
    whom = [done.get(task.id, _NOBODY) for task in tasks]
    return TaskTable(
        tasks=TasksOut(
            id=[make_legible(task.id) for task in tasks],
            work=[str(task.work) for task in tasks],
            name=[names.of(words.street(task.name)) for task in tasks],
            way=[ways.of_key(_way_key(task, one)) for task, one in zip(tasks, whom, strict=True)],
            back=[int(_is_back(task, one.mode)) for task, one in zip(tasks, whom, strict=True)],
            part=part,
            at=at,
            side=[side_of(task) for task in tasks],
            lane=[task.kerb.lane if task.kerb else 0 for task in tasks],
            standard=[task.service_class for task in tasks],
            required=[int(task.required) for task in tasks],
            kg=[task.demand_kg for task in tasks],
            litres=[task.demand_l for task in tasks],
            area_m2=[task.area_m2 for task in tasks],
            windows=window_of,
            duty=[one.duty for one in whom],
            why=[why.get(task.id, -1) for task in tasks],
        ),
        windows=[[*one] for one in windows],
        reasons=reasons,
    )


def _list_done(plan_file: PlanFile) -> dict[str, _Done]:
    return {
        activity.task_id: _Done(duty=duty, mode=activity.mode)
        for duty, route in enumerate(plan_file.plan.routes)
        for activity in route.activities
        if activity.kind is ActivityKind.SERVICE and activity.task_id
    }


def _list_reasons(
    plan_file: PlanFile, words: Phrasebook
) -> tuple[dict[str, int], list[ReasonOut]]:
    """Returns the number of each unserved task's reason, and the reasons, each once."""
    numbers: dict[str, int] = {}
    reasons: list[ReasonOut] = []
    why = {}
    for one in plan_file.plan.unassigned:
        change = change_text(one.change, plan_file, words) if one.change else ""
        reason = ReasonOut(
            reason=str(one.reason),
            detail=make_legible(words.say(one.detail)),
            change=make_legible(change),
        )
        if one.change:
            reason.kind, reason.minutes = str(one.change.kind), one.change.minutes
            reason.vehicle, reason.shift = one.change.vehicle_id, one.change.shift_id
        why[one.task_id] = numbers.setdefault(reason.model_dump_json(), len(numbers))
        if len(numbers) > len(reasons):
            reasons.append(reason)
    return why, reasons


def _way_key(task: Task[ArcKey], done: _Done) -> ArcKey:
    mode = task.modes[done.mode] if task.modes[0].service_m == 0 else task.modes[0]
    return mode.place.entries[0].arc


def _is_back(task: Task[ArcKey], mode: int) -> bool:
    first, chosen = task.modes[0], task.modes[mode]
    return first.service_m > 0 and chosen.place.entries[0].arc != first.place.entries[0].arc


def _part_of(task: Task[ArcKey], network: RoadNetwork) -> tuple[int, int]:
    entry, leave = task.modes[0].place.entries[0], task.modes[0].place.exits[0]
    return (
        share_at(network, entry.arc, entry.offset_m),
        share_at(network, entry.arc, leave.offset_m),
    )
