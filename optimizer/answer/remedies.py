"""The cheapest change of the rules that would let a route take a task it cannot take today.

Each change is tried, not estimated: the instance is changed, and the search's own pricing says
whether and at what cost the task can then be inserted into the routes as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fleet import MOST_DRIVING_S
from optimizer.day import Day
from optimizer.division import cut_subinstance
from optimizer.instance import FEN, GROUPS, Axis, Instance, Solution, columns_of
from optimizer.plan import Change, ChangeKind
from optimizer.search import ALONE, LATE, load, new_workspace, pack, price

STEPS_MIN = (10, 20, 30, 45, 60, 90, 120)
"""By how many minutes windows and shifts are tried to be longer; the first that does it counts."""

MOST_ASKED = 200
"""With more duties than this only those are asked that pass by a task, and what is like them: of a
whole city's most lie in other districts."""


class _Trial(NamedTuple):
    """Changed rules and the routes under them.

    Parameters
    ----------
    like
        Of each duty the one that it is, or that it is added to be like.
    """

    kind: ChangeKind
    minutes: int
    instance: Instance
    routes: list[list[int]]
    like: list[int]


def find_cheapest_changes(day: Day, solution: Solution, tasks: Sequence[int]) -> dict[int, Change]:
    """Returns for some absent tasks of a solution the cheapest change that would serve each.

    Alone, that is: two tasks may need the same ten minutes. Daily capacities of facilities are
    not looked at. Tasks that no change helps are left out. Where there are very many duties those
    are asked that serve a neighbour of the task, and idle ones from the same depots.
    """
    instance = day.instance
    duties = np.flatnonzero(instance.allowed[instance.duty_type][:, list(tasks)].any(axis=1))
    if len(duties) == 0:
        return {}
    routes = solution.sequences
    served = [e for duty in duties for e in routes[duty] if e < instance.num_tasks]
    part = cut_subinstance(instance, duties, np.array([*served, *tasks], dtype=np.int64))
    waiting = np.searchsorted(part.tasks, np.array(sorted(tasks), dtype=np.int64))
    most_s = _most_overtime_s(day, duties)
    asked = _asked_duties(part.instance, part.convert_inward(routes), waiting)
    best: dict[int, Change] = {}
    settled: set[tuple[ChangeKind, int]] = set()
    for trial in _trials(part.instance, part.convert_inward(routes), waiting, most_s):
        # The first step of each kind that does it is enough: longer ones cost no less.
        left = [task for task in waiting.tolist() if (trial.kind, task) not in settled]
        for task, cost, duty, form in _prices(trial, left, asked):
            settled.add((trial.kind, task))
            number = int(part.tasks[task])
            cost_fen = -(-cost // FEN)
            if number in best and best[number].cost_fen <= cost_fen:
                continue
            whose = day.duties[int(duties[duty])]
            best[number] = Change(
                kind=trial.kind,
                minutes=trial.minutes,
                cost_fen=cost_fen,
                vehicle_id=whose.vehicle.id,
                shift_id=whose.shift.id,
                extra_visit=form != ALONE,
            )
    return best


def _asked_duties(
    instance: Instance, routes: Sequence[Sequence[int]], waiting: NDArray[np.int64]
) -> dict[int, NDArray[np.bool_]]:
    """Returns which duties are asked for each task."""
    everybody = np.ones(instance.num_duties, dtype=np.bool_)
    if instance.num_duties <= MOST_ASKED:
        return dict.fromkeys(waiting.tolist(), everybody)
    owner = np.full(instance.num_tasks, -1, dtype=np.int64)
    for duty, route in enumerate(routes):
        owner[[element for element in route if element < instance.num_tasks]] = duty
    is_idle = np.array([not route for route in routes])
    found = {}
    for task in waiting.tolist():
        near = instance.neighbours[task]
        passing = np.unique(owner[near[near >= 0]])
        passing = passing[passing >= 0]
        asked = is_idle & np.isin(instance.duty_group, instance.duty_group[passing])
        asked[passing] = True
        found[task] = asked if len(passing) else everybody
    return found


def _prices(
    trial: _Trial, waiting: Sequence[int], asked: Mapping[int, NDArray[np.bool_]]
) -> Iterator[tuple[int, int, int, int]]:
    """Yields task, cost, duty that takes it and form of the insertion, for tasks that fit."""
    instance = trial.instance
    problem = pack(instance)
    state = load(instance, problem, trial.routes, may_grow=False)
    work = new_workspace(state)
    like = np.array(trial.like, dtype=np.int64)
    for task in waiting:
        found: list[tuple[int, int, int]] = []
        may = instance.allowed[instance.duty_type, task] & asked[task][like]
        for duty in np.flatnonzero(may).tolist():
            final = int(instance.type_final_reset[instance.duty_type[duty]]) >= 0
            last = max(0, int(state.route["length"][duty]) - int(final))
            cost, _, form = price(problem, state, work, task, duty, 0, last)
            found.append((int(cost), trial.like[duty], int(form)))
        # A chain that is too late costs LATE more.
        if found and min(found)[0] < LATE:
            yield (task, *min(found))


def _trials(
    instance: Instance,
    routes: list[list[int]],
    waiting: NDArray[np.int64],
    most_s: NDArray[np.int64],
) -> Iterator[_Trial]:
    """Yields every change, the smaller first."""
    like = list(range(instance.num_duties))
    for minutes in STEPS_MIN:
        by_s = 60 * minutes
        earlier, later = _with_windows(instance, waiting, by_s)
        yield _Trial(ChangeKind.EARLIER_WINDOW, minutes, earlier, routes, like)
        yield _Trial(ChangeKind.LATER_WINDOW, minutes, later, routes, like)
        may = most_s >= by_s
        if may.any():
            longer = instance.replace(duty_end_s=instance.duty_end_s + np.where(may, by_s, 0))
            yield _Trial(ChangeKind.LONGER_SHIFT, minutes, longer, routes, like)
    _, added = np.unique(instance.duty_group, return_index=True)
    more = instance.replace(
        **_with_more_duties(instance, added),
        **{
            name: replace(group, **_with_more_duties(group, added))
            for name in GROUPS
            if (group := getattr(instance, name)) is not None
        },
    )
    more_routes = routes + [[] for _ in added]
    yield _Trial(ChangeKind.MORE_SHIFT, 0, more, more_routes, like + added.tolist())


def _with_more_duties(owner: Any, added: NDArray[np.int64]) -> dict[str, Any]:
    """Returns the arrays of duties with some of them once more."""
    return {
        name: np.concatenate((mine, mine[added]))
        for name, one in columns_of(owner)
        if one.axes[0] is Axis.DUTY and (mine := getattr(owner, name)) is not None
    }


def _with_windows(
    instance: Instance, tasks: NDArray[np.int64], by_s: int
) -> tuple[Instance, Instance]:
    """Returns the instance with windows of some tasks opening earlier, and with later ends."""
    earliest_s, latest_s = instance.window_earliest_s.copy(), instance.window_latest_s.copy()
    for task in tasks.tolist():
        modes = instance.modes(task)
        band = slice(
            int(instance.window_start[modes.start]), int(instance.window_start[modes.stop])
        )
        earliest_s[band] = np.maximum(0, earliest_s[band] - by_s)
        latest_s[band] += by_s
    return (
        instance.replace(window_earliest_s=earliest_s),
        instance.replace(window_latest_s=latest_s),
    )


def _most_overtime_s(day: Day, duties: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns by how much each duty may end later: within the driving rule, before the next."""
    found = []
    for number in duties.tolist():
        duty = day.duties[number]
        shift, rest = duty.shift, duty.shift.rest
        rested_s = shift.start_s if rest is None else rest.earliest_s + rest.duration_s
        ends_s = [other.start_s for other in duty.vehicle.shifts if other.start_s >= shift.end_s]
        found.append(max(0, min([rested_s + MOST_DRIVING_S, *ends_s]) - shift.end_s))
    return np.array(found, dtype=np.int64)
