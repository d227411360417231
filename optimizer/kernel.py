"""How this package compiles its functions, and where it keeps them.

Kernels get all their memory from the caller (`State`, `Workspace`), so numba's reference counting
is switched off in them: with tuples of fifty arrays it would take most of the compile time, and of
the running time too.
"""

import ast
import hashlib
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba import njit
from numba.core.caching import _CacheLocator
from platformdirs import user_cache_path

Function = TypeVar("Function", bound=Callable[..., Any])


_PACKAGE = Path(__file__).parent
_DEFINES = re.compile(rb"^@\w*kernel$", re.MULTILINE)


def kernel_sources() -> tuple[Path, ...]:
    """Returns the files that hold kernels and all those of this package that they import.

    A kernel is made of no others: it copies constants and inline kernels from what it imports. Of
    a package whose face a name comes through, only the module counts that defines it.
    """
    texts = {path: path.read_bytes() for path in sorted(_PACKAGE.rglob("*.py"))}
    todo = [path for path, text in texts.items() if _DEFINES.search(text)]
    found = set(todo)
    while todo:
        for module, names in _imports(texts[todo.pop()]):
            path = _file_of(module)
            sources = {path}
            if path is not None and path.name == "__init__.py":
                behind = _imports(texts[path])
                sources = {_file_of(inner) for inner, own in behind if set(own) & set(names)}
            for source in sources:
                if source is not None and source not in found:
                    found.add(source)
                    todo.append(source)
    return tuple(sorted(found))


def _imports(text: bytes) -> list[tuple[str, list[str]]]:
    """Returns what a file imports from this package: modules, with the names."""
    return [
        (node.module or "", [alias.name for alias in node.names])
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("optimizer.")
    ]


def _file_of(module: str) -> Path | None:
    stem = _PACKAGE.joinpath(*module.split(".")[1:])
    return next((p for p in (stem.with_suffix(".py"), stem / "__init__.py") if p.is_file()), None)


def _state_of_kernels() -> str:
    """Returns what tells one state of all kernels from another.

    numba compiles a kernel again when its own file has changed, but not when a kernel that was
    copied into it has: it would go on running old code.
    """
    sources = hashlib.sha256(numba.__version__.encode())
    for path in kernel_sources():
        sources.update(path.read_bytes())
    return sources.hexdigest()[:16]


def _kernel_cache(state: str) -> str:
    """Returns the folder of compiled kernels, one for each state of their sources."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    folder = (Path(chosen) if chosen else user_cache_path("onebroom") / "kernels") / state
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"onebroom-kernels-{state}"
    return str(folder)


class KernelLocator(_CacheLocator):
    """Tells numba where a kernel of this package is kept: by content, wherever the package lies.

    By itself numba goes by the path of the source, and a second checkout, or an installed wheel,
    would compile for minutes what is there already.
    """

    def __init__(self, function: Callable[..., Any], file: str) -> None:
        self._line = function.__code__.co_firstlineno
        folder = Path(file).parent.relative_to(_PACKAGE)
        self._path = Path(_FOLDER) / _PACKAGE.name / folder

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> "KernelLocator | None":
        """Returns the locator of a function in a file, None when it is none of this package's."""
        if not Path(py_file).is_relative_to(_PACKAGE):
            return None
        locator = cls(py_func, py_file)
        locator.ensure_cache_path()  # type: ignore[no-untyped-call]
        return locator

    def get_cache_path(self) -> str:
        """Returns the folder for the kernels of a folder of the package."""
        return str(self._path)

    def get_source_stamp(self) -> str:
        """Returns what changes when what is kept there is out of date."""
        return _STATE

    def get_disambiguator(self) -> str:
        """Returns what tells kernels of the same name apart."""
        return str(self._line)


_STATE = _state_of_kernels()
_FOLDER = _kernel_cache(_STATE)
# Functions outside the package, such as those of tests, are kept by their paths as ever.
_LOCATORS = (
    f"{__name__}.{KernelLocator.__name__}",
    "UserProvidedCacheLocator",
    "InTreeCacheLocator",
    "UserWideCacheLocator",
    "IPythonCacheLocator",
)
numba.config.CACHE_DIR = _FOLDER  # type: ignore[attr-defined]
numba.config.CACHE_LOCATOR_CLASSES = ",".join(_LOCATORS)  # type: ignore[attr-defined]


# Options that numba's stubs do not list: no reference counting, no way in from C or Python.
_FRUGAL: dict[str, Any] = {
    "cache": True,
    "error_model": "numpy",
    "_nrt": False,
    "no_cfunc_wrapper": True,
}
_INNER: dict[str, Any] = _FRUGAL | {"no_cpython_wrapper": True}
_MERGED: dict[str, Any] = {"forceinline": True}


def entry_kernel(function: Function) -> Function:
    """Compiles a kernel that Python calls, and caches it on disk."""
    return cast("Function", njit(**_FRUGAL)(function))


def kernel(function: Function) -> Function:
    """Compiles a kernel that only kernels call; Python must not.

    A way in from Python unpacks every array of the tuples: a fifth of the compile time.
    """
    return cast("Function", njit(**_INNER)(function))


def merged_kernel(function: Function) -> Function:
    """Compiles a kernel whose machine code becomes part of each kernel that calls it.

    A call passes every array of the tuples, some 400 words, which takes as long as pricing dozens
    of links. For what is called often, and from one or two places; numba itself still sees a call,
    unlike with `inline_kernel`, and types the kernel once.
    """
    return cast("Function", njit(**(_INNER | _MERGED))(function))


def merged_entry_kernel(function: Function) -> Function:
    """Compiles a kernel as `merged_kernel` does, and lets Python call it too."""
    return cast("Function", njit(**(_FRUGAL | _MERGED))(function))


def uncached_kernel(function: Function) -> Function:
    """Compiles a kernel that is put together when the program starts, merged into who calls it."""
    return cast("Function", njit(**(_INNER | _MERGED | {"cache": False}))(function))


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
WHOLE = cast("int", np.int64(-1))
