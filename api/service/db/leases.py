"""Whose worker is lost: told by counts that stand still, without the time of day.

Whoever works on a plan counts its beat up. Others watch the beats by their own monotonic clock, so
that neither a clock that jumps nor two that differ make a plan stay or be taken away.
"""

import threading
from collections.abc import Callable, Mapping
from typing import NamedTuple


class Beat(NamedTuple):
    """How a plan under way was last seen."""

    attempt: int
    beat: int


class LeaseWatch:
    """Remembers since when each beat has been as it is.

    Parameters
    ----------
    clock
        Seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._since: dict[str, tuple[Beat, float]] = {}

    def lost(self, running: Mapping[str, Beat], lease_s: float) -> dict[str, Beat]:
        """Returns the plans whose beat has not changed for longer than a lease.

        Parameters
        ----------
        running
            All plans under way as they are now; others are forgotten.
        """
        now_s = self._clock()
        with self._lock:
            before = self._since
            self._since = {
                id_: before[id_] if id_ in before and before[id_][0] == beat else (beat, now_s)
                for id_, beat in running.items()
            }
            return {
                id_: beat
                for id_, (beat, since_s) in self._since.items()
                if now_s - since_s > lease_s
            }
