"""The version of a database: made, required, or brought up to date."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from api.service.db.opening import DatabaseRefused, is_trouble, writing

_FOLDER = Path(__file__).parent / "migrations"

VERSIONS = tuple(sorted(path.stem[1:5] for path in (_FOLDER / "versions").glob("v*.py")))
"""What databases there have been, from the one of 0.1.0, which did not say its version."""

_RELEASED, _NEWEST = VERSIONS[0], VERSIONS[-1]

_LOCK = 0x0B1200
"""Who changes the tables of a PostgreSQL database holds this lock."""

_PATIENCE_S = 60.0
"""Another server may be making the tables at the same time."""

_WHOLE_CHECK_BYTES = 200_000_000
"""Of a larger file only the beginning is read before the start: a second for each gigabyte."""


def prepare(engine: Engine, file: Path | None, *, migrate: bool = False) -> None:
    """Makes the tables of an empty database, and requires that another is of this version.

    Parameters
    ----------
    file
        Of a SQLite database.
    migrate
        Brings one of an earlier version up to date.

    Raises
    ------
    DatabaseRefused
        When it is damaged, or of another version.
    """
    deadline_s = time.monotonic() + _PATIENCE_S
    if file is not None:
        _make_ready(file)
    while True:
        try:
            return _bring_to_version(engine, migrate=migrate)
        except DBAPIError as error:
            if not is_trouble(error) or time.monotonic() > deadline_s or not _is_locked(error):
                raise _refusal(engine, error) from None
            time.sleep(0.1)


def version_of(connection: Connection) -> str | None:
    """Returns the version of a database, None of an empty one."""
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" in tables:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return str(found) if found else None
    return _RELEASED if "plans" in tables else None


def _bring_to_version(engine: Engine, *, migrate: bool) -> None:
    with engine.connect() as connection:
        version = version_of(connection)
    if version == _NEWEST:
        return
    _require_known(version)
    if version is not None and not migrate:
        raise DatabaseRefused(
            "database.older",
            "the database is of an earlier version ({version} of {newest}); back it up with "
            "./run backup FILE and start with ./run serve --migrate.",
            version=version,
            newest=_NEWEST,
        )
    with _alone(engine) as connection:
        # Another may have been quicker.
        version = version_of(connection)
        if version != _NEWEST:
            _require_known(version)
            _migrate(connection, version)


def _require_known(version: str | None) -> None:
    if version is not None and version not in VERSIONS:
        raise DatabaseRefused(
            "database.newer",
            "the database was made by a newer version of OneBroom ({version}; this one knows "
            "{newest}); install that version, or name another database.",
            version=version,
            newest=_NEWEST,
        )


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """Gives a transaction in which nobody else changes tables."""
    with writing(engine).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        yield connection


def _migrate(connection: Connection, version: str | None) -> None:
    # Only here: every start would take the time that its import does.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    if version is not None:
        command.stamp(config, version)
    command.upgrade(config, "head")


def _make_ready(file: Path) -> None:
    """Makes a file that is not there, and requires that one that is can be read.

    Raises
    ------
    DatabaseRefused
        When it cannot.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    except OSError as error:
        raise _unusable(file, error.strerror or type(error).__name__) from None
    deadline_s = time.monotonic() + _PATIENCE_S
    while True:
        try:
            return _look_through(file)
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline_s:
                raise _unusable(file, str(error)) from None
            time.sleep(0.1)
        except sqlite3.DatabaseError as error:
            raise _refuse_damaged(file, str(error)) from None


def _look_through(file: Path) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        connection.execute("PRAGMA busy_timeout=3000")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if file.stat().st_size <= _WHOLE_CHECK_BYTES:
            ((found,),) = connection.execute("PRAGMA quick_check(1)").fetchall()
            if found != "ok":
                raise sqlite3.DatabaseError(found)
        # Kept in the file: readers and one writer do not wait for each other.
        if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def _unusable(file: Path, why: str) -> DatabaseRefused:
    return DatabaseRefused(
        "database.unusable",
        "the database {file} cannot be opened: {why}; mend that, or name another.",
        file=file.name,
        why=why,
    )


def _refuse_damaged(file: Path, why: str) -> DatabaseRefused:
    return DatabaseRefused(
        "database.damaged",
        "the database {file} cannot be used ({why}); move it away and bring back a backup with "
        "./run restore FILE, or start with an empty one.",
        file=file.name,
        why=why.splitlines()[0],
    )


def _is_locked(error: DBAPIError) -> bool:
    return "locked" in str(error.orig)


def _refusal(engine: Engine, error: DBAPIError) -> Exception:
    if not is_trouble(error):
        return error
    return DatabaseRefused(
        "database.no_answer",
        "the database ({kind}) does not answer: {why}; see that it runs and that its address in "
        "ONEBROOM_DATABASE_URL is right.",
        kind=engine.dialect.name,
        why=str(error.orig).splitlines()[0],
    )
