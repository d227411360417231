"""What is owed on the day, derived anew, beside the tasks and places that a plan states."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from fleet import Fleet, Work, message
from optimizer.checker import History, Violation, ViolationCode
from optimizer.network.place import Place
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Plan
from optimizer.task import Task
from scenarios.due import DueWork
from scenarios.second_opinion.bulk_loads import LeftLoad, bulk_loads_due
from scenarios.second_opinion.comparing import Finding, compare

Numbered = Iterable[tuple[int, Task]]
"""Tasks with their places in the plan."""


def check_tasks(stated: Numbered, owed: Sequence[Task], network: RoadNetwork) -> Iterator[Finding]:
    """Yields tasks that are owed and not there, there and not owed, or other than they are owed.

    Parameters
    ----------
    stated
        Those of the plan, but for bulk loads.
    owed
        All that the scenario owes on the day.
    """
    due = {task.id: task for task in owed}
    seen: set[str] = set()
    for number, task in stated:
        path = f"tasks.{number}"
        if task.id in seen or task.id not in due:
            yield Violation(
                code=ViolationCode.TASK_NOT_OWED,
                where=path,
                detail=message("violation.task_again", "{id} is listed before", id=task.id)
                if task.id in seen
                else message(
                    "violation.task_not_owed",
                    "{id}: the scenario owes no such task on this day",
                    id=task.id,
                ),
            )
        elif task != due[task.id]:
            yield from compare(
                task.with_arcs(network.arc_key),
                due[task.id].with_arcs(network.arc_key),
                path,
                ViolationCode.STATED_TASK,
            )
        seen.add(task.id)
    for task in owed:
        if task.id not in seen:
            yield Violation(
                code=ViolationCode.TASK_OWED,
                where=task.id,
                detail=message(
                    "violation.task_owed",
                    "is owed on this day ({work:word.work}, {name}) and not in the plan",
                    work=task.work,
                    name=task.name,
                ),
            )


def check_bulk_loads(
    tasks: Sequence[Task],
    due: DueWork,
    fleet: Fleet,
    plan: Plan,
    network: RoadNetwork,
    *,
    history: History | None = None,
    kept: Mapping[str, Task] | None = None,
) -> Iterator[Finding]:
    """Yields bulk loads that are not those that come of what the plan brings to the stations.

    Parameters
    ----------
    history
        What of a day that runs can no longer be changed: a load that has left stays as it was.
    kept
        The tasks of the plan before, by id.
    """
    loading_s = due.scenario.bulk_loading_s
    stated = [(n, task) for n, task in enumerate(tasks) if task.work is Work.HAUL]
    at_s = history.served_s if history else {}
    # What it was to be only the plan before can tell.
    has_left = [
        LeftLoad(begin_s=at_s[task.id], task=(kept or {}).get(task.id, task))
        for _, task in stated
        if task.id in at_s
    ]
    loads = bulk_loads_due(fleet, tasks, due.sites, plan, loading_s=loading_s, has_left=has_left)
    yield from check_tasks(stated, list(loads), network)


def check_places(
    sites: Mapping[str, Place], due: Mapping[str, Place], network: RoadNetwork
) -> Iterator[Finding]:
    """Yields facilities that lie elsewhere on the streets than the scenario has them."""
    for id_ in sorted({*sites, *due}):
        here = {id_: sites[id_].with_arcs(network.arc_key)} if id_ in sites else {}
        there = {id_: due[id_].with_arcs(network.arc_key)} if id_ in due else {}
        if here != there:
            yield from compare(
                list(here.values()),
                list(there.values()),
                f"sites.{id_}",
                ViolationCode.STATED_SITE,
            )
