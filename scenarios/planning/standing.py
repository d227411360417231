"""The plan in force as it stands, without a search: what fits, hands and prices are asked of."""

from collections.abc import Collection

from optimizer.answer import solution_of
from optimizer.day import Day
from optimizer.engines import Run
from optimizer.instance import Solution
from optimizer.plan import Plan
from optimizer.solver import solve
from optimizer.stop import limits
from scenarios.plan_file import PlanFile
from scenarios.planning.day_work import DayWork
from scenarios.planning.searching import FoundDay


def complete_plan(
    day: Day, start: Plan, *, without: Collection[str] | None, seed: int
) -> Solution:
    """Returns a plan's routes as they stand, with what has no place put where it costs least.

    Parameters
    ----------
    without
        Tasks that are left out, by id; None for those that the plan has in no route.
    """
    standing = solution_of(day, start)
    numbers = day.task_numbers
    left_out = (
        list(standing.absent)
        if without is None
        else [numbers[id_] for id_ in without if id_ in numbers]
    )
    allowed = day.instance.allowed.copy()
    allowed[:, left_out] = False
    run = Run(stop=limits(iterations=1), seed=seed)
    instance = day.instance.replace(allowed=allowed)
    return solve(instance, run, engine="completion", start=standing).solution


def write_up_solution(work: DayWork, day: Day, solution: Solution) -> PlanFile:
    """Returns the checked plan of a solution that was not searched for.

    Raises
    ------
    PlanRefused
        When the checker finds a violation.
    """
    found = FoundDay(
        work=work, timed=day, asked=day, solution=solution, iterations=0, interrupted=False
    )
    return found.write_up()
