"""Tables beside a scenario: CSV or XLSX rows as plain values."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from optimizer.errors import InputError

LISTS = {"works", "compartments", "streams", "supplies", "windows", "weekdays", "opening"}
"""Columns that hold several values, parted by semicolons."""

TEXTS = {"id", "name", "kind", "profile", "depot_id", "method", "town", "last_emptied"}
"""Columns that stay text even where it looks like a number: "007" is an id."""

_WHOLE = re.compile(r"^-?\d+$")
_DECIMAL = re.compile(r"^-?\d+\.\d+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table: where it stands, and its values by column."""

    where: str
    values: dict[str, object]


def find_table(folder: Path, stem: str) -> Path | None:
    """Returns the table of that name beside a scenario, or None."""
    for suffix in (".csv", ".xlsx"):
        path = folder / f"{stem}{suffix}"
        if path.is_file():
            return path
    return None


def read_table(path: Path) -> list[Row]:
    """Returns a table's rows; the first row names the columns, empty cells are left out.

    Raises
    ------
    InputError
        When the file cannot be read as a table.
    """
    cells = _read_xlsx(path) if path.suffix == ".xlsx" else _read_csv(path)
    if not cells:
        raise InputError(f"{path}: is empty; the first row must name the columns.")
    header = [str(cell).strip() for cell in cells[0]]
    rows = []
    for number, line in enumerate(cells[1:], start=2):
        if not any(str(cell).strip() for cell in line):
            continue
        if any(str(cell).strip() for cell in line[len(header) :]):
            raise InputError(
                f"{path}, row {number}: has more cells than the {len(header)} columns; put a "
                "value that holds a comma into double quotes."
            )
        values = {
            column: _value(column, str(cell).strip())
            for column, cell in zip(header, line, strict=False)
            if column and str(cell).strip()
        }
        rows.append(Row(where=f"{path.name}, row {number}", values=values))
    return rows


def _read_csv(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.reader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: cannot be read as UTF-8 CSV ({error}).") from None


def _read_xlsx(path: Path) -> list[list[str]]:
    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    except (OSError, CalamineError) as error:
        raise InputError(f"{path}: cannot be read as XLSX ({error}).") from None
    return [
        [str(int(c)) if isinstance(c, float) and c.is_integer() else str(c) for c in row]
        for row in rows
    ]


def _value(column: str, text: str) -> object:
    if column in TEXTS:
        return text
    if column in LISTS:
        return [_scalar(part.strip()) for part in text.split(";") if part.strip()]
    return _scalar(text)


def _scalar(text: str) -> object:
    """Returns whole numbers and decimals as numbers, yes and no as truth, the rest as text."""
    if _WHOLE.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return float(text)
    if text.lower() in ("true", "yes", "是"):
        return True
    if text.lower() in ("false", "no", "否"):
        return False
    return text
