"""Our engine on large instances: stretches of tasks first, then the single tasks.

Where many tasks follow each other seamlessly (`optimizer.stretches`), the search of the stretches
gets most of the limit: its routes are a third as long, so it makes three times as many steps, each
of which moves three times as much. The rest goes to the single tasks, from there and cooler.
"""

from dataclasses import replace

from optimizer.division import price_routes
from optimizer.engines.divided import solve_divided
from optimizer.engines.engine import Outcome, Run
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.instance import COMPACT, Instance, Solution, pack_travel
from optimizer.search import DEFAULT_PARAMS, Params
from optimizer.stop import NOTHING_SPENT, Progress, Stage
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


def solve_multilevel(
    instance: Instance,
    run: Run,
    *,
    start: Solution | None = None,
    params: Params = DEFAULT_PARAMS,
    processes: int = 1,
    divide_from: int = DIVIDE_FROM,
) -> Outcome:
    """Returns the best solution found; see `ruin_recreate`, which it is on small instances.

    Parameters
    ----------
    divide_from
        A level with more tasks is searched by `solve_divided`, in several processes part by part.
    """

    def search(level: Instance, run: Run, *, params: Params, start: Solution | None) -> Outcome:
        if level.num_tasks > divide_from:
            return solve_divided(level, run, start=start, params=params)
        return ruin_recreate(level, run, start=start, params=params, processes=processes)

    stretches = None
    begin_s = run.watch.clock()
    if instance.num_tasks >= JOIN_FROM:
        run.watch.on_progress(Progress(stage=Stage.JOIN))
        stretches = join(instance)
        if stretches.instance.num_tasks > JOINED_SHARE * instance.num_tasks:
            stretches = None
    if stretches is None:
        return search(instance, run, params=params, start=start)
    coarse = _with_matrices(stretches.instance)
    # Joining is part of the search; compiling kernels, which a run does first, is not.
    spent = replace(NOTHING_SPENT, elapsed_s=run.watch.clock() - begin_s)

    def refine(solution: Solution) -> Solution:
        return price_routes(instance, stretches.sequences(solution))

    first = search(
        coarse,
        replace(
            run,
            stop=run.stop.part(COARSE_SHARE, spent=spent),
            watch=run.watch.part(COARSE_SHARE, before=spent, solution_of_whole=refine),
        ),
        params=params,
        start=None if start is None else price_routes(coarse, stretches.join(start)),
    )
    found = refine(first.solution)
    if start is not None and start.total(instance) < found.total(instance):
        found = start
    if first.interrupted:
        return replace(first, solution=found)
    spent = first.count_spent(COARSE_SHARE, before=spent)
    second = search(
        instance,
        replace(
            run,
            stop=run.stop.part(1.0, spent=spent),
            watch=run.watch.part(1 - COARSE_SHARE, before=spent),
        ),
        params=replace(FINE_PARAMS, verify=params.verify),
        start=found,
    )
    return replace(
        second,
        iterations=spent.iterations + second.iterations,
        elapsed_s=spent.elapsed_s + second.elapsed_s,
    )


def _with_matrices(instance: Instance) -> Instance:
    """Returns the instance with matrices instead of hub labels where they are small enough."""
    if instance.labels is None or int(instance.travel_size.max()) > COMPACT:
        return instance
    pairs = [instance.pairs(profile) for profile in range(len(instance.travel_size))]
    travel, offset, size = pack_travel([(one[:, :, 0], one[:, :, 1]) for one in pairs])
    return instance.replace(labels=None, travel=travel, travel_offset=offset, travel_size=size)
