"""Sheets of office files: cells, the header row wherever it is, and the rows below it."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from fleet import Message, message
from optimizer.errors import InputError, file_message
from optimizer.legible import is_legible, make_legible
from scenarios.files.office.cells import is_blank, show
from scenarios.files.office.columns import TableKind
from scenarios.workbook import Cell, RawSheet, name_column, read_workbook

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
TABLE_FILES = (".csv", *WORKBOOKS)

HEADER_WITHIN = 30
"""A header stands among so many first rows."""

LEAST_NAMES = 3
"""Known names that make a row a header, of kinds that need so many columns; two may stand in a
title by chance."""

MOST_BYTES = 100 * 2**20
MOST_ROWS = 200_000
MOST_CELLS = 3_000_000
"""How large a CSV file may be; the same as of workbooks."""

SHOWN_ROWS = 5
"""Rows that a notice names."""

_MARKS = ",;\t"
_LIST = re.compile(r"[\d\s\-/.:,;，；、~～年月日号至到]+")
"""Dates and times may be listed over several lines."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_AFTER_ALL = "\x00after all rows"
"""A row put behind the last: where it is not read as one, a quotation mark was never closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSheet:
    """The cells of a sheet from its first row and column on.

    Parameters
    ----------
    name
        The file, with the sheet where it is a workbook.
    filled
        The rows, from 0, of blank cells that were given the value of the merged cell that they are
        part of; so the lower row of a header in two rows names every column.
    hidden
        The rows, from 0, that the office program does not show.
    hidden_columns
        The columns, from 0, that it does not show.
    cleaned
        The rows, from 0, of cells with characters that no file can hold; each is a blank now.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    filled: tuple[int, ...] = ()
    hidden: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    cleaned: tuple[int, ...] = ()

    def header(self, kind: TableKind) -> int | None:
        """Returns the index of the row that names the columns, None when there is none."""
        known = self._find_known(kind)
        most = max(known, default=0)
        return known.index(most) if most >= min(LEAST_NAMES, len(kind.needs)) else None

    def num_names(self, kind: TableKind) -> int:
        """Returns how many columns of a kind the best of the first rows names."""
        return max(self._find_known(kind), default=0)

    def _find_known(self, kind: TableKind) -> list[int]:
        return [
            kind.num_names([show(cell).strip() for cell in row])
            for row in self.rows[:HEADER_WITHIN]
        ]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written on it."""
        return all(is_blank(cell) for row in self.rows for cell in row)

    def notices(self, header: int) -> Iterator[Message]:
        """Yields what was done to the cells below a header that its owner may not expect."""
        hidden = [row for row in self.hidden if row > header]
        if hidden:
            rows = _rows(hidden)
            yield message(
                "table.hidden_rows_were_read_too",
                "{name}: hidden rows were read too: {rows}.",
                name=self.name,
                rows=rows,
            )
        columns = [column for column in self.hidden_columns if self._holds(column, header)]
        if columns:
            yield message(
                "table.hidden_columns_were_read_too",
                "{name}: hidden columns were read too: {columns:list}.",
                name=self.name,
                columns=[name_column(column) for column in columns],
            )
        if self.cleaned:
            rows = _rows(self.cleaned)
            yield message(
                "table.characters_that_cannot_be_printed_were",
                "{name}: characters that cannot be printed were made blanks: {rows}.",
                name=self.name,
                rows=rows,
            )
        filled = sum(row > header for row in self.filled)
        if filled:
            yield message(
                "table.cells_that_took_the_value_of",
                "{name}: cells that took the value of a merged cell above: {filled}.",
                name=self.name,
                filled=filled,
            )

    def _holds(self, column: int, header: int) -> bool:
        """Says whether anything is written in a column below a header."""
        return any(
            column < len(row) and not is_blank(row[column]) for row in self.rows[header + 1 :]
        )


def _rows(indices: Sequence[int]) -> Message:
    """Returns how many rows, and which, as the office program counts them."""
    numbers = sorted(set(indices))
    more = ["..."] if len(numbers) > SHOWN_ROWS else []
    return message(
        "table.rows",
        "{num:,} (row {rows:list})",
        num=len(numbers),
        rows=[*(str(row + 1) for row in numbers[:SHOWN_ROWS]), *more],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetsRead:
    """The sheets of a file that people can see, and what is to be said of the others."""

    sheets: tuple[TableSheet, ...]
    notices: tuple[Message, ...] = ()


def read_sheets(path: Path, kinds: Sequence[TableKind]) -> SheetsRead:
    """Returns the sheets of a file that people can see.

    Parameters
    ----------
    kinds
        What it may be a table of: the mark that parts a CSV is the one that parts most of their
        names.

    Raises
    ------
    InputError
        When the file cannot be read as a table.
    """
    suffix = path.suffix.lower()
    if suffix not in TABLE_FILES:
        raise InputError(
            "sheet.no_table",
            "{path}: is no table; give one of {endings:list}.",
            path=path,
            endings=TABLE_FILES,
        )
    if suffix == ".csv":
        return SheetsRead(sheets=(_read_csv(path, kinds),))
    raw = read_workbook(path)
    hidden = [one.name for one in raw if not one.visible]
    said = message(
        "table.hidden_sheets_were_not_read",
        "{name}: hidden sheets were not read: {hidden:list}.",
        name=path.name,
        hidden=hidden,
    )
    return SheetsRead(
        sheets=tuple(_sheet(one, f"{path.name} [{one.name}]") for one in raw if one.visible),
        notices=(said,) if hidden else (),
    )


def _sheet(raw: RawSheet, name: str) -> TableSheet:
    rows, filled = raw.rows, []
    for top, column, bottom, _ in raw.merged:
        # A merged cell may reach beyond the last row that holds anything.
        for row in range(top + 1, min(bottom + 1, len(rows))):
            if column < len(rows[row]) and is_blank(rows[row][column]):
                rows[row][column] = rows[top][column]
                filled.append(row)
    return replace(
        _clean(name, rows),
        filled=tuple(filled),
        hidden=raw.hidden_rows,
        hidden_columns=raw.hidden_columns,
    )


def _clean(name: str, rows: Sequence[Sequence[Cell]]) -> TableSheet:
    """Returns a sheet in which every text is one that every file can hold."""
    cleaned, kept = [], []
    for number, row in enumerate(rows):
        if is_legible("".join([cell for cell in row if isinstance(cell, str)])):
            kept.append(tuple(row))
            continue
        cleaned.append(number)
        kept.append(tuple(make_legible(cell) if isinstance(cell, str) else cell for cell in row))
    return TableSheet(name=name, rows=tuple(kept), cleaned=tuple(cleaned))


def _read_csv(path: Path, kinds: Sequence[TableKind]) -> TableSheet:
    text = _text_of(path)

    def num_names(mark: str) -> int:
        top = islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), HEADER_WITHIN)
        rows = [[cell.strip() for cell in row] for row in top]
        return max((kind.num_names(row) for kind in kinds for row in rows), default=0)

    try:
        # The right mark parts the most names of columns from each other.
        return _split(path, text, max(_MARKS, key=num_names))
    except csv.Error as error:
        raise InputError(
            "sheet.unreadable",
            "{path}: cannot be read as a table{error:aside}.",
            path=path,
            error=error,
        ) from None


def _text_of(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputError(
                "sheet.too_many_mb",
                "{path}: has {size_mb:,.0f} MB, more than the {most_mb} MB that are read; save "
                "the table alone.",
                path=path,
                size_mb=size / 2**20,
                most_mb=MOST_BYTES >> 20,
            )
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            "sheet.unreadable_file",
            "{path}: cannot be read as a table: {why}.",
            path=path,
            why=file_message(error),
        ) from None
    for encoding in ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(
        "sheet.no_text",
        "{path}: is neither UTF-8 nor GB 18030 text; save it as CSV UTF-8.",
        path=path,
    )


def _split(path: Path, text: str, mark: str) -> TableSheet:
    if not text.endswith(("\n", "\r")):
        text += "\n"
    rows: list[list[str]] = []
    num_cells = 0
    for row in csv.reader(io.StringIO(f"{text}{_AFTER_ALL}\n", newline=""), delimiter=mark):
        rows.append(row)
        num_cells += len(row)
        if len(rows) > MOST_ROWS + 1 or num_cells > MOST_CELLS:
            raise InputError(
                "sheet.too_many_rows",
                "{path}: has more than the {most_rows:,} rows or {most_cells:,} cells that are "
                "read; part it into several files.",
                path=path,
                most_rows=MOST_ROWS,
                most_cells=MOST_CELLS,
            )
        _refuse_swallowed(path, rows, mark)
    if rows.pop() != [_AFTER_ALL]:
        raise InputError(
            "sheet.open_quotation",
            "{path}, row {row}: a quotation mark is opened and never closed, so that no later "
            "row can be told apart; close it or take it out.",
            path=path,
            row=len(rows) + 1,
        )
    return _clean(path.name, rows)


def _refuse_swallowed(path: Path, rows: Sequence[Sequence[str]], mark: str) -> None:
    """Refuses a cell that holds parts of other rows: a stray quotation mark has swallowed them."""
    for cell in rows[-1]:
        if ("\n" not in cell and "\r" not in cell) or _LIST.fullmatch(cell):
            continue
        if _AFTER_ALL in cell:
            return
        widest = max(len(row) for row in rows[:HEADER_WITHIN])
        if cell.count(mark) >= max(2, (widest - 1) // 2):
            raise InputError(
                "sheet.stray_quotation",
                "{path}, row {row}: a cell holds a line break and parts of other rows; take out "
                "the "
                'stray quotation mark (") with which it begins.',
                path=path,
                row=len(rows),
            )


def body(sheet: TableSheet, header: int) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Yields the rows below a header that are not blank, with their numbers from 1."""
    for number, row in enumerate(sheet.rows[header + 1 :], start=header + 2):
        if not all(is_blank(cell) for cell in row):
            yield number, row
