"""Works off the queue: claims plans, runs a child process for each, ends it when told."""

import contextlib
import logging
import os
import signal
import tempfile
import time
from pathlib import Path

from api.service.background import Background
from api.service.db import Store, persist
from api.service.jobs.nursery import LOST, NurseryProcess
from api.service.paths import SCRATCH
from api.service.settings import ServiceSettings
from fleet import message

LOOK_EVERY_S = 0.2
BEAT_EVERY_S = 1.0

CANCEL_S = 0.6
"""How long a cancelled search may take to hand in its best."""

DRAIN_S = 4.0
"""How long it may take when the server ends."""

logger = logging.getLogger(__name__)


class Worker(Background):
    """A thread that solves one plan at a time in a child process of its own.

    Parameters
    ----------
    only_replans
        Whether it keeps free for the rest of days that are running.
    """

    name = "plans"

    def __init__(
        self, settings: ServiceSettings, store: Store, *, only_replans: bool = False
    ) -> None:
        super().__init__()
        self._settings = settings
        self._store = store
        self._only_replans = only_replans

    def _run(self) -> None:
        while not self._leaving.is_set():
            try:
                claimed = persist(
                    self._claim, give_up=self._leaving.is_set, sleep=self._leaving.wait
                )
                if claimed is not None:
                    self._work(*claimed)
                    continue
            except Exception:  # the process boundary: one plan must not end the thread
                logger.exception("the queue could not be worked off; trying again")
                self._leaving.wait(1.0)
            self._leaving.wait(LOOK_EVERY_S)

    def _claim(self) -> tuple[str, int] | None:
        return self._store.claim(self._settings.lease_s, only_replans=self._only_replans)

    def _work(self, plan_id: str, attempt: int) -> None:
        # Made and removed here: a child that is killed leaves nothing behind.
        with tempfile.TemporaryDirectory(prefix=SCRATCH) as scratch:
            child = _Child(self._settings, plan_id, attempt, scratch)
            try:
                self._watch(child, plan_id, attempt)
            finally:
                child.kill()

    def _watch(self, child: "_Child", plan_id: str, attempt: int) -> None:
        beat_s = time.monotonic()
        while child.is_alive:
            if self._leaving.wait(LOOK_EVERY_S):
                child.hand_in(DRAIN_S)
                self._give_back(plan_id, attempt)
                return
            if time.monotonic() - beat_s >= BEAT_EVERY_S:
                beat_s = time.monotonic()
                hold = persist(lambda: self._store.renew(plan_id, attempt), give_up=lambda: True)
            else:
                hold = persist(lambda: self._store.look(plan_id, attempt), give_up=lambda: True)
            if hold is None:
                # Nobody can take the plan while the database is in trouble.
                continue
            if hold.stop_asked:
                child.hand_in(CANCEL_S)
                persist(lambda: self._store.end_early(plan_id, attempt), give_up=self._is_leaving)
                return
            if not hold.held:
                # Finished just now, cancelled, deleted, or taken over: no longer ours in any case.
                child.wait(CANCEL_S)
                return
        if child.is_orphan:
            logger.warning("plan %s: the process that plans are copies of is gone", plan_id)
            self._give_back(plan_id, attempt)
        else:
            self._count_crash(child, plan_id, attempt)

    def _is_leaving(self) -> bool:
        return self._leaving.is_set()

    def _give_back(self, plan_id: str, attempt: int) -> None:
        until_s = time.monotonic() + DRAIN_S
        persist(
            lambda: self._store.release(plan_id, attempt),
            give_up=lambda: time.monotonic() > until_s,
        )

    def _count_crash(self, child: "_Child", plan_id: str, attempt: int) -> None:
        """Notes a death, unless the job had its end before; see `Store.note_crash`."""
        most = self._settings.max_attempts
        reason = message(
            "job.set_aside",
            "set aside: its process died {crashes} times, the last time by {how}; ask for "
            "less, or report it with the server's log.",
            crashes=most,
            how=child.how_it_ended,
        )
        crashed = persist(
            lambda: self._store.note_crash(plan_id, attempt, most, reason),
            give_up=self._is_leaving,
        )
        if crashed:
            logger.warning("plan %s: its process died by %s", plan_id, child.how_it_ended)


class _Child:
    """The process that works on a plan."""

    def __init__(
        self, settings: ServiceSettings, plan_id: str, attempt: int, scratch: str
    ) -> None:
        # Only here: it reads the packages of a search, for which the server does not wait.
        from api.service.jobs.child import WorkOrder, work_on_plan

        streets = settings.streets_dir.resolve() if settings.streets_dir else None
        named = {"ONEBROOM_STREETS": str(streets)} if streets else {}
        order = WorkOrder(
            database_url=settings.database_url,
            planner=settings.planner,
            streets_dir=streets,
            scratch=Path(scratch),
            environment={**os.environ, **named},
        )
        values = {"plan_id": plan_id, "number": attempt, "order": order}
        self._process = NurseryProcess(work_on_plan, values)

    @property
    def is_alive(self) -> bool:
        return self._process.exit_code is None

    @property
    def is_orphan(self) -> bool:
        """Whether it ended because what it is a copy of did: no fault of its own."""
        return self._process.exit_code == LOST

    @property
    def how_it_ended(self) -> str:
        """The name of the signal that ended it, or its exit code."""
        code = self._process.exit_code or 0
        try:
            return signal.Signals(-code).name if code < 0 else f"exit code {code}"
        except ValueError:
            return f"signal {-code}"

    def hand_in(self, patience_s: float) -> None:
        """Asks it to hand in its best, and ends it, as it may take no longer."""
        # It may have ended; whoever looks next sees that.
        with contextlib.suppress(OSError):
            self._process.line.send_bytes(b"!")
        self.wait(patience_s)
        self.kill()

    def wait(self, patience_s: float) -> None:
        self._process.wait(patience_s)

    def kill(self) -> None:
        """Ends it, without effect the second time."""
        self._process.kill()
        self._process.line.close()
