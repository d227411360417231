"""What a reader should know before all else: a work of which nothing is planned, idle kinds."""

from collections import Counter
from collections.abc import Iterator, Sequence

from fleet import Fleet, VehicleKind, Work
from optimizer.plan import Plan
from optimizer.task import Task


def missing_work(fleet: Fleet, tasks: Sequence[Task], plan: Plan) -> Iterator[str]:
    """Yields a sentence for each work of which nothing is planned, and each kind that is idle."""
    due = Counter(task.work for task in tasks)
    served_ids = plan.served
    served = {task.work for task in tasks if task.id in served_ids}
    for work in Work:
        if due[work] and work not in served:
            yield f"No task of the work {work} is planned, of {due[work]:,} that are due."
    on_duty = {route.vehicle_id for route in plan.routes}
    for kind in VehicleKind:
        vehicles = [one for one in fleet.vehicles if one.kind is kind]
        if not vehicles or any(one.id in on_duty for one in vehicles):
            continue
        works = [work for work in Work if any(work in one.works for one in vehicles)]
        noun = kind.replace("_", " ")
        if any(due[work] for work in works):
            why = "others do their work, or nobody"
        else:
            why = f"no {', '.join(works)} is due"
        yield f"All vehicles of kind {noun} ({len(vehicles)}) are idle: {why}."
