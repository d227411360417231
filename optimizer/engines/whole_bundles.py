"""Bundles of tasks done whole: what there is no time for is set aside before the search.

Where vehicles can do about half of what is due, a search that knows single tasks does half of most
bundles. So a short search of the vehicles that do them finds out where they get to and how much
they manage; the bundles that it did most of, up to that much work, are then the only ones that the
search proper may do. At the end the same is done once more with what that has done, and the lanes
of each carriageway are put in the order in which they are washed (`outward_lanes`).

The problem is that of Angelelli, Archetti and Vindigni (2014), The Clustered Orienteering Problem,
doi 10.1016/j.ejor.2014.04.006: the profit of a cluster is earned only by who does all of it.
"""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from optimizer.division import cut_subinstance, price_routes
from optimizer.engines.engine import Engine, Outcome, Run
from optimizer.engines.limited_apart import duties_under_limits
from optimizer.instance import Instance, Pins, Solution, Visit
from optimizer.search import shuns_of_solution
from optimizer.stop import NOTHING_SPENT, MaxRuntime, Progress

SCOUTING_SHARE, SCOUTING_S = 0.1, 5.0
"""Share of the run that finds out which bundles there is time for, and the most seconds of it: the
first plan waits for them."""

FINISHING_SHARE = 0.1
"""Share of the run that finishes those bundles of which most is done, and gives up the others."""

AIM = 1.04
"""How much of what the short search managed the longer one is given to do, and one bundle more."""


def solve_whole_bundles(
    engine: Engine, instance: Instance, run: Run, *, start: Solution | None = None
) -> Outcome:
    """Returns the best solution found in which the work of bundles goes into whole ones.

    Parameters
    ----------
    instance
        With `bundles`.
    start
        A solution to go on from. What it does of bundles that there is no time for is given up.
    """
    # OR-Tools takes a third of a second to load, and most runs have no bundles.
    from optimizer.engines.outward_lanes import order_outwards

    assert instance.bundles is not None
    bundle_of = instance.bundles.task_bundle
    free = instance.replace(bundles=None)
    types: NDArray[np.bool_] = np.asarray(free.allowed[:, bundle_of >= 0].any(axis=1))
    share = _scouting_share(run)
    scouted = _search_bundled(engine, free, types, run, start, share=share)
    aside = set_aside(free, bundle_of, _find_done(free, scouted.solution), aim=AIM, spare=1)
    main_share = 1.0 - share - FINISHING_SHARE
    spent = scouted.count_spent(share)
    found = engine(
        _without_tasks(free, aside),
        run.part(main_share, before=spent),
        start=None if start is None else _without(start, aside),
    )
    solution, last = found.solution, found
    # What facilities take in a day they take from all: a part alone could not keep to that.
    is_limited = bool(duties_under_limits(free)[types[free.duty_type]].any())
    if not (scouted.interrupted or found.interrupted or is_limited):
        aside = set_aside(free, bundle_of, _find_done(free, solution), aim=1.0)
        spent = found.count_spent(main_share, before=spent)
        last = _search_bundled(
            engine,
            _without_tasks(free, aside),
            types,
            run,
            _without(solution, aside),
            share=FINISHING_SHARE,
            before=spent,
        )
        solution = last.solution
    whole = price_routes(instance, solution.sequences, shuns_of_solution(instance, solution))
    interrupted = scouted.interrupted or found.interrupted or last.interrupted
    return Outcome(
        # Who has had enough does not wait for an order that changes no cost.
        solution=whole if interrupted else order_outwards(instance, whole),
        iterations=last.count_spent(0.0, before=spent).iterations,
        elapsed_s=last.count_spent(0.0, before=spent).elapsed_s,
        interrupted=interrupted,
    )


def _scouting_share(run: Run) -> float:
    seconds = [one.limit_s for one in run.stop.limits if isinstance(one, MaxRuntime)]
    return min([SCOUTING_SHARE, *(SCOUTING_S / limit_s for limit_s in seconds)])


