"""The pipeline of a day: scenario, streets, tasks, instance, search, plan, check.

::

    planner        the pipeline, told once: `plan`
    options        what it is told besides scenario and streets, and how it is followed
    searching      the search with the haulage, and a calendar's hours
    day_work       the day while it is planned: instance, plan with its haulage, checked file
    staffing       depots and shifts for vehicles that leave them open
    haulage        bulk trucks carry on what the collection brings to the stations
    missing_work   works of which nothing is planned, kinds of vehicles that are idle
"""

from scenarios.planning.day_work import PlanRefused
from scenarios.planning.options import UNWATCHED, PlanOptions, PlanWatch
from scenarios.planning.planner import YUAN, plan

__all__ = [
    "UNWATCHED",
    "YUAN",
    "PlanOptions",
    "PlanRefused",
    "PlanWatch",
    "plan",
]
