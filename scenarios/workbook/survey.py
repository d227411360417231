"""What the library does not tell of an XLSX workbook, from a look at its XML.

Which cells show an error or hold a formula that was never computed, which rows and columns are
hidden, how far what is written really reaches, and blank cells beyond that, which would make the
library fill a rectangle up to them: one stray blank in the last cell of a sheet is 17 billion
cells.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET
from xml.parsers import expat

from scenarios.workbook.limits import MOST_PARTS, MOST_UNPACKED_BYTES, Refused

_CHUNK_BYTES = 1 << 20
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(slots=True)
class SheetFacts:
    """What was found on a sheet; rows and columns count from 0.

    Parameters
    ----------
    errors
        What cells show in which a formula failed, "" for formulas without a value.
    hidden
        Rows that are hidden and hold something.
    hidden_columns
        First and last of columns that are hidden, whatever they hold.
    last_row, last_column
        Of what is written, -1 for nothing.
    cuts
        Where in the XML, in bytes, blank cells beyond that stand.
    """

    part: str = ""
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    last_row: int = -1
    last_column: int = -1
    farthest: tuple[int, int] = (-1, -1)
    cuts: list[tuple[int, int]] = field(default_factory=list)


def require_unpacked_size(archive: zipfile.ZipFile) -> None:
    """Refuses an archive that unpacks to more than can be read, before anything is unpacked."""
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or size > MOST_UNPACKED_BYTES:
        raise Refused(
            "workbook.unpacks_to",
            "unpacks to {size_mb:,} MB in {parts:,} parts, more than the {most_mb} MB that are "
            "read; save the table alone as a new file",
            size_mb=round(size / 2**20),
            parts=len(parts),
            most_mb=MOST_UNPACKED_BYTES >> 20,
        )


def survey(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Returns the facts of every worksheet by its name.

    Raises
    ------
    KeyError, ET.ParseError, expat.ExpatError
        When the archive is no workbook as this module understands it.
    """
    blanks = _find_blank_strings(archive)
    return {name: _facts(archive, part, blanks) for name, part in _sheets(archive)}


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yields the name and part of every sheet."""
    root = _tree(archive, "_rels/.rels")
    book = next(
        one.attrib["Target"].lstrip("/")
        for one in root
        if one.attrib["Type"].endswith("/officeDocument")
    )
    folder, name = posixpath.split(book)
    targets = {
        one.attrib["Id"]: one.attrib["Target"]
        for one in _tree(archive, f"{folder}/_rels/{name}.rels")
    }
    for sheet in _tree(archive, book).iter():
        if _local(sheet.tag) == "sheet":
            relation = next(
                (value for key, value in sheet.attrib.items() if _local(key) == "id"), ""
            )
            target = targets[sheet.attrib.get(_RELATION, relation)]
            yield sheet.attrib["name"], _join_path(folder, target)


def _join_path(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))


def _tree(archive: zipfile.ZipFile, part: str) -> ET.Element:
    return ET.fromstring(archive.read(part))


def _local(tag: str) -> str:
    """Returns a name without its namespace or prefix."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def _parse(archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> None:
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _find_blank_strings(archive: zipfile.ZipFile) -> set[int]:
    """Returns the numbers of the shared strings in which nothing can be seen."""
    part = next((n for n in archive.namelist() if n.lower().endswith("sharedstrings.xml")), None)
    if part is None:
        return set()
    blanks: set[int] = set()
    count, is_blank = -1, True

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal count, is_blank
        if _local(tag) == "si":
            count, is_blank = count + 1, True

    def text(data: str) -> None:
        nonlocal is_blank
        is_blank = is_blank and not data.strip()

    def end(tag: str) -> None:
        if _local(tag) == "si" and is_blank:
            blanks.add(count)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    _parse(archive, part, parser)
    return blanks


def _facts(archive: zipfile.ZipFile, part: str, blanks: set[int]) -> SheetFacts:
    look = _Look(part, blanks)
    _parse(archive, part, look.parser)
    return look.facts()


