"""A public benchmark file, solved and checked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from optimizer.benchmark.bound_apart import lower_bound_apart
from optimizer.benchmark.check import (
    Verdict,
    check_carp,
    check_mcarptif,
    check_mcgrp_tp,
    check_waste_vrptw,
)
from optimizer.benchmark.read import Kind, Notice, read_instance
from optimizer.engines import Run, Watch
from optimizer.errors import OneBroomError, message
from optimizer.solver import solve
from optimizer.stop import Progress, Stage, limits

_EVALUATORS: dict[Kind, Callable[[Path, Sequence[Sequence[tuple[int, ...]]]], Verdict]] = {
    Kind.CARP: check_carp,
    Kind.MCARPTIF: check_mcarptif,
    Kind.MCGRP_TP: check_mcgrp_tp,
    Kind.WASTE_VRPTW: check_waste_vrptw,
}


class CheckFailed(OneBroomError):
    """The evaluator, which reads the file by itself, disagrees with the engine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkResult:
    """What was reached on a file.

    Parameters
    ----------
    cost
        As the evaluator recomputed it from the file, in the smallest unit that keeps it whole.
    routes
        Steps in order: (u, v) is a required edge or arc served from u to v, (u, v, n) the n-th one
        of the file between the same nodes, (w,) a node or stop served or a dumping site visited.
    seconds
        Of search, reading and compiling not counted.
    feasible
        Whether all that is required is served.
    bound
        What no solution can undercut, or None where it was not asked for or is not known: of
        other families than CARP, of files that are too large for it, and when it was ended.
    miles
        The cost in miles where it is a length (hundredths of a foot), else None.
    notices
        Where the file contradicts itself, and how it was read.
    """

    instance: str
    cost: int
    routes: list[list[tuple[int, ...]]]
    seconds: float
    iterations: int
    seed: int
    feasible: bool
    engine: str
    processes: int = 1
    bound: int | None = None
    miles: float | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def gap(self) -> float | None:
        """How far the cost may be above the least possible one, as a share; None without bound."""
        return self.cost / self.bound - 1 if self.bound else None


def solve_file(
    path: Path,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 0,
    engine: str = "ruin_recreate",
    processes: int = 1,
    with_bound: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    clock: Callable[[], float] | None = None,
) -> BenchmarkResult:
    """Solves a public file and has the cost recomputed by an evaluator of its own.

    Parameters
    ----------
    clock
        What `seconds` go by, as in `Watch`.

    Raises
    ------
    InputError
        When the file cannot be used.
    CheckFailed
        When the evaluator finds another cost or a violation, or a cost below the bound.
    """
    if on_progress:
        # The first time, distances are compiled; a silent minute would look like a fault.
        on_progress(Progress(stage=Stage.FILE))
    file = read_instance(path)
    evaluate = _EVALUATORS[file.kind]
    # A file that only the evaluator refuses is refused now, not after the search.
    evaluate(path, [])
    watch = Watch()
    watch = Watch(
        on_progress=on_progress or watch.on_progress,
        should_stop=should_stop or watch.should_stop,
        clock=clock or watch.clock,
    )
    outcome = solve(
        file.instance,
        Run(
            stop=limits(iterations=iterations, seconds=seconds),
            seed=seed,
            cost_unit=file.kind.per_mile or 1,
            watch=watch,
        ),
        engine=engine,
        processes=processes,
    )
    routes = file.describe(outcome.solution)
    feasible = not outcome.solution.absent
    verdict = evaluate(path, routes)
    cost = outcome.solution.cost
    if feasible and (verdict.faults or verdict.cost != cost):
        costs = message(
            "benchmark.two_costs",
            "the engine says {cost}, the evaluator {judged}",
            cost=cost,
            judged=verdict.cost,
        )
        raise CheckFailed(
            "benchmark.check_failed",
            "{path}: {faults:clauses}. Please report this.",
            path=path,
            faults=(costs, *verdict.faults),
        )
    bound = None
    if with_bound and file.kind is Kind.CARP:
        # The solution stands without a bound, which a large file is too much for.
        bound = lower_bound_apart(path, should_stop=watch.should_stop)
        if bound is not None and feasible and verdict.cost < bound:
            raise CheckFailed(
                "benchmark.below_bound",
                "{path}: cost {cost} lies below the proven lower bound {bound}: one of them is "
                "wrong. Please report this.",
                path=path,
                cost=verdict.cost,
                bound=bound,
            )
    return BenchmarkResult(
        instance=file.name,
        cost=verdict.cost,
        routes=routes,
        seconds=round(outcome.elapsed_s, 3),
        iterations=outcome.iterations,
        seed=seed,
        feasible=feasible,
        engine=engine,
        processes=processes,
        bound=bound,
        miles=round(verdict.cost / file.kind.per_mile, 3) if file.kind.per_mile else None,
        notices=file.notices,
    )
