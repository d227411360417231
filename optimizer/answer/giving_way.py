"""After the search: work of lower classes gives way to required work of a higher one.

A search that ends by the clock leaves out required work for which it would have found a place, in
exchange for work that counts less. Each such exchange is tried by the search's own code on the
route that it concerns, and what has to give way is put back where there is still room for it. It
is taken where all that costs less in the end, what is left out included.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.answer.exchanges import Exchange, least_exchanges, list_exchangeable
from optimizer.answer.facility_room import facility_room
from optimizer.answer.timetable import schedule
from optimizer.day import Day, worth_per_m2
from optimizer.division import Cutter, price_routes
from optimizer.instance import UNBOUNDED, Instance, Partners, Solution, Visit
from optimizer.search import DEFAULT_PARAMS, Search, evaluate, shuns_of_solution

ROUNDS = 2
"""Two exchanges that concern one route are made one after the other, in so many rounds at most."""

MOST_WORTH = UNBOUNDED // 4
"""The prize of what is to find its place, whatever that costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """A route in which some work has given way.

    Parameters
    ----------
    cost
        What the plan then costs more, with what is left out, in cost units.
    """

    duty: int
    route: tuple[Visit, ...]
    cost: int


def let_lower_classes_give_way(
    day: Day, solution: Solution, *, higher_class_m2: float, optional_weight: float
) -> Solution:
    """Returns a solution without the exchanges that the search has missed.

    Parameters
    ----------
    higher_class_m2, optional_weight
        By which work on streets was priced; see `Prices` and `price_day`.
    """
    worth = worth_per_m2(
        day.tasks, higher_class_m2=higher_class_m2, optional_weight=optional_weight
    )
    left = list_exchangeable(day, solution, worth)
    cutter = Cutter(day.instance)
    for _ in range(ROUNDS):
        exchanges = least_exchanges(day, solution, left, worth, only_gaining=True, cutter=cutter)
        gains_m2 = {
            task: one.times * day.tasks[task].area_m2 - one.lost_m2
            for task, one in exchanges.items()
        }
        changed: set[int] = set()
        left = []
        for task in sorted(gains_m2, key=lambda task: (-gains_m2[task], task)):
            exchange = exchanges[task]
            if gains_m2[task] <= 0:
                break
            if exchange.duty in changed:
                left.append(task)
                continue
            found = exchange_in(day, solution, task, exchange, cutter=cutter)
            if found is not None and found.cost < 0:
                solution = _with_route(solution, found.duty, found.route)
                changed.add(found.duty)
        if changed:
            shuns = shuns_of_solution(day.instance, solution)
            solution = price_routes(day.instance, solution.sequences, shuns)
        absent = frozenset(solution.absent)
        left = [task for task in left if task in absent]
        if not left:
            break
    return solution


def exchange_in(
    day: Day, solution: Solution, task: int, exchange: Exchange, *, cutter: Cutter | None = None
) -> Exchanged | None:
    """Returns a route with a task in the place of others, None where some rule forbids it."""
    duty, gives_way = exchange.duty, exchange.gives_way
    elements = [visit.element for visit in solution.routes[duty]]
    tasks = {element for element in elements if element < day.instance.num_tasks}
    part = (cutter or Cutter(day.instance)).part(np.array([duty]), np.array([*tasks, task]))
    instance, prize = part.instance, part.instance.prize.copy()
    prize[np.isin(part.tasks, gives_way)] = 0
    prize[part.tasks == task] = MOST_WORTH

    def inward(route: Sequence[int]) -> list[list[int]]:
        routes: list[Sequence[int]] = [()] * day.instance.num_duties
        routes[duty] = route
        return part.convert_inward(routes)

    without = inward([element for element in elements if element not in gives_way])
    put_in = _complete(instance.replace(prize=prize), evaluate(instance, without))
    after = _complete(instance, evaluate(instance, put_in.sequences))
    before = evaluate(instance, inward(elements))
    (route,) = part.visits_outward(after)
    whole = _with_route(solution, duty, route)
    if task not in (visit.element for visit in route) or not keeps_rules(day, whole, duty):
        return None
    cost = part.cost_in_whole(after.total(instance), after.sequences) - part.cost_in_whole(
        before.total(instance), before.sequences
    )
    touched = [task, *gives_way]
    cost += _apart(day.instance, whole, touched) - _apart(day.instance, solution, touched)
    return Exchanged(duty=duty, route=route, cost=cost)


def _complete(instance: Instance, start: Solution) -> Solution:
    """Returns a solution with what it leaves out put in where that costs least, if worth it."""
    return Search(instance, seed=0, params=DEFAULT_PARAMS, start=start).solution()


def _with_route(solution: Solution, duty: int, route: tuple[Visit, ...]) -> Solution:
    """Returns a solution with another route of a duty, without its cost and what is absent."""
    return Solution(
        routes=(*solution.routes[:duty], route, *solution.routes[duty + 1 :]), cost=0, absent=()
    )


def keeps_rules(day: Day, solution: Solution, duty: int) -> bool:
    """Says whether a route keeps its times, and all of them what facilities take in a day."""
    try:
        schedule(day, duty, solution.routes[duty])
    except ValueError:
        return False
    return all(left >= 0 for left in facility_room(day, solution).values())


def _apart(instance: Instance, solution: Solution, tasks: Sequence[int]) -> int:
    """Returns what some tasks cost for being in another vehicle than their partners."""
    partners = instance.group(Partners)
    vehicle = np.full(instance.num_tasks, -1, dtype=np.int64)
    for duty, route in enumerate(solution.sequences):
        served = [element for element in route if element < instance.num_tasks]
        vehicle[served] = partners.duty_vehicle[duty]
    mine = np.array(tasks, dtype=np.int64)
    mine = mine[partners.partner[mine] >= 0]
    own, others = vehicle[mine], vehicle[partners.partner[mine]]
    are_apart = (own >= 0) & (others >= 0) & (own != others)
    return int(partners.apart_cost[mine][are_apart].sum())
