"""What the library does not tell of an XLS workbook: failed formulas, hidden rows and columns.

An XLS file is a small file system, of which one file holds the records of the workbook.

References
----------
Microsoft, [MS-CFB]: Compound File Binary File Format; [MS-XLS]: Excel Binary File Format, 2.4.
"""

import struct
from collections.abc import Iterator
from struct import unpack_from

from scenarios.workbook.survey import SheetFacts

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ERRORS = {
    **{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!"},
    **{0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"},
}
_ROW, _SHEET, _END, _FORMULA, _BOOL_OR_ERROR = 0x0208, 0x0085, 0x000A, 0x0006, 0x0205
_COLUMNS, _HIDDEN_COLUMNS = 0x007D, 0x01
_NUMBER, _TEXT, _LABEL, _SHORT, _SHORTS = 0x0203, 0x00FD, 0x0204, 0x027E, 0x00BD
_FILLED = frozenset({_FORMULA, _BOOL_OR_ERROR, _NUMBER, _TEXT, _LABEL, _SHORT, _SHORTS})
_HIDDEN = 0x20
_SHIFTS = (9, 12)
"""Sectors have 512 or 4,096 bytes."""

_LAST_SECTOR = 0xFFFFFFFA
"""Greater numbers of sectors have a meaning of their own."""


def survey_binary(data: bytes) -> dict[str, SheetFacts]:
    """Returns the facts of every sheet by its name; of a file that cannot be followed, none."""
    try:
        book = _workbook(data)
        return {name: _facts(book, at) for name, at in _sheets(book)} if book else {}
    except (struct.error, IndexError, UnicodeDecodeError):
        return {}


def _workbook(data: bytes) -> bytes:
    """Returns the file of the records, b"" where there is none."""
    shift = unpack_from("<H", data, 30)[0]
    if shift not in _SHIFTS:
        return b""
    size = 1 << shift
    directory, least, small_table = unpack_from("<I4xII", data, 48)
    table = _table(data, size)
    entries = _join_blocks(data, table, directory, size)
    root = unpack_from("<I", entries, 116)[0]
    for at in range(0, len(entries) - 127, 128):
        name = entries[at : at + unpack_from("<H", entries, at + 64)[0]]
        if name.decode("utf-16-le").rstrip("\0") not in ("Workbook", "Book"):
            continue
        first, length = unpack_from("<II", entries, at + 116)
        if length >= least:
            return _join_blocks(data, table, first, size)[:length]
        links = _join_blocks(data, table, small_table, size)
        small = list(unpack_from(f"<{len(links) // 4}I", links))
        return _join_blocks(_join_blocks(data, table, root, size), small, first, 64, head=0)[
            :length
        ]
    return b""


def _table(data: bytes, size: int) -> list[int]:
    """Returns by sector which one comes after it."""
    parts = list(unpack_from("<109I", data, 76))
    more, left = unpack_from("<II", data, 68)
    for _ in range(min(left, len(data) // size)):
        if more >= _LAST_SECTOR:
            break
        *further, more = unpack_from(f"<{size // 4}I", data, size * (more + 1))
        parts += further
    table: list[int] = []
    # In a broken file one may be named again and again.
    for part in dict.fromkeys(parts):
        if part < _LAST_SECTOR:
            table += unpack_from(f"<{size // 4}I", data, size * (part + 1))
    return table


def _join_blocks(data: bytes, table: list[int], first: int, size: int, *, head: int = 1) -> bytes:
    """Returns sectors that follow each other as one; a circle of them ends where it closes."""
    sectors: list[bytes] = []
    while first < _LAST_SECTOR and len(sectors) <= len(table):
        sectors.append(data[size * (first + head) : size * (first + head + 1)])
        first = table[first]
    return b"".join(sectors)


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yields kinds and contents of records, up to the end of their part."""
    while at + 4 <= len(book):
        kind, length = unpack_from("<HH", book, at)
        if kind == _END:
            return
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _sheets(book: bytes) -> Iterator[tuple[str, int]]:
    for kind, record in _records(book, 0):
        if kind == _SHEET:
            letters, wide = record[6], record[7] & 1
            name = record[8 : 8 + letters * (2 if wide else 1)]
            yield name.decode("utf-16-le" if wide else "latin-1"), unpack_from("<I", record)[0]


def _facts(book: bytes, at: int) -> SheetFacts:
    facts = SheetFacts()
    hidden: set[int] = set()
    filled: set[int] = set()
    for kind, record in _records(book, at):
        if kind == _ROW and unpack_from("<H", record, 12)[0] & _HIDDEN:
            hidden.add(unpack_from("<H", record)[0])
        elif kind == _COLUMNS and unpack_from("<H", record, 8)[0] & _HIDDEN_COLUMNS:
            facts.hidden_columns.append(unpack_from("<HH", record))
        elif kind in _FILLED:
            row, column = unpack_from("<HH", record)
            filled.add(row)
            if (code := _read_failure(kind, record)) is not None:
                facts.errors[row, column] = _ERRORS.get(code, "#")
    facts.hidden = sorted(hidden & filled)
    return facts


def _read_failure(kind: int, record: bytes) -> int | None:
    """Returns the number of the error that a cell shows."""
    if kind == _BOOL_OR_ERROR and record[7]:
        return record[6]
    if kind == _FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2:
        return record[8]
    return None
