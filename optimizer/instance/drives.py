"""Travel from one place to all others of a profile, for what looks at everything at once."""

import numpy as np
from numpy.typing import NDArray

from optimizer.instance.instance import Instance
from optimizer.network.paths import HubRows

MOST_KEPT = 40_000_000
"""Most pairs kept, of eight bytes each."""


class Drives:
    """Seconds and metres by origin and by destination; rows are kept while there is room."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._labels = HubRows(instance.labels) if instance.labels is not None else None
        self._rows: dict[tuple[int, int, bool], NDArray[np.int32]] = {}
        self._kept = 0

    def leaving(self, profile: int, place: int) -> NDArray[np.int32]:
        """Returns seconds and metres from a place to each place of the profile, shape (N, 2)."""
        return self._row(profile, place, True)

    def coming(self, profile: int, place: int) -> NDArray[np.int32]:
        """Returns seconds and metres to a place from each place of the profile, shape (N, 2)."""
        return self._row(profile, place, False)

    def round_trips(
        self, profile: int, place: int, others: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Returns seconds and metres from each of the others to a place and back, (N, 2)."""
        instance = self._instance
        if self._labels is None:
            pairs = instance.pairs(profile).astype(np.int64)
            both: NDArray[np.int64] = pairs[place, others] + pairs[others, place]
            return both
        first = int(instance.travel_offset[profile])
        there = self._labels.coming(first + place, first + others).astype(np.int64)
        return there + self._labels.leaving(first + place, first + others)

    def _row(self, profile: int, place: int, is_origin: bool) -> NDArray[np.int32]:
        key = (profile, place, is_origin)
        if key in self._rows:
            return self._rows[key]
        instance = self._instance
        if self._labels is None:
            pairs = instance.pairs(profile)
            return pairs[place] if is_origin else pairs[:, place]
        first, size = int(instance.travel_offset[profile]), int(instance.travel_size[profile])
        others = first + np.arange(size)
        find = self._labels.leaving if is_origin else self._labels.coming
        row = find(first + place, others)
        if self._kept + size <= MOST_KEPT:
            self._rows[key] = row
            self._kept += size
        return row
