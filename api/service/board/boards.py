"""The boards that were asked for last, as they are sent."""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

from api.service.board.lots import LotsKept
from api.service.board.schema import BoardOut

MOST_BOARDS = 8
"""Boards that are kept; one of a city is about a megabyte."""

_LEVEL = 6


class BoardKey(NamedTuple):
    """What a board was made of."""

    digest: str
    language: str


class Boards:
    """Keeps boards, compressed; one is made at a time, and whoever waited for it finds it."""

    def __init__(self) -> None:
        self.lots = LotsKept()
        self._lock = Lock()
        self._boards: OrderedDict[BoardKey, bytes] = OrderedDict()

    def get(self, key: BoardKey, draw: Callable[[], BoardOut]) -> bytes:
        """Returns a board as JSON, compressed with gzip."""
        with self._lock:
            if key not in self._boards:
                text = draw().model_dump_json()
                self._boards[key] = gzip.compress(text.encode(), compresslevel=_LEVEL, mtime=0)
                while len(self._boards) > MOST_BOARDS:
                    self._boards.popitem(last=False)
            self._boards.move_to_end(key)
            return self._boards[key]
