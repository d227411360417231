"""What workers and their processes do with plans: claim, show that they live, keep, end.

Whoever writes names the attempt that is theirs; a plan that is not that attempt's any more is not
touched.
"""

import json
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import (
    Connection,
    Engine,
    Update,
    case,
    insert,
    or_,
    select,
    true,
    update,
)

from api.service.db.job import Job, JobKind, Status
from api.service.db.leases import Beat, LeaseWatch
from api.service.db.opening import writing
from api.service.db.packing import result_row, text_row
from api.service.db.tables import plans, results
from fleet import Message
from optimizer.stop import Progress

if TYPE_CHECKING:
    from scenarios.plan_file import PlanFile

_TURNS = case((plans.c.kind == JobKind.REPLAN, 0), (plans.c.kind == JobKind.PLAN, 1), else_=2)
"""What comes before what in the queue."""


class Hold(NamedTuple):
    """Whether a plan is still an attempt's to work on, and whether that is to end early."""

    held: bool
    stop_asked: bool


class AttemptStore:
    """The part of a store that attempts write to."""

    def __init__(self, engine: Engine, clock: Callable[[], float]) -> None:
        self.engine = engine
        self._writer = writing(engine)
        self._leases = LeaseWatch(clock)

    def claim(self, lease_s: float, *, only_replans: bool = False) -> tuple[str, int] | None:
        """Takes the oldest plan that waits or whose worker is lost; returns its id and attempt.

        The rest of a day that is running comes before days that are not, and comparisons last.
        """
        with self.engine.connect() as connection:
            query = select(plans.c.id, plans.c.attempt, plans.c.beat)
            running = {
                row.id: Beat(row.attempt, row.beat)
                for row in connection.execute(query.where(plans.c.status == Status.RUNNING))
            }
            waits = select(plans.c.id).where(plans.c.status == Status.QUEUED).limit(1)
            any_waits = connection.scalar(waits) is not None
        lost = self._leases.lost(running, lease_s)
        if not any_waits and not lost:
            return None
        open_ = or_(
            plans.c.status == Status.QUEUED,
            *(
                (plans.c.id == id_)
                & (plans.c.status == Status.RUNNING)
                & (plans.c.attempt == beat.attempt)
                & (plans.c.beat == beat.beat)
                for id_, beat in lost.items()
            ),
        )
        first = (
            select(plans.c.id)
            .where(open_)
            .where(plans.c.kind == JobKind.REPLAN if only_replans else true())
            .order_by(_TURNS, plans.c.created_at)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        with self._writer.begin() as connection:
            row = connection.execute(
                update(plans)
                .where(plans.c.id == first)
                .where(open_)
                .values(
                    status=Status.RUNNING,
                    attempt=plans.c.attempt + 1,
                    beat=plans.c.beat + 1,
                    revision=plans.c.revision + 1,
                )
                .returning(plans.c.id, plans.c.attempt)
            ).first()
        return (row.id, row.attempt) if row else None

    def renew(self, plan_id: str, attempt: int) -> Hold:
        """Shows that a plan is worked on; says whether it is still this attempt's."""
        with self._writer.begin() as connection:
            row = connection.execute(
                held(plan_id, attempt).values(beat=plans.c.beat + 1).returning(plans.c.stop_asked)
            ).first()
        return Hold(held=row is not None, stop_asked=bool(row and row.stop_asked))

    def look(self, plan_id: str, attempt: int) -> Hold:
        """Says whether a plan is still this attempt's; writes nothing."""
        query = (
            select(plans.c.stop_asked)
            .where(plans.c.id == plan_id)
            .where(plans.c.status == Status.RUNNING)
            .where(plans.c.attempt == attempt)
        )
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        return Hold(held=row is not None, stop_asked=bool(row and row.stop_asked))

    def begin(self, job: Job) -> bool:
        """Notes what the attempts before have spent of the limits."""
        return self._write(
            job.id,
            job.attempt,
            spent_s=job.used_s,
            spent_iterations=job.used_iterations,
            progress="{}",
        )

    def note_progress(self, plan_id: str, attempt: int, progress: Progress) -> bool:
        """Writes where the search is."""
        return self._write(plan_id, attempt, progress=json.dumps(asdict(progress)))

    def keep_best(
        self,
        plan_id: str,
        attempt: int,
        plan_file: "PlanFile",
        *,
        best_cost: float | None = None,
        is_compared: bool = True,
    ) -> bool:
        """Writes the best plan so far; one that is worse than what is there changes nothing.

        Parameters
        ----------
        best_cost
            What the search counts it at; without it nothing is compared.
        is_compared
            Whether what is there may be better: not where the same search has found it.
        """
        row = {**result_row(plan_file), "best_cost": best_cost}
        return self._keep(plan_id, attempt, plan_file.date, row, {}, is_compared)

    def finish(
        self,
        plan_id: str,
        attempt: int,
        plan_file: "PlanFile",
        *,
        best_cost: float | None = None,
        is_compared: bool = True,
    ) -> bool:
        """Does as `keep_best`, and ends the job."""
        row = {**result_row(plan_file), "best_cost": best_cost}
        ended = ending(Status.DONE)
        return self._keep(plan_id, attempt, plan_file.date, row, ended, is_compared)

    def keep_result(
        self,
        job_id: str,
        attempt: int,
        text: str,
        summary: Mapping[str, Any],
        *,
        date: str,
        ends: bool,
    ) -> bool:
        """Writes what a job that makes no plan came to.

        Parameters
        ----------
        summary
            Lists show it without the lists in it.
        date
            What it is for, or begins with.
        ends
            Whether that is the end of the job.
        """
        brief = {key: value for key, value in summary.items() if not isinstance(value, list)}
        row = {**text_row(text, summary, brief), "best_cost": None}
        return self._keep(job_id, attempt, date, row, ending(Status.DONE) if ends else {}, False)

    def end(self, plan_id: str, attempt: int) -> bool:
        """Ends a job whose plans are kept each by itself."""
        return self._write(plan_id, attempt, **ending(Status.DONE))

    def end_early(self, plan_id: str, attempt: int) -> bool:
        """Ends a job that was asked to stop."""
        return self._write(plan_id, attempt, **ending(Status.CANCELLED))

    def fail(self, plan_id: str, attempt: int, error: Message) -> bool:
        """Ends the job with a reason; the best plan so far stays."""
        return self._write(plan_id, attempt, **ending(Status.FAILED, error))

    def release(self, plan_id: str, attempt: int) -> bool:
        """Gives a plan back to the queue; that its server ends is no fault of it."""
        return self._write(plan_id, attempt, status=Status.QUEUED)

    def note_crash(self, plan_id: str, attempt: int, most: int, reason: Message) -> bool:
        """Counts a death of a plan's own process: back to the queue, or set aside with a reason.

        Parameters
        ----------
        most
            So many are the end.
        """
        with self._writer.begin() as connection:
            row = connection.execute(
                held(plan_id, attempt)
                .values(
                    crashes=plans.c.crashes + 1,
                    status=Status.QUEUED,
                    revision=plans.c.revision + 1,
                )
                .returning(plans.c.crashes)
            ).first()
            if row is not None and row.crashes >= most:
                ended = ending(Status.FAILED, reason)
                connection.execute(update(plans).where(plans.c.id == plan_id).values(**ended))
        return row is not None

    def _keep(
        self,
        plan_id: str,
        attempt: int,
        date: str,
        row: Mapping[str, Any],
        values: Mapping[str, Any],
        is_compared: bool,
    ) -> bool:
        now = {**values, "date": date, "revision": plans.c.revision + 1}
        with self._writer.begin() as connection:
            if connection.execute(held(plan_id, attempt).values(**now)).rowcount != 1:
                return False
            if write_result(connection, plan_id, row, is_compared=is_compared):
                better = update(plans).where(plans.c.id == plan_id)
                connection.execute(better.values(better=plans.c.revision))
        return True

    def _write(self, plan_id: str, attempt: int, **values: Any) -> bool:
        """Writes only while the plan runs and this attempt is the one that does it."""
        values["revision"] = plans.c.revision + 1
        with self._writer.begin() as connection:
            done = connection.execute(held(plan_id, attempt).values(**values))
        return done.rowcount == 1


def write_result(
    connection: Connection, plan_id: str, row: Mapping[str, Any], *, is_compared: bool = True
) -> bool:
    """Writes the best plan of a job, and says whether it did: a worse one is not written.

    Within a transaction that holds the job.
    """
    query = select(results.c.best_cost).where(results.c.plan_id == plan_id)
    before = connection.execute(query).first()
    if before is None:
        connection.execute(insert(results).values(plan_id=plan_id, **row))
        return True
    costs = before.best_cost, row["best_cost"]
    if is_compared and None not in costs and costs[1] > costs[0]:
        return False
    connection.execute(update(results).where(results.c.plan_id == plan_id).values(**row))
    return True


def add_finished(connection: Connection, plan_file: "PlanFile", request: Mapping[str, Any]) -> str:
    """Writes a finished plan that nobody has searched for by itself, and returns its id.

    Parameters
    ----------
    request
        What it goes on from, in place of a request.
    """
    plan_id, now = uuid.uuid4().hex, time.time()
    connection.execute(
        insert(plans).values(
            id=plan_id,
            status=Status.DONE,
            created_at=now,
            finished_at=now,
            attempt=1,
            scenario=plan_file.scenario_name,
            date=plan_file.date,
            request=json.dumps(request),
            progress="{}",
        )
    )
    write_result(connection, plan_id, {**result_row(plan_file), "best_cost": None})
    return plan_id


def held(plan_id: str, attempt: int) -> Update:
    """Returns the change of a plan that is this attempt's to work on."""
    return (
        update(plans)
        .where(plans.c.id == plan_id)
        .where(plans.c.status == Status.RUNNING)
        .where(plans.c.attempt == attempt)
    )


def ending(status: Status, error: Message | None = None) -> dict[str, Any]:
    return {
        "status": status,
        "finished_at": time.time(),
        "error": json.dumps(asdict(error)) if error else None,
    }
