"""Workbooks: sheets with headings, in a language, with cells that are no formulas."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from api.exports.cells import disarm
from api.words import Phrasebook
from fleet import Message
from optimizer.legible import make_legible

_WIDEST = 40
"""Columns are as wide as their widest value, up to so many characters."""

_A4 = 9
"""As spreadsheets number paper."""

Row = Sequence[object]

WORDS = {
    "kind": "kind",
    "vehicle_kind": "kind",
    "work": "work",
    "reason": "reason",
    "outcome": "outcome",
    "step": "step",
    "lot": "lot",
    "activity": "activity",
    "side": "side",
    "table": "table",
    "what_changes": "difference",
}
"""Columns of which the cells are words of ours, not names of things, with their tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSheet:
    """A sheet: its name, the codes of its headings, its rows."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Row]


def write_book(sheets: Iterable[BookSheet], *, title: str, date: str, words: Phrasebook) -> bytes:
    """Returns the workbook; the same sheets give the same bytes."""
    memory = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(memory, options)
    midnight = dt.datetime.fromisoformat(date)
    book.set_properties({"title": make_legible(title), "author": "OneBroom", "created": midnight})
    bold = book.add_format({"bold": True})
    for one in sheets:
        sheet = book.add_worksheet(words(f"book.{one.name}"))
        sheet.freeze_panes(1, 0)
        headings = words.columns(*one.columns)
        for column, heading in enumerate(headings):
            sheet.write(0, column, heading, bold)
        widths = [len(heading) for heading in headings]
        line = 0
        for line, row in enumerate(one.rows, start=1):
            for column, value in enumerate(row):
                cell = disarm(in_language(one.columns[column], value, words))
                sheet.write(line, column, cell)
                widths[column] = max(widths[column], len(str(cell)))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width, _WIDEST) + 2)
        _set_for_print(sheet, lines=line, columns=len(headings))
    book.close()
    return memory.getvalue()


def _set_for_print(sheet: Any, *, lines: int, columns: int) -> None:
    """Sets a sheet so that it is printed as wide as a page, with its headings on each."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, lines, columns - 1)
    sheet.set_footer("&L&A&R&P / &N")


def in_language(column: str, value: object, words: Phrasebook) -> object:
    """Returns the value of a cell as people read it."""
    if isinstance(value, Message):
        return words.say(value)
    if isinstance(value, bool):
        return words("table_sheet.yes" if value else "table_sheet.no")
    if isinstance(value, str) and value and column in WORDS:
        return words.word(WORDS[column], value)
    return "" if value is None else value
