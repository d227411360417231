"""Tables that fit the terminal: what is too wide is shown in another shape, nothing is cut.

::

    as it is      heading | heading | heading
    broken        headings over two lines
    stacked       what a row is called on a line of its own, its figures below it
    told          the figures with their headings, as a sentence
"""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Column, Table
from rich.text import Text

from api.words import fold

_GAP = 2
"""Columns between two columns of a table."""


def fit(table: Table, width: int) -> RenderableType:
    """Returns a table, or what says the same in `width` columns."""
    if _table_width(table.columns) <= width:
        return table
    for column in table.columns:
        column.header = _break_heading(str(column.header))
    if _table_width(table.columns) <= width:
        return table
    rows = list(zip(*(map(str, column.cells) for column in table.columns), strict=True))
    names = 0
    while names < len(table.columns) and table.columns[names].justify == "left":
        names += 1
    names = max(1, names)
    styles = [row.style for row in table.rows]
    figures = table.columns[names:]
    flat = figures and not any("\n" in cell for row in rows for cell in row)
    if (
        flat
        and all(column.no_wrap for column in figures)
        and _GAP + _table_width(figures) <= width
        and all(cell_len(_join_names(row[:names])) <= width for row in rows)
    ):
        lines = _stack(table.columns, rows, names)
    else:
        lines = _tell_rows(table.columns, rows, names, width)
    return Group(
        *(
            Text(text, style=(styles[number] if number >= 0 else None) or "", no_wrap=True)
            for number, text in lines
        )
    )


def _table_width(columns: Sequence[Column]) -> int:
    return sum(map(_column_width, columns)) + _GAP * (len(columns) - 1)


def _column_width(column: Column) -> int:
    """Returns how wide a column is at least, with no word cut."""
    texts = [line for cell in column.cells for line in str(cell).split("\n")]
    if not column.no_wrap:
        texts = [word for text in texts for word in text.split(" ")]
    heading = max(map(cell_len, str(column.header).split("\n")))
    return max(heading, min(column.max_width or 1000, max(map(cell_len, texts), default=0)))


def _break_heading(heading: str) -> str:
    """Returns a heading over two lines, the longer as short as can be."""
    if "\n" in heading or " " not in heading:
        return heading
    words = heading.split(" ")
    halves = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return "\n".join(min(halves, key=lambda pair: max(map(cell_len, pair))))


def _join_names(cells: Sequence[str]) -> str:
    """Returns what a row is called."""
    return "  ".join(cell.strip() for cell in cells if cell.strip())


def _stack(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], names: int
) -> Iterator[tuple[int, str]]:
    figures = columns[names:]
    widths = list(map(_column_width, figures))
    yield -1, _join_names([str(one.header).replace("\n", " ") for one in columns[:names]])
    headings = [str(one.header).split("\n") for one in figures]
    deepest = max(map(len, headings))
    for line in zip(*([""] * (deepest - len(one)) + one for one in headings), strict=True):
        yield -1, _align(line, figures, widths)
    yield -1, "─" * (_GAP + sum(widths) + _GAP * (len(widths) - 1))
    for number, row in enumerate(rows):
        called = _join_names(row[:names])
        if called:
            yield number, called
        if any(cell.strip() for cell in row[names:]):
            yield number, _align(row[names:], figures, widths)


def _align(cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    padded = []
    for cell, column, width in zip(cells, columns, widths, strict=True):
        space = " " * (width - cell_len(cell))
        padded.append(cell + space if column.justify == "left" else space + cell)
    return (" " * _GAP + (" " * _GAP).join(padded)).rstrip()


def _tell_rows(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], names: int, width: int
) -> Iterator[tuple[int, str]]:
    for number, row in enumerate(rows):
        yield from ((number, line) for line in fold(_join_names(row[:names]), width).split("\n"))
        said = [
            f"{str(column.header).replace(chr(10), ' ')} {cell.replace(chr(10), ' ')}".strip()
            for column, cell in zip(columns[names:], row[names:], strict=True)
            if cell.strip()
        ]
        if said:
            text = fold("  " + " · ".join(said), width)
            yield from ((number, line) for line in text.split("\n"))
