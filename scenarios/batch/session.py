"""One connection to a Dask cluster: who is there, what they are made of, runs until it breaks."""

import asyncio
import contextlib
import importlib.metadata
import logging
import platform
import queue
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from optimizer.errors import InputError, OneBroomError
from optimizer.extras import needing
from optimizer.stop import Progress, Stage
from scenarios.batch.content import keep_content
from scenarios.batch.installation import LIBRARIES, OWN, describe_installation
from scenarios.batch.job import RunJob
from scenarios.batch.on_worker import (
    Answer,
    ClusterRun,
    Unequipped,
    key_of,
    make_on_worker,
    worker_lacks,
)
from scenarios.batch.watch import RunsWatch

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_S = 10.0
"""Seconds in which a scheduler answers that is there."""

LOOK_S = 0.2
"""Seconds between two looks at the caller."""

ASK_EVERY_S = 2.0
"""Seconds between two questions to the scheduler who is there."""

MOST_DEATHS = 3
"""Workers that a run may lose before it is taken for the reason."""


class SessionLost(Exception):
    """The scheduler does not answer any more, or there are no workers left."""


@contextlib.contextmanager
def connect(address: str) -> Iterator["Client"]:
    """Gives a connection to a scheduler.

    Raises
    ------
    InputError
        When the library is missing.
    SessionLost
        When nobody answers.
    """
    with needing("cluster", thing=f"--cluster {address}"):
        from distributed import Client
    with _in_silence():
        try:
            client = Client(address, timeout=CONNECT_S, set_as_default=False, name="onebroom")
        except (TimeoutError, OSError) as error:
            raise SessionLost(str(error)) from None
        try:
            yield client
        except (TimeoutError, OSError, asyncio.CancelledError) as error:
            raise SessionLost(str(error)) from None
        finally:
            # A scheduler that is gone takes no leave.
            with contextlib.suppress(Exception):
                client.close(timeout=2.0)


@contextlib.contextmanager
def _in_silence() -> Iterator[None]:
    """Keeps the library from telling by itself what is told here in our words."""
    loggers = [
        logging.getLogger(name)
        for name in ("distributed", *logging.root.manager.loggerDict)
        if name.partition(".")[0] == "distributed"
    ]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


here = cache(describe_installation)
"""What this process is made of."""


def require_same_installation(client: "Client") -> None:
    """Makes sure that all workers are made of the same as this process.

    The library's and Python's own functions ask first: of ours nothing is sent before.

    Raises
    ------
    InputError
        Names each worker that differs, and in what.
    SessionLost
        When there are no workers.
    """
    ours = here()
    asked: dict[str, dict[str, Any]] = {
        "python": client.run(platform.python_version, on_error="return"),
        "processor": client.run(platform.machine, on_error="return"),
    }
    for name in LIBRARIES:
        asked[name] = client.run(importlib.metadata.version, name, on_error="return")
    if not asked["python"]:
        raise SessionLost("no workers")
    differing = _differences(ours, asked)
    if not differing:
        found = client.run(describe_installation, on_error="return")
        own = {
            worker: said[OWN] if isinstance(said, dict) else said for worker, said in found.items()
        }
        differing = _differences(ours, {OWN: own})
    if differing:
        raise InputError(
            "cluster.differs",
            "--cluster: workers differ from this program, so that plans would too: "
            "{differences:clauses}. Install the same there; nothing was sent.",
            differences=differing,
        )


def _differences(ours: dict[str, str], asked: dict[str, dict[str, Any]]) -> list[str]:
    """Returns what is not the same: worker, thing, what it has there and here."""
    return [
        f"{worker}: {name} {said if isinstance(said, str) else '-'} ({ours[name]})"
        for name, answers in asked.items()
        for worker, said in sorted(answers.items())
        if said != ours[name]
    ]


