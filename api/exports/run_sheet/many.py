"""Many run sheets at once, on two cores."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from optimizer.forking import can_fork
from optimizer.orphans import die_with_forker

MakeSheet = Callable[[str], bytes]
"""Makes the run sheet of a vehicle."""

_CORES = 2
_FEW = 6
"""Sheets for which it is not worth a second process."""


def set_sheets(sheet: MakeSheet, vehicle_ids: Sequence[str]) -> list[bytes]:
    """Returns the run sheets of vehicles, made side by side.

    A process that is forked has the plan and its streets already. Threads, where none can be,
    share one interpreter: while the typesetter sets one sheet the next is made.
    """
    if len(vehicle_ids) < _FEW or not can_fork():
        with ThreadPoolExecutor(_CORES) as threads:
            return list(threads.map(sheet, vehicle_ids))
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(
        _CORES, mp_context=fork, initializer=_begin, initargs=(sheet,)
    ) as processes:
        return list(processes.map(_set_one, vehicle_ids))


_begun: list[MakeSheet] = []
"""What a forked process makes; it is inherited, not sent."""


def _begin(sheet: MakeSheet) -> None:
    die_with_forker()
    _begun.append(sheet)


def _set_one(vehicle_id: str) -> bytes:
    return _begun[-1](vehicle_id)
