"""A binary heap of (key, item) in two arrays, for kernels.

Entries with equal keys come out by rising item, so that searches depend on nothing but numbers.
Without decrease-key: an item is pushed again with its lower key, and stale entries are skipped by
whoever pops them.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.kernel import allocating_kernel, kernel


class Heap(NamedTuple):
    """Room for entries; the caller keeps the number of entries in use."""

    key: NDArray[np.int64]
    item: NDArray[np.int64]


@allocating_kernel
def make_heap(room: int) -> Heap:
    """Returns a heap for at most `room` entries at once."""
    return Heap(np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64))


@kernel
def push(heap: Heap, size: int, key: int, item: int) -> int:
    """Adds an entry and returns the new size."""
    at = size
    while at > 0:
        parent = (at - 1) >> 1
        above = heap.key[parent]
        if above < key or (above == key and heap.item[parent] <= item):
            break
        heap.key[at] = above
        heap.item[at] = heap.item[parent]
        at = parent
    heap.key[at] = key
    heap.item[at] = item
    return size + 1


@kernel
def pop(heap: Heap, size: int) -> int:
    """Takes the least entry, at index 0, away and returns the new size."""
    size -= 1
    key, item = heap.key[size], heap.item[size]
    at = 0
    while 2 * at + 1 < size:
        child = 2 * at + 1
        other = child + 1
        if other < size and (
            heap.key[other] < heap.key[child]
            or (heap.key[other] == heap.key[child] and heap.item[other] < heap.item[child])
        ):
            child = other
        below = heap.key[child]
        if key < below or (key == below and item <= heap.item[child]):
            break
        heap.key[at] = below
        heap.item[at] = heap.item[child]
        at = child
    heap.key[at] = key
    heap.item[at] = item
    return size
