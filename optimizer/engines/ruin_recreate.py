"""Our own engine: ruin and recreate under simulated annealing, over modes.

References
----------
Christiaens and Vanden Berghe (2020), doi 10.1287/trsc.2019.0914: the ruin, the recreate, the
annealing. Vidal (2017), doi 10.1287/opre.2017.1595: modes chosen inside the price of a move.
"""

import time
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from optimizer.engines.engine import IDLE, Outcome, Watch
from optimizer.instance import Instance, Solution
from optimizer.search.anneal import (
    Best,
    anneal,
    construct,
    new_best,
    note_best,
    prepare,
)
from optimizer.search.greedy import build_routes
from optimizer.search.problem import pack
from optimizer.search.solutions import load, sequences_of, to_solution
from optimizer.search.state import Settings, State, empty_state, new_workspace
from optimizer.search.warm_up import small_instance
from optimizer.stop import AnyOf, MaxIterations, Progress

SCAN_ALL = 60
"""Up to so many tasks every position is priced; above, only those beside a neighbour."""

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
    scarce_factor
        How much hotter it is where not everything fits: prizes then matter more than detours.
    slack
        Share of its capacity by which a route may be overfull on the way, at a price that adjusts.
    excess_price_share
        First price of a unit of excess, as a share of what carrying one costs on average.
    """

    mean_removed: float = 6.0
    longest_string: float = 10.0
    retried: int = 6
    hot_share: float = 0.5
    cold_share: float = 0.004
    scarce_factor: float = 4.0
    slack: float = 0.05
    excess_price_share: float = 1.0


DEFAULT_PARAMS = Params()


def ruin_recreate(
    instance: Instance,
    *,
    stop: AnyOf,
    seed: int,
    cost_unit: int = 1,
    watch: Watch = IDLE,
    params: Params = DEFAULT_PARAMS,
) -> Outcome:
    """Returns the best solution found; the same for the same seed and iteration limit."""
    rng = np.random.Generator(np.random.PCG64(seed))
    problem = pack(instance)
    state = empty_state(instance)
    work = new_workspace(state)
    best = new_best(state)
    prepare(problem, state)
    if instance.num_tasks == 0:
        return Outcome(solution=to_solution(problem, state), iterations=0, elapsed_s=0.0)
    _compile(watch)
    begin = time.perf_counter()
    build_routes(problem, state, work)
    note_best(state, best, 0)

    def solution() -> Solution:
        return to_solution(problem, load(instance, problem, sequences_of(best)))

    settings = _settings(instance, state, params)
    state.excess_price[:] = _excess_price(instance, state, params)
    steps, stretch, reported = 0, 16, int(best.cost[0])
    interrupted = False
    watch.on_best(solution)
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
        first = steps + 1
        anneal(
            problem,
            state,
            work,
            best,
            rng,
            settings,
            first,
            last + 1,
            origin,
            per_step,
        )
        spent_s = max(1e-4, time.perf_counter() - stretch_begin)
        stretch = max(1, min(4 * stretch, int((last - steps) * STRETCH_S / spent_s)))
        steps = last
        if int(best.cost[0]) < reported:
            reported = int(best.cost[0])
            watch.on_best(solution)
    # What fits nowhere beside its neighbours may fit elsewhere: now every place is tried.
    state = load(instance, problem, sequences_of(best))
    absent = state.absent[: int(state.sums["num_absent"][0])]
    settings = settings._replace(slack=0.0)
    construct(problem, state, new_workspace(state), rng, settings, np.sort(absent), True)
    return Outcome(
        solution=to_solution(problem, state),
        iterations=steps,
        elapsed_s=time.perf_counter() - begin,
        interrupted=interrupted,
    )


@cache
def _kernels_ready() -> bool:
    """Runs every kernel once on a small instance, so that none compiles while the clock runs."""
    instance = small_instance()
    rng = np.random.Generator(np.random.PCG64(0))
    problem = pack(instance)
    state = empty_state(instance)
    work, best = new_workspace(state), new_best(state)
    prepare(problem, state)
    build_routes(problem, state, work)
    settings = _settings(instance, state, DEFAULT_PARAMS)
    construct(problem, state, work, rng, settings, np.arange(0), True)
    note_best(state, best, 0)
    anneal(problem, state, work, best, rng, settings, 1, 3, 0.0, 0.5)
    to_solution(problem, load(instance, problem, sequences_of(best)))
    return True


def _compile(watch: Watch) -> None:
    watch.on_progress(Progress(stage="compile"))
    _kernels_ready()


def _settings(instance: Instance, state: State, params: Params) -> Settings:
    absent = int(state.sums["num_absent"][0])
    assigned = max(1, instance.num_tasks - absent)
    mean_cost = max(1.0, float(state.route["cost"][: state.num_duties].sum()) / assigned)
    if absent > 0:
        mean_cost *= params.scarce_factor
    return Settings(
        mean_removed=params.mean_removed,
        longest_string=params.longest_string,
        retried=params.retried,
        hot=params.hot_share * mean_cost,
        cold=params.cold_share * mean_cost,
        slack=params.slack,
        everywhere=instance.num_tasks <= SCAN_ALL,
    )


def _excess_price(instance: Instance, state: State, params: Params) -> NDArray[np.int64]:
    """Returns what a unit of load above capacity costs at first."""
    cost = float(state.route["cost"][: state.num_duties].sum())
    carried = np.maximum(1, state.load[: state.num_duties].sum(axis=0))
    prices: NDArray[np.int64] = np.maximum(1, params.excess_price_share * cost / carried).astype(
        np.int64
    )
    return prices


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
    return replace(progress, share=stop.share(progress))
