"""A week's calendar and roster made, checked, and with all that their files hold."""

import datetime as dt
from collections.abc import Collection, Mapping

from fleet import Driver, describe_error
from optimizer.errors import InputError, OneBroomError
from optimizer.week import calendar as calendars
from optimizer.week import roster as rosters
from optimizer.week.sat import Effort, Following
from scenarios.scenario import Scenario
from scenarios.week.calendar_file import CalendarFile
from scenarios.week.crews import assume_drivers, duties_of_week
from scenarios.week.problem import calendar_problem, monday_of
from scenarios.week.roster_file import RosterFile

FAULTS_SHOWN = 10


def make_calendar(
    scenario: Scenario,
    *,
    effort: Effort,
    following: Following,
    keep: calendars.Calendar | None = None,
    holidays: Collection[dt.date] = (),
) -> CalendarFile:
    """Returns the calendar of the week in which the scenario's day lies.

    Parameters
    ----------
    keep
        An earlier calendar, from which as little as possible is to change.

    Raises
    ------
    OneBroomError
        When it cannot be made, or the checker finds a fault in it.
    """
    problem = calendar_problem(scenario, holidays=holidays)
    calendar = calendars.solve(problem, effort=effort, keep=keep, following=following)
    if faults := calendars.check(problem, calendar):
        raise OneBroomError(
            "week.broken_calendar",
            "the checker found {count} faults in our own calendar, so it is not handed out; "
            "please report this:{faults:lines}",
            count=len(faults),
            faults=[fault.message for fault in faults[:FAULTS_SHOWN]],
        )
    return CalendarFile(
        scenario_name=scenario.name,
        title=scenario.title,
        title_zh=scenario.title_zh,
        problem=problem,
        calendar=calendar,
    )


def make_roster(
    scenario: Scenario,
    *,
    effort: Effort,
    following: Following,
    calendar: calendars.Calendar | None = None,
    drivers: tuple[Driver, ...] | None = None,
    earlier: Mapping[str, tuple[rosters.RosterDuty, ...]] | None = None,
) -> RosterFile:
    """Returns the roster of the week in which the scenario's day lies.

    Parameters
    ----------
    calendar
        Of the same week: which trucks drive when.
    drivers
        None where they are to be assumed.
    earlier
        What they did in the week before.

    Raises
    ------
    OneBroomError
        When it cannot be made, or the checker finds a fault in it.
    """
    duties = duties_of_week(scenario, calendar)
    try:
        problem = rosters.RosterProblem(
            monday=monday_of(scenario.date),
            duties=duties,
            drivers=assume_drivers(duties) if drivers is None else drivers,
            earlier=earlier or {},
        )
    except ValueError as error:
        raise InputError(describe_error(error)) from None
    roster = rosters.solve(problem, effort=effort, following=following)
    if faults := rosters.check(problem, roster):
        raise OneBroomError(
            "week.broken_roster",
            "the checker found {count} faults in our own roster, so it is not handed out; please "
            "report this:{faults:lines}",
            count=len(faults),
            faults=[fault.message for fault in faults[:FAULTS_SHOWN]],
        )
    return RosterFile(
        scenario_name=scenario.name,
        title=scenario.title,
        title_zh=scenario.title_zh,
        assumed=drivers is None,
        problem=problem,
        roster=roster,
    )
