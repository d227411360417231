"""What is aboard when work that was begun brought another amount than it was to."""

from collections.abc import Mapping
from dataclasses import replace

from optimizer.operations.lived import LivedRoute
from optimizer.operations.remaining import RestOfDay
from optimizer.operations.standing import find_aboard_kg
from optimizer.plan import Activity, ActivityKind
from optimizer.task import Task


def with_amounts(
    rest: RestOfDay, planned: Mapping[str, Task], brought: Mapping[str, Task]
) -> RestOfDay:
    """Returns the rest of a day in which begun tasks have brought what they did.

    Parameters
    ----------
    planned, brought
        All tasks that are begun: as the plan in force has them, and as they came to be; by id.
    """
    less_kg = {
        id_: planned[id_].demand_kg - task.demand_kg
        for id_, task in brought.items()
        if task.demand_kg != planned[id_].demand_kg
    }
    if not less_kg:
        return rest
    routes = {one.duty_id: _lighter(one, less_kg) for one in rest.lived.routes}
    go_ons = [
        replace(
            one,
            lived=routes[one.lived.duty_id],
            aboard_kg=find_aboard_kg(routes[one.lived.duty_id].frozen, brought),
        )
        for one in rest.go_ons
    ]
    lived = replace(rest.lived, routes=tuple(routes.values()))
    return replace(rest, lived=lived, go_ons=tuple(go_ons))


def _lighter(route: LivedRoute, less_kg: Mapping[str, int]) -> LivedRoute:
    frozen: list[Activity] = []
    kg = 0
    for activity in route.frozen:
        if activity.kind is ActivityKind.UNLOAD:
            kg = 0
        elif activity.kind is ActivityKind.SERVICE:
            kg += less_kg.get(activity.task_id or "", 0)
        frozen.append(replace(activity, load_kg=activity.load_kg - kg))
    return replace(route, frozen=tuple(frozen))
