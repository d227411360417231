"""The process that reads a workbook: `python -m scenarios.workbook.child FILE`.

The library that reads is compiled and ends its process when it runs out of memory. Here that ends
nothing else. What is read goes to stdout, a line of JSON for each sheet and each of its rows.
"""

import contextlib
import datetime as dt
import io
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET
from xml.parsers import expat

from scenarios.workbook.binary import SIGNATURE, survey_binary
from scenarios.workbook.limits import (
    MOST_LETTERS,
    MOST_MEMORY_BYTES,
    MOST_SECONDS,
    Refused,
    require_size,
)
from scenarios.workbook.open_document import PART, survey_open_document
from scenarios.workbook.survey import (
    SheetFacts,
    reference,
    require_unpacked_size,
    survey,
    without_strays,
)

REFUSED = 3
"""Exit code of a workbook that is not read, with the reason on stdout."""


def limit_resources() -> None:
    """Takes away this process's right to more memory and time than a workbook needs."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, MOST_MEMORY_BYTES),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        # Not every system knows every limit.
        with contextlib.suppress(ValueError, OSError):
            _, hard = resource.getrlimit(kind)
            if hard != resource.RLIM_INFINITY:
                most = min(most, hard)
            resource.setrlimit(kind, (most, hard))


def read(path: Path) -> Iterator[object]:
    """Yields what is to be printed: each sheet with its facts, then its rows.

    Raises
    ------
    Refused
        When the workbook is too large, locked, or none.
    """
    # Imported late: its memory is limited by now.
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        source, facts = _survey(path)
        book = CalamineWorkbook.from_filelike(source)
        letters = 0
        for one in book.sheets_metadata:
            if one.typ is not SheetTypeEnum.WorkSheet:
                continue
            if one.visible is not SheetVisibleEnum.Visible:
                yield {"sheet": one.name, "visible": False}
                continue
            own = facts.get(one.name, SheetFacts())
            require_size(
                own.last_row + 1,
                own.last_column + 1,
                sheet=one.name,
                far=reference(*own.farthest) if own.farthest[0] >= 0 else "",
            )
            sheet = book.get_sheet_by_name(one.name)
            rows, columns = sheet.end or (-1, -1)
            # To the library a cell without a value is none.
            rows = max(rows, *(row for row, _ in own.errors), -1)
            columns = max(columns, *(column for _, column in own.errors), -1)
            require_size(rows + 1, columns + 1, sheet=one.name)
            yield {
                "sheet": one.name,
                "visible": True,
                "hidden_rows": own.hidden,
                "hidden_columns": [
                    column
                    for column in range(columns + 1)
                    if any(first <= column <= last for first, last in own.hidden_columns)
                ],
                "merged": [[*begin, *end] for begin, end in sheet.merged_cell_ranges or ()],
            }
            read_rows = sheet.to_python(skip_empty_area=False)
            for number in range(rows + 1):
                cells = list(map(_cell, read_rows[number] if number < len(read_rows) else ()))
                cells += [""] * (columns + 1 - len(cells))
                for column, cell in enumerate(cells):
                    letters += len(cell) if isinstance(cell, str) else 0
                    if (number, column) in own.errors:
                        cells[column] = {"error": own.errors[number, column]}
                _require_letters(letters)
                yield cells
    except PasswordError:
        raise Refused(
            "workbook.password", "is protected by a password; save it without one"
        ) from None
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        raise Refused(
            "workbook.unreadable", "cannot be read as a table{error:aside}", error=error
        ) from None


def _require_letters(letters: int) -> None:
    if letters > MOST_LETTERS:
        raise Refused(
            "workbook.too_many_letters",
            "holds more than the {most:,} letters that are read",
            most=MOST_LETTERS,
        )


def _survey(path: Path) -> tuple[IO[bytes], dict[str, SheetFacts]]:
    """Returns the workbook to read, without stray cells, and what was found on its sheets."""
    data = io.BytesIO(path.read_bytes())
    if not zipfile.is_zipfile(data):
        data.seek(0)
        held = data.getvalue()
        return data, survey_binary(held) if held.startswith(SIGNATURE) else {}
    with zipfile.ZipFile(data) as archive:
        require_unpacked_size(archive)
        try:
            is_open = PART in archive.namelist()
            facts = survey_open_document(archive) if is_open else survey(archive)
        except (KeyError, StopIteration, ET.ParseError, expat.ExpatError):
            # No XLSX, or one that only the library understands.
            facts = {}
        if any(one.cuts for one in facts.values()):
            return without_strays(archive, facts), facts
    data.seek(0)
    return data, facts


def _cell(cell: object) -> object:
    """Returns a cell as JSON can hold it."""
    if isinstance(cell, dt.datetime):
        return {"datetime": cell.isoformat()}
    if isinstance(cell, dt.date):
        return {"date": cell.isoformat()}
    if isinstance(cell, dt.time):
        return {"time": cell.isoformat()}
    if isinstance(cell, dt.timedelta):
        return {"seconds": cell.total_seconds()}
    return cell


def print_lines(values: Iterable[object]) -> None:
    """Prints values, a line of JSON each; half a surrogate pair becomes a question mark."""
    for value in values:
        line = json.dumps(value, ensure_ascii=False) + "\n"
        sys.stdout.buffer.write(line.encode("utf-8", errors="replace"))
    sys.stdout.buffer.flush()


def main() -> int:
    """Reads the file that the command line names."""
    limit_resources()
    try:
        print_lines(read(Path(sys.argv[1])))
    except Refused as refusal:
        print_lines([{"refused": asdict(refusal.message)}])
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
