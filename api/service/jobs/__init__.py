"""Long work: a worker claims plans and runs a child process for each.

::

    worker         claims plans, watches their processes, gives plans back
    child          one plan in a process of its own
    attempt        what such a process notes, keeps and goes on from
    asked          a job's request as the planner takes it
    replanning     the rest of a running day
    retention      deletes what ended long ago
"""

from api.service.jobs.asked import packed_scenario, request_of
from api.service.jobs.retention import Retention
from api.service.jobs.worker import Worker

__all__ = ["Retention", "Worker", "packed_scenario", "request_of"]
