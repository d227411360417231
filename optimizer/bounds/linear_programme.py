"""Linear programmes put together block by block, and what their duals prove."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array

Numbers = NDArray[np.int64]
"""Numbers of rows or of columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a linear programme cannot undercut, and the point that comes near it.

    Parameters
    ----------
    value
        Lower bound on the least cost, by weak duality: it holds whatever the solver tolerates.
    columns
        The solver's answer, for explanations.
    """

    value: float
    columns: NDArray[np.float64]


class LinearProgramme:
    """Least cost of columns in [0, upper], under rows that reach a value, or equal it."""

    def __init__(self) -> None:
        self._cost: list[NDArray[np.float64]] = []
        self._upper: list[NDArray[np.float64]] = []
        self._least: list[NDArray[np.float64]] = []
        self._equal: list[NDArray[np.bool_]] = []
        self._entries: list[tuple[Numbers, Numbers, NDArray[np.float64]]] = []
        self._raised: list[tuple[Numbers, NDArray[np.float64]]] = []
        self._num_columns = 0
        self._num_rows = 0

    def add_columns(self, cost: ArrayLike, *, upper: ArrayLike = math.inf) -> Numbers:
        """Adds columns and returns their numbers."""
        costs = np.atleast_1d(np.asarray(cost, dtype=np.float64))
        self._cost.append(costs)
        self._upper.append(np.broadcast_to(np.asarray(upper, dtype=np.float64), costs.shape))
        first, self._num_columns = self._num_columns, self._num_columns + len(costs)
        return np.arange(first, self._num_columns)

    def add_rows(self, least: ArrayLike, *, equal: bool = False) -> Numbers:
        """Adds rows and returns their numbers."""
        values = np.atleast_1d(np.asarray(least, dtype=np.float64))
        self._least.append(values)
        self._equal.append(np.full(len(values), equal))
        first, self._num_rows = self._num_rows, self._num_rows + len(values)
        return np.arange(first, self._num_rows)

    def add_entries(self, rows: ArrayLike, columns: ArrayLike, value: ArrayLike) -> None:
        """Adds coefficients; those of one row and column are summed."""
        parts = np.broadcast_arrays(
            np.asarray(rows, dtype=np.int64),
            np.asarray(columns, dtype=np.int64),
            np.asarray(value, dtype=np.float64),
        )
        row, column, values = (np.atleast_1d(part) for part in parts)
        self._entries.append((row, column, values))

    def raise_rows(self, rows: ArrayLike, by: ArrayLike) -> None:
        """Raises what rows must reach or equal."""
        row, values = np.broadcast_arrays(
            np.asarray(rows, dtype=np.int64), np.asarray(by, dtype=np.float64)
        )
        self._raised.append((np.atleast_1d(row), np.atleast_1d(values)))

    def solve(
        self, *, most: float, interior: bool = False, seconds: float = math.inf
    ) -> Proof | None:
        """Returns the proven least cost, or None when the solver gives no answer, or not in time.

        Parameters
        ----------
        most
            What no column without an upper limit exceeds in some best answer. It prices what the
            solver's tolerance leaves of reduced costs below 0.
        interior
            Whether to come from the inside: slower on a flow alone, faster on several at once.
        """
        if seconds <= 0:
            return None
        from scipy.optimize import linprog

        cost, upper = np.concatenate(self._cost), np.concatenate(self._upper)
        least, equal = np.concatenate(self._least), np.concatenate(self._equal)
        for rows, by in self._raised:
            np.add.at(least, rows, by)
        row, column, value = (np.concatenate(part) for part in zip(*self._entries, strict=True))
        shape = (self._num_rows, self._num_columns)
        matrix = coo_array((value, (row, column)), shape=shape).tocsr()
        answer = linprog(  # type: ignore[call-overload]  # its stubs know no sparse matrices
            cost,
            A_ub=-matrix[~equal],
            b_ub=-least[~equal],
            A_eq=matrix[equal],
            b_eq=least[equal],
            bounds=np.column_stack((np.zeros_like(upper), upper)),
            method="highs-ipm" if interior else "highs",
            options={} if math.isinf(seconds) else {"time_limit": seconds},
        )
        if answer.x is None or answer.status != 0:
            return None
        duals = np.empty(self._num_rows)
        duals[~equal] = np.maximum(-answer.ineqlin.marginals, 0.0)
        duals[equal] = answer.eqlin.marginals
        reduced = cost - matrix.T @ duals
        low = reduced < 0
        lost = reduced[low] * np.minimum(upper[low], most)
        return Proof(
            value=math.fsum(duals * least) + math.fsum(lost), columns=np.asarray(answer.x)
        )
