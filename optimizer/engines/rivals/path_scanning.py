"""The baseline: path scanning, a greedy with the same rules as the search and no improvement.

Routes are built one after the other, by start of shift. At its end a route goes on to the task at
which work can begin soonest; required tasks come first as long as one is within reach. When that
task does not fit into hopper or tank, a facility is visited on the way to it. Equally near tasks
are told apart by one of five rules, each of which makes a plan; the best of the five is returned.

References
----------
Golden, DeArmon and Baker (1983), doi 10.1016/0305-0548(83)90026-6: path scanning and its rules.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.engines.engine import Outcome, Run
from optimizer.engines.rivals.moves import At, Moves
from optimizer.engines.rivals.refusals import refuse_groups, refuse_start
from optimizer.engines.rivals.settling import settle
from optimizer.instance import (
    FAR,
    GROUPS,
    NEVER,
    Group,
    Instance,
    LaneChanges,
    Pins,
    Solution,
)
from optimizer.stop import Progress, Stage

FAR_FROM_HOME, CLOSE_TO_HOME, MUCH_TO_LOAD, LITTLE_TO_LOAD, BY_LOAD = range(5)
"""The rules: which of equally near tasks comes next. The last goes far from home while the vehicle
is less than half full, and comes closer from then on. To load is demand per second of work."""

KNOWN: tuple[type[Group], ...] = (
    Pins,
    LaneChanges,
    *(kind for kind in GROUPS.values() if kind.IS_PRICE),
)
"""What is kept or paid without being looked at beforehand."""

RULES = (FAR_FROM_HOME, CLOSE_TO_HOME, MUCH_TO_LOAD, LITTLE_TO_LOAD, BY_LOAD)


def path_scanning(instance: Instance, run: Run, *, start: Solution | None = None) -> Outcome:
    """Returns the best plan of the five rules; an iteration is one rule, and nothing is drawn.

    What a balance or a change from a reference plan costs is paid, but not looked at before.

    Raises
    ------
    InputError
        When there is a solution to start from.
    """
    refuse_start("path_scanning", start)
    refuse_groups("path_scanning", instance, takes=KNOWN)
    begin_s = run.watch.clock()
    scan = _Scan(instance)
    best = Solution(
        routes=((),) * instance.num_duties, cost=0, absent=tuple(range(instance.num_tasks))
    )
    progress = Progress(stage=Stage.SEARCH, unassigned=instance.num_tasks)
    best_total = int(instance.prize.sum())
    interrupted = False
    for number, rule in enumerate(RULES):
        found = settle(instance, scan.routes(rule))
        total = found.total(instance)
        is_better = number == 0 or total < best_total
        if is_better:
            best, best_total = found, total
        progress = Progress(
            stage=Stage.SEARCH,
            iterations=number + 1,
            elapsed_s=run.watch.clock() - begin_s,
            best_cost=best_total / run.cost_unit,
            unassigned=len(best.absent),
        )
        progress = replace(
            progress, share=max((number + 1) / len(RULES), run.stop.share(progress))
        )
        run.watch.on_progress(progress)
        if is_better:
            run.watch.on_best(lambda solution=best: solution)  # type: ignore[misc]
        interrupted = run.watch.should_stop()
        if interrupted or run.stop(progress):
            break
    return Outcome(
        solution=best,
        iterations=progress.iterations,
        elapsed_s=run.watch.clock() - begin_s,
        interrupted=interrupted,
    )


class _Open(NamedTuple):
    """The modes of the tasks that a duty may still do, with their windows side by side."""

    mode: NDArray[np.int64]
    task: NDArray[np.int64]
    place: NDArray[np.int64]
    service_s: NDArray[np.int64]
    earliest_s: NDArray[np.int64]
    latest_s: NDArray[np.int64]
    home_s: NDArray[np.int64]


class _Scan:
    """Builds routes by one rule after the other."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.moves = Moves(instance)
        count = np.diff(instance.window_start)
        # Short lists of windows are filled up with their last.
        column = np.arange(int(count.max(initial=1)))
        window = instance.window_start[:-1, None] + np.minimum(column, count[:, None] - 1)
        self.earliest_s = instance.window_earliest_s[window]
        self.latest_s = instance.window_latest_s[window]

    def routes(self, rule: int) -> list[list[int]]:
        """Returns the elements of each duty's route."""
        instance = self.instance
        routes: list[list[int]] = [[] for _ in range(instance.num_duties)]
        served = np.zeros(instance.num_tasks, dtype=np.bool_)
        for duty in np.argsort(instance.duty_start_s, kind="stable").tolist():
            routes[duty] = self._route(duty, served, rule)
        return routes

    def _route(self, duty: int, served: NDArray[np.bool_], rule: int) -> list[int]:
        """Returns one route, and marks its tasks as served."""
        instance = self.instance
        kind = int(instance.duty_type[duty])
        open_ = self._open(duty, served)
        at = At(
            place=int(instance.duty_start_place[duty]),
            mode=-1,
            now_s=int(instance.duty_start_s[duty]),
            rested=bool(instance.rest_s[duty] == 0),
            load=np.zeros(instance.demand.shape[1], dtype=np.int64),
            is_first=True,
        )
        route: list[int] = []
        while True:
            step = self._extend(duty, at, open_, served, rule)
            if step is None:
                break
            elements, at = step
            route += elements
            served[elements[-1]] = True
            if len(route) % 32 == 0:
                left = ~served[open_.task]
                open_ = _Open(*(array[left] for array in open_))
        final = int(instance.type_final_reset[kind])
        if route and final >= 0:
            route.append(final)
        return route

    def _open(self, duty: int, served: NDArray[np.bool_]) -> _Open:
        instance = self.instance
        kind = int(instance.duty_type[duty])
        profile = int(instance.type_profile[kind])
        may = instance.allowed[kind] & ~served
        may &= (instance.pins < 0) | (instance.pins == duty)
        modes = np.flatnonzero(
            np.concatenate((may, np.zeros(instance.num_elements - len(may), dtype=np.bool_)))[
                self.moves.element_of_mode
            ]
            & (instance.mode_place[profile] >= 0)
        )
        # Only what may begin within the shift.
        in_shift = (self.earliest_s[modes] < instance.duty_end_s[duty]) & (
            self.latest_s[modes] >= instance.duty_start_s[duty]
        )
        modes = modes[in_shift.any(axis=1)]
        place = instance.mode_place[profile, modes]
        return _Open(
            mode=modes,
            task=self.moves.element_of_mode[modes],
            place=place,
            service_s=instance.mode_service_s[kind, modes],
            earliest_s=self.earliest_s[modes],
            latest_s=self.latest_s[modes],
            home_s=self.moves.home_s(duty)[place],
        )

    def _extend(
        self, duty: int, at: At, open_: _Open, served: NDArray[np.bool_], rule: int
    ) -> tuple[list[int], At] | None:
        """Returns the elements with which a route goes on, and where that leads, or None."""
        instance = self.instance
        kind = int(instance.duty_type[duty])
        profile = int(instance.type_profile[kind])
        travel_s = self.moves.drives.leaving(profile, at.place)[open_.place, 0].astype(np.int64)
        begin_s = _begin_s(at.now_s + travel_s, open_.earliest_s, open_.latest_s)
        done_s = begin_s + open_.service_s
        possible = ~served[open_.task] & (travel_s < FAR)
        # A break and facilities only add to this, which is looked at for the chosen task alone.
        possible &= done_s + open_.home_s <= instance.duty_end_s[duty]
        away_s = np.where(possible, begin_s - at.now_s, NEVER)
        fits = (at.load + instance.demand[open_.task] <= instance.type_capacity[kind]).all(axis=1)
        for is_required in (True, False):
            mine = possible & (instance.required[open_.task] == is_required)
            while mine.any():
                chosen = self._choose(duty, np.flatnonzero(mine), away_s, open_, at, rule)
                step = self._go_on(duty, at, int(open_.mode[chosen]), bool(fits[chosen]))
                if step is not None:
                    return step
                mine[chosen] = False
                if not fits[chosen]:
                    # There is no time to unload: only what fits can still be done.
                    mine &= fits
        return None

    def _choose(
        self,
        duty: int,
        mine: NDArray[np.int64],
        away_s: NDArray[np.int64],
        open_: _Open,
        at: At,
        rule: int,
    ) -> int:
        """Returns the nearest of the given modes; of equally near ones by the rule."""
        instance = self.instance
        nearest = mine[away_s[mine] == away_s[mine].min()]
        if len(nearest) == 1:
            return int(nearest[0])
        kind = int(instance.duty_type[duty])
        if rule == BY_LOAD:
            capacity = np.maximum(1, instance.type_capacity[kind])
            is_half_full = bool((at.load / capacity).max(initial=0.0) >= 0.5)
            rule = CLOSE_TO_HOME if is_half_full else FAR_FROM_HOME
        if rule in (FAR_FROM_HOME, CLOSE_TO_HOME):
            value = open_.home_s[nearest].astype(np.float64)
        else:
            demand = instance.demand[open_.task[nearest]].sum(axis=1)
            value = demand / np.maximum(1, open_.service_s[nearest])
        if rule in (FAR_FROM_HOME, MUCH_TO_LOAD):
            return int(nearest[value.argmax()])
        return int(nearest[value.argmin()])

    def _go_on(self, duty: int, at: At, mode: int, fits: bool) -> tuple[list[int], At] | None:
        """Returns the elements up to the task of a mode, or None when it cannot be done."""
        if fits:
            after = self.moves.after(duty, at, mode)
            if after is None or not self.moves.gets_home(duty, after):
                return None
            return [int(self.moves.element_of_mode[mode])], after
        instance = self.instance
        kind = int(instance.duty_type[duty])
        task = int(self.moves.element_of_mode[mode])
        over = at.load + instance.demand[task] > instance.type_capacity[kind]
        elements: list[int] = []
        for resource in np.flatnonzero(over).tolist():
            reset = int(instance.type_reset[kind, resource])
            if (
                reset < 0
                or instance.demand[task, resource] > instance.type_capacity[kind, resource]
            ):
                return None
            if reset in elements:
                continue
            visited = self.moves.visit(duty, at, reset, mode)
            if visited is None:
                return None
            at = visited
            elements.append(reset)
        after = self.moves.after(duty, at, mode)
        if after is None or not self.moves.gets_home(duty, after):
            return None
        return [*elements, task], after


def _begin_s(
    arrival_s: NDArray[np.int64], earliest_s: NDArray[np.int64], latest_s: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Returns the first moment from each arrival on inside a window, or NEVER."""
    found = np.full(len(arrival_s), NEVER, dtype=np.int64)
    for earliest, latest in zip(earliest_s.T, latest_s.T, strict=True):
        begin = np.where(arrival_s <= latest, np.maximum(arrival_s, earliest), NEVER)
        np.minimum(found, begin, out=found)
    return found
