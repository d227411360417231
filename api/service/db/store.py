"""Plans in the database: the truth about every job, whatever becomes of processes."""

import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, or_, select, true, update
from sqlalchemy.pool import ConnectionPoolEntry

from api.service.db.tables import metadata, plans, replans
from fleet import Message
from optimizer.stop import Progress
from scenarios.plan_file import PlanFile, dumps, summary_of


class Status(StrEnum):
    """Where a plan is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({Status.DONE, Status.FAILED, Status.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One plan as the database knows it; times are seconds since the epoch.

    Parameters
    ----------
    error
        A message as JSON has it; a text in databases of earlier versions.
    """

    id: str
    status: Status
    created_at: float
    finished_at: float | None
    attempt: int
    request: dict[str, Any]
    progress: dict[str, Any]
    error: Any
    summary: dict[str, Any] | None

    @property
    def replans(self) -> str | None:
        """The plan whose day this job plans on; None for a job that makes one plan."""
        return self.request.get("replans")

    @property
    def replan_id(self) -> str | None:
        """The job that made this plan beside others; None for a plan asked for by itself."""
        return self.request.get("replan")


_LIGHT = [column for column in plans.c if column.name not in ("plan", "lease_until")]


class Store:
    """Reads and writes plans; safe to use from several processes at once."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = create_engine(url)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _prepare_sqlite)
        metadata.create_all(self.engine)

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()

    def add(self, request: Mapping[str, Any]) -> str:
        """Queues a plan and returns its id."""
        with self.engine.begin() as connection:
            return add_job(connection, request)

    def get(self, plan_id: str) -> Job | None:
        """Returns a plan without its text, None when there is none of that id."""
        with self.engine.connect() as connection:
            row = connection.execute(select(*_LIGHT).where(plans.c.id == plan_id)).first()
        return _job(row._mapping) if row else None

    def list_newest(self, limit: int = 50) -> list[Job]:
        """Returns the newest plans first; jobs that make several are none."""
        query = (
            select(*_LIGHT)
            .where(plans.c.id.not_in(select(replans.c.job_id)))
            .order_by(plans.c.created_at.desc())
            .limit(limit)
        )
        with self.engine.connect() as connection:
            return [_job(row._mapping) for row in connection.execute(query)]

    def plan_text(self, plan_id: str) -> str | None:
        """Returns the best plan so far as plan.json's text."""
        with self.engine.connect() as connection:
            text: str | None = connection.execute(
                select(plans.c.plan).where(plans.c.id == plan_id)
            ).scalar()
        return text

    def claim(self, lease_s: float, *, only_replans: bool = False) -> tuple[str, int] | None:
        """Takes the oldest plan that waits or whose worker is lost; returns its id and attempt.

        The rest of a day that is running comes before days that are not.
        """
        now = time.time()
        is_other = plans.c.id.not_in(select(replans.c.job_id))
        waiting = (
            select(plans.c.id)
            .where(
                or_(
                    plans.c.status == Status.QUEUED,
                    (plans.c.status == Status.RUNNING) & (plans.c.lease_until < now),
                )
            )
            .where(~is_other if only_replans else true())
            .order_by(is_other, plans.c.created_at)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        with self.engine.begin() as connection:
            row = connection.execute(
                update(plans)
                .where(plans.c.id == waiting)
                .values(
                    status=Status.RUNNING,
                    attempt=plans.c.attempt + 1,
                    lease_until=now + lease_s,
                )
                .returning(plans.c.id, plans.c.attempt)
            ).first()
        return (row.id, row.attempt) if row else None

    def renew(self, plan_id: str, attempt: int, lease_s: float) -> bool:
        """Extends a lease; False when the plan is no longer this attempt's to work on."""
        return self._write(plan_id, attempt, lease_until=time.time() + lease_s)

    def note_progress(self, plan_id: str, attempt: int, progress: Progress) -> bool:
        """Writes where the search is."""
        return self._write(plan_id, attempt, progress=json.dumps(asdict(progress)))

    def keep_best(self, plan_id: str, attempt: int, plan_file: PlanFile) -> bool:
        """Writes the best plan so far."""
        return self._write(
            plan_id, attempt, plan=dumps(plan_file), summary=json.dumps(summary_of(plan_file))
        )

    def finish(self, plan_id: str, attempt: int, plan_file: PlanFile) -> bool:
        """Writes the final plan and ends the job."""
        return self._write(
            plan_id,
            attempt,
            plan=dumps(plan_file),
            summary=json.dumps(summary_of(plan_file)),
            status=Status.DONE,
            finished_at=time.time(),
            error=None,
        )

    def end(self, plan_id: str, attempt: int) -> bool:
        """Ends a job whose plans are kept each by itself."""
        return self._write(
            plan_id, attempt, status=Status.DONE, finished_at=time.time(), error=None
        )

    def fail(self, plan_id: str, attempt: int, error: Message) -> bool:
        """Ends the job with a reason; the best plan so far stays."""
        return self._write(
            plan_id,
            attempt,
            status=Status.FAILED,
            error=json.dumps(asdict(error)),
            finished_at=time.time(),
        )

    def cancel(self, plan_id: str) -> bool:
        """Ends a job that waits or runs; its worker kills the process when it next looks."""
        with self.engine.begin() as connection:
            done = connection.execute(
                update(plans)
                .where(plans.c.id == plan_id)
                .where(plans.c.status.in_([Status.QUEUED, Status.RUNNING]))
                .values(status=Status.CANCELLED, finished_at=time.time())
            )
        return done.rowcount == 1

    def _write(self, plan_id: str, attempt: int, **values: Any) -> bool:
        """Writes only while the plan runs and this attempt is the one that does it."""
        with self.engine.begin() as connection:
            done = connection.execute(
                update(plans)
                .where(plans.c.id == plan_id)
                .where(plans.c.status == Status.RUNNING)
                .where(plans.c.attempt == attempt)
                .values(**values)
            )
        return done.rowcount == 1


def add_job(connection: Connection, request: Mapping[str, Any]) -> str:
    """Queues a job and returns its id."""
    job_id = uuid.uuid4().hex
    connection.execute(
        insert(plans).values(
            id=job_id,
            status=Status.QUEUED,
            created_at=time.time(),
            attempt=0,
            lease_until=0.0,
            request=json.dumps(dict(request)),
            progress="{}",
        )
    )
    return job_id


def _prepare_sqlite(connection: Any, record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()


def _job(row: Mapping[Any, Any]) -> Job:
    return Job(
        id=row["id"],
        status=Status(row["status"]),
        created_at=row["created_at"],
        finished_at=row["finished_at"],
        attempt=row["attempt"],
        request=json.loads(row["request"]),
        progress=json.loads(row["progress"]),
        error=_error(row["error"]),
        summary=json.loads(row["summary"]) if row["summary"] else None,
    )


def _error(text: str | None) -> Any:
    try:
        return text if text is None else json.loads(text)
    except json.JSONDecodeError:
        return text
