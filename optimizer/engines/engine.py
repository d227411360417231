"""What every engine takes and gives."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from optimizer.instance import Instance, Solution
from optimizer.stop import AnyOf, Progress


def _ignore_progress(progress: Progress) -> None:
    """Nobody is watching."""


def _ignore_best(solution: Callable[[], Solution]) -> None:
    """Nobody is keeping."""


def _go_on() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """How a caller follows a run and ends it.

    Parameters
    ----------
    on_progress
        Called several times a second with the state of the search.
    on_best
        Called after a stretch of search that found a better solution, with a function that
        returns it.
    should_stop
        Asked several times a second; True ends the run, which keeps the best so far.
    clock
        Seconds that limits and progress go by. `time.process_time` makes a benchmark depend less
        on what else the machine does.
    """

    on_progress: Callable[[Progress], None] = field(default=_ignore_progress)
    on_best: Callable[[Callable[[], Solution]], None] = field(default=_ignore_best)
    should_stop: Callable[[], bool] = field(default=_go_on)
    clock: Callable[[], float] = field(default=time.perf_counter)


IDLE = Watch()
"""Watches nothing and lets the run go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run ends with.

    Parameters
    ----------
    solution
        The best found.
    iterations, elapsed_s
        Of the search, set-up not counted.
    interrupted
        True when `Watch.should_stop` ended it.
    """

    solution: Solution
    iterations: int
    elapsed_s: float
    interrupted: bool = False


class Engine(Protocol):
    """An algorithm that solves an instance."""

    def __call__(
        self,
        instance: Instance,
        *,
        stop: AnyOf,
        seed: int,
        cost_unit: int,
        watch: Watch,
        start: Solution | None = None,
    ) -> Outcome:
        """Returns the best solution found until `stop` says so.

        Parameters
        ----------
        cost_unit
            Cost units in one unit of `Progress.best_cost`.
        start
            A solution to go on from; the one found is no worse than what of it keeps the rules.

        Raises
        ------
        InputError
            When the engine cannot express something in the instance, or start from a solution.
        """
        ...
