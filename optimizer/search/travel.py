"""Travel out of hub labels, for the kernels of large instances.

A list of hubs is known by where it begins, in one array that holds the lists of all origins and
destinations. What has been asked for is remembered: the search prices the same links again and
again, and a pair that is remembered costs a tenth of one whose lists are merged.
"""

import numpy as np
from numpy.typing import NDArray

from optimizer.kernel import kernel
from optimizer.network.hub_query import LAST, HubLabels, seconds_and_metres
from optimizer.network.paths_kernel import NO_COST

HUB = np.dtype([("cost", np.int64), ("hub", np.int64)])
"""One entry of a list: the packed cost of `hub_query`; `LAST` ends a list."""

PAIR = np.dtype([("key", np.int64), ("seconds", np.int32), ("metres", np.int32)])
"""What was asked for, -1 for nothing yet, and the answer."""

LEAST_SLOTS = 1 << 12
SLOTS_A_PLACE = 32
"""Most pairs asked for are those of a task with its neighbours."""

# Knuth's multiplicative hashing: 2^64 by the golden ratio spreads what differs little.
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)
_ONE = np.uint64(1)
_NO_WAY = np.int64(NO_COST)


def hub_lists(
    labels: HubLabels,
) -> tuple[NDArray[np.void], NDArray[np.int64], NDArray[np.int64]]:
    """Returns all lists in one array, and where those of each place begin: out of it, into it."""
    outs = len(labels.out_hub)
    hub = np.empty(outs + len(labels.in_hub), dtype=HUB)
    hub["hub"] = np.concatenate((labels.out_hub, labels.in_hub))
    hub["cost"] = np.concatenate((labels.out_cost, labels.in_cost))
    return hub, labels.out_start, labels.in_start + outs


def new_memory(places: int) -> NDArray[np.void]:
    """Returns a memory for so many places, its length a power of two."""
    slots = max(LEAST_SLOTS, 1 << (SLOTS_A_PLACE * places - 1).bit_length())
    memory = np.zeros(slots, dtype=PAIR)
    memory["key"] = -1
    return memory


@kernel
def _meet(hub: NDArray[np.void], leaving: int, entry: int) -> int:
    """Returns the packed cost between two lists, NO_COST where they have no hub in common."""
    a, b = np.uint64(leaving), np.uint64(entry)
    out, into = hub[a].hub, hub[b].hub
    best = _NO_WAY
    while max(out, into) < LAST:
        # No jumps: which list is ahead is a coin toss, and a wrong guess costs more than a load.
        both = hub[a].cost + hub[b].cost
        both = both if out == into else _NO_WAY
        best = both if both < best else best
        a += np.uint64(out <= into)
        b += np.uint64(into <= out)
        out, into = hub[a].hub, hub[b].hub
    return int(best)


@kernel
def recall(
    hub: NDArray[np.void], memory: NDArray[np.void], leaving: int, entry: int
) -> tuple[int, int]:
    """Returns seconds and metres from one list of hubs to another.

    A pair has one slot of the memory, and drives out the one that was there.
    """
    key = (np.int64(leaving) << 32) | np.int64(entry)
    slot = ((np.uint64(key) * _GOLDEN) >> _HALF) & np.uint64(len(memory) - 1)
    pair = memory[slot]
    if pair.key != key:
        seconds, metres = seconds_and_metres(_meet(hub, leaving, entry))
        pair.key = key
        pair.seconds = seconds
        pair.metres = metres
    return int(pair.seconds), int(pair.metres)
