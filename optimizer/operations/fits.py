"""Where a task would fit into routes that stand: exact prices, without a search."""

from dataclasses import dataclass

import numpy as np

from optimizer.answer import schedule
from optimizer.day import Day
from optimizer.instance import FEN, UNBOUNDED, Solution
from optimizer.plan import DutyId
from optimizer.search import (
    load,
    new_workspace,
    pack,
    price,
    put,
    shuns_of_solution,
    to_solution,
)

LATER_S = 60
"""Other work that begins this much later is told of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One duty that could take a task.

    Parameters
    ----------
    duty_id
        Vehicle and shift.
    cost_fen
        What it adds: driving, work, and whatever else the day has a price for.
    begin_s, end_s
        When it would be done.
    later
        Other tasks of the route that begin later for it, with how many seconds; by id.
    home_later_s
        How much later the vehicle is back.
    solution
        The routes with the task in this one.
    """

    duty_id: DutyId
    cost_fen: int
    begin_s: int
    end_s: int
    later: tuple[tuple[str, int], ...]
    home_later_s: int
    solution: Solution


def find_fits(
    day: Day, solution: Solution, task: int, *, most: int = 5, only: DutyId | None = None
) -> tuple[Fit, ...]:
    """Returns the duties that can take a task at the least cost, the cheapest first.

    Every place of every route is priced by the search's own code; nothing else is moved.

    Parameters
    ----------
    solution
        Routes that leave the task out.
    task
        Its number.
    only
        The one duty that is asked; None for all.
    """
    instance = day.instance
    problem = pack(instance)
    shuns = shuns_of_solution(instance, solution)
    state = load(instance, problem, solution.sequences, shuns)
    work = new_workspace(state)
    cost_before = to_solution(problem, state).cost
    found: list[tuple[int, int, int, int]] = []
    may = np.flatnonzero(instance.allowed[instance.duty_type, task]).tolist()
    for duty in may if only is None else set(may) & {day.duty_numbers.get(only, -1)}:
        final = int(instance.type_final_reset[instance.duty_type[duty]]) >= 0
        last = max(0, int(state.route["length"][duty]) - int(final))
        cost, position, form = price(problem, state, work, task, duty, 0, last)
        if cost < UNBOUNDED:
            found.append((int(cost), int(duty), int(position), int(form)))
    fits = []
    for _, duty, position, form in sorted(found)[:most]:
        state = load(instance, problem, solution.sequences, shuns)
        if put(problem, state, task, duty, position, form):
            after = to_solution(problem, state)
            # What was priced at a link knows nothing of waiting.
            added = after.cost - cost_before
            fits.append(_fit(day, solution, after, task, duty, added))
    return tuple(sorted(fits, key=lambda fit: fit.cost_fen))


def fit_before(day: Day, solution: Solution, task: int, duty: int, other: int) -> Fit | None:
    """Returns how a duty takes a task right before another of its route; None where it cannot.

    Parameters
    ----------
    task, duty, other
        Their numbers; the route of `duty` has `other`.
    """
    instance = day.instance
    if not instance.allowed[instance.duty_type[duty], task]:
        return None
    at = solution.sequences[duty].index(other)
    problem = pack(instance)
    state = load(instance, problem, solution.sequences, shuns_of_solution(instance, solution))
    cost_before = to_solution(problem, state).cost
    cost, position, form = price(problem, state, new_workspace(state), task, duty, at, at)
    if cost >= UNBOUNDED or not put(problem, state, task, duty, int(position), int(form)):
        return None
    after = to_solution(problem, state)
    return _fit(day, solution, after, task, duty, after.cost - cost_before)


def _fit(day: Day, before: Solution, after: Solution, task: int, duty: int, cost: int) -> Fit:
    begins_s, back_s = _times(day, before, duty)
    new_begins_s, new_back_s = _times(day, after, duty)
    begin_s, end_s = new_begins_s[task]
    later = tuple(
        (day.tasks[one].id, new_begins_s[one][0] - at_s)
        for one, (at_s, _) in begins_s.items()
        if new_begins_s[one][0] - at_s > LATER_S
    )
    owner = day.duties[duty]
    return Fit(
        duty_id=(owner.vehicle.id, owner.shift.id),
        cost_fen=-(-cost // FEN),
        begin_s=begin_s,
        end_s=end_s,
        later=later,
        home_later_s=new_back_s - back_s if back_s else 0,
        solution=after,
    )


def _times(day: Day, solution: Solution, duty: int) -> tuple[dict[int, tuple[int, int]], int]:
    """Returns when each task of a route begins and ends, and when the vehicle is back."""
    route = solution.routes[duty]
    if not route:
        return {}, 0
    _, timings, back_s = schedule(day, duty, route)
    times = {
        visit.element: (timing.begin_s, timing.end_s)
        for visit, timing in zip(route, timings, strict=True)
        if visit.element < day.instance.num_tasks
    }
    return times, back_s
