"""How large a workbook may be, and what is said of one that is larger."""

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


class Refused(Exception):
    """A workbook that is not read; says why in English and Chinese."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en = en
        self.zh = zh


def require_size(rows: int, columns: int, *, sheet: str, far: str = "") -> None:
    """Refuses a sheet of more rows, columns or cells than can be read.

    Parameters
    ----------
    far
        The cell that makes it so large, as office programs call it.
    """
    if rows <= MOST_ROWS and columns <= MOST_COLUMNS and rows * columns <= MOST_CELLS:
        return
    stray_en = f"; what stands in cell {far} may be a stray, then delete it" if far else ""
    stray_zh = f"；单元格 {far} 可能是误填，请删除" if far else ""
    raise Refused(
        f"[{sheet}] reaches over {rows:,} rows and {columns:,} columns, more than the "
        f"{MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns and {MOST_CELLS:,} cells that are read"
        f"{stray_en}",
        f"[{sheet}] 占 {rows:,} 行 {columns:,} 列，超过可读的 {MOST_ROWS:,} 行、"
        f"{MOST_COLUMNS:,} 列、{MOST_CELLS:,} 个单元格{stray_zh}",
    )
