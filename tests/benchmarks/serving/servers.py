"""Servers in processes of their own, which can be killed, and what is asked of them."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from api.service.jobs.lifeline import NURSERY
from scenarios.plan_file import PlanFile, read_plan
from scenarios.plan_request import PlanRequest
from scenarios.planning import PlanWatch

from .postgres import free_port

PLAN = "ONEBROOM_BENCH_PLAN"
"""Names the plan that the quick planner hands out."""

HIGH = {
    f"ONEBROOM_LIMIT_{name}": str(value)
    for name, value in {
        "REQUESTS_PER_S": 100_000,
        "BURST": 100_000,
        "REQUESTS_AT_ONCE": 100_000,
        "PLANS_AT_ONCE": 100_000,
    }.items()
}
"""All clients of a benchmark come from one address, which counts as one client."""

START_S = 120.0


class Answer(NamedTuple):
    """What a server answers."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def quick(request: PlanRequest, *, watch: PlanWatch, start: PlanFile | None = None) -> PlanFile:
    """Hands out a plan that is there, in place of a search."""
    found = read_plan(Path(os.environ[PLAN]))
    watch.on_plan(found)
    return found


def serve_quick(port: int) -> None:
    """Serves with the quick planner."""
    from api.service import serve
    from api.service.settings import ServiceSettings

    settings = replace(ServiceSettings.from_environment(), planner=f"{__name__}:quick")
    serve(host="127.0.0.1", port=port, settings=settings)


@dataclass
class Server:
    """A server on a port of its own.

    Parameters
    ----------
    plan
        A plan that is handed out in place of a search; None for real plans.
    """

    database_url: str
    log: Path
    plan: Path | None = None
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> float:
        """Starts it; returns after how many seconds it was ready."""
        command = [sys.executable, "-m", "api.commands", "serve", "--port", str(self.port)]
        environment = {**os.environ, **HIGH, "ONEBROOM_DATABASE_URL": self.database_url}
        if self.plan is not None:
            environment[PLAN] = str(self.plan)
            code = f"from {__name__} import serve_quick; serve_quick({self.port})"
            command = [sys.executable, "-c", code]
        begin_s = time.perf_counter()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        while not self._is_ready():
            if self.process.poll() is not None or time.perf_counter() - begin_s > START_S:
                raise RuntimeError(f"the server did not start; see {self.log}")
            time.sleep(0.02)
        return time.perf_counter() - begin_s

    def kill(self) -> None:
        """Kills it, as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Ends it in good order."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()

    def children(self) -> list[int]:
        """Returns the processes of its plans."""
        return [pid for pid in self._descendants() if _name_of(pid).startswith("plan-")]

    def nursery(self) -> list[int]:
        """Returns the process that those are copies of."""
        return [pid for pid in self._descendants() if _name_of(pid) == NURSERY]

    def _descendants(self) -> list[int]:
        assert self.process is not None
        found, left = [], [self.process.pid]
        while left:
            for task in Path(f"/proc/{left.pop()}/task").glob("*/children"):
                with contextlib.suppress(OSError):
                    children = [int(pid) for pid in task.read_text().split()]
                    found += children
                    left += children
        return found

    def memory_mb(self) -> float:
        """Returns its resident memory."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(one for one in status.splitlines() if one.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Returns the answer to one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            return ask_on(connection, method, path, body, **headers)

    def get(self, path: str) -> Any:
        """Returns the JSON at a path."""
        answer = self.ask("GET", path)
        if answer.status != 200:
            raise RuntimeError(f"GET {path}: {answer.status} {answer.body[:200]!r}")
        return json.loads(answer.body)

    def post_plan(self, request: dict[str, object]) -> str:
        """Returns the path of a new plan."""
        answer = self.ask("POST", "/plans", request)
        if answer.status != 202:
            raise RuntimeError(f"POST /plans: {answer.status} {answer.body[:200]!r}")
        return answer.headers["location"]

    def _is_ready(self) -> bool:
        try:
            return self.ask("GET", "/readyz").status == 200
        except OSError:
            return False


def ask_on(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: object = None,
    **headers: str,
) -> Answer:
    """Returns the answer to one request on a connection that stays open."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    text = None if body is None else json.dumps(body)
    if text is not None:
        sent["Content-Type"] = "application/json"
    connection.request(method, path, body=text, headers=sent)
    answer = connection.getresponse()
    found = {name.lower(): value for name, value in answer.getheaders()}
    return Answer(answer.status, found, answer.read())


def _name_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


@contextlib.contextmanager
def running(*servers: Server) -> Iterator[float]:
    """Starts servers and ends them afterwards; gives the seconds of the first start."""
    try:
        first_s, *_ = [server.start() for server in servers]
        yield first_s
    finally:
        for server in servers:
            server.stop()


def end(pid: int) -> None:
    """Kills a process that may be gone by itself."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
