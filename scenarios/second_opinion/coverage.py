"""Where every maintained square metre went, by what is owed and what the routes serve.

Every kerb lot of the day has one fate: swept by machine, by hand, or uncovered. Rows are sums over
the fates of their kerbs, counted here one kerb at a time.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fleet import Message, Work
from optimizer.checker import ViolationCode
from optimizer.network.kerb import KerbKey
from optimizer.plan import Plan
from optimizer.task import Task
from scenarios.due import DueWork, KerbLot, Lot
from scenarios.second_opinion.comparing import Finding, compare
from scenarios.second_opinion.routes import list_served_ids

MACHINE, HAND, NOBODY = "mechanised", "manual", "uncovered"


def check_coverage(
    coverage: Any, due: DueWork, tasks: Sequence[Task], plan: Plan
) -> Iterator[Finding]:
    """Yields what is stated otherwise of the maintained area and of work lane by lane."""
    audit = _audit(due, tasks, plan)
    yield from compare(coverage, audit, "measures.coverage", ViolationCode.STATED_COVERAGE)


def _audit(due: DueWork, tasks: Sequence[Task], plan: Plan) -> dict[str, Any]:
    served = list_served_ids(plan)
    sweeps: defaultdict[KerbKey | None, list[Task]] = defaultdict(list)
    for task in tasks:
        if task.work is Work.SWEEP:
            sweeps[task.kerb].append(task)
    left = {one.task_id: (str(one.reason), one.detail) for one in plan.unassigned}
    fates = [_fate(lot, sweeps.get(lot.kerb, ()), served, left) for lot in due.lots]
    return {
        "classes": _rows(fates, [fate.lot.service_class for fate in fates]),
        "towns": _rows(fates, [fate.lot.town for fate in fates]),
        "streets": _streets(fates),
        "lanes": list(_lanes(due, tasks, served)),
        "unmaintained_m2": due.unmaintained_m2,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fate:
    """What became of a kerb.

    Parameters
    ----------
    detail
        What its first unserved pass says of itself; None where the standards say it all.
    due, done
        Its passes, and those of them in routes.
    """

    lot: KerbLot
    where: str
    reason: str = ""
    detail: Message | None = None
    due: int
    done: int


def _fate(
    lot: KerbLot,
    passes: Sequence[Task],
    served: frozenset[str],
    left: Mapping[str, tuple[str, Message]],
) -> _Fate:
    due, done = len(passes), sum(task.id in served for task in passes)
    if lot.lot is not Lot.DUE:
        where = HAND if lot.lot is Lot.MANUAL else NOBODY
        return _Fate(lot=lot, where=where, reason=str(lot.reason), due=due, done=done)
    if done:
        return _Fate(lot=lot, where=MACHINE, due=due, done=done)
    reason, detail = next((left[task.id] for task in passes if task.id in left), ("lost", None))
    where = NOBODY if lot.required else HAND
    return _Fate(lot=lot, where=where, reason=reason, detail=detail, due=due, done=done)


def _rows(fates: Sequence[_Fate], labels: Sequence[str]) -> list[dict[str, Any]]:
    """Returns a row for each label, which are one for each fate."""
    area_m2: Counter[tuple[str, str]] = Counter()
    due: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for fate, label in zip(fates, labels, strict=True):
        area_m2[label, fate.where] += fate.lot.area_m2
        due[label] += fate.due
        done[label] += fate.done
    return [
        {
            "label": label,
            "maintained_m2": sum(area_m2[label, where] for where in (MACHINE, HAND, NOBODY)),
            "mechanised_m2": area_m2[label, MACHINE],
            "manual_m2": area_m2[label, HAND],
            "uncovered_m2": area_m2[label, NOBODY],
            "passes_due": due[label],
            "passes_done": done[label],
        }
        for label in sorted(set(labels))
    ]


def _streets(fates: Sequence[_Fate]) -> list[dict[str, Any]]:
    """Returns what no machine sweeps, by street: uncovered before manual, the largest first."""
    parts: defaultdict[tuple[str, ...], list[_Fate]] = defaultdict(list)
    for fate in fates:
        if fate.where != MACHINE:
            lot = fate.lot
            parts[lot.name, lot.town, lot.service_class, fate.where, fate.reason].append(fate)
    rows = []
    for (name, town, service_class, where, reason), part in parts.items():
        # The largest kerb speaks for its street.
        speaker = max(part, key=lambda fate: (fate.lot.area_m2, fate.lot.kerb))
        area_m2 = sum(fate.lot.area_m2 for fate in part)
        row = {
            "name": name,
            "town": town,
            "service_class": service_class,
            "lot": where,
            "reason": reason,
            "num_kerbs": len(part),
            "length_m": sum(fate.lot.length_m for fate in part),
            "area_m2": area_m2,
            "detail": speaker.detail,
        }
        rows.append(((where == HAND, -area_m2, name, town, reason), row))
    return [row for _, row in sorted(rows, key=lambda one: one[0])]


def _lanes(
    due: DueWork, tasks: Sequence[Task], served: frozenset[str]
) -> Iterator[dict[str, Any]]:
    """Yields what is done lane by lane of each work and class."""
    for owed in due.lanes:
        mine = [
            task
            for task in tasks
            if task.work is owed.work and task.service_class == owed.service_class
        ]
        lanes = {task.kerb: task.area_m2 for task in mine if task.id in served}
        yield {
            "work": owed.work,
            "service_class": owed.service_class,
            "times_a_week": owed.times_a_week,
            "maintained_m2": owed.maintained_m2,
            "due_m2": owed.due_m2,
            "cancelled_m2": owed.cancelled_m2,
            "done_m2": sum(lanes.values()),
            "passes_due": len(mine),
            "passes_done": sum(task.id in served for task in mine),
        }
