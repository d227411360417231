"""What is in no route: the rows that count it, and reasons and remedies that cannot be.

A search finds most reasons, and nothing short of another search could confirm them. What can be
told without one is told: who has the skill, what fits into the largest vehicle, whose shift it is.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from fleet import Fleet, Message, Vehicle, Work, message
from optimizer.checker import (
    History,
    Violation,
    ViolationCode,
    size_faults,
    words_on_tasks,
)
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import ActivityKind, Change, ChangeKind, Plan, Reason, Unassigned
from optimizer.task import Mode, Task
from scenarios.second_opinion.closed import sign_faults
from scenarios.second_opinion.comparing import Finding, Unchecked, compare
from scenarios.second_opinion.routes import list_served_ids

EXAMPLES = 2
"""Of each row so many tasks are told by name, the longest first."""

SKIPPED = "skipped"
"""Why a task is left that a vehicle came to and could not do."""

SAID_OF: dict[str, set[str]] = {
    Reason.NO_VEHICLE: {"reason.no_skill", "reason.too_big"},
    Reason.UNREACHABLE: {
        "reason.unreachable",
        "reason.closed_by_sign",
        "reason.closed_hours",
    },
    Reason.WINDOW: {"reason.too_soon", "reason.fits_nowhere", "reason.street_closed"},
    Reason.SHIFT_TIME: {
        "reason.fits_nowhere",
        "reason.lower_kept",
        "reason.not_whole",
        "reason.nobody_left",
        "reason.taker_gone",
        "reason.costs_others",
    },
    Reason.TOGETHER: {"reason.fits_nowhere"},
    Reason.CAPACITY: {"reason.fits_nowhere", "reason.too_much", "reason.full"},
    Reason.NOT_WORTH: {
        "reason.not_worth",
        "reason.required_not_worth",
        "reason.exchange_not_worth",
        "reason.not_needed",
    },
    Reason.SEARCH_ENDED: {"reason.search_ended", "reason.could_replace"},
    Reason.NOT_EXPLAINED: {"reason.not_explained"},
    SKIPPED: {"reason.skipped"},
    Reason.BY_HAND: {"reason.by_hand"},
}
"""The codes in which each reason is explained."""


def check_left(
    rows: Sequence[Any],
    fleet: Fleet,
    tasks: Sequence[Task],
    plan: Plan,
    network: RoadNetwork,
    *,
    history: History | None = None,
) -> Iterator[Finding]:
    """Yields what is wrong with the rows of what is in no route, and with its reasons.

    Parameters
    ----------
    history
        What has happened on a day that runs.
    """
    task_of = {task.id: task for task in tasks}
    yield from compare(
        rows,
        _rows(task_of, plan),
        "measures.unassigned",
        ViolationCode.STATED_UNASSIGNED,
    )
    on_duty = [vehicle for vehicle in fleet.vehicles if vehicle.shifts]
    doing = {work: [one for one in on_duty if work in one.works] for work in Work}
    can_go = {one.id for one in on_duty if history is None or _can_go(one, history)}
    words = words_on_tasks(history) if history else {}
    over = {id_ for id_, word in words.items() if word.for_good or word.over is not None}
    for number, one in enumerate(plan.unassigned):
        task = task_of.get(one.task_id)
        if task is not None:
            able = [one for one in doing[task.work] if not any(size_faults(one, task))]
            for detail in (
                *_faults(one, task, fleet, able, can_go),
                *_skip_faults(one, history, one.task_id in over),
                *sign_faults(one, task, able, network, history),
            ):
                yield Violation(
                    code=ViolationCode.STATED_REASON,
                    where=f"plan.unassigned.{number}",
                    detail=detail,
                )
    if plan.unassigned:
        why = message("unchecked.reason", "a search found it; only another one could confirm it")
        for part in ("reason", "detail", "change"):
            yield Unchecked(what=f"plan.unassigned.*.{part}", why=why)


def _rows(task_of: Mapping[str, Task], plan: Plan) -> list[dict[str, Any]]:
    """Returns a row for each work, class and reason."""
    seen = {
        (task_of[id_].work, task_of[id_].kerb) for id_ in list_served_ids(plan) if id_ in task_of
    }
    groups: defaultdict[tuple[str, str, str, bool], list[tuple[Task, Unassigned]]]
    groups = defaultdict(list)
    area_m2: defaultdict[tuple[str, str, str, bool], int] = defaultdict(int)
    for one in sorted(plan.unassigned, key=lambda one: one.task_id):
        task = task_of.get(one.task_id)
        if task is None:
            continue
        group = (str(task.work), task.service_class, str(one.reason), task.required)
        groups[group].append((task, one))
        # A kerb counts once, for the first of its passes; not at all where another is served.
        if (task.work, task.kerb) not in seen:
            area_m2[group] += task.area_m2
        seen.add((task.work, task.kerb))
    return [
        {
            "work": work,
            "service_class": service_class,
            "reason": reason,
            "required": required,
            "num_tasks": len(members),
            "service_m": sum(task.modes[0].service_m for task, _ in members),
            "area_m2": area_m2[work, service_class, reason, required],
            "demand_kg": sum(task.demand_kg for task, _ in members),
            "examples": [_example(task, one.detail) for task, one in _pick_longest(members)],
        }
        for (work, service_class, reason, required), members in sorted(groups.items())
    ]


def _pick_longest(members: Sequence[tuple[Task, Unassigned]]) -> list[tuple[Task, Unassigned]]:
    def size(member: tuple[Task, Unassigned]) -> tuple[int, int, str]:
        task, _ = member
        return (-task.modes[0].service_m, -task.demand_kg, task.id)

    return sorted(members, key=size)[:EXAMPLES]


def _example(task: Task, detail: Message) -> Message:
    return message("plan.example", "{name}: {detail}", name=task.name, detail=detail)


def _skip_faults(one: Unassigned, history: History | None, is_over: bool) -> Iterator[Message]:
    """Yields whether a task that was skipped for good does not say so, or another does."""
    was_skipped = history is not None and history.is_begun(one.task_id, ActivityKind.SKIPPED)
    if (one.reason == SKIPPED) != (was_skipped and is_over):
        yield message(
            "violation.reason_skipped",
            "says {reason:word.reason}; whether a task was skipped for good the events tell",
            reason=one.reason,
        )
    hands = history.past.hands if history else ()
    if one.reason is Reason.BY_HAND and all(
        one.task_id not in (getattr(hand, "task_id", ""), getattr(hand, "other_id", ""))
        for hand in hands
    ):
        yield message(
            "violation.reason_by_hand",
            "says {reason:word.reason}, and nothing was decided about it",
            reason=one.reason,
        )


def _can_go(vehicle: Vehicle, history: History) -> bool:
    """Says whether a vehicle may still be sent somewhere on a day that runs."""
    _, back_s = history.out_until().get(vehicle.id, (0, 0))
    lived = {shift.id: history.lived.get((vehicle.id, shift.id)) for shift in vehicle.shifts}
    return back_s is not None and any(
        shift.end_s > history.past.open_s
        and not ((line := lived[shift.id]) and line[-1].kind is ActivityKind.END)
        for shift in vehicle.shifts
    )


def _faults(
    one: Unassigned,
    task: Task,
    fleet: Fleet,
    able: Sequence[Vehicle],
    can_go: Collection[str],
) -> Iterator[Message]:
    """Yields why the reason of a task, or its remedy, cannot be.

    Parameters
    ----------
    able
        Vehicles on duty that have skill and size for it.
    can_go
        Ids of those that may still be sent somewhere.
    """
    # Where all that could do it are out or home by now, both reasons are true.
    is_late = all(vehicle.id not in can_go for vehicle in able)
    is_none = one.reason is Reason.NO_VEHICLE
    if is_none != (not able) and not (is_late and able) and one.reason != SKIPPED:
        yield message(
            "violation.reason_skill",
            "says {reason:word.reason}, and {able} vehicles on duty have skill and size for it",
            reason=one.reason,
            able=len(able),
        )
    # What earlier versions wrote has no code.
    if one.detail.code and one.detail.code not in SAID_OF[one.reason]:
        yield message(
            "violation.reason_detail",
            "says {reason:word.reason} and explains another reason ({code})",
            reason=one.reason,
            code=one.detail.code,
        )
    if able:
        yield from _quantity_faults(one, task, able)
    if one.change is not None:
        yield from _remedy_faults(one.change, task, fleet, able)


def _quantity_faults(one: Unassigned, task: Task, able: Sequence[Vehicle]) -> Iterator[Message]:
    """Yields quantities in an explanation that are not those of task and vehicles."""
    said = one.detail.arguments
    if one.detail.code in ("reason.fits_nowhere", "reason.lower_kept"):
        # Not all modes can be driven to, and not all vehicles are asked for a task that is pinned.
        work_s = {_work_s(vehicle, mode) for vehicle in able for mode in task.modes}
        if said.get("work_s") not in work_s:
            yield message(
                "violation.reason_work",
                "says {said} s of work, it takes {work_s:either} s",
                said=said.get("work_s"),
                work_s=sorted(work_s),
            )
    if one.detail.code == "reason.full" and said.get("demand_kg") != task.demand_kg:
        yield message(
            "violation.reason_demand",
            "says {said} kg, the task is of {demand_kg} kg",
            said=said.get("demand_kg"),
            demand_kg=task.demand_kg,
        )
    if one.detail.code in ("reason.costs_others", "reason.could_replace"):
        stated = (said.get("service_class"), said.get("area_m2"))
        if stated != (task.service_class, task.area_m2):
            yield message(
                "violation.reason_area",
                "says class {said_class} and {said} m2, the task is of class {service_class} and "
                "{area_m2} m2",
                said_class=stated[0],
                said=stated[1],
                service_class=task.service_class,
                area_m2=task.area_m2,
            )
    most_kg, most_l = max(v.hopper_kg for v in able), max(v.tank_l for v in able)
    too_much = task.demand_kg > most_kg or task.demand_l > most_l
    if too_much and one.reason not in (
        SKIPPED,
        Reason.BY_HAND,
        Reason.CAPACITY,
        Reason.UNREACHABLE,
        Reason.NOT_EXPLAINED,
    ):
        yield message(
            "violation.reason_capacity",
            "says {reason:word.reason}; its {demand_kg} kg and {demand_l} l fit into no vehicle",
            reason=one.reason,
            demand_kg=task.demand_kg,
            demand_l=task.demand_l,
        )


def _remedy_faults(
    change: Change, task: Task, fleet: Fleet, able: Sequence[Vehicle]
) -> Iterator[Message]:
    shifts = {v.id: [shift.id for shift in v.shifts] for v in fleet.vehicles}
    if change.shift_id not in shifts.get(change.vehicle_id, ()):
        yield message(
            "violation.remedy_shift",
            "its remedy names {vehicle_id}/{shift_id}, and there is no such shift",
            vehicle_id=change.vehicle_id,
            shift_id=change.shift_id,
        )
    elif change.vehicle_id not in {vehicle.id for vehicle in able}:
        yield message(
            "violation.remedy_skill",
            "its remedy names {vehicle_id}, which has no skill for {task_id} or is too large",
            vehicle_id=change.vehicle_id,
            task_id=task.id,
        )
    if (change.kind is ChangeKind.MORE_SHIFT) != (change.minutes == 0) or change.minutes < 0:
        yield message(
            "violation.remedy_minutes",
            "its remedy is of {minutes} min, which one of its kind cannot be",
            minutes=change.minutes,
        )


def _work_s(vehicle: Vehicle, mode: Mode) -> int:
    return mode.service_s + -(-mode.service_m * 3600 // (1000 * vehicle.working_kph))
