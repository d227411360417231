"""Proven lower bounds on the paid time of a day's plan.

::

    time_bound         the bound, kind of vehicle by kind of vehicle
    street_points      where work begins and ends on the graph of streets and turns
    circulation, flow  the least driving that joins all work, as a flow
    loads              facility visits that the loads force
    cuts               parts of the streets that a flow would leave unconnected
    workload           hours of work, and of shifts
    linear_programme   the programme of all of these
    deadline           how long all of it may take
"""

from optimizer.bounds.deadline import Deadline
from optimizer.bounds.time_bound import TimeBound, bound_time

__all__ = [
    "Deadline",
    "TimeBound",
    "bound_time",
]
