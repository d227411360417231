"""One solve in one process: `python -m api.service.jobs.child PLAN_ID ATTEMPT`.

Settings come on the first line of standard input. The rest of that pipe never brings anything: its
end says that the parent is gone, and then this process goes too, so that a plan is never worked on
twice.
"""

import importlib
import json
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from api.service.db import Store
from api.service.jobs.replanning import replan_day
from fleet import message
from optimizer.errors import OneBroomError
from optimizer.stop import Progress
from scenarios.plan_file import PlanFile
from scenarios.plan_request import PlanRequest
from scenarios.planning import PlanWatch

NOTE_EVERY_S = 0.5
logger = logging.getLogger(__name__)


def _die_with_parent() -> None:
    # Read below Python's buffers: the main thread must be free to end while this one waits.
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(3)


def function_named(name: str) -> Callable[..., Any]:
    """Returns the function of "module:name"."""
    module, _, attribute = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    return found


def solve(store: Store, plan_id: str, attempt: int, planner: Callable[..., PlanFile]) -> None:
    """Works on one job and writes what becomes of it."""
    job = store.get(plan_id)
    if job is None:
        return
    last_s = 0.0
    stage = ""

    def note(progress: Progress) -> None:
        nonlocal last_s, stage
        now_s = time.monotonic()
        if progress.stage != stage or now_s - last_s >= NOTE_EVERY_S:
            stage, last_s = progress.stage, now_s
            store.note_progress(plan_id, attempt, progress)

    def keep(best: PlanFile) -> None:
        store.keep_best(plan_id, attempt, best)

    plan_file: PlanFile | None = None
    try:
        if job.replans is not None:
            replan_day(store, job, attempt, note)
        else:
            plan_file = planner(
                PlanRequest(**job.request),
                watch=PlanWatch(on_progress=note, on_plan=keep),
            )
    except OneBroomError as error:
        store.fail(plan_id, attempt, error.message)
        return
    except Exception as error:  # the process boundary: whatever it was, the job must say so
        logger.exception("plan %s failed", plan_id)
        why = message(
            "job.internal",
            "internal error: {kind}: {error}",
            kind=type(error).__name__,
            error=error,
        )
        store.fail(plan_id, attempt, why)
        return
    if plan_file is None:
        store.end(plan_id, attempt)
    else:
        store.finish(plan_id, attempt, plan_file)


def main() -> None:
    """Runs one solve as told by the command line and standard input."""
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("numba").setLevel(logging.WARNING)
    line = bytearray()
    while not line.endswith(b"\n"):
        byte = os.read(sys.stdin.fileno(), 1)
        if not byte:
            return
        line += byte
    told = json.loads(line)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    store = Store(told["database_url"])
    solve(store, sys.argv[1], int(sys.argv[2]), function_named(told["planner"]))
    store.close()


if __name__ == "__main__":
    main()
