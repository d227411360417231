"""Both kinds of database for tests: a file, and a PostgreSQL server of our own."""

import contextlib
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy
from alembic import command
from alembic.config import Config
from sqlalchemy import make_url, text

from api.service.db.opening import open_engine, writing
from tests.api.service.service import ROOT, free_port

MIGRATIONS = ROOT / "api" / "service" / "db" / "migrations"

_BINARIES = Path("/usr/lib/postgresql")
_NUMBERS = itertools.count(1)


def find_binaries() -> Path:
    """The newest server's programs; without one, tests are skipped, but not in CI."""
    found = sorted(_BINARIES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        if os.environ.get("CI"):
            pytest.fail("postgresql is missing in CI; .ci/run installs it")
        pytest.skip("needs Debian's postgresql, which is not installed")
    return found[-1].parent


class PostgresServer:
    """A server that listens on this machine only, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._bin = find_binaries()
        self._folder = folder
        # The server refuses to be run by root.
        self._user = "postgres" if os.geteuid() == 0 else None
        if self._user:
            owner = pwd.getpwnam(self._user)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        self.port = free_port()
        self._run(
            *("initdb", "-D", str(folder / "data"), "-U", "onebroom", "-A", "trust"),
            *("-E", "UTF8", "--locale=C", "--no-sync"),
        )

    def start(self) -> None:
        """Starts it and waits until it answers."""
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c fsync=off "
            f"-c unix_socket_directories={self._folder}"
        )
        log = str(self._folder / "log")
        self._run(
            *("pg_ctl", "-D", str(self._folder / "data"), "-l", log, "-w", "-o", options, "start")
        )

    def stop(self) -> None:
        """Ends it at once, as a power cut would."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-w", "-m", "immediate", "stop")

    def url(self, name: str = "postgres") -> str:
        """The address of a database."""
        return f"postgresql://onebroom@127.0.0.1:{self.port}/{name}"

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"plans_{next(_NUMBERS)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._bin / program), *arguments],
            user=self._user,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")


@contextlib.contextmanager
def postgres_running() -> Iterator[PostgresServer]:
    """Gives a server and ends it afterwards."""
    # Not below pytest's folder, which nobody else may enter.
    folder = Path(tempfile.mkdtemp(prefix="onebroom-pg-"))
    try:
        server = PostgresServer(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def old_database(url: str, rows: list[dict[str, object]]) -> None:
    """Makes a database as 0.1.0 left it, which did not say its version."""
    engine = open_engine(url)
    if engine.dialect.name == "sqlite":
        Path(make_url(url).database or "").touch()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("DROP TABLE alembic_version"))
        plans = sqlalchemy.Table("plans", sqlalchemy.MetaData(), autoload_with=connection)
        connection.execute(plans.insert(), rows)
    engine.dispose()
