"""Sweeping and washing on whole districts: `./run bench sweeping --seconds 120`.

14 sweepers in two shifts and 6 washers at night (the reference scenario without its contracts),
on the Huzhou core and on the embedded district. Prints how soon there is a plan, the worked and
empty hours beside the proven lower bound for the same tasks, and how much path scanning needs for
what it serves beside what our search needs for just that. `--before-after` adds the mechanised
rates of the 18 and the 30 vehicles. Seconds are computing time.
"""

import argparse
import json
import resource
import sys
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.spatial.distance import cdist

from fleet import Work
from optimizer.answer.timetable import routes_of
from optimizer.bounds.time_bound import bound_time
from optimizer.checker import check
from optimizer.day import Prices
from optimizer.day.territories import whereabouts_m
from optimizer.division.subinstance import cut_subinstance
from optimizer.engines import Run, Watch
from optimizer.engines.compiling import make_kernels_ready
from optimizer.errors import OneBroomError
from optimizer.instance.solution import Solution
from optimizer.plan import Plan
from optimizer.search.solutions import evaluate
from optimizer.solver import solve
from optimizer.stop import limits
from scenarios.due.demand import find_due_work
from scenarios.files.networks import load_network
from scenarios.files.store import load_scenario
from scenarios.measures.coverage import audit_coverage
from scenarios.planning import YUAN
from scenarios.planning.day_work import day_of
from scenarios.planning.staffing import staff

from .machine import machine

HUZHOU = (
    Path(__file__).resolve().parents[2].parent
    / "shared"
    / "data"
    / "osm"
    / "huzhou_core10km.osm.pbf"
)
STREETS = {"huzhou": str(HUZHOU), "district": None}


def main() -> int:
    """Plans each district and prints its figures."""
    parser = argparse.ArgumentParser(prog="./run bench sweeping", description=__doc__)
    parser.add_argument("--streets", default="huzhou,district", help="huzhou, district or both")
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--before-after", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    make_kernels_ready()
    tables = []
    for name in options.streets.split(","):
        figures = _district(name, options)
        tables.append(figures)
        if not options.json:
            for label, value in figures.items():
                print(f"{label:<40}{value}")
            print(flush=True)
    if options.json:
        print(json.dumps(tables, ensure_ascii=False))
    return 0


class District:
    """One network with what is due on it; `prices` take the place of the scenario's."""

    def __init__(
        self, streets: str, scenario_name: str = "yinzhou-2012", prices: Prices | None = None
    ) -> None:
        scenario = replace(load_scenario(scenario_name), contracts=(), containers=())
        if prices is not None:
            scenario = replace(scenario, prices=prices)
        self.network = replace(
            load_network(osm=STREETS[streets]),
            driving_side=scenario.driving_side,
            date=scenario.date,
        )
        self.due = find_due_work(scenario, self.network)
        self.fleet = staff(self.due, self.network)
        self.day = day_of(self.due, self.fleet, self.network)

    def plan(self, solution: Solution) -> Plan:
        """Returns the routes of a solution; the checker must pass them."""
        day = self.day
        plan = Plan(routes=routes_of(day, solution))
        served = [task for task in self.due.tasks if task.id in plan.served]
        violations = check(self.network, self.fleet, served, self.due.sites, plan)
        if violations:
            raise SystemExit(f"the checker found {len(violations)}: {violations[:3]}")
        return plan

    def bound(self, plan: Plan):
        """Returns the bound for the tasks that a plan serves."""
        return bound_time(self.network, self.fleet, self.due.tasks, self.due.sites, plan)


def search(instance, options, engine="ruin_recreate"):
    """Returns the outcome, and the seconds to its first plan."""
    first: list[float] = []
    begin_s = time.process_time()

    def note(progress) -> None:
        if progress.stage == "search" and progress.unassigned < instance.num_tasks and not first:
            first.append(time.process_time() - begin_s)

    outcome = solve(
        instance,
        Run(
            stop=limits(iterations=None, seconds=options.seconds),
            seed=options.seed,
            cost_unit=YUAN,
            watch=Watch(on_progress=note, clock=time.process_time),
        ),
        engine=engine,
    )
    return outcome, first[0] if first else float("nan")


def _paid_s(plan: Plan) -> int:
    return sum(route.paid_s for route in plan.routes)


