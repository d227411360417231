"""What a route and a day come to, recomputed: metres, hours, kilograms, fuel, money.

Read off the activities one by one, which the rules of driving, timing and loads have judged; the
sums that a plan states are held against these by `scenarios.second_opinion`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from fleet import Fleet, Vehicle, Work
from optimizer.plan import Activity, ActivityKind, Plan, Route
from optimizer.task import Task

M_PER_KM, S_PER_HOUR = 1000, 3600


@dataclass(frozen=True, slots=True)
class Nearest:
    """Any whole number that is nearest to a fraction; a half may be rounded either way."""

    exact: Fraction

    def allows(self, stated: object) -> bool:
        """Says whether a stated figure is such a number."""
        return type(stated) is int and abs(stated - self.exact) <= Fraction(1, 2)

    def __str__(self) -> str:
        return str(round(self.exact))


Figures = Mapping[str, object]
"""Figures by the names that they have in plan.json."""


def route_figures(
    route: Route,
    vehicle: Vehicle,
    tasks: Mapping[str, Task],
    *,
    waiting_fen_per_hour: int = 0,
) -> Figures:
    """Returns what a route comes to; tasks that are unknown weigh nothing.

    Parameters
    ----------
    waiting_fen_per_hour
        What the scenario has waiting cost.
    """
    clock = _clock(route)
    load_kg = 0
    for task_id in _list_served(route):
        load_kg += tasks[task_id].demand_kg if task_id in tasks else 0
    kinds = [activity.kind for activity in route.activities]
    return {
        "vehicle_id": vehicle.id,
        "kind": vehicle.kind,
        "shift_id": route.shift_id,
        "depot_id": vehicle.depot_id or "",
        "start_s": route.activities[0].end_s if kinds else 0,
        "end_s": route.activities[-1].end_s if kinds else 0,
        "service_m": clock.worked_m,
        "deadhead_m": clock.driven_m,
        "duty_s": route.activities[-1].end_s - route.activities[0].end_s if kinds else 0,
        "paid_s": clock.paid_s,
        "wait_s": clock.waiting_s,
        "num_tasks": kinds.count(ActivityKind.SERVICE),
        "load_kg": load_kg,
        "unloads": kinds.count(ActivityKind.UNLOAD),
        "refills": kinds.count(ActivityKind.REFILL),
        "fuel_ml": Nearest(
            Fraction(clock.metres * vehicle.fuel_ml_per_km, M_PER_KM)
            + Fraction(clock.working_s * vehicle.fuel_ml_per_hour, S_PER_HOUR)
        ),
        "cost_fen": Nearest(
            Fraction(clock.metres * vehicle.cost_per_km_fen, M_PER_KM)
            + Fraction(clock.paid_s * vehicle.cost_per_hour_fen, S_PER_HOUR)
            + Fraction(clock.waiting_s * waiting_fen_per_hour, S_PER_HOUR)
            + vehicle.cost_per_shift_fen
        ),
    }


def cost_figures(
    fleet: Fleet, tasks: Mapping[str, Task], plan: Plan, *, waiting_fen_per_hour: int = 0
) -> Figures:
    """Returns the objective of a plan, term by term; routes of unknown vehicles cost nothing.

    Parameters
    ----------
    waiting_fen_per_hour
        What the scenario has waiting cost.
    """
    per_km = per_hour = shifts_fen = waiting_s = 0
    vehicle_of = {vehicle.id: vehicle for vehicle in fleet.vehicles}
    for route in plan.routes:
        vehicle = vehicle_of.get(route.vehicle_id)
        if vehicle is not None:
            clock = _clock(route)
            per_km += clock.metres * vehicle.cost_per_km_fen
            per_hour += clock.paid_s * vehicle.cost_per_hour_fen
            waiting_s += clock.waiting_s
            shifts_fen += vehicle.cost_per_shift_fen
    unserved = [tasks[one.task_id] for one in plan.unassigned if one.task_id in tasks]
    return {
        "distance_fen": Nearest(Fraction(per_km, M_PER_KM)),
        "time_fen": Nearest(Fraction(per_hour, S_PER_HOUR)),
        "waiting_fen": Nearest(Fraction(waiting_s * waiting_fen_per_hour, S_PER_HOUR)),
        "shifts_fen": shifts_fen,
        "required_unserved": sum(1 for task in unserved if task.required),
        "optional_prize_lost_fen": sum(task.prize_fen for task in unserved if not task.required),
    }


def day_figures(fleet: Fleet, tasks: Sequence[Task], plan: Plan) -> Figures:
    """Returns who stays in the depot, and how many kitchens are due and collected."""
    out = {route.vehicle_id for route in plan.routes}
    done = {id_ for route in plan.routes for id_ in _list_served(route)}
    due = [task for task in tasks if task.work is Work.KITCHEN]
    collected = [task for task in due if task.id in done]
    return {
        "idle_vehicles": [vehicle.id for vehicle in fleet.vehicles if vehicle.id not in out],
        "kitchen_due_kg": sum(task.demand_kg for task in due),
        "kitchen_collected_kg": sum(task.demand_kg for task in collected),
        "contracts_due": len(due),
        "contracts_served": len(collected),
    }


def _list_served(route: Route) -> Iterator[str]:
    """Yields the ids of the tasks that a route serves; what is skipped is not served."""
    for activity in route.activities:
        if activity.kind is ActivityKind.SERVICE and activity.task_id is not None:
            yield activity.task_id


def paid_s(route: Route) -> int:
    """Returns the seconds of a route that cost by the hour: driving, working, at facilities."""
    return _clock(route).paid_s


@dataclass(slots=True)
class _Clock:
    """Metres and seconds of a route by what they are spent on."""

    driven_m: int = 0
    worked_m: int = 0
    driving_s: int = 0
    changing_lanes_s: int = 0
    working_s: int = 0
    visiting_s: int = 0
    waiting_s: int = 0

    @property
    def metres(self) -> int:
        return self.driven_m + self.worked_m

    @property
    def paid_s(self) -> int:
        return self.driving_s + self.changing_lanes_s + self.working_s + self.visiting_s


def _clock(route: Route) -> _Clock:
    clock = _Clock()
    before: Activity | None = None
    for activity in route.activities:
        lasts_s = activity.end_s - activity.begin_s
        moving_s = activity.lane_change_s
        if activity.drive is not None:
            clock.driven_m += activity.drive.distance_m
            clock.driving_s += activity.drive.duration_s
            moving_s += activity.drive.duration_s
        clock.changing_lanes_s += activity.lane_change_s
        clock.worked_m += activity.service_m
        # From the end of the one before: a vehicle may stand where it is until a new plan sends
        # it on.
        ready_s = before.end_s if before is not None else activity.begin_s - moving_s
        clock.waiting_s += activity.begin_s - ready_s - moving_s
        before = activity
        if activity.kind is ActivityKind.SERVICE:
            clock.working_s += lasts_s
        elif activity.kind in (ActivityKind.UNLOAD, ActivityKind.REFILL):
            clock.visiting_s += lasts_s
        elif activity.kind in (ActivityKind.SKIPPED, ActivityKind.DELAY):
            # Lost as waiting is: nobody pays for work that could not be done.
            clock.waiting_s += lasts_s
    return clock
