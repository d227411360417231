"""A real server in a process of its own, for tests that kill it."""

import contextlib
import json
import os
import resource
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "tests" / "data"
PATIENCE_S = 900.0
"""A safety net: what is waited for is an event, and a new machine first compiles for minutes."""


def free_port() -> int:
    """Returns a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Service:
    """`./run serve` on a port and database of its own.

    Parameters
    ----------
    variables
        Of its environment, beside or in place of the usual ones.
    most_bytes
        What a file that it writes may have, as on a disk that is full; None for no limit.
    """

    def __init__(
        self,
        folder: Path,
        *,
        variables: Mapping[str, str] = MappingProxyType({}),
        most_bytes: int | None = None,
    ) -> None:
        self.port = free_port()
        self.folder = folder
        self._variables = variables
        self._most_bytes = most_bytes
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Of the server."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        self.begin()
        self.wait_for(self._answers)

    def begin(self) -> None:
        """Starts the server."""
        environment = os.environ | {
            "ONEBROOM_DATABASE_URL": f"sqlite:///{self.folder / 'plans.db'}",
            "ONEBROOM_CACHE": str(self.folder / "cache"),
            "ONEBROOM_STREETS": str(DATA),
            "PYTHONPATH": str(ROOT),
            **self._variables,
        }
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "api.commands", "serve", "--port", str(self.port)],
                env=environment,
                stdout=log,
                stderr=log,
            )
        if self._most_bytes is not None:
            most = (self._most_bytes, self._most_bytes)
            resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, most)

    def end(self) -> int:
        """Waits until the server has ended by itself; returns its exit code."""
        assert self._process is not None
        return self._process.wait(PATIENCE_S)

    def _answers(self) -> bool:
        try:
            return bool(self.get("/healthz")["status"] == "ok")
        except OSError:
            return False

    def kill(self) -> None:
        """Kills the server as a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Ends the server in good order."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()

    def url(self, path: str) -> str:
        """Returns an address on this server."""
        return f"http://127.0.0.1:{self.port}{path}"

    def get(self, path: str) -> Any:
        """Returns the JSON at a path."""
        with urllib.request.urlopen(self.url(path), timeout=30) as answer:
            return json.load(answer)

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Posts JSON and returns the answer's JSON."""
        asked = urllib.request.Request(
            self.url(path),
            data=json.dumps(body or {}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return json.load(answer)

    def wait_for(self, condition: Callable[[], Any]) -> Any:
        """Returns the first true answer of a condition."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            found = condition()
            if found:
                return found
            time.sleep(0.05)
        log = (self.folder / "server.log").read_text(errors="replace")[-2000:]
        raise AssertionError(f"waited in vain; the server's log ends:\n{log}")

    def wait_for_status(self, plan_id: str, *statuses: str) -> Any:
        """Returns the plan when it has one of the statuses."""

        def there() -> Any:
            plan = self.get(f"/plans/{plan_id}")
            return plan if plan["status"] in statuses else None

        return self.wait_for(there)


@contextlib.contextmanager
def running(folder: Path, **settings: Any) -> Iterator[Service]:
    """Gives a running server and ends it afterwards; `settings` are those of `Service`."""
    service = Service(folder, **settings)
    try:
        service.start()
        yield service
    finally:
        service.stop()
