"""The calendar of a week: days, trucks and hours of kitchen-waste contracts."""

from optimizer.calendar.calendar import Area, Calendar, Lack, Missing, Visit
from optimizer.calendar.checker import CalendarCode, CalendarFault, check
from optimizer.calendar.habits import Change, Habit, changes, habits
from optimizer.calendar.problem import CalendarProblem, Pace, Truck, Weights
from optimizer.calendar.solver import solve

__all__ = [
    "Area",
    "Calendar",
    "CalendarCode",
    "CalendarFault",
    "CalendarProblem",
    "Change",
    "Habit",
    "Lack",
    "Missing",
    "Pace",
    "Truck",
    "Visit",
    "Weights",
    "changes",
    "check",
    "habits",
    "solve",
]
