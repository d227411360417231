"""The boards that were asked for last, as they are sent."""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from api.service.board.schema import BoardOut
from api.words import Phrasebook

if TYPE_CHECKING:
    from api.service.board.lots import LotsKept
    from optimizer.network.road_network import RoadNetwork
    from scenarios.plan_file import PlanFile

MOST_BOARDS = 8
"""Boards that are kept; one of a city is about a megabyte."""

_LEVEL = 9
"""As small as gzip makes it: a board is compressed once and sent many times."""


class BoardKey(NamedTuple):
    """What a board was made of."""

    digest: str
    language: str


class Boards:
    """Keeps boards, compressed; one is made at a time, and whoever waited for it finds it."""

    def __init__(self) -> None:
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

    def draw(self, plan_file: "PlanFile", network: "RoadNetwork", words: Phrasebook) -> BoardOut:
        """Returns the board of a plan; what the standards say of its day is kept."""
        from api.service.board.drawing import draw_board

        return draw_board(plan_file, network, words, self._lots)

    @cached_property
    def _lots(self) -> "LotsKept":
        from api.service.board.lots import LotsKept

        return LotsKept()
