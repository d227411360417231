"""One attempt at a job: what it notes, keeps and goes on from."""

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.service.db import Job, Store, persist
from fleet import Message
from optimizer.plan import Plan
from optimizer.stop import Progress, Stage

if TYPE_CHECKING:
    from scenarios.plan_file import NetworkRecord, PlanFile

NOTE_EVERY_S = 0.5

_COUNTED = frozenset({Stage.SEARCH, Stage.CHECK, Stage.EXPLAIN, Stage.BOUND})
"""Stages that tell of a search's best."""

_SHORTFALL_YUAN = 1e9
"""A plan that reaches the rate that was asked for comes before all that do not."""


class Attempt:
    """Writes how one attempt goes; what must not be lost is tried until the database has it.

    Parameters
    ----------
    streets_dir
        The folder whose files a request may name.
    """

    def __init__(self, store: Store, job: Job, *, streets_dir: Path | None = None) -> None:
        self.stopping = threading.Event()
        self._store = store
        self._job = job
        self._streets_dir = streets_dir
        self._noted_s = 0.0
        self._progress = Progress(stage=Stage.STREETS)
        # What an attempt before this one has found may be better.
        self._is_compared = True

    @property
    def start(self) -> Plan | None:
        """The plan that an attempt before this one has left, to go on from."""
        from scenarios.plan_file import loads

        if self._job.digest is None or self._job.replans is not None:
            return None
        text = self._store.plan_text(self._job.id)
        return loads(text).plan if text else None

    def note(self, progress: Progress) -> None:
        """Writes where the search is, a few times a second; one that is not written is no loss."""
        now_s = time.monotonic()
        is_other = progress.stage != self._progress.stage
        self._progress = progress
        if is_other or now_s - self._noted_s >= NOTE_EVERY_S:
            self._noted_s = now_s
            self._try_once(progress)

    def _try_once(self, progress: Progress) -> None:
        def write() -> bool:
            return self._store.note_progress(self._job.id, self._job.attempt, progress)

        persist(write, give_up=lambda: True)

    def keep(self, best: "PlanFile") -> None:
        """Writes the best plan so far; where that cannot be, a later one will be."""
        persist(lambda: self._keep(best), give_up=lambda: True)

    def finish(self, plan_file: "PlanFile") -> None:
        """Writes the final plan, whenever that can be; one that was stopped is only kept."""
        ends = not self.stopping.is_set()
        persist(lambda: self._keep(plan_file, ends=ends))

    def finish_with(self, text: str, summary: Mapping[str, Any], *, date: str) -> None:
        """Writes what a job that makes no plan came to; one that was stopped is only kept."""
        job, ends = self._job, not self.stopping.is_set()
        persist(
            lambda: self._store.keep_result(
                job.id, job.attempt, text, summary, date=date, ends=ends
            )
        )

    def end(self) -> None:
        """Ends a job whose plans are kept each by itself."""
        if not self.stopping.is_set():
            persist(lambda: self._store.end(self._job.id, self._job.attempt))

    def fail(self, why: Message) -> None:
        """Ends the job with a reason."""
        persist(lambda: self._store.fail(self._job.id, self._job.attempt, why))

    def _keep(self, best: "PlanFile", *, ends: bool = False) -> None:
        job, cost, before = self._job, self._cost_of(best), self._job.best_cost
        if before is None or cost is None or cost <= before:
            self._is_compared = False
        write = self._store.finish if ends else self._store.keep_best
        write(
            job.id,
            job.attempt,
            replace(best, network=name_streets(self._job, best)),
            best_cost=cost,
            is_compared=self._is_compared,
        )

    def _cost_of(self, plan_file: "PlanFile") -> float | None:
        """Returns what plans of this job are compared by; None where the search told nothing."""
        rate = self._job.request.get("target_rate")
        if rate is not None:
            # Such a search goes by several objectives in turn.
            measures = plan_file.measures
            lacking: float = max(0.0, rate - measures.rate)
            return _SHORTFALL_YUAN * lacking + measures.costs.total_fen / 100
        progress = self._progress
        if progress.stage not in _COUNTED or progress.best_cost <= 0:
            return None
        return progress.best_cost


def name_streets(job: Job, plan_file: "PlanFile") -> "NetworkRecord":
    """Returns the streets of a plan named as the request did, not where they are here."""
    name = job.request.get("osm")
    return replace(plan_file.network, source=Path(name).name) if name else plan_file.network
