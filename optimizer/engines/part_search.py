"""The search of one part of a large instance, and what whoever searches parts has in common.

A part comes with all that its search needs and says all that is wanted of it, so where it is
searched makes no difference: in this process, in another, on another machine.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Protocol

from optimizer.engines.loop import search_until
from optimizer.instance import Instance, Solution, Visit
from optimizer.search import Elite, Params, Search
from optimizer.stop import AnyOf, Progress

ELITE_EVERY_S = 1.0
"""Least time between two bests that are sent to another process on the way."""


class PartTask(NamedTuple):
    """A part to search.

    Parameters
    ----------
    start
        Elements of each route to go on from, one list a duty; None to build the first ones.
    temperatures
        The first and the last; None where nothing is searched.
    stop
        When the search ends; None for the first routes alone.
    clock
        Seconds that `stop` goes by, where the part is searched.
    """

    instance: Instance
    seed: int
    params: Params
    start: Sequence[Sequence[int]] | None = None
    temperatures: tuple[float, float] | None = None
    stop: AnyOf | None = None
    clock: Callable[[], float] = time.perf_counter


class PartEnd(NamedTuple):
    """Where the search of a part has ended: each duty's route, and what it costs."""

    routes: list[list[int]]
    costs: list[int]


class PartWord(NamedTuple):
    """What is said of a part while it is searched, and when that has ended.

    Parameters
    ----------
    steps
        Done so far.
    best
        Its best solution, None where that is no news.
    end
        None while it is searched.
    """

    steps: int
    best: Elite | None
    end: PartEnd | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsCaller:
    """Who wants parts searched.

    Parameters
    ----------
    task_of
        Gives the part of a number when its turn has come, None where there is no time for it.
    hear
        Given what is said of the part of a number; True ends all of them.
    should_stop
        Asked several times a second; True ends all of them.
    """

    task_of: Callable[[int], PartTask | None]
    hear: Callable[[int, PartWord], bool]
    should_stop: Callable[[], bool]


class PartsRunner(Protocol):
    """Who searches parts, some of them at a time."""

    def count_lanes(self) -> int:
        """Returns how many parts are searched at a time."""

    def search(self, lanes: Sequence[Sequence[int]], caller: PartsCaller) -> bool:
        """Searches parts, known by their numbers; says whether the caller ended that.

        Parameters
        ----------
        lanes
            No more than there are; the parts of each are searched one after the other.
        """


class SearchedHere:
    """Searches parts in this process."""

    def count_lanes(self) -> int:
        """Returns one."""
        return 1

    def search(self, lanes: Sequence[Sequence[int]], caller: PartsCaller) -> bool:
        """Searches parts one after the other; says whether the caller ended that."""
        for number in (number for lane in lanes for number in lane):
            task = caller.task_of(number)
            if task is not None and search_part(task, partial(caller.hear, number), every_s=0.0):
                return True
        return False


def search_part(
    task: PartTask, say: Callable[[PartWord], bool], *, every_s: float = ELITE_EVERY_S
) -> bool:
    """Searches a part and says how it stands, its end last; says whether it was told to end.

    Parameters
    ----------
    say
        Called after each stretch of search; True ends it.
    every_s
        Least time between two bests.
    """
    search = Search(
        task.instance,
        seed=task.seed,
        params=task.params,
        start=None if task.start is None else solution_of_routes(task.start),
        temperatures=task.temperatures,
    )
    told_cost, told_s = None, 0.0

    def look(progress: Progress) -> bool:
        nonlocal told_cost, told_s
        best, now_s = None, time.perf_counter()
        if search.best_cost != told_cost and now_s >= told_s + every_s:
            best, told_cost, told_s = search.elite(), search.best_cost, now_s
        return say(PartWord(progress.iterations, best, None))

    ended = task.stop is not None and search_until(
        search,
        stop=task.stop,
        clock=task.clock,
        begin_s=task.clock(),
        look=look,
        meet=lambda: False,
    )
    best = search.elite()
    # The last word is wanted all the same.
    return say(PartWord(search.steps, best, PartEnd(*search.list_routes()))) or ended


def solution_of_routes(routes: Sequence[Sequence[int]]) -> Solution:
    """Returns routes as a solution to start from, of which only the elements count."""
    visits = tuple(tuple(Visit(element, -1) for element in route) for route in routes)
    return Solution(routes=visits, cost=0, absent=())
