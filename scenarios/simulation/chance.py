"""Streams of chance: one for each thing that something may happen to.

What happens to a vehicle, a street or a kitchen is drawn from a stream of its own, which the seed
and its name begin. So the same seed does the same to it whatever else is drawn, and whatever the
plan is. Only the bits of PCG64 are used, which numpy keeps the same in all versions.
"""

import hashlib
import math

import numpy as np

_MANTISSA = 1 << 53
MOST_COUNT = 1_000
"""More than that a day has of nothing."""


class Chance:
    """A stream of chance for one thing.

    Parameters
    ----------
    seed
        Of the day.
    what
        Names the thing and what may happen to it.
    """

    def __init__(self, seed: int, *what: str) -> None:
        name = "/".join((str(seed), *what)).encode(errors="surrogatepass")
        self._bits = np.random.PCG64(int.from_bytes(hashlib.sha256(name).digest()[:16]))

    def share(self) -> float:
        """Returns a number of [0, 1), all alike."""
        return (int(self._bits.random_raw()) >> 11) / _MANTISSA

    def happens(self, share: float) -> bool:
        """Says whether something of a chance happens."""
        return self.share() < share

    def between(self, from_s: int, until_s: int) -> int:
        """Returns a whole minute of [from_s, until_s), all alike, in seconds."""
        minutes = max(1, (until_s - from_s) // 60)
        return from_s + 60 * int(self.share() * minutes)

    def lasts_s(self, mean_minutes: int) -> int:
        """Returns how long something lasts, by the exponential law: some minutes."""
        return 60 * max(1, round(-mean_minutes * math.log1p(-self.share())))

    def below(self, count: int) -> int:
        """Returns a whole number of [0, count), all alike."""
        return int(self.share() * count)

    def count(self, mean: float) -> int:
        """Returns how often something happens, by Poisson's law."""
        passed, number = -math.log1p(-self.share()), 0
        while passed < mean and number < MOST_COUNT:
            number += 1
            passed -= math.log1p(-self.share())
        return number
