"""How this package compiles its functions.

Kernels get all their memory from the caller (`State`, `Workspace`), so numba's reference counting
is switched off in them: with tuples of fifty arrays it would take most of the compile time.
"""

import numpy as np
from numba import njit

kernel = njit(cache=True, error_model="numpy", _nrt=False)
"""Decorator of a function that allocates nothing."""

inline_kernel = njit(cache=True, error_model="numpy", _nrt=False, inline="always")
"""Decorator of a one-line kernel that is copied into its callers."""

ZERO = np.int64(0)
NOWHERE = np.int64(-1)
"""Typed constants: a bare literal makes numba compile a second version of each function it meets."""
