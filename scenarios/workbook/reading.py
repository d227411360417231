"""Workbooks as sheets of cells, whatever happens to the process that reads them."""

import datetime as dt
import json
import math
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fleet.message import Message, message, message_of
from optimizer.errors import InputError
from scenarios.workbook.limits import MOST_MEMORY_BYTES, MOST_SECONDS

_ROOT = Path(__file__).parents[2]
_MODULE = "scenarios.workbook.child"
_DONE, _REFUSED = 0, 3


@dataclass(frozen=True, slots=True)
class Failed:
    """A cell whose formula failed, with what it shows; "" where it was never computed."""

    shown: str


Cell = str | float | bool | dt.time | dt.date | dt.datetime | dt.timedelta | Failed


@dataclass(slots=True, kw_only=True)
class RawSheet:
    """A worksheet from its first row and column on.

    Parameters
    ----------
    hidden_rows
        Numbers, from 0, of rows that hold something and are hidden.
    hidden_columns
        Numbers, from 0, of hidden columns up to the last one that holds something.
    merged
        First row and column and last row and column of merged cells.
    """

    name: str
    visible: bool
    rows: list[list[Cell]]
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()


class WorkbookRefused(InputError):
    """A workbook that cannot be read, with the reason."""

    def __init__(self, path: Path, why: Message) -> None:
        self.path = path
        self.why = why
        super().__init__("workbook.refused", "{path}: {why}.", path=path, why=why)

    def __reduce__(self) -> tuple[object, ...]:
        return WorkbookRefused, (self.path, self.why)


def read_workbook(path: Path) -> list[RawSheet]:
    """Returns the worksheets of a file, hidden ones without their rows.

    Raises
    ------
    WorkbookRefused
        When it is none, is locked, or takes more memory or time than a table may.
    """
    if not path.is_file():
        raise WorkbookRefused(path, message("workbook.no_file", "is no file"))
    known = os.environ.get("PYTHONPATH")
    search = os.pathsep.join([str(_ROOT), *([known] if known else [])])
    try:
        done = subprocess.run(
            [sys.executable, "-m", _MODULE, str(path)],
            env={**os.environ, "PYTHONPATH": search},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=2 * MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _refuse_size(path) from None
    lines = done.stdout.splitlines()
    if done.returncode == _REFUSED and lines:
        raise WorkbookRefused(path, message_of(json.loads(lines[-1])["refused"]))
    if done.returncode != _DONE:
        # A process that ran out of memory ends in a signal, or in Python's own error.
        last = done.stderr.decode("utf-8", errors="replace").strip().rpartition("\n")[2]
        if done.returncode < 0 or "MemoryError" in last:
            raise _refuse_size(path)
        raise WorkbookRefused(
            path,
            message("workbook.unreadable", "cannot be read as a table{error:aside}", error=last),
        )
    return _sheets(lines)


def _refuse_size(path: Path) -> WorkbookRefused:
    why = message(
        "workbook.too_much",
        "takes more than {seconds} s or {memory_gb:.1f} GB to read; save the table alone as a new "
        "file, or as CSV",
        seconds=MOST_SECONDS,
        memory_gb=MOST_MEMORY_BYTES / 2**30,
    )
    return WorkbookRefused(path, why)


def _sheets(lines: list[bytes]) -> list[RawSheet]:
    sheets: list[RawSheet] = []
    for line in lines:
        value = json.loads(line)
        if isinstance(value, dict):
            sheets.append(
                RawSheet(
                    name=value["sheet"],
                    visible=value["visible"],
                    rows=[],
                    hidden_rows=tuple(value.get("hidden_rows", ())),
                    hidden_columns=tuple(value.get("hidden_columns", ())),
                    merged=tuple(map(tuple, value.get("merged", ()))),
                )
            )
        else:
            sheets[-1].rows.append([_cell(cell) for cell in value])
    return sheets


def _cell(value: Any) -> Cell:
    if isinstance(value, str | bool):
        return value
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else str(value)
    ((kind, held),) = value.items()
    match kind:
        case "datetime":
            return dt.datetime.fromisoformat(held)
        case "date":
            return dt.date.fromisoformat(held)
        case "time":
            return dt.time.fromisoformat(held)
        case "seconds":
            return dt.timedelta(seconds=held)
    return Failed(held)
