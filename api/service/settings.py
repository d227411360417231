"""Settings of the service, from the environment."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from scenarios.files import cache_directory


def _database_url() -> str:
    given = os.environ.get("ONEBROOM_DATABASE_URL")
    if given:
        return given
    folder = cache_directory()
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'plans.db'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """How the service runs.

    Parameters
    ----------
    database_url
        Any URL that SQLAlchemy knows (ONEBROOM_DATABASE_URL); by default SQLite in the cache
        folder.
    streets_dir
        Folder whose files clients may name as streets (ONEBROOM_STREETS); None for none.
    planner
        The function that plans, as "module:name".
    lease_s
        A plan whose worker has not been heard of for so long is taken over.
    max_attempts
        A plan that failed so often to finish is given up.
    workers
        Plans solved at the same time; beside them one for the rest of a day that is running,
        which cannot wait.
    fits_at_once
        Questions of where a task fits that are worked on at the same time.
    """

    database_url: str = field(default_factory=_database_url)
    streets_dir: Path | None = None
    planner: str = "scenarios.plan_request:plan_day"
    lease_s: float = 10.0
    max_attempts: int = 3
    workers: int = 1
    fits_at_once: int = 2

    @classmethod
    def from_environment(cls) -> "ServiceSettings":
        """Returns the settings that the environment asks for."""
        streets = os.environ.get("ONEBROOM_STREETS")
        return cls(streets_dir=Path(streets) if streets else None)
