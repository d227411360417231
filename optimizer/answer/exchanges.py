"""What required work of a higher class would take the place of: why it is left out, in numbers.

Where the hours do not suffice for all, a square metre of a class is worth so many of a lower one,
as the scenario's `higher_class_m2` or its prizes say. So for a kerb that is left out the stretch
of a route is looked for that it could replace, and that is worth least: work in a row, of lower
classes only, beside one of its neighbours. The route must not last longer than its shift, and the
kerb must be begun within its windows; loads and what comes later in the day are then looked at by
the search's own pricing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from optimizer.answer.timetable import schedule
from optimizer.beside import begin_beside
from optimizer.day import Day, ranks_of
from optimizer.division import Cutter
from optimizer.instance import UNBOUNDED, Instance, Pins, Solution
from optimizer.search import insertion_prices

LONGEST = 24
"""How many kerbs in a row may give way."""

TRIED = 4
"""How many stretches are tried for a kerb, those that are worth least first."""

MOST_EXCHANGED = 400
"""For so many kerbs it is worked out what they would take the place of, the dearest first."""

NO_DUTY = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A kerb for work of lower classes.

    Parameters
    ----------
    duty
        Whose route it concerns.
    gives_way
        Tasks that would be left out for it.
    lost_m2
        How large they are.
    times
        How many square metres of these one of the kerb is worth.
    """

    duty: int
    gives_way: tuple[int, ...]
    lost_m2: int
    times: float


def list_exchangeable(
    day: Day, solution: Solution, worth_per_m2: NDArray[np.float64]
) -> list[int]:
    """Returns required work on streets that is left out, but for bundles, the dearest first.

    Only what counts more than some work of lower classes that is done: nothing gives way to the
    rest.

    Parameters
    ----------
    worth_per_m2
        Of each task, in any unit. Shape (T,).
    """
    bundles = day.instance.bundles
    done = worth_done_by_class(day, solution, worth_per_m2)
    ranks = _ranks_with_optional(day)
    worth = {
        task: float(worth_per_m2[task]) * day.tasks[task].area_m2
        for task in solution.absent
        if day.tasks[task].required
        and day.tasks[task].area_m2
        and (bundles is None or bundles.task_bundle[task] < 0)
        and any(
            one.work == str(day.tasks[task].work)
            and one.rank < ranks[task]
            and one.least_worth < worth_per_m2[task]
            for one in done
        )
    }
    return sorted(worth, key=lambda task: (-worth[task], task))[:MOST_EXCHANGED]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneOfClass:
    """What a solution does on the streets of a class.

    Parameters
    ----------
    rank
        How many required classes it stands above; -1 for work that is not required.
    area_m2
        Of all that is done, pass by pass.
    least_worth
        Of a square metre of what is worth least.
    """

    work: str
    rank: int
    service_class: str
    area_m2: int
    least_worth: float


def worth_done_by_class(
    day: Day, solution: Solution, worth_per_m2: NDArray[np.float64]
) -> list[DoneOfClass]:
    """Returns what is done on streets by work and class."""
    absent, ranks = frozenset(solution.absent), _ranks_with_optional(day)
    found: dict[tuple[str, int, str], tuple[int, float]] = {}
    for number, task in enumerate(day.tasks):
        if number not in absent and task.area_m2:
            key = (str(task.work), ranks[number], task.service_class)
            area_m2, least = found.get(key, (0, float("inf")))
            found[key] = (area_m2 + task.area_m2, min(least, float(worth_per_m2[number])))
    return [
        DoneOfClass(work=work, rank=rank, service_class=id_, area_m2=area_m2, least_worth=least)
        for (work, rank, id_), (area_m2, least) in sorted(found.items())
    ]


def _ranks_with_optional(day: Day) -> list[int]:
    """Returns the ranks of required classes, and -1 for what is not required."""
    ranks = ranks_of(day.tasks).tolist()
    return [rank if task.required else -1 for task, rank in zip(day.tasks, ranks, strict=True)]


