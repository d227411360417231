"""Routes, hours, money and driving: what the checker recomputes of them, beside what is stated."""

from collections.abc import Iterator, Sequence
from typing import Any

from fleet import Fleet, message
from optimizer.checker import (
    ViolationCode,
    cost_figures,
    day_figures,
    driving_figures,
    route_figures,
)
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import ActivityKind, Plan
from optimizer.task import Task
from scenarios.second_opinion.comparing import Finding, Unchecked, compare


def list_served_ids(plan: Plan) -> frozenset[str]:
    """Returns the ids of the tasks that routes serve."""
    return frozenset(
        activity.task_id
        for route in plan.routes
        for activity in route.activities
        if activity.kind is ActivityKind.SERVICE and activity.task_id is not None
    )


def check_routes(
    measures: Any,
    fleet: Fleet,
    tasks: Sequence[Task],
    plan: Plan,
    *,
    waiting_fen_per_hour: int,
) -> Iterator[Finding]:
    """Yields what is stated otherwise of routes, of the day's counts, and of the costs.

    Parameters
    ----------
    waiting_fen_per_hour
        What the scenario has waiting cost.
    """
    task_of = {task.id: task for task in tasks}
    vehicle_of = {vehicle.id: vehicle for vehicle in fleet.vehicles}
    yield from compare(
        measures.routes,
        [
            route_figures(
                route,
                vehicle_of[route.vehicle_id],
                task_of,
                waiting_fen_per_hour=waiting_fen_per_hour,
            )
            for route in plan.routes
            if route.vehicle_id in vehicle_of
        ],
        "measures.routes",
        ViolationCode.STATED_ROUTE,
    )
    for name, due in day_figures(fleet, tasks, plan).items():
        path = f"measures.{name}"
        yield from compare(getattr(measures, name), due, path, ViolationCode.STATED_COUNTS)
    costs = cost_figures(fleet, task_of, plan, waiting_fen_per_hour=waiting_fen_per_hour)
    yield from compare(measures.costs, costs, "measures.costs", ViolationCode.STATED_COSTS)


def check_driving(
    stated: Sequence[Any], network: RoadNetwork, fleet: Fleet, tasks: Sequence[Task], plan: Plan
) -> Iterator[Finding]:
    """Yields what is stated otherwise of how vehicles are driven."""
    due = driving_figures(network, fleet, tasks, plan)
    if due and not stated:
        why = message("unchecked.no_driving", "an earlier version wrote the plan, without it")
        yield Unchecked(what="measures.driving", why=why)
        return
    yield from compare(stated, due, "measures.driving", ViolationCode.STATED_DRIVING)
