"""Travel of an instance as the kernels read it: out of hub labels, or out of matrices."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.instance import Instance
from optimizer.search.travel import HUB, PAIR, hub_lists, new_memory, new_rows

COMPACT_MATRIX = 3_000
"""Up to so many places a profile's matrix is kept twice, by origin and by destination."""


MATRIX = np.dtype(
    [
        ("start", np.int64),
        ("columns", np.int64),
        ("back_start", np.int64),
        ("back_row", np.int64),
        ("back_column", np.int64),
    ]
)


class TravelTables(NamedTuple):
    """The arrays of a problem's travel, and by profile the row and the column of each place."""

    matrix: NDArray[np.void]
    rows: list[NDArray[np.int64]]
    columns: list[NDArray[np.int64]]
    travel: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
    back_travel: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
    hub: NDArray[np.void] = np.zeros(0, dtype=HUB)
    memory: NDArray[np.void] = np.zeros(1, dtype=PAIR)
    rows_by_hub: NDArray[np.int64] = np.zeros((2, 0), dtype=np.int64)


def pack_labels(instance: Instance) -> TravelTables:
    """Returns hub labels; a place's row and column are where its lists begin.

    Places that share a list then share what is remembered of it.
    """
    assert instance.labels is not None
    hub, out_start, in_start = hub_lists(instance.labels)
    mine = [
        slice(first, first + size)
        for first, size in zip(
            instance.travel_offset.tolist(), instance.travel_size.tolist(), strict=True
        )
    ]
    return TravelTables(
        matrix=np.zeros(len(mine), dtype=MATRIX),
        rows=[out_start[places] for places in mine],
        columns=[in_start[places] for places in mine],
        hub=hub,
        memory=new_memory(len(instance.labels.out_start)),
        rows_by_hub=new_rows(instance.labels),
    )


def pack_matrices(instance: Instance) -> TravelTables:
    """Returns the matrices, by origin and by destination.

    Places from which, or to which, all ways are the same share a row or a column: on a graph
    without turn costs the matrix then has the size of the junctions, not of the modes.
    """
    profiles = len(instance.travel_size)
    matrix = np.zeros(profiles, dtype=MATRIX)
    if (instance.travel_size > COMPACT_MATRIX).any():
        everything = [np.arange(size) for size in instance.travel_size]
        matrix["start"] = matrix["back_start"] = instance.travel_offset
        matrix["columns"] = matrix["back_column"] = instance.travel_size
        matrix["back_row"] = 1
        return TravelTables(matrix, everything, everything, instance.travel, instance.travel)
    by_origin, by_destination, rows, columns = [], [], [], []
    start = 0
    for profile in range(profiles):
        offset, size = int(instance.travel_offset[profile]), int(instance.travel_size[profile])
        pairs = instance.travel[offset : offset + 2 * size * size].reshape(size, size, 2)
        row, kept_rows = _alike(pairs)
        column, kept_columns = _alike(pairs.swapaxes(0, 1))
        small = pairs[kept_rows][:, kept_columns]
        matrix[profile] = (start, len(kept_columns), start, len(kept_rows), 1)
        by_origin.append(np.ascontiguousarray(small).reshape(-1))
        by_destination.append(np.ascontiguousarray(small.swapaxes(0, 1)).reshape(-1))
        rows.append(row)
        columns.append(column)
        start += small.size
    return TravelTables(
        matrix,
        rows,
        columns,
        np.concatenate([np.zeros(0, dtype=np.int32), *by_origin]),
        np.concatenate([np.zeros(0, dtype=np.int32), *by_destination]),
    )


def _alike(pairs: NDArray[np.int32]) -> tuple[NDArray[np.int64], list[int]]:
    """Returns for each row the number of its content, and one row of each content."""
    numbers: dict[bytes, int] = {}
    kept: list[int] = []
    of_row = np.zeros(len(pairs), dtype=np.int64)
    for i, row in enumerate(pairs):
        of_row[i] = numbers.setdefault(row.tobytes(), len(numbers))
        if of_row[i] == len(kept):
            kept.append(i)
    return of_row, kept
