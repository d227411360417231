"""What the plan says to its reader, beside what there is to say of day, calendar and routes."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fleet import Fleet, Message, Vehicle, VehicleKind, Work, message
from optimizer.checker import Violation, ViolationCode
from optimizer.plan import ActivityKind, Plan
from optimizer.task import Task
from optimizer.week.calendar import Calendar
from scenarios.due import DueWork
from scenarios.second_opinion.calendars import describe_calendar, describe_keeping
from scenarios.second_opinion.comparing import Finding, Unchecked, compare
from scenarios.second_opinion.routes import list_served_ids

OF_THE_SEARCH = frozenset(
    {
        "notice.storage",
        "notice.own_fault",
        "notice.home_late",
        "notice.home_from_closed",
        "notice.shut_in",
        "notice.shut_in_for_a_while",
        "notice.kept_in",
        "notice.pin_left_out",
        "notice.pins_left_out",
        "notice.time_left_out",
        "notice.pin_gave_way",
        "notice.lock_gave_way",
    }
)
"""Codes of what only the search can know."""

OF_THE_CALENDAR = frozenset({"notice.calendar_kept"})
"""Codes of what nobody can tell without the week's calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owed:
    """A notice that is due.

    Parameters
    ----------
    due
        All of it, or its values where the words are the maker's.
    """

    code: str
    due: Message | Mapping[str, Any]

    def compare(self, notice: Message, path: str) -> list[Finding]:
        """Returns in what a notice with its code is another, and what of it is not checked."""
        if isinstance(self.due, Message):
            return [*compare(notice, self.due, path, ViolationCode.STATED_NOTICE)]
        why = message("unchecked.wording", "its code and values are checked, its words are not")
        return [
            *compare(notice.arguments, self.due, f"{path}.arguments", ViolationCode.STATED_NOTICE),
            Unchecked(what=f"{path}.text", why=why),
        ]

    def is_met_by(self, notice: Message) -> bool:
        """Says whether a notice is this one."""
        return notice.code == self.code and not any(
            isinstance(one, Violation) for one in self.compare(notice, "")
        )


def check_notices(
    notices: Sequence[Message],
    due: DueWork,
    fleet: Fleet,
    tasks: Sequence[Task],
    plan: Plan,
    *,
    on_calendar: Collection[str] | None,
    calendar: Calendar | None,
) -> Iterator[Finding]:
    """Yields notices that are missing, changed, or have no cause.

    Notices of the search, as that a station came to hold too much, only the search can give.

    Parameters
    ----------
    on_calendar
        Ids of the contracts that the plan's calendar has on the day; None where it kept to none.
    calendar
        The calendar itself, where it is at hand.
    """
    if notices and not any(notice.code for notice in notices):
        why = message("unchecked.old_notices", "an earlier version wrote them, without codes")
        yield Unchecked(what="notices", why=why)
        return
    said = {} if on_calendar is None else describe_calendar(due, on_calendar)
    if calendar is not None and due.tasks:
        said |= describe_keeping(calendar, due.scenario.date, tasks, plan)
    owed = [
        *(_Owed(code=one.code, due=one) for one in due.notices),
        *(_Owed(code=code, due=values) for code, values in said.items()),
        *_of_routes(fleet, tasks, plan),
    ]
    is_known = calendar is not None or on_calendar is None
    # Those that are as they should be are taken first, that they make no others of their kind
    # missing.
    others: list[tuple[str, Message]] = []
    for number, notice in enumerate(notices):
        path = f"notices.{number}"
        met = next((one for one in owed if one.is_met_by(notice)), None)
        if met is None:
            others.append((path, notice))
        else:
            owed.remove(met)
            yield from met.compare(notice, path)
    for path, notice in others:
        meant = next((one for one in owed if one.code == notice.code), None)
        if meant is not None:
            owed.remove(meant)
            yield from meant.compare(notice, path)
        else:
            yield _report_without_cause(notice, path, is_known=is_known)
    for one in owed:
        yield Violation(
            code=ViolationCode.STATED_NOTICE,
            where="notices",
            detail=message("violation.notice_missing", "{code} is missing", code=one.code),
        )


def _report_without_cause(notice: Message, path: str, *, is_known: bool) -> Finding:
    """Returns what there is to say of a notice that nothing here gives cause for.

    Parameters
    ----------
    is_known
        Whether the week's calendar is at hand, or the plan keeps to none.
    """
    if notice.code in OF_THE_SEARCH:
        return Unchecked(what=path, why=message("unchecked.notice", "only the search can know it"))
    if notice.code in OF_THE_CALENDAR and not is_known:
        why = message("unchecked.calendar_notice", "only the week's calendar can tell it")
        return Unchecked(what=path, why=why)
    return Violation(
        code=ViolationCode.STATED_NOTICE,
        where=path,
        detail=message(
            "violation.notice_too_much",
            "there is no such thing to say: {notice}",
            notice=notice,
        ),
    )


def _of_routes(fleet: Fleet, tasks: Sequence[Task], plan: Plan) -> Iterator[_Owed]:
    """Yields which works nobody does, which kinds stay in, and which loads stand in the street."""
    served = list_served_ids(plan)
    due_works = Counter(task.work for task in tasks)
    done_works = {task.work for task in tasks if task.id in served}
    for work in due_works.keys() - done_works:
        values: dict[str, Any] = {"work": work, "count": due_works[work]}
        yield _Owed(code="notice.no_task_planned", due=values)

    out = {route.vehicle_id for route in plan.routes}
    by_kind: defaultdict[VehicleKind, list[Vehicle]] = defaultdict(list)
    for vehicle in fleet.vehicles:
        by_kind[vehicle.kind].append(vehicle)
    for kind, vehicles in by_kind.items():
        if out.isdisjoint(vehicle.id for vehicle in vehicles):
            skills = {work for vehicle in vehicles for work in vehicle.works}
            values = {"kind": kind, "count": len(vehicles)}
            if skills & due_works.keys():
                yield _Owed(code="notice.idle_kind", due=values)
            else:
                values |= {"works": [work for work in Work if work in skills]}
                yield _Owed(code="notice.idle_kind_nothing_due", due=values)
    emptied = {one.taken_from for one in tasks if one.taken_from and one.id in served}
    for route in plan.routes:
        end = route.activities[-1] if route.activities else None
        if end is None or end.kind is not ActivityKind.END or end.facility_id is not None:
            continue
        if end.load_kg > 0 and route.vehicle_id not in emptied:
            values = {"vehicle": route.vehicle_id, "at_s": end.end_s, "kg": end.load_kg}
            yield _Owed(code="notice.load_stands", due=values)
