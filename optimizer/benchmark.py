"""A public benchmark file, solved and checked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from optimizer.checker.carp import check_carp
from optimizer.checker.mcarptif import check_mcarptif
from optimizer.checker.mcgrp_tp import check_mcgrp_tp
from optimizer.checker.verdict import Verdict
from optimizer.engines import Watch
from optimizer.errors import OneBroomError
from optimizer.read import Kind, read_instance
from optimizer.solver import solve
from optimizer.stop import Progress, limits

_EVALUATORS: dict[Kind, Callable[[Path, Sequence[Sequence[tuple[int, ...]]]], Verdict]] = {
    Kind.CARP: check_carp,
    Kind.MCARPTIF: check_mcarptif,
    Kind.MCGRP_TP: check_mcgrp_tp,
}


class CheckFailed(OneBroomError):
    """The evaluator, which reads the file by itself, disagrees with the engine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkResult:
    """What was reached on a file.

    Parameters
    ----------
    cost
        As the evaluator recomputed it from the file.
    routes
        Steps in order: (u, v) is a required edge or arc served from u to v, (u, v, n) the n-th one
        of the file between the same nodes, (w,) a node served or a dumping site visited.
    seconds
        Of search, reading and compiling not counted.
    feasible
        Whether all that is required is served.
    """

    instance: str
    cost: int
    routes: list[list[tuple[int, ...]]]
    seconds: float
    iterations: int
    seed: int
    feasible: bool
    engine: str


def solve_file(
    path: Path,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 0,
    engine: str = "ruin_recreate",
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> BenchmarkResult:
    """Solves a public file and has the cost recomputed by an evaluator of its own.

    Raises
    ------
    InputError
        When the file cannot be used.
    CheckFailed
        When the evaluator finds another cost or a violation.
    """
    file = read_instance(path)
    watch = Watch()
    watch = Watch(
        on_progress=on_progress or watch.on_progress, should_stop=should_stop or watch.should_stop
    )
    outcome = solve(
        file.instance,
        stop=limits(iterations=iterations, seconds=seconds),
        seed=seed,
        engine=engine,
        watch=watch,
    )
    routes = file.describe(outcome.solution)
    feasible = not outcome.solution.absent
    verdict = _EVALUATORS[file.kind](path, routes)
    if feasible and (verdict.violations or verdict.cost != outcome.solution.cost):
        raise CheckFailed(
            f"{path}: the engine says {outcome.solution.cost}, the evaluator {verdict.cost}"
            + "".join(f"; {violation}" for violation in verdict.violations)
            + ". Please report this."
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
    )
