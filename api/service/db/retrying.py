"""What must be written is tried again while the database is locked, full or gone."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from api.service.db.opening import is_trouble

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 5.0

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")


def persist(
    write: Callable[[], Answer],
    *,
    give_up: Callable[[], bool] = lambda: False,
    sleep: Callable[[float], object] = time.sleep,
) -> Answer | None:
    """Returns the answer of what asks the database, once it is not in trouble any more.

    Parameters
    ----------
    give_up
        Asked after each failure; None is returned when it says True.
    sleep
        Waits so many seconds; each pause is twice the one before.
    """
    pause_s = _FIRST_PAUSE_S
    while True:
        try:
            return write()
        except SQLAlchemyError as error:
            if not is_trouble(error):
                raise
            # One line for each failure, and seconds between them: a log must not fill the disk.
            logger.warning("the database is in trouble, trying again: %s", _first_line(error))
        if give_up():
            return None
        sleep(pause_s)
        pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)


def _first_line(error: Exception) -> str:
    told = getattr(error, "orig", None) or error
    return f"{type(told).__name__}: {str(told).splitlines()[0] if str(told) else ''}"