def least_exchanges(
    day: Day,
    solution: Solution,
    tasks: Sequence[int],
    worth_per_m2: NDArray[np.float64],
    *,
    only_gaining: bool = False,
    cutter: Cutter | None = None,
) -> dict[int, Exchange]:
    """Returns for some absent tasks what they could replace, of what is worth least.

    A task for which there is no such stretch has none.

    Parameters
    ----------
    worth_per_m2
        Of each task, in any unit; 0 for what is no work on an area. Shape (T,).
    only_gaining
        Looks for stretches that are worth less than the task only.
    cutter
        Of the day's instance, where there is one.
    """
    find = partial(
        _find_exchanges,
        day,
        solution,
        worth_per_m2=worth_per_m2,
        only_gaining=only_gaining,
        cutter=cutter or Cutter(day.instance),
    )
    # Half of them in a second process, where there is one to be had.
    others = begin_beside(partial(find, tasks=tasks[1::2]))
    return find(tasks=tasks[::2]) | others()


def _find_exchanges(
    day: Day,
    solution: Solution,
    *,
    tasks: Sequence[int],
    worth_per_m2: NDArray[np.float64],
    only_gaining: bool,
    cutter: Cutter,
) -> dict[int, Exchange]:
    found, pins = {}, day.instance.pins
    stretches = _RouteStretches(day, solution, worth_per_m2)
    for task in tasks:
        for duty, first, behind in stretches.that_fit(task):
            gives_way = [v.element for v in solution.routes[duty][first:behind]]
            # What is pinned is left out last.
            if (pins[[one for one in gives_way if one < len(pins)]] >= 0).any():
                continue
            worth = sum(worth_per_m2[one] * day.tasks[one].area_m2 for one in gives_way)
            if only_gaining and worth >= worth_per_m2[task] * day.tasks[task].area_m2:
                break
            if worth > 0 and _fits(day, solution, duty, gives_way, task, cutter):
                area_m2 = sum(day.tasks[one].area_m2 for one in gives_way)
                found[task] = Exchange(
                    duty=duty,
                    gives_way=tuple(gives_way),
                    lost_m2=area_m2,
                    times=float(worth_per_m2[task] * area_m2 / worth),
                )
                break
    return found


def _fits(
    day: Day,
    solution: Solution,
    duty: int,
    gives_way: Sequence[int],
    task: int,
    cutter: Cutter,
) -> bool:
    """Says whether a task can be put into a route without some others."""
    route = [v.element for v in solution.routes[duty] if v.element not in gives_way]
    served = [element for element in route if element < day.instance.num_tasks]
    part = cutter.part(np.array([duty]), np.array(sorted([*served, task])))
    routes: list[list[int]] = [[] for _ in day.duties]
    routes[duty] = route
    number = int(np.searchsorted(part.tasks, task))
    return insertion_prices(part.instance, part.convert_inward(routes))(number) < UNBOUNDED


class _RouteStretches:
    """The routes of a solution, and the stretches of them that a task could replace."""

    def __init__(self, day: Day, solution: Solution, worth_per_m2: NDArray[np.float64]) -> None:
        self._instance = day.instance
        ranks = np.array(_ranks_with_optional(day), dtype=np.int64)
        self._duty_of = np.full(day.instance.num_tasks, NO_DUTY)
        self._at = np.zeros(day.instance.num_tasks, dtype=np.int64)
        self._rows: dict[int, _Row] = {}
        self._make_row = partial(
            _Row, day=day, solution=solution, worth_per_m2=worth_per_m2, ranks=ranks
        )
        for duty, route in enumerate(solution.routes):
            for at, visit in enumerate(route):
                if visit.element < day.instance.num_tasks:
                    self._duty_of[visit.element], self._at[visit.element] = duty, at

    def that_fit(self, task: int) -> list[tuple[int, int, int]]:
        """Returns stretches (duty, first, behind) that a task could replace, least worth first."""
        near = self._instance.neighbours[task]
        near = near[near >= 0]
        duty_of, pin = self._duty_of[near], self._instance.pins[task]
        if pin >= 0:
            duty_of = np.where(duty_of == pin, duty_of, NO_DUTY)
        choices: list[tuple[float, int, int, int]] = []
        for duty in np.unique(duty_of[duty_of != NO_DUTY]).tolist():
            if self._instance.allowed[self._instance.duty_type[duty], task]:
                if duty not in self._rows:
                    self._rows[duty] = self._make_row(duty=duty)
                choices += self._rows[duty].that_fit(
                    np.unique(self._at[near[duty_of == duty]]), task
                )
        return [(duty, first, behind) for _, duty, first, behind in sorted(choices)[:TRIED]]


