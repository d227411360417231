"""What leaving a task out costs in the objective.

Required work comes before everything else. Optional work counts some times its prize: at
`RATE_FIRST` a vehicle that has time left always works, so the mechanised rate is as high as the
fleet allows and cost comes second; at 1 a kerb is worked only where that costs less than doing it
by hand.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fleet import WORKS, Worth
from optimizer.day.day import Day
from optimizer.instance import FEN, UNBOUNDED, Instance, Reference
from optimizer.task import Task

REQUIRED_FEN = 20_000
"""What leaving out a required stop costs at least."""

REQUIRED_WEIGHT = 20
"""How much more the worth of a required task counts than that of an optional one."""

VISITS_S = 1_800
"""A required task is worth a route for it alone, by the facility where it ends empty, with so many
seconds more for other visits: no drive is too long for it."""

RUN_M = 200
"""So many metres of a required street are worth a route for them alone, and a piece that is
shorter its share of it: were 13 m worth a route, vehicles would drive kilometres for them
(assumed: a kerb from one crossing to the next)."""

RATE_FIRST = 10.0
"""Weight of optional work that makes it worth any detour (assumed: sweeping a square metre costs
two to three fen, and its prize is what it costs by hand)."""


def worth_fen(task: Task) -> int:
    """Returns the worth of a task as it stands, in fen.

    Among required tasks the one worth more comes first. Streets count by the square metre alone:
    were each piece worth something by itself, many short ones would come before long ones.
    """
    if not task.required:
        return task.prize_fen
    fixed_fen = 0 if task.area_m2 else REQUIRED_FEN
    return fixed_fen + REQUIRED_WEIGHT * task.prize_fen


def put_required_first(instance: Instance) -> NDArray[np.int64]:
    """Returns the prizes with those of required tasks above what a route for one alone costs.

    Shape (T,), cost units. Tasks that no duty may do keep theirs; see `RUN_M` for short pieces.
    """
    tasks = instance.num_tasks
    alone = np.full(tasks, UNBOUNDED, dtype=np.int64)
    first = instance.mode_start[:tasks]
    distinct = {int(group): duty for duty, group in enumerate(instance.duty_group)}
    kinds = {int(kind) for kind in instance.duty_type}
    priced: _Priced = {}
    ways = {kind: _LoneRoutes(instance, kind, priced) for kind in sorted(kinds)}
    for duty in distinct.values():
        able, cost = ways[int(instance.duty_type[duty])].routes_for_one(duty)
        alone[able] = np.minimum(alone[able], cost + instance.duty_cost[duty])
    floor = np.where(instance.required & (alone < UNBOUNDED), alone, 0)
    along_m = instance.mode_service_m[first]
    short = (along_m > 0) & (along_m < RUN_M)
    floor[short] = floor[short] // RUN_M * along_m[short]
    return np.asarray(np.maximum(instance.prize, floor))


_Priced = dict[tuple[object, ...], "NDArray[np.int64]"]
"""What drives cost from places to one place, or from it to them."""


class _LoneRoutes:
    """What a vehicle of a type pays for a route for one required task alone.

    Ways are asked for once for each depot and each facility, whatever types go there: how many
    there are of these grows with a city, and so do the tasks.

    Parameters
    ----------
    priced
        What has been asked for already.
    """

    def __init__(self, instance: Instance, kind: int, priced: _Priced) -> None:
        self._instance, self._priced = instance, priced
        self._profile = int(instance.type_profile[kind])
        first = instance.mode_start[: instance.num_tasks]
        place_of = instance.mode_place[self._profile, first]
        self.able = np.flatnonzero(instance.allowed[kind] & instance.required & (place_of >= 0))
        mode = first[self.able]
        # Kerbs and passes of one arc share a place.
        self._places, self._place = np.unique(place_of[self.able], return_inverse=True)
        self._rates = np.array([instance.type_per_s[kind], instance.type_per_m[kind]])
        work = np.stack((instance.mode_service_s[kind, mode], instance.mode_service_m[mode]), 1)
        self._work = work @ self._rates + self._rates[0] * VISITS_S
        # Types that may do the same at the same rates pay the same.
        self._key = (self._profile, self._rates.tobytes(), self._places.tobytes())
        final = int(instance.type_final_reset[kind])
        self._visits = list(instance.modes(final)) if final >= 0 else []
        # To each facility, with the visit.
        self._to_visit = [
            self._price_ways(int(instance.mode_place[self._profile, visit]), are_back=True)
            + self._rates[0] * instance.mode_service_s[kind, visit]
            for visit in self._visits
        ]

    def routes_for_one(self, duty: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Returns the tasks, and what a route of a duty costs for each alone, its shift aside."""
        out = self._price_ways(int(self._instance.duty_start_place[duty]), are_back=False)
        there_and_back = out + self._home(int(self._instance.duty_end_place[duty]))
        return self.able, self._work + there_and_back[self._place]

    def _home(self, end: int) -> NDArray[np.int64]:
        """Returns what the way home costs by the best facility of a final visit, by place."""
        if not self._visits:
            return self._price_ways(end, are_back=True)
        by = self._instance.mode_place[self._profile, self._visits]
        found = np.full(len(self._places), UNBOUNDED, dtype=np.int64)
        for to_visit, home in zip(self._to_visit, self._price(by, end), strict=True):
            np.minimum(found, to_visit + home, out=found)
        return found

    def _price_ways(self, place: int, *, are_back: bool) -> NDArray[np.int64]:
        """Returns what drives cost from the tasks' places to one place, or from it to them."""
        key = (*self._key, place, are_back)
        if key not in self._priced:
            ends = (self._places, place) if are_back else (place, self._places)
            self._priced[key] = self._price(*ends)
        return self._priced[key]

    def _price(self, origins: Any, ends: Any) -> NDArray[np.int64]:
        """Returns what drives cost, pair by pair."""
        origins, ends = np.broadcast_arrays(np.atleast_1d(origins), np.atleast_1d(ends))
        drives = self._instance.drives(
            self._profile, np.ascontiguousarray(origins), np.ascontiguousarray(ends)
        )
        return np.asarray(drives @ self._rates)