class _Look:
    """A look at one sheet's XML, element by element."""

    def __init__(self, part: str, blanks: set[int]) -> None:
        self._facts = SheetFacts(part=part)
        self._blanks = blanks
        self._row = self._column = -1
        self._row_hidden = False
        self._type = ""
        self._has_formula = self._in_value = False
        self._value: list[str] = []
        self._begin = 0
        # A blank cell whose end is not known yet: where it begins, its row and column.
        self._open: tuple[int, int, int] | None = None
        self._strays: list[tuple[int, int, int, int]] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def facts(self) -> SheetFacts:
        """Returns what was seen, with the blank cells beyond all that is written."""
        facts = self._facts
        facts.cuts = [
            (begin, end)
            for begin, end, row, column in self._strays
            if row > facts.last_row or column > facts.last_column
        ]
        return facts

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._close()
        name = _local(tag)
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            number = attributes.get("r", "")
            self._row = int(number) - 1 if number.isdecimal() else self._row + 1
            self._column = -1
            self._row_hidden = attributes.get("hidden") in ("1", "true")
        elif name == "col":
            if attributes.get("hidden") in ("1", "true"):
                first, last = attributes.get("min", ""), attributes.get("max", "")
                if first.isdecimal() and last.isdecimal():
                    self._facts.hidden_columns.append((int(first) - 1, int(last) - 1))
        elif name == "f":
            self._has_formula = True
        elif name in ("v", "t"):
            self._in_value = True

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = _number(match[1]) if match else self._column + 1
        if match:
            self._row = int(match[2]) - 1
        self._type = attributes.get("t", "n")
        self._has_formula, self._value = False, []
        self._begin = self.parser.CurrentByteIndex

    def _text(self, data: str) -> None:
        if self._in_value:
            self._value.append(data)

    def _end(self, tag: str) -> None:
        self._close()
        name = _local(tag)
        if name == "c":
            self._end_cell()
        elif name in ("v", "t"):
            self._in_value = False

    def _end_cell(self) -> None:
        facts, written = self._facts, "".join(self._value)
        value, place = written.strip(), (self._row, self._column)
        if self._type == "e":
            facts.errors[place] = value
        elif self._has_formula and not value and self._type != "str":
            facts.errors[place] = ""
        elif not value or (self._type == "s" and value.isdecimal() and int(value) in self._blanks):
            # The library passes over a cell that is formatted and no more, as this does.
            is_string = bool(written) or self._type in ("str", "inlineStr")
            if is_string and (self._row > facts.last_row or self._column > facts.last_column):
                self._open = (self._begin, *place)
            return
        if place > facts.farthest:
            facts.farthest = place
        facts.last_row = max(facts.last_row, self._row)
        facts.last_column = max(facts.last_column, self._column)
        if self._row_hidden and (not facts.hidden or facts.hidden[-1] != self._row):
            facts.hidden.append(self._row)

    def _close(self) -> None:
        """Ends a blank cell where the next element begins or ends."""
        if self._open is not None:
            begin, row, column = self._open
            self._strays.append((begin, self.parser.CurrentByteIndex, row, column))
            self._open = None


def _number(letters: str) -> int:
    """Returns a column's number from 0: A is 0, XFD 16,383."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1


def reference(row: int, column: int) -> str:
    """Returns a cell's name as office programs have it: (0, 0) is A1."""
    return f"{name_column(column)}{row + 1}"


def name_column(column: int) -> str:
    """Returns a column's name as office programs have it: 0 is A, 26 is AA."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def without_strays(archive: zipfile.ZipFile, facts: dict[str, SheetFacts]) -> io.BytesIO:
    """Returns a copy of the workbook without the blank cells beyond all that is written."""
    cuts = {one.part: one.cuts for one in facts.values() if one.cuts}
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as trimmed:
        for part in archive.infolist():
            data = archive.read(part)
            for begin, end in reversed(cuts.get(part.filename, [])):
                data = data[:begin] + data[end:]
            trimmed.writestr(part.filename, data)
    copy.seek(0)
    return copy
