"""Third stage: the hour of each contract within its shift, the same all week.

A truck's contracts of a shift get a place in one short round through all of them; each gets the
hour of the clock that is nearest to its place in the round, as far as the hours have room on
every day.
"""

from collections.abc import Mapping
from dataclasses import replace

from fleet import Contract
from optimizer.stop import Stage
from optimizer.week.calendar.areas import ContractPlane
from optimizer.week.calendar.days import Days
from optimizer.week.calendar.habits import Habit
from optimizer.week.calendar.problem import HOUR_S, CalendarProblem
from optimizer.week.calendar.tour import tour
from optimizer.week.calendar.trucks import TruckShift
from optimizer.week.sat import Effort, Following, StageProof, run

CROWDED = 4
"""One second of work too much in an hour, against one second off the turn in the round."""

Hour = tuple[int, int]


def choose_hours(
    problem: CalendarProblem,
    days: Days,
    duty_of: Mapping[str, TruckShift],
    habits: Mapping[str, Habit],
    *,
    effort: Effort,
    following: Following,
) -> tuple[dict[str, Hour], StageProof]:
    """Returns from when to when each contract's collection is to begin."""
    found: dict[str, Hour] = {}
    total = StageProof(stage=Stage.HOURS, objective=0, bound=0)
    duties = sorted(set(duty_of.values()))
    for number, (vehicle_id, shift_id) in enumerate(duties):
        own = {id_: dates for id_, dates in days.items() if duty_of[id_] == (vehicle_id, shift_id)}
        share = effort.subtract(total).share(1 / (len(duties) - number))
        choice, proof = _of_duty(problem, vehicle_id, shift_id, own, habits, share, following)
        found |= choice
        total = replace(
            total,
            objective=total.objective + proof.objective,
            bound=total.bound + proof.bound,
            seconds=total.seconds + proof.seconds,
            deterministic=total.deterministic + proof.deterministic,
        )
    return found, total


def _of_duty(
    problem: CalendarProblem,
    vehicle_id: str,
    shift_id: str,
    days: Days,
    habits: Mapping[str, Habit],
    effort: Effort,
    following: Following,
) -> tuple[dict[str, Hour], StageProof]:
    from ortools.sat.python import cp_model

    contracts = [problem.contract_of[id_] for id_ in days]
    hopper_kg = next(t.hopper_kg for t in problem.trucks if t.vehicle_id == vehicle_id)
    wanted_s = _find_wanted(problem, shift_id, contracts, hopper_kg)
    model = cp_model.CpModel()
    picks: dict[tuple[str, Hour], cp_model.IntVar] = {}
    costs: list[cp_model.LinearExprT] = []
    for contract in contracts:
        visits = len(days[contract.id])
        most = CROWDED * visits * problem.work_s(contract, hopper_kg)
        prices = _prices(problem, contract, shift_id, wanted_s[contract.id], visits)
        habit = habits.get(contract.id)
        usual = None if habit is None else (habit.from_s, habit.to_s)
        for hour, price in prices.items():
            picks[contract.id, hour] = model.new_bool_var(f"{contract.id} {hour}")
            # More than the contract can gain by itself by another hour.
            change = max(prices.values()) + most + 1
            is_change = usual in prices and hour != usual
            costs.append((price + change * is_change) * picks[contract.id, hour])
            if usual in prices:
                model.add_hint(picks[contract.id, hour], not is_change)
        model.add_exactly_one(picks[contract.id, hour] for hour in prices)
    bands = sorted({from_s // HOUR_S for _, (from_s, _) in picks})
    for date in problem.dates:
        today = {c.id for c in contracts if date in days[c.id]}
        for band in bands:
            mine = [
                (problem.work_s(problem.contract_of[id_], hopper_kg), pick)
                for (id_, (from_s, _)), pick in picks.items()
                if id_ in today and from_s // HOUR_S == band
            ]
            if mine:
                over = model.new_int_var(0, 2**40, f"over {band} {date}")
                model.add(over >= sum(work_s * pick for work_s, pick in mine) - HOUR_S)
                costs.append(CROWDED * over)
    model.minimize(sum(costs))
    solver, proof = run(model, stage=Stage.HOURS, effort=effort, following=following)
    return {key[0]: key[1] for key, pick in picks.items() if solver.value(pick)}, proof


def _prices(
    problem: CalendarProblem, contract: Contract, shift_id: str, wanted_s: int, visits: int
) -> dict[Hour, int]:
    """Returns how far each hour is from the contract's turn, in seconds of all visits."""
    return {
        (from_s, to_s): visits * max(0, from_s - wanted_s, wanted_s - to_s)
        for from_s, to_s in problem.hours_for(contract, shift_id)
    }


def _find_wanted(
    problem: CalendarProblem, shift_id: str, contracts: list[Contract], hopper_kg: int
) -> dict[str, int]:
    """Returns when each contract's turn would come in one round through all of them."""
    ground = ContractPlane(problem.contracts)
    points = [ground.point(contract.at) for contract in contracts]
    hours = [hour for c in contracts for hour in problem.hours_for(c, shift_id)]
    begin_s, end_s = min(hour[0] for hour in hours), max(hour[1] for hour in hours)
    work_s = [problem.work_s(contract, hopper_kg) for contract in contracts]
    done_s, wanted = 0, {}
    for number in tour(points, min(points)):
        middle_s = done_s + work_s[number] // 2
        wanted[contracts[number].id] = begin_s + middle_s * (end_s - begin_s) // sum(work_s)
        done_s += work_s[number]
    return wanted
