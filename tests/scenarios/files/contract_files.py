"""Contracts tables written for a test, and what the reader says of them."""

from pathlib import Path

import xlsxwriter

from fleet import Contract
from scenarios.files.contract_table import read_contracts
from scenarios.files.office import TableFault

GOOD = {
    "id": "K001",
    "name": "Noodle House",
    "lon": "121.54",
    "lat": "29.82",
    "demand_kg": "200",
    "windows": "13:30-16:30",
}


def csv_file(folder: Path, *rows: list[str], encoding: str = "utf-8") -> Path:
    """A CSV file of rows of text, each value in quotes."""
    path = folder / "contracts.csv"
    lines = [",".join(f'"{value}"' for value in row) for row in rows]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


def xlsx_file(folder: Path, *rows: list[object], merges=(), styled=None) -> Path:
    """A workbook of one sheet; `styled` gives cells a number format, by (row, column) from 0."""
    path = folder / "contracts.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("签约单位")
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            form = (styled or {}).get((row, column))
            sheet.write(
                row, column, value, book.add_format({"num_format": form}) if form else None
            )
    for first, last, column, value in merges:
        sheet.merge_range(first, column, last, column, value)
    book.close()
    return path


def with_cells(folder: Path, **cells: str) -> Path:
    """A file of one good contract in which some cells are other ones; None leaves a column out."""
    row = {column: value for column, value in (GOOD | cells).items() if value is not None}
    return csv_file(folder, list(row), list(row.values()))


def read_one(path: Path) -> Contract:
    """The one contract of a file without faults."""
    table = read_contracts(path)
    assert not table.faults, [str(fault) for fault in table.faults]
    (contract,) = table.contracts
    return contract


def faults(path: Path, **limits: int) -> list[TableFault]:
    return list(read_contracts(path, **limits).faults)


def kinds(path: Path, **limits: int) -> list[str]:
    return [str(fault.kind) for fault in faults(path, **limits)]
