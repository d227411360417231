"""A district's kitchen-waste contracts alone: what is due, the trucks, and what a plan costs."""

from dataclasses import dataclass, replace
from pathlib import Path

from fleet import Fleet, VehicleKind
from fleet.shift import MOST_DRIVING_S, Shift
from optimizer.answer.reasons import explain
from optimizer.answer.timetable import routes_of
from optimizer.checker import check
from optimizer.day.day import Day
from optimizer.instance.solution import Solution
from optimizer.network.road_network import RoadNetwork
from optimizer.plan import Plan
from scenarios.due.demand import DueWork, find_due_work
from scenarios.files.networks import load_network
from scenarios.planning import PlanRefused
from scenarios.planning.day_work import day_of
from scenarios.planning.staffing import staff
from scenarios.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """The contracts of a scenario on some streets, with its kitchen trucks and nothing else."""

    network: RoadNetwork
    due: DueWork
    fleet: Fleet
    day: Day

    def plan(self, solution: Solution) -> Plan:
        """Returns a solution as a plan that the checker has passed.

        Raises
        ------
        PlanRefused
            When it finds a violation.
        """
        plan = Plan(routes=routes_of(self.day, solution), unassigned=explain(self.day, solution))
        violations = check(self.network, self.fleet, self.due.tasks, self.due.sites, plan)
        if violations:
            raise PlanRefused(f"the checker found {len(violations)}: {violations[0]}")
        return plan

    def cost_fen(self, plan: Plan) -> float:
        """Returns what a plan costs to carry out, from what its routes drive and take."""
        vehicle_of = {vehicle.id: vehicle for vehicle in self.fleet.vehicles}
        return sum(
            route.distance_m / 1000 * vehicle_of[route.vehicle_id].cost_per_km_fen
            + route.paid_s / 3600 * vehicle_of[route.vehicle_id].cost_per_hour_fen
            + vehicle_of[route.vehicle_id].cost_per_shift_fen
            for route in plan.routes
        )

    def unserved_kg(self, plan: Plan) -> int:
        """Returns the kitchen waste that a plan leaves where it is."""
        missed = {one.task_id for one in plan.unassigned}
        return sum(task.demand_kg for task in self.due.tasks if task.id in missed)


def only_kitchens(scenario: Scenario) -> Scenario:
    """Returns a scenario without streets and domestic waste, and without the vehicles for them."""
    trucks = tuple(v for v in scenario.vehicles if v.kind is VehicleKind.KITCHEN_TRUCK)
    return replace(
        scenario,
        standards=(),
        overrides=(),
        containers=(),
        bulk_trucks=(),
        vehicles=trucks,
        stated_area_m2=0,
    )


def collection(scenario: Scenario, osm: Path | None, *, with_breaks: bool = True) -> Collection:
    """Returns the collection of a scenario on the streets of a file, or on the embedded district.

    Parameters
    ----------
    with_breaks
        False ends every shift before a break falls due.
    """
    scenario = only_kitchens(scenario)
    network = replace(
        load_network(osm=str(osm) if osm else None),
        driving_side=scenario.driving_side,
        date=scenario.date,
    )
    due = find_due_work(scenario, network)
    fleet = staff(due, network)
    if not with_breaks:
        fleet = replace(
            fleet,
            vehicles=tuple(
                replace(vehicle, shifts=tuple(map(without_break, vehicle.shifts)))
                for vehicle in fleet.vehicles
            ),
        )
    return Collection(network=network, due=due, fleet=fleet, day=day_of(due, fleet, network))


def without_break(shift: Shift) -> Shift:
    """Returns a shift without its break; one of more than four hours ends after these."""
    end_s = min(shift.end_s, shift.start_s + MOST_DRIVING_S)
    return replace(shift, rest=None, end_s=end_s)
