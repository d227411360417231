"""The table reference: every column of every table, with the names and units it is known by."""

from collections.abc import Iterable, Sequence

from api.words import Language, phrasebook
from scenarios.files.office import REMARK, ColumnKind, Dimension, TableKind
from scenarios.files.office.units import UNITS
from scenarios.files.tables import KINDS

CHINESE = phrasebook(Language.ZH)

HEAD = """# Table reference

The tables beside a scenario, as offices keep them: CSV (UTF-8 or GB 18030) or XLSX. `./run docs`
makes this page of the columns that the readers know; change those, not the page.

- Title rows may stand above the header, and blank rows anywhere. Capital letters, blanks and
  underscores in a header do not matter.
- A column has any one of its names. A [unit](#units) stands in the header, `load (t)`, `载重(吨)`,
  `hopper_kg`, or in the cell, `5.5 t`; only what is given under "without one" goes without saying.
- Coordinates are WGS-84 unless `datum` or the header says GCJ-02 (高德) or BD-09 (百度).
- Several values in a cell are parted by semicolons or `、`; the passes of a standard by `|`.
- A column that is none of these is a fault, as is a cell that cannot be read; remarks have columns
  of their own, which are not read.
- `./run scenario validate FILE` says what was read, or every fault at once. With `--skip-faults`
  the rows that have one are left out and listed.
- What the fields mean is told in the [scenario reference](scenario-reference.md); the cells of
  contracts with examples in [for planners](for-planners.md#contracts).

"""


UNITS_HEAD = """## Units

| what | units | or, with what it is counted by |
|---|---|---|
"""


def render() -> str:
    """Returns the page."""
    parts = [HEAD]
    for names in _alike():
        kind, _ = KINDS[names[0]]
        parts.append(
            f"## {', '.join(_title(name) for name in names)}\n\n{_files(kind, names)}\n\n"
        )
        parts.append(
            "| column | other names | 中文 | unit | without one |\n|---|---|---|---|---|\n"
        )
        parts += [_row(_column(column)) for column in kind.columns]
        parts.append("\n")
    parts.append(UNITS_HEAD)
    parts += [_row(_units(dimension)) for dimension in Dimension]
    return "".join(parts)


def _alike() -> list[list[str]]:
    """Returns the tables, those of the same columns together."""
    found: dict[int, list[str]] = {}
    for name, (kind, _) in KINDS.items():
        found.setdefault(id(kind), []).append(name)
    return list(found.values())


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _files(kind: TableKind, names: Sequence[str]) -> str:
    """Returns what files of a kind are called, and what each must have."""
    called = [f"`{one}`" for one in dict.fromkeys((*names, *kind.stems))]
    needs = "; ".join(str(need.names).replace(", or", " or") for need in kind.needs)
    return (
        f"{CHINESE.say(kind.noun)}. A file called {' or '.join(called)} is taken for one. "
        f"It must have a column for each of: {needs}."
    )


def _column(column: ColumnKind) -> tuple[str, ...]:
    names = (*column.names, *column.in_unit)
    return (
        "remarks, not read" if column.field == REMARK else f"`{column.field}`",
        _code(one for one in names if one.isascii()),
        "、".join(one for one in names if not one.isascii()),
        f"[{column.dimension.value}](#units)" if column.dimension else "",
        _code([column.unit or ""]),
    )


def _units(dimension: Dimension) -> tuple[str, ...]:
    """Returns the units of a dimension; those that only say by what it is counted, by that."""
    units = UNITS[dimension]
    whole = [one for one in units if one.partition("/")[0] not in units or "/" not in one]
    behind = dict.fromkeys(one.partition("/")[2] for one in units if one not in whole)
    return dimension.value, _code(whole), _code(f"/{one}" for one in behind)


def _row(cells: Iterable[str]) -> str:
    return "|" + "|".join(f" {one} " if one else " " for one in cells) + "|\n"


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{one}`" for one in words if one)
