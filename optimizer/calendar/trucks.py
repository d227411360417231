"""Second stage: the truck of each contract, the same all week.

Shifts are independent of each other once the days are known: each is an assignment of contracts
to trucks that must fit on every day, at the least distance from the centres of the trucks' areas
and with fair shares of the work.
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from ortools.sat.python import cp_model

from optimizer.calendar.areas import Plane
from optimizer.calendar.calendar import Area
from optimizer.calendar.days import Days
from optimizer.calendar.habits import Habit
from optimizer.calendar.problem import CalendarProblem, Truck
from optimizer.sat import Effort, Following, Proof, run

FAIR_SHARE = 1.05
"""A truck's day within this of the mean of the trucks counts as fair."""


def choose_trucks(
    problem: CalendarProblem,
    days: Mapping[str, Days],
    areas: Mapping[str, Area],
    habits: Mapping[str, Habit],
    *,
    effort: Effort,
    following: Following,
) -> tuple[dict[str, str], Proof]:
    """Returns the truck of every contract, by vehicle id.

    The cost and the bound are the sums over the shifts. A truck may come out overfull, at a high
    price; `overflow.settle` sees to that.
    """
    found: dict[str, str] = {}
    total = Proof(stage="trucks", objective=0, bound=0)
    shift_ids = [id_ for id_ in problem.shifts if any(d.shift_id == id_ for d in days.values())]
    for number, shift_id in enumerate(shift_ids):
        own = {id_: one for id_, one in days.items() if one.shift_id == shift_id}
        share = effort.less(total).share(1 / (len(shift_ids) - number))
        choice, proof = _of_shift(problem, shift_id, own, areas, habits, share, following)
        found |= choice
        total = replace(
            total,
            objective=total.objective + proof.objective,
            bound=total.bound + proof.bound,
            seconds=total.seconds + proof.seconds,
            deterministic=total.deterministic + proof.deterministic,
        )
    return found, total


def _of_shift(
    problem: CalendarProblem,
    shift_id: str,
    days: Mapping[str, Days],
    areas: Mapping[str, Area],
    habits: Mapping[str, Habit],
    effort: Effort,
    following: Following,
) -> tuple[dict[str, str], Proof]:
    model = cp_model.CpModel()
    weights = problem.weights
    trucks = problem.trucks_of_shift[shift_id]
    picks: dict[tuple[str, str], cp_model.IntVar] = {}
    costs: list[cp_model.LinearExprT] = []
    for contract_id, own in days.items():
        able = problem.trucks_for(problem.contract_of[contract_id], shift_id)
        prices = _prices(problem, contract_id, own, able, areas, habits.get(contract_id))
        for truck in able:
            key = contract_id, truck.vehicle_id
            picks[key] = model.new_bool_var(" ".join(key))
            costs.append(prices[truck.vehicle_id] * picks[key])
            if contract_id in habits:
                at_best = prices[truck.vehicle_id] == min(prices.values())
                model.add_hint(picks[key], at_best)
        model.add_exactly_one(picks[contract_id, truck.vehicle_id] for truck in able)
    for date in problem.dates:
        today = [problem.contract_of[id_] for id_, own in days.items() if date in own.dates]
        mean_s = sum(
            problem.work_s(c, sum(t.hopper_kg for t in trucks) // len(trucks)) for c in today
        ) // len(trucks)
        for truck in trucks:
            mine = [
                (contract, picks[contract.id, truck.vehicle_id])
                for contract in today
                if (contract.id, truck.vehicle_id) in picks
            ]
            if not mine:
                continue
            work_s = sum(problem.work_s(c, truck.hopper_kg) * pick for c, pick in mine)
            load_kg = sum(contract.demand_kg * pick for contract, pick in mine)
            for noun, load, limit, price in (
                ("unfair s", work_s, round(FAIR_SHARE * mean_s), weights.per_unfair_s),
                ("full s", work_s, problem.room_s(shift_id), weights.overload),
                ("full kg", load_kg, problem.room_kg(truck), weights.overload),
            ):
                over = model.new_int_var(0, 2**40, f"{noun} {truck.vehicle_id} {date}")
                model.add(over >= load - limit)
                costs.append(price * over)
    model.minimize(sum(costs))
    solver, proof = run(model, stage="trucks", effort=effort, following=following)
    found = {key[0]: key[1] for key, pick in picks.items() if solver.value(pick)}
    return found, proof


def _prices(
    problem: CalendarProblem,
    contract_id: str,
    days: Days,
    able: tuple[Truck, ...],
    areas: Mapping[str, Area],
    habit: Habit | None,
) -> dict[str, int]:
    """Returns what each truck costs: metres from its centre each visit, and a change of truck."""
    weights = problem.weights
    contract = problem.contract_of[contract_id]
    plane = Plane(problem.contracts)
    here = plane.point(contract.lon, contract.lat)
    visits = len(days.dates)
    prices = {}
    for truck in able:
        area = areas[truck.vehicle_id]
        away_m = round(math.dist(here, plane.point(area.lon, area.lat)))
        prices[truck.vehicle_id] = weights.per_m * visits * away_m
    if habit is None or habit.vehicle_id not in prices:
        return prices
    # As with the days: more than the contract can gain by itself, or free for others.
    most_s = max(problem.work_s(contract, truck.hopper_kg) for truck in able)
    change = max(prices.values()) + 2 * visits * weights.per_unfair_s * most_s + 1
    return {id_: price + change * (id_ != habit.vehicle_id) for id_, price in prices.items()}


def work_by_contract(problem: CalendarProblem, days: Mapping[str, Days]) -> dict[str, int]:
    """Returns the work of each contract in the week, with a hopper of mean size."""
    hopper_kg = sum(truck.hopper_kg for truck in problem.trucks) // len(problem.trucks)
    work: dict[str, int] = defaultdict(int)
    for contract_id, own in days.items():
        work[contract_id] += len(own.dates) * problem.work_s(
            problem.contract_of[contract_id], hopper_kg
        )
    return dict(work)
