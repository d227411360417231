"""Running days made ready to be asked where a task fits, kept for the next question."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from anyio import CapacityLimiter

from optimizer.events import Event

if TYPE_CHECKING:
    from optimizer.operations import Fit
    from scenarios.planning import FitDesk

MOST_DESKS = 4
"""Days that are kept ready; one holds the travel times between all tasks that are left."""


class DeskKey(NamedTuple):
    """What a desk was made of.

    Parameters
    ----------
    version
        Of the day's list.
    case
        The event that it was made for and that is not in the list; None for none.
    """

    plan_id: str
    version: int
    now_s: int
    freeze_s: int
    case: Event | None


@dataclass(slots=True)
class _DeskPlace:
    """Where one desk is made and stands; `lock` lets one question at a time work at it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    desk: "FitDesk | None" = None
    fits: "dict[str, tuple[Fit, ...]]" = field(default_factory=dict)


class Desks:
    """The desks that were used last.

    Parameters
    ----------
    at_once
        How many questions are worked on at the same time; more of them wait.
    """

    def __init__(self, *, at_once: int) -> None:
        self.limiter = CapacityLimiter(at_once)
        self._lock = threading.Lock()
        self._places: OrderedDict[DeskKey, _DeskPlace] = OrderedDict()

    def fits(
        self, key: DeskKey, task_id: str, open_desk: "Callable[[], FitDesk]"
    ) -> "tuple[Fit, ...]":
        """Returns the best places for a task, the first of which is checked in its route.

        Raises
        ------
        InputError
            When the task is not among those that can be placed.
        PlanRefused
            When the checker finds a violation in the first.
        """
        place = self._place(key)
        with place.lock:
            if place.desk is None:
                place.desk = open_desk()
            if task_id not in place.fits:
                found = place.desk.fits(task_id)
                if found:
                    # What is told of the first must hold.
                    place.desk.vouch_for(found[0])
                place.fits[task_id] = found
            return place.fits[task_id]

    def _place(self, key: DeskKey) -> _DeskPlace:
        with self._lock:
            place = self._places.setdefault(key, _DeskPlace())
            self._places.move_to_end(key)
            while len(self._places) > MOST_DESKS:
                self._places.popitem(last=False)
            return place
