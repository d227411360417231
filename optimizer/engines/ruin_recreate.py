"""Our own engine: ruin and recreate under simulated annealing, over modes.

References
----------
Christiaens and Vanden Berghe (2020), doi 10.1287/trsc.2019.0914: the ruin, the recreate, the
annealing. Vidal (2017), doi 10.1287/opre.2017.1595: modes chosen inside the price of a move.
"""

from dataclasses import replace

import numpy as np

from optimizer.engines.compiling import make_kernels_ready
from optimizer.engines.engine import Outcome, Run
from optimizer.engines.loop import search_until
from optimizer.engines.worker import SearchJob
from optimizer.engines.workers import Workers
from optimizer.instance import Instance, Solution
from optimizer.search import DEFAULT_PARAMS, Params, Search
from optimizer.stop import MaxRuntime, Progress, Stage

GRACE_S = 0.5
"""Seconds that the others' last words may come late when the time is over."""


def ruin_recreate(
    instance: Instance,
    run: Run,
    *,
    start: Solution | None = None,
    params: Params = DEFAULT_PARAMS,
    processes: int = 1,
) -> Outcome:
    """Returns the best solution found; the same for the same seed and iteration limit.

    Parameters
    ----------
    start
        A solution to go on from, such as yesterday's or that of a run cut short; the solution
        returned costs no more than what of it keeps the rules.
    processes
        How many cores to use: so many searches run side by side, each with a seed of its own and
        each up to the iteration limit, and exchange their best solutions at the end of each
        cycle. For each but the first a process is forked, or started anew where that cannot be,
        which takes one to two seconds before the clock begins. As ever with `multiprocessing`, a
        script that asks for more than one must have its `if __name__ == "__main__":`.

    Raises
    ------
    InputError
        When more than one process is asked for where none may be started.
    WrongBooks
        When `params.verify` is set and a step leaves the routes' labels other than they should be.
    """
    if instance.num_tasks == 0:
        empty = Solution(routes=((),) * instance.num_duties, cost=0, absent=())
        return Outcome(solution=empty, iterations=0, elapsed_s=0.0)
    stop, watch = run.stop, run.watch
    watch.on_progress(Progress(stage=Stage.COMPILE))
    # Compiled once here; the workers have it already, or find it on disk.
    make_kernels_ready()
    with Workers(processes - 1) as workers:
        workers.begin(
            lambda number: SearchJob(
                instance, stop, seed_of(run.seed, number), params, start, watch.clock
            ),
            give_up=watch.should_stop,
        )
        begin_s = watch.clock()
        search = Search(instance, seed=run.seed, params=params, start=start)
        meeting = _Meeting(search, workers, run, begin_s)
        interrupted = search_until(
            search,
            stop=stop,
            clock=watch.clock,
            begin_s=begin_s,
            look=meeting.look,
            meet=meeting.meet,
        )
        if not interrupted:
            interrupted = meeting.gather(grace_s=GRACE_S)
        for elite in workers.elites:
            search.adopt(elite)
        return Outcome(
            solution=search.complete(),
            iterations=search.steps + workers.steps,
            elapsed_s=watch.clock() - begin_s,
            interrupted=interrupted,
        )


def seed_of(seed: int, number: int) -> int:
    """Returns the seed of a process; that of number 0 is the run's own."""
    if number == 0:
        return seed
    return int(np.random.SeedSequence([seed, number]).generate_state(1, np.uint64)[0])


class _Meeting:
    """Where the first process hears of the others and tells the caller."""

    def __init__(
        self,
        search: Search,
        workers: Workers,
        run: Run,
        begin_s: float,
    ) -> None:
        self.search = search
        self.workers = workers
        self.run = run
        self.begin_s = begin_s
        self.best_cost: int | None = None
        self.best_steps = 0

    def look(self, progress: Progress) -> bool:
        """Tells the caller how all searches stand; says whether it wants them to end."""
        self.workers.listen()
        steps = self.search.steps + self.workers.steps
        # Another's best is shown and handed out, but not gone on from before the next meeting:
        # when it comes is chance.
        ahead = [e for e in self.workers.elites if e.cost < self.search.best_cost]
        leader = min(ahead, key=lambda elite: elite.cost, default=None)
        best_cost = leader.cost if leader else self.search.best_cost
        is_better = self.best_cost is None or best_cost < self.best_cost
        if is_better:
            self.best_cost, self.best_steps = best_cost, steps
        self.run.watch.on_progress(
            replace(
                progress,
                iterations=steps,
                best_cost=best_cost / self.run.cost_unit,
                unassigned=leader.num_absent if leader else progress.unassigned,
                since_best=steps - self.best_steps,
            )
        )
        if is_better:
            self.run.watch.on_best(
                (lambda: self.search.price_elite(leader)) if leader else self.search.solution
            )
        return self.run.watch.should_stop()

    def meet(self) -> bool:
        """Exchanges the best solutions; says whether the caller wants the run to end."""
        interrupted = self.gather()
        others = self.workers.elites
        self.workers.release([self.search.elite(), *others])
        for elite in others:
            self.search.adopt(elite)
        return interrupted

    def gather(self, *, grace_s: float = 0.0) -> bool:
        """Waits for the others while there is time; says whether the caller ended that."""
        interrupted = False

        def give_up() -> bool:
            nonlocal interrupted
            interrupted = self.run.watch.should_stop()
            elapsed_s = self.run.watch.clock() - self.begin_s - grace_s
            return interrupted or any(
                isinstance(limit, MaxRuntime) and elapsed_s >= limit.limit_s
                for limit in self.run.stop.limits
            )

        self.workers.gather(give_up=give_up)
        return interrupted
