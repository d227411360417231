"""A second opinion on a calendar: every rule recomputed from contracts, trucks and holidays.

Shares no code with the models; all faults are returned, none is raised.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from fleet import Contract, Message, Shift, message
from optimizer.week.calendar.calendar import Calendar, CalendarVisit
from optimizer.week.calendar.problem import CalendarProblem


class CalendarCode(StrEnum):
    """A broken rule; scripts and people rely on these names."""

    UNKNOWN_CONTRACT = "unknown_contract"
    UNKNOWN_TRUCK = "unknown_truck"
    UNKNOWN_SHIFT = "unknown_shift"
    OUTSIDE_WEEK = "outside_week"
    HOLIDAY = "holiday"
    NOT_ALLOWED = "not_allowed"
    TWICE_A_DAY = "twice_a_day"
    TOO_OFTEN = "too_often"
    LOST = "lost"
    BARRED = "barred"
    WINDOW = "window"
    OVERLOAD = "overload"
    OVERTIME = "overtime"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFault:
    """A broken rule, where it is broken, and the values."""

    code: CalendarCode
    where: Message | str
    detail: Message

    @property
    def message(self) -> Message:
        """All of it, as `str` says it."""
        return message(
            "calendar_fault.line",
            "{code} at {where}: {detail}",
            code=self.code,
            where=self.where,
            detail=self.detail,
        )

    def __str__(self) -> str:
        return self.message.text


def check(problem: CalendarProblem, calendar: Calendar) -> list[CalendarFault]:
    """Returns every fault of a calendar; empty when it keeps all rules."""
    return [
        *_of_visits(problem, calendar),
        *_of_contracts(problem, calendar),
        *_of_trucks(problem, calendar),
    ]


def _of_visits(problem: CalendarProblem, calendar: Calendar) -> Iterator[CalendarFault]:
    contracts = {contract.id: contract for contract in problem.contracts}
    trucks = {truck.vehicle_id: truck for truck in problem.trucks}
    for visit in calendar.visits:
        where = visit.message
        if not problem.monday <= visit.date < problem.monday + dt.timedelta(days=7):
            yield _fault(
                CalendarCode.OUTSIDE_WEEK,
                where,
                message(
                    "calendar_fault.outside_week",
                    "week begins {monday}",
                    monday=problem.monday,
                ),
            )
        if visit.date in problem.holidays:
            yield _fault(
                CalendarCode.HOLIDAY,
                where,
                message(
                    "calendar_fault.holiday",
                    "nobody collects on that date",
                ),
            )
        truck = trucks.get(visit.vehicle_id)
        contract = contracts.get(visit.contract_id)
        if contract is None:
            yield _fault(CalendarCode.UNKNOWN_CONTRACT, where, _quote(visit.contract_id))
        elif visit.date in contract.excluded_dates or not _runs_on(contract, visit.date):
            yield _fault(
                CalendarCode.NOT_ALLOWED,
                where,
                message("calendar_fault.not_allowed", "the contract excludes that date"),
            )
        if truck is None:
            yield _fault(CalendarCode.UNKNOWN_TRUCK, where, _quote(visit.vehicle_id))
            continue
        if visit.contract_id in truck.barred:
            yield _fault(
                CalendarCode.BARRED,
                where,
                message(
                    "calendar_fault.barred",
                    "the truck cannot come to the bins",
                ),
            )
        shift = next((one for one in truck.shifts if one.id == visit.shift_id), None)
        if shift is None:
            yield _fault(CalendarCode.UNKNOWN_SHIFT, where, _quote(visit.shift_id))
        elif contract is not None and not (
            shift.start_s <= visit.from_s <= visit.to_s <= shift.end_s
            and any(
                window.earliest_s <= visit.from_s <= visit.to_s <= window.latest_s
                for window in contract.windows
            )
        ):
            yield _fault(
                CalendarCode.WINDOW,
                where,
                message(
                    "calendar_fault.window",
                    "not within shift {shift} and one of its windows",
                    shift=shift.id,
                ),
            )


def _of_contracts(problem: CalendarProblem, calendar: Calendar) -> Iterator[CalendarFault]:
    """Every promised collection is on the calendar or listed as missing, once."""
    dates: dict[str, list[dt.date]] = defaultdict(list)
    for visit in calendar.visits:
        dates[visit.contract_id].append(visit.date)
    missing = Counter[str]()
    for one in calendar.missing:
        missing[one.contract_id] += one.times
    for contract in problem.contracts:
        own = dates[contract.id]
        for date, count in Counter(own).items():
            if count > 1:
                yield _fault(
                    CalendarCode.TWICE_A_DAY,
                    contract.id,
                    message(
                        "calendar_fault.twice_a_day",
                        "{count} times on {date}",
                        count=count,
                        date=date,
                    ),
                )
        week = [problem.monday + dt.timedelta(days=n) for n in range(7)]
        within = sum(_runs_on(contract, date) for date in week)
        share = within / len(set(contract.weekdays))
        promised = -int(-(contract.times_a_week * share) // 1)
        if len(own) > promised:
            yield _fault(
                CalendarCode.TOO_OFTEN,
                contract.id,
                message(
                    "calendar_fault.too_often",
                    "{times} times, promised {promised}",
                    times=len(own),
                    promised=promised,
                ),
            )
        if len(own) + missing[contract.id] < promised:
            yield _fault(
                CalendarCode.LOST,
                contract.id,
                message(
                    "calendar_fault.lost",
                    "{times} on the calendar and {missing} listed as missing, promised {promised}",
                    times=len(own),
                    missing=missing[contract.id],
                    promised=promised,
                ),
            )


def _runs_on(contract: Contract, date: dt.date) -> bool:
    """Says whether a day is one of the contract's days, excluded dates aside."""
    return (
        date.weekday() in contract.weekdays
        and (contract.first_date or date) <= date <= (contract.last_date or date)
        and _is_date(contract, date)
    )


