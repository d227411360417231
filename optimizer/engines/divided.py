"""Our engine for large fleets: ruin and recreate in parts of neighbouring routes.

A first solution of everything is divided into parts of a few vehicles each, which are searched one
after the other, or several at a time, and put together again; then it is divided another way, and
so on. All rounds together cool down once, as one undivided search would: each begins at the
temperature at which the one before ended, and from where it ended, not from its best.

The parts of a round have nothing in common, so under a limit of iterations the plan is the same
whoever searches them, and however many at a time.

References
----------
Santini, Schneider, Vidal and Vigo (2023), Decomposition strategies for vehicle routing heuristics,
doi 10.1287/ijoc.2023.1288: route-based parts of neighbouring routes, improved in turn.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from optimizer.division import (
    Divider,
    Part,
    Round,
    Turn,
    deal_territories,
    price_routes,
    rounds_of,
    turns_of,
)
from optimizer.engines.compiling import make_kernels_ready
from optimizer.engines.engine import Outcome, Run
from optimizer.engines.limited_apart import duties_under_limits, search_limited_apart
from optimizer.engines.part_search import (
    PartEnd,
    PartsCaller,
    PartsRunner,
    PartTask,
    PartWord,
    SearchedHere,
    solution_of_routes,
)
from optimizer.engines.round_standing import RoundStanding, put_routes
from optimizer.engines.ruin_recreate import ruin_recreate
from optimizer.instance import GROUPS, Instance, Solution, Visit
from optimizer.search import (
    DEFAULT_PARAMS,
    Params,
    Search,
    keep_first_of_each,
    load,
    pack,
    temperatures_of,
    to_solution,
)
from optimizer.stop import AnyOf, MaxIterations, MaxRuntime, Progress, Stage

TASKS_PER_PART = 2_500
"""Aimed-at size of a part."""

TASKS_PER_FIRST_PART = 10_000
"""The same for the first solution, whose time grows with the square of the tasks of a part but
which is better in larger ones."""

MOST_ROUNDS, LEAST_ROUNDS = 12, 3
"""How many times the instance is divided."""

PART_S, PART_STEPS = 1.0, 1_000
"""Least seconds, or steps, that the search of a part is worth its set-up; for fewer rounds."""


def solve_divided(
    instance: Instance,
    run: Run,
    *,
    start: Solution | None = None,
    params: Params = DEFAULT_PARAMS,
    tasks_per_part: int = TASKS_PER_PART,
) -> Outcome:
    """Returns the best solution found; the same for the same seed and iteration limit.

    An instance that would be one part is left to `ruin_recreate`. So are the duties that share
    daily limits of facilities, which parts would have to share out; see `search_limited_apart`.
    Partners are looked at in the cost of what was found, not by the search.

    Parameters
    ----------
    start
        A solution to go on from; the solution returned costs no more than what of it keeps the
        rules.

    Raises
    ------
    InputError
        When `start` was made for other duties or elements.
    """
    under = duties_under_limits(instance)
    if instance.num_tasks < 1.5 * tasks_per_part or under.all():
        return ruin_recreate(instance, run, start=start, params=params)
    if under.any():
        return search_limited_apart(
            instance,
            run,
            under=under,
            start=start,
            whole=partial(ruin_recreate, params=params),
            divided=partial(solve_divided, params=params, tasks_per_part=tasks_per_part),
        )
    run.watch.on_progress(Progress(stage=Stage.COMPILE))
    make_kernels_ready()
    joining = [
        name
        for name, kind in GROUPS.items()
        if kind.JOINS_DUTIES and getattr(instance, name) is not None
    ]
    division = _Division(
        # No limit concerns any duty here; what joins duties is left out of the parts.
        instance.replace(**dict.fromkeys(joining)),
        run,
        params=params,
        tasks_per_part=tasks_per_part,
    )
    outcome = division.search(start)
    if not joining:
        return outcome
    return replace(outcome, solution=price_routes(instance, outcome.solution.sequences))


class _Division:
    """One run of the engine.

    Attributes
    ----------
    routes, route_cost
        Where the search stands: elements and cost of each duty's route. What has been searched in
        this round is in it already.
    best_routes, best_cost
        The best so far, with the prizes of what it leaves out.
    told_routes, told_cost, told_steps
        The best that the caller has been told of, and when. It is told in the midst of a part
        too, at moments that the clock chooses, so the search takes nothing from it.
    """

    def __init__(
        self,
        instance: Instance,
        run: Run,
        *,
        params: Params,
        tasks_per_part: int,
    ) -> None:
        self.instance = instance
        self.run = run
        self.cycles = params.cycles
        self.params = replace(params, cycles=((1.0, 0.0),))
        rng = np.random.Generator(np.random.PCG64(run.seed))
        self.divider = Divider(instance, rng=rng)
        self.tasks_per_part = tasks_per_part
        self.runner: PartsRunner = run.parts or SearchedHere()
        self.begin_s = run.watch.clock()
        self.steps = 0
        self.routes: list[list[int]] = [[] for _ in range(instance.num_duties)]
        self.route_cost = np.zeros(instance.num_duties, dtype=np.int64)
        self.best_routes = list(self.routes)
        self.best_cost = int(instance.prize.sum())
        self.told_routes, self.told_cost, self.told_steps = self.best_routes, self.best_cost, 0

    def search(self, start: Solution | None) -> Outcome:
        """Builds a first solution, improves it in rounds, and returns the best."""
        self._build(start)
        hot, cold = temperatures_of(
            self.params,
            cost=float(self.route_cost.sum()),
            num_tasks=self.instance.num_tasks,
            num_absent=len(self.list_absent(self.routes)),
        )
        self.told_routes, self.told_cost = self.best_routes, self.best_cost
        interrupted = self._tell(self.best_routes)
        parts = self._parts(self.routes)
        for number, stage in enumerate(rounds_of(self.cycles, self._num_rounds(len(parts)))):
            if interrupted or self.run.stop(self._progress()):
                break
            if stage.is_return:
                parts = self._parts(self.best_routes)
                self._go_back(parts)
            elif number > 0:
                parts = self._parts(self.routes)
            interrupted = self._search(parts, stage, number, stage.temperatures(hot, cold))
        return Outcome(
            solution=self._complete(),
            iterations=self.steps,
            elapsed_s=self.run.watch.clock() - self.begin_s,
            interrupted=interrupted,
        )

    def _build(self, start: Solution | None) -> None:
        """Makes the first solution, part by part."""
        given: list[list[int]] | None = None
        if start is not None:
            given = keep_first_of_each(self.instance, start.sequences)
        if given is not None:
            parts = self._parts(given)
        else:
            largest = max(TASKS_PER_FIRST_PART, self.tasks_per_part)
            parts = self.divider.parts(deal_territories(self.instance), tasks_per_part=largest)
        best_cost = int(self.instance.prize.sum())

        def task_of(number: int) -> PartTask:
            part = parts[number]
            return PartTask(
                part.instance,
                self._seed_of(0, number),
                self.params,
                None if given is None else part.convert_inward(given),
            )

        def hear(number: int, word: PartWord) -> bool:
            nonlocal best_cost
            part = parts[number]
            if word.best is not None and word.end is not None:
                best_cost += part.cost_in_whole(word.best.cost, word.best.sequences)
                best_cost -= int(self.instance.prize[part.tasks].sum())
                put_routes(self.best_routes, part, word.best.sequences)
                self.take_in(part, word.end)
            # There is no plan before it is complete.
            return False

        turns = turns_of([len(part.tasks) for part in parts], self.runner.count_lanes())
        self.runner.search(
            _lanes_of(turns), PartsCaller(task_of=task_of, hear=hear, should_stop=lambda: False)
        )
        self.best_cost = best_cost

    def _search(
        self, parts: Sequence[Part], stage: Round, number: int, heat: tuple[float, float]
    ) -> bool:
        """Searches all parts; says whether the caller ended that."""
        turns = turns_of([len(part.tasks) for part in parts], self.runner.count_lanes())
        found = RoundStanding(self, parts)

        def task_of(k: int) -> PartTask | None:
            stop = self._stop_of(stage, turns[k])
            if stop is None:
                return None
            return PartTask(
                parts[k].instance,
                self._seed_of(number + 1, k),
                self.params,
                parts[k].convert_inward(self.routes),
                heat,
                stop,
                self.run.watch.clock,
            )

        ended = self.runner.search(
            _lanes_of(turns),
            PartsCaller(task_of=task_of, hear=found.hear, should_stop=self.run.watch.should_stop),
        )
        # Of what was ended in the midst of it the best is there all the same.
        self.keep(found.cost, found.routes)
        return ended

    def _parts(self, routes: Sequence[Sequence[int]]) -> list[Part]:
        return self.divider.parts(routes, tasks_per_part=self.tasks_per_part)

    def _parts_to_look_at(self, routes: Sequence[Sequence[int]]) -> list[Part]:
        return self.divider.parts_to_look_at(routes, tasks_per_part=self.tasks_per_part)

    def take_in(self, part: Part, end: PartEnd) -> None:
        """Notes where the search of a part has ended."""
        put_routes(self.routes, part, end.routes)
        self.route_cost[part.duties] = end.costs
        self.route_cost[part.duties] += part.changes_outside(end.routes)

    def _go_back(self, parts: Sequence[Part]) -> None:
        """Goes on from the best, which is divided into these parts."""
        self.routes = list(self.best_routes)
        for part in parts:
            routes = part.convert_inward(self.routes)
            state = load(part.instance, pack(part.instance), routes, may_grow=False)
            self.route_cost[part.duties] = state.route["cost"][: len(part.duties)]
            self.route_cost[part.duties] += part.changes_outside(routes)

    def keep(self, cost: int, routes: list[list[int]]) -> None:
        """Keeps routes that are the best so far."""
        if cost < self.best_cost:
            self.best_cost, self.best_routes = cost, list(routes)

    def tell_of(self, cost: int, routes: list[list[int]]) -> bool:
        """Tells the caller how things stand, with routes that may be better; see `_tell`."""
        if cost >= self.told_cost:
            return self._tell(None)
        self.told_routes, self.told_cost, self.told_steps = list(routes), cost, self.steps
        return self._tell(self.told_routes)

    def _is_routed(self, routes: Sequence[Sequence[int]]) -> NDArray[np.bool_]:
        """Says whether each task is in a route; shape (T,)."""
        routed = np.zeros(self.instance.num_elements, dtype=np.bool_)
        for route in routes:
            routed[route] = True
        return routed[: self.instance.num_tasks]

    def list_absent(self, routes: Sequence[Sequence[int]]) -> NDArray[np.int64]:
        """Returns the tasks that are in no route."""
        return np.flatnonzero(~self._is_routed(routes))

    def _num_rounds(self, num_parts: int) -> int:
        """Returns how many rounds leave each part time enough to be worth the division."""
        worth = [
            limit.limit / PART_STEPS
            if isinstance(limit, MaxIterations)
            else limit.limit_s / PART_S
            for limit in self.run.stop.limits
        ]
        return max(LEAST_ROUNDS, min(MOST_ROUNDS, int(min(worth) / num_parts)))

    def _stop_of(self, stage: Round, turn: Turn) -> AnyOf | None:
        """Returns the stop of a part that has its turn now, None if it is over."""
        width = stage.end - stage.begin
        limits: list[MaxIterations | MaxRuntime] = []
        for limit in self.run.stop.limits:
            if isinstance(limit, MaxIterations):
                begin, end = (
                    round(limit.limit * (stage.begin + width * share))
                    for share in (turn.begin, turn.end)
                )
                if end <= begin:
                    return None
                limits.append(MaxIterations(end - begin))
            else:
                end_s = limit.limit_s * (stage.begin + width * turn.over)
                seconds = end_s - (self.run.watch.clock() - self.begin_s)
                if seconds <= 0:
                    return None
                limits.append(MaxRuntime(seconds))
        return AnyOf(tuple(limits))

    def _seed_of(self, number: int, part: int) -> int:
        sequence = np.random.SeedSequence([self.run.seed, number, part])
        return int(sequence.generate_state(1, np.uint64)[0])

    def _progress(self) -> Progress:
        progress = Progress(
            stage=Stage.SEARCH,
            iterations=self.steps,
            elapsed_s=self.run.watch.clock() - self.begin_s,
            best_cost=self.told_cost / self.run.cost_unit,
            unassigned=len(self.list_absent(self.told_routes)),
            since_best=self.steps - self.told_steps,
        )
        return replace(progress, share=self.run.stop.share(progress))

    def _tell(self, routes: list[list[int]] | None) -> bool:
        """Tells the caller how things stand, and of a better solution; says whether to end."""
        self.run.watch.on_progress(self._progress())
        if routes is not None:
            self.run.watch.on_best(lambda: self._price(self._parts_to_look_at(routes), routes))
        return self.run.watch.should_stop()

    def _complete(self) -> Solution:
        """Returns the best solution after a last look at every link for what is absent."""
        return self._price(self._parts(self.best_routes), self.best_routes, complete=True)

    def _price(
        self, parts: Sequence[Part], routes: list[list[int]], *, complete: bool = False
    ) -> Solution:
        """Returns routes, of which each is in one of the parts, as a solution."""
        visits: list[tuple[Visit, ...]] = [()] * self.instance.num_duties
        cost = 0
        for part in parts:
            own = part.convert_inward(routes)
            if complete:
                begin = solution_of_routes(own)
                search = Search(part.instance, seed=self.run.seed, params=self.params, start=begin)
                solution = search.complete()
            else:
                problem = pack(part.instance)
                state = load(part.instance, problem, own, may_grow=False)
                solution = to_solution(problem, state)
            cost += solution.cost + int(part.changes_outside(solution.sequences).sum())
            for duty, route in zip(part.duties, part.visits_outward(solution), strict=True):
                visits[duty] = route
        found = Solution(routes=tuple(visits), cost=cost, absent=())
        return found._replace(absent=tuple(self.list_absent(found.sequences).tolist()))


def _lanes_of(turns: Sequence[Turn]) -> list[list[int]]:
    """Returns the parts of each lane in their order."""
    lanes: dict[int, list[int]] = {}
    for number, turn in enumerate(turns):
        lanes.setdefault(turn.lane, []).append(number)
    return [lanes[lane] for lane in sorted(lanes)]
