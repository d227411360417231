"""Works off the queue: claims plans, runs a child process for each, kills it when told."""

import json
import logging
import subprocess
import sys
import threading

from api.service.db import Status, Store
from api.service.settings import ServiceSettings
from fleet import message

LOOK_EVERY_S = 0.2
logger = logging.getLogger(__name__)


class Worker:
    """A thread that solves one plan at a time in a child process of its own.

    Parameters
    ----------
    only_replans
        Whether it keeps free for the rest of days that are running.
    """

    def __init__(
        self, settings: ServiceSettings, store: Store, *, only_replans: bool = False
    ) -> None:
        self._settings = settings
        self._store = store
        self._only_replans = only_replans
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._run, name="plans", daemon=True)

    def start(self) -> None:
        """Begins to work off the queue."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread; a plan under way is left to whoever claims it next."""
        self._leaving.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._leaving.is_set():
            try:
                claimed = self._store.claim(
                    self._settings.lease_s, only_replans=self._only_replans
                )
                if claimed is not None:
                    self._work(*claimed)
                    continue
            except Exception:  # the process boundary: a lost database must not end the thread
                logger.exception("the queue could not be worked off; trying again")
            self._leaving.wait(LOOK_EVERY_S)

    def _work(self, plan_id: str, attempt: int) -> None:
        if attempt > self._settings.max_attempts:
            self._store.fail(
                plan_id,
                attempt,
                message(
                    "job.given_up",
                    "given up after {attempts} attempts: its process ended each time without a "
                    "result.",
                    attempts=self._settings.max_attempts,
                ),
            )
            return
        child = subprocess.Popen(
            [sys.executable, "-m", "api.service.jobs.child", plan_id, str(attempt)],
            stdin=subprocess.PIPE,
        )
        assert child.stdin is not None
        try:
            told = {
                "database_url": self._settings.database_url,
                "planner": self._settings.planner,
            }
            child.stdin.write(json.dumps(told).encode() + b"\n")
            child.stdin.flush()
            while child.poll() is None:
                if self._leaving.wait(LOOK_EVERY_S):
                    return
                if not self._store.renew(plan_id, attempt, self._settings.lease_s):
                    # Finished just now, cancelled, or taken over: no longer ours in any case.
                    job = self._store.get(plan_id)
                    if job is None or job.status is not Status.DONE:
                        return
            job = self._store.get(plan_id)
            if job is not None and job.status is Status.RUNNING and job.attempt == attempt:
                logger.warning("plan %s: process ended with code %s", plan_id, child.returncode)
                self._store.renew(plan_id, attempt, 0.0)
        finally:
            if child.poll() is None:
                child.kill()
            child.wait()
            child.stdin.close()
