"""A scenario's values with its tables' files and its parents', before they are checked."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fleet import Message, message
from optimizer.errors import InputError, file_message
from scenarios.files.office import normalise
from scenarios.files.tables import find_table
from scenarios.folders import find_own_folder

LIBRARY = Path(__file__).parents[1] / "library"
TABLES = ("vehicles", "facilities", "contracts", "standards", "containers", "bulk_trucks")
FILE = "scenario.toml"

_MODES = ("replace", "add")
"""How the list of a variant goes with its parent's, under the key `standards_mode` and so on."""

_FIELD_BY_FIELD = ("prices", "changes", "disturbances")
"""Parts of which a variant gives only what it changes."""

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
    where: Mapping[str, list[Message]] = field(default_factory=dict)
    tables: Mapping[str, Path] = field(default_factory=dict)
    notices: tuple[Message, ...] = ()

    def with_file(self, table: str, file: Path) -> "Gathered":
        """Returns it with a table's file in the place of all that was there of it."""
        return replace(
            self,
            values={name: value for name, value in self.values.items() if name != table},
            where={name: rows for name, rows in self.where.items() if name != table},
            tables={**self.tables, table: file},
        )

    def add_notice(self, notice: Message) -> "Gathered":
        """Returns it with one more notice."""
        return replace(self, notices=(*self.notices, notice))

    def with_rows(
        self, table: str, rows: list[Any], where: list[Message], *, file: Path | None = None
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
    """Returns the file of a scenario of the library, of users, of a folder, or the file itself."""
    for candidate in (
        LIBRARY / name_or_path / FILE,
        find_own_folder() / name_or_path / FILE,
        Path(name_or_path) / FILE,
        Path(name_or_path),
    ):
        if candidate.is_file():
            return candidate
    raise InputError(
        "scenario.unknown",
        "scenario {name!r} is unknown; the library has {known:list}, or give the path of a folder "
        "or .toml file.",
        name=name_or_path,
        known=[p.parent.name for p in sorted(LIBRARY.glob(f"*/{FILE}"))],
    )


def locate_parent(path: Path, parent: str) -> Path:
    """Returns the file of the scenario that another extends: one beside it, or as `locate`."""
    beside = path.parent.parent / parent
    return locate(str(beside) if (beside / FILE).is_file() else parent)


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
        raise InputError(
            "toml.unreadable",
            "{path}: cannot be read as TOML: {why}.",
            path=path,
            why=file_message(error),
        ) from None
    except ValueError:
        # Python converts no longer ones.
        raise InputError(
            "toml.too_long",
            "{path}: cannot be read as TOML: a number in it has thousands of digits.",
            path=path,
        ) from None
    except RecursionError:
        raise InputError(
            "toml.too_deep",
            "{path}: cannot be read as TOML: its lists or tables lie too deep in each other.",
            path=path,
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
        raise InputError(
            "scenario.extends_itself",
            "{path}: extends itself, by way of {num} scenarios.",
            path=path,
            num=len(seen),
        )
    values = read_toml(path)
    parent = values.pop("extends", None)
    base = Gathered()
    if parent is not None:
        base = gather(locate_parent(path, str(parent)), seen=(*seen, path))
    merged = base
    for table in TABLES:
        mode = values.pop(f"{table}_mode", None)
        file = find_table(path.parent, table)
        if mode not in (None, *_MODES) or (mode is not None and table not in values):
            raise InputError(
                "scenario.unknown_mode",
                '{path}: {table}_mode is {mode!r}; write "replace" or "add", with [[{table}]] in '
                "the same file.",
                path=path,
                table=table,
                mode=mode,
            )
        if file is not None:
            merged = merged.with_file(table, file)
            if table in values:
                merged = merged.add_notice(
                    message(
                        "scenario.table_replaces",
                        "{file} beside {path} replaces the {table:word.table} in it.",
                        file=file.name,
                        path=path.name,
                        table=table,
                    )
                )
                del values[table]
        elif isinstance(values.get(table), list):
            merged = _with_rows(merged, path, table, values.pop(table), mode)
    if "assumptions" in values:
        # The parent's are for its own assumptions.
        values.setdefault("assumptions_zh", [])
    for part in _FIELD_BY_FIELD:
        if all(isinstance(one.get(part), dict) for one in (values, merged.values)):
            # A variant gives the prices and rates that it changes.
            values[part] = {**merged.values[part], **values[part]}
    return replace(merged, values={**merged.values, **values})


def _with_rows(
    base: Gathered, path: Path, table: str, rows: list[Any], mode: str | None
) -> Gathered:
    """Returns what was gathered with a list of a scenario file, in the place of or beside it."""
    where = [
        message("scenario.row", "{file}, {table} {row}", file=path.name, table=table, row=n + 1)
        for n in range(len(rows))
    ]
    kept = base.values.get(table, [])
    file = base.tables.get(table)
    if not kept and file is None:
        return base.with_rows(table, rows, where)
    theirs = (
        message("scenario.those_of", "those of {file}", file=file.name)
        if file
        else message("scenario.those_there", "the {num} that are there", num=len(kept))
    )
    if mode is None and table in _MUST_SAY:
        raise InputError(
            "scenario.must_say_mode",
            "{path}: gives {table}, and the scenario that it extends has some too; write "
            '{table}_mode = "replace" to have these alone, or {table}_mode = "add" to have these '
            "and {theirs}.",
            path=path,
            table=table,
            theirs=theirs,
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
    return whole.add_notice(
        message(
            "scenario.list_replaces",
            "The {num} {table:word.table} of {path} replace {theirs} in the scenario that it "
            'extends; {table}_mode = "add" adds to them.',
            num=len(rows),
            table=table,
            path=f"{path.parent.name}/{path.name}",
            theirs=theirs,
        )
    )


def _id(row: object) -> str:
    """Returns the id of a row that may be faulty yet, as ids are compared."""
    return normalise(str(row.get("id"))) if isinstance(row, dict) else ""
