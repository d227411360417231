"""A Dask scheduler and its workers as processes of their own, on the loopback interface."""

import contextlib
import gc
import os
import signal
import socket
import subprocess
import sys
import time
import warnings
from pathlib import Path

from scenarios.batch import PlanJob, open_jobs
from scenarios.files import load_network
from scenarios.plan_request import PlanRequest

ROOT = Path(__file__).parents[3]
HAMLET = ROOT / "tests" / "data" / "hamlet"
STREETS = ROOT / "tests" / "data" / "nine_corners.osm"
PATIENCE_S = 120


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Loopback:
    """A scheduler and workers; a context manager that leaves none behind."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.scheduler: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def _start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{arguments[0]}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{arguments[0]}", *arguments[1:]],
                env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
                stdout=log,
                stderr=log,
            )

    def start_scheduler(self) -> None:
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard"
        )
        until_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < until_s:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            time.sleep(0.1)
        raise TimeoutError("the scheduler did not come up")

    def start_worker(self, **environment: str) -> subprocess.Popen[bytes]:
        worker = self._start(
            "worker",
            self.address,
            "--nthreads=1",
            "--no-nanny",
            "--no-dashboard",
            f"--local-directory={self.folder}",
            **environment,
        )
        self.workers.append(worker)
        return worker

    def wait_for_workers(self, count: int) -> None:
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=PATIENCE_S)

    @staticmethod
    def kill(process: subprocess.Popen[bytes]) -> None:
        process.send_signal(signal.SIGKILL)
        process.wait()

    def __enter__(self) -> "Loopback":
        self.start_scheduler()
        return self

    def __exit__(self, *_: object) -> None:
        for process in [*self.workers, self.scheduler]:
            if process is not None and process.poll() is None:
                self.kill(process)
        # The library leaves connections whose other end was killed to the collector, which would
        # find their sockets open in whichever test comes later.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


def hamlet_jobs(count: int) -> dict[int, PlanJob]:
    """As many plans of the hamlet, each with a seed of its own."""
    requests = [
        PlanRequest(scenario=str(HAMLET), iterations=20, seed=seed, bound_seconds=0)
        for seed in range(count)
    ]
    return dict(enumerate(open_jobs(requests)))


def hamlet_streets():
    return load_network(osm=str(STREETS))


class Record:
    """What was told of runs."""

    def __init__(self, *, at=None) -> None:
        self.plans: dict[int, list[str]] = {}
        self.done: list[int] = []
        self.stages: set[str] = set()
        self._at = at or {}

    def watch(self):
        from scenarios.batch import RunsWatch

        return RunsWatch(
            on_progress=lambda number, progress: self.stages.add(progress.stage),
            on_plan=lambda number, plan: self.plans.setdefault(number, []).append(plan.digest),
            on_done=self._end,
            should_stop=lambda: False,
        )

    def _end(self, number: int) -> None:
        self.done.append(number)
        self._at.get(len(self.done), lambda: None)()
