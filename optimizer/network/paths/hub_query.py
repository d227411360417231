"""Seconds and metres between two places out of their hub labels, for kernels.

A drive meets at the hub that is in the list of its origin and in that of its destination for the
least cost of both together. Two ways to find it:

- `meet` merges two sorted lists and needs no memory;
- `spread` writes one list into a row of costs by hub, and then `lookup` reads each list of the
  other side against it: several times faster where many pairs have one side in common, and still
  faster for one pair alone. The caller calls `wipe` before the row is used for another list.

`recall` keeps answers in a table, for callers that ask for the same pairs again and again.
All return packed costs, which `seconds_and_metres` takes apart.

References
----------
Abraham, Delling, Goldberg & Werneck (2011), A hub-based labeling algorithm for shortest paths in
road networks, doi 10.1007/978-3-642-20662-7_20.
Delling, Goldberg & Werneck (2011), Faster batched shortest paths in road networks,
doi 10.4230/OASIcs.ATMOS.2011.52: one side kept in a row by hub.
"""

from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from optimizer.kernel import entry_kernel, kernel
from optimizer.network.paths.paths_kernel import METRE_BITS, NO_COST, UNREACHABLE

LAST = 2**31 - 1
"""Ends each list of hubs: greater than all of them, so that merging needs no lengths."""

_NO_WAY = cast("int", np.int64(NO_COST))
_METRE_MASK = (1 << METRE_BITS) - 1
# Unsigned numbers as indices: signed ones may count from the end, which takes a test each time.
_ONE = np.uint64(1)
_HALF = np.uint64(32)
# Knuth's multiplicative hashing: 2^64 by the golden ratio spreads what differs little.
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


class HubLabels(NamedTuple):
    """Hubs that places reach (`out`), and by which they are reached (`in`).

    Parameters
    ----------
    out_start, in_start
        Where the list of each place begins, int64; equal lists are stored once.
    out_hub, in_hub
        int32, ascending within a list, the most important hubs first; `LAST` ends a list.
    out_cost, in_cost
        Packed costs, int64: milliseconds above `METRE_BITS` and metres below. Halves of a drive
        must not be rounded to seconds, or their sum would not be the matrix's.
    """

    out_start: NDArray[np.int64]
    out_hub: NDArray[np.int32]
    out_cost: NDArray[np.int64]
    in_start: NDArray[np.int64]
    in_hub: NDArray[np.int32]
    in_cost: NDArray[np.int64]

    @property
    def num_hubs(self) -> int:
        """Number of hubs: the length of a row for `spread`."""
        named = (hub[hub < LAST].max(initial=-1) for hub in (self.out_hub, self.in_hub))
        return int(max(named)) + 1

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays."""
        return sum(array.nbytes for array in self)


@kernel
def meet(
    out_start: NDArray[np.int64],
    out_hub: NDArray[np.int32],
    out_cost: NDArray[np.int64],
    in_start: NDArray[np.int64],
    in_hub: NDArray[np.int32],
    in_cost: NDArray[np.int64],
    origin: int,
    destination: int,
) -> int:
    """Returns the packed cost from origin to destination, NO_COST where nothing joins them."""
    a, b = np.uint64(out_start[origin]), np.uint64(in_start[destination])
    out, into = out_hub[a], in_hub[b]
    best = _NO_WAY
    while max(out, into) < LAST:
        # No jumps: which list is ahead is a coin toss, and a wrong guess costs more than a load.
        both = int(out_cost[a] + in_cost[b])
        both = both if out == into else _NO_WAY
        best = both if both < best else best
        a += np.uint64(out <= into)
        b += np.uint64(into <= out)
        out, into = out_hub[a], in_hub[b]
    return best


@kernel
def spread(
    start: NDArray[np.int64],
    hub: NDArray[np.int32],
    cost: NDArray[np.int64],
    place: int,
    row: NDArray[np.int64],
) -> None:
    """Writes a place's list into a row by hub, which holds NO_COST everywhere before."""
    k = np.uint64(start[place])
    while hub[k] != LAST:
        row[np.uint32(hub[k])] = cost[k]
        k += _ONE


