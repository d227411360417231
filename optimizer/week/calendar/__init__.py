"""The calendar of a week: days, trucks and hours of kitchen-waste contracts."""

from optimizer.week.calendar.areas import Ground
from optimizer.week.calendar.calendar import Calendar, Lack, Missing, Visit
from optimizer.week.calendar.checker import CalendarCode, CalendarFault, check
from optimizer.week.calendar.habits import Change, Habit, find_changes, find_habits
from optimizer.week.calendar.patterns import spacing, week_patterns
from optimizer.week.calendar.problem import CalendarProblem, Pace, Truck, Weights
from optimizer.week.calendar.solver import solve

__all__ = [
    "Calendar",
    "CalendarCode",
    "CalendarFault",
    "CalendarProblem",
    "Change",
    "Ground",
    "Habit",
    "Lack",
    "Missing",
    "Pace",
    "Truck",
    "Visit",
    "Weights",
    "check",
    "find_changes",
    "find_habits",
    "solve",
    "spacing",
    "week_patterns",
]
