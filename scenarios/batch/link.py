"""A connection to a Dask cluster that is made again when it breaks."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from optimizer.errors import InputError
from scenarios.batch.session import SessionLost, connect, require_same_installation

if TYPE_CHECKING:
    from distributed import Client

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterPatience:
    """How long to wait for a scheduler that is lost, and for workers.

    Parameters
    ----------
    wait_s
        Seconds after the last word of it.
    pause_s
        Seconds between two trials.
    """

    wait_s: float = 60.0
    pause_s: float = 1.0


PATIENCE = ClusterPatience()


class ClusterLink:
    """A connection that stays for one thing after another."""

    def __init__(self, address: str, patience: ClusterPatience) -> None:
        self._address, self._patience = address, patience
        self._open = contextlib.ExitStack()
        self._client: Client | None = None

    def close(self) -> None:
        """Takes leave; the next thing makes a new connection."""
        self._client = None
        # A scheduler that is gone takes no leave.
        with contextlib.suppress(SessionLost):
            self._open.close()

    def hold(
        self, do: "Callable[[Client], Found]", *, give_up: Callable[[], bool] = lambda: False
    ) -> Found:
        """Returns what comes of something on the cluster, done again when the connection breaks.

        Parameters
        ----------
        give_up
            Asked before each further trial; True raises `SessionLost`.

        Raises
        ------
        InputError
            When the cluster does not answer any more, or is made of other parts.
        """
        heard_s = time.monotonic()
        while True:
            connected = False
            try:
                client = self._connect()
                connected = True
                return do(client)
            except (SessionLost, TimeoutError, OSError, asyncio.CancelledError) as error:
                self.close()
                lost = error if isinstance(error, SessionLost) else SessionLost(str(error))
            now_s = time.monotonic()
            heard_s = now_s if connected else heard_s
            if give_up():
                raise lost
            if now_s - heard_s > self._patience.wait_s:
                raise refuse_cluster(self._address, lost) from None
            time.sleep(self._patience.pause_s)

    def _connect(self) -> "Client":
        if self._client is None:
            client = self._open.enter_context(connect(self._address))
            require_same_installation(client)
            self._client = client
        return self._client


def refuse_cluster(address: str, lost: SessionLost) -> InputError:
    """Returns what is said of a cluster that cannot be used."""
    if str(lost) == "no workers":
        return InputError(
            "cluster.no_workers",
            "--cluster {address}: the scheduler has no workers; start some with: dask worker "
            "{address}",
            address=address,
        )
    return InputError(
        "cluster.silent",
        "--cluster {address}: no scheduler answers there; start one with: dask scheduler. What is "
        "finished is kept under --out; go on with --resume.",
        address=address,
    )
