"""What the plans of comparisons come to, each kept as soon as it is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pydantic import TypeAdapter
from sqlalchemy import delete, func, insert, select

from api.service.db.attempts import held
from api.service.db.job import JobKind, Status
from api.service.db.opening import writing
from api.service.db.packing import PackedText
from api.service.db.store import Store
from api.service.db.tables import comparison_runs, plans

if TYPE_CHECKING:
    from scenarios.measures import Measures


@cache
def _measures() -> "TypeAdapter[Measures]":
    from scenarios.measures import Measures

    return TypeAdapter(Measures)


@dataclass(frozen=True, slots=True, kw_only=True)
class SweptStreets:
    """What a plan of a comparison sweeps.

    Parameters
    ----------
    source, digest
        The streets that were planned on, as plan files name them.
    arcs
        The keys of those along which a kerb is swept.
    """

    source: str
    digest: str
    arcs: frozenset[str]


_SWEPT = TypeAdapter(SweptStreets)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRun:
    """One plan of a comparison.

    Parameters
    ----------
    number
        Its place among those that are asked for, from 0.
    is_done
        Whether nothing more will be said of it, as of a bound.
    swept
        None of plans made before this was kept.
    """

    number: int
    is_done: bool
    iterations: int
    measures: "Measures"
    swept: SweptStreets | None = None


class ComparisonStore:
    """Reads and writes the plans of comparisons."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine
        self._writer = writing(store.engine)

    def keep(self, job_id: str, attempt: int, run: ComparedRun) -> bool:
        """Writes what a plan comes to, over what was said of it before.

        False where the job is no longer this attempt's to work on.
        """
        row = {
            "job_id": job_id,
            "number": run.number,
            "is_done": int(run.is_done),
            "iterations": run.iterations,
            "packed": PackedText.of(_measures().dump_json(run.measures).decode()).content,
            "swept": run.swept and PackedText.of(_SWEPT.dump_json(run.swept).decode()).content,
        }
        seen = plans.c.revision + 1
        with self._writer.begin() as connection:
            ours = held(job_id, attempt).values(revision=seen, better=seen)
            if connection.execute(ours).rowcount != 1:
                return False
            before = delete(comparison_runs).where(comparison_runs.c.job_id == job_id)
            connection.execute(before.where(comparison_runs.c.number == run.number))
            connection.execute(insert(comparison_runs).values(**row))
        return True

    def runs(self, job_id: str) -> list[ComparedRun]:
        """Returns the plans that a comparison has so far, in the order of their numbers."""
        query = (
            select(comparison_runs)
            .where(comparison_runs.c.job_id == job_id)
            .order_by(comparison_runs.c.number)
        )
        with self._engine.connect() as connection:
            return [
                ComparedRun(
                    number=row.number,
                    is_done=bool(row.is_done),
                    iterations=row.iterations,
                    measures=_measures().validate_json(_text_of(row.packed)),
                    swept=row.swept and _SWEPT.validate_json(_text_of(row.swept)),
                )
                for row in connection.execute(query)
            ]

    def count_done(self, job_ids: Sequence[str]) -> dict[str, int]:
        """Returns how many plans of each comparison are complete, where there are any."""
        query = (
            select(comparison_runs.c.job_id, func.count())
            .where(comparison_runs.c.job_id.in_(job_ids))
            .where(comparison_runs.c.is_done == 1)
            .group_by(comparison_runs.c.job_id)
        )
        with self._engine.connect() as connection:
            return {job_id: num for job_id, num in connection.execute(query)}

    def has_waiting_plan(self) -> bool:
        """Says whether a plan waits, which comes before comparisons."""
        query = (
            select(plans.c.id)
            .where(plans.c.status == Status.QUEUED)
            .where(plans.c.kind == JobKind.PLAN)
            .limit(1)
        )
        with self._engine.connect() as connection:
            return connection.scalar(query) is not None


def _text_of(content: bytes) -> str:
    return PackedText(digest="", content=content).text
