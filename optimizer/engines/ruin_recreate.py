"""Our own engine: ruin and recreate under simulated annealing, over modes.

References
----------
Christiaens and Vanden Berghe (2020), doi 10.1287/trsc.2019.0914: the ruin, the recreate, the
annealing. Vidal (2017), doi 10.1287/opre.2017.1595: modes chosen inside the price of a move.
"""

from dataclasses import replace
from functools import cache

from optimizer.engines.engine import IDLE, Outcome, Watch
from optimizer.instance import Instance, Solution
from optimizer.search.course import DEFAULT_PARAMS, Params, Search
from optimizer.search.warm_up import small_instance
from optimizer.stop import AnyOf, MaxIterations, MaxRuntime, Progress

STRETCH_S = 0.1
"""Seconds of search between two looks at the clock and at the caller."""

RECOMBINE_S, RECOMBINE_SHARE = 1.5, 0.03
"""Most seconds of one recombination, and most of a run's time."""


def ruin_recreate(
    instance: Instance,
    *,
    stop: AnyOf,
    seed: int,
    cost_unit: int = 1,
    watch: Watch = IDLE,
    params: Params = DEFAULT_PARAMS,
    start: Solution | None = None,
) -> Outcome:
    """Returns the best solution found; the same for the same seed and iteration limit.

    Parameters
    ----------
    start
        A solution to go on from, such as yesterday's or that of a run cut short; it is at least
        kept.

    Raises
    ------
    WrongBooks
        When `params.verify` is set and a step leaves the routes' labels other than they should be.
    """
    if instance.num_tasks == 0:
        empty = Solution(routes=((),) * instance.num_duties, cost=0, absent=())
        return Outcome(solution=empty, iterations=0, elapsed_s=0.0)
    _compile(watch)
    begin = watch.clock()
    search = Search(instance, seed=seed, params=params, start=start)
    stretch, reported = 16, search.best_cost
    interrupted = False
    watch.on_best(search.solution)
    while True:
        progress = _progress(search, watch.clock() - begin, cost_unit, stop)
        watch.on_progress(progress)
        interrupted = watch.should_stop()
        if interrupted or stop(progress):
            break
        origin, per_step = _schedule(stop, progress)
        last = search.steps + (1 if params.verify else stretch)
        for limit in stop.limits:
            if isinstance(limit, MaxIterations):
                last = min(last, limit.limit)
        stretch_begin, before = watch.clock(), search.steps
        search.run(last, origin, per_step)
        spent_s = max(1e-4, watch.clock() - stretch_begin)
        stretch = max(1, min(4 * stretch, int((search.steps - before) * STRETCH_S / spent_s)))
        if search.cycle_is_over():
            search.recombine(_effort(stop))
        if search.best_cost < reported:
            reported = search.best_cost
            watch.on_best(search.solution)
    return Outcome(
        solution=search.completed(),
        iterations=search.steps,
        elapsed_s=watch.clock() - begin,
        interrupted=interrupted,
    )


@cache
def _kernels_ready() -> bool:
    """Runs every kernel once on a small instance, so that none compiles while the clock runs."""
    search = Search(small_instance(), seed=0, params=DEFAULT_PARAMS)
    search.run(2, 0.0, 0.5)
    search.completed()
    return True


def _compile(watch: Watch) -> None:
    watch.on_progress(Progress(stage="compile"))
    _kernels_ready()


def _effort(stop: AnyOf) -> float:
    """Returns how much work a recombination may take: little of a short run."""
    seconds = [limit.limit_s for limit in stop.limits if isinstance(limit, MaxRuntime)]
    return min([RECOMBINE_S, *(s * RECOMBINE_SHARE for s in seconds)])


def _schedule(stop: AnyOf, progress: Progress) -> tuple[float, float]:
    """Returns the share of the stop used up at step 0 and what each step adds.

    With an iteration limit both are constants; with a time limit alone they follow the speed
    measured so far.
    """
    for limit in stop.limits:
        if isinstance(limit, MaxIterations):
            return 0.0, 1.0 / limit.limit
    share = stop.share(progress)
    if progress.iterations == 0:
        return share, 0.0
    per_step = share / progress.iterations
    return share - per_step * progress.iterations, per_step


def _progress(search: Search, elapsed_s: float, cost_unit: int, stop: AnyOf) -> Progress:
    progress = Progress(
        stage="search",
        iterations=search.steps,
        elapsed_s=elapsed_s,
        best_cost=search.best_cost / cost_unit,
        unassigned=search.num_absent(),
        since_best=search.steps - int(search.best.step[0]),
    )
    return replace(progress, share=stop.share(progress))
