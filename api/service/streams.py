"""What happens to plans, told as it happens: one look at the database serves all who follow."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum, auto
from typing import TYPE_CHECKING

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError

from api.service.db import Job, Store

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOK_EVERY_S = 0.4
QUIET_S = 15.0
"""After so long without news one is told that all is still well, so that no proxy hangs up."""


class StreamSign(Enum):
    """What is told in place of a plan that has changed."""

    QUIET = auto()
    """There was nothing new for a while."""

    GONE = auto()
    """The plan is not there any more."""


logger = logging.getLogger(__name__)


class PlanStreams:
    """Looks at the plans that are followed, and wakes those who follow when one has changed.

    A plan that has changed is read once, for all who follow it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._followed: Counter[str] = Counter()
        self._jobs: dict[str, Job | None] = {}
        self._looker: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()
        self._is_leaving = False

    @property
    def count(self) -> int:
        """How many follow a plan at present."""
        return self._followed.total()

    def leave(self) -> None:
        """Ends all streams soon; safe to call from anywhere."""
        self._is_leaving = True

    async def changes(self, plan_id: str, known: int) -> AsyncIterator[Job | StreamSign]:
        """Yields a plan, with a brief summary, each time that it has changed.

        Parameters
        ----------
        known
            The revision that whoever follows has seen.
        """
        with self._following(plan_id):
            while not self._is_leaving:
                told = await self._wait(plan_id, known)
                if isinstance(told, Job):
                    known = told.revision
                yield told
                if told is StreamSign.GONE:
                    return

    @contextmanager
    def _following(self, plan_id: str) -> "Iterator[None]":
        self._followed[plan_id] += 1
        if self._looker is None or self._looker.done():
            self._looker = asyncio.create_task(self._look())
        try:
            yield
        finally:
            self._followed[plan_id] -= 1
            if not self._followed[plan_id]:
                del self._followed[plan_id]
                self._jobs.pop(plan_id, None)

    async def _wait(self, plan_id: str, known: int) -> Job | StreamSign:
        """Returns a plan that is newer than what is known."""
        try:
            async with asyncio.timeout(QUIET_S), self._news:
                while not self._is_leaving:
                    if plan_id in self._jobs:
                        job = self._jobs[plan_id]
                        if job is None:
                            return StreamSign.GONE
                        if job.revision > known:
                            return job
                    await self._news.wait()
        except TimeoutError:
            pass
        return StreamSign.QUIET

    async def _look(self) -> None:
        """Looks at all plans that are followed, while there are any."""
        while self._followed and not self._is_leaving:
            seen = {one: job.revision for one, job in self._jobs.items() if job is not None}
            try:
                found = await to_thread.run_sync(self._read_changed, list(self._followed), seen)
            except SQLAlchemyError:
                # Who follows sees nothing new; requests say what is wrong.
                found = {}
            # Whoever followed one may have left meanwhile.
            self._jobs |= {one: job for one, job in found.items() if one in self._followed}
            if found:
                async with self._news:
                    self._news.notify_all()
            await asyncio.sleep(LOOK_EVERY_S)
        async with self._news:
            self._news.notify_all()

    def _read_changed(
        self, plan_ids: Sequence[str], seen: Mapping[str, int]
    ) -> Mapping[str, Job | None]:
        """Returns plans of another revision than was seen; None for those that are not there."""
        now = self._store.revisions(plan_ids)
        changed = [one for one in plan_ids if one not in now or now[one] != seen.get(one)]
        return {one: self._store.get_brief(one) for one in changed}
