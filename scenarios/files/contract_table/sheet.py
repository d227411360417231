"""Sheets of office files: cells, the header row wherever it is, and the rows below it."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from optimizer.errors import InputError
from scenarios.files.contract_table.cells import Cell, is_blank, shown
from scenarios.files.contract_table.columns import column_of

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
TABLE_FILES = (".csv", *WORKBOOKS)

HEADER_WITHIN = 30
"""A header stands among so many first rows."""

LEAST_NAMES = 3
"""Known names that make a row a header; two may stand in a title by chance."""

_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The cells of a sheet from its first row and column on.

    Parameters
    ----------
    name
        The file, with the sheet where it is a workbook.
    filled
        The rows, from 0, of blank cells that were given the value of the merged cell that they are
        part of; so the lower row of a header in two rows names every column.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    filled: tuple[int, ...] = ()

    @property
    def header(self) -> int | None:
        """Index of the row that names the columns, None when there is none."""
        known = [
            sum(column_of(shown(cell)) is not None for cell in row)
            for row in self.rows[:HEADER_WITHIN]
        ]
        most = max(known, default=0)
        return known.index(most) if most >= LEAST_NAMES else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written on it."""
        return all(is_blank(cell) for row in self.rows for cell in row)


def read_sheets(path: Path) -> list[Sheet]:
    """Returns the sheets of a file that people can see.

    Raises
    ------
    InputError
        When the file cannot be read as a table.
    """
    if path.suffix.lower() not in TABLE_FILES:
        raise InputError(f"{path}: is no table; give one of {', '.join(TABLE_FILES)}.")
    try:
        if path.suffix.lower() == ".csv":
            return [_read_csv(path)]
        with CalamineWorkbook.from_path(path) as book:
            return [
                _sheet(book.get_sheet_by_name(one.name), name=f"{path.name} [{one.name}]")
                for one in book.sheets_metadata
                if one.visible is SheetVisibleEnum.Visible and one.typ is SheetTypeEnum.WorkSheet
            ]
    except (OSError, csv.Error, CalamineError) as error:
        raise InputError(f"{path}: cannot be read as a table ({error}).") from None


def _read_csv(path: Path) -> Sheet:
    data = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        found = [_parted(path.name, text, mark) for mark in ",;\t"]
        # The right mark parts the most names of columns from each other.
        return max(found, key=_num_names)
    raise InputError(f"{path}: is neither UTF-8 nor GB 18030 text; save it as CSV UTF-8.")


def _parted(name: str, text: str, mark: str) -> Sheet:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    return Sheet(name=name, rows=tuple(tuple(row) for row in rows))


def _num_names(sheet: Sheet) -> int:
    header = sheet.header
    return (
        0 if header is None else sum(column_of(shown(c)) is not None for c in sheet.rows[header])
    )


def _sheet(sheet: CalamineSheet, *, name: str) -> Sheet:
    rows: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    filled = []
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or ():
        # A merged cell may reach beyond the last row that holds anything.
        for row in range(top + 1, min(bottom + 1, len(rows))):
            if column < len(rows[row]) and is_blank(rows[row][column]):
                rows[row][column] = rows[top][column]
                filled.append(row)
    return Sheet(name=name, rows=tuple(tuple(row) for row in rows), filled=tuple(filled))


def body(sheet: Sheet, header: int) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Yields the rows below a header that are not blank, with their numbers from 1."""
    for number, row in enumerate(sheet.rows[header + 1 :], start=header + 2):
        if not all(is_blank(cell) for cell in row):
            yield number, row
