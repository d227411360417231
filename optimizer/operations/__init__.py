"""The day while it runs: what has happened, what is still open, and what a new plan changes.

::

    lived          the day as it was lived until now, by the plan and the events
    open_tasks     what is still to be done
    closing        streets that are closed, as signs on the network
    leaving        what stays as it is until it has left a street that closes later
    fits           where a task would fit into routes that stand
    holding        what was decided by hand, in the instance; hours: its times, as windows
    facilities_left  what facilities still take and give
    standing       where a vehicle stands, and what is aboard
    lighter        what is aboard where begun work brought another amount
    taking_over    who takes over the load of one that stands broken down
    remaining      the vehicles that are left, each where and when it becomes free
    resuming       the rest of the day as an instance
    joining        what was lived before what is planned
"""

from optimizer.operations.closing import close_streets
from optimizer.operations.facilities_left import Bands
from optimizer.operations.fits import Fit, find_fits, fit_before
from optimizer.operations.holding import Holds, holds_of
from optimizer.operations.hours import between, keep_hours
from optimizer.operations.joining import join_lived, open_plan
from optimizer.operations.leaving import MayStay, caught_in, stay_while_open
from optimizer.operations.lighter import with_amounts
from optimizer.operations.lived import LivedDay, LivedRoute, hold_back, live
from optimizer.operations.open_tasks import DayTasks, shut_facilities, tasks_after
from optimizer.operations.remaining import GoOn, RestOfDay, rest_of_day
from optimizer.operations.resuming import resume
from optimizer.operations.standing import find_aboard_kg, find_last_place, leave_from
from optimizer.operations.taking_over import find_takers, give_loads, send_for_loads

__all__ = [
    "Bands",
    "DayTasks",
    "Fit",
    "GoOn",
    "Holds",
    "LivedDay",
    "LivedRoute",
    "MayStay",
    "RestOfDay",
    "between",
    "caught_in",
    "close_streets",
    "find_aboard_kg",
    "find_fits",
    "find_last_place",
    "find_takers",
    "fit_before",
    "give_loads",
    "hold_back",
    "holds_of",
    "join_lived",
    "keep_hours",
    "leave_from",
    "live",
    "open_plan",
    "rest_of_day",
    "resume",
    "send_for_loads",
    "shut_facilities",
    "stay_while_open",
    "tasks_after",
    "with_amounts",
]
