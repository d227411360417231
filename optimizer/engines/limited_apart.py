"""What has to do with a daily limit is searched by itself, the rest in parts.

A facility's limit joins all routes that unload there, so they cannot be parted; but only they. On
a district's day these are a dozen compactors, beside ten thousand kerbs that can be parted.
"""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from optimizer.division import Cutter, Part, price_routes
from optimizer.engines.engine import Engine, Outcome, Run, Watch
from optimizer.instance import Instance, Solution, Visit
from optimizer.search import shuns_of_solution
from optimizer.stop import NOTHING_SPENT, limits


def duties_under_limits(instance: Instance) -> NDArray[np.bool_]:
    """Returns which duties unload where there is a limit, or may do a task of one that does."""
    mode_limit = instance.daily_limits.mode_limit
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


def search_limited_apart(
    instance: Instance,
    run: Run,
    *,
    under: NDArray[np.bool_],
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
    cutter = Cutter(instance.replace(partners=None))
    mine = instance.allowed[instance.duty_type[under]].any(axis=0)
    sides = [
        _SplitSide(cutter.part(np.flatnonzero(~under), np.flatnonzero(~mine)), divided),
        _SplitSide(
            cutter.part(np.flatnonzero(under), np.flatnonzero(mine), with_limits=True), whole
        ),
    ]
    for side in sides:
        side.begin(instance, start)
    num_tasks = max(1, sum(len(side.part.tasks) for side in sides))
    spent, interrupted = NOTHING_SPENT, False
    for number, side in enumerate(sides):
        share = len(side.part.tasks) / num_tasks
        others = [one for one in sides if one is not side]
        if interrupted:
            # Once the caller wants the end, what has nothing yet gets its first routes.
            part = replace(run, stop=limits(iterations=1), watch=Watch(clock=run.watch.clock))
        else:
            part = run.part(
                share,
                before=replace(
                    spent,
                    best_cost=sum(one.total for one in others) / run.cost_unit,
                    unassigned=sum(one.num_absent for one in others),
                ),
                solution_of_whole=partial(_join, instance, sides, number),
            )
        outcome = side.engine(side.part.instance, part, start=side.found)
        side.take(outcome.solution)
        spent = outcome.count_spent(share, before=spent)
        interrupted = interrupted or outcome.interrupted
        if interrupted and all(one.found is not None for one in sides[number + 1 :]):
            break
    return Outcome(
        solution=_join(instance, sides),
        iterations=spent.iterations,
        elapsed_s=spent.elapsed_s,
        interrupted=interrupted,
    )


@dataclass
class _SplitSide:
    """One of the two, and the best that is known of it."""

    part: Part
    engine: Engine
    found: Solution | None = None
    total: int = 0
    num_absent: int = 0

    def begin(self, whole: Instance, start: Solution | None) -> None:
        """Takes its routes out of a solution of the whole."""
        self.total = int(self.part.instance.prize.sum())
        self.num_absent = self.part.instance.num_tasks
        if start is None:
            return
        shuns = shuns_of_solution(whole, start)
        self.take(
            price_routes(
                self.part.instance,
                self.part.convert_inward(start.sequences),
                [shuns[duty] for duty in self.part.duties],
            )
        )

    def take(self, solution: Solution) -> None:
        """Takes a solution of the part as the best."""
        self.found = solution
        self.total = solution.total(self.part.instance)
        self.num_absent = len(solution.absent)


def _join(
    instance: Instance, sides: list[_SplitSide], number: int = -1, solution: Solution | None = None
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
    return price_routes(instance, visits.sequences, shuns_of_solution(instance, visits))
