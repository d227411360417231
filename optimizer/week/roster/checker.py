"""A second opinion on a roster: every rule recomputed from drivers, duties and rules.

Shares no code with the model; all faults are returned, none is raised.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from fleet import Driver, Message, message
from optimizer.week.roster.problem import RosterDuty, RosterProblem
from optimizer.week.roster.roster import Roster

DAY_S = 86_400


class RosterCode(StrEnum):
    """A broken rule; scripts and people rely on these names."""

    UNKNOWN_DUTY = "unknown_duty"
    UNKNOWN_DRIVER = "unknown_driver"
    LOST = "lost"
    BOTH = "both"
    LICENCE = "licence"
    UNAVAILABLE = "unavailable"
    NIGHT = "night"
    OVERLAP = "overlap"
    REST = "rest"
    REST_AFTER_NIGHT = "rest_after_night"
    LONG_DAY = "long_day"
    WEEK_HOURS = "week_hours"
    REST_DAYS = "rest_days"
    DAYS_IN_A_ROW = "days_in_a_row"
    WISH = "wish"


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFault:
    """A broken rule, where it is broken, and the values."""

    code: RosterCode
    where: Message | str
    detail: Message

    @property
    def message(self) -> Message:
        """All of it, as `str` says it."""
        return message(
            "roster_fault.line",
            "{code} at {where}: {detail}",
            code=self.code,
            where=self.where,
            detail=self.detail,
        )

    def __str__(self) -> str:
        return self.message.text


def check(problem: RosterProblem, roster: Roster) -> list[RosterFault]:
    """Returns every fault of a roster; empty when it keeps all rules."""
    faults = list(_of_duties(problem, roster))
    drivers = {driver.id: driver for driver in problem.drivers}
    known = {duty.id: duty for duty in problem.duties}
    own: dict[str, list[RosterDuty]] = defaultdict(list)
    for duty_id, driver_id in roster.driver_of.items():
        if duty_id in known:
            own[driver_id].append(known[duty_id])
    for driver_id, duties in own.items():
        if driver_id not in drivers:
            faults.append(
                _fault(
                    RosterCode.UNKNOWN_DRIVER,
                    driver_id,
                    message(
                        "roster_fault.unknown_driver",
                        "is no driver",
                    ),
                )
            )
            continue
        duties.sort(key=lambda duty: (duty.date, duty.start_s))
        refused = roster.refused.get(driver_id, ())
        faults += _of_driver(problem, drivers[driver_id], duties, refused)
        earlier = sorted(problem.earlier.get(driver_id, ()), key=lambda d: (d.date, d.start_s))
        faults += _of_rest(problem, driver_id, [*earlier, *duties], set(duties))
    return faults


def _of_duties(problem: RosterProblem, roster: Roster) -> Iterator[RosterFault]:
    """Every duty is done or listed as uncovered, and not both."""
    known = {duty.id for duty in problem.duties}
    listed = {one.duty_id for one in roster.uncovered}
    for duty_id in sorted((set(roster.driver_of) | listed) - known):
        yield _fault(
            RosterCode.UNKNOWN_DUTY,
            duty_id,
            message(
                "roster_fault.unknown_duty",
                "is no duty of the week",
            ),
        )
    for duty_id in sorted(known):
        if duty_id in roster.driver_of and duty_id in listed:
            yield _fault(
                RosterCode.BOTH,
                duty_id,
                message(
                    "roster_fault.both",
                    "has a driver and is listed as uncovered",
                ),
            )
        elif duty_id not in roster.driver_of and duty_id not in listed:
            yield _fault(
                RosterCode.LOST,
                duty_id,
                message(
                    "roster_fault.lost",
                    "has no driver and is not listed",
                ),
            )


def _of_driver(
    problem: RosterProblem, driver: Driver, duties: list[RosterDuty], refused: tuple[dt.date, ...]
) -> Iterator[RosterFault]:
    for duty in duties:
        if duty.kind not in driver.licences:
            yield _fault(
                RosterCode.LICENCE,
                driver.id,
                message(
                    "roster_fault.licence",
                    "{duty}: no licence for {kind:word.kind}",
                    duty=duty.id,
                    kind=duty.kind,
                ),
            )
        if duty.date in driver.unavailable:
            yield _fault(RosterCode.UNAVAILABLE, driver.id, _quote(duty.id))
        if duty.date in driver.days_off_wanted and duty.date not in refused:
            yield _fault(
                RosterCode.WISH,
                driver.id,
                message(
                    "roster_fault.wish",
                    "{duty}: a day off, not listed as refused",
                    duty=duty.id,
                ),
            )
        dark = duty.start_s < 5 * 3600 or duty.end_s > DAY_S
        if dark and not driver.by_night:
            yield _fault(
                RosterCode.NIGHT,
                driver.id,
                message(
                    "roster_fault.night",
                    "{duty}: does not work by night",
                    duty=duty.id,
                ),
            )
    total_s = sum(duty.end_s - duty.start_s for duty in duties)
    if total_s > driver.most_s_a_week:
        yield _fault(
            RosterCode.WEEK_HOURS,
            driver.id,
            message(
                "roster_fault.week_hours",
                "{total_s} s of at most {most_s} s",
                total_s=total_s,
                most_s=driver.most_s_a_week,
            ),
        )
    days = {duty.date for duty in duties}
    if len(days) > 7 - problem.rules.rest_days:
        yield _fault(
            RosterCode.REST_DAYS,
            driver.id,
            message(
                "roster_fault.rest_days",
                "works on {days} of 7 days",
                days=len(days),
            ),
        )
    for date in sorted(days):
        today = [duty for duty in duties if duty.date == date]
        worked_s = sum(duty.end_s - duty.start_s for duty in today)
        span_s = max(d.end_s for d in today) - min(d.start_s for d in today)
        if len(today) > 1 and (
            worked_s > problem.rules.most_s_a_day or span_s > problem.rules.longest_day_s
        ):
            yield _fault(
                RosterCode.LONG_DAY,
                driver.id,
                message(
                    "roster_fault.long_day",
                    "{date}: {worked_s} s of duty within {span_s} s",
                    date=date,
                    worked_s=worked_s,
                    span_s=span_s,
                ),
            )


def _of_rest(
    problem: RosterProblem, driver_id: str, duties: list[RosterDuty], new: set[RosterDuty]
) -> Iterator[RosterFault]:
    """Rest from each duty to the next, and days in a row, the week before included."""
    rules = problem.rules
    for before, after in pairwise(duties):
        if after not in new:
            continue
        gap_s = (after.date - before.date).days * DAY_S + after.start_s - before.end_s
        where = f"{before.id} - {after.id}"
        if gap_s < 0:
            yield _fault(RosterCode.OVERLAP, driver_id, _quote(where))
        elif after.date != before.date:
            night_before = before.start_s < 5 * 3600 or before.end_s > DAY_S
            night_after = after.start_s < 5 * 3600 or after.end_s > DAY_S
            if gap_s < rules.rest_s:
                yield _fault(
                    RosterCode.REST,
                    driver_id,
                    message(
                        "roster_fault.rest",
                        "{duties}: {gap_s} s",
                        duties=where,
                        gap_s=gap_s,
                    ),
                )
            elif night_before and not night_after and gap_s < rules.rest_after_night_s:
                yield _fault(
                    RosterCode.REST_AFTER_NIGHT,
                    driver_id,
                    message(
                        "roster_fault.rest",
                        "{duties}: {gap_s} s",
                        duties=where,
                        gap_s=gap_s,
                    ),
                )
    days = {duty.date for duty in duties}
    for day in sorted({duty.date for duty in new}):
        row = 0
        while day - dt.timedelta(days=row) in days:
            row += 1
        if row > rules.most_days_in_a_row:
            yield _fault(
                RosterCode.DAYS_IN_A_ROW,
                driver_id,
                message(
                    "roster_fault.days_in_a_row",
                    "{days} days up to {day}",
                    days=row,
                    day=day,
                ),
            )


def _fault(code: RosterCode, where: str, detail: Message) -> RosterFault:
    return RosterFault(code=code, where=where, detail=detail)


def _quote(name: str) -> Message:
    return message("roster_fault.name", "{name}", name=name)