def _compactness(district: District, plan: Plan) -> tuple[float, float]:
    """Returns how far kerbs lie from the middle of their sweeper's work, on average in metres.

    And the share of kerbs that lie nearer to the middle of their own sweeper's than of another's.
    """
    at = whereabouts_m(
        district.network, [task.modes[0].place.entries[0] for task in district.due.tasks]
    )
    number_of = {task.id: number for number, task in enumerate(district.due.tasks)}
    works = {vehicle.id: vehicle.works for vehicle in district.fleet.vehicles}
    kerbs: defaultdict[str, list[int]] = defaultdict(list)
    for route in plan.routes:
        if Work.SWEEP in works[route.vehicle_id]:
            kerbs[route.vehicle_id] += [number_of[id_] for id_ in route.task_ids]
    middles = np.array([np.median(at[mine], axis=0) for mine in kerbs.values()])
    away = [cdist(at[mine], middles) for mine in kerbs.values()]
    own = np.concatenate([one[:, number] for number, one in enumerate(away)])
    least = np.concatenate([one.min(axis=1) for one in away])
    return float(own.mean()), float((own <= least).mean())


def _served(solution: Solution, num_tasks: int) -> np.ndarray:
    return np.array(
        sorted(v.element for route in solution.routes for v in route if v.element < num_tasks)
    )


def _district(name: str, options: argparse.Namespace) -> dict[str, object]:
    district = District(name)
    instance = district.day.instance
    outcome, first_s = search(instance, options)
    plan = district.plan(outcome.solution)
    begin_s = time.process_time()
    bound = district.bound(plan)
    bound_s = time.process_time() - begin_s
    audit = audit_coverage(district.due.lots, district.due.tasks, plan, lanes=district.due.lanes)
    washed_m2 = sum(row.done_m2 for row in audit.lanes if row.work == Work.WASH)
    greedy, _ = search(instance, options, engine="path_scanning")
    greedy_plan = district.plan(greedy.solution)
    part = cut_subinstance(
        instance, np.arange(instance.num_duties), _served(greedy.solution, instance.num_tasks)
    )
    again, _ = search(part.instance, options)
    visits = part.visits_outward(again.solution)
    same = district.plan(
        evaluate(instance, [[visit.element for visit in route] for route in visits])
    )
    missed = len(again.solution.absent)
    away_m, own_share = _compactness(district, plan)
    figures: dict[str, object] = {
        "machine": machine(),
        "streets": district.network.name,
        "seconds, seed": f"{options.seconds:g}, {options.seed}",
        "tasks": instance.num_tasks,
        "first plan after s": round(first_s, 1),
        "iterations": outcome.iterations,
        "mechanised rate": f"{audit.total.rate:.1%}",
        "washed 1,000 m2": round(washed_m2 / 1000, 1),
        "routes": len(plan.routes),
        "worked + empty h (with visits)": round(_paid_s(plan) / 3600, 2),
        "kerb to the middle of its sweeper's m": round(away_m),
        "kerbs nearest to their own sweeper's": f"{own_share:.0%}",
        "lower bound h": round(bound.value_s / 3600, 2),
        "gap": f"{bound.gap:.2%}",
        "bound took s": round(bound_s, 1),
    }
    for row in bound.rows:
        figures[f"  {', '.join(row.works)}: plan, bound h, gap"] = (
            f"{row.plan_s / 3600:.2f}, {row.value_s / 3600:.2f}, {row.gap:.2%}"
        )
    greedy_audit = audit_coverage(district.due.lots, district.due.tasks, greedy_plan)
    figures |= {
        "path scanning: rate": f"{greedy_audit.total.rate:.1%}",
        "path scanning: h": round(_paid_s(greedy_plan) / 3600, 2),
        "ours for the same tasks: h": round(_paid_s(same) / 3600, 2),
        "  below path scanning by": f"{1 - _paid_s(same) / _paid_s(greedy_plan):.1%}",
        "  of these tasks left out": missed,
        "  no plan needs less than h": round(district.bound(greedy_plan).value_s / 3600, 2),
        "peak memory GB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
    }
    if options.before_after:
        before = District(name, "yinzhou-2011")
        older, _ = search(before.day.instance, options)
        rate = audit_coverage(
            before.due.lots, before.due.tasks, before.plan(older.solution)
        ).total.rate
        figures["18 and 30 vehicles: rates"] = f"{rate:.1%}, {audit.total.rate:.1%}"
    return figures


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OneBroomError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
