"""The cheapest plan that sweeps a given area by machine.

Sweeping all that the fleet can is one extreme, sweeping only what is required the other. In
between, the weight of optional sweeping is a Lagrange multiplier of the area: the higher it is,
the more is swept, and the plan of a weight is the cheapest for the area that it sweeps. The weight
that just reaches the target is found by halving its range, each search going on from the plan
before. What is still more than the target is taken out kerb by kerb, the dearest first, and a last
search finds the cheapest routes for what is left.

References
----------
Everett (1963), doi 10.1287/opre.11.3.399: a solution of the priced problem is optimal for the
amount that it uses.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fleet import Work
from optimizer.day import RATE_FIRST, Day, weigh_optional
from optimizer.engines import Outcome, Run
from optimizer.instance import Solution
from optimizer.search import evaluate
from optimizer.solver import solve
from optimizer.stop import NOTHING_SPENT
from optimizer.target.trimming import trim_optional
from optimizer.task import Task

FIRST_SHARE = 0.4
"""Share of the limit for the search that shows how much can be swept at all."""

HALVINGS = 4
"""Weights tried between none and `RATE_FIRST`."""

LEAST_WEIGHT = 0.2
"""Below this weight hardly any kerb is worth its detour."""

KEPT_WEIGHT = 1_000.0
"""Weight of the kerbs that the last search must keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A solution with the area that it sweeps and what it costs in all.

    Parameters
    ----------
    total
        Cost with the required work and the optional washing that it leaves out, in cost units.
    """

    solution: Solution
    swept_m2: int
    total: int


def swept_m2(tasks: Sequence[Task], served: Sequence[int]) -> int:
    """Returns the area of the kerbs that some of the tasks sweep, each counted once."""
    kerbs = {tasks[n].kerb: tasks[n].area_m2 for n in served if tasks[n].work is Work.SWEEP}
    return sum(kerbs.values())


def solve_for_area(
    day: Day,
    run: Run,
    *,
    target_m2: int,
    optional_weight: float,
    engine: str = "ruin_recreate",
    processes: int = 1,
    start: Solution | None = None,
) -> Outcome:
    """Returns the cheapest solution found that sweeps at least so many square metres.

    Where none does, the one that sweeps most.

    Parameters
    ----------
    target_m2
        Area to be swept by machine at least once, each kerb counted once.
    optional_weight
        Weight of optional work that is no sweeping.
    run
        Its limits are those of all searches together.

    Raises
    ------
    InputError
        As `solve`.
    """
    searches = _Searches(
        day, run, optional_weight=optional_weight, engine=engine, processes=processes
    )
    most = searches.search(searches.prizes(RATE_FIRST), FIRST_SHARE, start)
    if most.swept_m2 < target_m2:
        # What is left of the limit goes into coming nearer.
        more = searches.search(searches.prizes(RATE_FIRST), 1 - FIRST_SHARE, most.solution)
        return searches.outcome(max(most, more, key=lambda one: one.swept_m2))
    best = most
    low, high = LEAST_WEIGHT, RATE_FIRST
    share = (1 - FIRST_SHARE) / (HALVINGS + 1)
    for _ in range(HALVINGS):
        weight = (low * high) ** 0.5
        found = searches.search(searches.prizes(weight), share, best.solution)
        if found.swept_m2 >= target_m2:
            high = weight
            best = min(best, found, key=lambda one: one.total)
        else:
            low = weight
    kept = evaluate(day.instance, trim_optional(day, best.solution, best.swept_m2 - target_m2))
    last = searches.search(searches.prizes_of_kept(kept), share, kept)
    if last.swept_m2 >= target_m2:
        best = min(best, last, key=lambda one: one.total)
    return searches.outcome(best)


class _Searches:
    """The searches of one target, which share one limit."""

    def __init__(
        self,
        day: Day,
        run: Run,
        *,
        optional_weight: float,
        engine: str,
        processes: int,
    ) -> None:
        self.day = day
        self.optional_weight = optional_weight
        self.run = run
        self.engine = engine
        self.processes = processes
        self.spent = NOTHING_SPENT
        self.interrupted = False

    def prizes(self, weight: float) -> NDArray[np.int64]:
        """Returns the prizes at a weight of optional sweeping."""
        return weigh_optional(
            self.day.instance,
            self.day.tasks,
            sweep_weight=weight,
            other_weight=self.optional_weight,
        )

    def prizes_of_kept(self, kept: Solution) -> NDArray[np.int64]:
        """Returns prizes that keep the optional kerbs of a solution in, and the others out."""
        prize = self.prizes(KEPT_WEIGHT)
        for number in kept.absent:
            task = self.day.tasks[number]
            if task.work is Work.SWEEP and not task.required:
                prize[number] = 0
        return prize

    def search(self, prize: NDArray[np.int64], share: float, start: Solution | None) -> Found:
        """Returns what a share of the limit finds; the start itself once the user has stopped."""
        if self.interrupted and start is not None:
            return self._describe_found(start)
        part = self.run.part(share, before=self.spent)
        outcome = solve(
            self.day.instance.replace(prize=prize),
            # Plans of a weight that misses the target are not handed out on the way.
            replace(part, watch=part.watch.without_bests()),
            engine=self.engine,
            processes=self.processes,
            start=start,
        )
        self.spent = outcome.count_spent(share, before=self.spent)
        self.interrupted |= outcome.interrupted
        return self._describe_found(outcome.solution)

    def _describe_found(self, solution: Solution) -> Found:
        tasks = self.day.tasks
        prize = self.prizes(0.0)
        lost = sum(
            int(prize[n])
            for n in solution.absent
            if tasks[n].required or tasks[n].work is not Work.SWEEP
        )
        return Found(
            solution=solution,
            swept_m2=swept_m2(tasks, _list_served(self.day, solution)),
            total=solution.cost + lost,
        )

    def outcome(self, found: Found) -> Outcome:
        """Returns what all searches came to."""
        return Outcome(
            solution=found.solution,
            iterations=self.spent.iterations,
            elapsed_s=self.spent.elapsed_s,
            interrupted=self.interrupted,
        )


def _list_served(day: Day, solution: Solution) -> list[int]:
    tasks = day.instance.num_tasks
    return [v.element for route in solution.routes for v in route if v.element < tasks]
