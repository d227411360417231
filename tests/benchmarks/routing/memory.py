"""Peak memory of a stretch of code, the compiled part included."""

import ctypes
import gc
from pathlib import Path
from types import TracebackType

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")
_FORGET_PEAK = "5"


class PeakMemory:
    """Measures by how much resident memory grew at its highest, against the start of the block.

    `growth_bytes` is None where the system cannot tell (Linux can). Python's own tracing would
    not see what compiled code allocates, and the process' highest mark of all time not a second
    block that stays below the first.
    """

    growth_bytes: int | None = None

    def __enter__(self) -> "PeakMemory":
        _give_back()
        try:
            _CLEAR.write_text(_FORGET_PEAK, encoding="ascii")
            self._before = _status_bytes("VmRSS")
        except OSError:
            self._before = None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._before is not None:
            self.growth_bytes = max(0, _status_bytes("VmHWM") - self._before)


def _give_back() -> None:
    """Returns freed memory to the system: what is taken from it again must count as growth."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, others may not
    if trim is not None:
        trim(0)


def _status_bytes(key: str) -> int:
    for line in _STATUS.read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith(f"{key}:"):
            return int(line.split()[1]) * 1024
    raise OSError(f"{_STATUS} has no {key}.")
