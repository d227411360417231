"""What the library does not tell of an OpenDocument spreadsheet: errors, and what is hidden."""

import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from scenarios.workbook.survey import SheetFacts

PART = "content.xml"

_CHUNK_BYTES = 1 << 20
_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)|Err:\d{3}")
_HIDDEN = frozenset({"collapse", "filter"})
_MOST_REPEATED = 1 << 14
"""Of a cell that is filled down or to the right; offices repeat blanks to the sheet's edge."""


def survey_open_document(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Returns the facts of every sheet by its name.

    Raises
    ------
    KeyError, expat.ExpatError
        When the archive is no spreadsheet as this module understands it.
    """
    look = _CellLook()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = look.start, look.end
    parser.CharacterDataHandler = look.text
    with archive.open(PART) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    return look.sheets


@dataclass
class _CellLook:
    """A look at the sheets, element by element."""

    sheets: dict[str, SheetFacts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._facts = SheetFacts()
        self._row = self._column = self._heads = 0
        self._attributes: dict[str, str] = {}
        self._is_hidden = self._is_filled = self._in_cell = False
        self._shown: list[str] = []
        self._failed: list[tuple[int, int, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self._facts = self.sheets[attributes.get("table:name", "")] = SheetFacts()
            self._row = 0
            self._heads = 0
        elif tag == "table:table-column":
            last = self._heads + _count_repeats(attributes, "columns") - 1
            if attributes.get("table:visibility") in _HIDDEN:
                self._facts.hidden_columns.append((self._heads, last))
            self._heads = last + 1
        elif tag == "table:table-row":
            self._column, self._is_filled, self._failed = 0, False, []
            self._is_hidden = attributes.get("table:visibility") in _HIDDEN
            self._count_repeats = _count_repeats(attributes, "rows")
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._attributes, self._shown, self._in_cell = attributes, [], True

    def text(self, data: str) -> None:
        if self._in_cell:
            self._shown.append(data)

    def end(self, tag: str) -> None:
        if tag in ("table:table-cell", "table:covered-table-cell"):
            self._in_cell = False
            self._end_cell()
        elif tag == "table:table-row":
            rows = range(self._row, self._row + self._count_repeats)
            self._row = rows.stop
            if not self._is_filled:
                return
            if self._is_hidden:
                self._facts.hidden += rows[:_MOST_REPEATED]
            for column, times, shown in self._failed:
                for row in rows[:_MOST_REPEATED]:
                    for place in range(column, column + min(times, _MOST_REPEATED // len(rows))):
                        self._facts.errors[row, place] = shown

    def _end_cell(self) -> None:
        given, shown = self._attributes, "".join(self._shown).strip()
        times = _count_repeats(given, "columns")
        has_value = any(key.endswith(":value-type") for key in given)
        has_formula = "table:formula" in given
        self._is_filled |= bool(shown) or has_value or has_formula
        if "error" in (given.get("calcext:value-type"), given.get("office:value-type")):
            self._failed.append((self._column, times, shown or "#"))
        elif has_formula and _ERROR.fullmatch(shown):
            self._failed.append((self._column, times, shown))
        elif has_formula and not shown and not has_value:
            self._failed.append((self._column, times, ""))
        self._column += times


def _count_repeats(attributes: dict[str, str], what: str) -> int:
    given = attributes.get(f"table:number-{what}-repeated", "1")
    return max(1, int(given)) if given.isdecimal() else 1
