"""Reads of finished plans, streams and memory, while two plans are made."""

import contextlib
import http.client
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .servers import Server, ask_on

CLIENTS = 8
"""Connections that read; each waits for its answers one by one."""


@dataclass
class Streams:
    """Streams of events that are open at the same time, of plans in turns.

    Parameters
    ----------
    heard
        The events that each has told.
    open_at_end
        How many had not ended when they were closed.
    """

    server: Server
    paths: Sequence[str]
    number: int
    heard: list[int] = field(default_factory=list)
    open_at_end: int = 0

    def __enter__(self) -> "Streams":
        self._over = threading.Event()
        self.heard = [0] * self.number
        self._threads = [
            threading.Thread(target=self._listen, args=(place,), daemon=True)
            for place in range(self.number)
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.open_at_end = sum(thread.is_alive() for thread in self._threads)
        self._over.set()

    def _listen(self, place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=600)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            connection.request("GET", self.paths[place % len(self.paths)])
            answer = connection.getresponse()
            while not self._over.is_set() and (line := answer.readline()):
                self.heard[place] += line.startswith(b"data:")


class Reads(NamedTuple):
    """What became of reads.

    Parameters
    ----------
    waits_s
        The seconds from when each was due to the end of its answer.
    refused
        How many answers were neither 200 nor 304.
    before_mb, after_mb
        The server's memory after a tenth of them, when what is made once is there, and after all.
    """

    waits_s: list[float]
    refused: int
    before_mb: float
    after_mb: float


def read_at_rate(
    server: Server, paths: Sequence[tuple[str, dict[str, str]]], *, per_s: float, total: int
) -> Reads:
    """Reads so many times at a rate, whatever the answers take.

    Parameters
    ----------
    paths
        What is read in turns: paths, and headers.
    """
    begin_s = time.perf_counter() + 0.2
    waits: list[list[float]] = [[] for _ in range(CLIENTS)]
    refused = [0] * CLIENTS
    before_mb: list[float] = []

    def read(client: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        with contextlib.closing(connection):
            for number in range(client, total, CLIENTS):
                if number == total // 10:
                    before_mb.append(server.memory_mb())
                due_s = begin_s + number / per_s
                time.sleep(max(0.0, due_s - time.perf_counter()))
                path, headers = paths[number % len(paths)]
                answer = ask_on(connection, "GET", path, **headers)
                waits[client].append(time.perf_counter() - due_s)
                refused[client] += answer.status not in (200, 304)

    threads = [threading.Thread(target=read, args=(client,)) for client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Reads(
        waits_s=[one for those in waits for one in those],
        refused=sum(refused),
        before_mb=before_mb[0],
        after_mb=server.memory_mb(),
    )


def percentile_ms(waits_s: Sequence[float], per_cent: int) -> float:
    """Returns the milliseconds within which so many per cent are answered."""
    return 1000 * statistics.quantiles(waits_s, n=100)[per_cent - 1]
