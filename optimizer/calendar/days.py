"""First stage: which days and which shift each contract gets.

Every contract chooses one of its patterns in one of its shifts. What that leaves uneven is priced:
spacing, days with more work or weight than the mean, and shifts that all trucks together cannot
do.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from fleet import Contract
from optimizer.calendar.habits import Habit, kept_dates
from optimizer.calendar.patterns import Pattern, patterns
from optimizer.calendar.problem import CalendarProblem
from optimizer.sat import Effort, Following, Proof, run

STEPS = ((0.0, 1), (0.1, 2))
"""Work above the level counts once; what is a tenth above it counts two more times."""

TERMS = 2 * (1 + sum(price for _, price in STEPS))
"""No second or kilogram counts more often than this: not of a day, nor of a shift."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days and the shift of a contract."""

    dates: tuple[dt.date, ...]
    shift_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Option:
    pattern: Pattern
    shift_id: str


def choose_days(
    problem: CalendarProblem,
    habits: Mapping[str, Habit],
    *,
    effort: Effort,
    following: Following,
) -> tuple[dict[str, Days], Proof]:
    """Returns days and shift of every contract that can be collected at all.

    With habits, giving up a usual day or shift costs more than anything the contract itself could
    gain by it, so contracts move only where a shift would be overloaded otherwise.
    """
    model = cp_model.CpModel()
    costs: list[cp_model.LinearExprT] = []
    loads_s: dict[tuple[dt.date, str], list[cp_model.LinearExprT]] = defaultdict(list)
    loads_kg: dict[tuple[dt.date, str], list[cp_model.LinearExprT]] = defaultdict(list)
    chosen: dict[str, list[tuple[_Option, cp_model.IntVar]]] = {}
    for contract in problem.contracts:
        options = _options(problem, contract)
        if not options:
            continue
        habit = habits.get(contract.id)
        prices = _prices(problem, contract, options, habit)
        picks = [model.new_bool_var(f"{contract.id} {n}") for n in range(len(options))]
        model.add_exactly_one(picks)
        cheapest = min(prices)
        for pick, option, price in zip(picks, options, prices, strict=True):
            costs.append(price * pick)
            if habit is not None:
                model.add_hint(pick, price == cheapest)
            work_s = _work_s(problem, contract, option.shift_id)
            for date in option.pattern.dates:
                loads_s[date, option.shift_id].append(work_s * pick)
                loads_kg[date, option.shift_id].append(contract.demand_kg * pick)
        chosen[contract.id] = list(zip(options, picks, strict=True))
    costs += _balance(problem, model, loads_s, loads_kg)
    model.minimize(sum(costs))
    solver, proof = run(model, stage="days", effort=effort, following=following)
    found = {}
    for contract_id, choices in chosen.items():
        option = next(option for option, pick in choices if solver.value(pick))
        found[contract_id] = Days(dates=option.pattern.dates, shift_id=option.shift_id)
    return found, proof


def _options(problem: CalendarProblem, contract: Contract) -> list[_Option]:
    times = problem.promised(contract)
    open_dates = problem.open_dates(contract)
    if not times or not open_dates:
        return []
    return [
        _Option(pattern=pattern, shift_id=shift_id)
        for pattern in patterns(open_dates, times)
        for shift_id in problem.shift_ids_for(contract)
    ]


def _prices(
    problem: CalendarProblem, contract: Contract, options: list[_Option], habit: Habit | None
) -> list[int]:
    """Returns what each option costs by itself: its spacing, and what it changes."""
    weights = problem.weights
    spacing = [weights.spacing * option.pattern.spacing for option in options]
    if habit is None:
        return spacing
    times = len(options[0].pattern.dates)
    work_s = max(_work_s(problem, contract, option.shift_id) for option in options)
    # Loads enter the objective through sums of positive parts: a contract cannot change it by
    # more than this. No set of contracts can gain more than all their prices, so none moves for
    # the balance alone, nor to make room for another.
    most = max(spacing) - min(spacing)
    most += TERMS * times * (work_s + weights.per_kg * contract.demand_kg)
    change = most + 1
    usual = kept_dates(habit, problem.open_dates(contract))
    return [
        price
        + change * len(usual - set(option.pattern.dates))
        + change * (option.shift_id != habit.shift_id)
        for price, option in zip(spacing, options, strict=True)
    ]


def _balance(
    problem: CalendarProblem,
    model: cp_model.CpModel,
    loads_s: Mapping[tuple[dt.date, str], list[cp_model.LinearExprT]],
    loads_kg: Mapping[tuple[dt.date, str], list[cp_model.LinearExprT]],
) -> list[cp_model.LinearExprT]:
    """Returns the prices of uneven days and overfull shifts."""
    weights = problem.weights
    costs: list[cp_model.LinearExprT] = []
    open_days = [date for date in problem.dates if date not in problem.holidays]
    for unit, loads, weight in (("s", loads_s, 1), ("kg", loads_kg, weights.per_kg)):
        mean = _mean(problem, unit) // max(1, len(open_days))
        for date in open_days:
            day = [load for shift_id in problem.shifts for load in loads.get((date, shift_id), ())]
            for above, price in STEPS:
                level = round(mean * (1 + weights.level_share + above))
                over = model.new_int_var(0, 2**40, f"{unit} over {date} {above}")
                model.add(over >= sum(day) - level)
                costs.append(weight * price * over)
        for (date, shift_id), load in sorted(loads.items()):
            trucks = problem.trucks_of_shift[shift_id]
            room = (
                len(trucks) * problem.room_s(shift_id)
                if unit == "s"
                else sum(problem.room_kg(truck) for truck in trucks)
            )
            tight = model.new_int_var(0, 2**40, f"{unit} tight {date} {shift_id}")
            full = model.new_int_var(0, 2**40, f"{unit} full {date} {shift_id}")
            # The trucks are never all as full: the next stage needs some slack.
            model.add(tight >= sum(load) - round(0.92 * room))
            model.add(full >= sum(load) - room)
            costs += [weight * tight, weights.overload * full]
    return costs


def _mean(problem: CalendarProblem, unit: str) -> int:
    """Returns the week's work in all, each contract in its first shift."""
    total = 0
    for contract in problem.contracts:
        options = _options(problem, contract)
        if options:
            times = len(options[0].pattern.dates)
            work_s = _work_s(problem, contract, options[0].shift_id)
            total += times * (work_s if unit == "s" else contract.demand_kg)
    return total


def _work_s(problem: CalendarProblem, contract: Contract, shift_id: str) -> int:
    """Returns what a collection takes before its truck is known: with a hopper of mean size."""
    trucks = problem.trucks_for(contract, shift_id)
    return problem.work_s(contract, sum(truck.hopper_kg for truck in trucks) // len(trucks))