def ranks_of(tasks: Sequence[Task]) -> NDArray[np.int64]:
    """Returns how many required classes each required task's own stands above, by its work.

    Classes are in the order of what a square metre is worth in them, and those that are worth the
    same count as one; work by stops has none, and what is not required neither.

    Returns
    -------
    ndarray
        Shape (T,).
    """
    worth = _worth_of_classes(tasks)
    below = {
        (work, id_): len({least for (of, _), least in worth.items() if of == work and least < own})
        for (work, id_), own in worth.items()
    }
    return np.array(
        [
            below.get((str(task.work), task.service_class), 0) if task.required else 0
            for task in tasks
        ],
        dtype=np.int64,
    )


def _worth_of_classes(tasks: Sequence[Task]) -> dict[tuple[str, str], float]:
    """Returns the most that a required square metre is worth, by work and class, in fen.

    To a tenth of a fen, so that rounding on small kerbs makes no classes.
    """
    worth: dict[tuple[str, str], float] = {}
    for task in tasks:
        if task.required and task.service_class and task.area_m2:
            key = (str(task.work), task.service_class)
            worth[key] = max(worth.get(key, 0.0), round(task.prize_fen / task.area_m2, 1))
    return worth


def class_weights(tasks: Sequence[Task], *, higher_class_m2: float) -> NDArray[np.float64]:
    """Returns how many times its prize each task counts, so that k is what the scenario says.

    The lowest class of a work keeps its prizes, and a square metre of each class counts as so many
    of the one below. A second pass that is worth half of the first stays worth half of it.

    Parameters
    ----------
    higher_class_m2
        k; 0 for the ratio of the prizes.

    Returns
    -------
    ndarray
        Shape (T,); 1 for stops and for what is not required.
    """
    weights = np.ones(len(tasks), dtype=np.float64)
    if not higher_class_m2:
        return weights
    worth = {key: fen for key, fen in _worth_of_classes(tasks).items() if fen > 0}
    for number, task in enumerate(tasks):
        own = worth.get((str(task.work), task.service_class))
        if own is not None and task.required:
            levels = {fen for (work, _), fen in worth.items() if work == task.work and fen <= own}
            counts = min(levels) * higher_class_m2 ** (len(levels) - 1)
            weights[number] = counts / own
    return weights


def prefer_classes(day: Day, *, higher_class_m2: float) -> Day:
    """Returns the day in which a required square metre of a class is worth k of that below it.

    Whoever has no time for all then leaves out work of the lower class, unless that of the higher
    one takes more than k times the time. No required work comes to be worth less than a route for
    it alone; see `put_required_first`.
    """
    weights = class_weights(day.tasks, higher_class_m2=higher_class_m2)
    if (weights == 1.0).all():
        return day
    instance = day.instance
    alone = put_required_first(instance.replace(prize=np.zeros_like(instance.prize)))
    prize = np.maximum(np.round(instance.prize * weights).astype(np.int64), alone)
    return replace(day, instance=instance.replace(prize=prize))


def worth_per_m2(
    tasks: Sequence[Task], *, higher_class_m2: float, optional_weight: float
) -> NDArray[np.float64]:
    """Returns what a square metre of each task is worth to the search, in fen; 0 for stops.

    To a tenth of a fen, so that kerbs of a class have the same. Shape (T,).
    """
    weights = class_weights(tasks, higher_class_m2=higher_class_m2).tolist()
    return np.array(
        [
            round(task.prize_fen / task.area_m2, 1)
            * (REQUIRED_WEIGHT * weight if task.required else optional_weight)
            if task.area_m2
            else 0.0
            for task, weight in zip(tasks, weights, strict=True)
        ],
        dtype=np.float64,
    )


def weigh_optional(
    instance: Instance, tasks: Sequence[Task], *, sweep_weight: float, other_weight: float
) -> NDArray[np.int64]:
    """Returns the prizes with those of optional work so many times the tasks' own.

    Parameters
    ----------
    sweep_weight, other_weight
        For what the mechanised rate counts, and for other services; see `Worth`.

    Returns
    -------
    ndarray
        Shape (T,), cost units. What a task costs for a change from a reference plan is in it.
    """
    prize = instance.prize.copy()
    change = instance.group(Reference).change_cost
    weights = {Worth.RATE: sweep_weight, Worth.SERVICE: other_weight, Worth.PRICE: 1.0}
    for number, task in enumerate(tasks):
        if not task.required:
            weight = weights[WORKS[task.work].worth]
            prize[number] = round(FEN * weight * task.prize_fen) + change[number]
    return prize