@kernel
def lookup(
    start: NDArray[np.int64],
    hub: NDArray[np.int32],
    cost: NDArray[np.int64],
    place: int,
    row: NDArray[np.int64],
) -> int:
    """Returns the packed cost between a place and that of the row, NO_COST or more for none.

    With the row of an origin these are the `in` lists of destinations, and the other way round.
    """
    k = np.uint64(start[place])
    best = _NO_WAY
    while hub[k] != LAST:
        best = min(best, row[np.uint32(hub[k])] + cost[k])
        k += _ONE
    return best


@kernel
def wipe(
    start: NDArray[np.int64], hub: NDArray[np.int32], place: int, row: NDArray[np.int64]
) -> None:
    """Takes a place's list out of the row again."""
    k = np.uint64(start[place])
    while hub[k] != LAST:
        row[np.uint32(hub[k])] = NO_COST
        k += _ONE


@kernel
def recall(
    memory: NDArray[np.int64],
    out_start: NDArray[np.int64],
    out_hub: NDArray[np.int32],
    out_cost: NDArray[np.int64],
    in_start: NDArray[np.int64],
    in_hub: NDArray[np.int32],
    in_cost: NDArray[np.int64],
    origin: int,
    destination: int,
) -> int:
    """Returns what `meet` returns, from the memory if it is there.

    Parameters
    ----------
    memory
        Pairs and costs interleaved, -1 everywhere at first; its length is a power of two. A pair
        has one slot, and drives out the one that was there.
    """
    pair = (origin << 32) | destination
    mixed = (np.uint64(pair) * _GOLDEN) >> _HALF
    slot = (mixed + mixed) & np.uint64(len(memory) - 1)
    if memory[slot] != pair:
        memory[slot] = pair
        memory[slot + _ONE] = meet(
            out_start, out_hub, out_cost, in_start, in_hub, in_cost, origin, destination
        )
    return int(memory[slot + _ONE])


@kernel
def seconds_and_metres(cost: int) -> tuple[int, int]:
    """Returns whole seconds, rounded up as in the matrix, and metres; UNREACHABLE for no way."""
    if cost >= NO_COST:
        return UNREACHABLE, UNREACHABLE
    return ((cost >> METRE_BITS) + 999) // 1000, cost & _METRE_MASK


@kernel
def travel(
    out_start: NDArray[np.int64],
    out_hub: NDArray[np.int32],
    out_cost: NDArray[np.int64],
    in_start: NDArray[np.int64],
    in_hub: NDArray[np.int32],
    in_cost: NDArray[np.int64],
    origin: int,
    destination: int,
) -> tuple[int, int]:
    """Returns seconds and metres from origin to destination, as the matrix has them."""
    return seconds_and_metres(
        meet(out_start, out_hub, out_cost, in_start, in_hub, in_cost, origin, destination)
    )


def answer(
    labels: HubLabels, origins: NDArray[np.int64], destinations: NDArray[np.int64]
) -> NDArray[np.int32]:
    """Returns seconds and metres from each origin to the destination beside it, shape (N, 2)."""
    found = np.empty((len(origins), 2), dtype=np.int32)
    _answer(*labels, origins, destinations, found)
    return found


@entry_kernel
def _answer(
    out_start: NDArray[np.int64],
    out_hub: NDArray[np.int32],
    out_cost: NDArray[np.int64],
    in_start: NDArray[np.int64],
    in_hub: NDArray[np.int32],
    in_cost: NDArray[np.int64],
    origins: NDArray[np.int64],
    destinations: NDArray[np.int64],
    found: NDArray[np.int32],
) -> None:
    for k in range(len(origins)):
        seconds, metres = travel(
            out_start, out_hub, out_cost, in_start, in_hub, in_cost, origins[k], destinations[k]
        )
        found[k, 0] = seconds
        found[k, 1] = metres
