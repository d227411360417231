"""Whether any vehicle could do a case in time, if it had nothing else to do."""

from optimizer.answer import solution_of
from optimizer.engines import Run
from optimizer.errors import InfeasibleScenario
from optimizer.events import Event
from optimizer.network.road_network import RoadNetwork
from optimizer.operations import open_plan
from optimizer.solver import solve
from optimizer.stop import limits
from scenarios.plan_file import PlanFile
from scenarios.planning import ReplanOptions, day_going_on


def can_be_reached(
    task_id: str,
    before: PlanFile,
    network: RoadNetwork,
    events: tuple[Event, ...],
    options: ReplanOptions,
) -> bool:
    """Says whether a vehicle can do a task in time that drops whatever it was to do.

    Parameters
    ----------
    before, events
        The plan in force, and what has happened since it was made, with the task.
    """
    work = day_going_on(before, network, events, options, seed=before.seed)
    assert work.going_on is not None
    tasks = tuple(task for task in work.due.tasks if task.id == task_id)
    if not any(vehicle.shifts for vehicle in work.going_on.collecting.fleet.vehicles):
        return False
    try:
        day = work.day(tasks, most_kg={})
    except InfeasibleScenario:
        # Who has the skill is home by now.
        return False
    number = day.task_numbers.get(task_id)
    if number is None:
        return False
    start = solution_of(day, open_plan(work.going_on.collecting, {}))
    run = Run(stop=limits(iterations=1), seed=before.seed)
    outcome = solve(day.instance, run, engine="completion", start=start)
    return number not in outcome.solution.absent
