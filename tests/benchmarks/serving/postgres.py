"""A PostgreSQL server of our own, for tests and for the benchmark of the service."""

import contextlib
import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

_BINARIES = Path("/usr/lib/postgresql")
_NUMBERS = itertools.count(1)


def free_port() -> int:
    """Returns a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def find_binaries() -> Path | None:
    """Returns the newest server's programs, as Debian installs them; None without one."""
    found = sorted(_BINARIES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


class PostgresServer:
    """A server that listens on this machine only, in a folder of its own."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self._bin = binaries
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
        """Returns the address of a database."""
        return f"postgresql://onebroom@127.0.0.1:{self.port}/{name}"

    def new_database(self) -> str:
        """Returns the address of an empty database."""
        # Only here: its driver is an extra.
        import psycopg

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
def postgres_running(binaries: Path) -> Iterator[PostgresServer]:
    """Gives a server and ends it afterwards."""
    # Not below a folder which nobody else may enter.
    folder = Path(tempfile.mkdtemp(prefix="onebroom-pg-"))
    try:
        server = PostgresServer(folder, binaries)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
