"""The service: HTTP around a database of jobs, with workers that solve."""

from api.service.main import serve

__all__ = [
    "serve",
]
