"""What requests need and the start does not, read beside the first answers."""

import logging
from collections.abc import Callable
from importlib import import_module

from api.service.background import Background

_NEEDED = (
    "scenarios.plan_request",
    "api.service.jobs.child",
    "scenarios.repeated",
    "api.service.board.drawing",
    "api.exports.phone",
)
"""The packages of planning, and what draws plans: two seconds of a processor."""

logger = logging.getLogger(__name__)


class ReadingUp(Background):
    """Imports what handlers import where they use it, so that no request has to wait for it.

    A service is ready without: what only hands on what is stored needs none of it.

    Parameters
    ----------
    describe
        Makes the description of the service, which the first body is held against.
    """

    name = "reading-up"

    def __init__(self, describe: Callable[[], object]) -> None:
        super().__init__()
        self._describe = describe

    def _run(self) -> None:
        for module in _NEEDED:
            if self._leaving.is_set():
                return
            import_module(module)
        self._describe()
        logger.debug("all is read that requests need")