class _Row:
    """A route with its times, and the worth of its work from the beginning."""

    def __init__(
        self,
        day: Day,
        duty: int,
        solution: Solution,
        worth_per_m2: NDArray[np.float64],
        ranks: NDArray[np.int64],
    ) -> None:
        instance: Instance = day.instance
        self._instance, self._duty, self._per_m2 = instance, duty, worth_per_m2
        self._profile = day.profile_of(duty)
        route = solution.routes[duty]
        departure_s, timings, return_s = schedule(day, duty, route)
        rest = day.duties[duty].shift.rest
        rest_s = rest.duration_s if rest is not None else 0
        leaves_s = [departure_s]
        for timing in timings:
            begin_s = timing.rest_begin_s
            leaves_s.append(timing.end_s if begin_s is None else begin_s + rest_s)
        self._leaves_s = np.array(leaves_s)
        self._arrives_s = np.array([*(timing.arrival_s for timing in timings), return_s])
        self._spare_s = int(instance.duty_end_s[duty]) - return_s
        places = [int(instance.mode_place[self._profile, visit.mode]) for visit in route]
        self._before = np.array([int(instance.duty_start_place[duty]), *places])
        self._after = np.array([*places, int(instance.duty_end_place[duty])])
        tasks = np.array([v.element if v.element < instance.num_tasks else -1 for v in route])
        area_m2 = np.array([day.tasks[one].area_m2 if one >= 0 else 0 for one in tasks])
        # Visits, stops and what is pinned never give way.
        self._may = (tasks >= 0) & (area_m2 > 0) & (instance.group(Pins).duty[tasks] < 0)
        self._of_each = np.where(self._may, worth_per_m2[tasks], 0.0)
        self._worth = _sums(self._of_each * area_m2)
        # The second pass of a high class may be worth less, and is no work of a lower one.
        self._ranks = ranks
        self._rank = np.where(self._may, ranks[tasks], 0)

    def that_fit(self, at: NDArray[np.int64], task: int) -> list[tuple[float, int, int, int]]:
        """Returns worth, duty and ends of stretches that hold or touch some of its places."""
        lower = (self._of_each < self._per_m2[task]) & (self._rank < self._ranks[task])
        dear = _sums(~self._may | ~lower)
        first, behind = _spans(at, len(self._of_each)).T
        cheap = dear[first] == dear[behind]
        first, behind = first[cheap], behind[cheap]
        instance, kind = self._instance, int(self._instance.duty_type[self._duty])
        fits = np.zeros(len(first), dtype=np.bool_)
        for mode in instance.modes(task):
            place = np.full(len(first), instance.mode_place[self._profile, mode])
            to_s = instance.drives(self._profile, self._before[first], place)[:, 0]
            from_s = instance.drives(self._profile, place, self._after[behind])[:, 0]
            arrives_s = self._leaves_s[first] + to_s
            leaves_s = arrives_s + int(instance.mode_service_s[kind, mode])
            band = slice(*instance.window_start[mode : mode + 2].tolist())
            earliest_s = instance.window_earliest_s[band][:, None]
            latest_s = instance.window_latest_s[band][:, None]
            in_time = ((arrives_s >= earliest_s) & (arrives_s <= latest_s)).any(axis=0)
            fits |= in_time & (leaves_s + from_s <= self._arrives_s[behind] + self._spare_s)
        worth = self._worth[behind] - self._worth[first]
        rows = zip(worth[fits].tolist(), first[fits].tolist(), behind[fits].tolist(), strict=True)
        return [(each, self._duty, begin, end) for each, begin, end in rows]


def _sums(values: NDArray[np.float64] | NDArray[np.bool_]) -> NDArray[np.float64]:
    """Returns the sums of all values before each, and of all."""
    return np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])


def _spans(at: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Returns the stretches that hold or touch some places of a route; shape (N, 2)."""
    ends = np.unique(np.concatenate([at, at + 1]))[:, None]
    long = np.arange(1, LONGEST + 1)
    after = np.stack(np.broadcast_arrays(ends, ends + long), axis=-1).reshape(-1, 2)
    before = np.stack(np.broadcast_arrays(ends - long, ends), axis=-1).reshape(-1, 2)
    spans = np.unique(np.concatenate([after, before]), axis=0)
    return np.asarray(spans[(spans[:, 0] >= 0) & (spans[:, 1] <= count)])
