"""Long work: a worker claims plans and runs a child process for each.

::

    worker         claims plans, watches their processes, gives plans back
    child          one plan in a process of its own
    nursery        where such processes come from; preloaded and lifeline tie them to the server
    attempt        what such a process notes, keeps and goes on from
    asked          a job's request as the planner takes it
    replanning     the rest of a running day
    comparing      several scenarios, each planned several times
    weekly         the calendar and the roster of a week
    retention      deletes what ended long ago
"""

from api.service.jobs.asked import pack_scenario, request_of
from api.service.jobs.comparing import comparison_requests, settings_of
from api.service.jobs.nursery import open_nursery
from api.service.jobs.retention import Retention
from api.service.jobs.weekly import open_week_scenario, read_part
from api.service.jobs.worker import Worker

__all__ = [
    "Retention",
    "Worker",
    "comparison_requests",
    "open_nursery",
    "open_week_scenario",
    "pack_scenario",
    "read_part",
    "request_of",
    "settings_of",
]
