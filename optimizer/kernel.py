"""How this package compiles its functions, and where it keeps them.

Kernels get all their memory from the caller (`State`, `Workspace`), so numba's reference counting
is switched off in them: with tuples of fifty arrays it would take most of the compile time, and of
the running time too.
"""

import ast
import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import llvmlite.binding as llvm
import numba
import numpy as np
from numba import njit
from numba.core.caching import FunctionCache, _CacheLocator
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from platformdirs import user_cache_path

try:
    import fcntl
except ImportError:
    # Windows has no such locks; there each process compiles for itself.
    fcntl = None  # type: ignore[assignment]

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
        locator.ensure_cache_path()
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


class SharedCache(FunctionCache):
    """Lets one process at a time compile a kernel; others wait for it, and load what it made.

    A kernel is one byte of a file, which its process locks: the system gives it back when that
    process ends, however it ends. Locks are taken from callers to what they call, never round in a
    circle, so that no two processes wait for each other.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        name = f"{function.__module__}.{self._impl.filename_base}"
        self._byte = int.from_bytes(hashlib.sha256(name.encode()).digest()[:6], "big")
        self._locked = False

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Returns what is compiled for a signature, None when this process has to compile it."""
        found = super().load_overload(sig, target_context)
        if found is None and not self._locked:
            self._lock()
            # Another may have compiled it while this one waited.
            found = super().load_overload(sig, target_context)
        if found is not None and self._locked:
            self._unlock()
        return found

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keeps what was compiled for a signature, and lets others load it."""
        try:
            super().save_overload(sig, data)
        finally:
            if self._locked:
                self._unlock()

    def _lock(self) -> None:
        # Where nothing can be locked, each compiles for itself.
        if fcntl is not None:
            with contextlib.suppress(OSError):
                fcntl.lockf(_lock_file(), fcntl.LOCK_EX, 1, self._byte)
                self._locked = True

    def _unlock(self) -> None:
        self._locked = False
        with contextlib.suppress(OSError):
            fcntl.lockf(_lock_file(), fcntl.LOCK_UN, 1, self._byte)


@cache
def _lock_file() -> int:
    """Returns the file whose bytes are locked; it stays open, or all of them would be free."""
    return os.open(Path(_FOLDER) / "compiling.lock", os.O_RDWR | os.O_CREAT, 0o666)


def _compiled(options: dict[str, Any]) -> Callable[[Function], Function]:
    """Returns a decorator that compiles with numba's options, and keeps what it made on disk."""

    def decorate(function: Function) -> Function:
        dispatcher = njit(**options)(function)
        if options["cache"] and options.get("inline") != "always":
            dispatcher._cache = SharedCache(function)
        return cast("Function", dispatcher)

    return decorate


class _Inner(JITCodeLibrary):
    """What is compiled of a kernel that only kernels call: code to be linked, none to be run.

    numba copies a kernel's code into every kernel that calls it, and makes machine code of the
    whole each time: of a kernel five calls deep it would be made six times, and run once.
    """

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        whole = self._final_module
        # Where numba keeps a kernel's constants; it writes to them by name.
        names = [
            variable.name
            for variable in whole.global_variables
            if variable.name.startswith(_CONSTANTS) and not variable.is_declaration
        ]
        shell = self._codegen._create_empty_module(self.name)
        constants = "".join(f"@{name} = common global i8* null\n" for name in names)
        self._final_module = llvm.parse_assembly(f"{shell}\n{constants}")
        super()._finalize_final_module()
        self._final_module = whole


class _Merged(_Inner):
    """The same of a kernel that becomes part of its callers: it is optimized there, once."""

    def _optimize_final_module(self) -> None:
        pass


class _InnerCompiler(Compiler):
    """Compiles a kernel that only kernels call."""

    library_class: type[JITCodeLibrary] = _Inner

    def define_pipelines(self) -> Any:
        """Returns what numba does, and where it is to put the outcome."""
        state = self.state
        name = state.func_id.func_qualname
        state.library = self.library_class(state.targetctx.codegen(), name)
        state.library.enable_object_caching()
        return super().define_pipelines()


class _MergedCompiler(_InnerCompiler):
    """Compiles a kernel that becomes part of the kernels that call it."""

    library_class = _Merged


_CONSTANTS = "_ZN08NumbaEnv"
# Options that numba's stubs do not list: no reference counting, no way in from C or Python.
_FRUGAL: dict[str, Any] = {
    "cache": True,
    "error_model": "numpy",
    "_nrt": False,
    "no_cfunc_wrapper": True,
}
_INNER: dict[str, Any] = _FRUGAL | {
    "no_cpython_wrapper": True,
    "pipeline_class": _InnerCompiler,
}
_ALLOCATING: dict[str, Any] = {"cache": True, "error_model": "numpy"}
_MERGED: dict[str, Any] = {"forceinline": True}
_MERGED_INNER: dict[str, Any] = _INNER | _MERGED | {"pipeline_class": _MergedCompiler}


def entry_kernel(function: Function) -> Function:
    """Compiles a kernel that Python calls, and caches it on disk."""
    return _compiled(_FRUGAL)(function)


def kernel(function: Function) -> Function:
    """Compiles a kernel that only kernels call; Python must not.

    A way in from Python unpacks every array of the tuples: a fifth of the compile time.
    """
    return _compiled(_INNER)(function)


def merged_kernel(function: Function) -> Function:
    """Compiles a kernel whose machine code becomes part of each kernel that calls it.

    A call passes every array of the tuples, some 400 words, which takes as long as pricing dozens
    of links. For what is called often, and from one or two places; numba itself still sees a call,
    unlike with `inline_kernel`, and types the kernel once.
    """
    return _compiled(_MERGED_INNER)(function)


def merged_entry_kernel(function: Function) -> Function:
    """Compiles a kernel as `merged_kernel` does, and lets Python call it too."""
    return _compiled(_FRUGAL | _MERGED)(function)


def uncached_kernel(function: Function) -> Function:
    """Compiles a kernel that is put together when the program starts, merged into who calls it."""
    return _compiled(_MERGED_INNER | {"cache": False})(function)


def inline_kernel(function: Function) -> Function:
    """Compiles a one-line kernel that is copied into its callers."""
    return _compiled(_INNER | {"inline": "always"})(function)


def allocating_kernel(function: Function) -> Function:
    """Compiles a function that makes arrays of its own; for set-up, not for the loop."""
    return _compiled(_ALLOCATING)(function)


def threaded_kernel(function: Function) -> Function:
    """Compiles a function that makes arrays of its own and that threads may run side by side."""
    return _compiled(_ALLOCATING | {"nogil": True})(function)


# Typed constants: with a bare literal numba compiles a second version of each function it meets.
ZERO = cast("int", np.int64(0))
NOWHERE = cast("int", np.int64(-1))
WHOLE = cast("int", np.int64(-1))
