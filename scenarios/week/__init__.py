"""A week's calendar and roster: the scenario as a problem of each, and their files."""

from scenarios.week.calendar_day import by_the_hour, duties_on, followed, kept
from scenarios.week.calendar_figures import CalendarFigures, figures
from scenarios.week.calendar_file import CalendarFile, calendar_json, read_calendar
from scenarios.week.crews import assumed_drivers, duties_of_week, read_drivers
from scenarios.week.problem import calendar_problem, monday_of, staffed
from scenarios.week.roster_file import RosterFile, read_roster, roster_json
from scenarios.week.service_record import ServiceRecord, read_record

__all__ = [
    "CalendarFigures",
    "CalendarFile",
    "RosterFile",
    "ServiceRecord",
    "assumed_drivers",
    "by_the_hour",
    "calendar_json",
    "calendar_problem",
    "duties_of_week",
    "duties_on",
    "figures",
    "followed",
    "kept",
    "monday_of",
    "read_calendar",
    "read_drivers",
    "read_record",
    "read_roster",
    "roster_json",
    "staffed",
]
