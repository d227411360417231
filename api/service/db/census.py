"""How many plans there are, and what becomes of those that have not ended."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import func, select

from api.service.db.job import ENDED, Status
from api.service.db.store import Store
from api.service.db.tables import plans


class UnderWay(NamedTuple):
    """A plan that waits or is worked on."""

    id: str
    status: Status
    attempt: int
    created_at: float


class Census:
    """Counts the plans of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._engine = store.engine

    def under_way(self) -> list[UnderWay]:
        """Returns the plans that have not ended."""
        query = select(plans.c.id, plans.c.status, plans.c.attempt, plans.c.created_at).where(
            plans.c.status.not_in(ENDED)
        )
        with self._engine.connect() as connection:
            return [
                UnderWay(row.id, Status(row.status), row.attempt, row.created_at)
                for row in connection.execute(query)
            ]

    def by_status(self) -> Mapping[Status, int]:
        """Returns how many plans there are of each status."""
        query = select(plans.c.status, func.count()).group_by(plans.c.status)
        with self._engine.connect() as connection:
            found = {status: num for status, num in connection.execute(query)}
        return {status: found.get(status, 0) for status in Status}

    def violations(self, plan_id: str) -> int:
        """Returns how many violations the checker found in a plan, for which it was refused."""
        job = self._store.get(plan_id)
        error = job.error if job is not None else None
        if not isinstance(error, Mapping) or error.get("code") != "planning.refused":
            return 0
        return int(error["arguments"].get("count", 1))
