"""Our own engine: ruin and recreate under simulated annealing, over modes.

References
----------
Christiaens and Vanden Berghe (2020), doi 10.1287/trsc.2019.0914: the ruin, the recreate, the
annealing. Vidal (2017), doi 10.1287/opre.2017.1595: modes chosen inside the price of a move.
"""

import time
from dataclasses import dataclass

import numpy as np

from optimizer.engines.engine import Outcome, Watch
from optimizer.instance import Instance, Solution, Visit
from optimizer.search.anneal import (
    Best,
    Settings,
    anneal,
    construct,
    new_best,
    note_best,
    prepare,
)
from optimizer.search.labels import evaluate, modes_of
from optimizer.search.neighbours import chain
from optimizer.search.state import State, empty_state, new_workspace
from optimizer.stop import AnyOf, MaxIterations, Progress

STRETCH_S = 0.1
"""Seconds of search between two looks at the clock and at the caller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What steers the search; found by trial on the public arc-routing instances.

    Parameters
    ----------
    mean_removed, longest_string
        Tasks taken out in a step on average; the most from one route.
    retried
        Absent tasks tried again in each step besides those near the ruin.
    hot_share, cold_share
        First and last temperature, as shares of the mean cost of a task in the first solution.
    """

    mean_removed: float = 6.0
    longest_string: float = 10.0
    retried: int = 12
    hot_share: float = 0.2
    cold_share: float = 0.004


DEFAULT_PARAMS = Params()


def ruin_recreate(
    instance: Instance,
    *,
    stop: AnyOf,
    seed: int,
    cost_unit: int = 1,
    watch: Watch = Watch(),
    params: Params = DEFAULT_PARAMS,
) -> Outcome:
    """Returns the best solution found; the same for the same seed and iteration limit."""
    begin = time.perf_counter()
    rng = np.random.Generator(np.random.PCG64(seed))
    state = empty_state(instance)
    work = new_workspace(state)
    best = new_best(state)
    prepare(instance, state)
    if instance.num_tasks == 0:
        return Outcome(solution=to_solution(instance, state, best), iterations=0, elapsed_s=0.0)
    construct(instance, state, work, rng, chain(instance.neighbours))
    note_best(state, best, 0)
    settings = _settings(instance, state, params)
    steps, stretch, reported = 0, 16, int(best.cost[0])
    interrupted = False
    watch.on_best(lambda: to_solution(instance, empty_state(instance), best))
    while True:
        progress = _progress(instance, best, steps, time.perf_counter() - begin, cost_unit, stop)
        watch.on_progress(progress)
        interrupted = watch.should_stop()
        if interrupted or stop(progress):
            break
        origin, per_step = _schedule(stop, progress)
        last = steps + stretch
        for limit in stop.limits:
            if isinstance(limit, MaxIterations):
                last = min(last, limit.limit)
        stretch_begin = time.perf_counter()
        # Step 0 was the construction.
        anneal(
            instance, state, work, best, rng, settings, steps + 1, last + 1, origin, per_step
        )
        spent_s = max(1e-4, time.perf_counter() - stretch_begin)
        stretch = max(1, min(4 * stretch, int((last - steps) * STRETCH_S / spent_s)))
        steps = last
        if int(best.cost[0]) < reported:
            reported = int(best.cost[0])
            watch.on_best(lambda: to_solution(instance, empty_state(instance), best))
    return Outcome(
        solution=to_solution(instance, empty_state(instance), best),
        iterations=steps,
        elapsed_s=time.perf_counter() - begin,
        interrupted=interrupted,
    )


def _settings(instance: Instance, state: State, params: Params) -> Settings:
    assigned = max(1, instance.num_tasks - int(state.num_absent[0]))
    mean_cost = max(1.0, float(state.cost.sum()) / assigned)
    return Settings(
        mean_removed=params.mean_removed,
        longest_string=params.longest_string,
        retried=params.retried,
        hot=params.hot_share * mean_cost,
        cold=params.cold_share * mean_cost,
    )


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


def _progress(
    instance: Instance, best: Best, steps: int, elapsed_s: float, cost_unit: int, stop: AnyOf
) -> Progress:
    routed = sum(
        int((best.sequence[duty, : best.length[duty]] < instance.num_tasks).sum())
        for duty in range(instance.num_duties)
    )
    progress = Progress(
        stage="search",
        iterations=steps,
        elapsed_s=elapsed_s,
        best_cost=int(best.cost[0]) / cost_unit,
        unassigned=instance.num_tasks - routed,
        since_best=steps - int(best.step[0]),
    )
    return Progress(
        stage=progress.stage,
        iterations=progress.iterations,
        elapsed_s=progress.elapsed_s,
        best_cost=progress.best_cost,
        unassigned=progress.unassigned,
        since_best=progress.since_best,
        share=stop.share(progress),
    )


def to_solution(instance: Instance, state: State, best: Best) -> Solution:
    """Returns sequences as a solution with the modes that cost least.

    Parameters
    ----------
    state
        A scratch state; its routes are overwritten.
    """
    routes: list[tuple[Visit, ...]] = []
    modes = np.zeros(state.sequence.shape[1] + 1, dtype=np.int64)
    absent = set(range(instance.num_tasks))
    cost = 0
    for duty in range(instance.num_duties):
        n = int(best.length[duty])
        elements = best.sequence[duty, :n]
        state.sequence[duty, :n] = elements
        state.length[duty] = n
        state.num_tasks[duty] = int((elements < instance.num_tasks).sum())
        evaluate(instance, state, duty, 0)
        if state.num_tasks[duty] == 0:
            routes.append(())
            continue
        modes_of(instance, state, duty, modes)
        routes.append(tuple(Visit(int(e), int(m)) for e, m in zip(elements, modes, strict=False)))
        absent -= {int(e) for e in elements}
        cost += int(state.cost[duty])
    return Solution(routes=tuple(routes), cost=cost, absent=tuple(sorted(absent)))
