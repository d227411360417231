"""Travel out of hub labels, for the kernels of large instances.

A list of hubs is known by where it begins, in one array that holds the lists of all origins and
destinations. What has been asked for is remembered: the search prices the same links again and
again, and a pair that is remembered costs a tenth of one whose lists are merged. Pairs asked for
in a row mostly have one side in common, whose list then stands in a row of costs by hub: reading
the other list against it takes a third of the time of merging the two.
"""

import numpy as np
from numpy.typing import NDArray

from optimizer.kernel import kernel
from optimizer.network.paths import LAST, NO_COST, HubLabels, seconds_and_metres

HUB = np.dtype([("cost", np.int64), ("hub", np.int64)])
"""One entry of a list: the packed cost of `hub_query`; `LAST` ends a list."""

PAIR = np.dtype([("key", np.int64), ("seconds", np.int32), ("metres", np.int32)])
"""What was asked for, -1 for nothing yet, and the answer."""

ENTRY, LEAVING = 0, 1
"""The rows: of a list into a destination, and of one out of an origin."""

HELD, LAST_MISSED = -2, -1
"""Behind the costs of a row: which list it holds, and which was last asked for in vain."""

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


def new_rows(labels: HubLabels) -> NDArray[np.int64]:
    """Returns rows that hold no list, shape (2, H + 2)."""
    rows = np.full((2, labels.num_hubs + 2), NO_COST, dtype=np.int64)
    rows[:, [HELD, LAST_MISSED]] = -1
    return rows


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
def _hold(hub: NDArray[np.void], rows: NDArray[np.int64], side: int, start: int) -> None:
    """Writes a list into a row instead of the one that is there."""
    if rows[side, HELD] >= 0:
        k = np.uint64(rows[side, HELD])
        while hub[k].hub != LAST:
            rows[side, hub[k].hub] = NO_COST
            k += _ONE
    k = np.uint64(start)
    while hub[k].hub != LAST:
        rows[side, hub[k].hub] = hub[k].cost
        k += _ONE
    rows[side, HELD] = start


@kernel
def _look_up(hub: NDArray[np.void], rows: NDArray[np.int64], side: int, start: int) -> int:
    """Returns the packed cost between a list and that of a row, NO_COST for no way."""
    k = np.uint64(start)
    best = _NO_WAY
    while hub[k].hub != LAST:
        best = min(best, rows[side, hub[k].hub] + hub[k].cost)
        k += _ONE
    return int(best)


@kernel
def _find(hub: NDArray[np.void], rows: NDArray[np.int64], leaving: int, entry: int) -> int:
    """Returns the packed cost between two lists in whichever way is fastest."""
    if rows[ENTRY, HELD] == entry:
        return _look_up(hub, rows, ENTRY, leaving)
    if rows[LEAVING, HELD] == leaving:
        return _look_up(hub, rows, LEAVING, entry)
    # A list that is asked for twice running will be asked for again.
    if rows[ENTRY, LAST_MISSED] == entry:
        _hold(hub, rows, ENTRY, entry)
        return _look_up(hub, rows, ENTRY, leaving)
    if rows[LEAVING, LAST_MISSED] == leaving:
        _hold(hub, rows, LEAVING, leaving)
        return _look_up(hub, rows, LEAVING, entry)
    rows[ENTRY, LAST_MISSED] = entry
    rows[LEAVING, LAST_MISSED] = leaving
    return _meet(hub, leaving, entry)


@kernel
def recall(
    hub: NDArray[np.void],
    memory: NDArray[np.void],
    rows: NDArray[np.int64],
    leaving: int,
    entry: int,
) -> tuple[int, int]:
    """Returns seconds and metres from one list of hubs to another.

    A pair has one slot of the memory, and drives out the one that was there.
    """
    key = (np.int64(leaving) << 32) | np.int64(entry)
    slot = ((np.uint64(key) * _GOLDEN) >> _HALF) & np.uint64(len(memory) - 1)
    pair = memory[slot]
    if pair.key != key:
        seconds, metres = seconds_and_metres(_find(hub, rows, leaving, entry))
        pair.key = key
        pair.seconds = seconds
        pair.metres = metres
    return int(pair.seconds), int(pair.metres)
