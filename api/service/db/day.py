"""The running day in the database: what has happened, and the plans made for the rest of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from api.service.db.attempts import add_finished, write_result
from api.service.db.job import JobKind, Status
from api.service.db.opening import writing
from api.service.db.packing import result_row
from api.service.db.store import Store, add_job
from api.service.db.tables import day_events, plans, proposals, replans
from optimizer.events import Event
from scenarios.rest_of_day import Weighed

if TYPE_CHECKING:
    from scenarios.plan_file import PlanFile

_EVENT: TypeAdapter[Event] = TypeAdapter(Event)
_WEIGHED = TypeAdapter(Weighed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A plan for the rest of a day, as the database has it."""

    plan_id: str
    weighed: Weighed


class DayStore:
    """Reads and writes what happens on the days of the plans of a store."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine
        self._writer = writing(store.engine)

    def events(self, plan_id: str) -> tuple[Event, ...]:
        """Returns what was told since a plan was made, in the order in which it was told."""
        query = (
            select(day_events.c.event)
            .where(day_events.c.plan_id == plan_id)
            .order_by(day_events.c.position)
        )
        with self._engine.connect() as connection:
            return tuple(_EVENT.validate_json(text) for text in connection.scalars(query))

    def append(self, plan_id: str, events: Sequence[Event], *, first: int) -> bool:
        """Adds events to a day's list; False, and nothing is added, where others were quicker.

        Parameters
        ----------
        first
            The place in the list that the first one is to have, from 1.
        """
        rows = [
            {
                "plan_id": plan_id,
                "position": position,
                "event_id": event.id,
                "event": _EVENT.dump_json(event).decode(),
            }
            for position, event in enumerate(events, start=first)
        ]
        try:
            with self._writer.begin() as connection:
                connection.execute(insert(day_events), rows)
        except IntegrityError:
            return False
        return True

    def add_replan(self, plan_id: str, request: Mapping[str, Any]) -> str:
        """Queues a job that plans the rest of a plan's day, and returns its id."""
        with self._writer.begin() as connection:
            job_id = add_job(connection, {"replans": plan_id, **request}, kind=JobKind.REPLAN)
            connection.execute(insert(replans).values(job_id=job_id, plan_id=plan_id))
        return job_id

    def keep(self, job_id: str, attempt: int, plan_file: "PlanFile", weighed: Weighed) -> bool:
        """Writes one of a job's plans, over that of the same choice if there is one.

        False where the job is no longer this attempt's to work on.
        """
        result = {**result_row(plan_file), "best_cost": None}
        with self._writer.begin() as connection:
            if not _is_at_work(connection, job_id, attempt):
                return False
            choice = str(weighed.choice)
            before = connection.execute(
                select(proposals.c.plan_id)
                .where(proposals.c.job_id == job_id)
                .where(proposals.c.choice == choice)
            ).scalar()
            row = {"weighed": json.dumps(asdict(weighed))}
            if before is None:
                plan_id = _add_plan(connection, job_id, plan_file, choice)
                connection.execute(
                    insert(proposals).values(
                        job_id=job_id,
                        choice=choice,
                        position=list(type(weighed.choice)).index(weighed.choice),
                        plan_id=plan_id,
                        **row,
                    )
                )
            else:
                write_result(connection, before, result)
                changed = update(plans).where(plans.c.id == before)
                connection.execute(changed.values(revision=plans.c.revision + 1))
                connection.execute(
                    update(proposals).where(proposals.c.plan_id == before).values(**row)
                )
        return True

    def weigh(self, job_id: str, attempt: int, weighed: Weighed) -> bool:
        """Writes what one of a job's plans comes to, over what was written of it.

        False where the job is no longer this attempt's to work on.
        """
        with self._engine.begin() as connection:
            if not _is_at_work(connection, job_id, attempt):
                return False
            connection.execute(
                update(proposals)
                .where(proposals.c.job_id == job_id)
                .where(proposals.c.choice == str(weighed.choice))
                .values(weighed=json.dumps(asdict(weighed)))
            )
        return True

    def kept(self, job_id: str) -> list[Kept]:
        """Returns the plans that a job has made, those that change less first."""
        query = (
            select(proposals.c.plan_id, proposals.c.weighed)
            .where(proposals.c.job_id == job_id)
            .order_by(proposals.c.position)
        )
        with self._engine.connect() as connection:
            return [
                Kept(plan_id=row.plan_id, weighed=_WEIGHED.validate_json(row.weighed))
                for row in connection.execute(query)
            ]


def _is_at_work(connection: Connection, job_id: str, attempt: int) -> bool:
    """Says whether an attempt works on a job; holds the job until the transaction ends."""
    held = connection.execute(
        update(plans)
        .where(plans.c.id == job_id)
        .where(plans.c.status == Status.RUNNING)
        .where(plans.c.attempt == attempt)
        .values(revision=plans.c.revision + 1)
    )
    return held.rowcount == 1


def _add_plan(
    connection: Connection,
    job_id: str,
    plan_file: "PlanFile",
    choice: str,
) -> str:
    """Writes a finished plan, with what it goes on from in place of a request."""
    before: str = connection.execute(
        select(replans.c.plan_id).where(replans.c.job_id == job_id)
    ).scalar_one()
    assert plan_file.running is not None
    request = {
        "scenario": plan_file.scenario_name,
        "date": plan_file.date,
        "based_on": before,
        "replan": job_id,
        "number": plan_file.running.number,
        "choice": choice,
    }
    return add_finished(connection, plan_file, request)
