"""Our engine on large instances: stretches of tasks first, then the single tasks.

Where many tasks follow each other seamlessly (`optimizer.stretches`), the search of the stretches
gets most of the limit: its routes are a third as long, so it makes three times as many steps, each
of which moves three times as much. The rest goes to the single tasks, from there and cooler.
"""

from collections.abc import Callable
from dataclasses import replace

from optimizer.engines.divided import divided
from optimizer.engines.engine import IDLE, Outcome, Watch
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.instance import COMPACT, Instance, Solution, pack_travel
from optimizer.search import DEFAULT_PARAMS, Params, evaluate
from optimizer.stop import AnyOf, Limit, MaxIterations, MaxRuntime, Progress
from optimizer.stretches import join

JOIN_FROM = 1_500
"""From so many tasks on it is worth looking for stretches."""

JOINED_SHARE = 0.75
"""Stretches are searched where they are at most this share of the tasks."""

COARSE_SHARE = 0.7
"""Share of the limit for the stretches."""

FINE_PARAMS = replace(DEFAULT_PARAMS, hot_share=0.1, cycles=((1.0, 0.0),))
"""The single tasks are searched from a good solution, which a hot start would throw away."""


DIVIDE_FROM = 6_000
"""A level with more tasks is searched in parts of neighbouring routes."""


def multilevel(
    instance: Instance,
    *,
    stop: AnyOf,
    seed: int,
    cost_unit: int = 1,
    watch: Watch = IDLE,
    params: Params = DEFAULT_PARAMS,
    start: Solution | None = None,
    processes: int = 1,
    divide_from: int = DIVIDE_FROM,
) -> Outcome:
    """Returns the best solution found; see `ruin_recreate`, which it is on small instances.

    Parameters
    ----------
    divide_from
        A level with more tasks is searched by `divided`, in one process.
    """
    stretches = None
    begin_s = watch.clock()

    def search(
        level: Instance, *, stop: AnyOf, watch: Watch, params: Params, start: Solution | None
    ) -> Outcome:
        if level.num_tasks > divide_from and processes == 1:
            return divided(
                level,
                stop=stop,
                seed=seed,
                cost_unit=cost_unit,
                watch=watch,
                params=params,
                start=start,
            )
        return ruin_recreate(
            level,
            stop=stop,
            seed=seed,
            cost_unit=cost_unit,
            watch=watch,
            params=params,
            start=start,
            processes=processes,
        )

    if instance.num_tasks >= JOIN_FROM:
        watch.on_progress(Progress(stage="join"))
        stretches = join(instance)
        if stretches.instance.num_tasks > JOINED_SHARE * instance.num_tasks:
            stretches = None
    if stretches is None:
        return search(instance, stop=stop, watch=watch, params=params, start=start)
    coarse = _with_matrices(stretches.instance)
    joined_s = watch.clock() - begin_s

    def fine(solution: Solution) -> Solution:
        return evaluate(instance, stretches.sequences(solution))

    first = search(
        coarse,
        stop=_part(stop, COARSE_SHARE, 0, joined_s),
        watch=_watching(watch, 0, joined_s, 0.0, COARSE_SHARE, fine),
        params=params,
        start=None if start is None else evaluate(coarse, stretches.joined(start)),
    )
    found = fine(first.solution)
    if start is not None and _total(instance, start) < _total(instance, found):
        found = start
    if first.interrupted:
        return replace(first, solution=found)
    # Joining is part of the search; compiling kernels, which a run does first, is not.
    spent_s = joined_s + first.elapsed_s
    second = search(
        instance,
        stop=_part(stop, 1.0, first.iterations, spent_s),
        watch=_watching(
            watch, first.iterations, spent_s, COARSE_SHARE, 1 - COARSE_SHARE, lambda one: one
        ),
        params=replace(FINE_PARAMS, verify=params.verify),
        start=found,
    )
    return replace(
        second,
        iterations=first.iterations + second.iterations,
        elapsed_s=spent_s + second.elapsed_s,
    )


def _total(instance: Instance, solution: Solution) -> int:
    """Returns the cost of a solution with what it leaves out."""
    return solution.cost + int(instance.prize[list(solution.absent)].sum())


def _with_matrices(instance: Instance) -> Instance:
    """Returns the instance with matrices instead of hub labels where they are small enough."""
    if instance.labels is None or int(instance.travel_size.max()) > COMPACT:
        return instance
    pairs = [instance.pairs(profile) for profile in range(len(instance.travel_size))]
    travel, offset, size = pack_travel([(one[:, :, 0], one[:, :, 1]) for one in pairs])
    return instance._replace(labels=None, travel=travel, travel_offset=offset, travel_size=size)


def _part(stop: AnyOf, share: float, spent: int, spent_s: float) -> AnyOf:
    """Returns a share of every limit, less what has been spent of it."""
    parts: list[Limit] = []
    for limit in stop.limits:
        if isinstance(limit, MaxIterations):
            parts.append(MaxIterations(max(1, round(share * limit.limit) - spent)))
        else:
            parts.append(MaxRuntime(max(1e-3, share * limit.limit_s - spent_s)))
    return AnyOf(tuple(parts))


def _watching(
    watch: Watch,
    spent: int,
    spent_s: float,
    share: float,
    part: float,
    fine: Callable[[Solution], Solution],
) -> Watch:
    """Returns the watch of one level: it counts on from the levels before."""

    def note(progress: Progress) -> None:
        watch.on_progress(
            replace(
                progress,
                iterations=spent + progress.iterations,
                elapsed_s=spent_s + progress.elapsed_s,
                share=share + part * progress.share,
            )
        )

    def keep(solution: Callable[[], Solution]) -> None:
        watch.on_best(lambda: fine(solution()))

    return replace(watch, on_progress=note, on_best=keep)