def _is_date(contract: Contract, date: dt.date) -> bool:
    """Says whether a day is one of the contract's dates, weekdays aside.

    Which of its weekdays in the month a day is, is counted out: every seventh day before it and
    after it in the same month.
    """
    if contract.month_weeks:
        same = [date + dt.timedelta(days=7 * n) for n in range(-5, 6)]
        inside = [one for one in same if (one.year, one.month) == (date.year, date.month)]
        number, from_end = inside.index(date) + 1, inside.index(date) - len(inside)
        if number not in contract.month_weeks and from_end not in contract.month_weeks:
            return False
    if contract.every_days > 1 and contract.first_date is not None:
        turns, rest = divmod(
            date.toordinal() - contract.first_date.toordinal(), contract.every_days
        )
        if rest or turns < 0:
            return False
    return not contract.month_days or date.day in contract.month_days


def _of_trucks(problem: CalendarProblem, calendar: Calendar) -> Iterator[CalendarFault]:
    """No truck has more of a day than fits into its shift, in seconds and in kilograms."""
    contracts = {contract.id: contract for contract in problem.contracts}
    groups: dict[tuple[str, str, dt.date], list[CalendarVisit]] = defaultdict(list)
    for visit in calendar.visits:
        groups[visit.vehicle_id, visit.shift_id, visit.date].append(visit)
    pace = problem.pace
    for truck in problem.trucks:
        for shift in truck.shifts:
            duty_s = _working_s(problem, shift)
            for date in sorted({visit.date for visit in calendar.visits}):
                group = groups.get((truck.vehicle_id, shift.id, date), ())
                own = [contracts[v.contract_id] for v in group if v.contract_id in contracts]
                where = f"{truck.vehicle_id} {shift.id} {date}"
                load_kg = sum(contract.demand_kg for contract in own)
                if load_kg > truck.hopper_kg * pace.loads_a_shift:
                    yield _fault(
                        CalendarCode.OVERLOAD,
                        where,
                        message(
                            "calendar_fault.overload",
                            "{load_kg} kg in {loads} loads of {hopper_kg} kg",
                            load_kg=load_kg,
                            loads=pace.loads_a_shift,
                            hopper_kg=truck.hopper_kg,
                        ),
                    )
                # Unloading in proportion to the load; each contract's share is rounded up, so
                # the sum as a whole may be a second a contract less.
                work_s = pace.out_and_home_s if own else 0
                work_s += sum(contract.service_s + pace.between_s for contract in own)
                work_s += load_kg * pace.unload_s // truck.hopper_kg
                if work_s > duty_s:
                    yield _fault(
                        CalendarCode.OVERTIME,
                        where,
                        message(
                            "calendar_fault.overtime",
                            "{work_s} s of work in {duty_s} s",
                            work_s=work_s,
                            duty_s=duty_s,
                        ),
                    )


def _working_s(problem: CalendarProblem, shift: Shift) -> int:
    """Returns what of a shift can be worked: a truck out early waits for the first kitchen."""
    opens = [
        max(window.earliest_s, shift.start_s)
        for contract in problem.contracts
        for window in contract.windows
        if window.earliest_s <= shift.end_s and window.latest_s >= shift.start_s
    ]
    out_s = problem.pace.out_and_home_s // 2
    waiting_s = max(0, min(opens, default=0) - shift.start_s - out_s)
    rest_s = shift.rest.duration_s if shift.rest else 0
    return shift.end_s - shift.start_s - rest_s - waiting_s


def _fault(code: CalendarCode, where: Message | str, detail: Message) -> CalendarFault:
    return CalendarFault(code=code, where=where, detail=detail)


def _quote(name: str) -> Message:
    return message("calendar_fault.name", "{name}", name=name)
