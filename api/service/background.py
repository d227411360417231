"""Threads of the service that work beside its answers until they are told to end."""

import threading
from abc import ABC, abstractmethod


class Background(ABC):
    """A thread that works until it is asked to leave; `_run` is what it does."""

    name = "background"

    def __init__(self) -> None:
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def leave(self) -> None:
        """Asks the thread to end, and does not wait for it."""
        self._leaving.set()

    def join(self) -> None:
        """Waits until it has ended."""
        self._thread.join()

    def stop(self) -> None:
        """Asks it to end, and waits until it has."""
        self.leave()
        self.join()

    @abstractmethod
    def _run(self) -> None: ...
