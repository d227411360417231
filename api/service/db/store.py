"""Plans in the database: the truth about every job, whatever becomes of processes.

Nothing here tries again: who must not fail while the database is in trouble does `persist`.
"""

import json
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from api.service.db.attempts import AttemptStore, ending
from api.service.db.job import (
    ENDED,
    JOB_COLUMNS,
    LISTED_COLUMNS,
    Job,
    JobKind,
    Status,
    job_of,
)
from api.service.db.keys import duty_links
from api.service.db.listing import ALL, PlanFilter, page_of
from api.service.db.opening import open_engine, sqlite_file
from api.service.db.packing import PackedText
from api.service.db.schema import prepare
from api.service.db.tables import (
    comparison_runs,
    day_events,
    edits,
    messages,
    plans,
    proposals,
    replans,
    request_files,
    results,
)

_UNDER_WAY = (Status.QUEUED, Status.RUNNING)


class Added(NamedTuple):
    """The plan of a request, and whether it was there before.

    Parameters
    ----------
    same
        Whether what was asked for then is what is asked for now.
    """

    id: str
    is_new: bool
    same: bool


class Store(AttemptStore):
    """Reads and writes plans; safe to use from several processes at once.

    Parameters
    ----------
    migrate
        Brings a database of an earlier version up to date.
    clock
        Seconds that never go back; see `LeaseWatch`.
    is_ready
        The database was opened before: nothing is made or looked through.

    Raises
    ------
    DatabaseRefused
        When the database cannot be used, with what to do.
    """

    def __init__(
        self,
        url: str,
        *,
        migrate: bool = False,
        is_ready: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(open_engine(url), clock)
        if not is_ready:
            try:
                prepare(self.engine, sqlite_file(url), migrate=migrate)
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()

    def add(self, request: Mapping[str, Any], *, kind: JobKind = JobKind.PLAN) -> str:
        """Queues a job and returns its id."""
        with self._writer.begin() as connection:
            return add_job(connection, request, kind=kind)

    def add_once(
        self,
        request: Mapping[str, Any],
        *,
        files: Mapping[str, str],
        kind: JobKind = JobKind.PLAN,
        asked_by: str = "",
        key: str | None = None,
        body_digest: str = "",
    ) -> Added:
        """Queues a job, unless the same client has asked for one with the same key.

        Parameters
        ----------
        files
            Texts that come with it, by name.
        """
        packed = {name: PackedText.of(text).content for name, text in files.items()}
        more = {"asked_by": asked_by, "idempotency_key": key, "body_digest": body_digest}
        more["kind"] = kind
        try:
            with self._writer.begin() as connection:
                job_id = add_job(connection, request, **more)
                for name, content in packed.items():
                    row = {"plan_id": job_id, "name": name, "packed": content}
                    connection.execute(insert(request_files).values(**row))
            return Added(id=job_id, is_new=True, same=True)
        except IntegrityError:
            if key is None:
                raise
        query = (
            select(plans.c.id, plans.c.body_digest)
            .where(plans.c.asked_by == asked_by)
            .where(plans.c.idempotency_key == key)
        )
        with self.engine.connect() as connection:
            found = connection.execute(query).first()
        if found is None:  # it was deleted in between
            return self.add_once(
                request,
                files=files,
                kind=kind,
                asked_by=asked_by,
                key=key,
                body_digest=body_digest,
            )
        return Added(id=found.id, is_new=False, same=found.body_digest == body_digest)

    def get(self, plan_id: str) -> Job | None:
        """Returns a plan without its text, None when there is none of that id."""
        return self._find(plan_id, JOB_COLUMNS)

    def get_brief(self, plan_id: str) -> Job | None:
        """Returns a plan as `get` does, with a brief summary: a whole one has 0.4 MB to read."""
        return self._find(plan_id, LISTED_COLUMNS)

    def _find(self, plan_id: str, columns: Sequence[ColumnElement[Any]]) -> Job | None:
        query = (
            select(*columns)
            .select_from(plans.outerjoin(results, results.c.plan_id == plans.c.id))
            .where(plans.c.id == plan_id)
        )
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        return job_of(row._mapping) if row else None

    def list_newest(self, limit: int = 50, *, wanted: PlanFilter = ALL) -> list[Job]:
        """Returns the newest plans, or jobs of another kind, with brief summaries."""
        with self.engine.connect() as connection:
            return [job_of(row._mapping) for row in connection.execute(page_of(wanted, limit))]

    def digest(self, plan_id: str) -> str | None:
        """Returns the digest of the best plan so far."""
        query = select(results.c.digest).where(results.c.plan_id == plan_id)
        with self.engine.connect() as connection:
            found: str | None = connection.scalar(query)
        return found

    def packed_plan(self, plan_id: str) -> PackedText | None:
        """Returns the best plan so far as it is stored."""
        query = select(results.c.digest, results.c.packed).where(results.c.plan_id == plan_id)
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        return PackedText(digest=row.digest, content=row.packed) if row else None

    def plan_text(self, plan_id: str) -> str | None:
        """Returns the best plan so far as plan.json's text."""
        packed = self.packed_plan(plan_id)
        return packed.text if packed else None

    def file_text(self, plan_id: str, name: str) -> str | None:
        """Returns a text that came with a request."""
        query = (
            select(request_files.c.packed)
            .where(request_files.c.plan_id == plan_id)
            .where(request_files.c.name == name)
        )
        with self.engine.connect() as connection:
            content = connection.scalar(query)
        return PackedText(digest="", content=content).text if content else None

    def revisions(self, plan_ids: Sequence[str]) -> dict[str, int]:
        """Returns how often what clients see of each plan has changed."""
        query = select(plans.c.id, plans.c.revision).where(plans.c.id.in_(plan_ids))
        with self.engine.connect() as connection:
            return {row.id: row.revision for row in connection.execute(query)}

    def is_under_way(self, plan_id: str) -> bool:
        """Says whether a plan waits or is being made."""
        query = select(plans.c.status).where(plans.c.id == plan_id)
        with self.engine.connect() as connection:
            return connection.scalar(query) in _UNDER_WAY

    def ask_to_stop(self, plan_id: str) -> None:
        """Asks whoever works on a plan to hand in its best and end; cancels one that waits."""
        with self._writer.begin() as connection:
            connection.execute(
                update(plans)
                .where(plans.c.id == plan_id)
                .where(plans.c.status == Status.RUNNING)
                .values(stop_asked=1)
            )
            _cancel(connection, plan_id, Status.QUEUED)

    def cancel(self, plan_id: str) -> bool:
        """Ends a plan that waits or runs, with the best so far; False when it had ended."""
        with self._writer.begin() as connection:
            return _cancel(connection, plan_id, *_UNDER_WAY)

    def delete(self, plan_id: str) -> bool:
        """Forgets a plan and the jobs that plan on from it; False where there is none."""
        with self._writer.begin() as connection:
            jobs = list(
                connection.scalars(select(replans.c.job_id).where(replans.c.plan_id == plan_id))
            )
            return _delete(connection, [plan_id, *jobs])

    def forget_before(self, moment: float) -> int:
        """Forgets plans that ended before a moment, a few at a time, and returns how many."""
        in_use = (
            select(replans.c.plan_id)
            .join(plans, plans.c.id == replans.c.job_id)
            .where(plans.c.status.in_(_UNDER_WAY))
        )
        old = (
            select(plans.c.id)
            .where(plans.c.status.in_(ENDED))
            .where(plans.c.finished_at < moment)
            .where(plans.c.id.not_in(in_use))
            .limit(100)
        )
        count = 0
        while True:
            with self._writer.begin() as connection:
                ids = list(connection.scalars(old))
                _delete(connection, ids)
            count += len(ids)
            if len(ids) < 100:
                return count


def add_job(connection: Connection, request: Mapping[str, Any], **more: Any) -> str:
    """Queues a job and returns its id.

    Parameters
    ----------
    more
        Further columns.
    """
    job_id = uuid.uuid4().hex
    connection.execute(
        insert(plans).values(
            id=job_id,
            status=Status.QUEUED,
            created_at=time.time(),
            attempt=0,
            scenario=request.get("scenario"),
            date=request.get("date"),
            request=json.dumps(dict(request)),
            progress="{}",
            **more,
        )
    )
    return job_id


def _cancel(connection: Connection, plan_id: str, *from_: Status) -> bool:
    done = connection.execute(
        update(plans)
        .where(plans.c.id == plan_id)
        .where(plans.c.status.in_(from_))
        .values(**ending(Status.CANCELLED), revision=plans.c.revision + 1)
    )
    return done.rowcount == 1


def _delete(connection: Connection, ids: Sequence[str]) -> bool:
    for table in (results, request_files, day_events, edits, duty_links):
        connection.execute(delete(table).where(table.c.plan_id.in_(ids)))
    connection.execute(delete(messages).where(messages.c.day_id.in_(ids)))
    for table in (replans, proposals, comparison_runs):
        connection.execute(delete(table).where(table.c.job_id.in_(ids)))
    return bool(connection.execute(delete(plans).where(plans.c.id.in_(ids))).rowcount)
