"""Long work: a worker claims plans and runs a child process for each."""

from api.service.jobs.worker import Worker

__all__ = ["Worker"]
