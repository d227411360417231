"""Which tasks which types of vehicle can do: by skill, size and the streets open to them."""

from collections.abc import Mapping, Sequence

from fleet import WORKS, Message, Vehicle, message
from optimizer.day.duty import is_able
from optimizer.day.vehicle_size import limits_of_size
from optimizer.network.barrier import Barrier, sign_said
from optimizer.network.paths import PathFinder
from optimizer.network.signs import verdict
from optimizer.plan import Reason, Unassigned
from optimizer.task import Task

Doable = tuple[Task, tuple[int, ...], list[bool]]
"""A task, those of its modes that are kept, and which types can do it in all of these."""


def split_doable(
    tasks: Sequence[Task],
    types: Sequence[Vehicle],
    finders: Sequence[PathFinder],
    profile_of_type: Sequence[int],
) -> tuple[list[Doable], list[Unassigned]]:
    """Returns the tasks that some type can do, and the rest with the reason."""
    kept: list[Doable] = []
    left_out: list[Unassigned] = []
    skilled = {task.work for task in tasks} & {work for one in types for work in one.works}
    for task in sorted(tasks, key=lambda task: task.id):
        able = [is_able(vehicle, task) for vehicle in types]
        profiles = {p for p, is_one in zip(profile_of_type, able, strict=True) if is_one}
        if not profiles:
            left_out.append(
                Unassigned(
                    task_id=task.id,
                    reason=Reason.NO_VEHICLE,
                    detail=message(
                        "reason.too_big",
                        "takes vehicles of {limits:both}, and every one on duty with the skill "
                        "{work:word.work} is larger; add a smaller one.",
                        limits=limits_of_size(task),
                        work=task.work,
                    )
                    if task.work in skilled
                    else message(
                        "reason.no_skill",
                        "no vehicle on duty has the skill {work:word.work}; add a "
                        "{kind:word.kind}.",
                        work=task.work,
                        kind=WORKS[task.work].vehicle,
                    ),
                )
            )
            continue
        modes, doers = _common_modes(task, {p: finders[p] for p in sorted(profiles)})
        if modes:
            can = [is_one and p in doers for p, is_one in zip(profile_of_type, able, strict=True)]
            kept.append((task, modes, can))
        else:
            left_out.append(
                Unassigned(
                    task_id=task.id,
                    reason=Reason.UNREACHABLE,
                    detail=_explain_unreachable(task, [finders[p] for p in sorted(profiles)]),
                )
            )
    return kept, left_out


def _common_modes(
    task: Task, finders: Mapping[int, PathFinder]
) -> tuple[tuple[int, ...], frozenset[int]]:
    """Returns the modes of a task that can be reached, and the profiles that reach all of them.

    Where no mode can be reached by every profile, for their sizes or the hours of signs, it is
    left to those profiles that are most, and of equally many to those with the most modes.
    """
    reached = {
        profile: frozenset(
            number for number, mode in enumerate(task.modes) if finder.reaches(mode.place)
        )
        for profile, finder in finders.items()
    }
    common = frozenset.intersection(*reached.values())
    choices = [common] if common else sorted(set(reached.values()) - {frozenset()}, key=sorted)
    best: tuple[tuple[int, ...], frozenset[int]] = (), frozenset()
    for modes in choices:
        doers = frozenset(profile for profile, own in reached.items() if own >= modes)
        if (len(doers), len(modes)) > (len(best[1]), len(best[0])):
            best = tuple(sorted(modes)), doers
    return best


def _explain_unreachable(task: Task, finders: Sequence[PathFinder]) -> Message:
    """Returns what keeps every vehicle with the skill from a task."""
    network = finders[0].network
    arcs = {position.arc for mode in task.modes for position in mode.place.entries}
    closing = {
        (one.barrier, one.limit)
        for finder in finders
        for arc in arcs
        if (one := verdict(network.signs[int(network.arc_signs[arc])], finder.profile)).barrier
    }
    if any(barrier is Barrier.HOURS for barrier, _ in closing):
        return message(
            "reason.closed_hours",
            "a sign closes the street at some time of every shift with the skill; add a shift "
            "that keeps out of those hours.",
        )
    if closing:
        signs = [sign_said(barrier, limit) for barrier, limit in closing if barrier]
        return message(
            "reason.closed_by_sign",
            "no vehicle with the skill can drive there and back ({signs:list}); see the street's "
            "access and turn restrictions.",
            signs=sorted(signs, key=str),
        )
    return message(
        "reason.unreachable",
        "no vehicle with the skill can drive there and back; see the street's access and turn "
        "restrictions.",
    )
