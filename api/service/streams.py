"""What happens to plans, told as it happens: one look at the database serves all who follow."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError

from api.service.db import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOK_EVERY_S = 0.4
QUIET_S = 15.0
"""After so long without news one is told that all is still well, so that no proxy hangs up."""

GONE = -1
"""The revision of a plan that is not there any more."""

logger = logging.getLogger(__name__)


class PlanStreams:
    """Looks at the plans that are followed, and wakes those who follow when one has changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._followed: Counter[str] = Counter()
        self._revisions: dict[str, int] = {}
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

    async def changes(self, plan_id: str, known: int) -> AsyncIterator[int | None]:
        """Yields each new revision of a plan, None when there was none for a while.

        Parameters
        ----------
        known
            The revision that whoever follows has seen.
        """
        with self._following(plan_id):
            while not self._is_leaving:
                revision = await self._wait(plan_id, known)
                if revision is not None:
                    known = revision
                yield revision
                if known == GONE:
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
                self._revisions.pop(plan_id, None)

    async def _wait(self, plan_id: str, known: int) -> int | None:
        """Returns a revision other than the known one, None when there is none for a while."""
        try:
            async with asyncio.timeout(QUIET_S), self._news:
                while not self._is_leaving:
                    revision = self._revisions.get(plan_id, known)
                    if revision != known:
                        return revision
                    await self._news.wait()
        except TimeoutError:
            pass
        return None

    async def _look(self) -> None:
        """Looks at all plans that are followed, while there are any."""
        while self._followed and not self._is_leaving:
            ids = list(self._followed)
            try:
                found = await to_thread.run_sync(self._store.revisions, ids)
            except SQLAlchemyError:
                # Who follows sees nothing new; requests say what is wrong.
                found = self._revisions
            for plan_id in ids:
                self._revisions[plan_id] = found.get(plan_id, GONE)
            async with self._news:
                self._news.notify_all()
            await asyncio.sleep(LOOK_EVERY_S)
        async with self._news:
            self._news.notify_all()
