"""A scenario's values with its tables' files and its parents', before they are checked."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from optimizer.errors import InputError
from scenarios.files.office import plain
from scenarios.files.tables import find_table

LIBRARY = Path(__file__).parents[1] / "library"
TABLES = ("vehicles", "facilities", "contracts", "standards", "containers", "bulk_trucks")
FILE = "scenario.toml"

_MODES = ("replace", "add")
"""How the list of a variant goes with its parent's, under the key `standards_mode` and so on."""

_MUST_SAY = ("standards",)
"""Lists of which nobody gives all anew by habit: a variant with some has to say what it means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A scenario's values with its parents'.

    Parameters
    ----------
    values
        As TOML has them.
    where
        Where each row of a list stands.
    tables
        The files of lists that stand in one; rows of the same list in `values` go before those of
        the file that have their ids.
    notices
        What became of a parent's lists without being asked for.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    where: Mapping[str, list[str]] = field(default_factory=dict)
    tables: Mapping[str, Path] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    def with_file(self, table: str, file: Path) -> "Gathered":
        """Returns it with a table's file in the place of all that was there of it."""
        return replace(
            self,
            values={name: value for name, value in self.values.items() if name != table},
            where={name: rows for name, rows in self.where.items() if name != table},
            tables={**self.tables, table: file},
        )

    def noting(self, notice: str) -> "Gathered":
        """Returns it with one more notice."""
        return replace(self, notices=(*self.notices, notice))

    def with_rows(
        self, table: str, rows: list[Any], where: list[str], *, file: Path | None = None
    ) -> "Gathered":
        """Returns it with a list's rows, and with a file beside them or none."""
        tables = {name: path for name, path in self.tables.items() if name != table}
        return replace(
            self,
            values={**self.values, table: rows},
            where={**self.where, table: where},
            tables={**tables, table: file} if file else tables,
        )


def locate(name_or_path: str) -> Path:
    """Returns the file of a scenario of the library, of a folder, or the file itself."""
    for candidate in (
        LIBRARY / name_or_path / FILE,
        Path(name_or_path) / FILE,
        Path(name_or_path),
    ):
        if candidate.is_file():
            return candidate
    raise InputError(
        f"scenario {name_or_path!r} is unknown; the library has "
        f"{', '.join(p.parent.name for p in sorted(LIBRARY.glob(f'*/{FILE}')))}, "
        "or give the path of a folder or .toml file."
    )


def read_toml(path: Path) -> dict[str, Any]:
    """Returns the values of a TOML file.

    Raises
    ------
    InputError
        When it is none.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: cannot be read as TOML ({error}).") from None
    except ValueError:
        # Python converts no longer ones.
        raise InputError(
            f"{path}: cannot be read as TOML (a number in it has thousands of digits)."
        ) from None
    except RecursionError:
        raise InputError(
            f"{path}: cannot be read as TOML (its lists or tables lie too deep in each other)."
        ) from None


def gather(path: Path, *, seen: tuple[Path, ...] = ()) -> Gathered:
    """Returns a scenario's values and tables with its parents'.

    Raises
    ------
    InputError
        When a file cannot be read, extends itself, has a table twice, or leaves open what becomes
        of its parent's.
    """
    if path in seen:
        raise InputError(f"{path}: extends itself, by way of {len(seen)} scenarios.")
    values = read_toml(path)
    parent = values.pop("extends", None)
    base = Gathered()
    if parent is not None:
        beside = path.parent.parent / str(parent)
        known = str(beside) if (beside / FILE).is_file() else str(parent)
        base = gather(locate(known), seen=(*seen, path))
    merged = base
    for table in TABLES:
        mode = values.pop(f"{table}_mode", None)
        file = find_table(path.parent, table)
        if mode not in (None, *_MODES) or (mode is not None and table not in values):
            raise InputError(
                f'{path}: {table}_mode is {mode!r}; write "replace" or "add", with [[{table}]] '
                "in the same file."
            )
        if file is not None:
            merged = merged.with_file(table, file)
            if table in values:
                merged = merged.noting(
                    f"{file.name} beside {path.name} replaces the {_noun(table)} in it."
                )
                del values[table]
        elif isinstance(values.get(table), list):
            merged = _with_rows(merged, path, table, values.pop(table), mode)
    return replace(merged, values={**merged.values, **values})


def _with_rows(
    base: Gathered, path: Path, table: str, rows: list[Any], mode: str | None
) -> Gathered:
    """Returns what was gathered with a list of a scenario file, in the place of or beside it."""
    where = [f"{path.name}, {table} {n + 1}" for n in range(len(rows))]
    kept = base.values.get(table, [])
    file = base.tables.get(table)
    if not kept and file is None:
        return base.with_rows(table, rows, where)
    theirs = f"those of {file.name}" if file else f"the {len(kept)} that are there"
    if mode is None and table in _MUST_SAY:
        raise InputError(
            f"{path}: gives {table}, and the scenario that it extends has some too; write "
            f'{table}_mode = "replace" to have these alone, or {table}_mode = "add" to have these '
            f"and {theirs}."
        )
    if mode == "add":
        ids = {_id(row) for row in rows}
        old = [
            (row, place)
            for row, place in zip(kept, base.where.get(table, ()), strict=True)
            if _id(row) not in ids
        ]
        return base.with_rows(
            table,
            [*(row for row, _ in old), *rows],
            [*(place for _, place in old), *where],
            file=file,
        )
    whole = base.with_rows(table, rows, where)
    if mode == "replace":
        return whole
    return whole.noting(
        f"The {len(rows)} {_noun(table)} of {path.parent.name}/{path.name} replace {theirs} in "
        f'the scenario that it extends; {table}_mode = "add" adds to them.'
    )


def _noun(table: str) -> str:
    return table.replace("_", " ")


def _id(row: object) -> str:
    """Returns the id of a row that may be faulty yet, as ids are compared."""
    return plain(str(row.get("id"))) if isinstance(row, dict) else ""
