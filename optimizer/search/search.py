"""One search from beginning to end, step by step: the Python face of the kernels."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from optimizer.instance import Instance, Solution
from optimizer.search.anneal import anneal, construct, excess, new_best, note_best, total
from optimizer.search.facility_limits import price_overuse
from optimizer.search.greedy import build_routes
from optimizer.search.packed import pack
from optimizer.search.params import Params, first_excess_price, first_limit_price, settings_of
from optimizer.search.pool import new_pool, remember
from optimizer.search.recombine import recombine
from optimizer.search.solutions import (
    load,
    prices_everywhere,
    sequences_of,
    shuns_of_best,
    shuns_of_solution,
    to_solution,
)
from optimizer.search.spacing import mean_spacing
from optimizer.search.start import repair, within_limits
from optimizer.search.state import State, new_workspace
from optimizer.search.verify import require_true_books

RECOMBINE_FROM, RECOMBINE_TASKS = 7, 1_000
"""Routes are recombined from so many tasks on, as of fewer the steps try all there is; and up to
so many, as beyond them the programme takes too long."""


class Elite(NamedTuple):
    """The best solution of a search, in a form that can be sent to another.

    Parameters
    ----------
    cost
        Cost with the prizes of what it leaves out.
    sequences
        Elements of each route, one list a duty.
    num_absent
        Tasks it leaves out.
    shuns
        What each element is to shun of limited facilities; see `State.stop`.
    """

    cost: int
    sequences: list[list[int]]
    num_absent: int
    shuns: list[list[int]]


class Search:
    """A search that can be run on, looked at and stopped at any step.

    Parameters
    ----------
    start
        A solution to go on from, as far as it keeps the rules; without one the first is built.
        The best is never worse than it.
    temperatures
        The first and the last, in cost units, where others know better what they should be than
        `params` and the first solution.

    Attributes
    ----------
    steps
        Steps done; the first solution does not count.
    best
        The best solution so far, as sequences.
    """

    def __init__(
        self,
        instance: Instance,
        *,
        seed: int,
        params: Params,
        start: Solution | None = None,
        temperatures: tuple[float, float] | None = None,
    ) -> None:
        self.instance = instance
        self.params = params
        self.steps = 0
        self._problem = pack(instance)
        self._rng = np.random.Generator(np.random.PCG64(seed))
        given: list[list[int]] = []
        shuns: list[list[int]] = []
        if start:
            given = start.sequences
            kept = repair(instance, self._problem, given)
            shuns = [
                shun if route == as_given else [0] * len(route)
                for shun, route, as_given in zip(
                    shuns_of_solution(instance, start), kept, given, strict=True
                )
            ]
            given = kept
        self._state = load(instance, self._problem, given, shuns)
        self._work = new_workspace(self._state)
        self._keep_limits()
        self._pool = new_pool(instance, self._state)
        self.best = new_best(self._state)
        if start:
            # Before anything is added: even that may be for the worse.
            note_best(self._state, self.best, 0)
            self._insert_absent()
        else:
            build_routes(self._problem, self._state, self._work)
            self._keep_limits()
        note_best(self._state, self.best, 0)
        is_needed = temperatures is None and not self._state.sums["num_absent"][0]
        spacing = mean_spacing(instance) if is_needed else 0.0
        self._settings = settings_of(instance, self._state, params, spacing=spacing)
        if temperatures:
            self._settings = self._settings._replace(hot=temperatures[0], cold=temperatures[1])
        self._state.excess_price[:] = first_excess_price(instance, self._state, params)
        self._state.limit["price"] = first_limit_price(instance, self._state, params)
        self._cycle = 0
        self._share = 0.0

    def _insert_absent(self) -> None:
        """Inserts what is worth it into the routes given, the worthiest first."""
        settings = settings_of(self.instance, self._state, self.params)._replace(slack=0.0)
        absent = np.sort(self._state.absent[: int(self._state.sums["num_absent"][0])])
        order = absent[np.argsort(-self.instance.worth[absent], kind="stable")]
        construct(
            self._problem,
            self._state,
            self._work,
            self._rng,
            settings,
            order,
            settings.everywhere,
        )
        self._keep_limits()

    def _keep_limits(self) -> None:
        """Sends visits elsewhere, or leaves trips out, until no facility is overfull."""
        self._state = within_limits(
            self.instance, self._problem, self._state, self._work, self._rng
        )

    @property
    def best_cost(self) -> int:
        """Cost of the best solution, with the prizes of what it leaves out."""
        return int(self.best.cost[0])

    def num_absent(self) -> int:
        """Returns how many tasks the best solution leaves out."""
        routed = sum(
            int((sequence[:length] < self.instance.num_tasks).sum())
            for sequence, length in zip(self.best.sequence, self.best.length, strict=True)
        )
        return self.instance.num_tasks - routed

    def solution(self) -> Solution:
        """Returns the best solution."""
        return to_solution(self._problem, self._load_best())

    def list_routes(self) -> tuple[list[list[int]], list[int]]:
        """Returns the routes where the search stands, and what each costs.

        Those of the best solution while any route is overfull.
        """
        if excess(self._state) > 0 or price_overuse(self._state):
            self._state = self._load_best()
        duties = self._state.num_duties
        route = self._state.route[:duties]
        routes = [
            self._state.sequence[duty, : route["length"][duty]].tolist()
            if route["num_tasks"][duty]
            else []
            for duty in range(duties)
        ]
        return routes, route["cost"].tolist()

    def elite(self) -> Elite:
        """Returns the best solution for other searches of the same instance."""
        return Elite(
            self.best_cost, sequences_of(self.best), self.num_absent(), shuns_of_best(self.best)
        )

    def price_elite(self, elite: Elite) -> Solution:
        """Returns another search's best solution, without taking it over."""
        return to_solution(self._problem, self._load(elite.sequences, elite.shuns))

    def adopt(self, elite: Elite) -> None:
        """Keeps another search's best routes for recombination, and all of it if it is better.

        The search goes on from it after the next `recombine` only. Of two equal ones its own
        stays: searches on different ways find more.
        """
        state = self._load(elite.sequences, elite.shuns)
        for duty in range(self.instance.num_duties):
            remember(self._problem, state, self._pool, duty)
        note_best(state, self.best, self.steps)

    def complete(self) -> Solution:
        """Returns the best solution after a last look at the links for what is absent."""
        state = self._load_best()
        absent = np.sort(state.absent[: int(state.sums["num_absent"][0])])
        settings = self._settings._replace(slack=0.0)
        work = new_workspace(state)
        # With very many absent tasks a look at every link would take longer than the search.
        everywhere = prices_everywhere(self.instance, len(absent))
        construct(self._problem, state, work, self._rng, settings, absent, everywhere)
        return to_solution(self._problem, self._load_best() if price_overuse(state) else state)

    def run(self, last: int, share: float, share_per_step: float) -> None:
        """Runs up to and including step `last`, or to the end of the cycle.

        `share` of the run is used up at step 0, and each step uses `share_per_step`.
        """
        begin = self.params.cycles[self._cycle - 1][0] if self._cycle else 0.0
        end, warm = self.params.cycles[self._cycle]
        # Only so many steps as the cycle has left; at least one, or nothing would ever move.
        if share_per_step > 0 and end < 1:
            last = min(last, max(self.steps + 1, int((end - share) / share_per_step)))
        slope = (1 - warm) / (end - begin)
        # Step 0 was the first solution.
        anneal(
            self._problem,
            self._state,
            self._work,
            self.best,
            self._rng,
            self._settings,
            self.steps + 1,
            last + 1,
            warm + (share - begin) * slope,
            share_per_step * slope,
            self._pool,
        )
        self.steps = last
        self._share = share + share_per_step * last
        if self.params.verify:
            require_true_books(self.instance, self._problem, self._state, last)

    def cycle_is_over(self) -> bool:
        """Says whether a cycle, but not the last, has just ended."""
        end, _ = self.params.cycles[self._cycle]
        return end < 1 and self._share >= end - 1e-9

    def recombine(self, effort: float) -> None:
        """Ends a cycle: goes on from the best solution, or a better one out of the pool.

        `effort` bounds the work, in seconds of an otherwise idle machine, but by counting.
        """
        self._cycle += 1
        sequences: Sequence[Sequence[int]] | None = None
        if RECOMBINE_FROM <= self.instance.num_tasks <= RECOMBINE_TASKS:
            sequences = recombine(self.instance, self._pool, self.best_cost, effort)
        before = self._state
        self._state = self._load(sequences) if sequences else self._load_best()
        self._state.excess_price[:] = before.excess_price
        self._state.limit["price"] = before.limit["price"]
        # Routes were put together without a look at what facilities take.
        self._keep_limits()
        if total(self._state) > self.best_cost:
            self._state = self._load_best()
            self._state.excess_price[:] = before.excess_price
            self._state.limit["price"] = before.limit["price"]
        note_best(self._state, self.best, self.steps)

    def _load(
        self,
        sequences: Sequence[Sequence[int]],
        shuns: Sequence[Sequence[int]] | None = None,
    ) -> State:
        return load(self.instance, self._problem, sequences, shuns)

    def _load_best(self) -> State:
        return self._load(sequences_of(self.best), shuns_of_best(self.best))
