"""The loop of our engine: stretches of search until the stop, with a look around after each."""

from collections.abc import Callable
from dataclasses import replace

from optimizer.search import Search
from optimizer.stop import AnyOf, MaxIterations, MaxRuntime, Progress, Stage

STRETCH_S = 0.1
"""Seconds of search between two looks at the clock and at the caller."""

RECOMBINE_S, RECOMBINE_SHARE = 1.5, 0.03
"""Most seconds of one recombination, and most of a run's time."""


def search_until(
    search: Search,
    *,
    stop: AnyOf,
    clock: Callable[[], float],
    begin_s: float,
    look: Callable[[Progress], bool],
    meet: Callable[[], bool],
) -> bool:
    """Runs a search until `stop` says so or one of the callbacks does.

    Parameters
    ----------
    begin_s
        What `clock` said when the run began.
    look
        Called before the first and after each stretch, with the best cost in cost units; True
        ends the run.
    meet
        Called at the end of each cycle but the last, before routes are recombined; True ends the
        run.

    Returns
    -------
    bool
        Whether a callback ended the run.
    """
    stretch = 16
    while True:
        progress = _progress(search, clock() - begin_s, stop)
        if look(progress):
            return True
        if stop(progress):
            return False
        origin, per_step = _schedule(stop, progress)
        last = search.steps + (1 if search.params.verify else stretch)
        for limit in stop.limits:
            if isinstance(limit, MaxIterations):
                last = min(last, limit.limit)
        stretch_begin_s, before = clock(), search.steps
        search.run(last, origin, per_step)
        spent_s = max(1e-4, clock() - stretch_begin_s)
        stretch = max(1, min(4 * stretch, int((search.steps - before) * STRETCH_S / spent_s)))
        if search.cycle_is_over():
            if meet():
                return True
            search.recombine(_effort(stop))


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


def _progress(search: Search, elapsed_s: float, stop: AnyOf) -> Progress:
    progress = Progress(
        stage=Stage.SEARCH,
        iterations=search.steps,
        elapsed_s=elapsed_s,
        best_cost=search.best_cost,
        unassigned=search.num_absent(),
        since_best=search.steps - int(search.best.step[0]),
    )
    return replace(progress, share=stop.share(progress))
