"""One solve in one process: `python -m api.service.jobs.child PLAN_ID ATTEMPT`.

Settings come on the first line of standard input. A further byte asks it to hand in its best and
end. The end of that pipe says that the parent is gone, and then this process goes too, so that a
plan is never worked on twice.
"""

import contextlib
import ctypes
import importlib
import json
import logging
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from api.service.db import Job, JobKind, Store, is_trouble, persist
from api.service.jobs.asked import plan_request
from api.service.jobs.attempt import Attempt
from api.service.jobs.comparing import compare_scenarios
from api.service.jobs.replanning import replan_day
from api.service.paths import SCRATCH, without_folders
from fleet import message
from optimizer.errors import OneBroomError
from scenarios.plan_file import PlanFile
from scenarios.planning import PlanWatch

PARENT_GONE = 3
"""Exit code of a process whose parent is gone."""

_PR_SET_PDEATHSIG = 1

logger = logging.getLogger(__name__)


def _listen_to_parent(attempt: Attempt) -> None:
    # Read below Python's buffers: the main thread must be free to end while this one waits.
    while os.read(sys.stdin.fileno(), 1):
        attempt.stopping.set()
    os._exit(PARENT_GONE)


def _die_with_parent() -> None:
    """Lets the kernel end this process with its parent, even while compiled code hears nothing."""
    # Other systems have no such thing; there the end of the pipe is heard a little later.
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


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


def main() -> None:
    """Runs one solve as told by the command line and standard input."""
    _die_with_parent()
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("numba").setLevel(logging.WARNING)
    line = bytearray()
    while not line.endswith(b"\n"):
        byte = os.read(sys.stdin.fileno(), 1)
        if not byte:
            return
        line += byte
    told = json.loads(line)
    plan_id, number = sys.argv[1], int(sys.argv[2])
    streets_dir = Path(told["streets_dir"]) if told["streets_dir"] else None
    store = Store(told["database_url"], is_ready=True)
    job = persist(lambda: store.get(plan_id))
    if job is None or job.attempt != number:
        return
    attempt = Attempt(store, job, streets_dir=streets_dir)
    threading.Thread(target=_listen_to_parent, args=(attempt,), daemon=True).start()
    begun = persist(partial(store.begin, job))
    if begun:
        work_on(
            store,
            job,
            attempt,
            function_named(told["planner"]),
            scratch=Path(told["scratch"]),
            streets_dir=streets_dir,
        )
    store.close()


if __name__ == "__main__":
    main()
