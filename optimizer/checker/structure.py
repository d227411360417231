"""Rules of structure: known things, the order of activities, skills, every task exactly once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from fleet import Facility, Vehicle
from optimizer.checker.violation import Violation, ViolationCode
from optimizer.plan import ActivityKind, Plan, Route
from optimizer.task import Task


def check_coverage(tasks: Sequence[Task], plan: Plan) -> Iterator[Violation]:
    """Yields tasks that are claimed twice, lost, or both served and unassigned."""
    served = Counter(id_ for route in plan.routes for id_ in route.task_ids)
    unassigned = Counter(one.task_id for one in plan.unassigned)
    known = {task.id for task in tasks}
    for id_ in sorted(set(served) | set(unassigned)):
        if id_ not in known:
            yield Violation(
                code=ViolationCode.UNKNOWN_TASK, where=id_, detail="is no task of this day"
            )
        if served[id_] > 1 or unassigned[id_] > 1:
            yield Violation(
                code=ViolationCode.TASK_TWICE,
                where=id_,
                detail=f"is served {served[id_]} times and unassigned {unassigned[id_]} times",
            )
        if served[id_] and unassigned[id_]:
            yield Violation(
                code=ViolationCode.TASK_BOTH, where=id_, detail="is both served and unassigned"
            )
    for task in tasks:
        if not served[task.id] and not unassigned[task.id]:
            yield Violation(
                code=ViolationCode.TASK_LOST,
                where=task.id,
                detail="is in no route and not among the unassigned",
            )


def check_structure(
    route: Route,
    vehicle: Vehicle,
    tasks: Mapping[str, Task],
    facilities: Mapping[str, Facility],
) -> Iterator[Violation]:
    """Yields what is wrong with the make-up of one route."""
    label = f"{vehicle.id}/{route.shift_id}"
    kinds = [activity.kind for activity in route.activities]
    ends = (ActivityKind.START, ActivityKind.END)
    if len(kinds) < 2 or (kinds[0], kinds[-1]) != ends or any(k in ends for k in kinds[1:-1]):
        yield Violation(
            code=ViolationCode.ACTIVITY_ORDER,
            where=label,
            detail="a route is START, then work, then END",
        )
    for number, activity in enumerate(route.activities):
        where = f"{label} activity {number} ({activity.kind})"
        if activity.kind is ActivityKind.SERVICE:
            task = tasks.get(activity.task_id or "")
            if task is None:
                yield Violation(
                    code=ViolationCode.UNKNOWN_TASK,
                    where=where,
                    detail=f"{activity.task_id} is no task of this day",
                )
                continue
            if task.work not in vehicle.works:
                yield Violation(
                    code=ViolationCode.SKILL,
                    where=where,
                    detail=f"{vehicle.id} has no skill for {task.work} ({task.id})",
                )
            if not 0 <= activity.mode < len(task.modes):
                yield Violation(
                    code=ViolationCode.MODE,
                    where=where,
                    detail=f"{task.id} has {len(task.modes)} modes, not number {activity.mode}",
                )
        elif activity.kind is not ActivityKind.BREAK:
            if activity.facility_id not in facilities:
                yield Violation(
                    code=ViolationCode.UNKNOWN_FACILITY,
                    where=where,
                    detail=f"{activity.facility_id} is no facility",
                )
            elif activity.kind in ends and activity.facility_id != vehicle.depot_id:
                yield Violation(
                    code=ViolationCode.WRONG_FACILITY,
                    where=where,
                    detail=f"the depot of {vehicle.id} is {vehicle.depot_id}",
                )
