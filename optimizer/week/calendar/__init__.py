"""The calendar of a week: days, trucks and hours of kitchen-waste contracts."""

from optimizer.week.calendar.areas import ContractPlane
from optimizer.week.calendar.calendar import Calendar, CalendarLack, CalendarVisit, Missing
from optimizer.week.calendar.checker import CalendarCode, CalendarFault, check
from optimizer.week.calendar.habits import Habit, HabitChange, find_changes, find_habits
from optimizer.week.calendar.patterns import spacing, week_patterns
from optimizer.week.calendar.problem import CalendarProblem, Pace, Truck, Weights
from optimizer.week.calendar.solver import solve

__all__ = [
    "Calendar",
    "CalendarCode",
    "CalendarFault",
    "CalendarLack",
    "CalendarProblem",
    "CalendarVisit",
    "ContractPlane",
    "Habit",
    "HabitChange",
    "Missing",
    "Pace",
    "Truck",
    "Weights",
    "check",
    "find_changes",
    "find_habits",
    "solve",
    "spacing",
    "week_patterns",
]
