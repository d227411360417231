"""A plan as the database knows it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from api.service.db.tables import plans, results


class JobKind(StrEnum):
    """What a job makes."""

    PLAN = "plan"
    REPLAN = "replan"
    COMPARISON = "comparison"
    WEEK = "week"


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
    attempt
        How often it was claimed.
    crashes
        How often its own process died of it.
    revision
        Grows with everything that clients see; `better` is its value when the best plan came.
    spent_s, spent_iterations
        What attempts before this one have used of its limits.
    error
        A message as JSON has it; a text in databases of earlier versions.
    summary
        Of the best plan so far; in lists, only what a list shows of it.
    digest, best_cost
        Of the best plan so far.
    """

    id: str
    kind: JobKind
    status: Status
    created_at: float
    finished_at: float | None
    attempt: int
    crashes: int
    revision: int
    better: int
    spent_s: float
    spent_iterations: int
    asked_by: str
    request: dict[str, Any]
    progress: dict[str, Any]
    error: Any
    summary: dict[str, Any] | None
    digest: str | None
    best_cost: float | None

    @property
    def replans(self) -> str | None:
        """The plan whose day this job plans on; None for a job that makes one plan."""
        return self.request.get("replans")

    @property
    def replan_id(self) -> str | None:
        """The job that made this plan beside others; None for a plan asked for by itself."""
        return self.request.get("replan")

    @property
    def used_s(self) -> float:
        """What all attempts have used of a limit of seconds, with the last that told."""
        used: float = self.spent_s + self.progress.get("elapsed_s", 0.0)
        return used

    @property
    def used_iterations(self) -> int:
        """What all attempts have used of a limit of iterations."""
        used: int = self.spent_iterations + self.progress.get("iterations", 0)
        return used

    @property
    def place(self) -> str:
        """Where it stands in a list, to ask for what comes after it."""
        return f"{self.created_at!r}~{self.id}"


_LIGHT = (
    *(
        plans.c[name]
        for name in (
            "id",
            "kind",
            "status",
            "created_at",
            "finished_at",
            "attempt",
            "crashes",
            "revision",
            "better",
            "spent_s",
            "spent_iterations",
            "asked_by",
            "request",
            "progress",
            "error",
        )
    ),
    results.c.digest,
    results.c.best_cost,
)

JOB_COLUMNS = (*_LIGHT, results.c.summary)
LISTED_COLUMNS = (*_LIGHT, results.c.brief.label("summary"))
"""Of `plans`, with `results` beside it where there is a plan."""


def job_of(row: Mapping[Any, Any]) -> Job:
    """Returns the job of a row with the columns of either kind."""
    values = {name: row[name] for name in Job.__dataclass_fields__}
    values["status"], values["kind"] = Status(row["status"]), JobKind(row["kind"])
    for name in ("request", "progress"):
        values[name] = json.loads(row[name])
    values["summary"] = json.loads(row["summary"]) if row["summary"] else None
    values["error"] = _error(row["error"])
    return Job(**values)


def _error(text: str | None) -> Any:
    try:
        return text if text is None else json.loads(text)
    except json.JSONDecodeError:
        return text
