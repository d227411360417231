"""What a reader should know before all else: a work of which nothing is planned, idle kinds.

And what stands in the street: the load of a vehicle that broke down for good.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from fleet import Fleet, Message, VehicleKind, Work, message
from optimizer.plan import ActivityKind, Plan
from optimizer.task import Task


def tell_missing_work(fleet: Fleet, tasks: Sequence[Task], plan: Plan) -> Iterator[Message]:
    """Yields a sentence for each work of which nothing is planned, and each kind that is idle."""
    due = Counter(task.work for task in tasks)
    served_ids = plan.served
    served = {task.work for task in tasks if task.id in served_ids}
    for work in Work:
        if due[work] and work not in served:
            yield message(
                "notice.no_task_planned",
                "No task of the work {work:word.work} is planned, of {count:,} that are due.",
                work=work,
                count=due[work],
            )
    on_duty = {route.vehicle_id for route in plan.routes}
    for kind in VehicleKind:
        vehicles = [one for one in fleet.vehicles if one.kind is kind]
        if not vehicles or any(one.id in on_duty for one in vehicles):
            continue
        works = [work for work in Work if any(work in one.works for one in vehicles)]
        if any(due[work] for work in works):
            yield message(
                "notice.idle_kind",
                "All vehicles of kind {kind:word.kind} ({count}) are idle: others do their work, "
                "or nobody.",
                kind=kind,
                count=len(vehicles),
            )
        else:
            yield message(
                "notice.idle_kind_nothing_due",
                "All vehicles of kind {kind:word.kind} ({count}) are idle: no {works:list.work} "
                "is due.",
                kind=kind,
                count=len(vehicles),
                works=works,
            )


def tell_lost_loads(plan: Plan, tasks: Sequence[Task]) -> Iterator[Message]:
    """Yields which vehicles broke down for good with a load that nobody takes over."""
    served = plan.served
    taken = {task.taken_from for task in tasks if task.taken_from and task.id in served}
    for route in plan.routes:
        last = route.activities[-1]
        if route.vehicle_id in taken:
            continue
        if last.kind is ActivityKind.END and last.facility_id is None and last.load_kg:
            yield message(
                "notice.load_stands",
                "{vehicle} stands since {at_s:clock} with {kg:,} kg aboard, which are unloaded "
                "nowhere; have it towed, or tell who takes the load over.",
                vehicle=route.vehicle_id,
                at_s=last.end_s,
                kg=last.load_kg,
            )
