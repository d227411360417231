"""Second stage: the truck and the shift of each contract, the same all week.

An assignment of contracts to duties that must fit on every day, at the least distance from the
centres of the trucks' areas and with fair shares of the work.
"""

import datetime as dt
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from fleet import Contract, LonLat
from optimizer.stop import Stage
from optimizer.week.calendar.areas import ContractPlane
from optimizer.week.calendar.days import Days
from optimizer.week.calendar.habits import Habit
from optimizer.week.calendar.problem import CalendarProblem, Truck
from optimizer.week.sat import Effort, Following, StageProof, run

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

FAIR_SHARE = 1.05
"""A truck's day within this of its share counts as fair."""

TIGHT_SHARE = 0.95
"""From this share of a shift on, more work is dearer: the hours were only estimated."""

TruckShift = tuple[str, str]
"""Vehicle and shift."""


def choose_trucks(
    problem: CalendarProblem,
    days: Days,
    areas: Mapping[str, LonLat],
    habits: Mapping[str, Habit],
    *,
    effort: Effort,
    following: Following,
) -> tuple[dict[str, TruckShift], StageProof]:
    """Returns the vehicle and the shift of every contract that has days.

    A truck may come out overfull, at a high price; `overflow.settle` sees to that.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    ground = ContractPlane(problem.contracts)
    picks: dict[tuple[str, TruckShift], cp_model.IntVar] = {}
    costs: list[cp_model.LinearExprT] = []
    for contract_id, dates in days.items():
        contract = problem.contract_of[contract_id]
        prices = _prices(problem, contract, len(dates), ground, areas, habits.get(contract_id))
        for duty, price in prices.items():
            picks[contract_id, duty] = model.new_bool_var(f"{contract_id} {duty}")
            costs.append(price * picks[contract_id, duty])
            if contract_id in habits:
                model.add_hint(picks[contract_id, duty], price == min(prices.values()))
        model.add_exactly_one(picks[contract_id, duty] for duty in prices)
    for date in problem.dates:
        today = [problem.contract_of[id_] for id_, dates in days.items() if date in dates]
        if today:
            costs += _of_date(problem, model, date, today, picks)
    model.minimize(sum(costs))
    solver, proof = run(model, stage=Stage.TRUCKS, effort=effort, following=following)
    return {key[0]: key[1] for key, pick in picks.items() if solver.value(pick)}, proof


def _of_date(
    problem: CalendarProblem,
    model: "cp_model.CpModel",
    date: dt.date,
    today: list[Contract],
    picks: "Mapping[tuple[str, TruckShift], cp_model.IntVar]",
) -> "list[cp_model.LinearExprT]":
    """Returns the prices of unfair days and of duties that are nearly or more than full."""
    weights = problem.weights
    costs: list[cp_model.LinearExprT] = []
    work_s = sum(problem.mean_work_s(contract) for contract in today)
    week_s = sum(_room_s(problem, truck) for truck in problem.trucks)

    def charge_above(load: "cp_model.LinearExprT", limit: int, price: int) -> None:
        over = model.new_int_var(0, 2**40, f"over {date}")
        model.add(over >= load - limit)
        costs.append(price * over)

    for truck in problem.trucks:
        loads = []
        for shift in truck.shifts:
            duty = truck.vehicle_id, shift.id
            mine = [(c, picks[c.id, duty]) for c in today if (c.id, duty) in picks]
            if not mine:
                continue
            load_s = model.new_int_var(0, 2**40, f"{duty} {date}")
            model.add(load_s == sum(problem.work_s(c, truck.hopper_kg) * pick for c, pick in mine))
            loads.append(load_s)
            room_s = problem.room_s(shift.id)
            charge_above(load_s, round(TIGHT_SHARE * room_s), weights.per_unfair_s)
            charge_above(load_s, room_s, weights.overload)
            load_kg = sum(contract.demand_kg * pick for contract, pick in mine)
            charge_above(load_kg, problem.room_kg(truck), weights.overload)
        share = _room_s(problem, truck) / max(1, week_s)
        charge_above(sum(loads), round(FAIR_SHARE * share * work_s), weights.per_unfair_s)
    return costs


def _room_s(problem: CalendarProblem, truck: Truck) -> int:
    return sum(problem.room_s(shift.id) for shift in truck.shifts)


def _prices(
    problem: CalendarProblem,
    contract: Contract,
    visits: int,
    ground: ContractPlane,
    areas: Mapping[str, LonLat],
    habit: Habit | None,
) -> dict[TruckShift, int]:
    """Returns what each duty costs: metres from the truck's centre each visit, and a change."""
    weights = problem.weights
    here = ground.point(contract.at)
    prices = {}
    most_s = 0
    for shift_id in problem.shift_ids_for(contract):
        for truck in problem.trucks_for(contract, shift_id):
            away_m = round(math.dist(here, ground.point(areas[truck.vehicle_id])))
            prices[truck.vehicle_id, shift_id] = weights.per_m * visits * away_m
            most_s = max(most_s, problem.work_s(contract, truck.hopper_kg))
    usual = None if habit is None else (habit.vehicle_id, habit.shift_id)
    if usual not in prices:
        return prices
    # As with the days: more than the contract could gain by itself, or make room for.
    change = max(prices.values()) + 4 * visits * weights.per_unfair_s * most_s + 1
    return {duty: price + change * (duty != usual) for duty, price in prices.items()}


def work_by_contract(problem: CalendarProblem, days: Days) -> dict[str, int]:
    """Returns the work of each contract in the week, with a hopper of mean size."""
    return {
        id_: len(dates) * problem.mean_work_s(problem.contract_of[id_])
        for id_, dates in days.items()
    }
