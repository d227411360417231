"""Stopping criteria and progress, as values."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from fleet.message import InvalidValue


class Stage(StrEnum):
    """What is being done while somebody waits."""

    STREETS = "streets"
    FILE = "file"
    TASKS = "tasks"
    MATRIX = "matrix"
    JOIN = "join"
    COMPILE = "compile"
    SEARCH = "search"
    CHECK = "check"
    EXPLAIN = "explain"
    BOUND = "bound"
    DRAW = "draw"
    DAYS = "days"
    TRUCKS = "trucks"
    EXCEPTIONS = "exceptions"
    HOURS = "hours"
    ROSTER = "roster"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a search is.

    Parameters
    ----------
    iterations
        Ruin-and-recreate steps done.
    elapsed_s
        Seconds since the search began.
    best_cost
        Cost of the best solution so far: yuan for a day's plan, the file's unit for a benchmark.
    unassigned
        Tasks that the best solution leaves out.
    since_best
        Iterations since the best solution was found.
    share
        How much of the stopping criterion is used up, in [0, 1].
    """

    stage: Stage
    iterations: int = 0
    elapsed_s: float = 0.0
    best_cost: float = 0.0
    unassigned: int = 0
    since_best: int = 0
    share: float = 0.0

    def after(self, before: "Progress", *, share: float) -> "Progress":
        """Returns the progress of a whole of which this is a part.

        Parameters
        ----------
        before
            What was spent before the part, what all else costs and how much of it is left out.
        share
            How much of the whole the part is.
        """
        return replace(
            self,
            iterations=before.iterations + self.iterations,
            elapsed_s=before.elapsed_s + self.elapsed_s,
            best_cost=before.best_cost + self.best_cost,
            unassigned=before.unassigned + self.unassigned,
            share=min(1.0, before.share + share * self.share),
        )


NOTHING_SPENT = Progress(stage=Stage.SEARCH)
"""How a search stands that has not begun."""


Stop = Callable[[Progress], bool]
"""Says after each stretch of search whether it is to end."""


@dataclass(frozen=True, slots=True)
class MaxIterations:
    """Stops after `limit` iterations; makes a search reproducible."""

    limit: int

    def __post_init__(self) -> None:
        if self.limit <= 0:
            raise InvalidValue(
                "stop.iterations",
                "iterations must be positive, got {iterations}.",
                iterations=self.limit,
            )

    def __call__(self, progress: Progress) -> bool:
        return progress.iterations >= self.limit

    def share(self, progress: Progress) -> float:
        """Returns how much of the limit is used up."""
        return min(1.0, progress.iterations / self.limit)


@dataclass(frozen=True, slots=True)
class MaxRuntime:
    """Stops after `limit_s` seconds of search."""

    limit_s: float

    def __post_init__(self) -> None:
        if not self.limit_s > 0:
            raise InvalidValue(
                "stop.seconds",
                "seconds must be positive, got {seconds}.",
                seconds=self.limit_s,
            )

    def __call__(self, progress: Progress) -> bool:
        return progress.elapsed_s >= self.limit_s

    def share(self, progress: Progress) -> float:
        """Returns how much of the limit is used up."""
        return min(1.0, progress.elapsed_s / self.limit_s)


Limit = MaxIterations | MaxRuntime


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Stops as soon as one of several limits is reached."""

    limits: tuple[Limit, ...]

    def __post_init__(self) -> None:
        if not self.limits:
            raise InvalidValue(
                "stop.none", "a search needs at least one limit: iterations or seconds."
            )

    def __call__(self, progress: Progress) -> bool:
        return any(limit(progress) for limit in self.limits)

    def share(self, progress: Progress) -> float:
        """Returns how much of the nearest limit is used up."""
        return max(limit.share(progress) for limit in self.limits)

    def part(self, share: float, *, spent: Progress = NOTHING_SPENT) -> "AnyOf":
        """Returns a share of every limit, less what has been spent of it."""
        parts: list[Limit] = []
        for limit in self.limits:
            if isinstance(limit, MaxIterations):
                steps = round(share * limit.limit) - spent.iterations
                parts.append(MaxIterations(max(1, steps)))
            else:
                parts.append(MaxRuntime(max(LEAST_S, share * limit.limit_s - spent.elapsed_s)))
        return AnyOf(tuple(parts))

    def reserve(self, share: float) -> "AnyOf":
        """Returns it with a share of the time, but of no other limit, kept for what follows."""
        return AnyOf(
            tuple(
                MaxRuntime((1 - share) * limit.limit_s) if isinstance(limit, MaxRuntime) else limit
                for limit in self.limits
            )
        )


LEAST_S = 1e-3
"""Seconds that are left to a part of a run at least."""


def limits(*, iterations: int | None = None, seconds: float | None = None) -> AnyOf:
    """Returns the stop for what a user asked for; at least one must be given."""
    chosen: list[Limit] = []
    if iterations is not None:
        chosen.append(MaxIterations(iterations))
    if seconds is not None:
        chosen.append(MaxRuntime(seconds))
    return AnyOf(tuple(chosen))
