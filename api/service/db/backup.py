"""A database in one file and back: a SQLite file for either kind, so that it can change kinds."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, func, insert, select

from api.service.db.opening import DatabaseRefused, open_engine, sqlite_file, writing
from api.service.db.schema import prepare
from api.service.db.tables import metadata, plans

_AT_ONCE = 50
"""Rows that are carried over together; one may be a megabyte."""


def back_up(url: str, to: Path) -> int:
    """Copies a database into a new file, while servers may go on, and returns how many plans.

    The file appears whole or not at all.

    Raises
    ------
    DatabaseRefused
        When the database is of another version, or the file is there already.
    """
    if to.exists():
        raise DatabaseRefused(
            "database.there_already",
            "{file} is there already; name another file.",
            file=str(to),
        )
    partial = to.with_name(f"{to.name}.part")
    partial.unlink(missing_ok=True)
    file = sqlite_file(url)
    if file is not None:
        # Of an earlier version, too: a backup is what comes before a migration.
        _copy_file(file, partial)
    else:
        with _open(url) as source, _open(f"sqlite:///{partial}") as target:
            prepare(source, None)
            prepare(target, partial)
            _carry_over(source, target)
    with _open(f"sqlite:///{partial}") as copy:
        count = _count(copy)
    partial.replace(to)
    return count


def restore(url: str, from_: Path) -> int:
    """Fills an empty database from a file that `back_up` wrote, and returns how many plans.

    One of an earlier version is brought up to date.

    Raises
    ------
    DatabaseRefused
        When the file is no such one, or the database holds plans.
    """
    if not from_.is_file():
        raise DatabaseRefused(
            "database.no_backup", "there is no file {file}; name a backup.", file=str(from_)
        )
    file = sqlite_file(url)
    with _open(url) as target:
        prepare(target, file)
        if _count(target):
            raise DatabaseRefused(
                "database.not_empty",
                "the database holds plans already; end its servers and move it away, or name an "
                "empty one.",
            )
        beside = (file or from_).with_name(f"{(file or from_).name}.part")
        beside.unlink(missing_ok=True)
        try:
            _copy_file(from_, beside)
            with _open(f"sqlite:///{beside}") as source:
                prepare(source, beside, migrate=True)
                return _carry_over(source, target)
        finally:
            for suffix in ("", "-wal", "-shm"):
                beside.with_name(beside.name + suffix).unlink(missing_ok=True)


@contextmanager
def _open(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _copy_file(from_: Path, to: Path) -> None:
    """Copies a SQLite database as it is at one moment, whoever writes to it meanwhile."""
    try:
        with (
            closing(sqlite3.connect(f"{from_.resolve().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(to)) as target,
        ):
            source.backup(target)
    except sqlite3.DatabaseError as error:
        to.unlink(missing_ok=True)
        raise DatabaseRefused(
            "database.not_copied",
            "{file} cannot be copied: {why}; see that it is a database of OneBroom and that there "
            "is room for the copy.",
            file=str(from_),
            why=str(error),
        ) from None


def _carry_over(source: Engine, target: Engine) -> int:
    """Copies all rows in one transaction, and returns how many plans."""
    reading = source.connect()
    if source.dialect.name == "postgresql":
        # All tables as they are at one moment.
        reading = reading.execution_options(isolation_level="REPEATABLE READ")
    with reading, writing(target).begin() as connection:
        for table in metadata.sorted_tables:
            # What the first start of a server has left there.
            connection.execute(delete(table))
            found = reading.execution_options(stream_results=True).execute(select(table))
            for rows in found.mappings().partitions(_AT_ONCE):
                connection.execute(insert(table), [dict(row) for row in rows])
        if target.dialect.name == "postgresql":
            _count_on(connection)
    return _count(target)


def _count_on(connection: Connection) -> None:
    """Lets the numbers that PostgreSQL gives rows begin after those that came with theirs."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            last = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            connection.execute(select(func.setval(sequence, last, False)))


def _count(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(plans)).scalar_one()
