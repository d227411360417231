"""From one place to many, or from many to one, out of hub labels."""

import numpy as np
from numpy.typing import NDArray

from optimizer.kernel import entry_kernel
from optimizer.network.paths.hub_query import HubLabels, lookup, seconds_and_metres, spread, wipe
from optimizer.network.paths.paths_kernel import NO_COST

_Side = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]


class HubRows:
    """Rows of the matrix that the labels stand for."""

    def __init__(self, labels: HubLabels) -> None:
        self._out = labels.out_start, labels.out_hub, labels.out_cost
        self._into = labels.in_start, labels.in_hub, labels.in_cost
        self._by_hub = np.full(labels.num_hubs, NO_COST, dtype=np.int64)

    def leaving(self, origin: int, destinations: NDArray[np.int64]) -> NDArray[np.int32]:
        """Returns seconds and metres from a place to each destination, shape (N, 2)."""
        return self._row(self._out, self._into, origin, destinations)

    def coming(self, destination: int, origins: NDArray[np.int64]) -> NDArray[np.int32]:
        """Returns seconds and metres to a place from each origin, shape (N, 2)."""
        return self._row(self._into, self._out, destination, origins)

    def _row(
        self, mine: _Side, theirs: _Side, place: int, places: NDArray[np.int64]
    ) -> NDArray[np.int32]:
        found = np.empty((len(places), 2), dtype=np.int32)
        _fill(*mine, *theirs, place, places, self._by_hub, found)
        return found


@entry_kernel
def _fill(
    own_start: NDArray[np.int64],
    own_hub: NDArray[np.int32],
    own_cost: NDArray[np.int64],
    start: NDArray[np.int64],
    hub: NDArray[np.int32],
    cost: NDArray[np.int64],
    place: int,
    places: NDArray[np.int64],
    row: NDArray[np.int64],
    found: NDArray[np.int32],
) -> None:
    spread(own_start, own_hub, own_cost, place, row)
    for k in range(len(places)):
        seconds, metres = seconds_and_metres(lookup(start, hub, cost, places[k], row))
        found[k, 0] = seconds
        found[k, 1] = metres
    wipe(own_start, own_hub, place, row)
