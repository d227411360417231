"""One broom: where every maintained square metre went on the day.

A kerb is swept by machine, swept by hand, or uncovered. By hand is what the standards give to
hand sweeping, and optional kerbs that no route took; uncovered are required kerbs in no route, and
what is not swept today at all. Kerbs part the surface of the streets, so the three add up to the
maintained area to the square metre, in every class and town.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from fleet import Message, Work
from optimizer.network.kerb import KerbKey
from optimizer.plan import Plan
from optimizer.task import Task
from scenarios.due import KerbLot, LaneDue, Lot


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """The maintained area of a class or a town: by machine, by hand, uncovered.

    Parameters
    ----------
    label
        The class or the town.
    mechanised_m2
        Swept by machine at least once today; a kerb counts once however many passes it gets.
    manual_m2, uncovered_m2
        The rest; `StreetRow` says which streets, and why.
    passes_due, passes_done
        Sweep tasks, every pass counted.
    """

    label: str
    maintained_m2: int
    mechanised_m2: int
    manual_m2: int
    uncovered_m2: int
    passes_due: int
    passes_done: int

    @property
    def rate(self) -> float:
        """The mechanised sweeping rate, a share."""
        return self.mechanised_m2 / self.maintained_m2 if self.maintained_m2 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetRow:
    """A street, or part of one, that no machine sweeps today.

    Parameters
    ----------
    lot
        "manual" or "uncovered".
    reason
        A `Reason` of the plan or a `LotReason` of the standards.
    detail
        What would have to change; None where the standards say it.
    """

    name: str
    town: str
    service_class: str
    lot: str
    reason: str
    num_kerbs: int
    length_m: int
    area_m2: int
    detail: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneRow:
    """What is done of a class lane by lane on the day: washing.

    Parameters
    ----------
    times_a_week
        0 where it is not owed by the week.
    due_m2, cancelled_m2
        Carriageway due today, and what the weather cancelled of it.
    done_m2
        Worked lane by lane; a lane counts once however many passes it gets.
    passes_due, passes_done
        Tasks, every lane and every pass counted.
    """

    work: str
    service_class: str
    times_a_week: int
    maintained_m2: int
    due_m2: int
    cancelled_m2: int
    done_m2: int
    passes_due: int
    passes_done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The audit of a day.

    Parameters
    ----------
    classes, towns
        The maintained area twice over, by class and by town.
    streets
        What is swept by hand or not at all, the largest first.
    lanes
        By work and class.
    unmaintained_m2
        Surface of roads that no standard names.
    """

    classes: tuple[CoverageRow, ...] = ()
    towns: tuple[CoverageRow, ...] = ()
    streets: tuple[StreetRow, ...] = ()
    lanes: tuple[LaneRow, ...] = ()
    unmaintained_m2: int = 0

    @property
    def total(self) -> CoverageRow:
        """All classes together."""
        return CoverageRow(
            label="",
            maintained_m2=sum(row.maintained_m2 for row in self.classes),
            mechanised_m2=sum(row.mechanised_m2 for row in self.classes),
            manual_m2=sum(row.manual_m2 for row in self.classes),
            uncovered_m2=sum(row.uncovered_m2 for row in self.classes),
            passes_due=sum(row.passes_due for row in self.classes),
            passes_done=sum(row.passes_done for row in self.classes),
        )


def audit_coverage(
    lots: Sequence[KerbLot],
    tasks: Sequence[Task],
    plan: Plan,
    *,
    lanes: Sequence[LaneDue] = (),
    unmaintained_m2: int = 0,
) -> Coverage:
    """Returns the audit of a plan."""
    sweeps: dict[KerbKey | None, list[Task]] = defaultdict(list)
    for task in tasks:
        if task.work is Work.SWEEP:
            sweeps[task.kerb].append(task)
    judged = [(lot, *_verdict(lot, sweeps, plan)) for lot in lots]
    return Coverage(
        classes=_rows(judged, sweeps, plan, lambda lot: lot.service_class),
        towns=_rows(judged, sweeps, plan, lambda lot: lot.town),
        streets=_streets(judged, plan),
        lanes=tuple(_lane_row(row, tasks, plan) for row in lanes),
        unmaintained_m2=unmaintained_m2,
    )


