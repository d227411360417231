"""Reads of finished plans, streams and memory, while two plans are made."""

import contextlib
import http.client
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from .servers import Server, ask_on

CLIENTS = 8
"""Connections that read; each waits for its answers one by one."""


@dataclass
class Streams:
    """Streams of events that are open at the same time."""

    server: Server
    path: str
    number: int
    heard: list[int] = field(default_factory=list)

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
        self._over.set()

    def _listen(self, place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=600)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            connection.request("GET", self.path)
            answer = connection.getresponse()
            while not self._over.is_set() and (line := answer.readline()):
                self.heard[place] += line.startswith(b"data:")


def read_at_rate(
    server: Server, paths: Sequence[tuple[str, dict[str, str]]], *, per_s: float, seconds: float
) -> tuple[list[float], int]:
    """Reads at a rate, whatever the answers take.

    Parameters
    ----------
    paths
        What is read in turns: paths, and headers.

    Returns
    -------
    waits_s, refused
        The seconds from when each read was due to the end of its answer, and how many answers
        were neither 200 nor 304.
    """
    begin_s = time.perf_counter() + 0.2
    total = int(per_s * seconds)
    waits: list[list[float]] = [[] for _ in range(CLIENTS)]
    refused = [0] * CLIENTS

    def read(client: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        with contextlib.closing(connection):
            for number in range(client, total, CLIENTS):
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
    return [one for those in waits for one in those], sum(refused)


def percentile_ms(waits_s: Sequence[float], per_cent: int) -> float:
    """Returns the milliseconds within which so many per cent are answered."""
    return 1000 * statistics.quantiles(waits_s, n=100)[per_cent - 1]


def grow_mb(
    server: Server, paths: Sequence[tuple[str, dict[str, str]]], requests: int
) -> tuple[float, float]:
    """Returns the server's memory before and after so many requests, the first tenth apart."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    before = server.memory_mb()
    with contextlib.closing(connection):
        for number in range(requests):
            if number == requests // 10:
                # What is made once and kept is there by now.
                before = server.memory_mb()
            path, headers = paths[number % len(paths)]
            ask_on(connection, "GET", path, **headers)
    return before, server.memory_mb()
