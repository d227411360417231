"""Adds to a solution what it leaves out, and changes nothing else."""

from optimizer.engines.engine import Outcome, Run
from optimizer.instance import Instance, Solution
from optimizer.search import DEFAULT_PARAMS, Search
from optimizer.stop import Progress, Stage


def complete_solution(instance: Instance, run: Run, *, start: Solution | None = None) -> Outcome:
    """Returns a solution with the tasks that it leaves out put in where each costs least.

    Nothing that is in a route leaves it or changes places, save where the route breaks a rule:
    then its tasks are put in anew, in their order, as far as there is room.
    """
    if instance.num_tasks == 0:
        empty = Solution(routes=((),) * instance.num_duties, cost=0, absent=())
        return Outcome(solution=empty, iterations=0, elapsed_s=0.0)
    run.watch.on_progress(Progress(stage=Stage.COMPILE))
    # Of the search's kernels only those of a first solution are loaded: somebody waits for it.
    begin_s = run.watch.clock()
    search = Search(instance, seed=run.seed, params=DEFAULT_PARAMS, start=start)
    return Outcome(solution=search.solution(), iterations=0, elapsed_s=run.watch.clock() - begin_s)