_MACHINE = "mechanised"

_Judged = tuple[KerbLot, str, str, str]
"""A kerb, where it went, the reason, and the id of the task that was not served or ""."""


def _verdict(
    lot: KerbLot, sweeps: Mapping[KerbKey | None, Sequence[Task]], plan: Plan
) -> tuple[str, str, str]:
    """Returns where a kerb went, why it is not swept by machine, and its unserved first pass."""
    if lot.lot is not Lot.DUE:
        return str(lot.lot), str(lot.reason), ""
    passes = sweeps.get(lot.kerb, ())
    if any(task.id in plan.served for task in passes):
        return _MACHINE, "", ""
    where = Lot.UNCOVERED if lot.required else Lot.MANUAL
    first = next((task.id for task in passes if task.id in plan.unassigned_by_task), "")
    reason = str(plan.unassigned_by_task[first].reason) if first else "lost"
    return str(where), reason, first


def _rows(
    judged: Sequence[_Judged],
    sweeps: Mapping[KerbKey | None, Sequence[Task]],
    plan: Plan,
    label_of: Callable[[KerbLot], str],
) -> tuple[CoverageRow, ...]:
    area_m2: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    due: dict[str, int] = defaultdict(int)
    done: dict[str, int] = defaultdict(int)
    for lot, where, _, _ in judged:
        label = label_of(lot)
        area_m2[label][where] += lot.area_m2
        for task in sweeps.get(lot.kerb, ()):
            due[label] += 1
            done[label] += task.id in plan.served
    return tuple(
        CoverageRow(
            label=label,
            maintained_m2=sum(parts.values()),
            mechanised_m2=parts[_MACHINE],
            manual_m2=parts[Lot.MANUAL],
            uncovered_m2=parts[Lot.UNCOVERED],
            passes_due=due[label],
            passes_done=done[label],
        )
        for label, parts in sorted(area_m2.items())
    )


def _streets(judged: Sequence[_Judged], plan: Plan) -> tuple[StreetRow, ...]:
    groups: dict[tuple[str, str, str, str, str], list[_Judged]] = defaultdict(list)
    for one in judged:
        lot, where, reason, _ = one
        if where != _MACHINE:
            groups[lot.name, lot.town, lot.service_class, where, reason].append(one)
    rows = []
    for (name, town, service_class, where, reason), members in groups.items():
        largest = max(members, key=lambda one: (one[0].area_m2, one[0].kerb))
        rows.append(
            StreetRow(
                name=name,
                town=town,
                service_class=service_class,
                lot=where,
                reason=reason,
                num_kerbs=len(members),
                length_m=sum(lot.length_m for lot, *_ in members),
                area_m2=sum(lot.area_m2 for lot, *_ in members),
                detail=plan.unassigned_by_task[largest[3]].detail if largest[3] else None,
            )
        )
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                row.lot != Lot.UNCOVERED,
                -row.area_m2,
                row.name,
                row.town,
                row.reason,
            ),
        )
    )


def _lane_row(due: LaneDue, tasks: Sequence[Task], plan: Plan) -> LaneRow:
    mine = [t for t in tasks if (t.work, t.service_class) == (due.work, due.service_class)]
    done = [task for task in mine if task.id in plan.served]
    return LaneRow(
        work=due.work,
        service_class=due.service_class,
        times_a_week=due.times_a_week,
        maintained_m2=due.maintained_m2,
        due_m2=due.due_m2,
        cancelled_m2=due.cancelled_m2,
        done_m2=sum({task.kerb: task.area_m2 for task in done}.values()),
        passes_due=len(mine),
        passes_done=len(done),
    )
