"""What a plan costs with what it leaves undone, as one sum."""

from typing import cast

from optimizer.day import worth_fen
from optimizer.task import Task
from scenarios.files import from_snapshot
from scenarios.plan_file import PlanFile


def objective_fen(plan_file: PlanFile) -> float:
    """Returns what a plan costs, with the worth of what it leaves undone as the search counts it.

    What the search adds so that required work comes before everything is left out: that depends
    on how far away it is.
    """
    costs = plan_file.measures.costs
    weight = from_snapshot(plan_file.scenario).optional_weight
    # What a task is worth does not depend on how its arcs are named.
    task_of = {task.id: cast("Task", task) for task in plan_file.tasks}
    left = [task_of[one.task_id] for one in plan_file.plan.unassigned]
    required = sum(worth_fen(task) for task in left if task.required)
    return costs.total_fen + required + weight * costs.optional_prize_lost_fen
