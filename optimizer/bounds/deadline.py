"""How long a bound may be worked at: what is proved by then counts."""

import math
import time
from collections.abc import Callable


class Deadline:
    """A point in time, and what is left until then.

    Parameters
    ----------
    seconds
        From now on; None for as long as it takes.
    clock
        Says how many seconds it is.
    """

    def __init__(
        self, seconds: float | None = None, *, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._clock = clock
        self._at_s = math.inf if seconds is None else clock() + seconds

    @property
    def left_s(self) -> float:
        """Seconds left, 0 when it is over."""
        return max(0.0, self._at_s - self._clock())

    @property
    def is_over(self) -> bool:
        """Whether no time is left."""
        return self.left_s == 0.0

    def part(self, number: int) -> "Deadline":
        """Returns the deadline of the first of so many pieces of work of the same length."""
        left_s = self.left_s
        seconds = None if math.isinf(left_s) else left_s / number
        return Deadline(seconds, clock=self._clock)


ENDLESS = Deadline()
