"""The pipeline of a day: scenario, streets, tasks, instance, search, plan, check.

::

    planner        the pipeline, told once
    day_work       the day while it is planned: instance, plan with its haulage, checked file
    staffing       depots and shifts for vehicles that leave them open
    haulage        bulk trucks carry on what the collection brings to the stations
    missing_work   works of which nothing is planned, kinds of vehicles that are idle
"""

from scenarios.planning.planner import plan_day

__all__ = [
    "plan_day",
]
