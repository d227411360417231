"""Plans that ended long ago are deleted, where the service is told to."""

import logging
import time

from api.service.background import Background
from api.service.db import Store, persist

LOOK_EVERY_S = 3600.0
DAY_S = 86_400.0
logger = logging.getLogger(__name__)


class Retention(Background):
    """A thread that deletes old plans once an hour.

    Parameters
    ----------
    keep_days
        How long ago a plan may have ended.
    """

    name = "retention"

    def __init__(self, store: Store, *, keep_days: float) -> None:
        super().__init__()
        self._store = store
        self._keep_s = keep_days * DAY_S

    def _run(self) -> None:
        while not self._leaving.is_set():
            count = persist(self._forget, give_up=self._leaving.is_set, sleep=self._leaving.wait)
            if count:
                logger.info("deleted %d plans that ended long ago", count)
            self._leaving.wait(LOOK_EVERY_S)

    def _forget(self) -> int:
        return self._store.forget_before(time.time() - self._keep_s)