@dataclass(kw_only=True)
class ClusterSession:
    """Runs on the workers of a cluster, until all are done or the connection breaks.

    Parameters
    ----------
    left
        The runs that are still to be made; each is taken out when it is finished.
    content, digest
        The streets as a content; empty for runs that need none.
    after
        Called when a run is finished: gives the number of one that has come to `left` since, or
        None.
    """

    client: "Client"
    left: dict[int, RunJob]
    content: bytes
    digest: str
    watch: RunsWatch
    after: Callable[[int], int | None] = lambda number: None
    _heard: "queue.SimpleQueue[tuple[int, Future | Progress]]" = field(
        default_factory=queue.SimpleQueue
    )
    _futures: "dict[int, Future]" = field(default_factory=dict)
    _batch: str = field(default_factory=lambda: f"onebroom-{uuid.uuid4().hex[:12]}")
    _deaths: dict[int, int] = field(default_factory=dict)
    _ask_s: float = 0.0

    def run(self) -> None:
        """Makes what is left.

        Raises
        ------
        OneBroomError
            What the planning of one of them raised; the others are ended.
        SessionLost
            When the scheduler does not answer any more, or all workers are gone.
        """
        if self.digest:
            lacking = self.client.run(worker_lacks, self.digest)
            self._ship([worker for worker, lacks in lacking.items() if lacks])
        self.client.subscribe_topic(self._batch, self._note)
        try:
            for number in list(self.left):
                self._submit(number)
            while self.left and not self.watch.should_stop():
                self._require_alive()
                with contextlib.suppress(queue.Empty):
                    self._hear(*self._heard.get(timeout=LOOK_S))
        finally:
            # What a worker is at is ended there as soon as the scheduler has forgotten it.
            with contextlib.suppress(Exception):
                self.client.cancel(list(self._futures.values()), force=True)

    def _ship(self, workers: list[str]) -> None:
        if workers:
            self.client.run(keep_content, self.content, workers=workers)

    def _submit(self, number: int) -> None:
        run = ClusterRun(
            batch=f"{self._batch}-{uuid.uuid4().hex[:6]}",
            number=number,
            job=self.left[number],
            streets=self.digest,
            installation=here(),
            topic=self._batch,
        )
        with warnings.catch_warnings():
            # A part of a plan holds all that it needs: that is large, and meant.
            warnings.filterwarnings("ignore", message="Sending large graph")
            future = self.client.submit(make_on_worker, run, key=key_of(run), pure=False)
        self._futures[number] = future
        future.add_done_callback(lambda one: self._heard.put((number, one)))

    def _note(self, event: Any) -> None:
        """Takes in, on the library's thread, how a run stands."""
        number, stage, share = event[1] if isinstance(event, tuple) else event
        self._heard.put((number, Progress(stage=Stage(stage), share=share)))

    def _hear(self, number: int, said: "Future | Progress") -> None:
        if number not in self.left:
            return
        if isinstance(said, Progress):
            self.watch.on_progress(number, said)
        elif said is self._futures.get(number):
            self._take(number, said)

    def _take(self, number: int, future: "Future") -> None:
        """Takes in what became of a run."""
        if future.status == "cancelled" or future.status == "lost":
            raise SessionLost(future.status)
        if future.status == "error":
            self._count_death(number, future)
            return
        if future.status != "finished":
            # It was, but the worker that held the plan has died: another makes it anew.
            future.add_done_callback(lambda one: self._heard.put((number, one)))
            return
        answer: Answer | Unequipped = future.result(timeout=CONNECT_S)
        if isinstance(answer, Unequipped):
            self._equip(answer)
            self._submit(number)
            return
        if answer.error is not None:
            raise answer.error
        del self.left[number]
        self._futures.pop(number).release()
        if answer.made is not None:
            self.watch.on_plan(number, answer.made)
        self.watch.on_done(number)
        following = self.after(number)
        if following is not None:
            self._submit(following)

    def _equip(self, answer: Unequipped) -> None:
        """Gives a worker that has come later what the others have."""
        if not answer.lacks_streets:
            require_same_installation(self.client)
        with contextlib.suppress(ValueError, KeyError):
            self._ship([answer.worker])

    def _count_death(self, number: int, future: "Future") -> None:
        """Makes a run again whose process or worker has died, unless it dies of it.

        Raises
        ------
        InputError
            When it has died too often, or cannot be sent.
        """
        error = future.exception(timeout=CONNECT_S)
        deaths = self._deaths[number] = self._deaths.get(number, 0) + 1
        kind = type(error).__name__
        if isinstance(error, OneBroomError):
            raise error
        if deaths < MOST_DEATHS and kind in ("LostProcess", "Unwanted", "KilledWorker"):
            self._submit(number)
            return
        job = self.left[number]
        raise InputError(
            "cluster.run_failed",
            "{scenario}, seed {seed}: could not be made on the cluster ({why}); look at the "
            "log of its workers.",
            scenario=job.name,
            seed=job.seed,
            why=f"{kind}: {error}",
        )

    def _require_alive(self) -> None:
        """Makes sure now and then that scheduler and workers are there.

        Raises
        ------
        SessionLost
            When they are not.
        """
        if self.client.status != "running":
            raise SessionLost(self.client.status)
        now_s = time.monotonic()
        if now_s < self._ask_s:
            return
        self._ask_s = now_s + ASK_EVERY_S
        if not self.client.nthreads():
            raise SessionLost("no workers")
