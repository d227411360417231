"""A week's calendar and roster: the scenario as a problem of each, and their files."""

from scenarios.week.calendar_day import duties_on, hold_to_hours, keep_to_calendar, say_how_kept
from scenarios.week.calendar_figures import CalendarFigures, measure_calendar
from scenarios.week.calendar_file import CalendarFile, calendar_json, read_calendar
from scenarios.week.crews import assume_drivers, duties_of_week, read_drivers
from scenarios.week.making import make_calendar, make_roster
from scenarios.week.problem import calendar_problem, monday_of, staff_by_calendar
from scenarios.week.roster_file import RosterFile, read_drivers_on, read_roster, roster_json
from scenarios.week.service_record import RecordRow, ServiceRecord, read_record, record

__all__ = [
    "CalendarFigures",
    "CalendarFile",
    "RecordRow",
    "RosterFile",
    "ServiceRecord",
    "assume_drivers",
    "calendar_json",
    "calendar_problem",
    "duties_of_week",
    "duties_on",
    "hold_to_hours",
    "keep_to_calendar",
    "make_calendar",
    "make_roster",
    "measure_calendar",
    "monday_of",
    "read_calendar",
    "read_drivers",
    "read_drivers_on",
    "read_record",
    "read_roster",
    "record",
    "roster_json",
    "say_how_kept",
    "staff_by_calendar",
]
