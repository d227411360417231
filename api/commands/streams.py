"""Standard output and standard error as whoever started a command left them: closed, perhaps."""

import io
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Buffer

_STANDARD = (0, 1, 2)


class _Forgiving(io.FileIO):
    """A file that nothing is lost with when it cannot be written to."""

    def write(self, data: "Buffer", /) -> int:
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


class _Remembering(io.FileIO):
    """A file that knows whether it ever could not be written to, buffered or not."""

    failed = False

    def write(self, data: "Buffer", /) -> int:
        try:
            return super().write(data)
        except OSError:
            self.failed = True
            raise


def fill_missing() -> None:
    """Makes sure that no other file becomes standard output or error because that is closed.

    What is opened instead cannot be written to, as a closed one cannot.
    """
    for number in _STANDARD:
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)


def mend() -> None:
    """Makes both streams usable: what is told on standard error must not end what is done."""
    fill_missing()
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(_Remembering(1, "w", closefd=False)),
        encoding=getattr(sys.stdout, "encoding", "utf-8"),
        errors=getattr(sys.stdout, "errors", "strict"),
        line_buffering=os.isatty(1),
    )
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(_Forgiving(2, "w", closefd=False)),
        encoding=getattr(sys.stderr, "encoding", "utf-8"),
        errors="backslashreplace",
        write_through=True,
        line_buffering=True,
    )


def stdout_failed() -> bool:
    """Says whether standard output takes no more; if so, what is left for it is dropped."""
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    failed = isinstance(raw, _Remembering) and raw.failed
    try:
        sys.stdout.flush()
    except OSError:
        failed = True
    if failed:
        # The interpreter, too, flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return failed
