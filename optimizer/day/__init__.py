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
    vehicle_size  how large a vehicle is, with what its profile says
    lanes         in which lane work is done, and going over to another
    waiting       a price on waiting
    prices        these prices together: `price_day`; change_prices: of a day that runs
    worth         what leaving a task out costs
    assignment    depots and shifts for vehicles that leave them open
    building      all of these together: `build_day`
"""

from optimizer.day.assignment import DueHours, assign
from optimizer.day.building import build_day, limit_facilities
from optimizer.day.change_prices import ChangePrices
from optimizer.day.day import Day
from optimizer.day.duty import Duty, driving_profile, find_signed_hours, is_able, working_s
from optimizer.day.lanes import NO_LANE, goes_over, lane_changes_of, lane_of
from optimizer.day.preferences import pin_tasks, prefer_duties
from optimizer.day.prices import Prices, price_day
from optimizer.day.resources import TANK
from optimizer.day.vehicle_size import size_of
from optimizer.day.waiting import with_price_on_waiting
from optimizer.day.worth import (
    RATE_FIRST,
    ranks_of,
    weigh_optional,
    worth_fen,
    worth_per_m2,
)

__all__ = [
    "NO_LANE",
    "RATE_FIRST",
    "TANK",
    "ChangePrices",
    "Day",
    "DueHours",
    "Duty",
    "Prices",
    "assign",
    "build_day",
    "driving_profile",
    "find_signed_hours",
    "goes_over",
    "is_able",
    "lane_changes_of",
    "lane_of",
    "limit_facilities",
    "pin_tasks",
    "prefer_duties",
    "price_day",
    "ranks_of",
    "size_of",
    "weigh_optional",
    "with_price_on_waiting",
    "working_s",
    "worth_fen",
    "worth_per_m2",
]