def _search_bundled(
    engine: Engine,
    whole: Instance,
    types: NDArray[np.bool_],
    run: Run,
    start: Solution | None,
    *,
    share: float,
    before: Progress = NOTHING_SPENT,
) -> Outcome:
    """Returns a solution of the whole of which only the duties of some types are searched.

    The others stay as they are in `start`. Daily limits of facilities are not looked at. Whoever
    watches is told what the whole costs, and not these duties alone.
    """
    able = types[whole.duty_type]
    theirs = whole.allowed[types].any(axis=0)
    # What is pinned to a vehicle that does no bundles is none of theirs, though they might do it.
    theirs &= (whole.pins < 0) | able[whole.pins]
    if start is not None:
        others = [route for route, is_able in zip(start.routes, able, strict=True) if not is_able]
        theirs[[v.element for route in others for v in route if v.element < len(theirs)]] = False
    part = cut_subinstance(whole, np.flatnonzero(able), np.flatnonzero(theirs))
    routes: list[tuple[Visit, ...]] = [() for _ in able]
    if start is not None:
        routes = list(start.routes)
    inward = None
    if start is not None:
        shuns = shuns_of_solution(whole, start)
        inward = price_routes(
            part.instance,
            part.convert_inward(start.sequences),
            [shuns[duty] for duty in part.duties],
        )
    outside = np.ones(whole.num_tasks, dtype=np.bool_)
    outside[part.tasks] = False
    beside = float(whole.prize[outside].sum())
    if start is not None and inward is not None:
        as_it_is = price_routes(whole, start.sequences, shuns_of_solution(whole, start))
        beside = float(as_it_is.total(whole) - inward.total(part.instance))
        outside[[*_find_done(whole, as_it_is)]] = False
    before = replace(
        before, best_cost=beside / run.cost_unit, unassigned=int(np.count_nonzero(outside))
    )
    mine = run.part(share, before=before)
    # What it finds is not handed out on the way: all else is missing or stands still in it.
    found = engine(part.instance, replace(mine, watch=mine.watch.without_bests()), start=inward)
    for duty, route in zip(part.duties, part.visits_outward(found.solution), strict=True):
        routes[int(duty)] = route
    return replace(found, solution=Solution(routes=tuple(routes), cost=0, absent=()))


def _find_done(instance: Instance, solution: Solution) -> set[int]:
    """Returns the tasks in a solution's routes."""
    return {
        visit.element
        for route in solution.routes
        for visit in route
        if visit.element < instance.num_tasks
    }


def _without_tasks(instance: Instance, aside: NDArray[np.bool_]) -> Instance:
    """Returns the instance in which nobody may do some tasks."""
    return instance.replace(allowed=np.ascontiguousarray(instance.allowed & ~aside))


def _without(solution: Solution, aside: NDArray[np.bool_]) -> Solution:
    """Returns the routes without some tasks, not priced anew."""
    routes = tuple(
        tuple(v for v in route if v.element >= len(aside) or not aside[v.element])
        for route in solution.routes
    )
    return Solution(routes=routes, cost=0, absent=())


def set_aside(
    instance: Instance,
    bundle_of: NDArray[np.int64],
    done: Collection[int],
    *,
    aim: float = 1.0,
    spare: int = 0,
) -> NDArray[np.bool_]:
    """Returns which tasks are not to be done: there is no time for the whole of their bundle.

    Parameters
    ----------
    bundle_of
        The bundle of each task, or -1; shape (T,).
    done
        The tasks that a solution does.
    aim, spare
        How many times the metres done the bundles that are left may have together, and how many
        of the longest bundles more. Where nothing was done nothing is set aside, and the first
        one never.

    Returns
    -------
    ndarray
        Shape (T,).
    """
    tasks = np.flatnonzero(bundle_of >= 0)
    is_done = np.isin(tasks, np.fromiter(done, dtype=np.int64, count=len(done)))
    metres = instance.mode_service_m[instance.mode_start[tasks]]
    _, bundle = np.unique(bundle_of[tasks], return_inverse=True)
    whole_m = np.bincount(bundle, weights=metres)
    done_m = np.bincount(bundle, weights=metres * is_done)
    required = np.bincount(bundle, weights=instance.required[tasks]) > 0
    pinned = np.bincount(bundle, weights=instance.group(Pins).duty[tasks] >= 0) > 0
    share = done_m / np.maximum(whole_m, 1)
    # What was begun before the rest; of that required bundles first, then the fullest.
    order = np.lexsort((np.arange(len(share)), -share, ~required, share == 0))
    aim_m = aim * done_m.sum() + spare * whole_m.max(initial=0.0) if is_done.any() else np.inf
    keeps = np.zeros(len(share), dtype=np.bool_)
    keeps[order] = np.cumsum(whole_m[order]) <= aim_m
    # Half of the only carriageway there is time for is better than none.
    keeps[order[:1]] = True
    aside = np.zeros(len(bundle_of), dtype=np.bool_)
    aside[tasks] = ~(keeps | pinned)[bundle]
    return aside
