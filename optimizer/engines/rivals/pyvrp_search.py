"""PyVRP's iterated local search on the same instance: a second opinion on one clock and checker.

References
----------
Wouda, Lan and Kool (2024), PyVRP: a high-performance VRP solver package.
doi:10.1287/ijoc.2023.0055
"""

import logging
import warnings
from dataclasses import replace

import pyvrp
from pyvrp.exceptions import PenaltyBoundWarning

from optimizer.engines.engine import Outcome, Run
from optimizer.engines.rivals.pyvrp_model import Model
from optimizer.engines.rivals.refusals import refuse_groups, refuse_start
from optimizer.engines.rivals.settling import settle
from optimizer.instance import NEVER, Instance, Solution
from optimizer.stop import Progress, Stage

REPORT_S = 0.1
"""Seconds between two looks at the caller."""

UNITS_A_COST = 100
"""PyVRP's cost units in one unit of the cost that progress reports, where ours are finer."""

PENALTY_SHARE = 4.0
"""PyVRP's largest penalty of a second late, in what a second of work is worth on average."""

# On import PyVRP begins to log to stdout, which carries our results.
logging.getLogger("pyvrp").handlers.clear()


def pyvrp_search(instance: Instance, run: Run, *, start: Solution | None = None) -> Outcome:
    """Returns what PyVRP finds; the same for the same seed and iteration limit.

    An iteration is one of PyVRP's. Before the first one it builds a solution, which is on the
    clock but cannot be interrupted.

    Raises
    ------
    InputError
        When the instance has what PyVRP cannot express or is larger than dense matrices allow, or
        when there is a solution to start from.
    """
    refuse_start("pyvrp", start)
    refuse_groups("pyvrp", instance)
    if instance.num_tasks == 0:
        solution = settle(instance, [[]] * instance.num_duties)
        return Outcome(solution=solution, iterations=0, elapsed_s=0.0)
    model = Model(instance, unit=max(1, run.cost_unit // UNITS_A_COST))
    following = _BestFollower(model, run)
    with warnings.catch_warnings():
        # Where no plan can be feasible PyVRP says so time and again; we look at what it returns.
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        result = pyvrp.solve(
            model.data,
            following,
            seed=run.seed,
            collect_stats=False,
            display=False,
            params=pyvrp.SolveParams(
                ils=pyvrp.IteratedLocalSearchParams(callbacks=following),
                penalty=pyvrp.PenaltyParams(max_penalty=largest_penalty(model)),
            ),
        )
    elapsed_s = run.watch.clock() - following.begin
    return Outcome(
        solution=following.settle(result.best),
        iterations=following.iterations,
        elapsed_s=elapsed_s,
        interrupted=following.interrupted,
    )


def largest_penalty(model: Model) -> float:
    """Returns the most that PyVRP may take for a second late or a unit overloaded.

    It begins at half of it. By default that is 50,000 of its cost units, so that it would sooner
    leave out a stop than try being a second late on the way to something better.
    """
    instance = model.instance
    default = float(pyvrp.PenaltyParams().max_penalty)
    # Of several modes the first will do.
    work_s = float(instance.mode_service_s[:, instance.mode_start[: instance.num_tasks]].mean())
    if work_s == 0 or instance.duty_end_s.max() >= NEVER // 2:
        return default
    worth_a_s = float(instance.prize.mean()) / model.unit / work_s
    return min(default, max(1.0, PENALTY_SHARE * worth_a_s))


class _BestFollower(pyvrp.IteratedLocalSearchCallbacks):
    """PyVRP's stopping criterion and callbacks, in terms of ours."""

    def __init__(self, model: Model, run: Run) -> None:
        self.model = model
        self.run = run
        self.iterations = -1
        self.interrupted = False
        self.begin = self.told = run.watch.clock()
        self.best: pyvrp.Solution | None = None
        self.best_cost = 0.0
        self.unassigned = model.instance.num_tasks
        self.improved_at = 0
        self.news = False

    def on_start(self, ils: pyvrp.IteratedLocalSearch) -> None:
        """Notes the solution that the search starts from."""
        self.on_best(ils.initial_solution)

    def on_best(self, best: pyvrp.Solution) -> None:
        """Notes a new best solution; one that breaks rules counts for nothing."""
        if best.is_feasible():
            self.best = best
            paid = (best.distance_cost() + best.fixed_vehicle_cost()) * self.model.unit
            self.best_cost = paid / self.run.cost_unit
            self.unassigned = self.model.instance.num_tasks - best.num_clients()
            self.improved_at = max(0, self.iterations)
            self.news = True

    def __call__(self, best_cost: int) -> bool:
        """Counts an iteration; says whether it is not to be begun."""
        self.iterations += 1
        now = self.run.watch.clock()
        progress = Progress(
            stage=Stage.SEARCH,
            iterations=self.iterations,
            elapsed_s=now - self.begin,
            best_cost=self.best_cost,
            unassigned=self.unassigned,
            since_best=self.iterations - self.improved_at,
        )
        over = self.run.stop(progress)
        if over or self.iterations == 0 or now - self.told >= REPORT_S:
            self.told = now
            self._tell(replace(progress, share=self.run.stop.share(progress)))
        return over or self.interrupted

    def _tell(self, progress: Progress) -> None:
        self.run.watch.on_progress(progress)
        if self.news and (best := self.best) is not None:
            self.news = False
            self.run.watch.on_best(lambda: self.settle(best))
        self.interrupted = self.run.watch.should_stop()

    def settle(self, solution: pyvrp.Solution) -> Solution:
        """Returns one of PyVRP's solutions under our own rules."""
        return settle(self.model.instance, self.model.sequences(solution))
