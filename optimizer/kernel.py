"""How this package compiles its functions.

Kernels get all their memory from the caller (`State`, `Workspace`), so numba's reference counting
is switched off in them: with tuples of fifty arrays it would take most of the compile time, and of
the running time too.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


# Options that numba's stubs do not list: no reference counting, no way in from C or Python.
_FRUGAL: dict[str, Any] = {
    "cache": True,
    "error_model": "numpy",
    "_nrt": False,
    "no_cfunc_wrapper": True,
}
_INNER: dict[str, Any] = _FRUGAL | {"no_cpython_wrapper": True}


def entry_kernel(function: Function) -> Function:
    """Compiles a kernel that Python calls, and caches it on disk."""
    return cast("Function", njit(**_FRUGAL)(function))


def kernel(function: Function) -> Function:
    """Compiles a kernel that only kernels call; Python must not.

    A way in from Python unpacks every array of the tuples: a fifth of the compile time.
    """
    return cast("Function", njit(**_INNER)(function))


def inline_kernel(function: Function) -> Function:
    """Compiles a one-line kernel that is copied into its callers."""
    return cast("Function", njit(**_INNER, inline="always")(function))


def allocating_kernel(function: Function) -> Function:
    """Compiles a function that makes arrays of its own; for set-up, not for the loop."""
    return cast("Function", njit(cache=True, error_model="numpy")(function))


def threaded_kernel(function: Function) -> Function:
    """Compiles a function that makes arrays of its own and that threads may run side by side."""
    return cast("Function", njit(cache=True, error_model="numpy", nogil=True)(function))


# Typed constants: with a bare literal numba compiles a second version of each function it meets.
ZERO = cast("int", np.int64(0))
NOWHERE = cast("int", np.int64(-1))
