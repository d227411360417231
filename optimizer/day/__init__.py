"""A day as an instance: which integers stand for which vehicle, task, place and facility.

::

    duty          one vehicle in one shift: how it drives, what it can do
    doable        which types can do which tasks
    resources     hoppers, compartments and tanks as columns of numbers
    reach         which facilities a vehicle may go to
    resets        facility visits, and what facilities take in a day
    partners      the two kerbs of one street
    territories   where each vehicle's work is to lie
    preferences   pins, an earlier plan, balance
    worth         what leaving a task out costs
    assignment    depots and shifts for vehicles that leave them open
    building      all of these together: `build_day`
"""

from optimizer.day.assignment import DueHours, assign
from optimizer.day.building import build_day
from optimizer.day.day import Day
from optimizer.day.duty import driving_profile, signed_hours, working_s
from optimizer.day.preferences import Balance, balanced, preferring
from optimizer.day.resources import TANK
from optimizer.day.territories import with_territories
from optimizer.day.worth import RATE_FIRST, weighted

__all__ = [
    "RATE_FIRST",
    "TANK",
    "Balance",
    "Day",
    "DueHours",
    "assign",
    "balanced",
    "build_day",
    "driving_profile",
    "preferring",
    "signed_hours",
    "weighted",
    "with_territories",
    "working_s",
]
