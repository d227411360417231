"""A database by its address: SQLite in a file without set-up, or a PostgreSQL server."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DisconnectionError,
    InterfaceError,
    InternalError,
    OperationalError,
    TimeoutError,
)
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from optimizer.errors import OneBroomError
from optimizer.extras import needing

WAIT_S = 3
"""How long a statement waits for others who write, and how long a connection is waited for."""

_WRITES = "onebroom_writes"


class DatabaseRefused(OneBroomError):
    """A database that cannot be used, and what to do about it."""


def is_trouble(error: BaseException) -> bool:
    """Says whether an error is one of the database itself: it is locked, full, or gone.

    It may be over in a moment; a fault of ours, such as a value that a column refuses, is not.
    """
    if isinstance(error, OperationalError | InternalError | InterfaceError | TimeoutError):
        return True
    # What SQLite says of a damaged file has the base class itself.
    return type(error) is DatabaseError


def sqlite_file(url: str) -> Path | None:
    """Returns the file of a SQLite database, None for a server's."""
    parsed = _parse_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def open_engine(url: str) -> Engine:
    """Returns an engine for a database; nothing is asked of it yet.

    Raises
    ------
    DatabaseRefused
        When it is of a kind that we do not know.
    InputError
        When its driver is not installed.
    """
    parsed = _parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_file(Path(parsed.database or ""))
    with needing("postgres", thing="PostgreSQL"):
        import psycopg  # noqa: F401
    return create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        pool_size=10,
        max_overflow=20,
        pool_timeout=WAIT_S,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": WAIT_S,
            "options": f"-c lock_timeout={1000 * WAIT_S}",
        },
    )


def writing(engine: Engine) -> Engine:
    """Returns the engine for transactions that write.

    SQLite takes the lock of such a one at its beginning: one that reads first, and is then no
    longer the newest, would be refused at once, however long it is ready to wait.
    """
    return engine.execution_options(**{_WRITES: True})


def _parse_url(url: str) -> URL:
    try:
        parsed = make_url(url)
        kind = parsed.get_backend_name()
    except (ArgumentError, ValueError):
        raise DatabaseRefused(
            "database.no_url",
            "ONEBROOM_DATABASE_URL is no address of a database; give sqlite:///FILE or "
            "postgresql://USER:PASSWORD@HOST/NAME.",
        ) from None
    driver = parsed.drivername.partition("+")[2]
    is_file = parsed.database not in (None, "", ":memory:") and not parsed.query
    if kind == "sqlite" and driver in ("", "pysqlite") and is_file:
        return parsed
    if kind in ("postgresql", "postgres") and driver in ("", "psycopg"):
        return parsed
    raise DatabaseRefused(
        "database.unknown_kind",
        "ONEBROOM_DATABASE_URL: a database of kind {kind} cannot be used; give sqlite:///FILE or "
        "postgresql://USER:PASSWORD@HOST/NAME.",
        kind=parsed.drivername,
    )


def _open_file(path: Path) -> Engine:
    def connect() -> sqlite3.Connection:
        # Of a file that has vanished no empty one is made: what was in it would seem lost.
        return sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=rw",
            uri=True,
            timeout=WAIT_S,
            isolation_level=None,
            check_same_thread=False,
        )

    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=10,
        max_overflow=30,
        pool_timeout=WAIT_S,
    )

    @event.listens_for(engine, "connect")
    def remember_file(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        record.info["file"] = _identity(path)

    @event.listens_for(engine, "checkout")
    def require_same_file(
        connection: sqlite3.Connection, record: ConnectionPoolEntry, proxy: Any
    ) -> None:
        if record.info.get("file") != _identity(path):
            raise DisconnectionError

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
