"""What has to do with a daily limit is searched by itself, the rest in parts.

A facility's limit joins all routes that unload there, so they cannot be parted; but only they. On
a district's day these are a dozen compactors, beside ten thousand kerbs that can be parted.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from optimizer.division import Knife, Part
from optimizer.engines.engine import Engine, Outcome, Watch
from optimizer.instance import Instance, Solution, Visit
from optimizer.search import evaluate, shuns_of_solution
from optimizer.stop import AnyOf, Progress, limits


def duties_under_limits(instance: Instance) -> NDArray[np.bool_]:
    """Returns which duties unload where there is a limit, or may do a task of one that does."""
    mode_limit, _ = instance.limits
    limited_mode: NDArray[np.bool_] = np.asarray((mode_limit >= 0).any(axis=1))
    types = np.array(
        [
            any(
                limited_mode[mode]
                for reset in (*resets, final)
                if reset >= 0
                for mode in instance.modes(int(reset))
            )
            for resets, final in zip(instance.type_reset, instance.type_final_reset, strict=True)
        ]
    )
    while True:
        shared = instance.allowed[types].any(axis=0)
        more = types | (instance.allowed & shared).any(axis=1)
        if (more == types).all():
            return np.asarray(types[instance.duty_type])
        types = more


def limited_apart(
    instance: Instance,
    *,
    under: NDArray[np.bool_],
    stop: AnyOf,
    seed: int,
    cost_unit: int,
    watch: Watch,
    start: Solution | None,
    whole: Engine,
    divided: Engine,
) -> Outcome:
    """Returns the best solution found: limited duties by one engine, all others by another.

    Each gets its share of the limits by its number of tasks. Prices on partners are not looked at.

    Parameters
    ----------
    under
        As `duties_under_limits` says.
    """
    knife = Knife(instance._replace(partner=None, apart_cost=None, duty_vehicle=None))
    mine = instance.allowed[instance.duty_type[under]].any(axis=0)
    sides = [
        _Side(knife.part(np.flatnonzero(~under), np.flatnonzero(~mine)), divided),
        _Side(knife.part(np.flatnonzero(under), np.flatnonzero(mine), with_limits=True), whole),
    ]
    for side in sides:
        side.begin(instance, start)
    num_tasks = max(1, sum(len(side.part.tasks) for side in sides))
    progress, interrupted = Progress(stage="search"), False
    for number, side in enumerate(sides):
        share = len(side.part.tasks) / num_tasks
        others = sum(one.total for one in sides if one is not side)
        outcome = side.engine(
            side.part.instance,
            # Once the caller wants the end, what has nothing yet gets its first routes.
            stop=limits(iterations=1, seconds=None) if interrupted else stop.part(share),
            seed=seed,
            cost_unit=cost_unit,
            watch=Watch(clock=watch.clock)
            if interrupted
            else _watching(
                watch,
                replace(progress, best_cost=others / cost_unit),
                share,
                partial(_joined, instance, sides, number),
            ),
            start=side.found,
        )
        side.take(outcome.solution)
        progress = replace(
            progress,
            iterations=progress.iterations + outcome.iterations,
            elapsed_s=progress.elapsed_s + outcome.elapsed_s,
            share=progress.share + share,
        )
        interrupted = interrupted or outcome.interrupted
        if interrupted and all(one.found is not None for one in sides[number + 1 :]):
            break
    return Outcome(
        solution=_joined(instance, sides),
        iterations=progress.iterations,
        elapsed_s=progress.elapsed_s,
        interrupted=interrupted,
    )


@dataclass
class _Side:
    """One of the two, and the best that is known of it."""

    part: Part
    engine: Engine
    found: Solution | None = None
    total: int = 0

    def begin(self, whole: Instance, start: Solution | None) -> None:
        """Takes its routes out of a solution of the whole."""
        self.total = int(self.part.instance.prize.sum())
        if start is None:
            return
        routes = [[visit.element for visit in route] for route in start.routes]
        shuns = shuns_of_solution(whole, start)
        self.take(
            evaluate(
                self.part.instance,
                self.part.inward(routes),
                [shuns[duty] for duty in self.part.duties],
            )
        )

    def take(self, solution: Solution) -> None:
        """Takes a solution of the part as the best."""
        self.found = solution
        self.total = solution.cost + int(self.part.instance.prize[list(solution.absent)].sum())


def _joined(
    instance: Instance, sides: list[_Side], number: int = -1, solution: Solution | None = None
) -> Solution:
    """Returns the solution of the whole; of side `number` the one given."""
    routes: list[tuple[Visit, ...]] = [()] * instance.num_duties
    for at, side in enumerate(sides):
        found = solution if at == number else side.found
        if found is not None:
            outward = side.part.visits_outward(found)
            for duty, route in zip(side.part.duties, outward, strict=True):
                routes[int(duty)] = route
    visits = Solution(routes=tuple(routes), cost=0, absent=())
    return evaluate(
        instance,
        [[visit.element for visit in route] for route in routes],
        shuns_of_solution(instance, visits),
    )


def _watching(
    watch: Watch, before: Progress, share: float, joined: Callable[[Solution], Solution]
) -> Watch:
    """Returns the watch of one side, which tells of both.

    `before` has what was spent before it, and what the other side costs.
    """

    def note(now: Progress) -> None:
        watch.on_progress(
            replace(
                now,
                iterations=before.iterations + now.iterations,
                elapsed_s=before.elapsed_s + now.elapsed_s,
                best_cost=before.best_cost + now.best_cost,
                share=before.share + share * now.share,
            )
        )

    def keep(solution: Callable[[], Solution]) -> None:
        watch.on_best(lambda: joined(solution()))

    return replace(watch, on_progress=note, on_best=keep)
