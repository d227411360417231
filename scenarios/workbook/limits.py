"""How large a workbook may be, and what is said of one that is larger."""

from fleet.message import MessageError, message

MOST_UNPACKED_BYTES = 256 * 2**20
"""Of all parts together; the largest tables of offices unpack to a tenth of it."""

MOST_PARTS = 10_000
MOST_ROWS = 200_000
MOST_COLUMNS = 1_000
MOST_CELLS = 3_000_000
"""Of the smallest rectangle that holds all that is written on a sheet."""

MOST_LETTERS = 100_000_000
"""Of all cells together."""

MOST_MEMORY_BYTES = 3 * 2**29
"""Address space of the process that reads: 1.5 GB."""

MOST_SECONDS = 60


class Refused(MessageError):
    """A workbook that is not read; says why."""


def require_size(rows: int, columns: int, *, sheet: str, far: str = "") -> None:
    """Refuses a sheet of more rows, columns or cells than can be read.

    Parameters
    ----------
    far
        The cell that makes it so large, as office programs call it.
    """
    if rows <= MOST_ROWS and columns <= MOST_COLUMNS and rows * columns <= MOST_CELLS:
        return
    reach = message(
        "workbook.too_large",
        "[{sheet}] reaches over {rows:,} rows and {columns:,} columns, more than the "
        "{most_rows:,} rows, {most_columns:,} columns and {most_cells:,} cells that are read",
        sheet=sheet,
        rows=rows,
        columns=columns,
        most_rows=MOST_ROWS,
        most_columns=MOST_COLUMNS,
        most_cells=MOST_CELLS,
    )
    if not far:
        raise Refused(reach)
    raise Refused(
        "workbook.stray_cell",
        "{reach}; what stands in cell {far} may be a stray, then delete it",
        reach=reach,
        far=far,
    )
