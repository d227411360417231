"""The lower bound of a plan: what of it the plan itself refutes.

A bound stands or falls with its proof, which plan.json does not hold; to prove it anew takes as
long as it took. But no bound lies above the plan that it bounds.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from fleet import Fleet, Message, Vehicle, Work, message
from optimizer.checker import Violation, ViolationCode, paid_s
from optimizer.plan import Plan
from optimizer.task import Task
from scenarios.second_opinion.comparing import Finding, Unchecked, compare
from scenarios.second_opinion.routes import list_served_ids

PATH = "measures.bound"

DRIVING = ("balance_s", "depot_s", "trips_s")
"""What a row adds up of driving; one of them alone may be less than nothing."""


def check_bound(bound: Any, fleet: Fleet, tasks: Sequence[Task], plan: Plan) -> Iterator[Finding]:
    """Yields what of a bound cannot be, and that the rest of it is not checked."""
    yield Unchecked(what=PATH, why=message("unchecked.bound", "the plan does not hold its proof"))
    if bound is None:
        return
    on_duty = [v for v in fleet.vehicles if v.shifts and v.depot_id is not None]
    due = []
    for works in _join_works(on_duty, tasks, plan):
        ids = {vehicle.id for vehicle in on_duty if works & set(vehicle.works)}
        routes = [route for route in plan.routes if route.vehicle_id in ids]
        due.append((sorted(works), sum(map(paid_s, routes)), len(routes)))
    stated = [{"works": row.works, "plan_s": row.plan_s} for row in bound.rows]
    expected = [{"works": works, "plan_s": seconds} for works, seconds, _ in due]
    yield from compare(stated, expected, f"{PATH}.rows", ViolationCode.STATED_BOUND)
    for number, (row, (_, seconds, departures)) in enumerate(zip(bound.rows, due, strict=False)):
        for detail in _refute(row, seconds, departures):
            yield Violation(
                code=ViolationCode.STATED_BOUND, where=f"{PATH}.rows.{number}", detail=detail
            )


def _join_works(
    on_duty: Sequence[Vehicle], tasks: Sequence[Task], plan: Plan
) -> list[frozenset[Work]]:
    """Returns the works that are served, in one set where one vehicle does several."""
    served = list_served_ids(plan)
    sets = [frozenset({work}) for work in {task.work for task in tasks if task.id in served}]
    for vehicle in on_duty:
        mine = [one for one in sets if one & set(vehicle.works)]
        if mine:
            sets = [one for one in sets if one not in mine] + [frozenset().union(*mine)]
    return sorted(sets, key=min)


def _refute(row: Any, seconds: int, departures: int) -> Iterator[Message]:
    parts = {
        "service_s": row.service_s,
        "facility_s": row.facility_s,
        "driving_s": sum(getattr(row, name) for name in DRIVING),
    }
    for name, value in parts.items():
        if value < 0:
            yield message("violation.bound_negative", "{name} is {value}", name=name, value=value)
    if sum(parts.values()) > seconds:
        yield message(
            "violation.bound_above",
            "no plan takes less than {value_s} s, it says, and this one takes {plan_s} s",
            value_s=sum(parts.values()),
            plan_s=seconds,
        )
    if not 1 <= row.departures <= departures:
        yield message(
            "violation.bound_departures",
            "no plan has fewer than {departures} routes, it says, and this one has {routes}",
            departures=row.departures,
            routes=departures,
        )
