"""Settings of the service, from the environment."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from api.service.security import Limits
from scenarios.folders import cache_directory


def database_url() -> str:
    """Returns the address of the database: as the environment says, else in the cache folder."""
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
        Of a SQLite file or a PostgreSQL database (ONEBROOM_DATABASE_URL); by default SQLite in
        the cache folder.
    migrate
        Whether a database of an earlier version is brought up to date.
    keep_days
        Plans that ended longer ago are deleted; None for none.
    streets_dir
        Folder whose files clients may name as streets (ONEBROOM_STREETS); None for none.
    planner
        The function that plans, as "module:name".
    lease_s
        A plan whose worker has not been heard of for so long is taken over.
    max_attempts
        A plan whose own process died so often is set aside.
    workers
        Plans solved at the same time; beside them one for the rest of a day that is running,
        which cannot wait.
    heavy_at_once
        Plans that are read, drawn and exported at the same time; each takes memory.
    fits_at_once
        Questions of where a task fits that are worked on at the same time.
    hosts
        Names by which clients may call the service, beside addresses in figures and those of its
        own machine (ONEBROOM_HOSTS, with commas).
    limits
        How much one client may ask for.
    """

    database_url: str = field(default_factory=database_url)
    streets_dir: Path | None = None
    planner: str = "scenarios.plan_request:plan_day"
    migrate: bool = False
    keep_days: float | None = None
    lease_s: float = 6.0
    max_attempts: int = 3
    workers: int = 1
    heavy_at_once: int = 2
    fits_at_once: int = 2
    hosts: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)

    @classmethod
    def from_environment(cls) -> "ServiceSettings":
        """Returns the settings that the environment asks for."""
        streets = os.environ.get("ONEBROOM_STREETS")
        hosts = os.environ.get("ONEBROOM_HOSTS", "").lower().split(",")
        return cls(
            streets_dir=Path(streets) if streets else None,
            hosts=frozenset(filter(None, map(str.strip, hosts))),
            limits=Limits.from_environment(),
        )
