"""Which rules keep a task out of the routes as they are: found by letting them give way.

Rules work together. A shift may have an hour left that lies outside the task's windows, or inside
them on a truck that is full and would have to unload first; no single figure says so. So each rule
is lifted, alone and then together with others, and the search's own pricing says whether the task
can then be inserted.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from fleet import DAY_S
from optimizer.division import cut_subinstance
from optimizer.instance import Instance, Solution
from optimizer.search import LATE, insertion_prices


class Rule(StrEnum):
    """What can be lifted so that a task fits; in the order in which it is said."""

    TIME = "time"
    """A shift ends, and the drive, the work and the way home do not fit in before."""
    WINDOW = "window"
    """Service may begin only in the task's windows."""
    ROOM = "room"
    """The hopper or tank is too full for it where it would fit in."""


Rules = tuple[Rule, ...]
"""Rules that give way together, in the order of `Rule`."""


def rules_in_the_way(
    instance: Instance, solution: Solution, tasks: Sequence[int]
) -> dict[int, tuple[Rules, ...]]:
    """Returns for some absent tasks the fewest rules without which each of them fits.

    Of a stop all sets of as few rules that do: hours before room, of which a vehicle has what it
    has, and then the cheapest first. Of a kerb, of which there are thousands, one. A task that
    does not fit even without all rules has none. A rule is lifted for all vehicles at once; what
    facilities take in a day is not looked at. Where there are very many tasks and links, places
    far from a task's neighbours are not tried.
    """
    # What the same vehicles may do is tried together, on their routes alone.
    alike: defaultdict[bytes, list[int]] = defaultdict(list)
    for task in tasks:
        alike[instance.allowed[:, task].tobytes()].append(task)
    routes = [[visit.element for visit in route] for route in solution.routes]
    found: dict[int, tuple[Rules, ...]] = {}
    for group in alike.values():
        duties = np.flatnonzero(instance.allowed[instance.duty_type, group[0]])
        served = [e for duty in duties for e in routes[duty] if e < instance.num_tasks]
        part = cut_subinstance(instance, duties, np.array([*served, *group], dtype=np.int64))
        inside = np.searchsorted(part.tasks, np.array(sorted(group), dtype=np.int64))
        sets = _find_fewest(part.instance, part.convert_inward(routes), inside.tolist())
        found |= {int(part.tasks[task]): one for task, one in sets.items()}
    return found


def _find_fewest(
    instance: Instance, routes: Sequence[Sequence[int]], tasks: Sequence[int]
) -> dict[int, tuple[Rules, ...]]:
    """Returns the fewest rules without which each task fits into the routes."""
    found: dict[int, tuple[Rules, ...]] = {}
    left = list(tasks)
    stops = {task for task in tasks if not instance.mode_service_m[instance.mode_start[task]]}
    for size in range(1, len(Rule) + 1):
        costs: dict[int, list[tuple[int, Rules]]] = {task: [] for task in left}
        for rules in combinations(Rule, size):
            trying = [task for task in left if not costs[task] or task in stops]
            if not trying:
                continue
            price = insertion_prices(_lift(instance, rules, trying), routes)
            for task in trying:
                cost = price(task)
                if cost < LATE:
                    costs[task].append((cost, rules))
        for task, sets in costs.items():
            if sets:
                # The sort keeps the order of the rules where costs are the same.
                sets.sort(key=lambda one: (Rule.ROOM in one[1], one[0]))
                found[task] = tuple(rules for _, rules in sets)
        left = [task for task in left if task not in found]
    return found | {task: () for task in left}


def _lift(instance: Instance, rules: Sequence[Rule], tasks: Sequence[int]) -> Instance:
    """Returns an instance in which some rules do not bind some tasks."""
    for rule in rules:
        instance = _LIFT[rule](instance, np.array(tasks, dtype=np.int64))
    return instance


def _without_shift_ends(instance: Instance, tasks: NDArray[np.int64]) -> Instance:
    return instance.replace(duty_end_s=instance.duty_end_s + DAY_S)


def _without_windows(instance: Instance, tasks: NDArray[np.int64]) -> Instance:
    earliest_s, latest_s = instance.window_earliest_s.copy(), instance.window_latest_s.copy()
    for task in tasks.tolist():
        modes = instance.modes(task)
        band = slice(
            int(instance.window_start[modes.start]), int(instance.window_start[modes.stop])
        )
        earliest_s[band], latest_s[band] = 0, 2 * DAY_S
    return instance.replace(window_earliest_s=earliest_s, window_latest_s=latest_s)


def _without_loads(instance: Instance, tasks: NDArray[np.int64]) -> Instance:
    demand = instance.demand.copy()
    demand[tasks] = 0
    return instance.replace(demand=demand)


_LIFT: Mapping[Rule, Callable[[Instance, NDArray[np.int64]], Instance]] = {
    Rule.TIME: _without_shift_ends,
    Rule.WINDOW: _without_windows,
    Rule.ROOM: _without_loads,
}
