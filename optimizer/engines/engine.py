"""What every engine takes and gives."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from optimizer.instance import Instance, Solution
from optimizer.stop import NOTHING_SPENT, AnyOf, Progress

if TYPE_CHECKING:
    from optimizer.engines.part_search import PartsRunner


def _ignore_progress(progress: Progress) -> None:
    """Nobody is watching."""


def _ignore_best(solution: Callable[[], Solution]) -> None:
    """Nobody is keeping."""


def _go_on() -> bool:
    return False


def _as_it_is(solution: Solution) -> Solution:
    return solution


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

    def part(
        self,
        share: float,
        *,
        before: Progress = NOTHING_SPENT,
        solution_of_whole: Callable[[Solution], Solution] = _as_it_is,
    ) -> "Watch":
        """Returns the watch of a part of a run, which tells of the whole.

        Parameters
        ----------
        share
            How much of the whole run the part is.
        before
            What was spent before it, and what all else costs.
        solution_of_whole
            Makes a solution of the whole of one of the part.
        """

        def note(now: Progress) -> None:
            self.on_progress(now.after(before, share=share))

        def keep(solution: Callable[[], Solution]) -> None:
            self.on_best(lambda: solution_of_whole(solution()))

        return replace(self, on_progress=note, on_best=keep)

    def without_bests(self) -> "Watch":
        """Returns the same watch of a run whose solutions are not handed out on the way."""
        return replace(self, on_best=_ignore_best)


IDLE = Watch()
"""Watches nothing and lets the run go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What every search is told besides its instance.

    Parameters
    ----------
    stop
        When it ends.
    seed
        The same seed and iteration limit give the same solution.
    cost_unit
        Cost units in one unit of `Progress.best_cost`: 1 for a benchmark file, `100 * FEN` for
        yuan.
    watch
        How the caller follows it and ends it.
    parts
        Who searches the parts of an instance that is searched in parts; None for this process.
    """

    stop: AnyOf
    seed: int = 0
    cost_unit: int = 1
    watch: Watch = IDLE
    parts: "PartsRunner | None" = None

    def part(
        self,
        share: float,
        *,
        before: Progress = NOTHING_SPENT,
        solution_of_whole: Callable[[Solution], Solution] = _as_it_is,
    ) -> "Run":
        """Returns a part of the run, with so much of each limit, that tells of the whole."""
        return replace(
            self,
            stop=self.stop.part(share),
            watch=self.watch.part(share, before=before, solution_of_whole=solution_of_whole),
        )


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

    def count_spent(self, share: float, *, before: Progress = NOTHING_SPENT) -> Progress:
        """Returns what is spent once a part of a run, so much of the whole, has ended so."""
        return replace(
            before,
            iterations=before.iterations + self.iterations,
            elapsed_s=before.elapsed_s + self.elapsed_s,
            share=min(1.0, before.share + share),
        )


class Engine(Protocol):
    """An algorithm that solves an instance."""

    def __call__(self, instance: Instance, run: Run, *, start: Solution | None = None) -> Outcome:
        """Returns the best solution found until `run.stop` says so.

        Parameters
        ----------
        start
            A solution to go on from. As much of it as keeps the rules is taken over, and the
            solution returned costs no more than that.

        Raises
        ------
        InputError
            When the engine cannot express something in the instance, or start from a solution.
        """
        ...
