"""After a search that was to change little: urgent work goes first, whatever has to give way.

A case that has to be dealt with within the hour mostly finds no room in routes that are full to
the end of their shifts. A dispatcher sends whoever loses least by it, who then goes on in the old
order; what no longer fits is for others, or is left. So each vehicle that can be there in time is
tried by the search's own code, at the place of its route where it goes the least out of its way
and as soon as it is free.
"""

from collections.abc import Iterator

import numpy as np

from optimizer.answer.giving_way import keeps_rules
from optimizer.answer.timetable import schedule
from optimizer.day import Day
from optimizer.division import Cutter, price_routes
from optimizer.instance import Instance, Pins, Solution, Visit
from optimizer.search import DEFAULT_PARAMS, Search, evaluate, shuns_of_solution

TRIED = 8
"""How many places are tried for a task, those that are least out of the way first."""


def put_urgent_first(day: Day, solution: Solution) -> Solution:
    """Returns a solution with the required work that has a deadline, as far as it can be done.

    Nothing else changes but the order of one route for each such task, what in it gives way, and
    where that finds room then.
    """
    urgent = sorted(
        (task for task in solution.absent if day.tasks[task].required and _deadline(day, task)),
        key=lambda task: (_deadline(day, task), task),
    )
    if not urgent:
        return solution
    cutter, is_changed = Cutter(day.instance), False
    for task in urgent:
        if task in solution.absent:
            found = _least(day, solution, task, cutter)
            is_changed = is_changed or found is not None
            solution = found or solution
    if not is_changed:
        return solution
    # What has given way may find room with others.
    return Search(day.instance, seed=0, params=DEFAULT_PARAMS, start=solution).solution()


def _deadline(day: Day, task: int) -> int:
    return day.tasks[task].finish_by_s


def _least(day: Day, solution: Solution, task: int, cutter: Cutter) -> Solution | None:
    """Returns the solution with a task that costs least, None where nobody can do it in time."""
    pinned = np.flatnonzero(day.instance.group(Pins).duty >= 0)
    best: Solution | None = None
    least = 0
    places = sorted(
        place for duty in range(len(day.duties)) for place in _places(day, solution, duty, task)
    )
    for _, duty, at in places[:TRIED]:
        route, cost = _route_with(day, solution, duty, task, at, cutter)
        lost = {visit.element for visit in solution.routes[duty]} - {v.element for v in route}
        if task not in {visit.element for visit in route} or lost.intersection(pinned.tolist()):
            continue
        if best is not None and cost >= least:
            continue
        routes = [visits if k != duty else route for k, visits in enumerate(solution.routes)]
        whole = Solution(routes=tuple(routes), cost=0, absent=())
        if keeps_rules(day, whole, duty):
            best, least = whole, cost
    if best is None:
        return None
    return price_routes(day.instance, best.sequences, shuns_of_solution(day.instance, best))


def _places(day: Day, solution: Solution, duty: int, task: int) -> Iterator[tuple[int, int, int]]:
    """Yields where a route has a task in time: the way about in seconds, the duty, the position.

    Where it is least out of the way, and as soon as the vehicle is free.
    """
    instance, route = day.instance, solution.routes[duty]
    pin = int(instance.group(Pins).duty[task])
    if not instance.allowed[instance.duty_type[duty], task] or pin not in (-1, duty) or not route:
        return
    try:
        departure_s, timings, _ = schedule(day, duty, route)
    except ValueError:
        return
    rest = day.duties[duty].shift.rest
    leaves_s = np.array(
        [
            departure_s,
            *(
                one.end_s
                if one.rest_begin_s is None or rest is None
                else one.rest_begin_s + rest.duration_s
                for one in timings
            ),
        ]
    )
    profile = day.profile_of(duty)
    stops = [int(instance.mode_place[profile, visit.mode]) for visit in route]
    before = np.array([int(instance.duty_start_place[duty]), *stops])
    after = np.array([*stops, int(instance.duty_end_place[duty])])
    straight_s = instance.drives(profile, before, after)[:, 0]
    about_s = np.full(len(before), np.iinfo(np.int64).max)
    for mode in instance.modes(task):
        place = np.full(len(before), instance.mode_place[profile, mode])
        to_s = instance.drives(profile, before, place)[:, 0]
        from_s = instance.drives(profile, place, after)[:, 0]
        latest_s = instance.window_latest_s[
            slice(*instance.window_start[mode : mode + 2].tolist())
        ]
        in_time = leaves_s + to_s <= latest_s.max()
        about_s = np.minimum(about_s, np.where(in_time, to_s + from_s - straight_s, about_s))
    # Whoever is out goes on first: that stands before everything.
    first = int(_is_pinned(instance, route[0]))
    known = about_s < np.iinfo(np.int64).max
    known[:first] = False
    if known.any():
        soonest, shortest = (
            int(np.argmax(known)),
            int(np.argmin(np.where(known, about_s, np.iinfo(np.int64).max))),
        )
        for at in sorted({soonest, shortest}):
            yield int(about_s[at]), duty, at


def _is_pinned(instance: Instance, visit: Visit) -> bool:
    return visit.element < instance.num_tasks and bool(
        instance.group(Pins).duty[visit.element] >= 0
    )


def _route_with(
    day: Day, solution: Solution, duty: int, task: int, at: int, cutter: Cutter
) -> tuple[tuple[Visit, ...], int]:
    """Returns a route with a task at a position, and what that costs with what it puts out.

    What behind the task does not fit any more is out.
    """
    elements = [visit.element for visit in solution.routes[duty]]
    tasks = [element for element in elements if element < day.instance.num_tasks]
    part = cutter.part(np.array([duty]), np.array(sorted([*tasks, task])))
    as_it_is = evaluate(part.instance, part.convert_inward(_only(day, duty, elements)))
    start = evaluate(
        part.instance,
        part.convert_inward(_only(day, duty, [*elements[:at], task, *elements[at:]])),
    )
    found = Search(part.instance, seed=0, params=DEFAULT_PARAMS, start=start).solution()
    (route,) = part.visits_outward(found)
    return route, found.total(part.instance) - as_it_is.total(part.instance)


def _only(day: Day, duty: int, elements: list[int]) -> list[list[int]]:
    """Returns the elements of every duty's route where only one has any."""
    return [elements if number == duty else [] for number in range(len(day.duties))]
