"""How each contract was served over a stretch of days, against what it promises.

Days come from plan.json files; days of a calendar for which there is no plan count as the
calendar has them.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fleet import Contract, Message, message
from optimizer.errors import InputError, file_message
from scenarios.files import from_snapshot, parse_json
from scenarios.plan_file import PlanFile, read_plan
from scenarios.week.calendar_file import CalendarFile, is_calendar, read_calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A collection that was due on a date and not done, with the reason."""

    date: dt.date | None
    reason: str
    detail: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """One contract: collections and kilograms promised and planned, and what was missed."""

    contract_id: str
    name: str
    promised: int
    planned: int
    promised_kg: int
    planned_kg: int
    missed: tuple[Missed, ...]

    @property
    def share(self) -> float:
        """Of what is promised; 1 where nothing is."""
        return self.planned / self.promised if self.promised else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRecord:
    """The contracts, the worst served first.

    Parameters
    ----------
    dates
        The days that the record covers.
    """

    dates: tuple[dt.date, ...]
    rows: tuple[RecordRow, ...]

    @property
    def promised(self) -> int:
        """Collections of all contracts."""
        return sum(row.promised for row in self.rows)

    @property
    def planned(self) -> int:
        """Collections of all contracts."""
        return sum(row.planned for row in self.rows)


def read_record(paths: Sequence[Path]) -> ServiceRecord:
    """Returns the record of plan.json and calendar.json files, in any order.

    Raises
    ------
    InputError
        When a file is neither, or two plans are for the same day, or two calendars for a week.
    """
    plans: dict[dt.date, PlanFile] = {}
    calendars: dict[dt.date, CalendarFile] = {}
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                "record.unreadable",
                "{path}: cannot be read: {why}; give plan.json or calendar.json files.",
                path=path,
                why=file_message(error),
            ) from None
        if is_calendar(parse_json(text, where=str(path))):
            one = read_calendar(path)
            if calendars.setdefault(one.calendar.monday, one) is not one:
                raise InputError(
                    "record.two_calendars",
                    "{path}: a second calendar for the week of {monday}; give one.",
                    path=path,
                    monday=one.calendar.monday,
                )
        else:
            plan = read_plan(path)
            date = dt.date.fromisoformat(plan.date)
            if plans.setdefault(date, plan) is not plan:
                raise InputError(
                    "record.two_plans",
                    "{path}: a second plan for {date}; give one plan a day.",
                    path=path,
                    date=date,
                )
    return record(plans, calendars.values())


def record(plans: Mapping[dt.date, PlanFile], calendars: Iterable[CalendarFile]) -> ServiceRecord:
    """Returns the record of the plans of days and the calendars of weeks."""
    weeks = sorted(calendars, key=lambda one: one.calendar.monday)
    contracts = _contracts(plans, weeks)
    done: dict[str, set[dt.date]] = defaultdict(set)
    missed: dict[str, list[Missed]] = defaultdict(list)
    dates = set(plans)
    for date, plan in plans.items():
        for task in plan.tasks:
            if task.contract_id and task.id in plan.plan.served:
                done[task.contract_id].add(date)
            unassigned = plan.plan.unassigned_by_task.get(task.id)
            if task.contract_id and unassigned is not None:
                missed[task.contract_id].append(
                    Missed(date=date, reason=str(unassigned.reason), detail=unassigned.detail)
                )
    for week in weeks:
        dates |= set(week.problem.dates)
        for visit in week.calendar.visits:
            if visit.date not in plans:
                done[visit.contract_id].add(visit.date)
            elif visit.date not in done[visit.contract_id] and all(
                one.date != visit.date for one in missed[visit.contract_id]
            ):
                missed[visit.contract_id].append(
                    Missed(
                        date=visit.date,
                        reason="not_in_plan",
                        detail=message(
                            "record.not_in_plan",
                            "on the calendar, and the day was planned without it",
                        ),
                    )
                )
        for lack in week.calendar.missing:
            known = lack.dates if len(lack.dates) == lack.times else (None,) * lack.times
            missed[lack.contract_id] += [
                Missed(date=date, reason=str(lack.lack), detail=lack.detail) for date in known
            ]
    rows = []
    for contract in contracts.values():
        promised = count_promised(contract, dates)
        planned = len(done[contract.id])
        rows.append(
            RecordRow(
                contract_id=contract.id,
                name=contract.name,
                promised=promised,
                planned=planned,
                promised_kg=promised * contract.demand_kg,
                planned_kg=planned * contract.demand_kg,
                missed=tuple(
                    sorted(
                        missed[contract.id], key=lambda m: (m.date is None, m.date or dt.date.max)
                    )
                ),
            )
        )
    rows.sort(key=lambda row: (row.share, row.planned_kg - row.promised_kg, row.contract_id))
    return ServiceRecord(dates=tuple(sorted(dates)), rows=tuple(rows))


def count_promised(contract: Contract, dates: Iterable[dt.date]) -> int:
    """Returns how many collections a contract promises on some days.

    Week by week: the collections of a week in proportion to how many of the contract's days are
    among them, rounded up. Its own excluded dates and holidays are part of the promise:
    they are to be made up.
    """
    weeks: dict[dt.date, int] = defaultdict(int)
    for date in dates:
        if contract.runs_on(date):
            weeks[date - dt.timedelta(days=date.weekday())] += 1
    weekdays = len(set(contract.weekdays))
    return sum(-(-contract.times_a_week * days // weekdays) for days in weeks.values())


def _contracts(
    plans: Mapping[dt.date, PlanFile], weeks: Sequence[CalendarFile]
) -> dict[str, Contract]:
    """Returns every contract that any file knows, as the latest one has it."""
    found: dict[str, Contract] = {}
    for date in sorted(plans):
        scenario = from_snapshot(plans[date].scenario)
        found |= {contract.id: contract for contract in scenario.contracts}
    for week in weeks:
        found |= {contract.id: contract for contract in week.problem.contracts}
    return found
