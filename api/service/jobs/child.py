"""One plan in a process of its own.

When the server is gone this process goes too, so that a plan is never worked on twice.
"""

import importlib
import logging
import os
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from api.service.db import Job, JobKind, Store, is_trouble, persist
from api.service.jobs.asked import plan_request
from api.service.jobs.attempt import Attempt
from api.service.jobs.comparing import compare_scenarios
from api.service.jobs.lifeline import (
    die_with_parent,
    hear_no_signals,
    name_process,
    process_name,
)
from api.service.jobs.replanning import replan_day
from api.service.jobs.weekly import make_week
from api.service.paths import SCRATCH, without_folders
from fleet import message
from optimizer.errors import OneBroomError
from optimizer.forking import WAITS_ONLY
from scenarios.plan_file import PlanFile
from scenarios.planning import PlanWatch

PARENT_GONE = 3
"""Exit code of a process whose parent is gone."""

_NICE = 10
"""How far a search stands back behind what answers at once, as `nice` counts."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrder:
    """What the process of a plan is told by its server.

    Parameters
    ----------
    planner
        The function that plans, as "module:name".
    streets_dir
        The folder whose files a request may name.
    scratch
        A folder for what came with the request, which the server removes.
    environment
        The variables of the server.
    """

    database_url: str
    planner: str
    streets_dir: Path | None
    scratch: Path
    environment: Mapping[str, str]


def _listen_to_parent(line: Connection, attempt: Attempt) -> None:
    try:
        while line.recv_bytes():
            attempt.stopping.set()
    except (EOFError, OSError):
        os._exit(PARENT_GONE)


def function_named(name: str) -> Callable[..., Any]:
    """Returns the function of "module:name"."""
    module, _, attribute = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    return found


def solve(
    store: Store,
    plan_id: str,
    attempt: int,
    planner: Callable[..., PlanFile],
    *,
    streets_dir: Path | None = None,
) -> None:
    """Works on one job and writes what becomes of it."""
    job = store.get(plan_id)
    if job is not None and job.attempt == attempt:
        with tempfile.TemporaryDirectory(prefix=SCRATCH) as folder:
            at_work = Attempt(store, job, streets_dir=streets_dir)
            work_on(store, job, at_work, planner, scratch=Path(folder), streets_dir=streets_dir)


def work_on(
    store: Store,
    job: Job,
    attempt: Attempt,
    planner: Callable[..., PlanFile],
    *,
    scratch: Path,
    streets_dir: Path | None,
) -> None:
    """Makes the plan or plans of a job, and writes what becomes of it.

    Parameters
    ----------
    scratch
        A folder for what came with the request.
    """
    try:
        if job.kind is JobKind.REPLAN:
            replan_day(store, job, attempt)
            attempt.end()
            return
        if job.kind is JobKind.COMPARISON:
            compare_scenarios(store, job, attempt, streets_dir=streets_dir, scratch=scratch)
            return
        if job.kind is JobKind.WEEK:
            make_week(store, job, attempt, scratch=scratch)
            return
        request = plan_request(store, job, streets_dir=streets_dir, scratch=scratch)
        start = attempt.start
        watch = PlanWatch(
            on_progress=attempt.note,
            on_plan=attempt.keep,
            should_stop=attempt.stopping.is_set,
        )
        going_on = {} if start is None else {"start": start}
        attempt.finish(planner(request, watch=watch, **going_on))
    except OneBroomError as error:
        attempt.fail(without_folders(error.message, streets_dir))
    except Exception as error:  # the process boundary: whatever it was, the job must say so
        if isinstance(error, SQLAlchemyError) and is_trouble(error):
            # No fault of the job: whoever claims it next tries again.
            raise
        logger.exception("plan %s failed", job.id)
        why = message(
            "job.internal",
            "internal error: {kind}; the server's log has the details.",
            kind=type(error).__name__,
        )
        attempt.fail(why)


def work_on_plan(line: Connection, *, plan_id: str, number: int, order: WorkOrder) -> None:
    """Works on one attempt at a plan, in a process of its own.

    Parameters
    ----------
    line
        Word on it asks to hand in the best and end; its end says that the server is gone.
    number
        Of the attempt.
    """
    die_with_parent()
    hear_no_signals()
    name_process(process_name(plan_id))
    # Whoever reads meanwhile is answered first; Windows has no such order.
    if hasattr(os, "nice"):
        os.nice(_NICE)
    os.environ.clear()
    os.environ.update(order.environment)
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("numba").setLevel(logging.WARNING)
    store = Store(order.database_url, is_ready=True)
    job = persist(lambda: store.get_brief(plan_id))
    if job is None or job.attempt != number:
        return
    attempt = Attempt(store, job, streets_dir=order.streets_dir)
    # By its name the search knows that it may fork this process.
    threading.Thread(
        target=_listen_to_parent, args=(line, attempt), name=WAITS_ONLY, daemon=True
    ).start()
    begun = persist(partial(store.begin, job))
    if begun:
        work_on(
            store,
            job,
            attempt,
            function_named(order.planner),
            scratch=order.scratch,
            streets_dir=order.streets_dir,
        )
    store.close()
